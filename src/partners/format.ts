/**
 * What goes from hub to hub, as bytes. A chunk is a signed head that names its items by salted digests, and the items
 * beside it: one that may no longer be seen is left out of a repeated chunk, and the chain still holds.
 */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError, PartyIdSchema } from '../core/index.ts';
import type { EntryId, Instant, PartyId } from '../core/index.ts';

const Hex64 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Signature = Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' });
const KeyId = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** At most so many items in a chunk, and so many characters of content before it is cut. */
export const maxItems = 500;
export const maxChunkCharacters = 2_000_000;

export const HeadSchema = Type.Object(
  {
    v: Type.Literal(1),
    from: PartyIdSchema,
    to: PartyIdSchema,
    /** The sender's journal epoch: higher after a restore. */
    epoch: Type.Integer({ minimum: 1 }),
    /** Higher for each new stream of an epoch. */
    run: Type.Integer({ minimum: 1 }),
    /** One run of numbers from 1; a new one begins when either side has lost its place. */
    stream: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    first: Type.Integer({ minimum: 1 }),
    last: Type.Integer({ minimum: 1 }),
    /** SHA-256 of the head before; zeros for the first. */
    prev: Hex64,
    at: Type.String({ maxLength: 40 }),
    /** SHA-256 of salt and content, an item each. */
    digests: Type.Array(Hex64, { minItems: 1, maxItems }),
  },
  { additionalProperties: false },
);
export type ChunkHead = Static<typeof HeadSchema>;

const PayloadSchema = Type.Union([
  Type.Null(),
  Type.Object(
    { salt: Type.String({ pattern: '^[0-9a-f]{32}$' }), body: Type.String({ maxLength: 16_777_216 }) },
    { additionalProperties: false },
  ),
]);

const SuccessionSchema = Type.Object(
  {
    publicKey: Type.String({ maxLength: 64 }),
    previous: Type.Object({ key: KeyId, signature: Signature }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
/** A newer key of a hub, with the word of the one before for it. */
export type Succession = Static<typeof SuccessionSchema>;

export const ChunkSchema = Type.Object(
  {
    /** The head as the bytes that were signed. */
    head: Type.String({ maxLength: 65_536 }),
    key: KeyId,
    signature: Signature,
    payloads: Type.Array(PayloadSchema, { maxItems }),
    keys: Type.Optional(Type.Array(SuccessionSchema, { maxItems: 1000 })),
  },
  { additionalProperties: false },
);
export type Chunk = Static<typeof ChunkSchema>;
export type Payload = Chunk['payloads'][number];

/** Where a receiver stands in a sender's stream: it has everything up to `n`. */
export const CursorSchema = Type.Object(
  { stream: Type.String({ pattern: '^([0-9a-f]{32})?$' }), n: Type.Integer({ minimum: 0 }), hash: Hex64 },
  { additionalProperties: false },
);
export type Cursor = Static<typeof CursorSchema>;

export const noHash = '0'.repeat(64);
/** Nothing was received yet. */
export const beginning: Cursor = { stream: '', n: 0, hash: noHash };

/** What an entry's owner says of one copy, besides the entry itself. */
const SealSchema = Type.Object(
  {
    version: Hex64,
    key: KeyId,
    signature: Signature,
    onward: Type.Optional(Type.Record(PartyIdSchema, Signature)),
    path: Type.Array(PartyIdSchema, { minItems: 1, maxItems: 16 }),
  },
  { additionalProperties: false },
);
export type SentSeal = Static<typeof SealSchema>;

const ErasureSchema = Type.Object(
  { owner: PartyIdSchema, key: KeyId, signature: Signature },
  { additionalProperties: false },
);
/** The owner's word that an entry was erased: there will be no version of it any more. */
export type ErasureNotice = Static<typeof ErasureSchema>;

const Id = Type.String({ maxLength: 128 });
const ItemSchema = Type.Union([
  Type.Object({ kind: Type.Literal('put'), seal: SealSchema }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('revoke'), id: Id, modified: Type.String({ maxLength: 40 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('erase'), id: Id, notice: ErasureSchema },
    { additionalProperties: false },
  ),
  /** Everything that may be seen was said anew in this stream; what was not is no longer given. */
  Type.Object({ kind: Type.Literal('restated') }, { additionalProperties: false }),
]);
export type Item =
  | { readonly kind: 'put'; readonly seal: SentSeal; readonly text: string }
  | { readonly kind: 'revoke'; readonly id: EntryId; readonly modified: Instant }
  | { readonly kind: 'erase'; readonly id: EntryId; readonly notice: ErasureNotice }
  | { readonly kind: 'restated' };

const headCheck = Compile(HeadSchema);
const chunkCheck = Compile(ChunkSchema);
const itemCheck = Compile(ItemSchema);

export function sha256Hex(...parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

/** An item's content: a line that says what it is and, for an entry, the entry as JSON on the next. */
export function itemBody(item: Item): string {
  if (item.kind !== 'put') return JSON.stringify(item);
  const { text, ...said } = item;
  return `${JSON.stringify(said)}\n${text}`;
}

/** @throws `chunk.invalid` */
export function readItem(body: string): Item {
  const end = body.indexOf('\n');
  const said = parsed(end < 0 ? body : body.slice(0, end));
  if (!itemCheck.Check(said)) throw new CommonwatchError('chunk.invalid', undefined, { path: '/payloads' });
  const item = said as { kind: string };
  if ((item.kind === 'put') !== end >= 0)
    throw new CommonwatchError('chunk.invalid', item.kind, { path: '/payloads' });
  return (end < 0 ? item : { ...item, text: body.slice(end + 1) }) as Item;
}

export function payloadDigest(salt: string, body: string): string {
  return sha256Hex(Buffer.from(salt, 'hex'), body);
}

/** Checks form and digests, not the signature. @throws `chunk.invalid`, `chunk.forged` */
export function readChunk(value: unknown): { readonly chunk: Chunk; readonly head: ChunkHead } {
  if (!chunkCheck.Check(value)) throw new CommonwatchError('chunk.invalid');
  const chunk = value as Chunk;
  const head = parsed(chunk.head);
  if (!headCheck.Check(head)) throw new CommonwatchError('chunk.invalid', undefined, { path: '/head' });
  const { digests, first, last } = head as ChunkHead;
  if (last - first + 1 !== digests.length || chunk.payloads.length !== digests.length)
    throw new CommonwatchError('chunk.invalid', digests.length, { path: '/payloads' });
  for (const [i, payload] of chunk.payloads.entries())
    if (payload !== null && payloadDigest(payload.salt, payload.body) !== digests[i])
      throw new CommonwatchError('chunk.forged', first + i);
  return { chunk, head: head as ChunkHead };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommonwatchError('chunk.invalid', undefined, { cause });
  }
}

/** What is signed is always begun with what it is, so that a signature over one thing fits no other. */
export function chunkBytes(head: string): Uint8Array {
  return Buffer.from(`commonwatch chunk 1\n${head}`, 'utf8');
}

/** @param copy SHA-256 (hex) of the entry as JSON, as its reader gets it */
export function copyBytes(owner: PartyId, version: string, copy: string): Uint8Array {
  return Buffer.from(`commonwatch copy 1\n${owner}\n${version}\n${copy}`, 'utf8');
}

export function erasureBytes(owner: PartyId, id: EntryId): Uint8Array {
  return Buffer.from(`commonwatch erasure 1\n${owner}\n${id}`, 'utf8');
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
