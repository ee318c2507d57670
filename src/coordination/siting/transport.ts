/**
 * A transport plan by days: from sources over hubs to shelters, within what a hub takes in and holds, over the routes that
 * are open that day. A minimum-cost flow over the days; what comes late or not at all costs a penalty, so there is always
 * a plan and it says what is missing. Then the trucks of the plan are put before the docks hour by hour.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { HubDay, Movement, Shortage, TransportAnswer } from './api.ts';
import type { DockQueue } from './docks.ts';
import { dockQueue, storagePallets } from './docks.ts';
import { FlowNetwork } from './flow.ts';
import { checked, wrong } from './problem.ts';

const amount = Type.Number({ minimum: 0 });
const label = Type.String({ minLength: 1, maxLength: 120 });
const day = Type.Integer({ minimum: 0, maximum: 365 });
const byDay = Type.Union([amount, Type.Array(amount, { maxItems: 366 })]);
const FloorSchema = Type.Object({
  areaM2: amount,
  loadKnM2: amount,
  palletKg: Type.Optional(amount),
  palletM2: Type.Optional(amount),
  aisleShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  stacked: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
});
export const TransportSchema = Type.Object({
  problem: Type.Literal('transport'),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  days: Type.Integer({ minimum: 1, maximum: 120 }),
  sources: Type.Array(
    Type.Object({
      id: label,
      /** Pallets there at the beginning. */
      stock: Type.Optional(amount),
      /** Pallets that come in each day (procured, flown in). */
      perDay: Type.Optional(byDay),
    }),
    { minItems: 1, maxItems: 2000 },
  ),
  hubs: Type.Optional(
    Type.Array(
      Type.Object({
        id: label,
        palletsPerDay: Type.Optional(byDay),
        /** Pallets that it holds overnight; or the floor that they stand on. */
        storage: Type.Optional(amount),
        floor: Type.Optional(FloorSchema),
        docks: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        minutesPerTruck: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1440 })),
        openFromHour: Type.Optional(Type.Number({ minimum: 0, maximum: 24 })),
        openToHour: Type.Optional(Type.Number({ minimum: 0, maximum: 24 })),
        /** Share of a day's trucks by hour of arrival; even when absent. */
        arrivalShares: Type.Optional(Type.Array(amount, { minItems: 24, maxItems: 24 })),
      }),
      { maxItems: 1000 },
    ),
  ),
  destinations: Type.Array(Type.Object({ id: label, perDay: byDay }), { minItems: 1, maxItems: 5000 }),
  routes: Type.Array(
    Type.Object({
      from: label,
      to: label,
      costPerPallet: Type.Optional(amount),
      /** Days on the way; 0 arrives the same day. */
      days: Type.Optional(day),
      palletsPerDay: Type.Optional(amount),
      /** Days (first and last) on which it is closed. */
      cut: Type.Optional(Type.Array(Type.Tuple([day, day]), { maxItems: 100 })),
    }),
    { minItems: 1, maxItems: 200_000 },
  ),
  palletsPerTruck: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
  /** Of a pallet that never comes, and of one that comes a day late. */
  unmetPenalty: Type.Optional(amount),
  latePenaltyPerDay: Type.Optional(amount),
  storagePenaltyPerDay: Type.Optional(amount),
});
export type TransportProblem = Static<typeof TransportSchema>;
const validator = Compile(TransportSchema);

/** Eleven-tonne lorries of Japan take 14 to 16 pallets of 1.1 m. */
const defaultPalletsPerTruck = 16;
const defaultUnmetPenalty = 1e6;

/** @throws `siting.invalid` */
export function parseTransport(value: unknown): TransportProblem {
  return checked(validator, value);
}

/** @throws `siting.invalid` for a route between unknown places */
export function planTransport(problem: TransportProblem): TransportAnswer {
  return new Plan(problem).answer();
}

interface RouteArc {
  readonly route: TransportProblem['routes'][number];
  readonly day: number;
  readonly arc: number;
}

class Plan {
  readonly #problem: TransportProblem;
  readonly #days: number;
  readonly #hubs: NonNullable<TransportProblem['hubs']>;
  readonly #network: FlowNetwork;
  readonly #source: number;
  readonly #sink: number;
  readonly #routeArcs: RouteArc[] = [];
  readonly #unmetArcs: number[][] = [];
  readonly #intake: number[][] = [];
  readonly #stored: number[][] = [];
  #demanded = 0;

