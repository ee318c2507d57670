/** The lanes' status board: which gates were passed how often, from the sea room's `passage` findings that one may see. */
import type { Entry, FindingBody } from '../core/index.ts';
import type { LaneTransitsBody } from './api.ts';
import type { GateIndex } from './closures.ts';

export interface GateStatus {
  readonly gate: string;
  /** Passages found in the window, by the side that was entered. */
  readonly passages: number;
  readonly toPlus: number;
  readonly toMinus: number;
  /** Different vessels among them. */
  readonly vessels: number;
  readonly lastUtcMs: number | null;
  /** Passages a day over the window, oldest first. */
  readonly perDay: readonly { readonly date: string; readonly passages: number }[];
  /** Mean transits a day of an imported table (PortWatch) over its last seven days and over the whole; null without one. */
  readonly importedLastWeek: number | null;
  readonly importedMean: number | null;
  readonly importedSource: string | null;
  /** Entries that the row was made of, newest first, at most 20. */
  readonly entries: readonly string[];
}

export interface StatusBoard {
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
  readonly gates: readonly GateStatus[];
  /** There were more findings than the board counts. */
  readonly isPartial: boolean;
}

const dayMs = 86_400_000;
const keptEntries = 20;

/** @param passages findings of kind `passage`; others are left out */
export function statusBoard(
  index: GateIndex,
  passages: readonly Entry[],
  tables: readonly Entry<LaneTransitsBody>[],
  fromUtcMs: number,
  toUtcMs: number,
  isPartial: boolean,
): StatusBoard {
  const found = new Map<string, { entry: Entry; body: FindingBody }[]>();
  for (const entry of passages) {
    const body = entry.body as FindingBody;
    const gate = body.subjects?.find(({ kind }) => kind === 'gate')?.id;
    if (body.kind !== 'passage' || gate === undefined) continue;
    found.set(gate, [...(found.get(gate) ?? []), { entry, body }]);
  }
  const gates = index.gates.map(({ id }) => gateStatus(id, found.get(id) ?? [], tables, fromUtcMs, toUtcMs));
  return { fromUtcMs, toUtcMs, gates, isPartial };
}

function gateStatus(
  gate: string,
  rows: readonly { entry: Entry; body: FindingBody }[],
  tables: readonly Entry<LaneTransitsBody>[],
  fromUtcMs: number,
  toUtcMs: number,
): GateStatus {
  const times = rows.map(({ body }) => body.endUtcMs);
  const toPlus = rows.filter(({ body }) => body.facts?.direction === 'plus').length;
  const vessels = new Set(
    rows.flatMap(({ body }) => body.subjects.filter(({ kind }) => kind === 'vessel').map(({ id }) => id)),
  );
  const imported = tables.find(({ body }) => body.days.some((day) => day.gate === gate));
  const days = (imported?.body.days ?? [])
    .filter((day) => day.gate === gate)
    .toSorted((a, b) => (a.date < b.date ? 1 : -1));
  const mean = (some: readonly { transits: number }[]) =>
    some.length === 0 ? null : some.reduce((sum, { transits }) => sum + transits, 0) / some.length;
  return {
    gate,
    passages: rows.length,
    toPlus,
    toMinus: rows.length - toPlus,
    vessels: vessels.size,
    lastUtcMs: times.length === 0 ? null : Math.max(...times),
    perDay: perDay(times, fromUtcMs, toUtcMs),
    importedLastWeek: mean(days.slice(0, 7)),
    importedMean: mean(days),
    importedSource: imported?.body.source ?? null,
    entries: rows
      .toSorted((a, b) => b.body.endUtcMs - a.body.endUtcMs)
      .slice(0, keptEntries)
      .map(({ entry }) => entry.id),
  };
}

function perDay(times: readonly number[], fromUtcMs: number, toUtcMs: number) {
  const out = [];
  for (let day = Math.floor(fromUtcMs / dayMs); day * dayMs <= toUtcMs; day++)
    out.push({
      date: new Date(day * dayMs).toISOString().slice(0, 10),
      passages: times.filter((time) => Math.floor(time / dayMs) === day).length,
    });
  return out;
}
