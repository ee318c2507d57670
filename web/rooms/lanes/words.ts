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
    money: moneyIn(language),
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

/** US dollars as people read them: $1.2 bn, $340 m; 12億ドル, 3,400万ドル. */
function moneyIn(language: string): (usd: number) => string {
  const isJapanese = language === 'ja';
  const steps = isJapanese
    ? ([
        [1e12, '兆'],
        [1e8, '億'],
        [1e4, '万'],
      ] as const)
    : ([
        [1e9, ' bn'],
        [1e6, ' m'],
      ] as const);
  return (usd) => {
    const step = steps.find(([least]) => Math.abs(usd) >= least);
    const [unit, word] = step ?? [1, ''];
    const digits = step === undefined || Math.abs(usd) >= unit * 10 ? 0 : 1;
    const number = (usd / unit).toLocaleString('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    return isJapanese ? `${number}${word}ドル` : `$${number}${word}`;
  };
}

/** Tonnes in millions or thousands. */
export function mass(tonnes: number): string {
  if (tonnes >= 1e6) return `${(tonnes / 1e6).toFixed(tonnes >= 1e7 ? 0 : 1)} Mt`;
  if (tonnes >= 1e3) return `${(tonnes / 1e3).toFixed(0)} kt`;
  return `${Math.round(tonnes)} t`;
}

export const nm = (distanceNm: number) => `${Math.round(distanceNm).toLocaleString('en-US')} nm`;
export const percent = (share: number) => `${Math.round(share * 100)} %`;
