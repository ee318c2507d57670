/** The file of a problem: its schema, the names under which others write the same fields, and its tables. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../../core/errors.ts';
import { renamed } from '../renamed.ts';

const amount = Type.Number({ minimum: 0 });
const label = Type.String({ minLength: 1, maxLength: 120 });
const place = {
  id: Type.Optional(label),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  lonDeg: Type.Optional(Type.Number({ minimum: -360, maximum: 360 })),
  latDeg: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  /** Coordinates in a plane, any unit; instead of degrees. */
  x: Type.Optional(Type.Number()),
  y: Type.Optional(Type.Number()),
};

export const CustomerSchema = Type.Object({
  ...place,
  /** How much this place counts (people, tonnes); 1 when absent. */
  weight: Type.Optional(amount),
  /** What it needs, in the unit of the capacities; its weight when absent. */
  demand: Type.Optional(amount),
});
export const SiteSchema = Type.Object({
  ...place,
  capacity: Type.Optional(amount),
  /** Cost of opening it, in the unit of the serving costs. */
  fixedCost: Type.Optional(amount),
  /** Cost of a unit that is kept there (pre-positioning). */
  stockCost: Type.Optional(amount),
  /** `open`: must be; `closed`: may not be. */
  status: Type.Optional(Type.Union([Type.Literal('free'), Type.Literal('open'), Type.Literal('closed')])),
});
const CutSchema = Type.Object({ site: label, customer: label });
const WhatIfSchema = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 200 })),
  closed: Type.Optional(Type.Array(label, { maxItems: 1000 })),
  cuts: Type.Optional(Type.Array(CutSchema, { maxItems: 100_000 })),
});

/** What the three location problems have in common. */
export const LocationSchema = Type.Object({
  problem: Type.Union([
    Type.Literal('p-median'),
    Type.Literal('maximal-covering'),
    Type.Literal('capacitated'),
  ]),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  customers: Type.Array(CustomerSchema, { minItems: 1, maxItems: 20_000 }),
  /** The customers' places when absent. */
  sites: Type.Optional(Type.Array(SiteSchema, { minItems: 1, maxItems: 20_000 })),
  /** `costs[customer][site]`, of a unit; from the places when absent. */
  costs: Type.Optional(Type.Array(Type.Array(Type.Union([amount, Type.Null()])), { maxItems: 20_000 })),
  /** Whether `costs` are for a customer's whole demand (OR-Library) or for one unit of weight or demand. */
  costsAre: Type.Optional(Type.Union([Type.Literal('per-unit'), Type.Literal('whole-demand')])),
  /** Between vertices 1 … n of a network: `[a, b, length]`; instead of places. */
  edges: Type.Optional(
    Type.Array(Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 }), amount]), {
      maxItems: 5_000_000,
    }),
  ),
  rounding: Type.Optional(
    Type.Union([Type.Literal('none'), Type.Literal('nearest'), Type.Literal('truncate')]),
  ),
  p: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
  /** Of covering, in the unit of the costs (kilometres between places in degrees). */
  radius: Type.Optional(amount),
  singleSource: Type.Optional(Type.Boolean()),
  /** Cost of a kilometre and unit, when costs come from places; 1 when absent. */
  costPerUnitKm: Type.Optional(amount),
  cuts: Type.Optional(Type.Array(CutSchema, { maxItems: 1_000_000 })),
  whatIf: Type.Optional(Type.Array(WhatIfSchema, { maxItems: 50 })),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
  /** Multiplies the default length of the search; the same on every machine. */
  effort: Type.Optional(Type.Number({ minimum: 0.01, maximum: 100 })),
});
export type LocationProblem = Static<typeof LocationSchema>;
export type Customer = Static<typeof CustomerSchema>;
export type Site = Static<typeof SiteSchema>;

const validator = Compile(LocationSchema);

/** Names that other programs give to the same fields. */
const aliases: Readonly<Record<string, string>> = {
  demands: 'customers',
  demandPoints: 'customers',
  clients: 'customers',
  nodes: 'customers',
  municipalities: 'customers',
  points: 'customers',
  facilities: 'sites',
  candidates: 'sites',
  warehouses: 'sites',
  costMatrix: 'costs',
  distances: 'costs',
  distanceMatrix: 'costs',
  k: 'p',
  facilitiesToOpen: 'p',
  radiusKm: 'radius',
  coverageRadiusKm: 'radius',
  serviceRadiusKm: 'radius',
};
export const placeAliases: Readonly<Record<string, string>> = {
  lon: 'lonDeg',
  lng: 'lonDeg',
  longitude: 'lonDeg',
  lat: 'latDeg',
  latitude: 'latDeg',
  population: 'weight',
  cost: 'fixedCost',
  openingCost: 'fixedCost',
  fixed_cost: 'fixedCost',
};
const problemNames: Readonly<Record<string, string>> = {
  pmedian: 'p-median',
  'p-median': 'p-median',
  pmed: 'p-median',
  median: 'p-median',
  covering: 'maximal-covering',
  'max-covering': 'maximal-covering',
  'maximal-covering': 'maximal-covering',
  'maximum-coverage': 'maximal-covering',
  mclp: 'maximal-covering',
  capacitated: 'capacitated',
  'capacitated-location': 'capacitated',
  cap: 'capacitated',
  cflp: 'capacitated',
  cfl: 'capacitated',
  transport: 'transport',
  'transport-plan': 'transport',
  transportation: 'transport',
  push: 'push',
  'push-plan': 'push',
  'pre-positioning': 'pre-positioning',
  prepositioning: 'pre-positioning',
  preposition: 'pre-positioning',
  stochastic: 'pre-positioning',
};

export function eachRenamed(value: unknown, names: Readonly<Record<string, string>>): unknown {
  return Array.isArray(value) ? value.map((item) => renamed(item, names)) : value;
}

/** The problem with our names for its kind and its fields; what it holds is not checked yet. */
export function named(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('/', 'is a JSON object');
  const out = renamed(value, { type: 'problem', kind: 'problem', model: 'problem' }) as Record<
    string,
    unknown
  >;
  const problem = problemNames[String(out.problem).toLowerCase().replaceAll('_', '-')] ?? out.problem;
  return { ...out, problem };
}

/** @throws `siting.invalid` with the path of what is wrong */
export function parseLocation(value: unknown): LocationProblem {
  const candidate = renamed(named(value), aliases) as Record<string, unknown>;
  return checked(validator, {
    ...candidate,
    customers: eachRenamed(candidate.customers, placeAliases),
    ...(candidate.sites === undefined ? {} : { sites: eachRenamed(candidate.sites, placeAliases) }),
  });
}

/** What a compiled schema can do. */
interface Checker<T> {
  Check(value: unknown): value is T;
  Errors(value: unknown): Iterable<{ readonly instancePath: string; readonly message: string }>;
}

/** @throws `siting.invalid` with the path of the first thing that is wrong */
export function checked<T>(checker: Checker<T>, value: unknown): T {
  if (checker.Check(value)) return value;
  const [first] = [...checker.Errors(value)];
  throw wrong(first?.instancePath || '/', first?.message ?? 'is wrong');
}

export function wrong(path: string, detail: string, value?: unknown): CommonwatchError {
  return new CommonwatchError('siting.invalid', value, { path, detail: `${path}: ${detail}` });
}
