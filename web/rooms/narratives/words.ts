import type { MessageRef } from '../../../src/hub/api.ts';
import type { BenignReason, LayerName } from '../../../src/narratives/api.ts';
import type { narrativesScreenWords } from '../../../src/words/index.ts';
import { useWords } from '../../state/words.tsx';

type Params = NonNullable<MessageRef['params']>;
/** The room's own sentences, without their `narratives.`: one that is missing does not compile. */
export type NarrativesWord = keyof typeof narrativesScreenWords extends `narratives.${infer Name}`
  ? Name
  : never;

export function useNarrativesWords() {
  const words = useWords();
  const names = new Intl.DisplayNames([words.language], { type: 'language', fallback: 'code' });
  return {
    ...words,
    n: (word: NarrativesWord, params?: Params) => words.say({ key: `narratives.${word}`, params }),
    /** A language by its tag, in words; what is no tag stands as it is. */
    tongue: (tag: string) => {
      try {
        return names.of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
    layer: (layer: LayerName) => words.say({ key: `narratives.layer.${layer}` }),
    benign: (reason: BenignReason) => words.say({ key: `narratives.benign.${reason}` }),
    verdict: (verdict: 'coordinated' | 'benign') => words.say({ key: `narratives.verdict.${verdict}` }),
  };
}

/** `acct-0123…` short enough for a cell; the whole stands in the title. */
export function shortAccount(account: string): string {
  return account.startsWith('acct-') ? `acct-${account.slice(5, 12)}` : account;
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** `2 h 10 min`: the two largest units. */
export function lagText(lagMs: number): string {
  if (lagMs < 1000) return '0 s';
  const parts: string[] = [];
  let rest = lagMs;
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** Lines or values between commas, without empty ones. */
export const linesOf = (text: string) => partsOf(text, '\n');
export const valuesOf = (text: string) => partsOf(text, /[,、]/);

function partsOf(text: string, between: string | RegExp): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
