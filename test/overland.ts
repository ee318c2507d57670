/** Where a route would run over land: beside no channel, tested piece by piece against the 1:10m coast. */
import { readFileSync } from 'node:fs';
import type { Lanes, Route, SeaMask } from '../src/lanes/index.ts';
import { southernLimitDeg } from '../src/lanes/limits.ts';

const { channels } = JSON.parse(
  readFileSync(new URL('../data/lanes/channels.json', import.meta.url), 'utf8'),
) as { channels: { line: [number, number][] }[] };
/** Channels are drawn on the grid of 0.00001°, straight between their places. */
const besideDeg = 0.001;

/** The pieces of a route that touch land outside the canals, rivers and straits of data/lanes/channels.json. */
export function overLand(lanes: Lanes, { line }: Route): string[] {
  const mask = lanes.mask();
  const bad: string[] = [];
  for (let i = 1; i < line.length; i++) {
    const [[lonA, latA], [lonB, latB]] = [line[i - 1], line[i]];
    // A piece along the southern limit of shipping may bow a little beyond it: no land is near.
    const alongLimit =
      Math.min(latA, latB) < southernLimitDeg(lonA) + 0.2 && !nearLand(mask, lonA, latA, lonB, latB);
    const isClear = alongLimit || (!mask.isLand(lonB, latB) && mask.sees(lonA, latA, lonB, latB, 0));
    if (!isClear && !(inChannel(lonA, latA) && inChannel(lonB, latB)))
      bad.push(`${lonA.toFixed(3)},${latA.toFixed(3)} to ${lonB.toFixed(3)},${latB.toFixed(3)}`);
  }
  return bad;
}

function nearLand(mask: SeaMask, lonA: number, latA: number, lonB: number, latB: number): boolean {
  for (let t = 0; t <= 1; t += 0.02)
    if (mask.isLand(lonA + (lonB - lonA) * t, latA + (latB - latA) * t)) return true;
  return false;
}

function inChannel(lon: number, lat: number): boolean {
  return channels.some(({ line }) => {
    for (let i = 1; i < line.length; i++) {
      const turn = 360 * Math.round((lon - line[i][0]) / 360);
      const [px, py] = [lon - turn - line[i - 1][0], lat - line[i - 1][1]];
      const [dx, dy] = [line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]];
      const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)));
      if (Math.hypot(px - t * dx, py - t * dy) < besideDeg) return true;
    }
    return false;
  });
}
