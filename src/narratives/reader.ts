/**
 * Files of posts → columns. Every record is taken or refused with a reason: read = taken + refused. The time zone of
 * times that name none is said by the caller; nothing is guessed.
 */
import type { Json } from '../core/index.ts';
import { CommonwatchError } from '../core/index.ts';
import { feedRecords, looksLikeFeed } from './feedrecords.ts';
import type { FieldPlaces, PostFormat } from './formats.ts';
import { formatFor, postFormats } from './formats.ts';
import type { Decoder } from './encodings.ts';
import { decoderFor } from './encodings.ts';
import { withoutTags } from './html.ts';
import { canonicalUrl, domainOf } from './normalise.ts';
import type { Disguise, PostFields, Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import type { TextReader } from './records.ts';
import { DelimitedReader, JsonReader } from './records.ts';
import { readTime } from './times.ts';
import { WarcReader } from './warc.ts';

/** Why a record was refused. Codes are stable. */
export const postRefusals = {
  'warc-invalid': 'A record of a web archive lacks its header or its length.',
  'record-too-long': 'The record is longer than 16 million characters.',
  'row-fields': 'The row has another number of fields than the header, or a quote that is not closed.',
  'json-invalid': 'The line or object is no valid JSON.',
  'feed-too-long': 'A feed is read whole, up to 64 million characters.',
  'time-invalid': 'The time is missing, cannot be read, or could be day or month first.',
  'account-missing': 'The record names no account.',
  'post-missing': 'The record names no post.',
  'not-a-post': 'The record is no post: a service message or an empty one.',
} as const;

export type PostRefusal = keyof typeof postRefusals;

export interface RefusedPosts {
  readonly reason: PostRefusal;
  count: number;
  /** Where it stood, such as `record 12`: never its words, which may name a person. */
  readonly samples: string[];
}

export interface ReadOptions {
  /** Minutes east of UTC for times that name no zone. */
  readonly zoneMinutes?: number;
  /** A column that is the coordinated object. */
  readonly objectColumn?: string;
  /** A saved mapping, which goes before the known formats. */
  readonly mapping?: FieldPlaces;
  readonly disguise?: Disguise;
  /** The file's encoding, where it has no mark and is not UTF-8, by a name of the WHATWG list. */
  readonly encoding?: string;
  /** Keep addresses as the file has them, split at spaces, as the QUT toolkit does. */
  readonly rawUrls?: boolean;
}

export interface PostReport {
  readonly format: string;
  readonly read: number;
  readonly taken: number;
  readonly refused: readonly RefusedPosts[];
  /** Characters that are none in the encoding that was read: the file may be in another. */
  readonly undecodable?: number;
}

/** Hands out the value of a place, '' where there is none. */
type Lookup = (place: string) => unknown;

const samplesKept = 5;
const feedMaxChars = 1 << 26;

/** One file into a builder, which several files may share. */
export class PostReader {
  readonly #builder: PostBuilder;
  readonly #options: ReadOptions;
  #decoder: Decoder | undefined;
  #warc: WarcReader | undefined;
  /** The first bytes, until they tell the encoding. */
  #first: Uint8Array | undefined = new Uint8Array(0);
  #undecodable = 0;
  #columns: readonly string[] = [];
  /** The id of the chat that messages stand in, where their numbers begin anew in each. */
  #chat = '';
  readonly #refused = new Map<PostRefusal, RefusedPosts>();
  readonly #fileName: string;
  #text: TextReader | undefined;
  #head = '';
  #format: PostFormat | undefined;
  #places: FieldPlaces | undefined;
  #read = 0;
  #taken = 0;

  constructor(builder: PostBuilder, fileName: string, options: ReadOptions = {}) {
    this.#builder = builder;
    this.#fileName = fileName;
    this.#options = options;
  }

  push(bytes: Uint8Array): void {
    if (this.#first === undefined) {
      this.#take(bytes);
      return;
    }
    const first = new Uint8Array(this.#first.length + bytes.length);
    first.set(this.#first);
    first.set(bytes, this.#first.length);
    this.#first = first;
    if (first.length >= 16) this.#start(first);
  }

  #start(first: Uint8Array): void {
    this.#first = undefined;
    const { encoding } = this.#options;
    if (first.length >= 7 && new TextDecoder().decode(first.subarray(0, 7)) === 'WARC/1.') this.#openWarc();
    else this.#decoder = encoding === undefined ? decoderFor(first) : new TextDecoder(encoding);
    this.#take(first);
  }

  #take(bytes: Uint8Array): void {
    if (this.#warc !== undefined) this.#warc.push(bytes);
    else this.#feed(this.#decoder?.decode(bytes, { stream: true }) ?? '');
  }

  #openWarc(): void {
    this.#warc = new WarcReader({
      page: (record) => this.#record((place) => record[place] ?? ''),
      refuse: this.#refuseRecord,
    });
  }

  end(): PostReport {
    if (this.#first !== undefined) this.#start(this.#first);
    this.#warc?.end();
    this.#feed(this.#decoder?.decode() ?? '');
    if (this.#text === undefined && this.#head.trim() !== '') this.#begin();
    this.#text?.end();
    return this.report();
  }

  report(): PostReport {
    return {
      format: this.#format?.name ?? 'empty',
      read: this.#read,
      taken: this.#taken,
      refused: [...this.#refused.values()],
      ...(this.#undecodable === 0 ? {} : { undecodable: this.#undecodable }),
    };
  }

  /** The columns of a table, or the paths of the first record; and the one that each field is read from. */
  layout(): { columns: readonly string[]; places: Readonly<Record<string, string>> } {
    const known = new Set(this.#columns);
    const found = Object.entries(this.#places ?? {}).flatMap(([field, names]) => {
      const place = (names as readonly string[]).find((name) => known.has(name));
      return place === undefined ? [] : [[field, place]];
    });
    return { columns: this.#columns, places: Object.fromEntries(found) };
  }

  #feed(text: string): void {
    for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1))
      this.#undecodable += 1;
    if (this.#text !== undefined) {
      this.#text.push(text);
      return;
    }
    this.#head += text;
    if (this.#head.length > 4096) this.#begin();
  }

  #begin(): void {
    const head = this.#head.replace(/^\uFEFF/, '');
    this.#head = '';
    this.#text = this.#readerFor(head);
    this.#text.push(head);
  }

  #readerFor(head: string): TextReader {
    const first = head.trimStart()[0];
    if (first === '{' || first === '[')
      return new JsonReader({
        value: (value) => this.#json(value),
        refuse: this.#refuseRecord,
        wrapper: (text) => {
          this.#chat = [...text.matchAll(/"id"\s*:\s*"?(-?\w{1,40})/g)].at(-1)?.[1] ?? '';
        },
      });
    if (looksLikeFeed(head)) return this.#feedReader();
    const gdelt = gdeltKind(head);
    if (gdelt !== undefined) return this.#gdeltReader(gdelt);
    return new DelimitedReader(this.#tableSink(), delimiterOf(head.split('\n', 1)[0]));
  }

  /** RSS and Atom are read whole: a feed is small, and one that is not is refused. */
  #feedReader(): TextReader {
    const parts: string[] = [];
    let length = 0;
    return {
      push: (text) => {
        length += text.length;
        if (length <= feedMaxChars) parts.push(text);
      },
      end: () => {
        if (length > feedMaxChars) {
          this.#read += 1;
          this.#refuse('feed-too-long');
        } else for (const record of feedRecords(parts.join(''))) this.#record((place) => record[place] ?? '');
      },
    };
  }

  /** Tables of GDELT have no header: places are their numbers, and the domain of a row's address. */
  #gdeltReader(kind: 'gkg' | 'events' | 'mentions'): TextReader {
    const row = (fields: readonly string[]) =>
      this.#record((place) => {
        const [table, name] = place.split('.');
        if (table !== kind) return '';
        if (name === 'title') return /<PAGE_TITLE>(.*?)<\/PAGE_TITLE>/.exec(fields[26] ?? '')?.[1] ?? '';
        if (name === 'domain') return domainOf(canonicalUrl(fields[60] ?? fields[57] ?? ''));
        if (name === 'mention') return `${fields[0]} ${fields[5]}`;
        return fields[Number(name)] ?? '';
      });
    return new DelimitedReader({ row, refuse: this.#refuseRecord }, '\t', false);
  }

  #tableSink() {
    let columns: Map<string, number> | undefined;
    let current: readonly string[] = [];
    const lookup: Lookup = (place) => {
      const at = columns?.get(place);
      return at === undefined ? '' : current[at];
    };
    const row = (fields: readonly string[]) => {
      if (columns === undefined) {
        columns = new Map(fields.map((name, i) => [name.trim(), i]));
        this.#columns = [...columns.keys()];
        this.#choose((place) => columns?.has(place) ?? false);
        return;
      }
      if (fields.length !== columns.size) {
        this.#read += 1;
        this.#refuse('row-fields');
        return;
      }
      current = fields;
      this.#record(lookup);
    };
    return { row, refuse: this.#refuseRecord };
  }

  #json(value: unknown): void {
    const lookup: Lookup = (place) => atPath(value, place);
    if (this.#columns.length === 0) this.#columns = pathsOf(value);
    // Files of JSON lines may hold several platforms (Zeeschuimer does): each record is looked at.
    if (this.#options.mapping === undefined) {
      const has = this.#format?.has ?? [];
      const fits = has.length > 0 && has.every((place) => atPath(value, place) !== '');
      if (!fits) this.#choose((place) => atPath(value, place) !== '', false);
    }
    this.#record(lookup);
  }

  /** @throws `narratives.columns` when a table lacks a column that posts need */
  #choose(has: (place: string) => boolean, strict = true): void {
    const { mapping, objectColumn } = this.#options;
    this.#format = mapping === undefined ? formatFor(has) : { name: 'mapping', has: [], places: mapping };
    this.#places = this.#format.places;
    if (!strict) return;
    const missing = (['post', 'account', 'time'] as const).filter(
      (field) => !this.#places?.[field].some(has),
    );
    if (objectColumn !== undefined && !has(objectColumn))
      throw new CommonwatchError('narratives.columns', objectColumn, { detail: `In ${this.#fileName}.` });
    if (missing.length > 0)
      throw new CommonwatchError('narratives.columns', missing, { detail: `In ${this.#fileName}.` });
  }

  #record(lookup: Lookup): void {
    this.#read += 1;
    if (this.#format === undefined) this.#choose((place) => lookup(place) !== '', false);
    const fields = this.#fieldsOf(lookup);
    if (typeof fields === 'string') {
      this.#refuse(fields);
      return;
    }
    this.#builder.add(fields);
    this.#taken += 1;
  }

  #fieldsOf(lookup: Lookup): PostFields | PostRefusal {
    const places = this.#places as FieldPlaces;
    if (lookup('type') === 'service') return 'not-a-post';
    const account = textOf(lookup, places.account);
    if (account === '') return 'account-missing';
    const post = textOf(lookup, places.post);
    if (post === '') return 'post-missing';
    const time = readTime(textOf(lookup, places.time), this.#options.zoneMinutes);
    if (time === undefined) return 'time-invalid';
    const { objectColumn, rawUrls } = this.#options;
    const platform = this.#format?.platform ?? textOf(lookup, places.platform).toLowerCase();
    const words = textOf(lookup, places.text);
    const fields = {
      post,
      account,
      timeUtcMs: time.timeUtcMs,
      precisionMs: time.precisionMs,
      text: this.#format?.html === true ? withoutTags(words) : words,
      repostOf: textOf(lookup, places.repostOf),
      replyTo: textOf(lookup, places.replyTo),
      language: textOf(lookup, places.language).toLowerCase(),
      platform,
      country: textOf(lookup, places.country).toUpperCase(),
      urls: rawUrls === true ? splitRaw(textOf(lookup, places.urls)) : listOf(lookup, places.urls),
      tags: listOf(lookup, places.tags),
      media: listOf(lookup, places.media),
      object: textOf(lookup, objectColumn === undefined ? places.object : [objectColumn]),
      declaredAutomated: isAutomated(textOf(lookup, places.automated)),
      engagement: sumOf(lookup, places.engagement),
      source: this.#fileName,
    };
    return this.#format?.name === 'telegram' ? this.#inChat(fields) : fields;
  }

  /** Numbers of Telegram's messages begin anew in each chat; of a forwarded one it names the account, not the message. */
  #inChat(fields: PostFields): PostFields {
    const { platform, post, replyTo, repostOf } = fields;
    const { disguise } = this.#builder;
    const prefix = this.#chat === '' ? '' : `${this.#chat}/`;
    return {
      ...fields,
      post: `${prefix}${post}`,
      replyTo: replyTo === '' ? '' : `${prefix}${replyTo}`,
      repostOf: repostOf === '' ? '' : `from ${disguise?.account(platform, repostOf) ?? repostOf}`,
    };
  }

  readonly #refuseRecord = (reason: PostRefusal): void => {
    this.#read += 1;
    this.#refuse(reason);
  };

  #refuse(reason: PostRefusal): void {
    const entry = this.#refused.get(reason) ?? { reason, count: 0, samples: [] };
    entry.count += 1;
    if (entry.samples.length < samplesKept) entry.samples.push(`record ${this.#read}`);
    this.#refused.set(reason, entry);
  }
}

