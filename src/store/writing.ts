/**
 * The way to the writer: requests go in order, appends that wait together share a transaction, and an answer comes
 * only when its records are on disk. After a failure every request that was already under way is refused too,
 * because it was made in the belief that the ones before it would hold.
 */
import type { Worker } from 'node:worker_threads';
import { CommonwatchError } from '../core/index.ts';
import type { Instant, PartyId } from '../core/index.ts';
import { makeNodeKey, openNodeKey, successionBytes } from './keys.ts';
import type { NodeKey } from './keys.ts';
import { hex } from './record.ts';
import type { Checkpoint, EpochContent, KeyContent } from './record.ts';
import { Writer, maxBatch } from './writer.ts';
import type { Placed, Projectable } from './projector.ts';
import type { Draft } from './writer.ts';
import { startWorker } from './worker.ts';

export interface WriterSetup {
  readonly folder: string;
  readonly journal: string;
  readonly party: PartyId;
  readonly passphrase?: string;
}

/** What the writer can be asked; each answer is listed in `Answers`. */
export type Request =
  | { readonly op: 'append'; readonly drafts: readonly Draft[] }
  | { readonly op: 'checkpoint'; readonly at: Instant }
  | { readonly op: 'describe' }
  | { readonly op: 'rotate'; readonly at: Instant; readonly timeUtcMs: number; readonly salt: Uint8Array }
  | {
      readonly op: 'restored';
      readonly at: Instant;
      readonly timeUtcMs: number;
      readonly salts: readonly [Uint8Array, Uint8Array];
      /** Who restores and why. */
      readonly act: { readonly by: string; readonly reason: string };
      /** The id of the key that the journal ends with. */
      readonly currentKey: string;
    }
  | { readonly op: 'replay-begin' }
  | { readonly op: 'replay'; readonly records: readonly Projectable[] }
  | { readonly op: 'replay-end'; readonly fingerprint: string }
  | { readonly op: 'scrub' }
  | { readonly op: 'sign'; readonly texts: readonly Uint8Array[] }
  | { readonly op: 'close' };

export interface Description {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly key: string;
  readonly publicKey: string;
}

/** Signatures of the node, in the order of what was to be signed. */
export interface Signed {
  /** The id of the key. */
  readonly key: string;
  readonly signatures: readonly Uint8Array[];
}

interface Answers {
  append: Placed[];
  checkpoint: Checkpoint;
  describe: Description;
  rotate: Placed[];
  restored: Placed[];
  'replay-begin': undefined;
  replay: undefined;
  'replay-end': undefined;
  scrub: undefined;
  sign: Signed;
  close: undefined;
}
export type Answer<R extends Request> = Answers[R['op']];

export interface Numbered {
  readonly id: number;
  /** How many failures the asker knew of. */
  readonly generation: number;
  readonly request: Request;
}

export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string; readonly generation: number };

/** Does requests in order, grouping appends. */
export class WriteQueue {
  readonly #writer: Writer;
  readonly #setup: WriterSetup;
  readonly #reply: (reply: Reply) => void;
  readonly #waiting: Numbered[] = [];
  #generation = 0;
  #scheduled = false;

  constructor(setup: WriterSetup, reply: (reply: Reply) => void) {
    this.#setup = setup;
    this.#writer = new Writer(setup.journal, openNodeKey(setup.folder, setup.passphrase), setup.party);
    this.#reply = reply;
  }

