import type { Language, MessageParam, MessageRef } from '../core/message.ts';

/** One sentence in both languages; a missing one does not compile. */
export interface Words {
  readonly en: string;
  readonly ja: string;
}

/** Sentences by key, `room.what`. Gaps are `{name}` or `{name:format}`; see `formats`. */
export type Catalogue = Readonly<Record<string, Words>>;

/**
 * How a parameter is written. Numbers come in the unit that the name of the format says.
 * `time` 2026-11-21 17:22 UTC · `clock` 17:22 · `day` 2026-11-21 · `duration` (ms) 3 h 40 min · `nm`, `kn`, `m`, `km` ·
 * `int` with thousands · `dec1` · `percent` (a share of 1) · `lonlat` of [lon, lat] · `list` ·
 * `count` with the words for one and for more: `{n:count:finding is|findings are}` gives "1 finding is".
 */
const formats: Record<string, (value: MessageParam, language: Language, words: string) => string> = {
  time: (value) => `${iso(value).slice(0, 10)} ${iso(value).slice(11, 16)} UTC`,
  clock: (value) => iso(value).slice(11, 16),
  day: (value) => iso(value).slice(0, 10),
  duration: (value, language) => duration(Number(value), language),
  nm: (value, language) => `${rounded(Number(value))} ${language === 'ja' ? '海里' : 'nm'}`,
  kn: (value, language) => `${rounded(Number(value))} ${language === 'ja' ? 'ノット' : 'kn'}`,
  m: (value) => `${Math.round(Number(value))} m`,
  km: (value) => `${rounded(Number(value))} km`,
  int: (value) => whole(Number(value)),
  count: (value, _language, words) => {
    const [one, more = one] = words.split('|');
    return `${whole(Number(value))} ${Math.round(Number(value)) === 1 ? one : more}`;
  },
  dec1: (value) => Number(value).toFixed(1),
  percent: (value) => `${Math.round(Number(value) * 100)} %`,
  lonlat: (value) => (Array.isArray(value) ? position(Number(value[0]), Number(value[1])) : String(value)),
};

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function iso(value: MessageParam): string {
  const date = new Date(typeof value === 'number' ? value : String(value));
  return Number.isNaN(date.getTime()) ? '????-??-??T??:??' : date.toISOString();
}

/** One decimal below 10, none above; never "-0". */
function rounded(value: number): string {
  const text = Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
  return text === '-0' || text === '-0.0' ? text.slice(1) : text;
}

function duration(ms: number, language: Language): string {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const units = language === 'ja' ? ['日', '時間', '分'] : [' d', ' h', ' min'];
  const parts = [days, hours, days > 0 ? 0 : rest].map((count, i) =>
    count > 0 ? `${count}${units[i]}` : '',
  );
  return parts.filter((part) => part !== '').join(language === 'ja' ? '' : ' ') || `0${units[2]}`;
}

/** 27°12′N 126°54′E, as charts write it. */
export function position(lonDeg: number, latDeg: number): string {
  const part = (value: number, [positive, negative]: string) => {
    const minutes = Math.round(Math.abs(value) * 60);
    return `${Math.floor(minutes / 60)}°${String(minutes % 60).padStart(2, '0')}′${value < 0 ? negative : positive}`;
  };
  return `${part(latDeg, 'NS')} ${part(lonDeg, 'EW')}`;
}

/** Writes messages in a language from catalogues that together know their keys. */
export class Speaker {
  readonly #words: Map<string, Words>;

  constructor(catalogues: readonly Catalogue[]) {
    this.#words = new Map(catalogues.flatMap((catalogue) => Object.entries(catalogue)));
  }

  has(key: string): boolean {
    return this.#words.has(key);
  }

  /** A key that no catalogue knows is shown as itself: visible, never silent. */
  say(language: Language, { key, params }: MessageRef): string {
    const words = this.#words.get(key);
    if (words === undefined) return key;
    return words[language].replace(
      /\{([a-zA-Z0-9]+)(?::([a-z0-9]+)(?::([^{}]*))?)?\}/g,
      (gap, name: string, format?: string, forms = '') => {
        const value = params?.[name];
        if (value === undefined || value === null) return gap;
        const write = format === undefined ? undefined : formats[format];
        return write === undefined ||
          (typeof value !== 'number' &&
            format !== 'lonlat' &&
            format !== 'time' &&
            format !== 'clock' &&
            format !== 'day')
          ? this.#write(language, value)
          : write(value, language, forms);
      },
    );
  }

  #write(language: Language, value: MessageParam): string {
    if (Array.isArray(value))
      return value
        .map((item) => this.#write(language, item as MessageParam))
        .join(language === 'ja' ? '、' : ', ');
    if (typeof value === 'object') {
      if ('key' in value) return this.say(language, value as MessageRef);
      return String((value as Record<Language, string>)[language] ?? '');
    }
    return String(value);
  }
}
