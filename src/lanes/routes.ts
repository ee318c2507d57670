/** The room's routes under /api/lanes: tables, ways, scenarios, imports, the status board. */
import { Type } from 'typebox';
import type { ActionContext, Entry, EntryDraft, EntryId, Route } from '../core/index.ts';
import { CommonwatchError, ownerOnly } from '../core/index.ts';
import { comparison, gateViews, importPreview } from './answers.ts';
import type {
  LaneFlowsBody,
  LaneImportRequest,
  LaneLinesRequest,
  LaneRouteRequest,
  LaneScenarioBody,
  LaneTransitsBody,
} from './api.ts';
import { shipClasses } from './closures.ts';
import type { Flow } from './flows.ts';
import { importFlows, importFormats } from './imports.ts';
import type { Lanes } from './lanes.ts';
import { parameterTable } from './parameters.ts';
import { parseScenario, PolygonSchema, ScenarioSchema } from './schema.ts';
import type { Scenario } from './schema.ts';
import { flowsType, scenarioType, transitsType } from './scenariotype.ts';
import { statusBoard } from './status.ts';
import type { LaneWork } from './work.ts';

/** The hub hands the lanes in as a service of this name, because a room opens no file. */
export const lanesOf = (context: ActionContext): Lanes => context.service<Lanes>('lanes');
/** What takes longer is done by a thread of the hub's. */
export const workOf = (context: Pick<ActionContext, 'service'>): LaneWork =>
  context.service<LaneWork>('lane-work');
/** The types in api.ts say what an answer holds. */
const anything = Type.Unknown();

const PlaceSchema = Type.Union([
  Type.Object(
    {
      lonDeg: Type.Number({ minimum: -360, maximum: 360 }),
      latDeg: Type.Number({ minimum: -90, maximum: 90 }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ portId: Type.String({ maxLength: 80 }) }, { additionalProperties: false }),
]);
const ids = Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 }));
const RouteBodySchema = Type.Object(
  {
    from: PlaceSchema,
    to: PlaceSchema,
    via: ids,
    close: ids,
    closeAreas: ids,
    polygon: Type.Optional(PolygonSchema),
    shipClass: Type.Optional(Type.String({ maxLength: 40 })),
    arctic: Type.Optional(Type.Boolean()),
    alternatives: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  },
  { additionalProperties: false },
);
const LinesSchema = Type.Object(
  {
    scenario: ScenarioSchema,
    flows: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 200 })),
  },
  { additionalProperties: false },
);
const CompareSchema = Type.Object(
  { scenarios: Type.Array(ScenarioSchema, { minItems: 2, maxItems: 4 }) },
  { additionalProperties: false },
);
const name = Type.String({ minLength: 1, maxLength: 200 });
const KeepSchema = Type.Object({ name, scenario: ScenarioSchema }, { additionalProperties: false });
const importFields = {
  format: Type.Union(importFormats.map((format) => Type.Literal(format))),
  text: Type.String({ minLength: 1, maxLength: 8_000_000 }),
  mapping: Type.Optional(
    Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 }), { maxProperties: 20 }),
  ),
  source: Type.String({ maxLength: 500 }),
};
const PreviewSchema = Type.Object(importFields, { additionalProperties: false });
const ImportSchema = Type.Object({ ...importFields, name }, { additionalProperties: false });
const StatusQuery = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })) },
  { additionalProperties: false },
);

function table(path: string, summary: string, of: (lanes: Lanes) => unknown): Route {
  return {
    method: 'GET',
    path,
    summary,
    permission: 'read',
    response: anything,
    handle: (context) => context.common(of(lanesOf(context))),
  };
}

/**
 * Flows of the imported tables that a scenario names, each seen by the one who asks.
 * @throws `entry.not-found`, `lanes.invalid-scenario` for an entry that is no table of flows
 */
export function flowsNamed(
  context: Pick<ActionContext, 'viewer' | 'entry'>,
  { flowTables = [] }: Scenario,
): readonly Flow[] {
  return flowTables.flatMap((id) => {
    const entry = context.entry(id as EntryId).for(context.viewer.party);
    if (entry.type !== flowsType.type)
      throw new CommonwatchError('lanes.invalid-scenario', id, { path: '/flowTables' });
    return (entry.body as LaneFlowsBody).flows;
  });
}

/** A new entry starts with its owner alone; people release it. */
function draftOf<B extends { schema: 1 }>(
  { viewer: { party, level } }: Pick<ActionContext, 'viewer'>,
  type: string,
  body: B,
): EntryDraft<B> {
  return { type, owner: party, level, confidence: 50, release: ownerOnly(party), evidence: [], body };
}

/** A scenario with what was computed of it, as an entry of its owner alone. @throws as `runScenario` */
export async function keptScenario(
  context: Pick<ActionContext, 'viewer' | 'entry' | 'service'>,
  scenario: Scenario & { name: string },
): Promise<EntryDraft<LaneScenarioBody>> {
  const result = await workOf(context).scenario(scenario, flowsNamed(context, scenario));
  return draftOf(context, scenarioType.type, { schema: 1, name: scenario.name, scenario, result });
}

const dayMs = 86_400_000;
const boardFindings = 1000;

