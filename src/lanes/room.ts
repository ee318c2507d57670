/** The lanes as a room: routes and scenarios by request, a scenario kept as an entry, a section of the brief. */
import { Type } from 'typebox';
import type { ActionContext, Entry, Room, Route } from '../core/index.ts';
import type { LaneGate, LaneRouteAnswer, LaneScenarioBody } from './api.ts';
import type { Lanes } from './lanes.ts';
import { parameterTable } from './parameters.ts';
import { runScenario, parseScenario, ScenarioSchema } from './scenario.ts';
import { scenarioType } from './scenariotype.ts';
import { lanesSection } from './section.ts';
import { validate } from './validate.ts';

/** The hub hands the lanes in as a service of this name, because a room opens no file. */
const lanesOf = (context: ActionContext): Lanes => context.service<Lanes>('lanes');
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
type PlaceBody = { lonDeg: number; latDeg: number } | { portId: string };
const ids = Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 }));
const RouteBodySchema = Type.Object(
  {
    from: PlaceSchema,
    to: PlaceSchema,
    via: ids,
    close: ids,
    shipClass: Type.Optional(Type.String({ maxLength: 40 })),
    arctic: Type.Optional(Type.Boolean()),
    alternatives: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  },
  { additionalProperties: false },
);

interface RouteBody {
  from: PlaceBody;
  to: PlaceBody;
  via?: string[];
  close?: string[];
  shipClass?: string;
  arctic?: boolean;
  alternatives?: number;
}

function gateViews({ index, network }: Lanes): LaneGate[] {
  return index.gates.map(({ id, name, line, openEnd }, at) => ({
    id,
    name,
    aliases: index.aliasesOf(id),
    line,
    openEnd: openEnd ?? false,
    portals: network.gateOfPortal.filter((gate) => gate === at).length,
  }));
}

function routeAnswer(lanes: Lanes, body: RouteBody): LaneRouteAnswer {
  const end = (place: PlaceBody) => ('portId' in place ? { port: lanes.portAt(place.portId) } : place);
  const request = { ...body, from: end(body.from), to: end(body.to) };
  const first = lanes.router.route(request);
  if (first.severed) return { severed: true, routes: [] };
  const more =
    (body.alternatives ?? 1) > 1 ? lanes.router.alternatives(request, body.alternatives ?? 1).slice(1) : [];
  return { severed: false, routes: [first, ...more] };
}

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gates',
    summary: 'The gates that can be closed, as lines.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(gateViews(lanesOf(context))),
  },
  {
    method: 'GET',
    path: '/ports',
    summary: 'The ports of the network.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(lanesOf(context).ports),
  },
  {
    method: 'GET',
    path: '/parameters',
    summary: 'The numbers of the cost model, with range, source and as-of date.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(parameterTable),
  },
  {
    method: 'GET',
    path: '/validation',
    summary: 'The model beside published figures.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(validate(lanesOf(context))),
  },
  {
    method: 'POST',
    path: '/routes',
    summary: 'Routes between two places, via and avoiding gates.',
    permission: 'read',
    body: RouteBodySchema,
    response: anything,
    handle: (context, { body }) => context.common(routeAnswer(lanesOf(context), body as RouteBody)),
  },
  {
    method: 'POST',
    path: '/scenarios/run',
    summary: 'Computes a scenario without keeping it.',
    permission: 'read',
    body: ScenarioSchema,
    response: anything,
    handle: (context, { body }) => context.common(runScenario(lanesOf(context), parseScenario(body))),
  },
];

export const lanesRoom: Room = {
  name: 'lanes',
  entryTypes: [scenarioType],
  importers: [],
  detectors: [],
  projections: [],
  routes,
  jobs: [],
  exports: [],
  shapes: [
    {
      type: scenarioType.type,
      geojson: (entry: Entry) => {
        const { name, scenario } = entry.body as LaneScenarioBody;
        return {
          type: 'Feature',
          id: entry.id,
          geometry: null,
          properties: { name, gates: scenario.closures.flatMap(({ gates }) => [...gates]) },
        };
      },
    },
  ],
  sections: [lanesSection],
  // `commonwatch lanes` lives in cli/, because it reads the tables from disk.
  commands: [],
};
