/** All of the lanes as one value, made from the tables that the caller brings. */
import { CommonwatchError } from '../core/errors.ts';
import type { Coastline } from '../earth/coast.ts';
import type { Gate } from '../earth/gates.ts';
import { GateIndex } from './closures.ts';
import { edgesInside, finished } from './areas.ts';
import type { Area } from './areas.ts';
import type { Airport, ReadyScenario, StartingTable } from './flows.ts';
import { DistanceMatrix } from './matrix.ts';
import { decodeNetwork } from './network.ts';
import type { Network } from './network.ts';
import { Router } from './router.ts';
import type { ClosedArea } from './router.ts';
import type { Way } from './routing.ts';
import { SeaMask } from './seamask.ts';

/** data/lanes/ports.json. */
export interface LanePortTable {
  readonly rows: readonly (readonly [
    id: string,
    name: string,
    country: string,
    lonDeg: number,
    latDeg: number,
  ])[];
}

export interface LanePort {
  readonly id: string;
  readonly name: string;
  /** ISO 3166 code of the country or economy. */
  readonly country: string;
  readonly lonDeg: number;
  readonly latDeg: number;
}

export interface LanesTables {
  /** data/lanes/network.bin. */
  readonly network: ArrayBuffer;
  readonly ports: LanePortTable;
  /** The gates of data/earth/gates.json, in their order. */
  readonly gates: readonly Gate[];
  /** data/lanes/shoals.json: lines that no way crosses. */
  readonly shoals: readonly { readonly id: string; readonly line: Gate['line'] }[];
  /** data/lanes/starting.json: flows and stocks to begin with. */
  readonly starting: StartingTable;
  readonly airports: readonly Airport[];
  readonly ready: readonly ReadyScenario[];
  readonly areas: readonly Area[];
  /** Asked for once, when a place that is no port needs the coast. */
  readonly coast: () => Coastline;
}

export interface Lanes {
  readonly network: Network;
  readonly ports: readonly LanePort[];
  readonly index: GateIndex;
  readonly router: Router;
  readonly starting: StartingTable;
  readonly airports: readonly Airport[];
  readonly ready: readonly ReadyScenario[];
  readonly areas: readonly Area[];
  /** Ways between ports by what was closed, which no scenario changes. */
  readonly knownWays: Map<string, Way>;
  /** A named sea with its edges, found at the first call (some tenths of a second). @throws `lanes.unknown-area` */
  closedArea(id: string): ClosedArea;
  /** @throws `lanes.unknown-port` */
  airport(id: string): Airport;
  /** All ports to all ports; made at the first call (about half a second). */
  matrix(): DistanceMatrix;
  mask(): SeaMask;
  /** Index of a port. @throws `lanes.unknown-port` */
  portAt(id: string): number;
}

/** @throws `lanes.invalid-table` when the tables do not belong together */
export function createLanes(tables: LanesTables): Lanes {
  const network = decodeNetwork(tables.network);
  const index = new GateIndex(tables.gates);
  const ports = tables.ports.rows.map(([id, name, country, lonDeg, latDeg]) => ({
    id,
    name,
    country,
    lonDeg,
    latDeg,
  }));
  if (ports.length !== network.ports || index.gates.length !== network.gates)
    throw new CommonwatchError('lanes.invalid-table', `${ports.length} ports, ${index.gates.length} gates`);
  const at = new Map(ports.map(({ id }, i) => [id, i]));
  const closed = new Map<string, ClosedArea>();
  let mask: SeaMask | undefined;
  let matrix: DistanceMatrix | undefined;
  const maskOf = () => (mask ??= new SeaMask(tables.coast()));
  return {
    network,
    ports,
    index,
    router: new Router(network, index, maskOf, tables.shoals),
    starting: tables.starting,
    airports: tables.airports,
    ready: tables.ready,
    areas: tables.areas,
    knownWays: new Map(),
    closedArea: (id) => {
      const name = id.trim().toLowerCase().replaceAll('_', '-');
      const area = tables.areas.find((row) => row.id === name);
      if (area === undefined) throw new CommonwatchError('lanes.unknown-area', id);
      let found = closed.get(name);
      if (found === undefined) {
        found = { ring: area.ring, blockedEdges: finished(edgesInside(network, area.ring)) };
        closed.set(name, found);
      }
      return found;
    },
    airport: (id) => {
      const found = tables.airports.find((row) => row.id === id);
      if (found === undefined) throw new CommonwatchError('lanes.unknown-port', id);
      return found;
    },
    matrix: () => (matrix ??= new DistanceMatrix(network)),
    mask: maskOf,
    portAt: (id) => {
      const port = at.get(id);
      if (port === undefined) throw new CommonwatchError('lanes.unknown-port', id);
      return port;
    },
  };
}
