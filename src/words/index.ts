export * from './catalogue.ts';
export { coreWords } from './core.ts';
export { printWords } from './print.ts';
export { hubWords } from './hub.ts';
export { webWords } from './web.ts';
export { programmeWords } from './programme.ts';
export { programmeScreenWords } from './programmescreen.ts';
export { seaWords } from './sea.ts';
export { coordinationWords } from './coordination.ts';
