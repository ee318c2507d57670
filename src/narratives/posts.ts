/**
 * Posts in columns, row i of every column belonging together. No object a post: accounts, posts, links, tags and
 * images are numbers into tables. Lists (links of a post, …) are `start[i]` to `start[i + 1]` of `value`.
 */
import { Float64Column, StringTable, TextColumn, Uint32Column } from './strings.ts';

/** Several values a row: those of row i are `value[start[i] … start[i + 1] - 1]`. */
export interface ListColumn {
  readonly start: Uint32Array;
  readonly value: Uint32Array;
}

/** No account, post or value. */
export const none = 0xffffffff;

export interface Posts {
  readonly length: number;
  /** Milliseconds since 1970 UTC. */
  readonly timeUtcMs: Float64Array;
  /** The coarsest step of any time, ms: windows finer than it mean nothing. */
  readonly precisionMs: number;
  /** Index into `accounts`: pseudonyms, unless the reader was told to keep the ids of a file. */
  readonly account: Uint32Array;
  /** Index into `names`: the post's own id. */
  readonly post: Uint32Array;
  readonly text: TextTable;
  /** Index into `names`, or `none`. */
  readonly repostOf: Uint32Array;
  readonly replyTo: Uint32Array;
  /** Index into `names`, or `none`: language tag, platform, country as the source states them. */
  readonly language: Uint32Array;
  readonly platform: Uint32Array;
  readonly country: Uint32Array;
  /** Indexes into `names`. */
  readonly urls: ListColumn;
  readonly tags: ListColumn;
  readonly media: ListColumn;
  /** What `--object COLUMN` named, index into `names`, or `none`. */
  readonly object: Uint32Array;
  /** 1 where the source itself declares the account or the post automated. */
  readonly declaredAutomated: Uint8Array;
  /** Likes, shares and comments that the source states, summed; `none` where it states none. */
  readonly engagement: Uint32Array;
  /** How fine each time is, ms. */
  readonly precision: Uint32Array;
  /** Index into `names`: the file or feed that a post came from. */
  readonly source: Uint32Array;
  readonly accounts: readonly string[];
  readonly names: TextTable;
}

/** Texts by number; a string is made when one is read. */
export interface TextTable extends Iterable<string> {
  readonly length: number;
  readonly at: (index: number) => string;
}

/** One post as a format reads it; the builder reuses nothing of it. Empty text = not stated. */
export interface PostFields {
  post: string;
  account: string;
  timeUtcMs: number;
  precisionMs: number;
  text: string;
  repostOf: string;
  replyTo: string;
  language: string;
  platform: string;
  country: string;
  urls: readonly string[];
  tags: readonly string[];
  media: readonly string[];
  object: string;
  declaredAutomated: boolean;
  /** Undefined where the source states none. */
  engagement?: number | undefined;
  source?: string;
}

/** How ids and texts of people leave the reader. */
export interface Disguise {
  /** The name under which an account is known from here on. */
  readonly account: (platform: string, id: string) => string;
  /** A text or an address without the handles that it names. */
  readonly text: (platform: string, text: string) => string;
}

const shortest = 12;
const fewKept = 4096;

