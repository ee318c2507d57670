import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edgeFaults } from '../../test/lanesedges.ts';
import { overLand } from '../../test/overland.ts';
import { sharedData } from '../../test/shared.ts';
import { loadLanes } from '../hub/lanes.ts';
import { pairIndex, unreachable } from './network.ts';
import { seeded } from './random.ts';
import { reachAt, Search } from './search.ts';

const lanes = loadLanes();
const { network, index, router, ports } = lanes;
const matrix = lanes.matrix();
const closedSet = (ids: readonly string[]) => index.closed(ids);
const arctic = ['northern-sea-route', 'northwest-passage'];
const anyPort = fc.integer({ min: 0, max: network.ports - 1 });
const anyGates = fc.uniqueArray(fc.constantFrom(...index.gates.map(({ id }) => id)), { maxLength: 8 });

describe('the shipped network', () => {
  it('crosses no gate but by the links of its portals, and no land but in channels', () => {
    // Gates: every edge. Land: one in 28, which `npm run nightly -- lanes` makes all of them.
    expect(edgeFaults(lanes, 28)).toEqual([]);
  });

  it('has a portal on every gate', () => {
    expect(index.gates.filter((_, gate) => !network.gateOfPortal.includes(gate))).toEqual([]);
  });
});

describe('the matrix under closures', () => {
  it('equals Dijkstra on the same network, severed pairs included', () => {
    const random = seeded(4);
    const search = new Search(network);
    for (let set = 0; set < 4; set++) {
      const closed = Uint8Array.from(index.gates, () => (random() < 0.15 * set ? 1 : 0));
      const all = matrix.under(closed);
      for (let n = 0; n < 15; n++) {
        const from = Math.floor(random() * network.ports);
        search.run([network.firstPort + from, 0], closed);
        for (let to = 0; to < network.ports; to++) {
          if (to === from) continue;
          const searched = Math.min(unreachable, search.distance[network.firstPort + to]);
          if (Math.min(unreachable, all[pairIndex(from, to, network.ports)]) !== searched)
            expect.fail(`${ports[from].id}–${ports[to].id}`);
        }
      }
    }
  });

  it('is a metric', () => {
    const d = matrix.open.distanceMilliNm;
    const at = (i: number, j: number) => (i === j ? 0 : d[pairIndex(i, j, network.ports)]);
    fc.assert(
      fc.property(anyPort, anyPort, anyPort, (a, b, c) => {
        expect(at(a, c)).toBeLessThanOrEqual(at(a, b) + at(b, c));
      }),
      { numRuns: 2000 },
    );
  });

  it('never shortens a way when more is closed', () => {
    fc.assert(
      fc.property(anyGates, anyGates, (some, more) => {
        const before = matrix.under(closedSet(some));
        const after = matrix.under(closedSet([...some, ...more]));
        expect(after.findIndex((distance, i) => distance < before[i])).toBe(-1);
      }),
      { numRuns: 8 },
    );
  });

  it('changes nothing for pairs that do not use the closed gate', () => {
    const before = matrix.open.distanceMilliNm;
    const after = matrix.under(closedSet(['tsugaru']));
    const at = index.at('tsugaru');
    const bits = at < 32 ? matrix.open.gatesLow : matrix.open.gatesHigh;
    expect(
      after.findIndex((distance, i) => (bits[i] & (1 << (at % 32))) === 0 && distance !== before[i]),
    ).toBe(-1);
  });
});

describe('a search', () => {
  it('owes nothing to the search before', () => {
    const search = new Search(network);
    const node = (id: string) => network.firstPort + lanes.portAt(id);
    const nm = (from: string, to: string) => {
      search.run([node(from), 0], closedSet([]), {
        finish: reachAt(node(to)),
        to: search.towards(network.lonDeg[node(to)], network.latDeg[node(to)], 0),
      });
      return search.distance[node(to)];
    };
    const alone = nm('new-york', 'yokohama');
    expect(alone).toBeLessThan(unreachable);
    nm('singapore', 'port-klang');
    expect(nm('new-york', 'yokohama')).toBe(alone);
  });
});

