/**
 * What a leg costs under given numbers: the lowest of going round, waiting and doing without, and what a pipeline takes
 * off. One function for the point estimate and for ten thousand draws, over typed arrays.
 */
import type { GateIndex } from './closures.ts';
import type { Flow } from './flows.ts';
import type { ParameterId, Parameters } from './parameters.ts';
import type { Leg, RoutedFlow } from './routing.ts';
import { extraVoyage } from './voyage.ts';
import type { VoyageCost } from './voyage.ts';

/** Where a flow has tonnes and no value, its commodity has a price. */
const priceOf: Readonly<Record<string, ParameterId>> = {
  crude: 'crudeUsdPerBbl',
  'oil products': 'productsUsdPerT',
  lng: 'lngUsdPerT',
  coal: 'coalUsdPerT',
  grain: 'grainUsdPerT',
  fertiliser: 'fertiliserUsdPerT',
  'iron ore': 'oreUsdPerT',
  'rare earths': 'rareEarthUsdPerT',
  semiconductors: 'chipUsdPerT',
};

export function valueUsdPerT({ commodity, tonnes, valueUsd }: Flow, p: Parameters): number {
  if (tonnes !== null && tonnes > 0 && valueUsd !== null) return valueUsd / tonnes;
  const price = priceOf[commodity];
  if (price === undefined) return p.containerUsdPerT;
  return price === 'crudeUsdPerBbl' ? p.crudeUsdPerBbl * p.bblPerT : p[price];
}

/** NaN where the source gives neither tonnes nor a value. */
export function tonnesPerYear(flow: Flow, p: Parameters): number {
  if (flow.tonnes !== null) return flow.tonnes;
  return flow.valueUsd === null ? Number.NaN : flow.valueUsd / valueUsdPerT(flow, p);
}

/** A pipeline or a road round a closed gate: what it takes of the flows through it, and what it costs. */
interface Substitute {
  readonly gate: string;
  readonly commodity: string;
  readonly capacityMbd: ParameterId;
  readonly usualMbd: ParameterId;
}
export const substitutes: readonly Substitute[] = [
  { gate: 'hormuz', commodity: 'crude', capacityMbd: 'hormuzBypassMbd', usualMbd: 'hormuzFlowMbd' },
  { gate: 'suez', commodity: 'crude', capacityMbd: 'sumedSpareMbd', usualMbd: 'suezOilMbd' },
];

/** Draws change these factors on the closures themselves. */
export interface ClosureFactors {
  readonly shareLost: number;
  readonly duration: number;
}
export const certain: ClosureFactors = { shareLost: 1, duration: 1 };

/** What becomes of one leg; shares of the whole flow. */
export interface LegOutcome {
  readonly shareHit: number;
  readonly lostAtOrigin: number;
  readonly diverted: number;
  readonly waiting: number;
  readonly cancelled: number;
  readonly bypassed: number;
  readonly byPanama: number;
  /** US dollars a tonne of what is hit; infinite where no way is left. */
  readonly generalisedUsdPerT: number;
  readonly voyage: VoyageCost;
  readonly waitDays: number;
  readonly tonnesPerDay: number;
  readonly days: number;
  /** Over the leg; NaN where the flow has no amount. */
  readonly costUsd: number;
}

interface LegFacts {
  readonly leg: Leg;
  readonly routed: RoutedFlow;
  readonly savesSuez: boolean;
  readonly substitute: Substitute | undefined;
}

/** The legs of all flows that are hit, ready to be priced again and again. */
export class LegCosts {
  readonly facts: readonly LegFacts[];

  constructor(flows: readonly RoutedFlow[], index: GateIndex) {
    const suez = index.at('suez');
    this.facts = flows.flatMap((routed) =>
      routed.legs.map((leg) => ({
        leg,
        routed,
        savesSuez: routed.openGates.includes(suez) && !leg.closedGates.includes(suez),
        substitute: substitutes.find(
          ({ gate, commodity }) =>
            routed.flow.commodity === commodity &&
            leg.shareHit > 0 &&
            routed.openGates.includes(index.at(gate)) &&
            !leg.closedGates.includes(index.at(gate)),
        ),
      })),
    );
  }

  /** Cost of leg i in US dollars over its days. */
  costUsd(i: number, p: Parameters, factors: ClosureFactors, panamaShare: number): number {
    return this.#priced(i, p, factors, panamaShare).costUsd;
  }

  outcome(i: number, p: Parameters, factors: ClosureFactors): LegOutcome {
    const { leg, routed } = this.facts[i];
    const priced = this.#priced(i, p, factors, panamaShareOf(p));
    const { divertUsd, waitUsd, cancelUsd, bestUsd, shareHit, bypassed } = priced;
    // The flow pays the lowest, so that more closures never cost less; its shares spread around it (softmax).
    const weigh = (usd: number) =>
      Number.isFinite(usd) ? Math.exp((bestUsd - usd) / p.choiceSpreadUsdPerT) : 0;
    const [d, w, c] = [weigh(divertUsd), weigh(waitUsd), weigh(cancelUsd)];
    const rest = (shareHit - bypassed) / (d + w + c);
    return {
      shareHit,
      lostAtOrigin: leg.shareLostAtOrigin,
      diverted: rest * d,
      waiting: rest * w,
      cancelled: rest * c,
      bypassed,
      byPanama: priced.byPanama,
      generalisedUsdPerT: Number.isFinite(divertUsd) ? bestUsd : Number.POSITIVE_INFINITY,
      voyage: priced.voyage,
      waitDays: priced.waitDays,
      tonnesPerDay: tonnesPerYear(routed.flow, p) / 365,
      days: leg.days * factors.duration,
      costUsd: priced.costUsd,
    };
  }

