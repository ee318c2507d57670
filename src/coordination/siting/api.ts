/** What a screen is told of a plan of where to put things. */
import type { DockQueue } from './docks.ts';

export type { Choke, DockQueue } from './docks.ts';

/** Part of a customer's demand, served from a site. */
export interface Assignment {
  readonly customer: string;
  readonly site: string;
  /** In the unit of weights or demands. */
  readonly amount: number;
  readonly cost: number;
}

/** The same problem with sites down or roads closed. */
export interface WhatIfAnswer {
  readonly name: string;
  readonly status: 'optimal' | 'feasible' | 'infeasible';
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly open: readonly string[];
  readonly unserved: readonly string[];
}

export interface LocationAnswer {
  readonly problem: 'p-median' | 'maximal-covering' | 'capacitated';
  readonly name: string;
  /** `optimal` is proved; `feasible` is the best found, at most `gap` from the best there is. */
  readonly status: 'optimal' | 'feasible';
  readonly provedBy: 'lagrangian' | 'mip' | 'enumeration';
  /** Cost, or the covered weight of `maximal-covering`. */
  readonly objective: number;
  /** No solution is better than this. */
  readonly bound: number;
  /** |objective − bound| as a share of the larger. */
  readonly gap: number;
  readonly sense: 'minimise' | 'maximise';
  readonly open: readonly string[];
  readonly assignments: readonly Assignment[];
  /** Customers whom no open site reaches (roads cut, beyond the radius). */
  readonly unserved: readonly string[];
  /** Cost of a unit of weight: mean kilometres, when costs are distances. */
  readonly meanCost?: number;
  readonly coveredShare?: number;
  readonly loads?: readonly { readonly site: string; readonly load: number; readonly capacity: number }[];
  readonly whatIf?: readonly WhatIfAnswer[];
  readonly seed: number;
  /** Elementary steps of the search, the same on every machine. */
  readonly work: number;
}

/** An assumption as a key of the words and what fills its gaps. */
export interface Assumption {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Movement {
  /** Day of departure, from 0. */
  readonly day: number;
  readonly arrivesOnDay: number;
  readonly from: string;
  readonly to: string;
  readonly pallets: number;
  readonly trucks: number;
}

export interface Shortage {
  readonly destination: string;
  readonly day: number;
  readonly pallets: number;
}

export interface HubDay {
  readonly hub: string;
  readonly day: number;
  readonly inPallets: number;
  readonly outPallets: number;
  readonly heldPallets: number;
  readonly limitPallets: number | null;
  /** It took in all that it can. */
  readonly isFull: boolean;
}

export interface TransportAnswer {
  readonly problem: 'transport';
  readonly name: string;
  readonly status: 'optimal';
  readonly provedBy: 'flow';
  /** Transport costs and penalties. */
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly demandedPallets: number;
  readonly unmetPallets: number;
  readonly movements: readonly Movement[];
  readonly shortages: readonly Shortage[];
  readonly hubs: readonly HubDay[];
  /** Trucks before the docks, hour by hour from the beginning, of hubs that name their docks. */
  readonly docks: readonly (DockQueue & { readonly hub: string })[];
  readonly assumptions: readonly Assumption[];
}

export interface ScenarioOutcome {
  readonly name: string;
  readonly probability: number;
  readonly cost: number;
  readonly needed: number;
  readonly unmet: number;
  readonly servedShare: number;
  readonly missing: readonly { readonly customer: string; readonly amount: number }[];
}

export interface PrepositioningAnswer {
  readonly problem: 'pre-positioning';
  readonly name: string;
  readonly status: 'optimal' | 'feasible';
  readonly provedBy: 'mip';
  /** Fixed, stock and expected serving costs and penalties. */
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly open: readonly string[];
  readonly stocks: readonly { readonly site: string; readonly amount: number }[];
  readonly scenarios: readonly ScenarioOutcome[];
  readonly rounds: number;
  readonly assumptions: readonly Assumption[];
}

export interface PushLine {
  /** Empty in a total. */
  readonly place: string;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
  readonly pallets: number | null;
}

/** A count of people that later reports contradict. */
export interface WrongAssumption {
  readonly place: string;
  readonly assumedPeople: number;
  readonly observedPeople: number;
  readonly ratio: number | null;
  readonly asOf: string;
  /** The first report that contradicted it. */
  readonly sinceAsOf: string;
  readonly source: string;
}

export interface PushAnswer {
  readonly problem: 'push';
  readonly name: string;
  readonly people: number;
  readonly days: number;
  readonly lines: readonly PushLine[];
  readonly totals: readonly PushLine[];
  readonly pallets: number;
  readonly trucks: number;
  readonly assumptions: readonly Assumption[];
  readonly wrong: readonly WrongAssumption[];
}

export type AllocationAnswer = LocationAnswer | TransportAnswer | PrepositioningAnswer | PushAnswer;
