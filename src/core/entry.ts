import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import { CommonwatchError } from './errors.ts';
import { EvidenceSchema } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { idsIn, isEntryId, typeOf } from './ids.ts';
import type { EntryId } from './ids.ts';
import type { MessageRef } from './message.ts';
import { PartyIdSchema, PartyLevelSchema } from './party.ts';
import type { PartyId, PartyLevel } from './party.ts';
import { ReleaseSchema, parseRelease } from './release.ts';
import type { Release } from './release.ts';
import { utcMs } from './time.ts';
import type { Instant } from './time.ts';

/** JSON as bodies hold it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Bodies carry their schema's number and are upgraded when read. */
export interface Body {
  readonly schema: number;
}

/**
 * The one envelope: a sea finding, a statement of the programme, a request for blankets, a case. A new version has
 * the same `id` and a later `modified` (the rule of STIX 2.1); only the owner issues versions.
 */
export interface Entry<B extends Body = Body> {
  readonly id: EntryId;
  readonly type: string;
  readonly owner: PartyId;
  readonly created: Instant;
  readonly modified: Instant;
  readonly level: PartyLevel;
  readonly release: Release;
  /** 0 (no confidence) to 100 (certain), as in STIX 2.1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly body: B;
}

/** What a writer hands in: the store adds `created` and `modified`, and an id where there is none. */
export type EntryDraft<B extends Body = Body> = Omit<Entry<B>, 'id' | 'created' | 'modified'> & {
  id?: EntryId;
};

/** The deepest JSON that an entry may hold; deeper is refused before anything recurses over it. */
export const maxDepth = 64;

export const EntrySchema = Type.Object(
  {
    id: Type.String({ maxLength: 128 }),
    type: Type.String({ maxLength: 64 }),
    owner: PartyIdSchema,
    created: Type.String({ maxLength: 40 }),
    modified: Type.String({ maxLength: 40 }),
    level: PartyLevelSchema,
    release: ReleaseSchema,
    confidence: Type.Integer({ minimum: 0, maximum: 100 }),
    evidence: Type.Array(EvidenceSchema, { maxItems: 1000 }),
    body: Type.Object({ schema: Type.Integer({ minimum: 1 }) }),
  },
  { additionalProperties: false },
);

/** One kind of entry, as core or a room registers it. */
export interface EntryType<B extends Body = Body> {
  readonly type: string;
  /** The schema of `body`, at `version`. */
  readonly schema: TSchema;
  readonly version: number;
  /** `upgrades[n]` turns a body of schema n into one of schema n + 1. */
  readonly upgrades?: Readonly<Record<number, (body: Json) => Json>>;
  /** Entries without which this one is not seen: a relation's two ends, a judgement's object. At most two. */
  readonly anchors?: (body: B) => readonly EntryId[];
  /** One line a person can read aloud. */
  readonly title: (entry: Entry<B>) => MessageRef;
  /** Further texts that search finds it by (the title is found anyway). */
  readonly searchTexts?: (entry: Entry<B>) => readonly string[];
  /**
   * What of a body anyone but its owner reads; all of it when absent. The gate applies it for every exit. It holds
   * whatever the body is released to: working notes of the owner stay with the owner.
   */
  readonly forReaders?: (body: B) => Body;
  /** When what it tells of happened; `created` when absent. */
  readonly span?: (body: B) => { readonly startUtcMs: number; readonly endUtcMs: number } | undefined;
  /** Where it happened. */
  readonly place?: (body: B) => { readonly lonDeg: number; readonly latDeg: number } | undefined;
}

// A room's types differ in their bodies; the registry holds them by name and checks each body by its schema.
export type AnyEntryType = EntryType<never>;

/** The types that a hub knows, with their checks compiled. */
export class EntryTypes {
  readonly #types = new Map<string, { type: EntryType; check: Validator }>();
  readonly #envelope = Compile(EntrySchema);

  /** @throws `room.duplicate` */
  constructor(types: readonly AnyEntryType[]) {
    for (const type of types as readonly unknown[] as readonly EntryType[]) {
      if (this.#types.has(type.type)) throw new CommonwatchError('room.duplicate', type.type);
      this.#types.set(type.type, { type, check: Compile(type.schema) as Validator });
    }
  }

  get names(): readonly string[] {
    return [...this.#types.keys()];
  }

  /** @throws `entry.unknown-type` */
  get(type: string): EntryType {
    return this.#known(type).type;
  }

  has(type: string): boolean {
    return this.#types.has(type);
  }

  /**
   * Checks an entry from outside the process: depth, envelope, release, body.
   * @throws `entry.too-deep`, `entry.invalid`, `entry.unknown-type`, `id.invalid`, `release.*`, `time.invalid`
   */
  check(value: unknown): Entry {
    if (depthOf(value) > maxDepth) throw new CommonwatchError('entry.too-deep');
    if (!this.#envelope.Check(value)) throw invalid(this.#envelope.Errors(value)[0]);
    const entry = value as unknown as Entry;
    if (!isEntryId(entry.id) || typeOf(entry.id) !== entry.type)
      throw new CommonwatchError('id.invalid', entry.id);
    if (utcMs(entry.modified) < utcMs(entry.created))
      throw new CommonwatchError('entry.invalid', entry.modified, { path: '/modified' });
    if (parseRelease(entry.release).owner !== entry.owner)
      throw new CommonwatchError('entry.invalid', entry.release.owner, { path: '/release/owner' });
    const { check } = this.#known(entry.type);
    const current = this.upgraded(entry);
    if (!check.Check(current.body)) throw invalid(check.Errors(current.body)[0], '/body');
    return entry;
  }

  /** The entry with its body at the newest schema: pure, made on every read. */
  upgraded(entry: Entry): Entry {
    const { type } = this.#known(entry.type);
    if (entry.body.schema === type.version) return entry;
    let body = entry.body as unknown as Json;
    for (let schema = entry.body.schema; schema < type.version; schema++) {
      const upgrade = type.upgrades?.[schema];
      if (upgrade === undefined)
        throw new CommonwatchError('entry.invalid', schema, { path: '/body/schema' });
      body = upgrade(body);
    }
    return { ...entry, body: body as unknown as Body };
  }

  #known(type: string): { type: EntryType; check: Validator } {
    const known = this.#types.get(type);
    if (known === undefined) throw new CommonwatchError('entry.unknown-type', type);
    return known;
  }
}

function invalid(
  error: { instancePath?: string; message?: string } | undefined,
  prefix = '',
): CommonwatchError {
  const path = `${prefix}${error?.instancePath ?? ''}`;
  return new CommonwatchError('entry.invalid', path === '' ? '/' : path, {
    path,
    detail: `At the path given, it ${error?.message ?? 'differs'}.`,
  });
}

/** How deep a JSON value nests, without recursion; stops counting past `maxDepth`. */
export function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= maxDepth) {
    const next: unknown[] = [];
    for (const item of level)
      if (typeof item === 'object' && item !== null)
        for (const child of Object.values(item)) next.push(child);
    depth += 1;
    level = next;
  }
  return depth;
}

/** Every other entry that an entry names anywhere: evidence, body, `derivedFrom`, and in running text. */
export function referencesOf(entry: Entry): EntryId[] {
  const found = new Set(idsIn(JSON.stringify([entry.release, entry.evidence, entry.body])));
  found.delete(entry.id);
  return [...found];
}