/** Collects posts into columns. */
export class PostBuilder {
  readonly #time = new Float64Column();
  readonly #account = new Uint32Column();
  readonly #post = new Uint32Column();
  readonly #single = {
    repostOf: new Uint32Column(),
    replyTo: new Uint32Column(),
    language: new Uint32Column(),
    platform: new Uint32Column(),
    country: new Uint32Column(),
    object: new Uint32Column(),
  };
  readonly #lists = { urls: new ListBuilder(), tags: new ListBuilder(), media: new ListBuilder() };
  readonly #automated = new Uint32Column();
  readonly #engagement = new Uint32Column();
  readonly #precision = new Uint32Column();
  readonly #source = new Uint32Column();
  readonly #text = new TextColumn();
  readonly #accounts = new StringTable();
  readonly #names = new StringTable();
  readonly #few = new Map<string, number>();
  /** Numbers of accounts as the files name them, so that an HMAC is made once an account. */
  readonly #known = new Map<string, { readonly ids: StringTable; readonly number: Uint32Column }>();
  readonly #disguise: Disguise | undefined;
  #precisionMs = 1;

  /** @param disguise makes pseudonyms; without one, ids stay as the file has them */
  constructor(disguise?: Disguise) {
    this.#disguise = disguise;
  }

  get length(): number {
    return this.#time.length;
  }

  get disguise(): Disguise | undefined {
    return this.#disguise;
  }

  add(fields: PostFields): void {
    const { platform } = fields;
    this.#time.push(fields.timeUtcMs);
    this.#precisionMs = Math.max(this.#precisionMs, fields.precisionMs);
    this.#account.push(this.#accountOf(platform, fields.account));
    this.#post.push(this.#names.intern(this.#hidden(platform, fields.post)));
    this.#text.push(this.#disguise?.text(platform, fields.text) ?? fields.text);
    this.#automated.push(fields.declaredAutomated ? 1 : 0);
    this.#engagement.push(fields.engagement === undefined ? none : Math.min(fields.engagement, none - 1));
    this.#precision.push(fields.precisionMs);
    this.#source.push(this.#short(fields.source ?? ''));
    for (const name of ['repostOf', 'replyTo', 'language', 'platform', 'country', 'object'] as const)
      this.#single[name].push(fields[name] === '' ? none : this.#short(this.#hidden(platform, fields[name])));
    this.#lists.urls.push(fields.urls, (url) => this.#names.intern(this.#hidden(platform, url)));
    this.#lists.tags.push(fields.tags, (tag) => this.#names.intern(tag));
    this.#lists.media.push(fields.media, (media) => this.#names.intern(media));
  }

  done(): Posts {
    return {
      length: this.length,
      timeUtcMs: this.#time.done(),
      precisionMs: this.#precisionMs,
      account: this.#account.done(),
      post: this.#post.done(),
      text: this.#text,
      repostOf: this.#single.repostOf.done(),
      replyTo: this.#single.replyTo.done(),
      language: this.#single.language.done(),
      platform: this.#single.platform.done(),
      country: this.#single.country.done(),
      object: this.#single.object.done(),
      urls: this.#lists.urls.done(),
      tags: this.#lists.tags.done(),
      media: this.#lists.media.done(),
      declaredAutomated: Uint8Array.from(this.#automated.done()),
      engagement: this.#engagement.done(),
      precision: this.#precision.done(),
      source: this.#source.done(),
      accounts: [...this.#accounts],
      names: this.#names,
    };
  }

  /** Languages, platforms, countries: a few texts many times. Long ones are no such and would fill the list. */
  #short(text: string): number {
    if (text.length > shortest) return this.#names.intern(text);
    const known = this.#few.get(text);
    if (known !== undefined) return known;
    const number = this.#names.intern(text);
    if (this.#few.size < fewKept) this.#few.set(text, number);
    return number;
  }

  /** Ids of posts are addresses on some platforms, and a column named by the caller may hold anything. */
  #hidden(platform: string, text: string): string {
    return this.#disguise?.text(platform, text) ?? text;
  }

  #accountOf(platform: string, id: string): number {
    let known = this.#known.get(platform);
    if (known === undefined) {
      known = { ids: new StringTable(), number: new Uint32Column() };
      this.#known.set(platform, known);
    }
    const place = known.ids.intern(id);
    if (place === known.number.length)
      known.number.push(this.#accounts.intern(this.#disguise?.account(platform, id) ?? id));
    return known.number.at(place);
  }
}

class ListBuilder {
  readonly #start = new Uint32Column();
  readonly #value = new Uint32Column();

  push(values: readonly string[], intern: (text: string) => number): void {
    this.#start.push(this.#value.length);
    for (const value of values) this.#value.push(intern(value));
  }

  done(): ListColumn {
    const start = new Uint32Array(this.#start.length + 1);
    start.set(this.#start.done());
    start[this.#start.length] = this.#value.length;
    return { start, value: this.#value.done() };
  }
}
