/**
 * How long stocks last: day by day, what does not arrive is taken from the stock. A severance costs its share of every
 * day, once what is already past the gate has come in; a diversion costs its gap once; nothing is refilled.
 */
import type { Stock } from './flows.ts';

/** What is missing of a country's imports of a commodity between two days, as a share of all of them. */
export interface Shortfall {
  readonly fromDay: number;
  readonly toDay: number;
  readonly share: number;
}

export interface StockPoint {
  readonly day: number;
  readonly date: string;
  /** Days of use left: the point estimate, and P5 and P95 of the draws. */
  readonly days: number;
  readonly low: number;
  readonly high: number;
}

export interface StockCover {
  readonly stock: Stock;
  /** Largest share of imports that is missing on any day; 0: the stock is not drawn down. */
  readonly shortfallShare: number;
  /** Days after the start until less arrives; null: never. */
  readonly firstShortfallDay: number | null;
  /** Days after the start until the stock is used up, within the scenario; null: it lasts. */
  readonly emptyDay: number | null;
  readonly emptyDate: string | null;
  /** If the worst day went on: when the stock would be used up; null: it would not. */
  readonly emptyDayIfItGoesOn: number | null;
  readonly curve: readonly StockPoint[];
}

const dayMs = 86_400_000;
/** A curve has so many points at most, and goes on for so long after the last closure. */
const points = 60;
const afterDays = 30;

/** @param drawn the same shortfalls in some of the draws */
export function stockCover(
  stock: Stock,
  shortfalls: readonly Shortfall[],
  drawn: readonly (readonly Shortfall[])[],
  startUtcMs: number,
  durationDays: number,
): StockCover {
  const lastDay = Math.ceil(Math.max(durationDays, ...shortfalls.map(({ toDay }) => toDay))) + afterDays;
  const left = daily(stock.days, shortfalls, lastDay);
  const draws = drawn.map((some) => daily(stock.days, some, lastDay));
  const step = Math.max(1, Math.ceil(lastDay / points));
  const curve: StockPoint[] = [];
  for (let day = 0; durationDays > 0 && day <= lastDay; day += step) {
    const sorted = [left[day], ...draws.map((days) => days[day])].sort((a, b) => a - b);
    curve.push({
      day,
      date: dateOf(startUtcMs, day),
      days: tenth(left[day]),
      low: tenth(sorted[Math.floor(0.05 * (sorted.length - 1))]),
      high: tenth(sorted[Math.ceil(0.95 * (sorted.length - 1))]),
    });
  }
  const missing = missingByDay(shortfalls, lastDay);
  const first = missing.findIndex((share) => share > 0);
  const empty = left.findIndex((days) => days <= 1e-9);
  const worst = Math.max(0, ...missing);
  return {
    stock,
    shortfallShare: worst,
    firstShortfallDay: first < 0 ? null : first,
    emptyDay: empty < 0 ? null : empty,
    emptyDate: empty < 0 ? null : dateOf(startUtcMs, empty),
    emptyDayIfItGoesOn: worst === 0 ? null : Math.max(0, first) + stock.days / worst,
    curve,
  };
}

/** Days of use left at the beginning of each day. */
function daily(days: number, shortfalls: readonly Shortfall[], lastDay: number): number[] {
  const missing = missingByDay(shortfalls, lastDay);
  const out = [days];
  for (let day = 0; day < lastDay; day++) out.push(Math.max(0, out[day] - missing[day]));
  return out;
}

function missingByDay(shortfalls: readonly Shortfall[], lastDay: number): number[] {
  const out: number[] = Array.from({ length: lastDay + 1 }, () => 0);
  for (const { fromDay, toDay, share } of shortfalls)
    for (let day = Math.max(0, Math.floor(fromDay)); day < Math.min(lastDay + 1, toDay); day++)
      out[day] += share * Math.min(1, toDay - day, day + 1 - fromDay);
  return out.map((share) => Math.min(1, share));
}

function dateOf(startUtcMs: number, day: number): string {
  return new Date(startUtcMs + day * dayMs).toISOString().slice(0, 10);
}

function tenth(x: number): number {
  return Math.round(x * 10) / 10;
}
