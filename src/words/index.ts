export * from './catalogue.ts';
export { coreWords } from './core.ts';
