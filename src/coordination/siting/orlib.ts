/**
 * Files of published problems: OR-Library's pmed (J. E. Beasley, "A note on solving large p-median problems", EJOR 21,
 * 1985) and cap ("An algorithm for solving large capacitated warehouse location problems", EJOR 33, 1988), and
 * TSPLIB's node coordinates (G. Reinelt, 1991).
 */
import { CommonwatchError } from '../../core/errors.ts';
import type { LonLat } from '../../earth/index.ts';

export interface PMedFile {
  readonly vertices: number;
  readonly p: number;
  readonly edges: readonly { readonly a: number; readonly b: number; readonly cost: number }[];
}

/** @throws `siting.unreadable` */
export function parsePMed(text: string): PMedFile {
  const numbers = numbersOf(text);
  const [vertices, count, p] = numbers;
  if (!(Number.isInteger(vertices) && vertices >= 1 && Number.isInteger(p) && p >= 1 && p <= vertices))
    throw unreadable('vertices, edges and p in its first line');
  if (numbers.length !== 3 + count * 3) throw unreadable(`${count} edges`);
  // A later line for the same pair overwrites: so the published optima were computed.
  const byPair = new Map<number, { a: number; b: number; cost: number }>();
  for (let at = 3; at < numbers.length; at += 3) {
    const [a, b, cost] = [numbers[at] - 1, numbers[at + 1] - 1, numbers[at + 2]];
    if (!isVertex(a, vertices) || !isVertex(b, vertices) || !(cost >= 0))
      throw unreadable(`an edge of ${numbers.slice(at, at + 3).join(' ')}`);
    byPair.set(Math.min(a, b) * vertices + Math.max(a, b), { a, b, cost });
  }
  return { vertices, p, edges: [...byPair.values()] };
}

function isVertex(v: number, vertices: number): boolean {
  return Number.isInteger(v) && v >= 0 && v < vertices;
}

export interface CapFile {
  readonly capacities: Float64Array;
  readonly fixedCosts: Float64Array;
  readonly demands: Float64Array;
  /** Cost of serving all of customer u from site i: `costs[u · sites + i]`. */
  readonly costs: Float64Array;
}

/** @param capacity for the files (capa, capb, capc) that say "capacity" where the number belongs. @throws `siting.unreadable` */
export function parseCap(text: string, capacity?: number): CapFile {
  if (/\bcapacity\b/i.test(text) && capacity === undefined)
    throw unreadable('the capacity of its sites: name it with --capacity');
  const numbers = numbersOf(text.replace(/\bcapacity\b/gi, String(capacity)));
  const [sites, customers] = numbers;
  if (!(Number.isInteger(sites) && sites >= 1 && Number.isInteger(customers) && customers >= 1))
    throw unreadable('sites and customers in its first line');
  if (numbers.length !== 2 + 2 * sites + customers * (1 + sites))
    throw unreadable(`${sites} sites and ${customers} customers`);
  const file: CapFile = {
    capacities: new Float64Array(sites),
    fixedCosts: new Float64Array(sites),
    demands: new Float64Array(customers),
    costs: new Float64Array(customers * sites),
  };
  for (let i = 0; i < sites; i++) {
    file.capacities[i] = numbers[2 + 2 * i];
    file.fixedCosts[i] = numbers[3 + 2 * i];
  }
  let at = 2 + 2 * sites;
  for (let u = 0; u < customers; u++) {
    file.demands[u] = numbers[at++];
    for (let i = 0; i < sites; i++) file.costs[u * sites + i] = numbers[at++];
  }
  return file;
}

/** Node coordinates of a TSPLIB file of type EUC_2D. @throws `siting.unreadable` */
export function parseTspLib(text: string): readonly LonLat[] {
  const type = /EDGE_WEIGHT_TYPE\s*:\s*(\S+)/.exec(text)?.[1];
  if (type !== 'EUC_2D') throw unreadable('EDGE_WEIGHT_TYPE : EUC_2D');
  const section = /NODE_COORD_SECTION\s*\n([\s\S]*?)(?:\n\s*EOF|$(?![\s\S]))/.exec(text)?.[1];
  if (section === undefined) throw unreadable('NODE_COORD_SECTION');
  const numbers = numbersOf(section);
  const dimension = Number(/DIMENSION\s*:\s*(\d+)/.exec(text)?.[1] ?? numbers.length / 3);
  if (numbers.length !== dimension * 3) throw unreadable(`${dimension} nodes`);
  return Array.from({ length: dimension }, (_, i) => [numbers[3 * i + 1], numbers[3 * i + 2]] as const);
}

/** Which kind of published file a text is; undefined for JSON and for what is none. */
export function recognise(text: string): 'pmed' | 'cap' | 'tsplib' | undefined {
  if (/^\s*[{[]/.test(text)) return undefined;
  if (/NODE_COORD_SECTION/.test(text)) return 'tsplib';
  const first = text.trimStart().split('\n', 1)[0].trim().split(/\s+/);
  if (first.length === 3 && first.every((part) => /^\d+$/.test(part))) return 'pmed';
  if (first.length === 2 && first.every((part) => /^\d+$/.test(part))) return 'cap';
  return undefined;
}

function numbersOf(text: string): number[] {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  return parts.map((part) => {
    const value = Number(part);
    if (!Number.isFinite(value))
      throw unreadable(`numbers only, and no ${JSON.stringify(part.slice(0, 40))}`);
    return value;
  });
}

function unreadable(wanted: string): CommonwatchError {
  return new CommonwatchError('siting.unreadable', undefined, { detail: `It must have ${wanted}.` });
}
