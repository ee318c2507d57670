/**
 * A partner's hub as the walk plays it: it asks for chunks, loses some, asks again, opens bundles, and whatever comes is
 * held against the rule at that moment. It keeps no store of its own: what was given and taken back is counted here.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Hub } from '../../src/hub/index.ts';
import { cardBytes, fingerprintOf } from '../../src/partners/card.ts';
import { beginning, readItem, sha256Hex } from '../../src/partners/format.ts';
import type { Chunk, ChunkHead, Cursor, Item } from '../../src/partners/format.ts';
import type { Chance } from './random.ts';

export interface HubChecks {
  /** Holds an entry's text against the rule. */
  readonly check: (text: string) => void;
  readonly leak: (what: string) => void;
}

export class PartnerHub {
  /** Ids that it was given and that were not taken back. */
  readonly given = new Set<string>();
  readonly #hub: Hub;
  readonly #party: string;
  readonly #chance: Chance;
  readonly #checks: HubChecks;
  readonly #identity: string;
  /** Ids that stood in anything that was sent, lost or not. */
  readonly #sent = new Set<string>();
  #cursor: Cursor = beginning;

  private constructor(hub: Hub, party: string, chance: Chance, checks: HubChecks, identity: string) {
    this.#hub = hub;
    this.#party = party;
    this.#chance = chance;
    this.#checks = checks;
    this.#identity = identity;
  }

  /** Registers a hub for a party, with keys of its own. */
  static async register(hub: Hub, party: string, chance: Chance, checks: HubChecks): Promise<PartnerHub> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const identity = await generateX25519Identity();
    const unsigned = {
      v: 1 as const,
      party,
      name: { en: party, ja: party },
      level: 'other' as const,
      publicKey: publicKey.export({ format: 'jwk' }).x as string,
      recipient: await identityToRecipient(identity),
      at: '2026-01-01T00:00:00Z',
    };
    const card = {
      ...unsigned,
      signature: sign(null, cardBytes(unsigned), privateKey).toString('base64url'),
    };
    await hub.parts.partners.register(card, fingerprintOf(card), 'walk');
    return new PartnerHub(hub, party, chance, checks, identity);
  }

  /** Asks for what is next; now and then the answer is lost, or all of it is asked for once more. */
  async ask(): Promise<void> {
    const chunk = await this.#hub.parts.partners.chunkAfter(this.#party, this.#cursor);
    if (chunk === undefined) return;
    const items = this.#checked(chunk);
    if (this.#chance.is(0.4)) return;
    this.#take(chunk, items);
  }

  /** Takes all that there is. */
  async askForAll(): Promise<void> {
    for (;;) {
      const chunk = await this.#hub.parts.partners.chunkAfter(this.#party, this.#cursor);
      if (chunk === undefined) return;
      this.#take(chunk, this.#checked(chunk));
    }
  }

  /** Opens the file that would be carried to it. */
  async openBundle(): Promise<void> {
    let bytes: Uint8Array;
    try {
      ({ bytes } = await this.#hub.parts.partners.exportBundle(this.#party, { again: true }));
    } catch (error) {
      if ((error as { code?: string }).code === 'bundle.nothing-new') return;
      throw error;
    }
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.#identity);
    const [, ...chunks] = gunzipSync(await decrypter.decrypt(bytes))
      .toString('utf8')
      .split('\n');
    for (const line of chunks) if (line !== '') this.#checked(JSON.parse(line) as Chunk);
  }

  #checked(chunk: Chunk): (Item | undefined)[] {
    const { first, last } = JSON.parse(chunk.head) as ChunkHead;
    if (last - first + 1 !== chunk.payloads.length) this.#checks.leak(`chunk ${first} is not dense`);
    return chunk.payloads.map((payload) => {
      if (payload === null) return undefined;
      const item = readItem(payload.body);
      if (item.kind === 'put') {
        this.#checks.check(payload.body);
        this.#sent.add((JSON.parse(item.text) as { id: string }).id);
      }
      return item;
    });
  }

  #take({ head }: Chunk, items: readonly (Item | undefined)[]): void {
    for (const item of items) {
      if (item?.kind === 'put') this.given.add((JSON.parse(item.text) as { id: string }).id);
      if (item?.kind !== 'revoke' && item?.kind !== 'erase') continue;
      this.given.delete(item.id);
      // What it was never sent is not taken back: its name would tell that it was there.
      if (!this.#sent.has(item.id)) this.#checks.leak(`${item.kind} of ${item.id}, which was never given`);
    }
    const { stream, last } = JSON.parse(head) as ChunkHead;
    this.#cursor = { stream, n: last, hash: sha256Hex(head) };
  }
}
