/** What a scenario may say, checked at the boundary; inside, values are trusted. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../core/errors.ts';

const share = Type.Number({ minimum: 0, maximum: 1 });
const id = Type.String({ minLength: 1, maxLength: 80 });
const date = Type.String({ maxLength: 40 });
const country = Type.String({ pattern: '^[A-Z]{2}$' });
const lonLat = Type.Tuple([
  Type.Number({ minimum: -540, maximum: 540 }),
  Type.Number({ minimum: -90, maximum: 90 }),
]);
export const PolygonSchema = Type.Array(lonLat, { minItems: 3, maxItems: 200 });

const ClosureSchema = Type.Object(
  {
    /** Gates by id or alias; at least one of gates, areas, polygon and ports is named. */
    gates: Type.Optional(Type.Array(id, { maxItems: 60 })),
    /** Seas of data/lanes/areas.json. */
    areas: Type.Optional(Type.Array(id, { maxItems: 10 })),
    /** A ring of longitude and latitude that nothing sails into or through. */
    polygon: Type.Optional(PolygonSchema),
    /** Ports and airports that are shut. */
    ports: Type.Optional(Type.Array(id, { maxItems: 200 })),
    /** Share of traffic that no longer passes, 0 to 1; 1 when absent. */
    shareLost: Type.Optional(share),
    from: date,
    to: date,
    /** Ship classes that are closed out; all when absent. */
    classes: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 20 })),
    /** Flags that are closed out, ISO codes; all when absent. `exceptFlags` still pass. */
    flags: Type.Optional(Type.Array(country, { minItems: 1, maxItems: 60 })),
    exceptFlags: Type.Optional(Type.Array(country, { maxItems: 60 })),
    /** Why, in the words of its source. */
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);

/** Less is made at the origin: by sea or by air, nothing replaces it. */
const ProductionSchema = Type.Object(
  {
    country,
    commodity: Type.String({ maxLength: 80 }),
    shareLost: share,
    from: date,
    to: date,
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);

const amount = Type.Union([Type.Number({ minimum: 0 }), Type.Null()]);
export const FlowSchema = Type.Object(
  {
    id,
    origin: country,
    originPort: id,
    destination: country,
    destinationPort: id,
    commodity: Type.String({ maxLength: 80 }),
    class: Type.String({ maxLength: 40 }),
    mode: Type.Union([Type.Literal('sea'), Type.Literal('air')]),
    via: Type.Optional(Type.Array(id, { maxItems: 10 })),
    tonnes: amount,
    valueUsd: amount,
    year: Type.Integer({ minimum: 1900, maximum: 2200 }),
    source: Type.String({ maxLength: 500 }),
  },
  { additionalProperties: false },
);

export const StockSchema = Type.Object(
  {
    country,
    commodity: Type.String({ maxLength: 80 }),
    days: Type.Number({ minimum: 0, maximum: 10_000 }),
    asOf: date,
    source: Type.String({ maxLength: 500 }),
  },
  { additionalProperties: false },
);

const factor = Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 })]);
export const ScenarioSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200 })),
    closures: Type.Array(ClosureSchema, { maxItems: 50 }),
    production: Type.Optional(Type.Array(ProductionSchema, { maxItems: 50 })),
    /** Parameters that differ from the table of parameters.ts. */
    parameters: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Number())),
    /** Ranges of factors on the closures themselves; [1, 1] is certain. */
    uncertainty: Type.Optional(
      Type.Object(
        {
          shareLost: Type.Optional(factor),
          duration: Type.Optional(factor),
          /** False: all parameters are certain. */
          parameters: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
    /** Instead of the starting table; `stocks` likewise. */
    flows: Type.Optional(Type.Array(FlowSchema, { maxItems: 20_000 })),
    stocks: Type.Optional(Type.Array(StockSchema, { maxItems: 2000 })),
    /** Entries of imported flows that are added. */
    flowTables: Type.Optional(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 10 })),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    draws: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000 })),
  },
  { additionalProperties: false },
);
export type Scenario = Static<typeof ScenarioSchema>;
export type Closure = Static<typeof ClosureSchema>;
export type ProductionHit = Static<typeof ProductionSchema>;
export type Polygon = Static<typeof PolygonSchema>;
const validator = Compile(ScenarioSchema);

/** Dates of ISO 8601 alone: `Date.parse` would take 30 February for 2 March. */
const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** @returns ms UTC; NaN for what is no date */
export function dateUtcMs(text: string): number {
  const parts = isoDate.exec(text);
  if (parts === null) return Number.NaN;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return day.getUTCDate() === Number(parts[3]) ? Date.parse(text) : Number.NaN;
}

/** @throws `lanes.invalid-scenario` with the path of the first field that does not fit */
export function parseScenario(value: unknown): Scenario {
  const refuse = (what: unknown, path: string): never => {
    throw new CommonwatchError('lanes.invalid-scenario', what, { path });
  };
  if (!validator.Check(value)) {
    const [first] = validator.Errors(value);
    return refuse(first?.message, first?.instancePath ?? '');
  }
  const { closures, production = [], uncertainty = {} } = value;
  for (const [kind, list] of Object.entries({ closures, production }))
    list.forEach(({ from, to }, i) => {
      if (!(dateUtcMs(to) > dateUtcMs(from))) refuse(`${from} to ${to}`, `/${kind}/${i}`);
    });
  closures.forEach(({ gates = [], areas = [], ports = [], polygon }, i) => {
    if (gates.length + areas.length + ports.length === 0 && polygon === undefined)
      refuse('no gate, area, polygon or port', `/closures/${i}`);
  });
  for (const [key, range] of Object.entries(uncertainty))
    if (Array.isArray(range) && !(range[0] <= 1 && range[1] >= 1)) refuse(range, `/uncertainty/${key}`);
  return value;
}
