/** A problem from the text of a file: JSON, or one of the published forms. */
import { CommonwatchError } from '../../core/errors.ts';
import { parseCap, parsePMed, parseTspLib, recognise } from './orlib.ts';
import type { LocationProblem } from './problem.ts';
import { wrong } from './problem.ts';

/** What a published form leaves open. */
export interface FileOptions {
  readonly p?: number;
  readonly capacity?: number;
  readonly singleSource?: boolean;
}

/** The parsed JSON, or the problem of an OR-Library or TSPLIB file. @throws `siting.unreadable`, `siting.invalid` */
export function problemFromText(text: string, options: FileOptions = {}): unknown {
  const kind = recognise(text);
  if (kind === 'pmed') return fromPMed(text, options);
  if (kind === 'cap') return fromCap(text, options);
  if (kind === 'tsplib') return fromTspLib(text, options);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommonwatchError('siting.unreadable', text.slice(0, 40), { cause });
  }
}

function fromPMed(text: string, options: FileOptions): LocationProblem {
  const { vertices, p, edges } = parsePMed(text);
  return {
    problem: 'p-median',
    p: options.p ?? p,
    customers: Array.from({ length: vertices }, () => ({})),
    edges: edges.map(({ a, b, cost }) => [a + 1, b + 1, cost]),
  };
}

function fromCap(text: string, options: FileOptions): LocationProblem {
  const { capacities, fixedCosts, demands, costs } = parseCap(text, options.capacity);
  const sites = capacities.length;
  return {
    problem: 'capacitated',
    singleSource: options.singleSource ?? false,
    customers: Array.from(demands, (demand) => ({ demand })),
    sites: Array.from(capacities, (capacity, i) => ({ capacity, fixedCost: fixedCosts[i] })),
    costsAre: 'whole-demand',
    costs: Array.from(demands, (_, u) => Array.from(costs.subarray(u * sites, (u + 1) * sites))),
  };
}

function fromTspLib(text: string, options: FileOptions): LocationProblem {
  if (options.p === undefined) throw wrong('/p', 'a TSPLIB file does not say how many sites: name --p');
  return {
    problem: 'p-median',
    p: options.p,
    customers: parseTspLib(text).map(([x, y]) => ({ x, y })),
    rounding: 'truncate',
  };
}
