import type { MessageRef } from '../../../src/hub/api.ts';
import type { LaneName } from '../../../src/lanes/api.ts';
import type { lanesScreenWords } from '../../../src/words/index.ts';
import { useWords } from '../../state/words.tsx';

type Params = NonNullable<MessageRef['params']>;
/** The room's own sentences, without their `lanes.`: one that is missing does not compile. */
export type LanesWord = keyof typeof lanesScreenWords extends `lanes.${infer Name}` ? Name : never;

export function useLanesWords() {
  const words = useWords();
  const { language } = words;
  const regions = new Intl.DisplayNames([language], { type: 'region' });
  return {
    ...words,
    p: (word: LanesWord, params?: Params) => words.say({ key: `lanes.${word}`, params }),
    /** A country or economy by its ISO code; what is no code stands as it is. */
    country: (code: string) => {
      try {
        return regions.of(code) ?? code;
      } catch {
        return code;
      }
    },
    named: (name: LaneName | undefined, id: string) => name?.[language] ?? id,
    commodity: (name: string) => saidOr(words, `lanes.commodity.${name.replaceAll(' ', '-')}`, name),
    input: (id: string) => saidOr(words, `lanes.parameter.${id}`, id),
  };
}

function saidOr({ say }: ReturnType<typeof useWords>, key: string, otherwise: string): string {
  const said = say({ key });
  return said === key ? otherwise : said;
}

/** Money as people read it: 1.2 bn, 340 m. */
export function money(usd: number): string {
  const size = Math.abs(usd);
  if (size >= 1e9) return `$${(usd / 1e9).toFixed(size >= 1e10 ? 0 : 1)} bn`;
  if (size >= 1e6) return `$${(usd / 1e6).toFixed(size >= 1e7 ? 0 : 1)} m`;
  return `$${Math.round(usd).toLocaleString('en-US')}`;
}

/** Tonnes in millions or thousands. */
export function mass(tonnes: number): string {
  if (tonnes >= 1e6) return `${(tonnes / 1e6).toFixed(tonnes >= 1e7 ? 0 : 1)} Mt`;
  if (tonnes >= 1e3) return `${(tonnes / 1e3).toFixed(0)} kt`;
  return `${Math.round(tonnes)} t`;
}

export const nm = (distanceNm: number) => `${Math.round(distanceNm).toLocaleString('en-US')} nm`;
export const percent = (share: number) => `${Math.round(share * 100)} %`;
