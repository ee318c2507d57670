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
    const reader = fingerprint(view.viewer);
    const keys = seqs.map((seq) => this.#keysOf(kept, view, seq, reader));
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
      const { shared, own } = keys.get(seq) as Keys;
      this.#keep(seq, isSameForAll ? shared : own, text);
    }
    return made;
  }

  #known(seq: number, { shared, own }: Keys): string | undefined {
    const texts = this.#held.get(seq)?.texts;
    return texts?.get(shared) ?? texts?.get(own);
  }

  /** What the text depends on: which of the names are shown, whether the reader is the owner, and who reads. */
  #keysOf(kept: Kept, view: View, seq: number, reader: string): Keys {
    const { columns } = kept;
    if (columns.strip[seq] === 0) return { shared: '', own: reader };
    const { names } = this.#heldOf(kept, seq);
    const { byAudience } = columns.verdicts(view.viewer);
    const atUtcMs = Date.parse(view.at);
    let shown = columns.releases[Math.abs(columns.audience[seq])]?.owner === view.viewer.party ? 'o' : 'r';
    for (const no of names) shown += columns.sees(byAudience, atUtcMs, no) ? '1' : '0';
    return { shared: shown, own: `${shown}${reader}` };
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

  #keep(seq: number, key: string, text: string): void {
    const held = this.#held.get(seq) ?? {
      names: new Int32Array(0),
      end: 0,
      texts: new Map<string, string>(),
    };
    this.#held.set(seq, held);
    held.texts.set(key, text);
    this.#bytes += text.length + 100;
    while (this.#bytes > this.#maxBytes) this.#forget();
  }

  #forget(): void {
    const [oldest] = this.#held;
    if (oldest === undefined) return;
    const [seq, { texts }] = oldest;
    for (const text of texts.values()) this.#bytes -= text.length + 100;
    this.#held.delete(seq);
  }
}

interface Keys {
  readonly shared: string;
  readonly own: string;
}
