/**
 * What a room has made of its entries as each viewer has them, held in memory: a page over 100,000 entries cannot read
 * them all anew. What is held came through the gate, and is asked on every request whether it would still come through:
 * the numbers of what this viewer sees now are compared, and only what differs is read again.
 */
import type { Entry, EntryId, PartyId, Released } from '../core/index.ts';
import type { Standing, StoreView } from '../store/index.ts';

/** What is kept of one viewer's entries, and changed by what came and what is seen no more. */
interface Changing {
  readonly change: (gone: readonly EntryId[], entries: readonly Entry[]) => void;
}

interface Held<H> {
  readonly holdings: Released<H>;
  readonly ids: Map<number, EntryId>;
  readonly standing: Standing;
}

/** Viewers whose entries are held at the same time; the one asked for longest ago makes room. */
const maxHeld = 6;

export class ViewerHoldings<H extends Changing> {
  readonly #types: readonly string[];
  readonly #make: () => H;
  readonly #held = new Map<PartyId, Held<H>>();

  constructor(types: readonly string[], make: () => H) {
    this.#types = types;
    this.#make = make;
  }

  /** What is made of the entries that this viewer sees now. */
  of(view: StoreView): Released<H> {
    const { party } = view.viewer;
    const before = this.#held.get(party);
    const standing = view.standing({ types: this.#types }, before?.standing);
    this.#held.delete(party);
    const held =
      before !== undefined && isSame(before.standing, standing)
        ? before
        : this.#renew(view, standing, before);
    this.#held.set(party, held);
    if (this.#held.size > maxHeld) this.#held.delete(this.#held.keys().next().value as PartyId);
    return held.holdings;
  }

  /** Takes out what is gone or reads differently now, and takes in what is new. */
  #renew(view: StoreView, standing: Standing, before: Held<H> | undefined): Held<H> {
    const now = new Set(standing.seqs);
    const ids = before?.ids ?? new Map<number, EntryId>();
    const stays = (seq: number) =>
      now.has(seq) && before?.standing.shown.get(seq) === standing.shown.get(seq);
    const gone: EntryId[] = [];
    for (const [seq, id] of ids)
      if (!stays(seq)) {
        gone.push(id);
        ids.delete(seq);
      }
    const fresh = [...standing.seqs].filter((seq) => !ids.has(seq));
    const holdings = view.entriesOf(fresh).map((read) => {
      for (const { seq, entry } of read) ids.set(seq, entry.id);
      const held = before?.holdings.for(view.viewer.party) ?? this.#make();
      held.change(
        gone,
        read.map(({ entry }) => entry),
      );
      return held;
    });
    return { holdings, ids, standing };
  }
}

function isSame(a: Standing, b: Standing): boolean {
  return (
    a.seqs.length === b.seqs.length &&
    a.shown.size === b.shown.size &&
    a.seqs.every((seq, i) => seq === b.seqs[i]) &&
    [...b.shown].every(([seq, digest]) => a.shown.get(seq) === digest)
  );
}