export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gates',
    summary: 'The gates that can be closed, as lines.',
    permission: 'read',
    response: anything,
    handle: (context) => {
      // Whoever looks at the gates closes one next. A thread that cannot be started tells whoever asks it something.
      workOf(context)
        .warm()
        .catch(() => undefined);
      return context.common(gateViews(lanesOf(context)));
    },
  },
  table('/areas', 'Seas that can be closed as a whole.', ({ areas }) => areas),
  table('/ports', 'The ports of the network.', ({ ports }) => ports),
  table('/airports', 'The nodes of what goes by air.', ({ airports }) => airports),
  table('/classes', 'Classes of ship, and where they do not fit.', () => shipClasses),
  table(
    '/parameters',
    'The numbers of the cost model, with range, source and as-of date.',
    () => parameterTable,
  ),
  table('/starting', 'Flows and stocks to begin with, each with its source.', ({ starting }) => starting),
  {
    method: 'GET',
    path: '/validation',
    summary: 'The model beside published figures.',
    permission: 'read',
    response: anything,
    handle: async (context) => context.common(await workOf(context).validation()),
  },
  table('/scenarios/ready', 'Scenarios to begin with, each with its sources.', ({ ready }) => ready),
  {
    method: 'POST',
    path: '/routes',
    summary: 'Routes between two places, via and avoiding gates and areas.',
    permission: 'read',
    body: RouteBodySchema,
    response: anything,
    handle: async (context, { body }) =>
      context.common(await workOf(context).route(body as LaneRouteRequest)),
  },
  {
    method: 'POST',
    path: '/scenarios/run',
    summary: 'Computes a scenario without keeping it.',
    permission: 'read',
    body: ScenarioSchema,
    response: anything,
    handle: async (context, { body }) => {
      const scenario = parseScenario(body);
      return context.common(await workOf(context).scenario(scenario, flowsNamed(context, scenario)));
    },
  },
  {
    method: 'POST',
    path: '/scenarios/routes',
    summary: 'The ways of flows before and under a scenario, for the map.',
    permission: 'read',
    body: LinesSchema,
    response: anything,
    handle: async (context, { body }) => {
      const { scenario, flows } = body as LaneLinesRequest;
      const parsed = parseScenario(scenario);
      const request = { scenario: parsed, flows };
      return context.common(await workOf(context).lines(request, flowsNamed(context, parsed)));
    },
  },
  {
    method: 'POST',
    path: '/scenarios/compare',
    summary: 'Scenarios side by side.',
    permission: 'read',
    body: CompareSchema,
    response: anything,
    handle: async (context, { body }) => {
      const parsed = (body as { scenarios: unknown[] }).scenarios.map(parseScenario);
      const work = workOf(context);
      const results = await Promise.all(parsed.map((one) => work.scenario(one, flowsNamed(context, one))));
      return context.common(comparison(results));
    },
  },
  {
    method: 'GET',
    path: '/scenarios',
    summary: 'Kept scenarios that the viewer may see, newest first.',
    permission: 'read',
    response: anything,
    handle: (context) =>
      context.entries({ types: [scenarioType.type], limit: 100 }).map(({ entries }) => entries),
  },
  {
    method: 'POST',
    path: '/scenarios',
    summary: 'Computes a scenario and keeps it with its result.',
    permission: 'watch',
    body: KeepSchema,
    response: anything,
    handle: async (context, { body }) => {
      const { name: title, scenario } = body as { name: string; scenario: unknown };
      const draft = await keptScenario(context, { ...parseScenario(scenario), name: title });
      const [{ id }] = await context.append([draft]);
      return context.entry(id);
    },
  },
  {
    method: 'POST',
    path: '/imports/preview',
    summary: 'Reads a table of flows or transits and keeps nothing.',
    permission: 'import',
    body: PreviewSchema,
    response: anything,
    handle: (context, { body }) => {
      const { text, ...options } = body as LaneImportRequest;
      return context.common(importPreview(importFlows(lanesOf(context), options, text)));
    },
  },
  {
    method: 'POST',
    path: '/imports',
    summary: 'Reads a table of flows or transits and keeps it.',
    permission: 'import',
    body: ImportSchema,
    response: anything,
    handle: async (context, { body }) => {
      const { text, name: title, ...options } = body as LaneImportRequest & { name: string };
      const { report, flows, transits } = importFlows(lanesOf(context), options, text);
      const { source, format } = options;
      const draft =
        format === 'portwatch'
          ? draftOf<LaneTransitsBody>(context, transitsType.type, {
              schema: 1,
              name: title,
              source,
              report,
              days: transits,
            })
          : draftOf<LaneFlowsBody>(context, flowsType.type, {
              schema: 1,
              name: title,
              source,
              format,
              report,
              flows,
            });
      const [{ id }] = await context.append([draft]);
      return context.entry(id);
    },
  },
  {
    method: 'GET',
    path: '/imports',
    summary: 'Imported tables that the viewer may see, newest first.',
    permission: 'read',
    response: anything,
    handle: (context) =>
      context
        .entries({ types: [flowsType.type, transitsType.type], limit: 100 })
        .map(({ entries }) => entries),
  },
  {
    method: 'GET',
    path: '/status',
    summary: 'How often each gate was passed, from the passages that the viewer may see.',
    permission: 'read',
    query: StatusQuery,
    response: anything,
    handle: (context, { query }) => {
      const days = Number(query.days ?? 7);
      const [fromUtcMs, toUtcMs] = [context.nowUtcMs - days * dayMs, context.nowUtcMs];
      const passages = context.entries({
        types: ['finding'],
        kinds: ['passage'],
        fromUtcMs,
        toUtcMs,
        limit: boardFindings,
      });
      const tables = context.entries({ types: [transitsType.type], limit: 20 });
      return passages
        .with(tables)
        .map(([page, imported]) =>
          statusBoard(
            lanesOf(context).index,
            page.entries,
            imported.entries as readonly Entry<LaneTransitsBody>[],
            fromUtcMs,
            toUtcMs,
            page.cursor !== undefined,
          ),
        );
    },
  },
];
