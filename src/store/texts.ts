/**
 * Entries as texts in some format, kept at hand by version. A text is the same for all its readers unless something in
 * the entry may be withheld: then it is kept for each set of what is shown, and what is shown is looked up in the
 * columns, as always.
 */
import type { Entry, PartyId } from '../core/index.ts';
import { fingerprint } from './columns.ts';
import type { Kept } from './kept.ts';
import type { View } from './view.ts';

export interface WrittenText {
  readonly text: string;
  /** Whether another reader, of whom nothing else is withheld, would be written the same. */
  readonly isSameForAll: boolean;
}

interface Held {
  /** Numbers of what it names; 0 for what is not here (yet). */
  readonly names: Int32Array;
  /** How far the journal went when the names were looked up. */
  readonly end: number;
  readonly texts: Map<string, string>;
}

const defaultBytes = 64 * 1024 * 1024;
/** What stays when room is made. */
const keptShare = 7 / 8;

export class Texts {
  readonly #write: (entry: Entry, reader: PartyId) => WrittenText;
  readonly #maxBytes: number;
  readonly #held = new Map<number, Held>();
  #bytes = 0;

  /** @param write pure: makes a text of what the gate let through */
  constructor(write: (entry: Entry, reader: PartyId) => WrittenText, maxBytes = defaultBytes) {
    this.#write = write;
    this.#maxBytes = maxBytes;
  }

  /** The texts of newest versions in this order; undefined for what the viewer does not see. */
  of(kept: Kept, view: View, seqs: readonly number[]): (string | undefined)[] {
    const reading: Reading = {
      kept,
      reader: fingerprint(view.viewer),
      party: view.viewer.party,
      byAudience: kept.columns.verdicts(view.viewer).byAudience,
      atUtcMs: Date.parse(view.at),
    };
    const keys = seqs.map((seq) => this.#keysOf(seq, reading));
    const texts = seqs.map((seq, i) => this.#known(seq, keys[i]));
    const missing = seqs.filter((_, i) => texts[i] === undefined);
    if (missing.length === 0) return texts;
    const made = this.#made(view, missing, new Map(seqs.map((seq, i) => [seq, keys[i]])));
    return texts.map((text, i) => text ?? made.get(seqs[i]));
  }

  #made(view: View, seqs: readonly number[], keys: ReadonlyMap<number, Keys>): Map<number, string> {
    const made = new Map<number, string>();
    const { party } = view.viewer;
    for (const { seq, entry } of view.entriesOf(seqs).for(party)) {
      const { text, isSameForAll } = this.#write(entry, party);
      made.set(seq, text);
      this.#keep(seq, keys.get(seq) as Keys, isSameForAll, text);
    }
    return made;
  }

  #known(seq: number, { shared, own }: Keys): string | undefined {
    const texts = this.#held.get(seq)?.texts;
    return texts?.get(shared) ?? texts?.get(own);
  }

  /** What the text depends on: which of the names are shown, whether the reader is the owner, and who reads. */
  #keysOf(seq: number, { kept, reader, party, byAudience, atUtcMs }: Reading): Keys {
    const { columns } = kept;
    if (columns.strip[seq] === 0) return { shared: '', own: reader };
    const held = this.#heldOf(kept, seq);
    let shown = columns.releases[Math.abs(columns.audience[seq])]?.owner === party ? 'o' : 'r';
    for (const no of held.names) shown += columns.sees(byAudience, atUtcMs, no) ? '1' : '0';
    return { shared: shown, own: `${shown}${reader}`, held };
  }

  #heldOf(kept: Kept, seq: number): Held {
    const { columns, sql } = kept;
    const known = this.#held.get(seq);
    if (known !== undefined && (known.end === columns.end || !known.names.includes(0))) return known;
    const rows = sql.all<[number | null]>(
      'SELECT entry.no FROM ref LEFT JOIN entry ON entry.id = ref.target WHERE ref.source = ? ORDER BY ref.target',
      columns.no[seq],
    );
    const names = Int32Array.from(rows, ([no]) => no ?? 0);
    const held = { names, end: columns.end, texts: known?.texts ?? new Map<string, string>() };
    this.#held.set(seq, held);
    return held;
  }

  /** What was let go while its page was made comes back with its names: without them it would be the same for all. */
  #keep(seq: number, { shared, own, held: looked }: Keys, isSameForAll: boolean, text: string): void {
    const held = this.#held.get(seq) ?? {
      names: looked?.names ?? new Int32Array(0),
      end: looked?.end ?? 0,
      texts: new Map<string, string>(),
    };
    this.#held.set(seq, held);
    held.texts.set(isSameForAll ? shared : own, text);
    this.#bytes += text.length + 100;
    if (this.#bytes > this.#maxBytes) this.#forget();
  }

  /** The oldest go, many at a time: each look for a map's first key passes over all that were deleted before it. */
  #forget(): void {
    for (const [seq, { texts }] of this.#held) {
      for (const text of texts.values()) this.#bytes -= text.length + 100;
      this.#held.delete(seq);
      if (this.#bytes <= this.#maxBytes * keptShare) return;
    }
  }
}

/** Who reads, and what decides what is shown: the same for a whole page. */
interface Reading {
  readonly kept: Kept;
  readonly reader: string;
  readonly party: PartyId;
  readonly byAudience: Uint8Array;
  readonly atUtcMs: number;
}

interface Keys {
  readonly shared: string;
  readonly own: string;
  /** As it was when the keys were made; undefined where nothing can be withheld. */
  readonly held?: Held;
}
