/**
 * The streaming decoder: bytes in any chunks → sentences → messages → columns. It never throws on what it reads;
 * whatever it refuses is counted by reason, and sentences = decoded + refused + waiting for parts at any time.
 *
 * Sources: IEC 61162-1 (sentences), IEC 61162-450 (tag blocks, datagrams), ITU-R M.1371-5 (messages), and the
 * habits of real receivers (USCG suffixes, `$PGHP` lines, epochs before and behind sentences).
 */
import { positionBatch, reception, staticBatch, type PositionBatch, type StaticBatch } from './batch.ts';
import { armourValue, maxPayloadBits, readUint, unarmour } from './bits.ts';
import { positionOutcome, putPositionRow, putStaticRow } from './columns.ts';
import { hexValue, parseDigits } from './digits.ts';
import { Fragments, maxParts, type WaitingMessage } from './fragments.ts';
import { MessageView, timeBasis } from './message.ts';
import { Refusals, type RefusalReason } from './refusals.ts';
import { slicePositions, sliceStatics } from './slices.ts';
import { StringTable } from './strings.ts';
import { epochMs, TagBlock } from './tagblock.ts';
import { noSequence, UsualSentence } from './usual.ts';

/** Lines without a VDM or VDO sentence, by kind. They are no refusals: they claim to be nothing else. */
export type SkippedLine = 'comment' | 'other-sentence' | 'text' | 'tag-block-alone' | 'tag-block-unclosed';

/** What a decoder has read so far. `sentences` = `decoded` + `refused.total` + `waiting`. */
export interface DecoderStats {
  bytes: number;
  lines: number;
  /** VDM and VDO sentences. */
  sentences: number;
  /** Sentences that became part of a message. */
  decoded: number;
  /** Sentences whose other parts have not come yet; 0 after `end()`. */
  readonly waiting: number;
  messages: number;
  /** Messages by type, index 0–27. */
  readonly byType: Uint32Array;
  positions: number;
  /** Position reports which say that they have no position (longitude 181, latitude 91). */
  positionsNotAvailable: number;
  /** Position reports from nowhere on Earth. */
  positionsOutOfRange: number;
  statics: number;
  /** Tag blocks whose checksum is wrong or absent; they are used nevertheless. */
  tagBlockChecksumErrors: number;
  /** Messages by where their time came from, index by `timeBasis`. */
  readonly byTimeBasis: Uint32Array;
  readonly refused: Refusals;
  readonly skipped: Refusals<SkippedLine>;
}

export interface DecoderOptions {
  /** Takes position reports in batches; the batch is yours. */
  onPositions?: (batch: PositionBatch) => void;
  /** Takes static reports in batches; the batch is yours. */
  onStatics?: (batch: StaticBatch) => void;
  /** Takes every message; the view is filled anew for the next one. */
  onMessage?: (view: MessageView) => void;
  /** Whether a source tag names a satellite. */
  satelliteSource?: (tag: string) => boolean;
  /** The time of what carries none, ms since 1970 UTC: a live feed passes `Date.now`. */
  clock?: () => number;
  /** Rows a batch, 8192 unless told. */
  batchRows?: number;
}

/** A decoder for one stream. */
export interface AisDecoder {
  /** Takes the next bytes; lines may be cut anywhere. */
  push(bytes: Uint8Array): void;
  /** Treats what has come so far as whole lines: call it behind each datagram. */
  endOfDatagram(): void;
  /** Hands over the rows that have gathered. Live feeds call it after each push or by a timer. */
  flush(): void;
  /** Closes the stream: the last line, parts that never became whole, the last rows. */
  end(): void;
  readonly stats: DecoderStats;
}

/** A decoder with no state yet. */
export function createDecoder(options: DecoderOptions = {}): AisDecoder {
  return new Decoder(options);
}

/** Tags of satellite sources as networks write them: `sat…`, `S-AIS…`, `S` and digits. */
export function isSatelliteTag(tag: string): boolean {
  return /^(sat|s-ais)/i.test(tag) || /^S\d+$/.test(tag);
}

