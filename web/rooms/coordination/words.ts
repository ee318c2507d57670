import type { MessageRef } from '../../../src/hub/api.ts';
import type { coordinationWords } from '../../../src/words/coordination.ts';
import { useWords } from '../../state/words.tsx';

type Params = NonNullable<MessageRef['params']>;
type PageWord = keyof typeof coordinationWords extends infer Key
  ? Key extends `coordination.page.${infer Name}`
    ? Name
    : never
  : never;

export interface ReliefWords {
  readonly language: 'en' | 'ja';
  /** The room's own sentences on the page. */
  readonly p: (word: PageWord, params?: Params) => string;
  /** A word of the room's lists: a state, an act, a level. */
  readonly term: (list: string, word: string) => string;
  readonly item: (item: string) => string;
  readonly name: (names: { readonly en: string; readonly ja: string }) => string;
}

export function useRelief(): ReliefWords {
  const { language, say, name } = useWords();
  const known = (key: string, other: string) => {
    const text = say({ key });
    return text === key ? other : text;
  };
  return {
    language,
    name,
    p: (word, params) => say({ key: `coordination.page.${word}`, params }),
    term: (list, word) => known(`coordination.${list}.${word}`, word),
    item: (item) => known(`coordination.item.${item}`, item),
  };
}
