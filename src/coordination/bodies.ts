/**
 * What the room's entries hold. Subjects (a request, an offer, a consignment …) are written once by their owner; what
 * happens to them afterwards is an act, a movement or a count of whoever did or saw it, an entry of its own with its
 * own owner. So nobody ever writes another's entry, and the state is a fold over whatever is here.
 */
import { Type } from 'typebox';
import type { Static, TProperties, TSchema } from 'typebox';
import { PartyIdSchema } from '../core/index.ts';

const strict = { additionalProperties: false };
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const Id = Type.String({ maxLength: 128 });
const Time = Type.Number();
/** Goods are counted in whole units of the item, so that sums are exact. */
const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 });
const words = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
const Names = Type.Object({ en: text(200), ja: text(200) }, strict);
const Place = Type.Object(
  {
    lonDeg: Type.Number({ minimum: -180, maximum: 180 }),
    latDeg: Type.Number({ minimum: -90, maximum: 90 }),
  },
  strict,
);

export const orgLevels = ['national', 'prefecture', 'municipality', 'institution', 'partner', 'ngo'] as const;
/** What an organisation is in a contingency; authority follows from it. */
export type OrgLevel = (typeof orgLevels)[number];

export const legalBases = ['86-16-1', '86-16-2', 'partner'] as const;
/** 86-16-1: on request, from below; 86-16-2: pushed without a request; partner: asked of a partner. */
export type LegalBasis = (typeof legalBases)[number];

export const siteKinds = [
  'stockpile',
  'hub',
  'local-hub',
  'shelter',
  'isolated-area',
  'hospital',
  'port',
  'airfield',
] as const;
export type SiteKind = (typeof siteKinds)[number];

export const measures = ['evacuees', 'isolated-people', 'trucks-queued', 'residents-reached'] as const;
/** What is counted at a place. */
export type Measure = (typeof measures)[number];

/** What every entry of the room but the contingency itself carries. */
const stem = {
  schema: Type.Literal(1),
  contingency: Id,
  /** The account that entered it; its owner's business. */
  by: Type.Optional(text(200)),
  /** When it happened, by the author's clock, ms UTC. */
  atUtcMs: Time,
  /** Later than everything that the author had seen about the same subject: order where clocks are off. */
  tick: Type.Integer({ minimum: 0 }),
  /** On whose behalf it was entered; unconfirmed until that organisation confirms it. */
  actingFor: Type.Optional(PartyIdSchema),
  /** Where the figures come from, and as of when. */
  source: Type.Optional(text(300)),
  asOfUtcMs: Type.Optional(Time),
  note: Type.Optional(text(2000)),
};

const withStem = <P extends TProperties>(properties: P) => Type.Object({ ...stem, ...properties }, strict);

export const ContingencySchema = Type.Object(
  {
    schema: Type.Literal(1),
    name: Names,
    kind: words([
      'earthquake',
      'flood',
      'typhoon',
      'volcano',
      'search-and-rescue',
      'civil-protection',
      'other',
    ]),
    startedUtcMs: Time,
    by: Type.Optional(text(200)),
    note: Type.Optional(text(2000)),
  },
  strict,
);

export const OrganisationSchema = withStem({
  party: PartyIdSchema,
  name: Names,
  level: words(orgLevels),
  /** Local government code with its check digit. */
  code: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
  /** Whom it reports to. */
  parent: Type.Optional(PartyIdSchema),
  place: Type.Optional(Place),
  /** It is expected to report its figures at least this often. */
  reportsEveryHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })),
});

export const SiteSchema = withStem({
  name: Names,
  kind: words(siteKinds),
  place: Type.Optional(Place),
  /** Who runs it. An isolated area without one is a finding. */
  responsible: Type.Optional(PartyIdSchema),
  people: Type.Optional(Type.Integer({ minimum: 0 })),
  trucksPerHour: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  palletsPerDay: Type.Optional(Type.Integer({ minimum: 1 })),
  floorLoadKgM2: Type.Optional(Type.Integer({ minimum: 1 })),
  reportsEveryHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })),
});

export const LotSchema = withStem({
  item: text(80),
  unit: text(30),
  /** One of its kind, such as a generator with a number on it. */
  asset: Type.Optional(text(120)),
  site: Type.Optional(Id),
  bestBefore: Type.Optional(Type.String({ maxLength: 40 })),
});

export const RequestSchema = withStem({
  /** Who needs it. */
  requester: PartyIdSchema,
  basis: words(legalBases),
  /** For what is asked of a partner. */
  askedOf: Type.Optional(PartyIdSchema),
  inAnswerTo: Type.Optional(Id),
  item: text(80),
  unit: text(30),
  quantity: Quantity,
  destination: Type.Optional(Id),
  deliverTo: Type.Optional(text(200)),
  neededByUtcMs: Type.Optional(Time),
  people: Type.Optional(Type.Integer({ minimum: 0 })),
});

export const OfferSchema = withStem({
  donor: PartyIdSchema,
  /** Who has to accept it before anything is tasked. */
  host: PartyIdSchema,
  answers: Type.Optional(Id),
  item: text(80),
  unit: text(30),
  quantity: Quantity,
  availableUtcMs: Type.Optional(Time),
  lapsesUtcMs: Type.Optional(Time),
});