const maxLineBytes = 65_536;
/** A sequence id that is no number. */
const strangeSequence = -2;
const bang = 33;
const dollar = 36;
const star = 42;
const comma = 44;
const backslash = 92;

/** What ends the body of a sentence: its star, the beginning of something else, or a line end. */
const endsSentence = new Uint8Array(256);
for (const character of [star, bang, backslash, 13]) endsSentence[character] = 1;

class Decoder implements AisDecoder {
  readonly stats: DecoderStats;
  private readonly options: DecoderOptions;
  private readonly isSatellite: (tag: string) => boolean;
  private readonly batchRows: number;

  /** The beginning of a line whose end has not come. */
  private readonly carry = new Uint8Array(maxLineBytes);
  private carried = 0;

  private readonly tag = new TagBlock();
  private readonly view = new MessageView();
  private readonly usual = new UsualSentence();
  private readonly fragments: Fragments;
  private usedBytes = 0;

  private lastTimeUtcMs = NaN;
  private stampedTimes = false;
  private pghpTimeUtcMs = NaN;
  private prefixTimeUtcMs = NaN;
  private suffixTimeUtcMs = NaN;
  private stationStart = 0;
  private stationEnd = 0;
  private foundTimeUtcMs = NaN;
  private foundBasis = 0;
  /** The rows of the last message, should its time stand on the next line; −1 if it wrote none. */
  private lastPositionRow = -1;
  private lastStaticRow = -1;
  private lastTimeOpen = false;

  private positions: PositionBatch;
  private statics: StaticBatch;
  private readonly receivers = new StringTable();
  private readonly texts = new StringTable();
  private receiverReception: number[] = [];

  constructor(options: DecoderOptions) {
    this.options = options;
    this.isSatellite = options.satelliteSource ?? isSatelliteTag;
    this.batchRows = options.batchRows ?? 8192;
    this.positions = positionBatch(options.onPositions ? this.batchRows : 1);
    this.statics = staticBatch(options.onStatics ? this.batchRows : 1);
    this.fragments = new Fragments((reason, count, waiting) => this.giveUp(reason, count, waiting));
    const fragments = this.fragments;
    this.stats = {
      bytes: 0,
      lines: 0,
      sentences: 0,
      decoded: 0,
      get waiting() {
        return fragments.pending;
      },
      messages: 0,
      byType: new Uint32Array(28),
      positions: 0,
      positionsNotAvailable: 0,
      positionsOutOfRange: 0,
      statics: 0,
      tagBlockChecksumErrors: 0,
      byTimeBasis: new Uint32Array(8),
      refused: new Refusals(),
      skipped: new Refusals<SkippedLine>(),
    };
  }

  push(chunk: Uint8Array): void {
    // One class of array keeps the hot loops monomorphic: a Buffer is another class to the engine.
    const bytes =
      chunk.constructor === Uint8Array ? chunk : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    this.stats.bytes += bytes.length;
    let start = 0;
    while (start < bytes.length) {
      const next = this.carried === 0 ? this.usualLine(bytes, start) : start;
      if (next > start) {
        start = next;
        continue;
      }
      const newline = bytes.indexOf(10, start);
      const end = newline < 0 ? bytes.length : newline;
      const room = maxLineBytes - this.carried;
      if (end - start > room) {
        // A line without an end is cut at a fixed length, wherever the chunks happen to be cut.
        this.keep(bytes, start, start + room);
        this.takeCarried();
        start += room;
        continue;
      }
      if (newline < 0) {
        this.keep(bytes, start, end);
        return;
      }
      if (this.carried > 0) {
        this.keep(bytes, start, end);
        this.takeCarried();
      } else {
        this.line(bytes, start, end);
      }
      start = newline + 1;
    }
  }

  endOfDatagram(): void {
    if (this.carried > 0) this.takeCarried();
  }

  end(): void {
    this.endOfDatagram();
    this.fragments.end();
    this.flush();
  }

  flush(): void {
    this.lastPositionRow = -1;
    this.lastStaticRow = -1;
    this.flushPositions();
    this.flushStatics();
  }

