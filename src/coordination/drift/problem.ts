/** The file of a drift: its schema and the names under which others write the same fields. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../../core/errors.ts';
import { renamed } from '../renamed.ts';

const lonDeg = Type.Number({ minimum: -360, maximum: 360 });
const latDeg = Type.Number({ minimum: -90, maximum: 90 });
const utc = Type.String({ maxLength: 40 });
const amount = Type.Number({ minimum: 0 });
const label = Type.String({ minLength: 1, maxLength: 120 });

/** A vector: by components, or by speed and direction. Wind is named by where it comes from, current by where it goes. */
const VectorSchema = Type.Object({
  utc: Type.Optional(utc),
  eastMs: Type.Optional(Type.Number({ minimum: -200, maximum: 200 })),
  northMs: Type.Optional(Type.Number({ minimum: -200, maximum: 200 })),
  speedMs: Type.Optional(Type.Number({ minimum: 0, maximum: 200 })),
  speedKn: Type.Optional(Type.Number({ minimum: 0, maximum: 400 })),
  fromDeg: Type.Optional(Type.Number({ minimum: -360, maximum: 360 })),
  towardsDeg: Type.Optional(Type.Number({ minimum: -360, maximum: 360 })),
});
const numbers = Type.Array(Type.Union([Type.Number(), Type.Null()]));
const GridSchema = Type.Object({
  lonDeg: Type.Array(Type.Number()),
  latDeg: Type.Array(Type.Number()),
  timesUtc: Type.Array(utc),
  /** `[time][latitude][longitude]` in one row; null where there is no value. */
  eastMs: numbers,
  northMs: numbers,
});
const FieldSchema = Type.Union([
  VectorSchema,
  Type.Array(VectorSchema, { minItems: 1, maxItems: 100_000 }),
  Type.Object({ grid: GridSchema }),
  /** Read before the drift is: CSV, NetCDF or GRIB; its variables where the usual names do not fit. */
  Type.Object({
    file: Type.String({ maxLength: 1000 }),
    east: Type.Optional(label),
    north: Type.Optional(label),
  }),
]);
export type FieldSpec = Static<typeof FieldSchema>;

const ComponentSchema = Type.Object({
  slopePct: Type.Number({ minimum: -100, maximum: 100 }),
  offsetCms: Type.Number({ minimum: -1000, maximum: 1000 }),
  sdCms: Type.Number({ minimum: 0, maximum: 1000 }),
});
const ClassSchema = Type.Object({
  id: label,
  description: Type.Optional(Type.String({ maxLength: 300 })),
  downwind: ComponentSchema,
  right: ComponentSchema,
  left: ComponentSchema,
  source: Type.Optional(Type.String({ maxLength: 500 })),
});
const ParticleSchema = Type.Object({
  lonDeg,
  latDeg,
  startUtc: Type.Optional(utc),
  orientation: Type.Union([Type.Literal('right'), Type.Literal('left'), Type.Literal(0), Type.Literal(1)]),
  epsilonDownwindCms: Type.Number(),
  epsilonCrosswindCms: Type.Number(),
  jibesUtc: Type.Optional(Type.Array(utc, { maxItems: 10_000 })),
});
const AreaSchema = Type.Union([
  Type.Object({ lonDeg, latDeg, lengthNm: amount, widthNm: amount, axisDeg: Type.Optional(Type.Number()) }),
  Type.Object({ lonDeg, latDeg, radiusNm: amount }),
  Type.Object({ west: lonDeg, south: latDeg, east: lonDeg, north: latDeg }),
]);
export type AreaShape = Static<typeof AreaSchema>;
const ModelSchema = Type.Union([
  Type.Literal('exponential'),
  Type.Literal('inverse-cube'),
  Type.Literal('definite-range'),
]);
const factor = Type.Optional(Type.Number({ minimum: 0, maximum: 10 }));
const widthFields = { weatherFactor: factor, fatigueFactor: factor, speedFactor: factor };
const SortieSchema = Type.Object({
  id: Type.Optional(label),
  unit: Type.Optional(label),
  /** Middle of the search. */
  utc,
  area: AreaSchema,
  pod: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  sweepWidthNm: Type.Optional(amount),
  ...widthFields,
  trackNm: Type.Optional(amount),
  speedKn: Type.Optional(amount),
  hours: Type.Optional(amount),
  model: Type.Optional(ModelSchema),
});
const UnitSchema = Type.Object({
  id: label,
  speedKn: Type.Number({ exclusiveMinimum: 0, maximum: 1000 }),
  hours: Type.Number({ exclusiveMinimum: 0, maximum: 240 }),
  sweepWidthNm: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
  ...widthFields,
  pattern: Type.Optional(
    Type.Union([
      Type.Literal('parallel-sweep'),
      Type.Literal('creeping-line'),
      Type.Literal('expanding-square'),
      Type.Literal('sector'),
    ]),
  ),
});

