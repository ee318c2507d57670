/** The ends of a route: how a place as it is given hangs together with the network. */
import { CommonwatchError } from '../core/errors.ts';
import { distanceNm } from '../earth/geodesy.ts';
import { approach, openWater, surroundings } from './approach.ts';
import type { Anchor } from './landmarks.ts';
import type { Network } from './network.ts';
import { unreachable } from './network.ts';
import type { Reach } from './search.ts';
import type { SeaMask } from './seamask.ts';
import { outlookFrom } from './sight.ts';
import type { Outlook, Sight } from './sight.ts';

const radian = Math.PI / 180;
/** A place on land within this of a river's fairway begins there, degrees. */
const riverDeg = 0.12;
/** So far from a place what lies around it may see a node for it, degrees. */
const nearDeg = 2;

/** One end of a route: a place, or a port of the network by its index. */
export type EndOfRoute = { readonly lonDeg: number; readonly latDeg: number } | { readonly port: number };

export type Places = readonly (readonly [number, number])[];

/** From the end to a place from which one looks out, on the water all the way. */
interface WayOut {
  readonly places: Places;
  readonly milliNm: number;
  readonly outlook: Outlook;
}

/** A way from an end to a node of the network: over the places, and from the last of them to the node. */
export interface Link {
  readonly milliNm: number;
  readonly places: Places;
}

/** An end as the search sees it. */
export class Attached implements Reach {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly snappedNm: number;
  /** Empty where the end is a node. */
  readonly ways: readonly WayOut[];
  readonly #network: Network;
  readonly #sight: Sight;
  readonly #node: number;
  /** A node that is in sight, if one was found, and how far it is. */
  readonly anchor: Anchor | undefined;
  #known: { nodes: number[]; leastMilliNm: number[] } | undefined;

  constructor(
    network: Network,
    sight: Sight,
    at: { node: number } | { ways: readonly Places[]; anchor?: Anchor },
    snappedNm: number,
  ) {
    this.#network = network;
    this.#sight = sight;
    this.snappedNm = snappedNm;
    this.#node = 'node' in at ? at.node : -1;
    this.anchor = 'node' in at ? { node: at.node, milliNm: 0 } : at.anchor;
    this.ways = 'ways' in at ? at.ways.map(wayOut) : [];
    [this.lonDeg, this.latDeg] =
      'node' in at ? [network.lonDeg[at.node], network.latDeg[at.node]] : at.ways[0][0];
  }