  private keep(bytes: Uint8Array, start: number, end: number): void {
    if (end - start < 128)
      for (let at = start; at < end; at += 1) this.carry[this.carried + at - start] = bytes[at];
    else this.carry.set(bytes.subarray(start, end), this.carried);
    this.carried += end - start;
  }

  private takeCarried(): void {
    const length = this.carried;
    this.carried = 0;
    this.line(this.carry, 0, length);
  }

  /**
   * The fast path: a line of at most one tag block and one whole sentence, every byte looked at once. Returns where
   * the next line begins, or `start` for any other line: nothing is counted then, and {@link line} takes it.
   */
  private usualLine(source: Uint8Array, start: number): number {
    const { tag, view } = this;
    tag.reset();
    let isTagRight = true;
    let first = start;
    if (source[start] === backslash) {
      first = tag.readTimeOnly(source, start);
      if (first === start) {
        first = behindTagBlock(source, start);
        if (first === start) return start;
        isTagRight = tag.read(source, start + 1, first - 1);
      }
    }
    const usual = this.usual;
    const next = usual.read(source, first, view.bytes);
    this.usedBytes = Math.max(this.usedBytes, (usual.characters * 6 + 7) >>> 3);
    if (next < 0) return start;
    if (!isTagRight) this.stats.tagBlockChecksumErrors += 1;
    this.stats.lines += 1;
    this.stats.sentences += 1;
    this.forgetSuffix();
    this.prefixTimeUtcMs = NaN;
    view.channel = usual.channel;
    view.ownShip = source[first + 5] === 79;
    this.findTime();
    const { total, part, sequence, payloadStart: from, payloadEnd: to, fillBits } = usual;
    const stop = to + 2;
    if (total === 1) {
      this.clearBehind(to - from);
      this.alone((to - from) * 6 - fillBits, source, first, stop);
    } else this.part(source, first, stop, total, part, sequence, from, to, fillBits);
    return next;
  }

  /** One line: tag blocks, sentences, epochs, in any number. */
  private line(source: Uint8Array, lineStart: number, lineEnd: number): void {
    this.stats.lines += 1;
    let end = lineEnd;
    while (end > lineStart && source[end - 1] <= 32) end -= 1;
    if (end === lineStart) return;
    if (source[lineStart] === 35) return this.skip('comment', source, lineStart, end);
    this.tag.reset();
    this.prefixTimeUtcMs = NaN;
    let sentences = 0;
    let at = lineStart;
    let digitsStart = -1;
    while (at < end) {
      const character = source[at];
      if (character === bang) {
        if (digitsStart >= 0) this.prefixTimeUtcMs = trimmedEpochMs(source, digitsStart, at);
        at = this.sentence(source, at, end);
        this.tag.reset();
        this.prefixTimeUtcMs = NaN;
        digitsStart = -1;
        sentences += 1;
      } else if (character === backslash) {
        if (digitsStart >= 0) this.prefixTimeUtcMs = trimmedEpochMs(source, digitsStart, at);
        digitsStart = -1;
        at = this.tagBlock(source, at, end);
      } else if (character === dollar) {
        at = this.otherSentence(source, at, end);
        sentences += 1;
      } else {
        if (digitsStart < 0 && sentences === 0 && character >= 48 && character <= 57) digitsStart = at;
        at += 1;
      }
    }
    if (sentences === 0) this.lineWithoutSentence(source, lineStart, end);
  }

  private skip(kind: SkippedLine, source: Uint8Array, start: number, end: number): void {
    this.stats.skipped.add(kind, this.stats.lines, source, start, end);
  }

  /** A line that is only a number gives the time of the sentence before it. */
  private lineWithoutSentence(source: Uint8Array, start: number, end: number): void {
    const time = end - start >= 9 ? epochMs(source, start, end) : NaN;
    if (!Number.isNaN(time)) this.timeOnNextLine(time);
    else if (!this.tag.present) this.skip('text', source, start, end);
    else this.skip('tag-block-alone', source, start, end);
  }

