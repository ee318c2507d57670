export * from './catalogue.ts';
export { coreWords } from './core.ts';
export { printWords } from './print.ts';
