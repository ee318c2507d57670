/**
 * Draws the timeline: a lane for each level on one canvas. Columns stay in typed arrays; a frame counts what falls into
 * each column of pixels (or draws single bars where there is room) and touches no DOM, so that panning stays smooth
 * with 100,000 statements.
 */
import type { TimelineColumns } from '../../../src/programme/api.ts';

export const dayMs = 86_400_000;
const axisHeight = 24;
const laneHead = 18;
/** Above this many pixels a day, bars are drawn one by one. */
const singleFromPxADay = 0.6;
const barHeight = 7;
const minDays = 20;
const usualDays = 16 * 365.25;

export interface LaneColours {
  readonly ink: string;
  readonly dim: string;
  readonly rule: string;
  readonly accent: string;
  readonly panel: string;
}

/** A stretch of days since 1970. */
export interface View {
  readonly from: number;
  readonly to: number;
}

export class Lanes {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #lane: Uint8Array;
  /** The latest end among the first n + 1: where to begin for what reaches into a view. */
  readonly #reach: Int32Array;
  readonly #laneCount: number;
  /** Of each entry, where in its lane its bar stands when bars are drawn one by one. */
  readonly #row: Uint16Array;
  readonly whole: View;
  /** Where to begin: the years up to the latest entry that most of the record is about. */
  readonly usual: View;

  constructor({ from, to, level, levels }: TimelineColumns) {
    this.#from = Int32Array.from(from);
    this.#to = Int32Array.from(to);
    this.#lane = Uint8Array.from(level);
    this.#laneCount = levels.length;
    this.#reach = new Int32Array(from.length);
    this.#row = new Uint16Array(from.length);
    let reach = -1e9;
    const turn = new Uint32Array(levels.length);
    for (let i = 0; i < from.length; i++) {
      reach = Math.max(reach, this.#to[i]);
      this.#reach[i] = reach;
      this.#row[i] = turn[this.#lane[i]]++ % 4096;
    }
    const first = from.length === 0 ? 0 : this.#from[0];
    const last = from.length === 0 ? 365 : reach;
    const margin = Math.max(30, Math.round((last - first) * 0.03));
    this.whole = { from: first - margin, to: last + margin };
    this.usual = this.clamp({ from: last + margin - usualDays, to: last + margin });
  }

  /** The view moved or zoomed, kept within the record. */
  clamp({ from, to }: View): View {
    const span = Math.min(Math.max(to - from, minDays), this.whole.to - this.whole.from);
    const start = Math.min(Math.max(from, this.whole.from), this.whole.to - span);
    return { from: start, to: start + span };
  }

  draw(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    view: View,
    names: readonly string[],
    colours: LaneColours,
  ): void {
    context.clearRect(0, 0, width, height);
    const pxADay = width / (view.to - view.from);
    const laneHeight = (height - axisHeight) / this.#laneCount;
    this.#axis(context, width, height, view, pxADay, colours);
    for (let lane = 0; lane < this.#laneCount; lane++) {
      const top = lane * laneHeight;
      context.fillStyle = colours.rule;
      context.fillRect(0, Math.round(top + laneHeight) - 1, width, 1);
      context.fillStyle = colours.dim;
      context.font = '600 12px "Noto Sans", "Noto Sans JP", sans-serif';
      context.textBaseline = 'top';
      context.fillText(names[lane], 8, top + 4);
    }
    context.fillStyle = colours.accent;
    if (pxADay >= singleFromPxADay) this.#bars(context, view, pxADay, laneHeight);
    else this.#density(context, width, view, pxADay, laneHeight);
  }

  /** The first entry that may reach into a view. */
  #begin(day: number): number {
    let [low, high] = [0, this.#reach.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#reach[middle] < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #density(
    context: CanvasRenderingContext2D,
    width: number,
    view: View,
    pxADay: number,
    laneHeight: number,
  ): void {
    const columns = Math.ceil(width);
    const counts = new Uint32Array(columns * this.#laneCount);
    let most = 1;
    for (let i = this.#begin(view.from); i < this.#from.length && this.#from[i] <= view.to; i++) {
      // What lasts is counted where it begins: a decade is not ten years of events.
      const x = Math.floor((this.#from[i] - view.from) * pxADay);
      if (x < 0 || x >= columns) continue;
      const at = this.#lane[i] * columns + x;
      counts[at] += 1;
      if (counts[at] > most) most = counts[at];
    }
    const room = laneHeight - laneHead - 4;
    const scale = room / Math.log2(most + 1);
    for (let lane = 0; lane < this.#laneCount; lane++) {
      const bottom = (lane + 1) * laneHeight - 2;
      for (let x = 0; x < columns; x++) {
        const count = counts[lane * columns + x];
        if (count === 0) continue;
        const high = Math.max(3, Math.log2(count + 1) * scale);
        context.fillRect(x, bottom - high, 2, high);
      }
    }
  }

  #bars(context: CanvasRenderingContext2D, view: View, pxADay: number, laneHeight: number): void {
    const rows = Math.max(1, Math.floor((laneHeight - laneHead - 4) / (barHeight + 2)));
    for (let i = this.#begin(view.from); i < this.#from.length && this.#from[i] <= view.to; i++) {
      if (this.#to[i] < view.from) continue;
      const x = (this.#from[i] - view.from) * pxADay;
      const wide = Math.max(4, (this.#to[i] - this.#from[i] + 1) * pxADay);
      const y = this.#lane[i] * laneHeight + laneHead + (this.#row[i] % rows) * (barHeight + 2);
      // What covers more than a quarter of a year is drawn light: its day is not known.
      context.globalAlpha = this.#to[i] - this.#from[i] > 92 ? 0.3 : 0.85;
      context.fillRect(x, y, wide, barHeight);
    }
    context.globalAlpha = 1;
  }

  #axis(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    view: View,
    pxADay: number,
    { dim, rule }: LaneColours,
  ): void {
    const years = Math.max(1, Math.ceil(56 / (pxADay * 365.25)));
    const isMonthly = pxADay * 30 > 56;
    const first = new Date(view.from * dayMs).getUTCFullYear();
    const last = new Date(view.to * dayMs).getUTCFullYear();
    context.font = '11px "Noto Sans", sans-serif';
    context.textBaseline = 'bottom';
    for (let year = first; year <= last; year++) {
      if (!isMonthly && year % years !== 0) continue;
      for (let month = 0; month < (isMonthly ? 12 : 1); month++) {
        const x = (Date.UTC(year, month, 1) / dayMs - view.from) * pxADay;
        if (x < -40 || x > width) continue;
        context.fillStyle = rule;
        context.fillRect(Math.round(x), 0, 1, height - axisHeight);
        context.fillStyle = dim;
        context.fillText(
          isMonthly ? `${year}-${String(month + 1).padStart(2, '0')}` : String(year),
          x + 3,
          height - 6,
        );
      }
    }
  }
}

/** A day since 1970 as ISO 8601. */
export function dayText(day: number): string {
  return new Date(Math.round(day) * dayMs).toISOString().slice(0, 10);
}