  push(numbered: Numbered): void {
    this.#waiting.push(numbered);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#waiting.length > 0) this.#next();
    });
  }

  #next(): void {
    const group = this.#takeGroup();
    try {
      if (group[0].generation < this.#generation) throw new Error('a write before this one failed');
      this.#do(group);
    } catch (error) {
      this.#generation = group[0].generation + 1;
      const reason = error instanceof Error ? error.message : String(error);
      for (const { id } of group) this.#reply({ id, error: reason, generation: this.#generation });
    }
  }

  /** The first request, and with an append those behind it that still fit into one transaction. */
  #takeGroup(): Numbered[] {
    const group = [this.#waiting.shift() as Numbered];
    const { request, generation } = group[0];
    if (request.op !== 'append') return group;
    let records = request.drafts.length;
    for (let next = this.#waiting[0]; next?.request.op === 'append'; next = this.#waiting[0]) {
      records += next.request.drafts.length;
      if (records > maxBatch || next.generation !== generation) break;
      group.push(this.#waiting.shift() as Numbered);
    }
    return group;
  }

  #do(group: readonly Numbered[]): void {
    const { id, request } = group[0];
    if (request.op !== 'append') {
      this.#reply({ id, answer: this.#answer(request) });
      return;
    }
    const drafts = group.map((numbered) => (numbered.request as { drafts: readonly Draft[] }).drafts);
    const placed = this.#writer.append(drafts.flat());
    let from = 0;
    for (const [i, numbered] of group.entries()) {
      this.#reply({ id: numbered.id, answer: placed.slice(from, from + drafts[i].length) });
      from += drafts[i].length;
    }
  }

  #answer(request: Exclude<Request, { op: 'append' }>): unknown {
    const writer = this.#writer;
    switch (request.op) {
      case 'checkpoint':
        return writer.checkpoint(request.at);
      case 'describe':
        return { ...writer.head, key: writer.key.id, publicKey: writer.key.publicKey };
      case 'rotate':
        return this.#rotate(request);
      case 'replay-begin':
        return writer.beginReplay();
      case 'replay':
        return writer.replay(request.records);
      case 'replay-end':
        return writer.endReplay(request.fingerprint);
      case 'scrub':
        return writer.scrub();
      case 'sign':
        return {
          key: writer.key.id,
          signatures: request.texts.map((text) => writer.key.sign(text)),
        } satisfies Signed;
      case 'restored':
        return this.#restored(request);
      case 'close':
        return writer.close();
    }
  }

  /** Appends the record of the first key, or of a successor for which the old key vouches. */
  #rotate({ at, timeUtcMs, salt }: Extract<Request, { op: 'rotate' }>): Placed[] {
    const old = this.#writer.head.seq === 0 ? undefined : this.#writer.key;
    const key =
      old === undefined ? this.#writer.key : makeNodeKey(this.#setup.folder, this.#setup.passphrase, old);
    this.#writer.useKey(key);
    return this.#writer.append([
      keyDraft(key, at, timeUtcMs, salt, old === undefined ? {} : { previous: vouched(old, key) }),
    ]);
  }

  /** Begins the epoch of a restored journal; where the old key is not here, the act of who restores stands for it. */
  #restored({ at, timeUtcMs, salts, act, currentKey }: Extract<Request, { op: 'restored' }>): Placed[] {
    const { key, head } = this.#writer;
    const content: EpochContent = {
      ...act,
      previous: { epoch: head.epoch, seq: head.seq, head: hex(head.hash) },
    };
    this.#writer.beginEpoch();
    const epoch: Draft = { kind: 'epoch', timeUtcMs, content: JSON.stringify(content), salt: salts[0] };
    const accepted = key.id === currentKey ? [] : [keyDraft(key, at, timeUtcMs, salts[1], { act })];
    return this.#writer.append([epoch, ...accepted]);
  }
}

function keyDraft(
  key: NodeKey,
  from: Instant,
  timeUtcMs: number,
  salt: Uint8Array,
  voucher: Pick<KeyContent, 'previous' | 'act'>,
): Draft {
  const content: KeyContent = { key: key.id, publicKey: key.publicKey, from, ...voucher };
  return { kind: 'key', timeUtcMs, content: JSON.stringify(content), salt };
}

/** An old key's word for a new one. */
function vouched(old: NodeKey, key: NodeKey): KeyContent['previous'] {
  const signature = Buffer.from(old.sign(successionBytes(key.publicKey))).toString('base64url');
  return { key: old.id, signature };
}

/** Where the writer runs: in a worker thread, or (for short-lived commands) in this one. */
interface Host {
  readonly post: (numbered: Numbered) => void;
  readonly stop: () => Promise<void>;
}

/** Asks the writer and waits for its answers. */
export class Writing {
  readonly #host: Host;
  readonly #asked = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #generation = 0;
  #closed = false;

  private constructor(start: (reply: (reply: Reply) => void, lost: (cause: Error) => void) => Host) {
    this.#host = start(
      (reply) => this.#settle(reply),
      (cause) => this.#lose(cause),
    );
  }

  /** @param inThread run the writer here, without a thread of its own */
  static open(setup: WriterSetup, inThread: boolean): Writing {
    return new Writing((reply, lost) =>
      inThread ? hostHere(setup, reply) : hostInWorker(setup, reply, lost),
    );
  }

  /** @throws `store.write-failed`, `store.closed` */
  ask<R extends Request>(request: R): Promise<Answer<R>> {
    if (this.#closed) return Promise.reject(new CommonwatchError('store.closed'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#host.post({ id, generation: this.#generation, request });
    });
  }

  /** Waits for what was asked, then ends the writer. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const ended = this.ask({ op: 'close' });
    this.#closed = true;
    await ended;
    await this.#host.stop();
  }

  #settle(reply: Reply): void {
    const asked = this.#asked.get(reply.id);
    this.#asked.delete(reply.id);
    if ('error' in reply) {
      this.#generation = Math.max(this.#generation, reply.generation);
      asked?.reject(new CommonwatchError('store.write-failed', undefined, { detail: `${reply.error}.` }));
    } else asked?.resolve(reply.answer);
  }

  #lose(cause: Error): void {
    this.#closed = true;
    for (const { reject } of this.#asked.values())
      reject(new CommonwatchError('store.write-failed', undefined, { cause, detail: `${cause.message}.` }));
    this.#asked.clear();
  }
}

function hostHere(setup: WriterSetup, reply: (reply: Reply) => void): Host {
  const queue = new WriteQueue(setup, reply);
  return { post: (numbered) => queue.push(numbered), stop: () => Promise.resolve() };
}

function hostInWorker(setup: WriterSetup, reply: (reply: Reply) => void, lost: (cause: Error) => void): Host {
  const worker: Worker = startWorker('store/writer', setup);
  worker.on('message', reply);
  worker.on('error', lost);
  return {
    post: (numbered) => worker.postMessage(numbered),
    stop: async () => {
      await worker.terminate();
    },
  };
}
