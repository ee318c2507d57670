/**
 * Files of posts → columns. Every record is taken or refused with a reason: read = taken + refused. The time zone of
 * times that name none is said by the caller; nothing is guessed.
 */
import { CommonwatchError } from '../core/index.ts';
import { delimiterOf, gdeltKind } from './detect.ts';
import { feedRecords, looksLikeFeed } from './feedrecords.ts';
import type { FieldPlaces, PostFormat } from './formats.ts';
import { formatFor } from './formats.ts';
import type { Decoder } from './encodings.ts';
import { decoderFor } from './encodings.ts';
import { withoutTags } from './html.ts';
import { canonicalUrl, domainOf } from './normalise.ts';
import type { Disguise, PostFields, Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import type { TextReader } from './records.ts';
import { DelimitedReader, JsonReader } from './records.ts';
import { readTime } from './times.ts';
import type { Lookup } from './values.ts';
import { atPath, isAutomated, listOf, pathsOf, splitRaw, sumOf, textOf } from './values.ts';
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
    const zoneMinutes = this.#format?.utc === true ? 0 : this.#options.zoneMinutes;
    const time = readTime(textOf(lookup, places.time), zoneMinutes);
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
