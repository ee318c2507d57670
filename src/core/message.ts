/**
 * A sentence before it has a language: a key of the catalogues in words/ and what fills its gaps. Findings hold these
 * and no finished text, so that the same finding reads in English and in Japanese.
 */
export interface MessageRef {
  readonly key: string;
  readonly params?: Readonly<Record<string, MessageParam>>;
}

/** Numbers are in the unit that the parameter's name ends in (`distanceNm`); a list is joined as the language does. */
export type MessageParam =
  | string
  | number
  | MessageRef
  | readonly MessageParam[]
  | { readonly en: string; readonly ja: string };

export type Language = 'en' | 'ja';
export const languages: readonly Language[] = ['en', 'ja'];

export function message(key: string, params?: Readonly<Record<string, MessageParam>>): MessageRef {
  return params === undefined ? { key } : { key, params };
}