  #priced(i: number, p: Parameters, factors: ClosureFactors, panamaShare: number) {
    const { leg, routed, savesSuez, substitute } = this.facts[i];
    const { ship, flow, openNm } = routed;
    const value = valueUsdPerT(flow, p);
    const made = 1 - leg.shareLostAtOrigin;
    const shareHit = Math.min(1, leg.shareHit * factors.shareLost) * made;
    const byPanama = leg.usesPanama ? panamaShare : 0;
    const closedNm = leg.usesPanama ? byPanama * leg.closedNm + (1 - byPanama) * leg.otherNm : leg.closedNm;
    const finite = Number.isFinite(closedNm);
    const change = {
      openNm,
      closedNm: finite ? closedNm : openNm,
      valueUsdPerT: value,
      savesSuez,
      takesPanama: byPanama > 0.5,
    };
    const voyage = extraVoyage(ship, change, p);
    // Who comes t after the leg's start waits for what is left of the closure and then in the queue, which drains at μ = q λ.
    const rest = Math.max(leg.closureDays - leg.days / 2, 0) * factors.duration;
    const waitDays = rest + (leg.days * factors.duration) / (2 * p.queueDrainFactor);
    const divertUsd = finite ? Math.max(0, voyage.totalUsd) / ship.cargoT : Number.POSITIVE_INFINITY;
    const waitUsd =
      waitDays *
      ((ship.charterUsdPerDay * p.charterFactor) / ship.cargoT + (value * p.capitalRatePerYear) / 365);
    const cancelUsd = value * p.cancelLossShare;
    const bestUsd = Math.min(divertUsd, waitUsd, cancelUsd);
    const takes =
      substitute !== undefined && p.pipelineUsdPerT < bestUsd
        ? Math.min(1, p[substitute.capacityMbd] / Math.max(1e-9, p[substitute.usualMbd]))
        : 0;
    const bypassed = shareHit * takes;
    // Ships that still go through a place at risk pay for it.
    const atRisk = shareHit > 0 && shareHit < made ? made - shareHit : 0;
    const riskUsd = (atRisk * p.warRiskShare * ship.hullUsd) / ship.cargoT;
    const perTonne =
      (shareHit - bypassed) * bestUsd +
      bypassed * p.pipelineUsdPerT +
      riskUsd +
      leg.shareLostAtOrigin * cancelUsd;
    const tonnes = (tonnesPerYear(flow, p) / 365) * leg.days * factors.duration;
    // What nothing hits costs nothing, even where the amount is not known.
    const costUsd = perTonne === 0 ? 0 : tonnes * perTonne;
    return {
      shareHit,
      bypassed,
      byPanama,
      voyage,
      waitDays,
      divertUsd,
      waitUsd,
      cancelUsd,
      bestUsd,
      costUsd,
    };
  }
}

/**
 * Share of the ships that would rather take Panama that it can take: its free slots over those who want them, the ships
 * of Suez for which it is the shorter way.
 */
export function panamaShareOf(p: Parameters): number {
  const spare = Math.max(0, p.panamaSlotsPerDay - p.panamaUsedPerDay);
  const wanted = p.suezTransitsPerDay * p.panamaShareOfSuezTraffic;
  return Math.min(1, spare / Math.max(1e-9, wanted));
}

/** Container freight over what it was, where the Suez route's share of the fleet is known; a market rate, not a cost. */
export function freightRatio(
  legs: LegCosts,
  gates: GateIndex,
  p: Parameters,
  factors: ClosureFactors,
): number | null {
  const [suez, bab] = [gates.at('suez'), gates.at('bab-el-mandeb')];
  let [absorbed, weight] = [0, 0];
  for (const { leg, routed } of legs.facts) {
    const { ship, openGates, openNm } = routed;
    if (!ship.id.startsWith('container') || leg.shareHit === 0 || !Number.isFinite(leg.closedNm)) continue;
    if (!openGates.includes(suez) && !openGates.includes(bab)) continue;
    const extraDays = leg.closedNm / (24 * ship.speedKn * p.speedFactor) - openNm / (24 * ship.speedKn);
    const roundTrip = (2 * openNm) / (24 * ship.speedKn) + p.portDaysRoundTrip;
    absorbed += (Math.min(1, leg.shareHit * factors.shareLost) * 2 * extraDays * leg.days) / roundTrip;
    weight += leg.days;
  }
  if (weight === 0) return null;
  const fleet = (absorbed / weight) * p.containerFleetShareSuez;
  return Math.max(1, (1 + fleet) / (1 + p.fleetSpare)) ** p.freightElasticity;
}