describe('a route', () => {
  const place = (lonDeg: number, latDeg: number) => ({ lonDeg, latDeg });
  const rasTanura = place(50.16, 26.64);
  const tokyo = place(139.85, 35.55);
  const gatesOf = (route: ReturnType<typeof router.route>) =>
    route.severed ? [] : route.passages.map(({ gate }) => gate);

  it('between ports is as long as the matrix says', () => {
    fc.assert(
      fc.property(anyPort, anyPort, anyGates, (a, b, close) => {
        fc.pre(a !== b);
        const route = router.route({ from: { port: a }, to: { port: b }, close });
        const there = matrix.under(closedSet([...close, ...arctic]))[pairIndex(a, b, network.ports)];
        if (route.severed) expect(there).toBeGreaterThanOrEqual(unreachable);
        else expect(Math.round(route.distanceNm * 1000)).toBe(there);
      }),
      { numRuns: 12 },
    );
  });

  it('names the passages in order and gives way as straits close, until nothing is left', () => {
    expect(gatesOf(router.route({ from: rasTanura, to: tokyo })).slice(0, 3)).toEqual([
      'hormuz',
      'malacca',
      'singapore',
    ]);
    expect(gatesOf(router.route({ from: rasTanura, to: tokyo, close: ['malacca'] }))).toContain('sunda');
    expect(
      gatesOf(router.route({ from: rasTanura, to: tokyo, close: ['malacca'], shipClass: 'vlcc' })),
    ).toContain('lombok');
    expect(router.route({ from: rasTanura, to: tokyo, close: ['hormuz'] })).toEqual({ severed: true });
  });

  it('takes the gates that it is told to, by their older names too', () => {
    const route = router.route({ from: place(139.68, 35.42), to: place(0.55, 51.48), via: ['goodhope'] });
    expect(gatesOf(route)).toContain('good-hope');
    expect(gatesOf(route)).not.toContain('suez');
  });

  it('keeps out of the Arctic unless it is told otherwise', () => {
    const murmansk = place(33.5, 69.3);
    expect(gatesOf(router.route({ from: murmansk, to: tokyo }))).toContain('suez');
    expect(gatesOf(router.route({ from: murmansk, to: tokyo, arctic: true }))).toContain(
      'northern-sea-route',
    );
  });

  it('crosses the antimeridian without a jump', () => {
    const route = router.route({ from: place(140.2, 34.5), to: place(-122.7, 37.7) });
    if (route.severed) return expect.fail('severed');
    expect(route.distanceNm).toBeLessThan(4700);
    for (let i = 1; i < route.line.length; i++)
      expect(Math.abs(route.line[i][0] - route.line[i - 1][0])).toBeLessThan(2);
  });

  it('is right for short hops and for no hop at all', () => {
    const hop = router.route({ from: place(10, 57.8), to: place(10.2, 57.85) });
    expect(hop.severed ? 0 : hop.distanceNm).toBeCloseTo(7.06, 1);
    const across = router.route({ from: place(-5.7, 35.95), to: place(-5.5, 35.95) });
    expect(across.severed ? 0 : across.distanceNm).toBeCloseTo(9.74, 1);
    expect(gatesOf(across)).toEqual(['gibraltar']);
    const none = router.route({ from: tokyo, to: tokyo });
    expect(none.severed ? 1 : none.distanceNm).toBe(0);
  });

  it('goes straight on from a place before a gate', () => {
    // From the western mouth of the strait to Algiers: 437 nm (NGA, Pub. 151).
    const route = router.route({ from: place(-5.75, 35.95), to: place(3.07, 36.78) });
    if (route.severed) return expect.fail('severed');
    expect(route.line.every(([lon]) => lon > -5.751)).toBe(true);
    expect(Math.abs(route.distanceNm / 437 - 1)).toBeLessThan(0.02);
    expect(gatesOf(route)).toEqual(['gibraltar']);
  });

  it('begins beside a gate where a place lies on its line, and before a harbour whose mouth the coast closes', () => {
    const nm = (a: ReturnType<typeof place>, b: ReturnType<typeof place>) => {
      const route = router.route({ from: a, to: b });
      return route.severed ? Number.POSITIVE_INFINITY : route.distanceNm;
    };
    // Published distances are those of NGA, Pub. 151: Punta Arenas on the line of the Strait of Magellan to Valparaíso,
    // San Diego in its bay to Honolulu, Lagos in its lagoon to New York.
    for (const [from, to, published] of [
      [place(-70.9, -53.16667), place(-71.62, -33.02), 1432],
      [place(-117.17, 32.72), place(-157.87, 21.3), 2276],
      [place(3.383, 6.45), place(-74.02, 40.7), 4883],
    ] as const)
      expect(Math.abs(nm(from, to) / published - 1), String(published)).toBeLessThan(0.03);
  });

  it('keeps to the water between random places at sea', () => {
    const mask = lanes.mask();
    const lon = fc.double({ min: -180, max: 180, noNaN: true });
    const lat = fc.double({ min: -48, max: 70, noNaN: true });
    fc.assert(
      fc.property(lon, lat, lon, lat, (lonA, latA, lonB, latB) => {
        fc.pre(mask.isClear(lonA, latA, 0.05) && mask.isClear(lonB, latB, 0.05));
        let route: ReturnType<typeof router.route>;
        try {
          route = router.route({ from: place(lonA, latA), to: place(lonB, latB) });
        } catch (error) {
          // A closed sea, such as the Caspian, is no part of the network.
          expect(String(error)).toContain('lies at sea');
          return;
        }
        if (route.severed) return;
        expect(overLand(lanes, route)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('between places is as long there as back, and no longer than over a third', () => {
    const lon = fc.double({ min: -180, max: 180, noNaN: true });
    const lat = fc.double({ min: -45, max: 65, noNaN: true });
    const at = fc.tuple(lon, lat).map(([x, y]) => place(x, y));
    const nm = (from: ReturnType<typeof place>, to: ReturnType<typeof place>) => {
      const route = router.route({ from, to });
      return route.severed ? Number.POSITIVE_INFINITY : route.distanceNm;
    };
    const mask = lanes.mask();
    fc.assert(
      fc.property(at, at, anyPort, (a, b, port) => {
        fc.pre([a, b].every(({ lonDeg, latDeg }) => mask.isClear(lonDeg, latDeg, 0.05)));
        let there: number;
        try {
          there = nm(a, b);
        } catch (error) {
          expect(String(error)).toContain('lies at sea');
          return;
        }
        expect(nm(b, a)).toBeCloseTo(there, 2);
        const third = lanes.ports[port];
        const [first, second] = [
          router.route({ from: a, to: { port } }),
          router.route({ from: { port }, to: b }),
        ];
        if (first.severed || second.severed) return;
        expect(there, third.id).toBeLessThanOrEqual(first.distanceNm + second.distanceNm + 0.01);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses places inland, unknown gates, classes and ports', () => {
    expect(() => router.route({ from: place(90, 45), to: tokyo })).toThrow(/lies at sea/);
    expect(() => router.route({ from: rasTanura, to: tokyo, close: ['atlantis'] })).toThrow(/gate/);
    expect(() => router.route({ from: rasTanura, to: tokyo, shipClass: 'canoe' })).toThrow(/class/);
    expect(() => lanes.portAt('atlantis')).toThrow(/port/);
  });

  it('offers alternatives by different passages, shortest first', () => {
    const routes = router.alternatives({ from: rasTanura, to: tokyo }, 4);
    expect(routes).toHaveLength(4);
    for (let i = 1; i < routes.length; i++)
      expect(routes[i].distanceNm).toBeGreaterThanOrEqual(routes[i - 1].distanceNm);
  });
});

const published = sharedData('lanes/distances-dev.csv');
describe('published distances', () => {
  it.skipIf(published === undefined)('of grade A are met: median within 0.7 %, none worse than 4 %', () => {
    const errors = readFileSync(published ?? '', 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter((row) => row[8] === 'A')
      .map(([, latA, lonA, , latB, lonB, via, nm]) => {
        const route = router.route({
          from: { lonDeg: Number(lonA), latDeg: Number(latA) },
          to: { lonDeg: Number(lonB), latDeg: Number(latB) },
          via: via === '' ? [] : [via],
        });
        return route.severed ? 1 : Math.abs(route.distanceNm / Number(nm) - 1);
      })
      .sort((a, b) => a - b);
    expect((errors[(errors.length - 1) >> 1] + errors[errors.length >> 1]) / 2).toBeLessThanOrEqual(0.007);
    expect(errors[errors.length - 1]).toBeLessThanOrEqual(0.04);
  });
});