  constructor(problem: TransportProblem) {
    this.#problem = problem;
    this.#days = problem.days;
    this.#hubs = problem.hubs ?? [];
    const { sources, destinations } = problem;
    // A hub has two nodes a day, so that its intake has an arc of its own.
    const perDay = sources.length + 2 * this.#hubs.length + destinations.length;
    this.#network = new FlowNetwork(perDay * this.#days + 2);
    this.#source = perDay * this.#days;
    this.#sink = this.#source + 1;
    this.#supply();
    this.#throughHubs();
    this.#demand();
    this.#drive();
  }

  /** Node of a place on a day: sources, hubs in, hubs out, destinations. */
  #node(kind: 'source' | 'in' | 'out' | 'destination', index: number, on: number): number {
    const { sources, destinations } = this.#problem;
    const hubs = this.#hubs.length;
    const offset = {
      source: 0,
      in: sources.length,
      out: sources.length + hubs,
      destination: sources.length + 2 * hubs,
    };
    return on * (sources.length + 2 * hubs + destinations.length) + offset[kind] + index;
  }

  #supply(): void {
    this.#problem.sources.forEach(({ stock = 0, perDay = 0 }, s) => {
      for (let on = 0; on < this.#days; on++) {
        const arrives = valueOn(perDay, on) + (on === 0 ? stock : 0);
        if (arrives > 0) this.#network.arc(this.#source, this.#node('source', s, on), arrives, 0);
        if (on > 0)
          this.#network.arc(
            this.#node('source', s, on - 1),
            this.#node('source', s, on),
            Number.POSITIVE_INFINITY,
            0,
          );
      }
    });
  }

  #throughHubs(): void {
    const penalty = this.#problem.storagePenaltyPerDay ?? 0;
    this.#hubs.forEach((hub, h) => {
      const takes = hub.palletsPerDay ?? Number.POSITIVE_INFINITY;
      const holds =
        hub.storage ??
        (hub.floor === undefined ? Number.POSITIVE_INFINITY : storagePallets(floorOf(hub.floor)));
      this.#intake.push([]);
      this.#stored.push([]);
      for (let on = 0; on < this.#days; on++) {
        this.#intake[h].push(
          this.#network.arc(this.#node('in', h, on), this.#node('out', h, on), valueOn(takes, on), 0),
        );
        if (on > 0)
          this.#stored[h].push(
            this.#network.arc(this.#node('out', h, on - 1), this.#node('out', h, on), holds, penalty),
          );
      }
    });
  }

  #demand(): void {
    const {
      destinations,
      unmetPenalty = defaultUnmetPenalty,
      latePenaltyPerDay = unmetPenalty / 1000,
    } = this.#problem;
    destinations.forEach(({ perDay }, d) => {
      this.#unmetArcs.push([]);
      for (let on = 0; on < this.#days; on++) {
        const needed = valueOn(perDay, on);
        this.#demanded += needed;
        const node = this.#node('destination', d, on);
        this.#network.arc(node, this.#sink, needed, 0);
        this.#unmetArcs[d].push(this.#network.arc(this.#source, node, needed, unmetPenalty));
        // What comes on a day serves that day, or makes up for the day before.
        if (on > 0)
          this.#network.arc(
            node,
            this.#node('destination', d, on - 1),
            Number.POSITIVE_INFINITY,
            latePenaltyPerDay,
          );
      }
    });
  }

  #drive(): void {
    const { routes, sources, destinations } = this.#problem;
    const ends = new Map<string, { kind: 'source' | 'hub' | 'destination'; index: number }>();
    const add = (kind: 'source' | 'hub' | 'destination', list: readonly { readonly id: string }[]) =>
      list.forEach(({ id }, index) => {
        if (ends.has(id)) throw wrong(`/${kind}s`, 'ids must differ', id);
        ends.set(id, { kind, index });
      });
    add('source', sources);
    add('hub', this.#hubs);
    add('destination', destinations);
    routes.forEach((route, r) => {
      const [from, to] = [ends.get(route.from), ends.get(route.to)];
      if (from === undefined || to === undefined || from.kind === 'destination' || to.kind === 'source')
        throw wrong(
          `/routes/${r}`,
          'goes from a source or hub to a hub or destination',
          `${route.from} → ${route.to}`,
        );
      for (let on = 0; on + (route.days ?? 0) < this.#days; on++) {
        if (route.cut?.some(([first, last]) => on >= first && on <= last)) continue;
        const arc = this.#network.arc(
          this.#node(from.kind === 'hub' ? 'out' : 'source', from.index, on),
          this.#node(to.kind === 'hub' ? 'in' : 'destination', to.index, on + (route.days ?? 0)),
          route.palletsPerDay ?? Number.POSITIVE_INFINITY,
          route.costPerPallet ?? 0,
        );
        this.#routeArcs.push({ route, day: on, arc });
      }
    });
  }

  answer(): TransportAnswer {
    const { sent, cost } = this.#network.send(this.#source, this.#sink, this.#demanded);
    const bound = Math.min(cost, this.#network.bound(this.#source, this.#sink, sent));
    const perTruck = this.#problem.palletsPerTruck ?? defaultPalletsPerTruck;
    const movements: Movement[] = this.#routeArcs
      .map(({ route, day: on, arc }) => ({
        day: on,
        from: route.from,
        to: route.to,
        arrivesOnDay: on + (route.days ?? 0),
        pallets: this.#network.flow(arc),
        trucks: Math.ceil(this.#network.flow(arc) / perTruck - 1e-9),
      }))
      .filter(({ pallets }) => pallets > 1e-6)
      .sort((a, b) => a.day - b.day);
    const shortages = this.#shortages();
    return {
      problem: 'transport',
      name: this.#problem.name ?? '',
      status: 'optimal',
      provedBy: 'flow',
      objective: cost,
      bound,
      gap: cost > bound ? (cost - bound) / cost : 0,
      demandedPallets: this.#demanded,
      unmetPallets: shortages.reduce((sum, { pallets }) => sum + pallets, 0),
      movements,
      shortages,
      hubs: this.#hubDays(movements),
      docks: this.#docks(movements),
      assumptions: [
        { key: 'siting.assume.pallets-per-truck', params: { count: perTruck } },
        {
          key: 'siting.assume.unmet-penalty',
          params: { cost: this.#problem.unmetPenalty ?? defaultUnmetPenalty },
        },
      ],
    };
  }

  #shortages(): Shortage[] {
    return this.#problem.destinations.flatMap(({ id }, d) =>
      this.#unmetArcs[d]
        .map((arc, on) => ({ destination: id, day: on, pallets: this.#network.flow(arc) }))
        .filter(({ pallets }) => pallets > 1e-6),
    );
  }

  #hubDays(movements: readonly Movement[]): HubDay[] {
    return this.#hubs.flatMap((hub, h) =>
      Array.from({ length: this.#days }, (_, on): HubDay => {
        const limit = hub.palletsPerDay === undefined ? null : valueOn(hub.palletsPerDay, on);
        const taken = this.#network.flow(this.#intake[h][on]);
        return {
          hub: hub.id,
          day: on,
          inPallets: taken,
          outPallets: movements.reduce(
            (sum, m) => sum + (m.from === hub.id && m.day === on ? m.pallets : 0),
            0,
          ),
          heldPallets: on + 1 < this.#days ? this.#network.flow(this.#stored[h][on]) : 0,
          limitPallets: limit,
          isFull: limit !== null && taken >= limit - 1e-6,
        };
      }),
    );
  }

  /** The queue of each hub that names its docks. */
  #docks(movements: readonly Movement[]): (DockQueue & { readonly hub: string })[] {
    return this.#hubs.flatMap((hub) => {
      if (hub.docks === undefined || hub.minutesPerTruck === undefined) return [];
      const shares = hub.arrivalShares ?? new Array<number>(24).fill(1);
      const total = shares.reduce((a, b) => a + b, 0);
      const arrivals = new Array<number>(24 * this.#days).fill(0);
      for (const { to, arrivesOnDay, trucks } of movements)
        if (to === hub.id && total > 0)
          shares.forEach((share, hour) => {
            arrivals[24 * arrivesOnDay + hour] += (trucks * share) / total;
          });
      return [
        {
          hub: hub.id,
          ...dockQueue(arrivals, { ...hub, docks: hub.docks, minutesPerTruck: hub.minutesPerTruck }),
        },
      ];
    });
  }
}

function valueOn(value: number | readonly number[], on: number): number {
  return typeof value === 'number' ? value : (value[on] ?? 0);
}

/** A pallet of 1.1 m × 1.1 m with a tonne on it (JIS Z 0601). */
function floorOf(floor: Static<typeof FloorSchema>) {
  return { palletKg: 1000, palletM2: 1.21, aisleShare: 0.4, stacked: 1, ...floor };
}
