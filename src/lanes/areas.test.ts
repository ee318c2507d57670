import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLanes } from '../hub/lanes.ts';
import { contains, edgesInside, finished } from './areas.ts';
import { GateLines } from './gatecrossing.ts';
import { createWay, greatCircle } from './path.ts';

const lanes = loadLanes();
const { network, router } = lanes;

/** Any ring around a place: a star, so that it does not cross itself. */
const anyRing = fc
  .tuple(
    fc.integer({ min: -180, max: 180 }),
    fc.integer({ min: -40, max: 60 }),
    fc.array(fc.double({ min: 2, max: 8, noNaN: true }), { minLength: 3, maxLength: 7 }),
  )
  .map(([lon, lat, radii]) =>
    radii.map((r, i): [number, number] => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [lon + r * Math.sin(angle), lat + r * Math.cos(angle)];
    }),
  );

describe('the edges that an area takes away', () => {
  it('are those that lie in it or cross its ring, drawn chunk by chunk', () => {
    const way = createWay();
    fc.assert(
      fc.property(anyRing, fc.integer({ min: 0, max: 500 }), (ring, offset) => {
        const blocked = finished(edgesInside(network, ring));
        const closed = [...ring, ring[0]];
        const lines = new GateLines([{ line: closed }]);
        for (let a = offset; a < network.nodes; a += 501)
          for (let e = network.starts[a]; e < network.starts[a + 1]; e++) {
            const b = network.targets[e];
            const [lonA, latA, lonB, latB] = [
              network.lonDeg[a],
              network.latDeg[a],
              network.lonDeg[b],
              network.latDeg[b],
            ];
            const meets =
              contains(closed, lonA, latA) ||
              contains(closed, lonB, latB) ||
              lines.any(greatCircle(way, lonA, latA, lonB, latB));
            if (meets !== (blocked[e] === 1)) {
              // A chunk is straight in longitude and latitude, the arc is not: they may differ where it grazes a corner.
              const wider = new GateLines([
                { line: closed.map(([x, y]): [number, number] => [x + 0.02, y + 0.02]) },
              ]);
              expect(wider.any(greatCircle(way, lonA, latA, lonB, latB))).not.toBe(meets);
            }
          }
      }),
      { numRuns: 12 },
    );
  });

  it('leave no route through the area, and sever what lies in it', () => {
    const area = lanes.closedArea('south-china-sea');
    const ring = new GateLines([{ line: [...area.ring] }]);
    const port = (id: string) => ({ port: lanes.portAt(id) });
    for (const [from, to] of [
      ['singapore', 'yokohama'],
      ['ras-tanura', 'chiba'],
      ['colombo', 'busan'],
      ['sydney', 'shanghai'],
    ]) {
      const route = router.route({ from: port(from), to: port(to), areas: [area] });
      if (route.severed) continue;
      const { line } = route;
      const way = {
        count: line.length,
        lonDeg: Float64Array.from(line, ([lon]) => lon),
        latDeg: Float64Array.from(line, ([, lat]) => lat),
      };
      expect(ring.any(way), `${from}–${to}`).toBe(false);
    }
    expect(router.route({ from: port('manila'), to: port('yokohama'), areas: [area] })).toEqual({
      severed: true,
    });
    expect(router.route({ from: port('ras-tanura'), to: port('chiba'), areas: [area] }).severed).toBe(false);
  });
});
