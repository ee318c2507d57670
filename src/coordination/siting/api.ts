/** What a screen is told of a plan of where to put things. */

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
