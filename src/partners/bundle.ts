/**
 * The same chunks as a file, for where no line goes: gathered, signed as a whole, and encrypted (age) to the one hub
 * that they are for. The recipient takes it once, in its turn, before it expires.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError, PartyIdSchema, instant, utcMs } from '../core/index.ts';
import type { ErrorCode, PartyId } from '../core/index.ts';
import type { Store } from '../store/index.ts';
import { openIdentity } from './card.ts';
import { ChunkSchema, CursorSchema, HeadSchema, base64url, readItem, sha256Hex } from './format.ts';
import type { Chunk } from './format.ts';
import { isLaterStream } from './inbox.ts';
import type { Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';
import type { PartnerTables } from './tables.ts';

const { properties: head } = HeadSchema;

export const ManifestSchema = Type.Object(
  {
    v: Type.Literal(1),
    kind: Type.Literal('commonwatch bundle'),
    from: PartyIdSchema,
    to: PartyIdSchema,
    epoch: head.epoch,
    run: head.run,
    stream: head.stream,
    /** The numbers that it holds; `last` is `first` − 1 where it only acknowledges. */
    first: head.first,
    last: Type.Integer({ minimum: 0 }),
    /** The hash before `first`, and that of `last`. */
    prev: head.prev,
    hash: head.prev,
    at: head.at,
    expiresAt: head.at,
    /** SHA-256 of everything that follows the manifest. */
    digest: head.prev,
    /** How far the sender has the recipient's own stream. */
    acknowledges: Type.Optional(CursorSchema),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof ManifestSchema>;

const EnvelopeSchema = Type.Object(
  {
    manifest: Type.String({ maxLength: 65_536 }),
    key: ChunkSchema.properties.key,
    signature: ChunkSchema.properties.signature,
    keys: ChunkSchema.properties.keys,
  },
  { additionalProperties: false },
);
type Envelope = Static<typeof EnvelopeSchema>;

const manifestCheck = Compile(ManifestSchema);
const envelopeCheck = Compile(EnvelopeSchema);

/** A file is written with so many items at most, and read with so many bytes. */
const maxBundleItems = 20_000;
const maxBundleBytes = 536_870_912;
const dayMs = 86_400_000;

export interface BundleParts {
  readonly store: Store;
  readonly tables: PartnerTables;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly now: () => number;
}

export interface ExportOptions {
  /** Also what an earlier file held and was not acknowledged. Default false. */
  readonly again?: boolean;
  /** Default 30. */
  readonly days?: number;
  readonly maxItems?: number;
}

export interface WrittenBundle {
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
}

/** What a bundle holds, by kind; `withheld` may no longer be seen. */
export interface BundleContents {
  readonly put: number;
  readonly revoke: number;
  readonly erase: number;
  readonly withheld: number;
}

/** What is in a file, and why it would be refused. */
export interface InspectedBundle {
  readonly manifest: Manifest;
  readonly contents: BundleContents;
  readonly refusal?: { readonly code: ErrorCode; readonly message: string };
}

/** Gathers what a partner has not been sent by file. @throws `bundle.nothing-new`, `partner.*` */
export async function exportBundle(
  party: PartyId,
  parts: BundleParts,
  { again = false, days = 30, maxItems = maxBundleItems }: ExportOptions,
): Promise<WrittenBundle> {
  const { tables, outbox, now } = parts;
  const chunks: Chunk[] = [];
  // The first asking may begin a new stream, so only what stands after it counts.
  await outbox.from(party, 1);
  const before = tables.verified(party).sent;
  const start = again ? before.acked.n : Math.max(before.acked.n, before.exported);
  const prev = start === before.acked.n ? before.acked.hash : tables.hashAt(party, start);
  let last = start;
  let items = 0;
  while (items < maxItems) {
    const chunk = await outbox.from(party, last + 1);
    if (chunk === undefined) break;
    chunks.push(chunk);
    items += chunk.payloads.length;
    last += chunk.payloads.length;
  }
  const { card, received, sent } = tables.verified(party);
  const hasNews = received.n > sent.told;
  if (chunks.length === 0 && !hasNews) throw new CommonwatchError('bundle.nothing-new', party);
  const lines = chunks.map((chunk) => JSON.stringify(chunk)).join('\n');
  const manifest: Manifest = {
    v: 1,
    kind: 'commonwatch bundle',
    from: parts.store.party,
    to: party,
    epoch: sent.epoch,
    run: sent.run,
    stream: sent.stream,
    first: start + 1,
    last,
    prev: prev ?? before.hash,
    hash: last === start ? (prev ?? before.hash) : (tables.hashAt(party, last) as string),
    at: instant(now()),
    expiresAt: instant(now() + days * dayMs),
    digest: sha256Hex(lines),
    ...(received.n > 0 ? { acknowledges: parts.inbox.cursor(party) } : {}),
  };
  const bytes = await packed(manifest, lines, chunks[0]?.keys, card.recipient, parts.store);
  tables.putSent(party, {
    ...tables.get(party).sent,
    exported: Math.max(last, sent.exported),
    told: received.n,
  });
  return { bytes, manifest };
}

async function packed(
  manifest: Manifest,
  lines: string,
  keys: Chunk['keys'],
  recipient: string,
  store: Store,
): Promise<Uint8Array> {
  const text = JSON.stringify(manifest);
  const { key, signatures } = await store.sign([bundleBytes(text)]);
  const envelope: Envelope = {
    manifest: text,
    key,
    signature: base64url(signatures[0]),
    ...(keys === undefined ? {} : { keys }),
  };
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(gzipSync(`${JSON.stringify(envelope)}\n${lines}`));
}

