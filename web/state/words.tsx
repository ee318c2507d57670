import { createContext, useContext, useMemo } from 'react';
import type { ReactNode } from 'react';
import type { Language, MessageRef } from '../../src/hub/api.ts';
import * as catalogues from '../../src/words/index.ts';
import { factName } from '../parts/facts.ts';
import { Speaker } from '../../src/words/index.ts';
import type { webWords } from '../../src/words/web.ts';

type Params = NonNullable<MessageRef['params']>;
/** The page's own sentences, without their `web.`: one that is missing does not compile. */
export type WebWord = keyof typeof webWords extends `web.${infer Name}` ? Name : never;

export interface Words {
  readonly language: Language;
  readonly t: (word: WebWord, params?: Params) => string;
  /** A sentence that came from the hub, in the reader's language. */
  readonly say: (message: MessageRef) => string;
  readonly name: (names: { readonly en: string; readonly ja: string }) => string;
  /** A finding's kind in words. */
  readonly kind: (room: string, kind: string) => string;
  /** A measured figure or a parameter in words, such as `closestM`. */
  readonly fact: (name: string) => string;
}

const speaker = new Speaker(
  Object.entries(catalogues)
    .filter(([name]) => name.endsWith('Words'))
    .map(([, catalogue]) => catalogue as ConstructorParameters<typeof Speaker>[0][number]),
);

export function wordsIn(language: Language): Words {
  return {
    language,
    t: (word, params) => speaker.say(language, { key: `web.${word}`, params }),
    say: (message) => speaker.say(language, message),
    name: (names) => names[language],
    fact: (name) => {
      const key = `web.fact.${name}`;
      return speaker.has(key) ? speaker.say(language, { key }) : factName(name);
    },
    kind: (room, kind) => {
      const key = `${room}.kind.${kind}`;
      return speaker.has(key) ? speaker.say(language, { key }) : kind.replaceAll('-', ' ');
    },
  };
}

const WordsContext = createContext<Words>(wordsIn('en'));

export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const words = useMemo(() => wordsIn(language), [language]);
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}
