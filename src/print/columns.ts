import type { Piece } from './flow.ts';
import { heightOf, roundingPt } from './flow.ts';

/** A block as it looks in the left column and in the right one, which may be narrower. */
export interface Block {
  readonly left: readonly Piece[];
  readonly right: readonly Piece[];
}

/** What two columns of one page hold. */
export interface Spread {
  readonly left: readonly Piece[];
  readonly right: readonly Piece[];
  readonly heightPt: number;
  /** How many of the blocks it took. */
  readonly taken: number;
}

/**
 * As many blocks, in order, as fit into two columns of `roomPt`, divided where the higher column is lowest.
 * @param leftHead, rightHead stand at the top of the columns: a heading, figures
 */
export function fillColumns(
  blocks: readonly Block[],
  leftHead: readonly Piece[],
  rightHead: readonly Piece[],
  roomPt: number,
): Spread {
  const columns: Columns = {
    left: new Heights(
      leftHead,
      blocks.map(({ left }) => left),
    ),
    right: new Heights(
      rightHead,
      blocks.map(({ right }) => right),
    ),
  };
  const fits = (taken: number) => balance(columns, taken).heightPt <= roomPt + roundingPt;
  let taken = blocks.length;
  if (!fits(taken)) for (taken = 0; fits(taken + 1); taken++);
  const { split, heightPt } = balance(columns, taken);
  return {
    left: [...leftHead, ...blocks.slice(0, split).flatMap(({ left }) => left)],
    right: [...rightHead, ...blocks.slice(split, taken).flatMap(({ right }) => right)],
    heightPt,
    taken,
  };
}

interface Columns {
  readonly left: Heights;
  readonly right: Heights;
}

/** Where `taken` blocks divide best; the left column takes the more. */
function balance({ left, right }: Columns, taken: number): { split: number; heightPt: number } {
  let best = { split: taken, heightPt: Number.POSITIVE_INFINITY };
  for (let split = taken; split >= 0; split--) {
    const heightPt = Math.max(left.between(0, split), right.between(split, taken));
    if (heightPt < best.heightPt) best = { split, heightPt };
    else if (right.between(split, taken) > best.heightPt) break;
  }
  return best;
}

/** Heights of stretches of blocks under a head, by sums from the start. */
class Heights {
  readonly #head: readonly Piece[];
  readonly #sums: number[] = [0];
  readonly #firstGaps: number[];

  constructor(head: readonly Piece[], blocks: readonly (readonly Piece[])[]) {
    this.#head = head;
    this.#firstGaps = blocks.map(([first]) => first?.gapPt ?? 0);
    for (const [i, pieces] of blocks.entries())
      this.#sums.push(this.#sums[i] + this.#firstGaps[i] + heightOf(pieces));
  }

  /** The white above the first piece of a column is not printed. */
  between(from: number, to: number): number {
    const blocksPt = this.#sums[to] - this.#sums[from];
    if (this.#head.length > 0) return heightOf(this.#head) + blocksPt;
    return from === to ? 0 : blocksPt - this.#firstGaps[from];
  }
}