  private timeOnNextLine(timeUtcMs: number): void {
    this.lastTimeUtcMs = timeUtcMs;
    this.stampedTimes = true;
    if (!this.lastTimeOpen) return;
    this.lastTimeOpen = false;
    if (this.lastPositionRow >= 0) this.positions.timeUtcMs[this.lastPositionRow] = timeUtcMs;
    if (this.lastStaticRow >= 0) this.statics.timeUtcMs[this.lastStaticRow] = timeUtcMs;
    this.stats.byTimeBasis[this.view.timeBasis] -= 1;
    this.stats.byTimeBasis[timeBasis.suffix] += 1;
  }

  private tagBlock(source: Uint8Array, start: number, end: number): number {
    let close = start + 1;
    while (close < end && source[close] !== backslash) close += 1;
    if (close === end) {
      this.skip('tag-block-unclosed', source, start, end);
      // What follows may still be a sentence.
      let next = start + 1;
      while (next < end && source[next] !== bang) next += 1;
      return next;
    }
    if (close > start + 1 && !this.tag.read(source, start + 1, close)) this.stats.tagBlockChecksumErrors += 1;
    return close + 1;
  }

  /** A sentence that is no VDM or VDO. `$PGHP` gives the time of the sentence behind it. */
  private otherSentence(source: Uint8Array, start: number, end: number): number {
    let stop = start + 1;
    while (stop < end && source[stop] !== bang && source[stop] !== backslash && source[stop] !== dollar)
      stop += 1;
    const isPghp =
      source[start + 1] === 80 &&
      source[start + 2] === 71 &&
      source[start + 3] === 72 &&
      source[start + 4] === 80;
    if (isPghp) this.pghpTimeUtcMs = pghpTimeMs(source, start + 5, stop);
    else this.skip('other-sentence', source, start, stop);
    return stop;
  }

  /** Reads the sentence that begins at `start`; returns where to go on. */
  private sentence(source: Uint8Array, start: number, end: number): number {
    const isVdm = source[start + 3] === 86 && source[start + 4] === 68;
    const last = source[start + 5];
    if (start + 6 > end || !isVdm || (last !== 77 && last !== 79))
      return this.otherSentence(source, start, end);
    this.stats.sentences += 1;
    // The end of the sentence: its star, or the next thing that begins.
    let stop = start + 6;
    let sum = source[start + 1] ^ source[start + 2] ^ 86 ^ 68 ^ last;
    let character = 0;
    for (; stop < end; stop += 1) {
      character = source[stop];
      if (endsSentence[character] === 1) break;
      sum ^= character;
    }
    if (stop >= end || character !== star || stop + 2 >= end) {
      this.refuse('checksum-missing', source, start, Math.min(stop + 2, end));
      return stop >= end || character === star ? end : stop;
    }
    const stated = (hexValue[source[stop + 1]] << 4) | hexValue[source[stop + 2]];
    const next = this.suffix(source, stop + 3, end);
    if (stated > 255) this.refuse('checksum-missing', source, start, stop + 3);
    else if (stated !== sum) this.refuse('checksum-wrong', source, start, stop + 3);
    else this.parts(source, start, stop);
    return next;
  }

  /** What stands behind a checksum: USCG fields, a station, an epoch. Returns where the next thing begins. */
  private suffix(source: Uint8Array, start: number, end: number): number {
    this.forgetSuffix();
    if (start >= end) return end;
    let stop = start;
    while (stop < end && source[stop] !== bang && source[stop] !== backslash && source[stop] !== 13)
      stop += 1;
    for (let at = start; at < stop; ) {
      let next = at;
      while (next < stop && source[next] !== comma && source[next] !== 32) next += 1;
      if (next > at) this.suffixField(source, at, next);
      at = next + 1;
    }
    return stop;
  }

  private forgetSuffix(): void {
    this.suffixTimeUtcMs = NaN;
    this.stationStart = 0;
    this.stationEnd = 0;
  }

