/** From a place as it is given to a place on the water that sees the network, without crossing land. */
import type { SeaMask } from './seamask.ts';

const stepDeg = 0.02;
/** How far a place on land may lie from the sea, and how far the search at sea goes, degrees. */
const ashoreDeg = 0.5;
const searchDeg = 0.6;

export interface Approach {
  /** From the first place on the water to the one that sees the network. */
  readonly places: readonly (readonly [number, number])[];
}

/**
 * Floods the water around a place in steps of 0.02° until `seesNetwork` holds; undefined where there is no sea within
 * half a degree or the water is closed.
 */
export function approach(
  mask: SeaMask,
  lonDeg: number,
  latDeg: number,
  seesNetwork: (lonDeg: number, latDeg: number) => boolean,
): Approach | undefined {
  const start = nearestWater(mask, lonDeg, latDeg);
  if (start === undefined) return undefined;
  if (seesNetwork(start[0], start[1])) return { places: [start] };
  const queue: { x: number; y: number; before: number }[] = [{ x: 0, y: 0, before: -1 }];
  const seen = new Set(['0,0']);
  const place = ({ x, y }: { x: number; y: number }): [number, number] => [
    start[0] + x * stepDeg,
    start[1] + y * stepDeg,
  ];
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i];
    const [lon, lat] = place(at);
    if (i > 0 && seesNetwork(lon, lat)) return { places: pulled(mask, wayBack(queue, i).map(place)) };
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]) {
      const next = { x: at.x + dx, y: at.y + dy, before: i };
      const key = `${next.x},${next.y}`;
      if (Math.max(Math.abs(next.x), Math.abs(next.y)) * stepDeg > searchDeg || seen.has(key)) continue;
      const [lonNext, latNext] = place(next);
      if (!mask.isClear(lonNext, latNext, 0) || !mask.sees(lon, lat, lonNext, latNext, 0)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return undefined;
}

/** The eight directions and how far out a place looks for its surroundings, in steps of 0.02° of arc. */
const ring = 6;
const side = ring * 2 + 1;
const directions = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/**
 * From a place on the water to what can be reached around it, 0.12° out in the eight directions: a berth behind a mole
 * sees little, what lies before the harbour sees the coast both ways. The first is the place itself; shore is kept at
 * 0.002° where the water is wide enough.
 */
export function surroundings(mask: SeaMask, lonDeg: number, latDeg: number): Approach[] {
  const start = nearestWater(mask, lonDeg, latDeg);
  if (start === undefined) return [];
  // On the high sea the place itself sees all that its surroundings see.
  if (mask.freeAround(...start) > 2 * ring * stepDeg) return [{ places: [start] }];
  const stepLon = stepDeg / Math.max(0.1, Math.cos((latDeg * Math.PI) / 180));
  const place = (cell: number): [number, number] => [
    start[0] + ((cell % side) - ring) * stepLon,
    start[1] + (Math.floor(cell / side) - ring) * stepDeg,
  ];
  const before = new Int16Array(side * side).fill(-1);
  const centre = ring * side + ring;
  before[centre] = centre;
  const queue = [centre];
  for (let i = 0; i < queue.length; i++) {
    const [lon, lat] = place(queue[i]);
    for (const [dx, dy] of directions) {
      const x = (queue[i] % side) + dx;
      const y = Math.floor(queue[i] / side) + dy;
      const next = y * side + x;
      if (x < 0 || y < 0 || x >= side || y >= side || before[next] >= 0) continue;
      const [lonNext, latNext] = place(next);
      if (!mask.isClear(lonNext, latNext, 0.002) || !mask.sees(lon, lat, lonNext, latNext, 0)) continue;
      before[next] = queue[i];
      queue.push(next);
    }
  }
  const out: Approach[] = [{ places: [start] }];
  for (const [dx, dy] of directions) {
    // The farthest that is reached in this direction.
    let cell = -1;
    for (let r = ring; r > 1 && cell < 0; r--)
      if (before[centre + r * (dy * side + dx)] >= 0) cell = centre + r * (dy * side + dx);
    if (cell < 0) continue;
    const back = [cell];
    while (back[back.length - 1] !== centre) back.push(before[back[back.length - 1]]);
    out.push({ places: pulled(mask, back.reverse().map(place)) });
  }
  return out;
}

/**
 * The nearest water within half a degree that sees the network, past what the 1:10m coast closes: a harbour in a lagoon
 * or a bay whose mouth it does not draw begins before it.
 */
export function openWater(
  mask: SeaMask,
  lonDeg: number,
  latDeg: number,
  seesNetwork: (lonDeg: number, latDeg: number) => boolean,
): [number, number] | undefined {
  const shrink = Math.max(0.1, Math.cos((latDeg * Math.PI) / 180));
  for (let r = stepDeg; r <= ashoreDeg; r += stepDeg) {
    const around = Math.ceil((2 * Math.PI * r) / (2 * stepDeg));
    for (let i = 0; i < around; i++) {
      const angle = (2 * Math.PI * i) / around;
      const lon = lonDeg + (r * Math.sin(angle)) / shrink;
      const lat = latDeg + r * Math.cos(angle);
      if (mask.isClear(lon, lat, 0.001) && seesNetwork(lon, lat)) return [lon, lat];
    }
  }
  return undefined;
}

/** The place itself at sea; otherwise the nearest water of a spiral. */
function nearestWater(mask: SeaMask, lonDeg: number, latDeg: number): [number, number] | undefined {
  if (mask.isClear(lonDeg, latDeg, 0)) return [lonDeg, latDeg];
  const shrink = Math.max(0.1, Math.cos((latDeg * Math.PI) / 180));
  for (let r = 0.005; r <= ashoreDeg; r += 0.005) {
    const around = Math.max(8, Math.ceil((2 * Math.PI * r) / 0.01));
    for (let i = 0; i < around; i++) {
      const angle = (2 * Math.PI * i) / around;
      const lon = lonDeg + (r * Math.sin(angle)) / shrink;
      const lat = latDeg + r * Math.cos(angle);
      if (mask.isClear(lon, lat, 0.001)) return [lon, lat];
    }
  }
  return undefined;
}

function wayBack(queue: readonly { x: number; y: number; before: number }[], end: number) {
  const out = [];
  for (let i = end; i >= 0; i = queue[i].before) out.push(queue[i]);
  return out.reverse();
}

/** Leaves out what lies between places that see each other. */
function pulled(mask: SeaMask, places: readonly [number, number][]): [number, number][] {
  const out = [places[0]];
  for (let at = 0; at < places.length - 1; ) {
    let next = places.length - 1;
    while (next > at + 1 && !mask.sees(places[at][0], places[at][1], places[next][0], places[next][1], 0))
      next--;
    out.push(places[next]);
    at = next;
  }
  return out;
}