  /** Nodes that may be in sight, and the least that the way to each may be. */
  candidates(): { nodes: number[]; leastMilliNm: number[] } {
    return (this.#known ??=
      this.#node >= 0 ? { nodes: [this.#node], leastMilliNm: [0] } : this.#lookAround());
  }

  milliNmTo(node: number, limit: number): number {
    return this.linkTo(node, limit)?.milliNm ?? unreachable;
  }

  /** The shortest way to a node; undefined where there is none shorter than `limit`. */
  linkTo(node: number, limit = unreachable): Link | undefined {
    if (this.#node >= 0) return node === this.#node && limit > 0 ? { milliNm: 0, places: [] } : undefined;
    let best: Link | undefined;
    const sight = this.#sight;
    const count = this.#isNear(node) ? this.ways.length : 1;
    for (let i = 0; i < count; i++) {
      const { outlook, milliNm: so, places } = this.ways[i];
      const left = (best?.milliNm ?? limit) - so;
      if (!sight.matters(outlook, node) || sight.leastMilliNmTo(outlook, node) >= left) continue;
      // Most are out of sight, which is seen sooner than a length is computed.
      if (!sight.sees(outlook, node)) continue;
      const milliNm = sight.milliNmTo(outlook, node);
      if (milliNm < left) best = { milliNm: so + milliNm, places };
    }
    return best;
  }

  #lookAround(): { nodes: number[]; leastMilliNm: number[] } {
    const sight = this.#sight;
    const nodes: number[] = [];
    const least: number[] = [];
    for (let node = 0; node < this.#network.nodes; node++) {
      let milliNm = unreachable;
      const count = this.#isNear(node) ? this.ways.length : 1;
      for (let i = 0; i < count; i++) {
        const { outlook, milliNm: so } = this.ways[i];
        if (sight.matters(outlook, node))
          milliNm = Math.min(milliNm, so + sight.leastMilliNmTo(outlook, node));
      }
      if (milliNm >= unreachable) continue;
      nodes.push(node);
      least.push(milliNm);
    }
    return { nodes, leastMilliNm: least };
  }

  #isNear(node: number): boolean {
    return degreesFrom(this.#network, node, this.lonDeg, this.latDeg) < nearDeg;
  }
}

/**
 * Attaches an end: a port at its node, a place on land beside a river at the river, any other from the nearest water
 * and what lies around it.
 * @throws `lanes.not-at-sea`
 */
export function attach(network: Network, sight: Sight, mask: () => SeaMask, end: EndOfRoute): Attached {
  if ('port' in end) return new Attached(network, sight, { node: network.firstPort + end.port }, 0);
  const { lonDeg, latDeg } = end;
  if (!(Math.abs(latDeg) <= 90) || !(Math.abs(lonDeg) <= 540))
    throw new CommonwatchError('lanes.not-at-sea', [lonDeg, latDeg]);
  const sea = mask();
  const [lon, lat] = besideGates(sight, lonDeg - 360 * Math.round(lonDeg / 360), latDeg);
  const river = sea.isClear(lon, lat, 0) ? undefined : riverNode(network, lon, lat);
  if (river !== undefined) {
    const snappedNm = distanceNm(lon, lat, network.lonDeg[river], network.latDeg[river]);
    return new Attached(network, sight, { node: river }, snappedNm);
  }
  const at = (ways: readonly Places[], anchor?: Anchor) =>
    new Attached(network, sight, { ways, anchor }, distanceNm(lon, lat, ...ways[0][0]));
  const near = nodesNear(network, lon, lat);
  const around = surroundings(sea, lon, lat)
    .map(({ places }) => places)
    .filter((places) => !sight.crossesAny(places));
  for (const places of around) {
    const anchor = anchorFrom(sight, places, near);
    if (anchor !== undefined) return at(around, anchor);
  }
  // On the high sea the nearest node may lie far away; before a coast a far one alone is seen as through a keyhole.
  const farAnchor = () => (around.length > 0 ? anchorFrom(sight, around[0], allNodes(network)) : undefined);
  const high = around.length === 1 ? farAnchor() : undefined;
  if (high !== undefined) return at(around, high);
  const seesNetwork = (x: number, y: number) => anchorFrom(sight, [[x, y]], near) !== undefined;
  const found = approach(sea, lon, lat, seesNetwork);
  const open = found === undefined ? openWater(sea, lon, lat, seesNetwork) : undefined;
  const places = found?.places ?? (open && [open]);
  if (places !== undefined && !sight.crossesAny(places)) return at([places], anchorFrom(sight, places, near));
  const far = farAnchor();
  if (far === undefined) throw new CommonwatchError('lanes.not-at-sea', [lonDeg, latDeg]);
  return at(around, far);
}

/** A place on the very line of a gate would see nothing but past the gate: a quarter of a mile beside it lies on a side. */
function besideGates(sight: Sight, lonDeg: number, latDeg: number): [number, number] {
  const asideDeg = 0.004;
  for (const [dx, dy] of [
    [0, 0],
    [asideDeg, 0],
    [-asideDeg, 0],
    [0, asideDeg],
    [0, -asideDeg],
  ]) {
    const [lon, lat] = [lonDeg + dx, latDeg + dy];
    const touch = asideDeg / 8;
    if (
      !sight.crossesAny([
        [lon - touch, lat - touch],
        [lon + touch, lat + touch],
      ])
    )
      return [lon, lat];
  }
  return [lonDeg, latDeg];
}

/** The first of the nodes that the end of a way out sees. */
function anchorFrom(sight: Sight, places: Places, nodes: Iterable<number>): Anchor | undefined {
  const { outlook, milliNm } = wayOut(places);
  for (const node of nodes)
    if (sight.matters(outlook, node) && sight.sees(outlook, node))
      return { node, milliNm: milliNm + sight.milliNmTo(outlook, node) };
  return undefined;
}

function* allNodes({ nodes }: Network): Generator<number> {
  for (let node = 0; node < nodes; node++) yield node;
}

/** Nodes around a place, the nearest first. */
function nodesNear(network: Network, lon: number, lat: number): number[] {
  const out: { node: number; deg: number }[] = [];
  for (let node = 0; node < network.nodes; node++) {
    const deg = degreesFrom(network, node, lon, lat);
    if (deg < nearDeg) out.push({ node, deg });
  }
  return out.sort((a, b) => a.deg - b.deg).map(({ node }) => node);
}

/** Degrees of arc, roughly, and only where it is near. */
function degreesFrom({ lonDeg, latDeg }: Network, node: number, lon: number, lat: number): number {
  const dLat = latDeg[node] - lat;
  if (dLat > nearDeg || dLat < -nearDeg) return Number.POSITIVE_INFINITY;
  const dLon = ((((lonDeg[node] - lon + 180) % 360) + 360) % 360) - 180;
  return Math.hypot(dLon * Math.cos(lat * radian), dLat);
}

function riverNode({ firstPort, lonDeg, latDeg, starts, isChannel }: Network, lon: number, lat: number) {
  let best = riverDeg;
  let at: number | undefined;
  for (let i = 0; i < firstPort; i++) {
    const d = Math.hypot((lonDeg[i] - lon) * Math.cos(lat * radian), latDeg[i] - lat);
    if (d >= best || isChannel[starts[i + 1] - 1] === 0) continue;
    best = d;
    at = i;
  }
  return at;
}

function wayOut(places: Places): WayOut {
  const [lon, lat] = places[places.length - 1];
  return { places, milliNm: lengthMilliNm(places), outlook: outlookFrom(lon, lat) };
}

function lengthMilliNm(places: Places): number {
  let sum = 0;
  for (let i = 1; i < places.length; i++)
    sum += distanceNm(places[i - 1][0], places[i - 1][1], places[i][0], places[i][1]);
  return Math.round(sum * 1000);
}