  private suffixField(source: Uint8Array, start: number, end: number): void {
    const key = source[start];
    if (key >= 48 && key <= 57) {
      if (end - start >= 9) {
        const time = epochMs(source, start, end);
        if (!Number.isNaN(time)) this.suffixTimeUtcMs = time;
      }
    } else if (key === 116) {
      if (Number.isNaN(this.suffixTimeUtcMs))
        this.suffixTimeUtcMs = timeOfDayMs(source, start + 1, end, this.lastTimeUtcMs);
    } else if (key === 114 || key === 98 || (key === 100 && source[start + 1] !== 45)) {
      this.stationStart = start;
      this.stationEnd = end;
    }
  }

  /** Splits the fields of a sentence whose checksum is right, `[start, stop)` up to its star. */
  private parts(source: Uint8Array, start: number, stop: number): void {
    // `!ttVDM,total,part,sequence,channel,payload,fill`
    let at = start + 6;
    if (source[at] !== comma) return this.refuse('sentence-malformed', source, start, stop);
    const totalEnd = fieldEnd(source, at + 1, stop);
    const partEnd = fieldEnd(source, totalEnd + 1, stop);
    const sequenceEnd = fieldEnd(source, partEnd + 1, stop);
    const channelEnd = fieldEnd(source, sequenceEnd + 1, stop);
    const payloadStart = channelEnd + 1;
    const payloadEnd = fieldEnd(source, payloadStart, stop);
    if (payloadEnd >= stop) return this.refuse('sentence-malformed', source, start, stop);
    const total = parseDigits(source, at + 1, totalEnd);
    const part = parseDigits(source, totalEnd + 1, partEnd);
    if (!(total >= 0 && part >= 0)) return this.refuse('sentence-malformed', source, start, stop);
    if (total < 1 || part < 1 || part > total || total > maxParts)
      return this.refuse('fragment-number', source, start, stop);
    at = payloadEnd + 1;
    const fillBits = at === stop ? 0 : parseDigits(source, at, fieldEnd(source, at, stop));
    if (!(fillBits <= 5)) return this.refuse('fill-bits', source, start, stop);
    if ((payloadEnd - payloadStart) * 6 > maxPayloadBits)
      return this.refuse('payload-too-long', source, start, stop);
    this.view.channel = channelEnd > sequenceEnd + 1 ? source[sequenceEnd + 1] : 0;
    this.view.ownShip = source[start + 5] === 79;
    this.findTime();
    if (total === 1) return this.single(source, start, stop, payloadStart, payloadEnd, fillBits);
    for (let character = payloadStart; character < payloadEnd; character += 1)
      if (armourValue[source[character]] > 63) return this.refuse('payload-character', source, start, stop);
    const sequence = sequenceEnd > partEnd + 1 ? parseDigits(source, partEnd + 1, sequenceEnd) : noSequence;
    this.part(
      source,
      start,
      stop,
      total,
      part,
      Number.isNaN(sequence) ? strangeSequence : sequence,
      payloadStart,
      payloadEnd,
      fillBits,
    );
  }

  private single(
    source: Uint8Array,
    start: number,
    stop: number,
    from: number,
    to: number,
    fillBits: number,
  ): void {
    const bits = unarmour(this.view.bytes, 0, source, from, to, fillBits);
    this.clearBehind(to - from);
    if (bits < 0)
      return this.refuse(to === from ? 'payload-empty' : 'payload-character', source, start, stop);
    this.alone(bits, source, start, stop);
  }

  /** A message of one sentence, whose bits are in the view. */
  private alone(bits: number, source: Uint8Array, start: number, stop: number): void {
    this.view.timeUtcMs = this.foundTimeUtcMs;
    this.view.timeBasis = this.foundBasis;
    this.setReceiver(source);
    const refusal = this.view.adopt(bits);
    if (refusal !== undefined) return this.refuse(refusal, source, start, stop);
    this.message(1);
  }

