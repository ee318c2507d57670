import type { MessageRef } from '../../../src/hub/api.ts';
import type { programmeScreenWords } from '../../../src/words/index.ts';
import { useWords } from '../../state/words.tsx';

type Params = NonNullable<MessageRef['params']>;
/** The room's own sentences, without their `programme.`: one that is missing does not compile. */
export type ProgrammeWord = keyof typeof programmeScreenWords extends `programme.${infer Name}`
  ? Name
  : never;

export interface ProgrammeWords extends ReturnType<typeof useWords> {
  readonly p: (word: ProgrammeWord, params?: Params) => string;
}

export function useProgrammeWords(): ProgrammeWords {
  const words = useWords();
  return { ...words, p: (word, params) => words.say({ key: `programme.${word}`, params }) };
}