/** Clients that say of themselves that they post by machine. */
const automaticClients = /^(1|true|yes|bot)$|ifttt|dlvr\.it|twitterfeed|zapier|\bbot\b/i;

function isAutomated(text: string): boolean {
  return text !== '' && automaticClients.test(text);
}

function textOf(lookup: Lookup, names: readonly string[] | undefined): string {
  for (const name of names ?? []) {
    const value = lookup(name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    // Telegram writes a text with links as a list of pieces.
    if (Array.isArray(value) && value.length > 0) return value.map(pieceText).join('');
  }
  return '';
}

/** Whole numbers summed; undefined where there is none. */
function sumOf(lookup: Lookup, names: readonly string[] | undefined): number | undefined {
  let sum: number | undefined;
  for (const name of names ?? []) {
    const value = lookup(name);
    if (value === '' || value === null || typeof value === 'object') continue;
    const number = Number(String(value).replaceAll(',', ''));
    if (Number.isFinite(number) && number >= 0) sum = (sum ?? 0) + Math.floor(number);
  }
  return sum;
}

/** Paths to the values of a record, three levels deep, as a mapping names them. */
function pathsOf(value: unknown, prefix = '', depth = 0): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .slice(0, 200)
    .flatMap(([key, child]) => {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      const inner = depth < 3 ? pathsOf(child, path, depth + 1) : [];
      return inner.length > 0 ? inner : [path];
    });
}

