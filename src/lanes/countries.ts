/** Who is hit: per country or economy and commodity what comes later, what not at all, and how long the stocks last. */
import type { ClosureFactors, LegCosts, LegOutcome } from './cost.ts';
import { certain, tonnesPerYear, valueUsdPerT } from './cost.ts';
import type { Drawn, Range } from './draws.ts';
import type { ImportTotal, Stock } from './flows.ts';
import type { Lanes } from './lanes.ts';
import type { Parameters } from './parameters.ts';
import type { Routed } from './routing.ts';
import { stockCover } from './stocks.ts';
import type { Shortfall, StockCover } from './stocks.ts';

/** The tonnes of a country's flows while the scenario lasts; the parts add up to `tonnes`. */
export interface Tonnes {
  readonly tonnes: number;
  readonly tonnesUnaffected: number;
  /** Goes round, waits or is given up, though a way is left. */
  readonly tonnesDelayed: number;
  readonly tonnesSevered: number;
  readonly tonnesBypassed: number;
  /** Not made at all. */
  readonly tonnesLostAtOrigin: number;
}

export interface CountryResult extends Tonnes {
  readonly country: string;
  readonly commodity: string;
  readonly costUsd: number;
  /** Value of what is severed or not made, at the scenario's prices: not a cost of carrying. */
  readonly valueMissingUsd: number;
  /** Flows without an amount, hit or not. */
  readonly notQuantified: readonly string[];
  /** Absent in what was computed before this was told. */
  readonly hitWithoutAmount?: HitWithoutAmount;
  readonly stocks: readonly StockCover[];
}

/** How many flows are hit whose sources give no amount: they are in no sum, and yet not spared. */
export interface HitWithoutAmount {
  readonly delayed: number;
  readonly severed: number;
}

/** All commodities of a country together. */
export interface CountryTotal extends Tonnes {
  readonly country: string;
  readonly hitWithoutAmount?: HitWithoutAmount;
  readonly costUsd: number;
  readonly costRangeUsd: Range;
  readonly valueMissingUsd: number;
}

/** What of a country's imports passes a gate in ordinary times. */
export interface Exposure {
  readonly country: string;
  readonly gate: string;
  readonly tonnes: number;
  readonly valueUsd: number;
  /** Of the value of all its flows in the table. */
  readonly shareOfValue: number;
  readonly commodities: readonly {
    readonly commodity: string;
    readonly tonnes: number;
    readonly shareOfCommodity: number;
  }[];
}

interface Member {
  readonly flow: number;
  readonly tonnesPerDay: number;
  readonly valueUsdPerT: number;
  readonly legs: readonly { readonly i: number; readonly outcome: LegOutcome }[];
}

export interface Reckoning {
  readonly lanes: Lanes;
  readonly routed: Routed;
  readonly legs: LegCosts;
  readonly outcomes: readonly LegOutcome[];
  readonly parameters: Parameters;
  readonly drawn: Drawn;
  readonly stocks: readonly Stock[];
}

export function countryResults(all: Reckoning): CountryResult[] {
  const { routed, legs, outcomes, parameters } = all;
  const legsOf = new Map<number, { i: number; outcome: LegOutcome }[]>();
  legs.facts.forEach(({ leg }, i) => {
    legsOf.set(leg.flow, [...(legsOf.get(leg.flow) ?? []), { i, outcome: outcomes[i] }]);
  });
  const groups = new Map<string, Member[]>();
  routed.flows.forEach(({ flow }, at) => {
    const key = `${flow.destination} ${flow.commodity}`;
    const member = {
      flow: at,
      tonnesPerDay: tonnesPerYear(flow, parameters) / 365,
      valueUsdPerT: valueUsdPerT(flow, parameters),
      legs: legsOf.get(at) ?? [],
    };
    groups.set(key, [...(groups.get(key) ?? []), member]);
  });
  return [...groups.values()].map((members) => countryResult(all, members));
}

