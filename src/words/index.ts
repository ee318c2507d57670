export * from './catalogue.ts';
export { coreWords } from './core.ts';
export { printWords } from './print.ts';
export { hubWords } from './hub.ts';
export { webWords } from './web.ts';
export { seaWords } from './sea.ts';
