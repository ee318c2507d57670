/** The lanes as a room: routes and scenarios by request, scenarios and imports kept as entries, a section of the brief. */
import type { Entry, Job, Room } from '../core/index.ts';
import type { LaneScenarioBody } from './api.ts';
import { flowsNamed, routes, workOf } from './routes.ts';
import { parseScenario, ScenarioSchema } from './schema.ts';
import { flowsType, scenarioType, transitsType } from './scenariotype.ts';
import { lanesSection } from './section.ts';

/** A scenario with drawn areas takes a second or more: a thread computes it, and the user can stop it. */
const scenarioJob: Job = {
  name: 'lanes-scenario',
  permission: 'read',
  input: ScenarioSchema,
  run: async (context, input, control) => {
    const scenario = parseScenario(input);
    return context.common(await workOf(context).scenario(scenario, flowsNamed(context, scenario), control));
  },
};

export const lanesRoom: Room = {
  name: 'lanes',
  entryTypes: [scenarioType, flowsType, transitsType],
  // Tables of flows come by /imports, where people see first what would be taken and what not.
  importers: [],
  detectors: [],
  projections: [],
  routes,
  jobs: [scenarioJob],
  exports: [],
  shapes: [
    {
      type: scenarioType.type,
      geojson: (entry: Entry) => {
        const { name, scenario } = entry.body as LaneScenarioBody;
        const polygons = scenario.closures.flatMap(({ polygon }) => (polygon === undefined ? [] : [polygon]));
        return {
          type: 'Feature',
          id: entry.id,
          geometry:
            polygons.length === 0
              ? null
              : { type: 'MultiPolygon', coordinates: polygons.map((ring) => [[...ring, ring[0]]]) },
          properties: { name, gates: scenario.closures.flatMap(({ gates = [] }) => [...gates]) },
        };
      },
    },
  ],
  sections: [lanesSection],
  // `commonwatch lanes` lives in cli/, because it reads the tables from disk.
  commands: [],
};
