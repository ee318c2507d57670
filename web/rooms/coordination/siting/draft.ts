import type { StateView } from '../../../../src/coordination/api.ts';

export const aims = ['p-median', 'maximal-covering', 'capacitated', 'pre-positioning'] as const;
export type Aim = (typeof aims)[number];

interface Place {
  readonly id: string;
  readonly lonDeg?: number;
  readonly latDeg?: number;
}

/** What holds and costs a possible store; texts are as they stand in the fields. */
export interface Store {
  readonly capacity: string;
  readonly fixedCost: string;
}

/** Something that may happen: how many of the people need something, and what is lost by it. */
export interface Happening {
  readonly key: string;
  readonly name: string;
  readonly percent: string;
  readonly needPercent: string;
  /** The store that it destroys, and the way that it cuts (`site customer`); none: ''. */
  readonly lost: string;
  readonly cut: string;
}

export interface SitingDraft {
  readonly aim: Aim;
  readonly count: string;
  readonly radiusKm: string;
  readonly perUnitKm: string;
  readonly unmet: string;
  readonly totalStock: string;
  readonly stores: Readonly<Record<string, Store>>;
  readonly happenings: readonly Happening[];
  readonly down: string;
  readonly road: string;
}

export interface Places {
  readonly needs: readonly (Place & { readonly weight: number })[];
  readonly sites: readonly Place[];
}

/** Shelters, areas and towns are to be served; hubs, stores and seats of organisations could serve them. */
export function placesOf({ sites, organisations }: StateView['state']): Places {
  const placed = sites.filter(({ body, state: at }) => body.place !== undefined && at === 'open');
  const isNeed = (kind: string) => ['shelter', 'isolated-area', 'hospital'].includes(kind);
  return {
    needs: [
      ...placed
        .filter(({ body }) => isNeed(body.kind))
        .map(({ id, body }) => ({ id, ...body.place, weight: Math.max(1, body.people ?? 1) })),
      ...organisations
        .filter(({ body }) => body.level === 'municipality' && body.place !== undefined)
        .map(({ body }) => ({ id: body.party, ...body.place, weight: 1 })),
    ],
    sites: [
      ...placed
        .filter(({ body }) => !['shelter', 'isolated-area'].includes(body.kind))
        .map(({ id, body }) => ({ id, ...body.place })),
      ...organisations
        .filter(({ body }) => body.place !== undefined)
        .map(({ body }) => ({ id: `at-${body.party}`, ...body.place })),
    ],
  };
}

export function emptyDraft(
  { needs, sites }: Places,
  names: readonly [likely: string, severe: string],
): SitingDraft {
  const people = needs.reduce((sum, { weight }) => sum + weight, 0);
  // Any two stores could hold all: a start that is possible and not empty of choice.
  const capacity = String(Math.max(1, Math.ceil(people / 2)));
  return {
    aim: 'p-median',
    count: '1',
    radiusKm: '20',
    perUnitKm: '1',
    unmet: '1000',
    totalStock: String(people),
    stores: Object.fromEntries(sites.map(({ id }) => [id, { capacity, fixedCost: '0' }])),
    happenings: [
      { key: '1', name: names[0], percent: '70', needPercent: '30', lost: '', cut: '' },
      { key: '2', name: names[1], percent: '30', needPercent: '100', lost: '', cut: '' },
    ],
    down: '',
    road: '',
  };
}

interface Change {
  readonly name: string;
  readonly closed?: readonly string[];
  readonly cuts?: readonly { readonly site: string; readonly customer: string }[];
}

/** The problem that the hub and `commonwatch coordination allocate` take; of pre-positioning as if the change were so. */
export function problemOf(draft: SitingDraft, { needs, sites }: Places, changes: readonly Change[]) {
  const stores = sites.map((site) => {
    const { capacity = '', fixedCost = '' } = draft.stores[site.id] ?? {};
    return { ...site, capacity: Number(capacity), fixedCost: Number(fixedCost) };
  });
  const count = Math.min(Number(draft.count), sites.length);
  const whatIf = changes.length === 0 ? {} : { whatIf: changes };
  switch (draft.aim) {
    case 'p-median':
      return { problem: draft.aim, customers: needs, sites, p: count, ...whatIf };
    case 'maximal-covering':
      return {
        problem: draft.aim,
        customers: needs,
        sites,
        p: count,
        radius: Number(draft.radiusKm),
        ...whatIf,
      };
    case 'capacitated':
      return {
        problem: draft.aim,
        customers: needs.map(({ weight, ...place }) => ({ ...place, demand: weight })),
        sites: stores,
        costPerUnitKm: Number(draft.perUnitKm),
        ...whatIf,
      };
    case 'pre-positioning':
      return prepositioning(draft, needs, stores, count, changes);
  }
}

function prepositioning(
  draft: SitingDraft,
  needs: Places['needs'],
  stores: readonly (Place & { capacity: number; fixedCost: number })[],
  p: number,
  changes: readonly Change[],
) {
  const closed = new Set(changes.flatMap((change) => change.closed ?? []));
  const cuts = changes.flatMap((change) => change.cuts ?? []);
  const total = draft.happenings.reduce((sum, { percent }) => sum + Number(percent), 0);
  return {
    problem: draft.aim,
    customers: needs,
    sites: stores.map((site) => (closed.has(site.id) ? { ...site, status: 'closed' } : site)),
    p,
    totalStock: Number(draft.totalStock),
    unmetPenalty: Number(draft.unmet),
    costPerUnitKm: Number(draft.perUnitKm),
    scenarios: draft.happenings.map(({ name, percent, needPercent, lost, cut }) => {
      const [site, customer] = cut.split(' ');
      return {
        name,
        probability: total > 0 ? Number(percent) / total : 0,
        needs: needs.map(({ id, weight }) => ({
          customer: id,
          amount: Math.round((weight * Number(needPercent)) / 100),
        })),
        cuts: [...cuts, ...(cut === '' ? [] : [{ site, customer }])],
        damage: lost === '' ? [] : [{ site: lost, shareLost: 1 }],
      };
    }),
  };
}