function bundleBytes(manifest: string): Uint8Array {
  return Buffer.from(`commonwatch bundle 1\n${manifest}`, 'utf8');
}

interface OpenBundle {
  readonly manifest: Manifest;
  readonly chunks: readonly Chunk[];
}

/** Imports a file: all of it, or with an error none. @throws `bundle.*`, `chunk.*` */
export async function importBundle(bytes: Uint8Array, parts: BundleParts): Promise<InspectedBundle> {
  const { manifest, chunks } = await openBundle(bytes, parts);
  assertItsTurn(manifest, parts);
  const { from, acknowledges } = manifest;
  for (const chunk of chunks) parts.inbox.check(from, chunk);
  for (const chunk of chunks) await parts.inbox.receive(from, chunk);
  if (acknowledges !== undefined) parts.outbox.acknowledge(from, acknowledges);
  return { manifest, contents: contentsOf(chunks) };
}

/** Looks into a file without importing it. @throws `bundle.*` where even that is refused */
export async function inspectBundle(bytes: Uint8Array, parts: BundleParts): Promise<InspectedBundle> {
  const { manifest, chunks } = await openBundle(bytes, parts);
  const inspected = { manifest, contents: contentsOf(chunks) };
  try {
    assertItsTurn(manifest, parts);
    return inspected;
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    return { ...inspected, refusal: { code: error.code, message: error.message } };
  }
}

async function openBundle(bytes: Uint8Array, parts: BundleParts): Promise<OpenBundle> {
  const text = await decrypted(bytes, await openIdentity(parts.store.folder));
  const [first, ...rest] = text.split('\n');
  const envelope = json(first);
  if (!envelopeCheck.Check(envelope)) throw new CommonwatchError('bundle.unreadable');
  const { manifest: said } = envelope as Envelope;
  const manifest = json(said) as Manifest;
  if (!manifestCheck.Check(manifest)) throw new CommonwatchError('bundle.unreadable');
  assertFromPartner(manifest, envelope as Envelope, parts);
  if (manifest.to !== parts.store.party) throw new CommonwatchError('bundle.wrong-recipient', manifest.to);
  if (sha256Hex(rest.join('\n')) !== manifest.digest) throw new CommonwatchError('bundle.tampered');
  return { manifest, chunks: rest.filter((line) => line !== '').map((line) => json(line) as Chunk) };
}

async function decrypted(bytes: Uint8Array, identity: string): Promise<string> {
  if (Buffer.from(bytes.subarray(0, 21)).toString('latin1') !== 'age-encryption.org/v1')
    throw new CommonwatchError('bundle.unreadable');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let packed: Uint8Array;
  try {
    packed = await decrypter.decrypt(bytes);
  } catch (cause) {
    const isForOthers = /no identity matched/i.test(String(cause));
    throw new CommonwatchError(isForOthers ? 'bundle.wrong-recipient' : 'bundle.tampered', undefined, {
      cause,
    });
  }
  try {
    return gunzipSync(packed, { maxOutputLength: maxBundleBytes }).toString('utf8');
  } catch (cause) {
    throw new CommonwatchError('bundle.unreadable', undefined, { cause });
  }
}

/** @throws `bundle.unknown-sender`, `bundle.tampered` */
function assertFromPartner({ from }: Manifest, envelope: Envelope, { tables, inbox }: BundleParts): void {
  if (tables.find(from)?.verified !== true) throw new CommonwatchError('bundle.unknown-sender', from);
  inbox.learnKeys(from, envelope.keys ?? []);
  try {
    inbox.assertSigned(from, envelope.key, bundleBytes(envelope.manifest), envelope.signature);
  } catch (cause) {
    throw new CommonwatchError('bundle.tampered', undefined, { cause });
  }
}

/** @throws `bundle.expired`, `bundle.replay`, `bundle.gap`, `chunk.fork` */
function assertItsTurn(manifest: Manifest, { tables, now }: BundleParts): void {
  const { from, stream, first, last, prev, expiresAt } = manifest;
  if (utcMs(expiresAt) <= now()) throw new CommonwatchError('bundle.expired', expiresAt);
  if (last < first) return;
  const { received } = tables.verified(from);
  const isSame = stream === received.stream;
  if (!isSame && !isLaterStream(manifest, received)) throw new CommonwatchError('bundle.replay', last);
  const n = isSame ? received.n : 0;
  if (isSame && last <= n) throw new CommonwatchError('bundle.replay', last);
  if (first > n + 1) throw new CommonwatchError('bundle.gap', first, { detail: `${n + 1} comes next.` });
  if (isSame && first === n + 1 && prev !== received.hash) throw new CommonwatchError('chunk.fork', from);
}

function contentsOf(chunks: readonly Chunk[]): BundleContents {
  const counts = { put: 0, revoke: 0, erase: 0, withheld: 0 };
  for (const { payloads } of chunks)
    for (const payload of payloads) {
      const kind = payload === null ? 'withheld' : readItem(payload.body).kind;
      if (kind !== 'restated') counts[kind] += 1;
    }
  return counts;
}

/** @throws `bundle.unreadable` */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommonwatchError('bundle.unreadable', undefined, { cause });
  }
}
