/**
 * Puts the parts of a message together. Parts belong together by (number of parts, sequence id, channel) and, where
 * both carry one, the group of their tag blocks. A lost part must neither stop the stream nor poison a sequence
 * id that is used again (there are only ten a channel).
 */
import type { TagBlock } from './tagblock.ts';
import { unarmour } from './bits.ts';

export const maxParts = 9;
const maxPartCharacters = 512;
const maxWaiting = 64;
/** A transmission takes at most 5 slots (133 ms); networks delay parts, but not by minutes. */
const timeoutMs = 60_000;
/** The same limit where sentences carry no time: a busy station hears about 100 sentences a second. */
const timeoutSentences = 6_000;

/** What became of a part. */
export type FragmentOutcome = 'waiting' | 'complete' | 'fragment-duplicate' | 'payload-too-long';

/** Told about parts that are given up: why, how many, and one of them as it stood. */
export type GiveUp = (
  reason: 'fragment-superseded' | 'fragment-timeout' | 'fragment-evicted' | 'fragment-incomplete',
  count: number,
  waiting: WaitingMessage,
) => void;

/** A message some of whose parts have come. */
export class WaitingMessage {
  readonly characters = new Uint8Array(maxParts * maxPartCharacters);
  readonly lengths = new Uint16Array(maxParts);
  readonly fillBits = new Uint8Array(maxParts);
  /** Bit i is set when part i + 1 has come. */
  received = 0;
  receivedCount = 0;
  parts = 0;
  sequence = 0;
  channel = 0;
  group = 0;
  line = 0;
  sentence = 0;
  timeUtcMs = NaN;
  timeBasis = 0;
  readonly receiverBytes = new Uint8Array(64);
  receiverLength = 0;

  get active(): boolean {
    return this.parts > 0;
  }

  /** The characters of the first part that has come, for a sample. */
  firstPart(): { part: number; start: number; end: number } {
    const part = 31 - Math.clz32(this.received & -this.received);
    const start = part * maxPartCharacters;
    return { part: part + 1, start, end: start + this.lengths[part] };
  }

  /** Unpacks all parts in order. Returns the length in bits, −1 if a character is no armour. */
  assemble(bytes: Uint8Array): number {
    let bits = 0;
    for (let part = 0; part < this.parts && bits >= 0; part += 1) {
      const start = part * maxPartCharacters;
      bits = unarmour(bytes, bits, this.characters, start, start + this.lengths[part], this.fillBits[part]);
    }
    return bits;
  }

  begin(parts: number, sequence: number, channel: number): void {
    this.parts = parts;
    this.sequence = sequence;
    this.channel = channel;
    this.group = 0;
    this.received = 0;
    this.receivedCount = 0;
    this.timeUtcMs = NaN;
    this.timeBasis = 0;
    this.receiverLength = 0;
  }

  holds(part: number, source: Uint8Array, start: number, end: number): boolean {
    if (this.lengths[part] !== end - start) return false;
    const offset = part * maxPartCharacters - start;
    for (let at = start; at < end; at += 1) if (this.characters[at + offset] !== source[at]) return false;
    return true;
  }

  store(part: number, source: Uint8Array, start: number, end: number, fillBits: number): void {
    const offset = part * maxPartCharacters - start;
    for (let at = start; at < end; at += 1) this.characters[at + offset] = source[at];
    this.lengths[part] = end - start;
    this.fillBits[part] = fillBits;
    this.received |= 1 << part;
    this.receivedCount += 1;
  }
}

/** All messages that wait for parts; at most 64, the oldest makes room. */
export class Fragments {
  private readonly pool: WaitingMessage[] = [];
  /** The message of the last part that was taken; complete after an outcome of `complete`. */
  current: WaitingMessage = new WaitingMessage();

  private readonly giveUp: GiveUp;

  constructor(giveUp: GiveUp) {
    this.giveUp = giveUp;
  }

  /**
   * Takes part `part` (from 0) of `parts`. `sentence` counts sentences and, with `timeUtcMs` (NaN if unknown),
   * decides what has waited too long.
   */
  take(
    parts: number,
    part: number,
    sequence: number,
    channel: number,
    tag: TagBlock,
    source: Uint8Array,
    start: number,
    end: number,
    fillBits: number,
    sentence: number,
    timeUtcMs: number,
  ): FragmentOutcome {
    if (end - start > maxPartCharacters) return 'payload-too-long';
    let waiting = this.find(parts, sequence, channel, tag.group);
    if (waiting !== undefined && this.expired(waiting, sentence, timeUtcMs)) {
      this.abandon('fragment-timeout', waiting);
      waiting = undefined;
    }
    if (waiting !== undefined && (waiting.received >> part) & 1) {
      if (waiting.holds(part, source, start, end)) return 'fragment-duplicate';
      this.abandon('fragment-superseded', waiting);
      waiting = undefined;
    }
    if (waiting === undefined) {
      waiting = this.free(sentence, timeUtcMs);
      waiting.begin(parts, sequence, channel);
    }
    if (waiting.group === 0) waiting.group = tag.group;
    waiting.store(part, source, start, end, fillBits);
    waiting.sentence = sentence;
    this.current = waiting;
    return waiting.receivedCount === parts ? 'complete' : 'waiting';
  }

  /** Parts that are still waiting. */
  get pending(): number {
    let count = 0;
    for (const waiting of this.pool) if (waiting.active) count += waiting.receivedCount;
    return count;
  }

  /** Gives up everything that waits, at the end of a stream. */
  end(): void {
    for (const waiting of this.pool) if (waiting.active) this.abandon('fragment-incomplete', waiting);
  }

  private find(parts: number, sequence: number, channel: number, group: number): WaitingMessage | undefined {
    for (const waiting of this.pool) {
      if (waiting.parts !== parts || waiting.sequence !== sequence || waiting.channel !== channel) continue;
      if (waiting.group === group || waiting.group === 0 || group === 0) return waiting;
    }
    return undefined;
  }

  private expired(waiting: WaitingMessage, sentence: number, timeUtcMs: number): boolean {
    return (
      sentence - waiting.sentence > timeoutSentences || Math.abs(timeUtcMs - waiting.timeUtcMs) > timeoutMs
    );
  }

  private abandon(reason: Parameters<GiveUp>[0], waiting: WaitingMessage): void {
    this.giveUp(reason, waiting.receivedCount, waiting);
    waiting.parts = 0;
  }

  private free(sentence: number, timeUtcMs: number): WaitingMessage {
    let oldest: WaitingMessage | undefined;
    for (const waiting of this.pool) {
      if (!waiting.active) return waiting;
      if (oldest === undefined || waiting.sentence < oldest.sentence) oldest = waiting;
    }
    if (oldest === undefined || this.pool.length < maxWaiting) {
      const added = new WaitingMessage();
      this.pool.push(added);
      return added;
    }
    this.abandon(this.expired(oldest, sentence, timeUtcMs) ? 'fragment-timeout' : 'fragment-evicted', oldest);
    return oldest;
  }
}
