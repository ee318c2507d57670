/**
 * A push plan: what is sent without anybody having asked (Disaster Countermeasures Basic Act, article 86-16, paragraph 2):
 * people × days × norm × (1 + margin), by place and item, with every assumption listed. Reports that come later are held
 * against the assumptions: one that proves wrong is named, with how far and since when.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Assumption, PushAnswer, PushLine, WrongAssumption } from './api.ts';
import type { Norm } from './norms.ts';
import { norms } from './norms.ts';
import { checked, wrong } from './problem.ts';

const amount = Type.Number({ minimum: 0 });
const label = Type.String({ minLength: 1, maxLength: 120 });
export const PushSchema = Type.Object({
  problem: Type.Literal('push'),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  places: Type.Array(
    Type.Object({
      id: label,
      people: amount,
      source: Type.Optional(Type.String({ maxLength: 300 })),
      asOf: Type.Optional(label),
    }),
    {
      minItems: 1,
      maxItems: 20_000,
    },
  ),
  days: Type.Number({ exclusiveMinimum: 0, maximum: 365 }),
  /** Items of the table of norms, or own ones; meals and drinking water when absent. */
  items: Type.Optional(
    Type.Array(
      Type.Union([
        label,
        Type.Object({
          item: label,
          perPersonDay: Type.Optional(amount),
          perPerson: Type.Optional(amount),
          unit: label,
          unitsPerPallet: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
          source: Type.Optional(Type.String({ maxLength: 300 })),
        }),
      ]),
      { minItems: 1, maxItems: 100 },
    ),
  ),
  /** Share added for what the counts miss; 0. */
  margin: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
  palletsPerTruck: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
  /** Later reports, against which the assumptions are held. */
  observed: Type.Optional(
    Type.Array(
      Type.Object({
        place: label,
        people: amount,
        asOf: label,
        source: Type.Optional(Type.String({ maxLength: 300 })),
      }),
      {
        maxItems: 200_000,
      },
    ),
  ),
  /** A count that differs from its assumption by this share proves it wrong; 0.25. */
  tolerance: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
});
export type PushProblem = Static<typeof PushSchema>;
const validator = Compile(PushSchema);

const defaultTolerance = 0.25;
const defaultPalletsPerTruck = 16;

/** @throws `siting.invalid` */
export function parsePush(value: unknown): PushProblem {
  return checked(validator, value);
}

/** @throws `siting.invalid` for an item without a norm or a report of an unknown place */
export function planPush(problem: PushProblem): PushAnswer {
  const { places, days, margin = 0, palletsPerTruck = defaultPalletsPerTruck } = problem;
  const chosen = (problem.items ?? ['meals', 'drinking-water']).map(normOf);
  const lines = places.flatMap((place) =>
    chosen.map((norm) => lineOf(place.id, place.people, days, margin, norm)),
  );
  const totals = chosen.map((norm) => total(norm, lines));
  const pallets = totals.reduce((sum, line) => sum + (line.pallets ?? 0), 0);
  return {
    problem: 'push',
    name: problem.name ?? '',
    people: places.reduce((sum, { people }) => sum + people, 0),
    days,
    lines,
    totals,
    pallets,
    trucks: Math.ceil(pallets / palletsPerTruck),
    assumptions: assumptionsOf(problem, chosen, margin, palletsPerTruck),
    wrong: wrongAssumptions(problem),
  };
}

function normOf(item: NonNullable<PushProblem['items']>[number], at: number): Norm {
  if (typeof item === 'string') {
    const found = norms.find(({ item: name }) => name === item);
    if (found === undefined)
      throw wrong(
        `/items/${at}`,
        `is one of ${norms.map(({ item: name }) => name).join(', ')}, or says its own norm`,
        item,
      );
    return found;
  }
  if ((item.perPersonDay === undefined) === (item.perPerson === undefined))
    throw wrong(`/items/${at}`, 'says perPersonDay or perPerson');
  return { source: 'typed in', ...item };
}

function lineOf(place: string, people: number, days: number, margin: number, norm: Norm): PushLine {
  const quantity = Math.ceil(
    people *
      (norm.perPersonDay === undefined ? (norm.perPerson ?? 0) : norm.perPersonDay * days) *
      (1 + margin) -
      1e-9,
  );
  return {
    place,
    item: norm.item,
    unit: norm.unit,
    quantity,
    pallets: norm.unitsPerPallet === undefined ? null : Math.ceil(quantity / norm.unitsPerPallet - 1e-9),
  };
}

function total(norm: Norm, lines: readonly PushLine[]): PushLine {
  const own = lines.filter(({ item }) => item === norm.item);
  const sum = (of: (line: PushLine) => number) => own.reduce((all, line) => all + of(line), 0);
  return {
    place: '',
    item: norm.item,
    unit: norm.unit,
    quantity: sum(({ quantity }) => quantity),
    pallets: norm.unitsPerPallet === undefined ? null : sum(({ pallets }) => pallets ?? 0),
  };
}

function assumptionsOf(
  problem: PushProblem,
  chosen: readonly Norm[],
  margin: number,
  palletsPerTruck: number,
): Assumption[] {
  return [
    { key: 'siting.assume.days', params: { days: problem.days } },
    { key: 'siting.assume.margin', params: { share: margin } },
    ...problem.places.map(({ id, people, source = '', asOf = '' }) => ({
      key: 'siting.assume.people',
      params: { place: id, people, source, asOf },
    })),
    ...chosen.map((norm) =>
      norm.perPersonDay === undefined
        ? {
            key: 'siting.assume.per-person',
            params: { item: norm.item, amount: norm.perPerson ?? 0, unit: norm.unit, source: norm.source },
          }
        : {
            key: 'siting.assume.per-person-day',
            params: { item: norm.item, amount: norm.perPersonDay, unit: norm.unit, source: norm.source },
          },
    ),
    { key: 'siting.assume.pallets-per-truck', params: { count: palletsPerTruck } },
  ];
}

/** For each place the newest report, where it lies outside the tolerance; `sinceAsOf` is the first that did. */
function wrongAssumptions({
  places,
  observed = [],
  tolerance = defaultTolerance,
}: PushProblem): WrongAssumption[] {
  const planned = new Map(places.map(({ id, people }) => [id, people]));
  const byPlace = new Map<string, NonNullable<PushProblem['observed']>>();
  observed.forEach((report, at) => {
    if (!planned.has(report.place))
      throw wrong(`/observed/${at}/place`, 'is a place of the plan', report.place);
    byPlace.set(report.place, [...(byPlace.get(report.place) ?? []), report]);
  });
  const isWrong = (people: number, assumed: number) =>
    Math.abs(people - assumed) > tolerance * Math.max(assumed, 1e-9);
  return [...byPlace].flatMap(([place, reports]) => {
    const assumed = planned.get(place) as number;
    const sorted = [...reports].sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
    const newest = sorted[sorted.length - 1];
    if (!isWrong(newest.people, assumed)) return [];
    const first = sorted.find(({ people }) => isWrong(people, assumed)) ?? newest;
    return [
      {
        place,
        assumedPeople: assumed,
        observedPeople: newest.people,
        ratio: assumed > 0 ? newest.people / assumed : null,
        asOf: newest.asOf,
        sinceAsOf: first.asOf,
        source: newest.source ?? '',
      },
    ];
  });
}
