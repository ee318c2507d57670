import type { MessageRef } from '../../../src/hub/api.ts';
import type { ctiWords } from '../../../src/words/index.ts';
import { useWords } from '../../state/words.tsx';

type Params = NonNullable<MessageRef['params']>;
/** The room's own sentences, without their `cti.page.`: one that is missing does not compile. */
export type CtiWord = keyof typeof ctiWords extends `cti.page.${infer Name}`
  ? Name
  : keyof typeof ctiWords extends infer Key
    ? Key extends `cti.page.${infer Name}`
      ? Name
      : never
    : never;

export interface CtiWords extends ReturnType<typeof useWords> {
  readonly c: (word: CtiWord, params?: Params) => string;
  /** A STIX type in words; one that the words do not know as it stands. */
  readonly stixKind: (kind: string) => string;
}

export function useCtiWords(): CtiWords {
  const words = useWords();
  return {
    ...words,
    c: (word, params) => words.say({ key: `cti.page.${word}`, params }),
    stixKind: (kind) => {
      const key = `cti.kind.${kind}`;
      const said = words.say({ key });
      return said === key ? kind : said;
    },
  };
}

/** Kinds that the list can be narrowed to, those that are asked for most first. */
export const listedKinds = [
  'indicator',
  'malware',
  'campaign',
  'intrusion-set',
  'threat-actor',
  'report',
  'vulnerability',
  'attack-pattern',
  'course-of-action',
  'infrastructure',
  'tool',
  'sighting',
  'observed-data',
  'domain-name',
  'ipv4-addr',
  'ipv6-addr',
  'url',
  'file',
  'email-addr',
] as const;
