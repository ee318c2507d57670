export { PatternFault, maxPatternLength } from './lexer.ts';
export type { Literal } from './lexer.ts';
export { parsePattern, pathsOf } from './parser.ts';
export type { Comparison, ObjectPath, Observation, Qualifier } from './parser.ts';
export { PatternTooComplex, matchPattern } from './match.ts';
export type { Observed, ObservedObject } from './match.ts';
