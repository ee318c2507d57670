/**
 * A hub's card: who it is, the key that signs what it sends and the one that files for it are encrypted to. Two people
 * compare the fingerprint over a telephone or in person before anything is exchanged.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError, PartyIdSchema, PartySchema } from '../core/index.ts';
import type { Instant, PartyLevel } from '../core/index.ts';
import { PublicKey, writePrivate } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import { base64url, sha256Hex } from './format.ts';

export const CardSchema = Type.Object(
  {
    v: Type.Literal(1),
    party: PartyIdSchema,
    name: PartySchema.properties.name,
    level: PartySchema.properties.level,
    /** Raw Ed25519, base64url. */
    publicKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    /** An age recipient. */
    recipient: Type.String({ pattern: '^age1[a-z0-9]{50,70}$' }),
    at: Type.String({ maxLength: 40 }),
    signature: Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' }),
  },
  { additionalProperties: false },
);
export type Card = Omit<Static<typeof CardSchema>, 'level'> & { level: PartyLevel };

const check = Compile(CardSchema);

/** The key that this hub opens files with, made when first asked for. It lies in the data folder, for its owner alone. */
export async function openIdentity(folder: string): Promise<string> {
  const file = join(folder, 'age.key');
  if (!existsSync(file)) writePrivate(file, `${await generateX25519Identity()}\n`);
  return readFileSync(file, 'utf8').trim();
}

/** This hub's own card, signed now. */
export async function makeCard(store: Store, at: Instant): Promise<Card> {
  const { name, level } = store.parties.get(store.party) ?? {
    name: { en: store.party, ja: store.party },
    level: 'other',
  };
  const publicKey = store.keys().at(-1)?.publicKey ?? '';
  const recipient = await identityToRecipient(await openIdentity(store.folder));
  const unsigned = { v: 1 as const, party: store.party, name, level, publicKey, recipient, at };
  const { signatures } = await store.sign([cardBytes(unsigned)]);
  return { ...unsigned, signature: base64url(signatures[0]) };
}

/** @throws `card.invalid` */
export function readCard(value: unknown): Card {
  if (!check.Check(value)) throw new CommonwatchError('card.invalid', check.Errors(value)[0]?.instancePath);
  const card = value as Card;
  const signature = Buffer.from(card.signature, 'base64url');
  if (!new PublicKey(card.publicKey).checks(cardBytes(card), signature))
    throw new CommonwatchError('card.invalid', card.party, { path: '/signature' });
  return card;
}

/** What a card's own key signs. */
export function cardBytes({
  party,
  name,
  level,
  publicKey,
  recipient,
  at,
}: Omit<Card, 'signature'>): Uint8Array {
  const said = [party, name.en, name.ja, level, publicKey, recipient, at];
  return Buffer.from(`commonwatch card 1\n${JSON.stringify(said)}`, 'utf8');
}

/** What two people read to each other: SHA-256 of both keys, in sixteen groups of four. */
export function fingerprintOf({ publicKey, recipient }: Pick<Card, 'publicKey' | 'recipient'>): string {
  const digest = sha256Hex(`commonwatch fingerprint 1\n${publicKey}\n${recipient}`);
  return (digest.match(/.{4}/g) ?? []).join(' ');
}

/** Whether a fingerprint as somebody typed it is that of a card. */
export function isFingerprintOf(card: Card, typed: string): boolean {
  const bare = (text: string) => text.replaceAll(/[\s:-]/g, '').toLowerCase();
  return bare(typed) === bare(fingerprintOf(card));
}
