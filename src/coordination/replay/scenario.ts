/** What a scenario to replay says; docs/coordination.md describes every field. Times are hours after the start. */
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../../core/index.ts';
import { measures, orgLevels, siteKinds } from '../bodies.ts';

const strict = { additionalProperties: false };
const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });
const Hours = Type.Number({ minimum: 0, maximum: 26_304 });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
const Range = Type.Tuple([Hours, Hours]);

const ItemSchema = Type.Object(
  {
    item: Type.String({ minLength: 1, maxLength: 80 }),
    unit: Type.String({ minLength: 1, maxLength: 30 }),
    quantity: Count,
  },
  strict,
);

export const ScenarioSchema = Type.Object(
  {
    schema: Type.Literal(1),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    seed: optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    hours: Type.Number({ exclusiveMinimum: 0, maximum: 26_304 }),
    organisations: optional(
      Type.Array(
        Type.Object(
          { id: Name, level: oneOf(orgLevels), parent: optional(Name), reportsEveryHours: optional(Hours) },
          strict,
        ),
        { maxItems: 2000 },
      ),
    ),
    sites: optional(
      Type.Array(
        Type.Object(
          {
            id: Name,
            kind: oneOf(siteKinds),
            responsible: optional(Name),
            people: optional(Count),
            trucksPerHour: optional(Type.Number({ exclusiveMinimum: 0 })),
            reportsEveryHours: optional(Hours),
            atHours: optional(Hours),
          },
          strict,
        ),
        { maxItems: 5000 },
      ),
    ),
    /** Requests from below, spread over the time, that together ask for exactly these quantities. */
    pull: optional(
      Type.Object(
        {
          requests: Type.Integer({ minimum: 1, maximum: 100_000 }),
          days: Type.Number({ exclusiveMinimum: 0, maximum: 366 }),
          items: Type.Array(ItemSchema, { minItems: 1, maxItems: 40 }),
          /** Hours from the entry to the endorsement, and from there to the departure, and on to the arrival. */
          endorseHours: optional(Range),
          dispatchHours: optional(Range),
          travelHours: optional(Range),
          /** Of the deliveries, the share that arrives short, and how much of such a one is missing. */
          shortShare: optional(Share),
          shortBy: optional(Share),
          /** Of the requests, the share that is entered twice. */
          twiceShare: optional(Share),
          vehicles: optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
        },
        strict,
      ),
    ),
    /** What is sent without a request, and what it assumes. */
    push: optional(
      Type.Object(
        {
          item: Type.String({ minLength: 1, maxLength: 80 }),
          unit: Type.String({ minLength: 1, maxLength: 30 }),
          quantity: optional(Count),
          assumedPeople: Count,
          days: Type.Number({ exclusiveMinimum: 0 }),
          perPersonPerDay: Type.Number({ exclusiveMinimum: 0 }),
          consignments: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
          source: optional(Type.String({ minLength: 1, maxLength: 300 })),
        },
        strict,
      ),
    ),
    /** What is counted over the time: totals at hours, spread over so many reporting places. */
    reports: optional(
      Type.Array(
        Type.Object(
          {
            measure: oneOf(measures),
            places: Type.Integer({ minimum: 1, maximum: 5000 }),
            /** [hours, total, places that report it]. */
            totals: Type.Array(Type.Union([Type.Tuple([Hours, Count]), Type.Tuple([Hours, Count, Count])]), {
              minItems: 1,
              maxItems: 400,
            }),
            /** Places that are expected to report and never do. */
            silent: optional(Count),
            reportsEveryHours: optional(Hours),
            kind: optional(oneOf(siteKinds)),
            /** Share of the reports that are entered after a newer one. */
            lateShare: optional(Share),
          },
          strict,
        ),
        { maxItems: 20 },
      ),
    ),
    /** Vehicles that come to a hub, and how fast it works them off. */
    hubs: optional(
      Type.Array(
        Type.Object(
          {
            id: Name,
            trucksPerHour: Type.Number({ exclusiveMinimum: 0 }),
            /** [hours, vehicles]. */
            arrivals: Type.Array(Type.Tuple([Hours, Count]), { minItems: 1, maxItems: 2000 }),
          },
          strict,
        ),
        { maxItems: 50 },
      ),
    ),
    /** Areas that are cut off. `stages`: [hours, areas still cut off, people in them]; the first one is the start. */
    isolated: optional(
      Type.Object(
        {
          stages: Type.Array(Type.Tuple([Hours, Count, Count]), { minItems: 1, maxItems: 100 }),
          /** So many have nobody responsible at first. */
          withoutOwner: optional(Count),
          /** When somebody takes those on; never, where absent. */
          takenAtHours: optional(Hours),
        },
        strict,
      ),
    ),
    /** Tasks that are given; those that nobody acknowledges escalate. */
    tasks: optional(
      Type.Array(
        Type.Object(
          {
            title: Type.String({ minLength: 1, maxLength: 300 }),
            assignee: Name,
            atHours: Hours,
            acknowledgeWithinMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
            acknowledgedAtHours: optional(Hours),
          },
          strict,
        ),
        { maxItems: 2000 },
      ),
    ),
    /** What must come out; each is one check of the result. */
    expect: optional(
      Type.Array(
        Type.Object(
          {
            flag: Type.String({ maxLength: 40 }),
            /** Raised at the latest so many hours after what it tells of began. */
            withinHours: optional(Hours),
            atLeast: optional(Count),
            /** Standing at the end, or gone. */
            atEnd: optional(Count),
          },
          strict,
        ),
        { maxItems: 100 },
      ),
    ),
  },
  strict,
);
export type Scenario = Static<typeof ScenarioSchema>;

const check = Compile(ScenarioSchema);

/** @throws `coordination.scenario-invalid` */
export function parseScenarioFile(value: unknown): Scenario {
  if (check.Check(value)) return value as Scenario;
  const [first] = check.Errors(value);
  const path = first?.instancePath === '' ? '/' : (first?.instancePath ?? '/');
  throw new CommonwatchError('coordination.scenario-invalid', path, {
    path,
    detail: `At the path given, it ${first?.message ?? 'differs'}.`,
  });
}
