/** Why a sentence was refused. Codes are stable: they stand in reports, metrics and tests. */
export const refusalReasons = {
  'sentence-malformed': 'The sentence lacks fields, or its part numbers are no numbers.',
  'checksum-missing': 'The sentence ends before its checksum: it was cut.',
  'checksum-wrong': 'The checksum does not match: the sentence was damaged on its way.',
  'payload-character': 'The payload contains a character that is not part of the six-bit armour.',
  'payload-empty': 'The message carries no payload.',
  'payload-too-long': 'The message is longer than any that AIS can send.',
  'fill-bits': 'The number of fill bits is not 0 to 5.',
  'type-unknown': 'Message types run from 1 to 27.',
  'part-unknown': 'A static data report (type 24) has part A or part B.',
  'length-short': 'The message is too short to carry what its type is sent for.',
  'fragment-number': 'The sentence claims an impossible part, such as 3 of 2 or more than 9 parts.',
  'fragment-duplicate': 'The same part of the same message came twice.',
  'fragment-superseded': 'A new message took the sequence number before all parts had come.',
  'fragment-timeout': 'The other parts did not come in time.',
  'fragment-evicted': 'Too many unfinished messages were waiting.',
  'fragment-incomplete': 'The stream ended before all parts had come.',
} as const;

export type RefusalReason = keyof typeof refusalReasons;

/** A refused sentence, short enough to show. */
export interface RefusalSample {
  /** Line of the stream, from 1. */
  readonly line: number;
  readonly text: string;
}

/** How often something was refused, with the first few cases. */
export interface RefusalCount {
  count: number;
  readonly samples: RefusalSample[];
}

const samplesKept = 5;
const sampleLength = 200;
const latin1 = new TextDecoder('latin1');

/** Counts by reason, with the first samples of each. Reasons are listed in the order in which they first came. */
export class Refusals<Reason extends string = RefusalReason> {
  readonly byReason: Map<Reason, RefusalCount> = new Map();
  total = 0;

  /** Counts `count` cases of `reason`; keeps what stands in `source` from `start` to `end` as a sample. */
  add(reason: Reason, line: number, source: Uint8Array, start: number, end: number, count = 1): void {
    let entry = this.byReason.get(reason);
    if (entry === undefined) {
      entry = { count: 0, samples: [] };
      this.byReason.set(reason, entry);
    }
    entry.count += count;
    this.total += count;
    if (entry.samples.length >= samplesKept) return;
    const text = latin1.decode(source.subarray(start, Math.min(end, start + sampleLength)));
    entry.samples.push({ line, text });
  }

  /** The counts as a plain record, for JSON. */
  toRecord(): Partial<Record<Reason, RefusalCount>> {
    const record: Partial<Record<Reason, RefusalCount>> = {};
    for (const [reason, { count, samples }] of this.byReason)
      record[reason] = { count, samples: [...samples] };
    return record;
  }
}
