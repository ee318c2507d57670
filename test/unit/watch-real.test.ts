/** The sea's watch on real data: one busy hour of the North Sea, and planted pairs in it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createIngest } from '../../src/ais/index.ts';
import { loadEarth } from '../../src/feeds/earth.ts';
import { presets, startWatch } from '../../src/sea/index.ts';
import { sharedData } from '../shared.ts';

const path = sharedData('sea/aisanalyze/ais.csv');
const earth = loadEarth();

function findings(csv: Uint8Array, changes: Readonly<Record<string, unknown>>) {
  const watch = startWatch({ ...presets.fast, detectors: ['encounter'], ...changes }, { earth, areas: [] });
  const ingest = createIngest({
    onPositions: (batch) => watch.push('positions', batch),
    onStatics: (batch) => watch.push('statics', batch),
  });
  ingest.push(csv);
  ingest.end();
  watch.end();
  return watch.take().filter(({ body }) => !body.withdrawn);
}

/** Two vessels 120 m apart, 40 nm off Denmark, for some minutes of the file's hour. */
function pair(first: number, minutes: number): string[] {
  const rows: string[] = [];
  const beginMs = Date.UTC(2022, 10, 1, 9, 40);
  for (let s = 0; s <= minutes * 60; s += 20) {
    const time = new Date(beginMs + s * 1000).toISOString().replace('T', ' ').slice(0, 19);
    const lat = 56.2 + first * 0.02 + s * 1e-6;
    for (const [mmsi, lon] of [
      [900 + first, 6.5],
      [950 + first, 6.502],
    ])
      rows.push(
        `"${time}",${mmsi},${lon},${lat},"Under way using engine",0.4,30,"Unknown","Cargo",90,"Planted ${mmsi}",13,3.6`,
      );
  }
  return rows;
}

describe.skipIf(path === undefined)(
  'one busy hour of the North Sea, 250 m for 30 min (needs ../shared/data)',
  () => {
    const text = path === undefined ? '' : readFileSync(path, 'utf8');

    it('has at most 5 encounters away from ports, and hundreds in them', () => {
      const bytes = new TextEncoder().encode(text);
      expect(findings(bytes, {}).length).toBeLessThanOrEqual(5);
      expect(findings(bytes, { portFilterKm: 0 }).length).toBeGreaterThanOrEqual(400);
    });

    it('gives up every planted pair of 32 minutes, and none of 26', () => {
      const [header, ...rest] = text.trimEnd().split('\n');
      const planted = [0, 1, 2, 3, 4]
        .flatMap((i) => pair(i, 32))
        .concat([10, 11].flatMap((i) => pair(i, 26)));
      const rows = [...rest, ...planted].sort((x, y) => (x.slice(1, 20) < y.slice(1, 20) ? -1 : 1));
      const found = findings(new TextEncoder().encode([header, ...rows].join('\n')), {});
      const pairs = found
        .map(({ body }) => body.subjects.map(({ id }) => Number(id)))
        .filter(([a]) => a >= 900);
      expect(pairs.sort()).toEqual([0, 1, 2, 3, 4].map((i) => [900 + i, 950 + i]));
    });
  },
);
