/**
 * The programme's record as each viewer has it, held in memory: a page over 100,000 statements cannot read them all
 * anew. What is held came through the gate, and is asked on every request whether it would still come through: the
 * numbers of what this viewer sees now are compared, and only what differs is read again.
 */
import type { EntryId, PartyId, Released } from '../core/index.ts';
import { Holdings, programmeTypes } from '../programme/index.ts';
import type { Standing, StoreView } from '../store/index.ts';

interface Held {
  readonly holdings: Released<Holdings>;
  readonly ids: Map<number, EntryId>;
  readonly standing: Standing;
}

/** Viewers whose record is held at the same time; the one asked for longest ago makes room. */
const maxHeld = 6;

export class ProgrammeHoldings {
  readonly #held = new Map<PartyId, Held>();

  /** The record as this viewer sees it now. */
  of(view: StoreView): Released<Holdings> {
    const { party } = view.viewer;
    const standing = view.standing({ types: programmeTypes });
    const before = this.#held.get(party);
    this.#held.delete(party);
    const held =
      before !== undefined && isSame(before.standing, standing) ? before : renew(view, standing, before);
    this.#held.set(party, held);
    if (this.#held.size > maxHeld) this.#held.delete(this.#held.keys().next().value as PartyId);
    return held.holdings;
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

/** Takes out what is gone or reads differently now, and takes in what is new. */
function renew(view: StoreView, standing: Standing, before: Held | undefined): Held {
  const now = new Set(standing.seqs);
  const ids = before?.ids ?? new Map<number, EntryId>();
  const stays = (seq: number) => now.has(seq) && before?.standing.shown.get(seq) === standing.shown.get(seq);
  const gone: EntryId[] = [];
  for (const [seq, id] of ids)
    if (!stays(seq)) {
      gone.push(id);
      ids.delete(seq);
    }
  const fresh = [...standing.seqs].filter((seq) => !ids.has(seq));
  const holdings = view.entriesOf(fresh).map((read) => {
    for (const { seq, entry } of read) ids.set(seq, entry.id);
    const held = before?.holdings.for(view.viewer.party) ?? new Holdings();
    held.change(
      gone,
      read.map(({ entry }) => entry),
    );
    return held;
  });
  return { holdings, ids, standing };
}