export const TaskSchema = withStem({
  title: text(300),
  assignee: PartyIdSchema,
  request: Type.Optional(Id),
  offer: Type.Optional(Id),
  site: Type.Optional(Id),
  /** Not acknowledged within this time it escalates. */
  acknowledgeWithinMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
  dueUtcMs: Type.Optional(Time),
});

export const ConsignmentSchema = withStem({
  from: PartyIdSchema,
  to: PartyIdSchema,
  via: Type.Array(Id, { maxItems: 20 }),
  destination: Type.Optional(Id),
  lines: Type.Array(Type.Object({ lot: Id, item: text(80), unit: text(30), quantity: Quantity }, strict), {
    minItems: 1,
    maxItems: 40,
  }),
  request: Type.Optional(Id),
  offer: Type.Optional(Id),
  mode: words(['truck', 'ship', 'aircraft', 'helicopter', 'other']),
  vehicles: Type.Integer({ minimum: 1, maximum: 10_000 }),
  etaUtcMs: Type.Optional(Time),
});

export const DirectiveSchema = withStem({
  kind: words(['warning', 'evacuation', 'instruction']),
  text: text(2000),
  areas: Type.Array(PartyIdSchema, { minItems: 1, maxItems: 200 }),
  severity: words(['extreme', 'severe', 'moderate', 'minor', 'unknown']),
  expiresUtcMs: Type.Optional(Time),
});

export const PlanSchema = withStem({
  name: text(200),
  assumptions: Type.Array(
    Type.Object(
      {
        measure: words(measures),
        /** A site or an organisation; without one the whole contingency. */
        about: Type.Optional(Type.String({ maxLength: 128 })),
        value: Type.Number(),
        source: text(300),
        asOfUtcMs: Time,
      },
      strict,
    ),
    { maxItems: 200 },
  ),
  lines: Type.Array(
    Type.Object(
      { item: text(80), unit: text(30), quantity: Quantity, to: Type.Optional(PartyIdSchema) },
      strict,
    ),
    { maxItems: 2000 },
  ),
});

export const ActSchema = withStem({
  subject: Id,
  act: text(40),
  /** The acts on the subject that its author had seen last. */
  follows: Type.Array(Id, { maxItems: 20 }),
  reason: Type.Optional(text(2000)),
  other: Type.Optional(Id),
  site: Type.Optional(Id),
  people: Type.Optional(Type.Integer({ minimum: 0 })),
  received: Type.Optional(
    Type.Array(Type.Object({ lot: Id, quantity: Type.Integer({ minimum: 0 }) }, strict), { maxItems: 40 }),
  ),
  etaUtcMs: Type.Optional(Time),
});

/** Goods go from one account to another; see `ledger.ts`. What leaves one arrives in the other: the sum is zero. */
export const MovementSchema = withStem({
  lot: Id,
  /** The author's movement of this lot before this one; two with the same one are a fork. */
  previous: Type.Optional(Id),
  kind: text(20),
  flows: Type.Array(Type.Object({ from: text(300), to: text(300), quantity: Quantity }, strict), {
    minItems: 1,
    maxItems: 10,
  }),
  consignment: Type.Optional(Id),
});

export const CountSchema = withStem({
  measure: words(measures),
  /** A site's id or an organisation. */
  about: Type.String({ maxLength: 128 }),
  value: Type.Integer({ minimum: 0 }),
});

export const DecisionSchema = withStem({
  text: text(4000),
  reason: Type.Optional(text(4000)),
  about: Type.Optional(Id),
});

export type ContingencyBody = Static<typeof ContingencySchema>;
export type OrganisationBody = Static<typeof OrganisationSchema>;
export type SiteBody = Static<typeof SiteSchema>;
export type LotBody = Static<typeof LotSchema>;
export type RequestBody = Static<typeof RequestSchema>;
export type OfferBody = Static<typeof OfferSchema>;
export type TaskBody = Static<typeof TaskSchema>;
export type ConsignmentBody = Static<typeof ConsignmentSchema>;
export type DirectiveBody = Static<typeof DirectiveSchema>;
export type PlanBody = Static<typeof PlanSchema>;
export type ActBody = Static<typeof ActSchema>;
export type MovementBody = Static<typeof MovementSchema>;
export type CountBody = Static<typeof CountSchema>;
export type DecisionBody = Static<typeof DecisionSchema>;

/** Bodies by the kind of entry; the entry's type is `coordination-<kind>`. */
export interface Bodies {
  contingency: ContingencyBody;
  organisation: OrganisationBody;
  site: SiteBody;
  lot: LotBody;
  request: RequestBody;
  offer: OfferBody;
  task: TaskBody;
  consignment: ConsignmentBody;
  directive: DirectiveBody;
  plan: PlanBody;
  act: ActBody;
  movement: MovementBody;
  count: CountBody;
  decision: DecisionBody;
}
export type Kind = keyof Bodies;

export const schemas = {
  contingency: ContingencySchema,
  organisation: OrganisationSchema,
  site: SiteSchema,
  lot: LotSchema,
  request: RequestSchema,
  offer: OfferSchema,
  task: TaskSchema,
  consignment: ConsignmentSchema,
  directive: DirectiveSchema,
  plan: PlanSchema,
  act: ActSchema,
  movement: MovementSchema,
  count: CountSchema,
  decision: DecisionSchema,
} as const satisfies Record<Kind, TSchema>;

export const kinds = Object.keys(schemas) as readonly Kind[];
