/**
 * What a closure costs, to whom, for how long. Routes are searched once; all the rest is arithmetic, so that ten
 * thousand draws cost little. The formulas and their sources stand in README.md.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../core/errors.ts';
import { shipClass } from './closures.ts';
import type { ShipClass } from './closures.ts';
import type { Flow, Stock } from './flows.ts';
import type { Lanes } from './lanes.ts';
import { unreachable } from './network.ts';
import { parameterTable, parametersWith } from './parameters.ts';
import type { ParameterId, Parameters } from './parameters.ts';
import { drawn, seeded } from './random.ts';
import { Search } from './search.ts';

const share = Type.Number({ minimum: 0, maximum: 1 });
const ClosureSchema = Type.Object(
  {
    gates: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60 }),
    /** Share of traffic that no longer passes, 0 to 1. */
    shareLost: Type.Optional(share),
    from: Type.String({ maxLength: 40 }),
    to: Type.String({ maxLength: 40 }),
    /** Ship classes that are closed out; all when absent. */
    classes: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 20 })),
  },
  { additionalProperties: false },
);
const nullableAmount = Type.Union([Type.Number({ minimum: 0 }), Type.Null()]);
const FlowSchema = Type.Object(
  {
    id: Type.String({ maxLength: 80 }),
    origin: Type.String({ pattern: '^[A-Z]{2}$' }),
    originPort: Type.String({ maxLength: 80 }),
    destination: Type.String({ pattern: '^[A-Z]{2}$' }),
    destinationPort: Type.String({ maxLength: 80 }),
    commodity: Type.String({ maxLength: 80 }),
    class: Type.String({ maxLength: 40 }),
    mode: Type.Union([Type.Literal('sea'), Type.Literal('air')]),
    via: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 10 })),
    tonnes: nullableAmount,
    valueUsd: nullableAmount,
    year: Type.Integer({ minimum: 1900, maximum: 2200 }),
    source: Type.String({ maxLength: 500 }),
  },
  { additionalProperties: false },
);

export const ScenarioSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200 })),
    closures: Type.Array(ClosureSchema, { maxItems: 50 }),
    /** Parameters that differ from the table of parameters.ts. */
    parameters: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Number())),
    /** Ranges of factors on the closures themselves; [1, 1] is certain. */
    uncertainty: Type.Optional(
      Type.Object(
        {
          shareLost: Type.Optional(Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 })])),
          duration: Type.Optional(Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 })])),
          /** False: all parameters are certain. */
          parameters: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
    /** Instead of the starting table. */
    flows: Type.Optional(Type.Array(FlowSchema, { maxItems: 20_000 })),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    draws: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000 })),
  },
  { additionalProperties: false },
);
export type Scenario = Static<typeof ScenarioSchema>;
const validator = Compile(ScenarioSchema);