function countryResult(all: Reckoning, members: readonly Member[]): CountryResult {
  const { routed, lanes } = all;
  const { destination: country, commodity } = routed.flows[members[0].flow].flow;
  const sum = { tonnes: 0, delayed: 0, severed: 0, bypassed: 0, lost: 0, costUsd: 0, valueMissingUsd: 0 };
  for (const { tonnesPerDay, valueUsdPerT: value, legs } of members) {
    if (Number.isNaN(tonnesPerDay)) continue;
    sum.tonnes += tonnesPerDay * routed.durationDays;
    for (const { outcome } of legs) {
      const tonnes = tonnesPerDay * outcome.days;
      const rest = tonnes * (outcome.shareHit - outcome.bypassed);
      if (Number.isFinite(outcome.generalisedUsdPerT)) sum.delayed += rest;
      else {
        sum.severed += rest;
        sum.valueMissingUsd += rest * value;
      }
      sum.bypassed += tonnes * outcome.bypassed;
      sum.lost += tonnes * outcome.lostAtOrigin;
      sum.valueMissingUsd += tonnes * outcome.lostAtOrigin * value;
      sum.costUsd += outcome.costUsd;
    }
  }
  const total = lanes.starting.totals.find((row) => row.country === country && row.commodity === commodity);
  const stocks = all.stocks.filter((stock) => stock.country === country && stock.commodity === commodity);
  return {
    country,
    commodity,
    tonnes: sum.tonnes,
    tonnesUnaffected: sum.tonnes - sum.delayed - sum.severed - sum.bypassed - sum.lost,
    tonnesDelayed: sum.delayed,
    tonnesSevered: sum.severed,
    tonnesBypassed: sum.bypassed,
    tonnesLostAtOrigin: sum.lost,
    costUsd: sum.costUsd,
    valueMissingUsd: sum.valueMissingUsd,
    notQuantified: members
      .filter(({ tonnesPerDay }) => Number.isNaN(tonnesPerDay))
      .map(({ flow }) => routed.flows[flow].flow.id),
    hitWithoutAmount: hitWithoutAmount(members),
    stocks: stocks.map((stock) => coverOf(all, members, stock, total)),
  };
}

function hitWithoutAmount(members: readonly Member[]): HitWithoutAmount {
  let [delayed, severed] = [0, 0];
  for (const { tonnesPerDay, legs } of members) {
    const hit = legs.filter(({ outcome }) => outcome.shareHit + outcome.lostAtOrigin > 0);
    if (!Number.isNaN(tonnesPerDay) || hit.length === 0) continue;
    if (hit.some(({ outcome }) => !Number.isFinite(outcome.generalisedUsdPerT) || outcome.lostAtOrigin > 0))
      severed++;
    else delayed++;
  }
  return { delayed, severed };
}

function coverOf(
  { routed, legs, parameters, drawn }: Reckoning,
  members: readonly Member[],
  stock: Stock,
  total: ImportTotal | undefined,
): StockCover {
  const known = members.filter(({ tonnesPerDay }) => !Number.isNaN(tonnesPerDay));
  const inFlows = known.reduce((sum, { tonnesPerDay }) => sum + tonnesPerDay, 0);
  // Flows are a part of all imports: what the total holds beyond them is not hit.
  const perDay = Math.max(inFlows, (total?.tonnes ?? 0) / 365);
  const shortfalls = (p: Parameters, factors: ClosureFactors) =>
    perDay === 0 ? [] : known.flatMap((member) => shortfallsOf(member, legs, routed, perDay, p, factors));
  return stockCover(
    stock,
    shortfalls(parameters, certain),
    drawn.samples.map((sample) => shortfalls(sample.parameters, sample.factors)),
    routed.startUtcMs,
    routed.durationDays,
  );
}

