/** Any problem of a file, solved: the one door for the command line and for jobs of the hub. */
import type { AllocationAnswer } from './api.ts';
import type { SolveOptions } from './location.ts';
import { solveLocation } from './location.ts';
import { parsePrepositioning, solvePrepositioning } from './prepositioning.ts';
import { named, parseLocation, wrong } from './problem.ts';
import { parsePush, planPush } from './push.ts';
import { parseTransport, planTransport } from './transport.ts';

/** The hub's service `siting-work`: `allocate` in a thread, with the mixed-integer solver. Errors are those of `allocate`. */
export interface SitingWork {
  /** @throws also `siting.busy` */
  allocate(problem: unknown): Promise<AllocationAnswer>;
}

/** A problem as far as it is checked before it is solved. @throws `siting.invalid` */
export function parseAllocation(value: unknown) {
  const candidate = named(value);
  switch (candidate.problem) {
    case 'transport':
      return parseTransport(candidate);
    case 'push':
      return parsePush(candidate);
    case 'pre-positioning':
      return parsePrepositioning(candidate);
    default:
      return parseLocation(candidate);
  }
}

/** @throws `siting.invalid`, `siting.infeasible`, `siting.too-large` */
export function allocate(value: unknown, options: SolveOptions = {}): AllocationAnswer {
  const candidate = named(value);
  switch (candidate.problem) {
    case 'transport':
      return planTransport(parseTransport(candidate));
    case 'push':
      return planPush(parsePush(candidate));
    case 'pre-positioning': {
      const { solver, isOver } = options;
      if (solver === undefined) throw wrong('/problem', 'pre-positioning needs the mixed-integer solver');
      return solvePrepositioning(parsePrepositioning(candidate), { solver, isOver });
    }
    default:
      return solveLocation(parseLocation(candidate), options);
  }
}