function pieceText(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  const text = (piece as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : '';
}

function splitRaw(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** A list as JSON holds it, or as tables write it: `['a', 'b']`, `["a"]`, `a b`, `a,b`, `a|b`. */
function listOf(lookup: Lookup, names: readonly string[] | undefined): string[] {
  for (const name of names ?? []) {
    const value = lookup(name);
    if (Array.isArray(value)) {
      const texts = value.flatMap((item) => (typeof item === 'string' && item !== '' ? [item] : []));
      if (texts.length > 0) return texts;
    } else if (typeof value === 'string' && value !== '') return splitList(value);
  }
  return [];
}

function splitList(text: string): string[] {
  // One value is the usual case.
  if (!/[\s,|;[#'"]/.test(text)) return [text];
  const inner = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return inner
    .split(/[\s,|;]+/)
    .filter((item) => item.length <= maxListItem)
    .map((item) => item.replace(/^['"#]+/, '').replace(/['"]{1,9}$/, ''))
    .filter((item) => /[\p{L}\p{N}]/u.test(item));
}

/** No address, tag or id is longer. */
const maxListItem = 8192;

/** `a.b.0.c`; `*` gathers over a list. '' where there is nothing. A key that holds dots is tried whole first. */
function atPath(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return '';
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path] ?? '';
  let at: unknown = value;
  const parts = path.split('.');
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === '*') {
      if (!Array.isArray(at)) return '';
      const rest = parts.slice(i + 1).join('.');
      return at.map((item) => (rest === '' ? item : atPath(item, rest)));
    }
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, parts[i])) return '';
    at = (at as Record<string, unknown>)[parts[i]];
  }
  return at ?? '';
}

/** The names of the formats that are known. */
export const formatNames: readonly string[] = postFormats.map(({ name }) => name);

/** A saved mapping as JSON. @throws `narratives.mapping` */
export function parseMapping(value: Json): FieldPlaces {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommonwatchError('narratives.mapping', value);
  const places: Record<string, readonly string[]> = {};
  for (const [field, names] of Object.entries(value)) {
    const list = typeof names === 'string' ? [names] : names;
    if (!mappable.has(field) || !Array.isArray(list) || !list.every((name) => typeof name === 'string'))
      throw new CommonwatchError('narratives.mapping', field);
    places[field] = list as readonly string[];
  }
  for (const field of ['post', 'account', 'time'])
    if (places[field] === undefined) throw new CommonwatchError('narratives.mapping', field);
  return places as unknown as FieldPlaces;
}

const mappable = new Set([
  'engagement',
  'post',
  'account',
  'time',
  'text',
  'repostOf',
  'replyTo',
  'urls',
  'tags',
  'media',
  'language',
  'platform',
  'country',
  'object',
  'automated',
]);

/**
 * Whether a file looks like posts, from its first bytes: a known format, or a table or JSON with the usual names of a
 * post, an account and a time, and words or an address.
 */
export function looksLikePosts(_fileName: string, head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/, '');
  const first = text.trimStart()[0];
  if (looksLikeFeed(text) || gdeltKind(text) !== undefined || text.startsWith('WARC/1.')) return true;
  const isJson = first === '{' || first === '[';
  const line = text.split('\n', 1)[0];
  const names = new Set(
    isJson ? [] : line.split(delimiterOf(line)).map((name) => name.replaceAll('"', '').trim()),
  );
  const has = (place: string) => (isJson ? text.includes(`"${place.split('.').at(-1)}"`) : names.has(place));
  const { name, places } = formatFor(has);
  if (name !== 'generic') return true;
  const fields = [places.post, places.account, places.time, [...(places.text ?? []), ...(places.urls ?? [])]];
  return fields.every((list) => list.some(has));
}

function delimiterOf(line: string): string {
  return ['\t', ';', ','].reduce((best, mark) =>
    line.split(mark).length > line.split(best).length ? mark : best,
  );
}

/** Which table of GDELT a text without a header is, by its first row. */
function gdeltKind(text: string): 'gkg' | 'events' | 'mentions' | undefined {
  const fields = text.split('\n', 1)[0].split('\t');
  if (/^\d{14}-T?\d+$/.test(fields[0])) return 'gkg';
  if (!/^\d{6,12}$/.test(fields[0])) return undefined;
  if (fields.length >= 58 && /^\d{8}$/.test(fields[1])) return 'events';
  return fields.length >= 14 && /^\d{14}$/.test(fields[1]) && /^\d{14}$/.test(fields[2])
    ? 'mentions'
    : undefined;
}

/** Reads whole files that are in memory already. */
export function readPosts(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  options: ReadOptions = {},
): { posts: Posts; reports: PostReport[] } {
  const builder = new PostBuilder(options.disguise);
  const reports = files.map(({ name, bytes }) => {
    const reader = new PostReader(builder, name, options);
    reader.push(bytes);
    return reader.end();
  });
  return { posts: builder.done(), reports };
}
