/** What an importer read, took and refused, by reason with a few samples: `read = taken + refused`, always. */
import type { ImportReport, MessageRef } from '../core/index.ts';

const maxReasons = 50;
const maxSamples = 3;
const maxSampleLength = 160;

export class Tally {
  #taken = 0;
  readonly #refused = new Map<string, { count: number; readonly samples: string[] }>();

  take(count = 1): void {
    this.#taken += count;
  }

  /** @param reason a stable word; @param sample what was refused, shortened here */
  refuse(reason: string, sample = '', count = 1): void {
    const known = this.#refused.get(reason);
    const name = known === undefined && this.#refused.size >= maxReasons ? 'other' : reason;
    const line = known ?? this.#refused.get(name) ?? { count: 0, samples: [] };
    line.count += count;
    if (sample !== '' && line.samples.length < maxSamples) line.samples.push(oneLine(sample));
    this.#refused.set(name, line);
  }

  report(notes: readonly MessageRef[] = []): ImportReport {
    const refused = [...this.#refused].map(([reason, { count, samples }]) => ({ reason, count, samples }));
    const read = refused.reduce((sum, { count }) => sum + count, this.#taken);
    return { read, taken: this.#taken, refused, notes };
  }
}

function oneLine(text: string): string {
  return text.slice(0, maxSampleLength).replace(/\s+/g, ' ').trim();
}