export const DriftSchema = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 200 })),
  mode: Type.Optional(Type.Union([Type.Literal('strict'), Type.Literal('compatible')])),
  class: label,
  classes: Type.Optional(Type.Array(ClassSchema, { maxItems: 1000 })),
  /** Last known position. Absent with `particles`. */
  start: Type.Optional(
    Type.Object({
      lonDeg,
      latDeg,
      utc,
      radiusNm: Type.Optional(Type.Number({ minimum: 0, maximum: 500 })),
      end: Type.Optional(Type.Object({ lonDeg, latDeg, utc })),
    }),
  ),
  particles: Type.Optional(Type.Array(ParticleSchema, { minItems: 1, maxItems: 200_000 })),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 200_000 })),
  durationH: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 2400 })),
  endUtc: Type.Optional(utc),
  stepS: Type.Optional(Type.Number({ minimum: 1, maximum: 21_600 })),
  outputStepS: Type.Optional(Type.Number({ minimum: 1, maximum: 604_800 })),
  integrator: Type.Optional(Type.Union([Type.Literal('euler'), Type.Literal('midpoint')])),
  wind: FieldSchema,
  current: Type.Optional(FieldSchema),
  jibePerHour: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  diffusivityM2S: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })),
  currentErrorMs: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
  /** Whether particles ground on the coast; true. */
  coast: Type.Optional(Type.Boolean()),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
  /** Whether the answer lists all particles at every output; true with `particles`. */
  listParticles: Type.Optional(Type.Boolean()),
  map: Type.Optional(
    Type.Object({
      cellNm: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 600 })),
      timesUtc: Type.Optional(Type.Array(utc, { maxItems: 200 })),
    }),
  ),
  sorties: Type.Optional(Type.Array(SortieSchema, { maxItems: 1000 })),
  search: Type.Optional(
    Type.Object({
      /** When the search is to take place; at the end when absent. */
      utc: Type.Optional(utc),
      units: Type.Array(UnitSchema, { minItems: 1, maxItems: 100 }),
      model: Type.Optional(ModelSchema),
    }),
  ),
});
export type DriftProblem = Static<typeof DriftSchema>;
export type SortieSpec = Static<typeof SortieSchema>;
export type VectorSpec = Static<typeof VectorSchema>;
const validator = Compile(DriftSchema);

const aliases: Readonly<Record<string, string>> = {
  objectClass: 'class',
  objectType: 'class',
  object: 'class',
  leewayClass: 'class',
  lkp: 'start',
  lastKnownPosition: 'start',
  datum: 'start',
  n: 'count',
  particleCount: 'count',
  numberOfParticles: 'count',
  hours: 'durationH',
  durationHours: 'durationH',
  timeStepS: 'stepS',
  dtS: 'stepS',
  timeStepOutputS: 'outputStepS',
  jibeProbabilityPerHour: 'jibePerHour',
};
const positionAliases: Readonly<Record<string, string>> = {
  lon: 'lonDeg',
  lng: 'lonDeg',
  longitude: 'lonDeg',
  lat: 'latDeg',
  latitude: 'latDeg',
  time: 'utc',
  timeUtc: 'utc',
  start: 'startUtc',
  epsilonDownwind: 'epsilonDownwindCms',
  epsDownwind: 'epsilonDownwindCms',
  downwindEps: 'epsilonDownwindCms',
  epsilonCrosswind: 'epsilonCrosswindCms',
  epsCrosswind: 'epsilonCrosswindCms',
  crosswindEps: 'epsilonCrosswindCms',
  jibes: 'jibesUtc',
};
const vectorAliases: Readonly<Record<string, string>> = {
  u: 'eastMs',
  x: 'eastMs',
  east: 'eastMs',
  v: 'northMs',
  y: 'northMs',
  north: 'northMs',
  speed: 'speedMs',
  from: 'fromDeg',
  directionFromDeg: 'fromDeg',
  towards: 'towardsDeg',
  toDeg: 'towardsDeg',
  directionToDeg: 'towardsDeg',
  time: 'utc',
};

/** @throws `drift.invalid` with the path of what is wrong */
export function parseDrift(value: unknown): DriftProblem {
  const named = renamed(value, aliases) as Record<string, unknown>;
  const list = (items: unknown, names: Readonly<Record<string, string>>) =>
    Array.isArray(items) ? items.map((item) => renamed(item, names)) : renamed(items, names);
  const field = (spec: unknown) =>
    typeof spec === 'object' && spec !== null && ('grid' in spec || 'file' in spec)
      ? spec
      : list(spec, vectorAliases);
  const candidate = Object.fromEntries(
    Object.entries({
      ...named,
      start: list(named.start, positionAliases),
      particles: list(named.particles, positionAliases),
      wind: field(named.wind),
      current: field(named.current),
    }).filter(([, inner]) => inner !== undefined),
  );
  if (!validator.Check(candidate)) {
    const [first] = [...validator.Errors(candidate)];
    throw invalid(first?.instancePath || '/', first?.message ?? 'is wrong');
  }
  return candidate;
}

export function invalid(path: string, detail: string): CommonwatchError {
  return new CommonwatchError('drift.invalid', undefined, { path, detail: `${path}: ${detail}.` });
}

/** Milliseconds of an ISO 8601 time; one without a zone is UTC. @throws `drift.invalid` */
export function utcMs(text: string, path: string): number {
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (!Number.isFinite(ms)) throw invalid(path, 'is no time in ISO 8601');
  return ms;
}
