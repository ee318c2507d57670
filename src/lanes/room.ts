/** The lanes as a room: routes and scenarios by request, scenarios and imports kept as entries, a section of the brief. */
import type { Entry, Job, Room } from '../core/index.ts';
import type { LaneScenarioBody } from './api.ts';
import { edgesInside } from './areas.ts';
import type { ClosedArea } from './router.ts';
import { flowsNamed, lanesOf, routes } from './routes.ts';
import { runScenario } from './scenario.ts';
import type { Closure } from './schema.ts';
import { parseScenario, ScenarioSchema } from './schema.ts';
import { flowsType, scenarioType, transitsType } from './scenariotype.ts';
import { lanesSection } from './section.ts';

/** A drawn area takes about a second: it is computed in pieces, so that the hub goes on and the user can stop it. */
const scenarioJob: Job = {
  name: 'lanes-scenario',
  permission: 'read',
  input: ScenarioSchema,
  run: async (context, input, control) => {
    const scenario = parseScenario(input);
    const lanes = lanesOf(context);
    const drawn = scenario.closures.filter(({ polygon }) => polygon !== undefined);
    const areas = new Map<Closure, ClosedArea>();
    for (const closure of drawn) {
      const ring = closure.polygon ?? [];
      const steps = edgesInside(lanes.network, ring);
      for (;;) {
        const step = steps.next();
        if (step.done === true) {
          areas.set(closure, { ring, blockedEdges: step.value });
          break;
        }
        control.progress(areas.size + step.value, drawn.length + 1);
        await control.breathe();
      }
    }
    const result = runScenario(lanes, scenario, flowsNamed(context, scenario), areas);
    control.progress(drawn.length + 1, drawn.length + 1);
    return context.common(result);
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