  /** A part whose payload is armour throughout. */
  private part(
    source: Uint8Array,
    start: number,
    stop: number,
    total: number,
    part: number,
    sequence: number,
    from: number,
    to: number,
    fillBits: number,
  ): void {
    const outcome = this.fragments.take(
      total,
      part - 1,
      sequence,
      this.view.channel,
      this.tag,
      source,
      from,
      to,
      fillBits,
      this.stats.sentences,
      this.foundTimeUtcMs,
    );
    if (outcome === 'fragment-duplicate' || outcome === 'payload-too-long')
      return this.refuse(outcome, source, start, stop);
    const waiting = this.fragments.current;
    this.rememberOrigin(waiting, source);
    if (outcome === 'complete') this.whole(waiting, source, start, stop);
  }

  /** A message takes the time and the receiver of its first part that has them. */
  private rememberOrigin(waiting: WaitingMessage, source: Uint8Array): void {
    waiting.line = this.stats.lines;
    const own = this.foundBasis !== timeBasis.none && this.foundBasis < timeBasis.clock;
    const had = waiting.timeBasis !== timeBasis.none && waiting.timeBasis < timeBasis.clock;
    if (waiting.receivedCount === 1 || (own && !had)) {
      waiting.timeUtcMs = this.foundTimeUtcMs;
      waiting.timeBasis = this.foundBasis;
    }
    if (waiting.receiverLength > 0) return;
    this.setReceiver(source);
    waiting.receiverBytes.set(this.view.receiverBytes);
    waiting.receiverLength = this.view.receiverLength;
  }

  private whole(waiting: WaitingMessage, source: Uint8Array, start: number, stop: number): void {
    const bits = waiting.assemble(this.view.bytes);
    const parts = waiting.parts;
    let characters = 0;
    for (let part = 0; part < parts; part += 1) characters += waiting.lengths[part];
    this.clearBehind(characters);
    waiting.parts = 0;
    this.view.timeUtcMs = waiting.timeUtcMs;
    this.view.timeBasis = waiting.timeBasis;
    this.view.receiverBytes.set(waiting.receiverBytes);
    this.view.receiverLength = waiting.receiverLength;
    const refusal = this.view.adopt(bits);
    if (refusal !== undefined) return this.refuse(refusal, source, start, stop, parts);
    this.message(parts);
  }

  /** Zeroes what an earlier, longer payload left behind this one. */
  private clearBehind(characters: number): void {
    const used = (characters * 6 + 7) >>> 3;
    if (used < this.usedBytes) this.view.bytes.fill(0, used, this.usedBytes);
    this.usedBytes = used;
  }

  /** The time of the sentence in hand; `timeBasis` tells where each comes from and in which order they count. */
  private findTime(): void {
    const { options, tag } = this;
    if (!Number.isNaN(tag.timeUtcMs)) this.stamp(tag.timeUtcMs, timeBasis.tagBlock);
    else if (!Number.isNaN(this.pghpTimeUtcMs)) this.stamp(this.pghpTimeUtcMs, timeBasis.pghp);
    else if (!Number.isNaN(this.suffixTimeUtcMs)) this.stamp(this.suffixTimeUtcMs, timeBasis.suffix);
    else if (!Number.isNaN(this.prefixTimeUtcMs)) this.stamp(this.prefixTimeUtcMs, timeBasis.prefix);
    else if (options.clock !== undefined) this.unstamped(options.clock(), timeBasis.clock);
    else if (Number.isNaN(this.lastTimeUtcMs)) this.unstamped(NaN, timeBasis.none);
    else this.unstamped(this.lastTimeUtcMs, this.stampedTimes ? timeBasis.inherited : timeBasis.baseStation);
    this.pghpTimeUtcMs = NaN;
  }

  private stamp(timeUtcMs: number, basis: number): void {
    this.foundTimeUtcMs = timeUtcMs;
    this.foundBasis = basis;
    this.lastTimeUtcMs = timeUtcMs;
    this.stampedTimes = true;
  }

  private unstamped(timeUtcMs: number, basis: number): void {
    this.foundTimeUtcMs = timeUtcMs;
    this.foundBasis = basis;
  }

