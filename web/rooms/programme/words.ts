import type { MessageRef } from '../../../src/hub/api.ts';
import type { Level } from '../../../src/programme/api.ts';
import type { programmeScreenWords } from '../../../src/words/index.ts';
import { useWords } from '../../state/words.tsx';

type Params = NonNullable<MessageRef['params']>;
/** The room's own sentences, without their `programme.`: one that is missing does not compile. */
export type ProgrammeWord = keyof typeof programmeScreenWords extends `programme.${infer Name}`
  ? Name
  : never;

export interface ProgrammeWords extends ReturnType<typeof useWords> {
  readonly p: (word: ProgrammeWord, params?: Params) => string;
  /** A value of a closed set in words, such as `area` and `maritime`; one that the words do not know as it stands. */
  readonly named: (set: ValueSet, value: string) => string;
}

export type ValueSet = 'area' | 'level' | 'fact' | 'modality' | 'basis' | 'value' | 'field' | 'link' | 'kind';

export function useProgrammeWords(): ProgrammeWords {
  const words = useWords();
  return {
    ...words,
    p: (word, params) => words.say({ key: `programme.${word}`, params }),
    named: (set, value) => {
      const key = `programme.${set}.${value.replaceAll(' ', '-')}`;
      const said = words.say({ key });
      return said === key ? value : said;
    },
  };
}

export const levels: readonly Level[] = [
  'organisation',
  'member-state',
  'minilateral',
  'domestic',
  'parliamentary',
  'other',
];

export const areas = [
  'dialogue',
  'programme',
  'cyber',
  'disinformation',
  'strategic-communication',
  'maritime',
  'sloc',
  'grey-zone',
  'lawfare',
  'sar',
  'hadr',
  'contingency',
  'logistics',
  'interoperability',
  'exercises',
  'military-activity',
  'presence',
  'defence-capability',
  'defence-industry',
  'missile-defence',
  'edt',
  'dual-use',
  'research',
  'space',
  'economic-security',
  'supply-chain',
  'semiconductors',
  'rare-earths',
  'energy',
  'climate',
  'health',
  'sanctions',
  'nonproliferation',
  'budget',
  'policy',
  'legal',
  'institution',
  'information-sharing',
] as const;
