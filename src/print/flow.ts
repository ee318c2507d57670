import type { Canvas } from './canvas.ts';

/** Something to print that does not break: a line of text, a row of a table, a curve. */
export interface Piece {
  readonly heightPt: number;
  /** White above it, but at the top of a page. */
  readonly gapPt: number;
  /** It stays on the page of the piece that follows: a heading, a paragraph's first line. */
  readonly keepWithNext: boolean;
  readonly draw: (xPt: number, yPt: number) => void;
}

/** Where printing goes on. */
export interface Cursor {
  readonly page: number;
  readonly yPt: number;
}

/** The part of a page that columns fill. */
export interface Frame {
  readonly topPt: (page: number) => number;
  readonly bottomPt: number;
}

/** Sums of heights differ in their last bits. */
export const roundingPt = 0.01;

/** Prints pieces down a column, over as many pages as it takes. */
export function flow(
  canvas: Canvas,
  pieces: readonly Piece[],
  xPt: number,
  from: Cursor,
  frame: Frame,
): Cursor {
  let { page, yPt } = from;
  for (const [i, piece] of pieces.entries()) {
    const atTop = yPt <= frame.topPt(page);
    if (!atTop && yPt + piece.gapPt + heightWithKept(pieces, i) > frame.bottomPt + roundingPt) {
      page += 1;
      yPt = frame.topPt(page);
    } else if (!atTop) yPt += piece.gapPt;
    canvas.turnTo(page);
    piece.draw(xPt, yPt);
    yPt += piece.heightPt;
  }
  return { page, yPt };
}

/** The height of a piece and of those that it must stay with. */
function heightWithKept(pieces: readonly Piece[], first: number): number {
  let heightPt = pieces[first].heightPt;
  for (let i = first; pieces[i].keepWithNext && i + 1 < pieces.length; i++)
    heightPt += pieces[i + 1].gapPt + pieces[i + 1].heightPt;
  return heightPt;
}

/** The lower of two places. */
export function later(a: Cursor, b: Cursor): Cursor {
  if (a.page !== b.page) return a.page > b.page ? a : b;
  return a.yPt > b.yPt ? a : b;
}

export function heightOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { heightPt, gapPt }, i) => sum + heightPt + (i === 0 ? 0 : gapPt), 0);
}