  /** The source of the tag block or, without one, the station behind the checksum. */
  private setReceiver(source: Uint8Array): void {
    const { tag, view } = this;
    const tagged = tag.sourceEnd > tag.sourceStart;
    const start = tagged ? tag.sourceStart : this.stationStart;
    const length = Math.min((tagged ? tag.sourceEnd : this.stationEnd) - start, view.receiverBytes.length);
    for (let at = 0; at < length; at += 1) view.receiverBytes[at] = source[start + at];
    view.receiverLength = length;
  }

  private refuse(reason: RefusalReason, source: Uint8Array, start: number, end: number, sentences = 1): void {
    this.stats.refused.add(reason, this.stats.lines, source, start, end, sentences);
  }

  /** Parts whose message never became whole. Their sample is written as the sentence was. */
  private giveUp(reason: RefusalReason, count: number, waiting: WaitingMessage): void {
    const { part, start, end } = waiting.firstPart();
    const sequence = waiting.sequence < 0 ? '' : waiting.sequence;
    const channel = waiting.channel === 0 ? '' : String.fromCharCode(waiting.channel);
    const head = new TextEncoder().encode(`${waiting.parts},${part},${sequence},${channel},`);
    const sample = new Uint8Array(head.length + end - start);
    sample.set(head);
    sample.set(waiting.characters.subarray(start, end), head.length);
    this.stats.refused.add(reason, waiting.line, sample, 0, sample.length, count);
  }

  /** The view holds a message: count it and hand it on. */
  private message(sentences: number): void {
    const { view, stats, options } = this;
    view.sentences = sentences;
    stats.decoded += sentences;
    stats.messages += 1;
    stats.byType[view.type] += 1;
    this.lastPositionRow = -1;
    this.lastStaticRow = -1;
    if (!this.stampedTimes && view.type === 4) this.takeStationTime();
    stats.byTimeBasis[view.timeBasis] += 1;
    this.lastTimeOpen = view.timeBasis === timeBasis.none || view.timeBasis >= timeBasis.clock;
    if (options.onMessage !== undefined) options.onMessage(view);
    this.position();
    if (options.onStatics !== undefined) this.static();
  }

  /** In a stream without any time the clocks of its base stations are the next best. */
  private takeStationTime(): void {
    const { view, options } = this;
    if (options.clock !== undefined) return;
    const time = baseStationTimeMs(view.bytes);
    if (Number.isNaN(time)) return;
    this.lastTimeUtcMs = time;
    view.timeUtcMs = time;
    view.timeBasis = timeBasis.baseStation;
  }

  private position(): void {
    const { stats, view } = this;
    if (this.positions.length === this.batchRows) this.flushPositions();
    const batch = this.positions;
    const row = batch.length;
    const outcome = putPositionRow(batch, row, view);
    if (outcome === positionOutcome.stored) {
      stats.positions += 1;
      if (this.options.onPositions === undefined) return;
      batch.timeUtcMs[row] = view.timeUtcMs;
      batch.mmsi[row] = view.mmsi;
      batch.messageType[row] = view.type;
      batch.receiver[row] = this.receiver(batch, row);
      batch.length = row + 1;
      this.lastPositionRow = row;
    } else if (outcome === positionOutcome.noPosition) stats.positionsNotAvailable += 1;
    else if (outcome === positionOutcome.outOfRange) stats.positionsOutOfRange += 1;
  }

  /** The receiver's index in the strings of the batch; marks the row as heard from space or from land. */
  private receiver(batch: PositionBatch, row: number): number {
    const { view, receiverReception } = this;
    const index = this.receivers.intern(view.receiverBytes, 0, view.receiverLength);
    if (index === 0) return 0;
    if (receiverReception[index] === undefined)
      receiverReception[index] = this.isSatellite(this.receivers.strings[index])
        ? reception.satellite
        : reception.terrestrial;
    if (batch.reception[row] === reception.unknown) batch.reception[row] = receiverReception[index];
    return index;
  }

