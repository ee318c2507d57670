/** Work on the lanes that takes longer than a request may hold the hub: done by a thread of the hub's. */
import { CommonwatchError } from '../core/errors.ts';
import type { LaneFlowLines, LaneLinesRequest, LaneRouteAnswer, LaneRouteRequest } from './api.ts';
import { edgesInside, finished } from './areas.ts';
import type { Flow } from './flows.ts';
import { flowLines, routeAnswer } from './answers.ts';
import type { Lanes } from './lanes.ts';
import type { ClosedArea } from './router.ts';
import { runScenario } from './scenario.ts';
import type { ScenarioResult } from './scenario.ts';
import type { Closure, Scenario } from './schema.ts';
import { validate } from './validate.ts';
import type { Validation } from './validate.ts';

/** Of a job's control, what a thread can tell of and be told. */
export interface WorkControl {
  readonly progress: (done: number, total: number) => void;
  readonly cancelled: () => boolean;
}

/** The hub's service `lane-work`: the lanes in a thread of their own. Errors are those of what is called. */
export interface LaneWork {
  /** @throws also `job.cancelled` */
  scenario(scenario: Scenario, flows: readonly Flow[], control?: WorkControl): Promise<ScenarioResult>;
  lines(request: LaneLinesRequest, flows: readonly Flow[]): Promise<LaneFlowLines[]>;
  route(request: LaneRouteRequest): Promise<LaneRouteAnswer>;
  validation(): Promise<readonly Validation[]>;
  /** Asked for when somebody opens the lanes: the first scenario then need not wait for the network to be read. */
  warm(): Promise<void>;
}

/** How many drawn areas are remembered: a scenario's result and its lines ask for the same. */
const keptAreas = 8;

/** The work itself. A drawn area takes about a second: in pieces, so that other questions are answered between. */
export class LaneWorker implements LaneWork {
  readonly #lanes: Lanes;
  readonly #breathe: () => Promise<void>;
  readonly #areas = new Map<string, ClosedArea>();

  /** @param breathe resolves when others had their turn */
  constructor(lanes: Lanes, breathe: () => Promise<void> = async () => undefined) {
    this.#lanes = lanes;
    this.#breathe = breathe;
  }

  async scenario(scenario: Scenario, flows: readonly Flow[], control?: WorkControl): Promise<ScenarioResult> {
    const drawn = scenario.closures.filter(({ polygon }) => polygon !== undefined);
    const areas = new Map<Closure, ClosedArea>();
    for (const closure of drawn) {
      const ring = closure.polygon ?? [];
      let area = this.#areas.get(JSON.stringify(ring));
      if (area === undefined) {
        const steps = edgesInside(this.#lanes.network, ring);
        let step = steps.next();
        for (; step.done !== true; step = steps.next()) {
          control?.progress(areas.size + step.value, drawn.length + 1);
          await this.#breathe();
          if (control?.cancelled() === true) throw new CommonwatchError('job.cancelled');
        }
        area = this.#keep(ring, step.value);
      }
      areas.set(closure, area);
    }
    return runScenario(this.#lanes, scenario, flows, areas);
  }

  async lines(request: LaneLinesRequest, flows: readonly Flow[]): Promise<LaneFlowLines[]> {
    const areas = new Map<Closure, ClosedArea>();
    for (const closure of request.scenario.closures)
      if (closure.polygon !== undefined) areas.set(closure, this.#area(closure.polygon));
    return flowLines(this.#lanes, request, flows, areas);
  }

  async route(request: LaneRouteRequest): Promise<LaneRouteAnswer> {
    return routeAnswer(this.#lanes, request, (ring) => this.#area(ring));
  }

  async validation(): Promise<readonly Validation[]> {
    return validate(this.#lanes);
  }

  /** Finds the open ways of all flows and makes what is made once. */
  async warm(): Promise<void> {
    const [first] = this.#lanes.ready;
    await this.scenario({ ...first.scenario, draws: 100 }, []);
  }

  #area(ring: ClosedArea['ring']): ClosedArea {
    const known = this.#areas.get(JSON.stringify(ring));
    return known ?? this.#keep(ring, finished(edgesInside(this.#lanes.network, ring)));
  }

  #keep(ring: ClosedArea['ring'], blockedEdges: Uint8Array): ClosedArea {
    const area = { ring, blockedEdges };
    if (this.#areas.size >= keptAreas) this.#areas.clear();
    this.#areas.set(JSON.stringify(ring), area);
    return area;
  }
}