function shortfallsOf(
  { flow, tonnesPerDay, legs: own }: Member,
  legs: LegCosts,
  { flows }: Routed,
  perDay: number,
  p: Parameters,
  factors: ClosureFactors,
): Shortfall[] {
  const { openNm, ship } = flows[flow];
  const weight = tonnesPerDay / perDay;
  // What has passed the gate still comes in; by air that is at once.
  const transitDays = flows[flow].flow.mode === 'air' ? 0 : openNm / (24 * ship.speedKn);
  const out: Shortfall[] = [];
  let isDiverted = false;
  for (const { i } of own) {
    const outcome = legs.outcome(i, p, factors);
    const { leg } = legs.facts[i];
    const fromDay = leg.startDay * factors.duration + transitDays;
    const severed = Number.isFinite(outcome.generalisedUsdPerT) ? 0 : outcome.shareHit - outcome.bypassed;
    const share = weight * (severed + outcome.lostAtOrigin);
    if (share > 0) out.push({ fromDay, toDay: fromDay + outcome.days, share });
    if (severed > 0 || outcome.shareHit === 0 || isDiverted) continue;
    // The first ships that go round arrive later by so many days; after that the stream is as thick as before.
    isDiverted = true;
    const gapDays = Math.min(Math.max(0, outcome.voyage.days), outcome.waitDays, outcome.days);
    out.push({ fromDay, toDay: fromDay + gapDays, share: weight * outcome.shareHit });
  }
  return out;
}

export function countryTotals(results: readonly CountryResult[], drawn: Drawn): CountryTotal[] {
  const countries = [...new Set(results.map(({ country }) => country))];
  return countries.map((country) => {
    const rows = results.filter((row) => row.country === country);
    const sum = (of: (row: CountryResult) => number) => rows.reduce((total, row) => total + of(row), 0);
    return {
      country,
      tonnes: sum((row) => row.tonnes),
      tonnesUnaffected: sum((row) => row.tonnesUnaffected),
      tonnesDelayed: sum((row) => row.tonnesDelayed),
      tonnesSevered: sum((row) => row.tonnesSevered),
      tonnesBypassed: sum((row) => row.tonnesBypassed),
      tonnesLostAtOrigin: sum((row) => row.tonnesLostAtOrigin),
      costUsd: sum((row) => row.costUsd),
      costRangeUsd: drawn.costUsd.get(country) ?? { p5: 0, p50: 0, p95: 0 },
      valueMissingUsd: sum((row) => row.valueMissingUsd),
      hitWithoutAmount: {
        delayed: sum((row) => row.hitWithoutAmount?.delayed ?? 0),
        severed: sum((row) => row.hitWithoutAmount?.severed ?? 0),
      },
    };
  });
}

/** Amounts a year, on the ways of ordinary times. */
export function exposures({ flows }: Routed, lanes: Lanes, p: Parameters): Exposure[] {
  const value = new Map<string, number>();
  const amount = new Map<string, number>();
  const cells = new Map<
    string,
    { country: string; gate: number; tonnes: Map<string, number>; valueUsd: number }
  >();
  const add = (map: Map<string, number>, key: string, x: number) => map.set(key, (map.get(key) ?? 0) + x);
  for (const { flow, openGates } of flows) {
    const tonnes = tonnesPerYear(flow, p);
    if (Number.isNaN(tonnes)) continue;
    const worth = tonnes * valueUsdPerT(flow, p);
    add(value, flow.destination, worth);
    add(amount, `${flow.destination} ${flow.commodity}`, tonnes);
    for (const gate of new Set(openGates)) {
      const key = `${flow.destination} ${gate}`;
      const cell = cells.get(key) ?? { country: flow.destination, gate, tonnes: new Map(), valueUsd: 0 };
      add(cell.tonnes, flow.commodity, tonnes);
      cell.valueUsd += worth;
      cells.set(key, cell);
    }
  }
  return [...cells.values()].map(({ country, gate, tonnes, valueUsd }) => ({
    country,
    gate: lanes.index.gates[gate].id,
    tonnes: [...tonnes.values()].reduce((sum, x) => sum + x, 0),
    valueUsd,
    shareOfValue: valueUsd / Math.max(1e-9, value.get(country) ?? 0),
    commodities: [...tonnes].map(([commodity, x]) => ({
      commodity,
      tonnes: x,
      shareOfCommodity: x / Math.max(1e-9, amount.get(`${country} ${commodity}`) ?? 0),
    })),
  }));
}