export interface Range {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

export interface FlowResult {
  readonly flow: string;
  readonly status: 'unaffected' | 'delayed' | 'severed' | 'no-route' | 'by-air';
  /** Null where there is no way. */
  readonly openNm: number | null;
  readonly closedNm: number | null;
  readonly openPassages: readonly string[];
  readonly closedPassages: readonly string[];
  /** Share of the flow that meets the closure, and what becomes of that share; the four add up to it. */
  readonly shareHit: number;
  readonly diverted: number;
  readonly waiting: number;
  readonly cancelled: number;
  readonly bypassed: number;
  readonly extraDays: number | null;
  /** Of a voyage that is diverted, US dollars; parts as named. */
  readonly voyage: VoyageCost | null;
  readonly costUsd: number | null;
  readonly tonnesDelayed: number | null;
  readonly tonnesSevered: number | null;
}

export interface VoyageCost {
  readonly charterUsd: number;
  readonly fuelUsd: number;
  readonly fuelT: number;
  readonly co2T: number;
  readonly etsUsd: number;
  readonly tollSavedUsd: number;
  readonly cargoUsd: number;
  readonly totalUsd: number;
}

export interface CountryResult {
  readonly country: string;
  readonly commodity: string;
  readonly tonnes: number;
  readonly tonnesUnaffected: number;
  readonly tonnesDelayed: number;
  readonly tonnesSevered: number;
  readonly costUsd: number;
  readonly notQuantified: readonly string[];
  readonly stocks: readonly StockCover[];
}

export interface StockCover {
  readonly stock: Stock;
  /** Share of imports that no longer arrives; 0: the stock is not drawn down. */
  readonly shortfallShare: number;
  /** Days after the start until less arrives: what is at sea still comes in. */
  readonly firstShortfallDay: number;
  /** Days after the start until the stock is used up if nothing changes; null: it is not. */
  readonly emptyDay: number | null;
  /** Days of use left, every ten days of the closure. */
  readonly curve: readonly { readonly date: string; readonly days: number }[];
}

export interface ScenarioResult {
  readonly name: string;
  readonly durationDays: number;
  readonly flows: readonly FlowResult[];
  readonly countries: readonly CountryResult[];
  /** Extra cost of carrying, over the whole closure, at resource prices. */
  readonly resourceCostUsd: number;
  /** Container freight over what it was; null where no share of the fleet is known. A market rate, not a cost. */
  readonly freightRatio: number | null;
  readonly monteCarlo: {
    readonly seed: number;
    readonly draws: number;
    readonly resourceCostUsd: Range;
    readonly freightRatio: Range | null;
    /** Share of the variance of the resource cost that goes with each input (squared correlation, normalised). */
    readonly contributions: readonly { readonly input: string; readonly share: number }[];
  };
}

interface Prepared {
  readonly flow: Flow;
  readonly ship: ShipClass;
  readonly status: FlowResult['status'];
  readonly openNm: number;
  readonly closedNm: number;
  readonly openPassages: readonly string[];
  readonly closedPassages: readonly string[];
  /** Share of the flow that meets a closure, before factors. */
  readonly shareHit: number;
  readonly durationDays: number;
  readonly byHormuz: boolean;
  readonly usesPanama: boolean;
  /** The best way without Panama, for what Panama cannot take. */
  readonly otherNm: number;
  readonly otherPassages: readonly string[];
}

const dayMs = 86_400_000;
const fewFlows = 200;

/** @throws `lanes.invalid-scenario`, `lanes.unknown-gate`, `lanes.unknown-class`, `lanes.unknown-port` */
export function parseScenario(value: unknown): Scenario {
  if (!validator.Check(value)) {
    const [first] = validator.Errors(value);
    throw new CommonwatchError('lanes.invalid-scenario', first?.message, { path: first?.instancePath });
  }
  const scenario = value as Scenario;
  scenario.closures.forEach(({ from, to }, i) => {
    const [a, b] = [Date.parse(from), Date.parse(to)];
    if (!Number.isFinite(a) || !Number.isFinite(b) || b <= a)
      throw new CommonwatchError('lanes.invalid-scenario', `${from} to ${to}`, { path: `/closures/${i}` });
  });
  for (const [key, range] of Object.entries(scenario.uncertainty ?? {}))
    if (Array.isArray(range) && !(range[0] <= 1 && range[1] >= 1))
      throw new CommonwatchError('lanes.invalid-scenario', range, { path: `/uncertainty/${key}` });
  return scenario;
}

/** Computes a scenario on the lanes: routes, costs, draws, countries. */
export function runScenario(lanes: Lanes, scenario: Scenario): ScenarioResult {
  const parameters = parametersWith(scenario.parameters);
  const flows = scenario.flows ?? lanes.starting.flows;
  const prepared = prepare(lanes, scenario, flows);
  const point = evaluate(prepared, parameters, 1, 1);
  const start = Math.min(...scenario.closures.map(({ from }) => Date.parse(from)));
  const end = Math.max(...scenario.closures.map(({ to }) => Date.parse(to)));
  const durationDays = scenario.closures.length === 0 ? 0 : (end - start) / dayMs;
  return {
    name: scenario.name ?? '',
    durationDays,
    flows: prepared.map((p, i) => flowResult(p, point, i)),
    countries: byCountry(lanes, prepared, point, start, durationDays),
    resourceCostUsd: point.totalUsd,
    freightRatio: point.freightRatio,
    monteCarlo: draw(prepared, scenario, parameters),
  };
}

function prepare(lanes: Lanes, scenario: Scenario, flows: readonly Flow[]): Prepared[] {
  const { index, network, router } = lanes;
  const search = new Search(network);
  const cache = new Map<string, { distance: Int32Array; before: Int32Array }>();
  const panama = index.at('panama');
  // A few flows stop their search at the end of each; many share whole trees of their origins.
  const wholeTrees = flows.length > fewFlows;
  const tree = (port: number, end: number, closed: Uint8Array) => {
    const key = `${port}:${wholeTrees ? '' : end}:${closed.join('')}`;
    let found = cache.get(key);
    if (found === undefined) {
      search.run([network.firstPort + port, 0], closed, wholeTrees ? {} : { finish: new Map([[end, 0]]), to: search.towards(network.lonDeg[end], network.latDeg[end], 0) });
      found = { distance: search.distance.slice(), before: search.before.slice() };
      cache.set(key, found);
    }
    return found;
  };
  const way = (from: number, to: number, closed: Uint8Array) => {
    const end = network.firstPort + to;
    const { distance, before } = tree(from, end, closed);
    if (distance[end] >= unreachable) return { nm: Number.POSITIVE_INFINITY, gates: [] as number[] };
    const gates: number[] = [];
    for (let node = end; before[node] >= 0; node = before[node]) {
      const [a, b] = [node - network.firstSide, before[node] - network.firstSide];
      if (a >= 0 && b >= 0 && a >> 1 === b >> 1 && a !== b) gates.push(network.gateOfPortal[a >> 1]);
    }
    return { nm: distance[end] / 1000, gates: gates.reverse() };
  };
  const declared = ({ via }: Flow, from: number, to: number, closed: Uint8Array) => {
    const route = router.routeUnder({ from: { port: from }, to: { port: to }, via }, closed);
    if (route.severed) return { nm: Number.POSITIVE_INFINITY, gates: [] as number[] };
    return { nm: route.distanceNm, gates: route.passages.map(({ gate }) => index.at(gate)) };
  };
  const closures = scenario.closures.map((closure) => ({
    gates: closure.gates.map((id) => index.at(id)),
    shareLost: closure.shareLost ?? 1,
    days: (Date.parse(closure.to) - Date.parse(closure.from)) / dayMs,
    classes: closure.classes?.map((id) => shipClass(id).id),
  }));
  return flows.map((flow) => {
    const ship = shipClass(flow.class);
    const [from, to] = [lanes.portAt(flow.originPort), lanes.portAt(flow.destinationPort)];
    const limits = router.closedFor({ from: { port: from }, to: { port: to }, shipClass: flow.class });
    const open = flow.via === undefined ? way(from, to, limits) : declared(flow, from, to, limits);
    const mine = closures.filter(
      ({ classes, shareLost }) => shareLost > 0 && (classes === undefined || classes.includes(ship.id)),
    );
    const closed = limits.slice();
    for (const { gates } of mine) for (const gate of gates) closed[gate] = 1;
    const hitting = mine.filter(({ gates }) => gates.some((gate) => open.gates.includes(gate)));
    // A way that its source names may be longer than the shortest; what is left is never counted as shorter.
    const left = hitting.length === 0 ? open : way(from, to, closed);
    const after = left.nm < open.nm ? { ...left, nm: open.nm } : left;
    const usesPanama = after.gates.includes(panama) && !open.gates.includes(panama);
    const withoutPanama = closed.slice();
    withoutPanama[panama] = 1;
    const other = usesPanama ? way(from, to, withoutPanama) : after;
    const names = (gates: readonly number[]) => gates.map((gate) => index.gates[gate].id);
    return {
      flow,
      ship,
      status:
        flow.mode === 'air'
          ? 'by-air'
          : !Number.isFinite(open.nm)
            ? 'no-route'
            : hitting.length === 0
              ? 'unaffected'
              : Number.isFinite(after.nm)
                ? 'delayed'
                : 'severed',
      openNm: open.nm,
      closedNm: after.nm,
      openPassages: names(open.gates),
      closedPassages: names(after.gates),
      shareHit:
        flow.mode === 'air' ? 0 : 1 - hitting.reduce((left, { shareLost }) => left * (1 - shareLost), 1),
      durationDays: Math.max(0, ...hitting.map(({ days }) => days)),
      byHormuz: hitting.some(({ gates }) => gates.includes(index.at('hormuz'))),
      usesPanama,
      otherNm: other.nm,
      otherPassages: names(other.gates),
    } satisfies Prepared;
  });
}

interface Evaluated {
  readonly shareHit: number;
  readonly diverted: number;
  readonly waiting: number;
  readonly cancelled: number;
  readonly bypassed: number;
  /** Share of the diverted that Panama takes. */
  readonly byPanama: number;
  readonly extraDays: number;
  readonly voyage: VoyageCost;
  /** Over the closure; NaN where the flow has no amount. */
  readonly costUsd: number;
}

interface Evaluation {
  readonly flows: readonly Evaluated[];
  readonly totalUsd: number;
  readonly freightRatio: number | null;
}

function valueUsdPerT({ commodity, tonnes, valueUsd }: Flow, p: Parameters): number {
  if (tonnes !== null && tonnes > 0 && valueUsd !== null) return valueUsd / tonnes;
  if (commodity === 'crude') return p.crudeUsdPerBbl * p.bblPerT;
  return commodity === 'lng' ? p.lngUsdPerT : p.containerUsdPerT;
}

function tonnesAYear(flow: Flow, p: Parameters): number {
  if (flow.tonnes !== null) return flow.tonnes;
  return flow.valueUsd === null ? Number.NaN : flow.valueUsd / valueUsdPerT(flow, p);
}

/** What a diverted voyage costs more than the usual one. */
export function extraVoyage(
  ship: ShipClass,
  valueUsdAT: number,
  openNm: number,
  closedNm: number,
  savesSuez: boolean,
  takesPanama: boolean,
  p: Parameters,
): VoyageCost & { days: number } {
  const speedKn = ship.speedKn * p.speedFactor;
  const daysOpen = openNm / (24 * ship.speedKn);
  const days = closedNm / (24 * speedKn) - daysOpen;
  // Fuel a day goes with a power of the speed (Notteboom and Cariou 2009); the usual voyage runs at service speed.
  const fuelT = ship.fuelTPerDay * (p.speedFactor ** p.fuelExponent * (daysOpen + days) - daysOpen);
  const charterUsd = Math.max(0, days) * ship.charterUsdPerDay * p.charterFactor;
  const fuelUsd = fuelT * p.bunkerUsdPerT;
  const co2T = fuelT * p.co2TPerTFuel;
  const etsUsd = savesSuez ? co2T * p.etsUsdPerTCo2 * p.etsShare : 0;
  const tollSavedUsd =
    (savesSuez ? ship.canalTollUsd.suez : 0) - (takesPanama ? ship.canalTollUsd.panama : 0);
  const cargoUsd = (Math.max(0, days) * ship.cargoT * valueUsdAT * p.capitalRatePerYear) / 365;
  return {
    charterUsd,
    fuelUsd,
    fuelT,
    co2T,
    etsUsd,
    tollSavedUsd,
    cargoUsd,
    days,
    totalUsd: charterUsd + fuelUsd + etsUsd - tollSavedUsd + cargoUsd,
  };
}

function evaluate(
  prepared: readonly Prepared[],
  p: Parameters,
  lossFactor: number,
  durationFactor: number,
): Evaluation {
  // Panama takes what slots are left; the ships of the closed Suez route that would be shorter that way compete for them.
  const spare = Math.max(0, p.panamaSlotsPerDay - p.panamaUsedPerDay);
  const wanted = p.suezTransitsPerDay * p.panamaShareOfSuezTraffic;
  const panamaShare = Math.min(1, spare / Math.max(1e-9, wanted));
  let totalUsd = 0;
  let fleet = 0;
  let weight = 0;
  const flows = prepared.map((flow) => {
    const result = evaluateFlow(flow, p, lossFactor, durationFactor, panamaShare);
    if (Number.isFinite(result.costUsd)) totalUsd += result.costUsd;
    if (flow.ship.id.startsWith('container') && flow.status === 'delayed' && usesSuez(flow)) {
      const seaDays = (2 * flow.openNm) / (24 * flow.ship.speedKn);
      fleet += (result.shareHit * 2 * result.extraDays) / (seaDays + p.portDaysRoundTrip);
      weight++;
    }
    return result;
  });
  // Only of the Suez route is it known what share of the container fleet it employs.
  const absorbed = weight === 0 ? 0 : (fleet / weight) * p.containerFleetShareSuez;
  const freightRatio =
    weight === 0 ? null : Math.max(1, (1 + absorbed) / (1 + p.fleetSpare)) ** p.freightElasticity;
  return { flows, totalUsd, freightRatio };
}

function usesSuez({ openPassages }: Prepared): boolean {
  return openPassages.includes('suez') || openPassages.includes('bab-el-mandeb');
}

function evaluateFlow(
  flow: Prepared,
  p: Parameters,
  lossFactor: number,
  durationFactor: number,
  panamaShare: number,
): Evaluated {
  const { ship } = flow;
  const value = valueUsdPerT(flow.flow, p);
  const shareHit = Math.min(1, flow.shareHit * lossFactor);
  const durationDays = flow.durationDays * durationFactor;
  const byPanama = flow.usesPanama ? panamaShare : 0;
  const closedNm = flow.usesPanama ? byPanama * flow.closedNm + (1 - byPanama) * flow.otherNm : flow.closedNm;
  const finite = Number.isFinite(closedNm) && Number.isFinite(flow.openNm);
  const savesSuez = flow.openPassages.includes('suez') && !flow.closedPassages.includes('suez');
  const voyage = extraVoyage(
    ship,
    value,
    flow.openNm,
    finite ? closedNm : flow.openNm,
    savesSuez,
    byPanama > 0.5,
    p,
  );
  // Who arrives t after the start waits T − t and then his place in the queue, which drains at `queueDrainFactor`: on average T/2 (1 + 1/q).
  const waitDays = (durationDays / 2) * (1 + 1 / p.queueDrainFactor);
  const divertUsd = finite ? voyage.totalUsd / ship.cargoT : Number.POSITIVE_INFINITY;
  const waitUsd =
    waitDays *
    ((ship.charterUsdPerDay * p.charterFactor) / ship.cargoT + (value * p.capitalRatePerYear) / 365);
  const cancelUsd = value * p.cancelLossShare;
  const bypassed =
    flow.byHormuz && flow.flow.commodity === 'crude' && !finite
      ? Math.min(1, p.hormuzBypassMbd / p.hormuzFlowMbd)
      : 0;
  // The lowest generalised cost is what the flow pays: it never falls when more is closed. The shares spread around it.
  const best = Math.min(divertUsd, waitUsd, cancelUsd);
  const weigh = (usd: number) => (Number.isFinite(usd) ? Math.exp(-(usd - best) / p.choiceSpreadUsdPerT) : 0);
  const [d, w, c] = [weigh(divertUsd), weigh(waitUsd), weigh(cancelUsd)];
  const rest = (shareHit * (1 - bypassed)) / (d + w + c);
  const tonnes = (tonnesAYear(flow.flow, p) * durationDays) / 365;
  // Ships that still go through a place at risk pay for it.
  const riskUsd =
    shareHit > 0 && shareHit < 1 ? ((1 - shareHit) * p.warRiskShare * ship.hullUsd) / ship.cargoT : 0;
  const { days, ...parts } = voyage;
  return {
    shareHit,
    diverted: rest * d,
    waiting: rest * w,
    cancelled: rest * c,
    bypassed: shareHit * bypassed,
    byPanama,
    extraDays: finite ? days : Number.POSITIVE_INFINITY,
    voyage: parts,
    costUsd:
      shareHit === 0
        ? Number.isNaN(tonnes)
          ? Number.NaN
          : 0
        : tonnes * (shareHit * (1 - bypassed) * best + riskUsd),
  };
}

function flowResult(flow: Prepared, { flows }: Evaluation, i: number): FlowResult {
  const result = flows[i];
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  const hit = flow.status === 'delayed' || flow.status === 'severed';
  const tonnes = flow.flow.tonnes === null ? null : (flow.flow.tonnes * flow.durationDays) / 365;
  const mostlyOther = flow.usesPanama && result.byPanama < 0.5;
  return {
    flow: flow.flow.id,
    status: flow.status,
    openNm: finite(flow.openNm),
    closedNm: finite(mostlyOther ? flow.otherNm : flow.closedNm),
    openPassages: flow.openPassages,
    closedPassages: mostlyOther ? flow.otherPassages : flow.closedPassages,
    shareHit: result.shareHit,
    diverted: result.diverted,
    waiting: result.waiting,
    cancelled: result.cancelled,
    bypassed: result.bypassed,
    extraDays: hit ? finite(result.extraDays) : 0,
    voyage: hit && flow.status === 'delayed' ? result.voyage : null,
    costUsd: finite(result.costUsd),
    tonnesDelayed: tonnes === null ? null : tonnes * (flow.status === 'delayed' ? result.shareHit : 0),
    tonnesSevered:
      tonnes === null ? null : tonnes * (flow.status === 'severed' ? result.shareHit - result.bypassed : 0),
  };
}

function byCountry(
  lanes: Lanes,
  prepared: readonly Prepared[],
  { flows }: Evaluation,
  startUtcMs: number,
  durationDays: number,
): CountryResult[] {
  const groups = new Map<string, number[]>();
  prepared.forEach(({ flow }, i) => {
    const key = `${flow.destination} ${flow.commodity}`;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()].map((members) => {
    const { destination: country, commodity } = prepared[members[0]].flow;
    let [tonnes, delayed, severed, costUsd, transitDays, lateDays] = [
      0,
      0,
      0,
      0,
      Number.POSITIVE_INFINITY,
      0,
    ];
    const notQuantified: string[] = [];
    for (const i of members) {
      const { flow, status, durationDays: days, openNm, ship } = prepared[i];
      if (Number.isFinite(flows[i].costUsd)) costUsd += flows[i].costUsd;
      if (flow.tonnes === null) {
        notQuantified.push(flow.id);
        continue;
      }
      const inTime = (flow.tonnes * durationDays) / 365;
      tonnes += inTime;
      const hit = (flow.tonnes * days * flows[i].shareHit) / 365;
      if (status === 'delayed') {
        delayed += hit;
        lateDays += flow.tonnes * flows[i].shareHit * flows[i].extraDays;
      }
      if (status !== 'severed') continue;
      severed += hit * (1 - flows[i].bypassed / Math.max(1e-12, flows[i].shareHit));
      transitDays = Math.min(transitDays, openNm / (24 * ship.speedKn));
    }
    const total = lanes.starting.totals.find(
      (row) => row.country === country && row.commodity === commodity,
    )?.tonnes;
    const perYear = total ?? (durationDays === 0 ? 0 : (tonnes * 365) / durationDays);
    const shortfallShare = perYear === 0 || durationDays === 0 ? 0 : (severed * 365) / durationDays / perYear;
    const gapDays = perYear === 0 ? 0 : lateDays / perYear;
    return {
      country,
      commodity,
      tonnes,
      tonnesUnaffected: tonnes - delayed - severed,
      tonnesDelayed: delayed,
      tonnesSevered: severed,
      costUsd,
      notQuantified,
      stocks: lanes.starting.stocks
        .filter((stock) => stock.country === country && stock.commodity === commodity)
        .map((stock) =>
          cover(
            stock,
            shortfallShare,
            Number.isFinite(transitDays) ? transitDays : 0,
            gapDays,
            startUtcMs,
            durationDays,
          ),
        ),
    };
  });
}

/** A severance costs a share of every day, once what is at sea has come in; a diversion costs its gap once. */
function cover(
  stock: Stock,
  shortfallShare: number,
  transitDays: number,
  gapDays: number,
  startUtcMs: number,
  durationDays: number,
): StockCover {
  const left = (day: number) =>
    Math.max(0, stock.days - Math.min(gapDays, day) - Math.max(0, day - transitDays) * shortfallShare);
  const curve = [];
  // Without a closure there is no date to begin at.
  for (let day = 0; durationDays > 0 && day <= durationDays + 9; day += 10) {
    const at = Math.min(day, durationDays);
    curve.push({
      date: new Date(startUtcMs + at * dayMs).toISOString().slice(0, 10),
      days: Math.round(left(at) * 10) / 10,
    });
  }
  const emptyDay =
    shortfallShare > 0 ? transitDays + Math.max(0, stock.days - gapDays) / shortfallShare : null;
  return { stock, shortfallShare, firstShortfallDay: transitDays, emptyDay, curve };
}

/** Factors on the closures that are drawn, where the scenario says nothing. */
const usualShareLost: readonly [number, number] = [0.85, 1];
const usualDuration: readonly [number, number] = [0.7, 1.6];

function draw(
  prepared: readonly Prepared[],
  scenario: Scenario,
  central: Parameters,
): ScenarioResult['monteCarlo'] {
  const { seed = 1, draws = 10_000, uncertainty = {} } = scenario;
  const random = seeded(seed);
  const changed = new Set(Object.keys(scenario.parameters ?? {}));
  // What a scenario sets itself is certain: it was somebody's decision.
  const free = parameterTable.filter(
    ({ id, low, high }) => low < high && !changed.has(id) && uncertainty.parameters !== false,
  );
  const [lossLow, lossHigh] = uncertainty.shareLost ?? usualShareLost;
  const [timeLow, timeHigh] = uncertainty.duration ?? usualDuration;
  const inputs = ['shareLost', 'duration', ...free.map(({ id }) => id)];
  const values = inputs.map(() => new Float64Array(draws));
  const costs = new Float64Array(draws);
  const freights = new Float64Array(draws);
  const hit = prepared.filter(({ status }) => status === 'delayed' || status === 'severed');
  const p = { ...central } as Record<ParameterId, number>;
  for (let n = 0; n < draws; n++) {
    values[0][n] = drawn(random(), lossLow, 1, lossHigh);
    values[1][n] = drawn(random(), timeLow, 1, timeHigh);
    free.forEach(({ id, low, value, high }, i) => {
      p[id] = values[i + 2][n] = drawn(random(), low, value, high);
    });
    const result = evaluate(hit, p, values[0][n], values[1][n]);
    costs[n] = result.totalUsd;
    freights[n] = result.freightRatio ?? Number.NaN;
  }
  const squared = inputs.map((input, i) => ({ input, r2: correlation(values[i], costs) ** 2 }));
  const sum = squared.reduce((total, { r2 }) => total + r2, 0);
  return {
    seed,
    draws,
    resourceCostUsd: range(costs),
    freightRatio: Number.isNaN(freights[0]) ? null : range(freights),
    contributions: squared
      .map(({ input, r2 }) => ({ input, share: sum === 0 ? 0 : r2 / sum }))
      .filter(({ share: part }) => part > 0.001)
      .sort((a, b) => b.share - a.share),
  };
}

function range(values: Float64Array): Range {
  const sorted = values.slice().sort();
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.round(q * (sorted.length - 1)))];
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
}

function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; i++) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