  private static(): void {
    if (this.statics.length === this.batchRows) this.flushStatics();
    const batch = this.statics;
    const row = batch.length;
    if (!putStaticRow(batch, row, this.view, this.texts)) return;
    batch.timeUtcMs[row] = this.view.timeUtcMs;
    batch.mmsi[row] = this.view.mmsi;
    batch.length = row + 1;
    this.lastStaticRow = row;
    this.stats.statics += 1;
  }

  private flushPositions(): void {
    if (this.positions.length === 0) return;
    const full = this.positions.length * 2 > this.batchRows;
    const batch = full ? this.positions : slicePositions(this.positions);
    batch.strings = this.receivers.strings;
    this.receivers.reset();
    this.receiverReception = [];
    if (full) this.positions = positionBatch(this.batchRows);
    this.positions.length = 0;
    this.options.onPositions?.(batch);
  }

  private flushStatics(): void {
    if (this.statics.length === 0) return;
    const full = this.statics.length * 2 > this.batchRows;
    const batch = full ? this.statics : sliceStatics(this.statics);
    batch.strings = this.texts.strings;
    this.texts.reset();
    if (full) this.statics = staticBatch(this.batchRows);
    this.statics.length = 0;
    this.options.onStatics?.(batch);
  }
}

/** What stands behind the tag block at `start`; `start` if its line or the chunk ends before it does. */
function behindTagBlock(source: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== backslash && source[at] !== 10) at += 1;
  return source[at] === backslash && at > start + 1 ? at + 1 : start;
}

/** The first comma in `[start, stop)`, or `stop`. */
function fieldEnd(source: Uint8Array, start: number, stop: number): number {
  let at = start;
  while (at < stop && source[at] !== comma) at += 1;
  return at;
}

/** An epoch with white space behind it. */
function trimmedEpochMs(source: Uint8Array, start: number, end: number): number {
  let stop = start;
  while (stop < end && source[stop] > 32 && source[stop] !== comma) stop += 1;
  return stop - start >= 9 ? epochMs(source, start, stop) : NaN;
}

/** `$PGHP,1,year,month,day,hour,minute,second,ms,…` in ms since 1970 UTC. */
function pghpTimeMs(source: Uint8Array, start: number, end: number): number {
  const numbers: number[] = [];
  for (let at = start + 1; at < end && numbers.length < 8; ) {
    const stop = fieldEnd(source, at, end);
    numbers.push(parseDigits(source, at, stop));
    at = stop + 1;
  }
  const [, year, month, day, hour, minute, second, ms] = numbers;
  return utcMs(year, month, day, hour, minute, second) + ms;
}

/** Ms since 1970 UTC, NaN where a part is out of its range or missing. */
function utcMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const inRange =
    year >= 1970 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    hour < 24 &&
    minute < 60 &&
    second < 61;
  return inRange ? Date.UTC(year, month - 1, day, hour, minute, second) : NaN;
}

/** The time in a base station report, NaN if it is not available. */
function baseStationTimeMs(bytes: Uint8Array): number {
  const [year, month, day] = [readUint(bytes, 38, 14), readUint(bytes, 52, 4), readUint(bytes, 56, 5)];
  return utcMs(year, month, day, readUint(bytes, 61, 5), readUint(bytes, 66, 6), readUint(bytes, 72, 6));
}

const dayMs = 86_400_000;

/** `hhmmss.ss` on the day that brings it nearest to the last known time; NaN without one. */
function timeOfDayMs(source: Uint8Array, start: number, end: number, lastTimeUtcMs: number): number {
  const clock = parseDigits(source, start, Math.min(start + 6, end));
  const seconds = Math.floor(clock / 10_000) * 3600 + (Math.floor(clock / 100) % 100) * 60 + (clock % 100);
  if (!(seconds < 86_400) || Number.isNaN(lastTimeUtcMs)) return NaN;
  const fraction = end > start + 7 ? parseDigits(source, start + 7, end) / 10 ** (end - start - 7) : 0;
  const time = Math.floor(lastTimeUtcMs / dayMs) * dayMs + Math.round((seconds + fraction) * 1000);
  return time + Math.round((lastTimeUtcMs - time) / dayMs) * dayMs;
}
