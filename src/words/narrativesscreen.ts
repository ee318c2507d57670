import type { Catalogue } from './catalogue.ts';
export const narrativesScreenWords = {} as const satisfies Catalogue;
