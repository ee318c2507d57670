import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEarth, readEarthTables } from '../feeds/earth.ts';
import type { Zone } from './index.ts';
import { createEarth, destination, distanceNm } from './index.ts';

const earth = loadEarth();
const tables = readEarthTables();
const featureRows = tables.features.features;
const bandsAt = (lon: number, lat: number) =>
  earth.zoneAt(lon, lat).presences.map(({ band, feature }) => `${band} ${feature.id}`);

describe('land', () => {
  it('is told from water in cities, on seas, at the poles and at the antimeridian', () => {
    const land = [
      [139.5, 35.8],
      [121.5, 24.9],
      [121, 15.5],
      [-100, 40],
      [0, -80],
      [0, -90],
      [-135, -90],
      [179.3, -16.6],
      [-175, 67],
      [179, 68],
      [-179.5, 68],
      [25, 0],
      [15, 65],
    ];
    const water = [
      [141.95, 45.7],
      [150, 30],
      [-150, 30],
      [0, 90],
      [51, 42],
      [-170, -77],
      [180, 0],
      [-180, -40],
      [139.8, 35.5],
      [3, 56],
      [18, 35],
      [38, 20],
    ];
    expect(land.filter(([lon, lat]) => !earth.isLand(lon, lat))).toEqual([]);
    expect(water.filter(([lon, lat]) => earth.isLand(lon, lat))).toEqual([]);
  });

  it('changes only at the coast: never on a way shorter than the distance to it', () => {
    const place = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -85, max: 85, noNaN: true }),
    );
    fc.assert(
      fc.property(place, fc.double({ min: 0, max: 360, noNaN: true }), ([lon, lat], course) => {
        const free = Math.max(0, earth.distanceToCoastNm(lon, lat) * 0.99 - 0.01);
        const moved = destination(lon, lat, course, free * 1852);
        expect(earth.isLand(...moved)).toBe(earth.isLand(lon, lat));
        expect(earth.isLand(lon + 360, lat)).toBe(earth.isLand(lon, lat));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the distance to the coast', () => {
  it('is the geodesic to the nearest islet, where that is the nearest coast', () => {
    const sofuGan = featureRows.find(({ id }) => id === 'sofu-gan')!;
    const [lon, lat] = sofuGan.points[0];
    for (const course of [0, 77, 180, 291]) {
      const [x, y] = destination(lon, lat, course, 10 * 1852);
      expect(Math.abs(earth.distanceToCoastNm(x, y) - distanceNm(x, y, lon, lat))).toBeLessThan(0.001);
      expect(earth.nearestCoast(x, y).feature.id).toBe('sofu-gan');
    }
  });

  it('grows by no more than a vessel moves', () => {
    const place = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -88, max: 88, noNaN: true }),
    );
    fc.assert(
      fc.property(
        place,
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 150, noNaN: true }),
        ([lon, lat], course, nm) => {
          const moved = destination(lon, lat, course, nm * 1852);
          const change = Math.abs(earth.distanceToCoastNm(...moved) - earth.distanceToCoastNm(lon, lat));
          // Beyond 200 nm the chord stands for the geodesic within 0.4 %.
          expect(change).toBeLessThanOrEqual(
            nm + 0.005 + 0.004 * Math.max(0, earth.distanceToCoastNm(lon, lat) - 200),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('zones', () => {
  const signature = ({ presences, onLand, overlap }: Zone) =>
    JSON.stringify([
      onLand,
      overlap,
      presences
        .map((p) => [p.band, p.limitNm, p.feature.administeredBy, p.feature.claimedBy, p.nearBoundary])
        .sort(),
    ]);

  it('do not change on any way shorter than their margin', () => {
    const seas = fc.oneof(
      fc.tuple(fc.double({ min: 118, max: 147, noNaN: true }), fc.double({ min: 18, max: 47, noNaN: true })),
      fc.tuple(fc.double({ min: 110, max: 121, noNaN: true }), fc.double({ min: 6, max: 18, noNaN: true })),
      fc.tuple(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -80, max: 80, noNaN: true }),
      ),
    );
    fc.assert(
      fc.property(
        seas,
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([lon, lat], course, share) => {
          const zone = earth.zoneAt(lon, lat);
          const moved = destination(lon, lat, course, Math.max(0, zone.marginNm - 0.003) * 1852 * share);
          expect(signature(earth.zoneAt(...moved))).toBe(signature(zone));
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('give islands without dispute their legal bands, and nothing on the high seas', () => {
    expect(bandsAt(154.1, 24.3)).toEqual(['territorial-sea minami-torishima']);
    expect(bandsAt(154.3, 24.3)).toEqual(['contiguous-zone minami-torishima']);
    expect(bandsAt(156, 24.3)).toEqual(['economic-zone minami-torishima']);
    expect(bandsAt(165, 35)).toEqual([]);
    expect(earth.describeZone(earth.zoneAt(165, 35), 'en')).toBe('more than 200 nm from any coast');
  });

  it('name no territorial sea where sovereignty is disputed', () => {
    const places: [string, number, number, string][] = [
      ['Senkaku', 123.47, 25.65, 'JP'],
      ['Takeshima', 131.9, 37.3, 'KR'],
      ['Iturup', 148, 45.3, 'RU'],
      ['Pratas', 116.8, 20.7, 'TW'],
    ];
    for (const [, lon, lat, administrator] of places) {
      const [nearest] = earth.zoneAt(lon, lat).presences;
      expect(nearest.band).toBe('within-12-nm');
      expect(nearest.feature.administeredBy).toEqual([administrator]);
      expect(nearest.feature.claimedBy.length).toBeGreaterThan(0);
    }
    const [senkaku] = earth.zoneAt(123.47, 25.65).presences;
    expect(earth.describePresence(senkaku, 'en')).toBe(
      'within 12 nm of Uotsuri-shima / Diaoyu Dao (administered by Japan; claimed by China and by Taiwan)',
    );
    expect(earth.describePresence(senkaku, 'ja')).toBe(
      '魚釣島（釣魚島）（日本が施政、中国と台湾が領有権を主張）から12海里以内',
    );
  });

  it('give low-tide elevations no sea of their own, and rocks no economic zone', () => {
    const at = (lon: number, lat: number, id: string) =>
      earth
        .zoneAt(lon, lat)
        .presences.filter(({ feature }) => feature.id === id)
        .map(({ band }) => band);
    expect(at(115.6, 9.95, 'mischief-reef')).toEqual(['within-12-nm']);
    const [lon, lat] = destination(115.53, 9.9, 90, 20 * 1852);
    expect(at(lon, lat, 'mischief-reef')).toEqual([]);
    expect(at(117.8, 15.4, 'scarborough-shoal')).toEqual(['within-24-nm']);
    expect(at(118.2, 15.9, 'scarborough-shoal')).toEqual([]);
    expect(at(136.1, 20.5, 'okinotorishima')).toEqual(['territorial-sea']);
    expect(at(136.1, 22, 'okinotorishima')).toEqual(['within-200-nm']);
  });

  it('give no legal name to waters off Antarctica', () => {
    expect(bandsAt(0, -69)).toEqual(['within-200-nm AQ']);
    expect(earth.describeZone(earth.zoneAt(0, -69), 'en')).toBe('within 200 nm of Antarctica');
  });

  it('divide no overlap and say what is known of a boundary', () => {
    const zone = earth.zoneAt(125.5, 30.5);
    expect(zone.overlap).toBe(true);
    const sentence = earth.describeZone(zone, 'en');
    expect(sentence).toMatch(/^within 200 nm of China, of South Korea and of Japan; no agreed boundary/);
    expect(earth.describeZone(earth.zoneAt(3.2, 56.2), 'en')).toMatch(/the overlap is not divided here/);
    expect(earth.describeZone(zone, 'ja')).toMatch(/200海里以内（合意された境界なし/);
  });

  it('hold the territorial sea at 3 nm in the five straits', () => {
    const middle: [string, number, number][] = [
      ['Soya', 141.95, 45.7],
      ['Tsugaru', 140.6, 41.35],
      ['Osumi', 130.85, 30.87],
      ['Tsushima E', 129.75, 34.1],
      ['Tsushima W', 129.1, 34.75],
    ];
    for (const [strait, lon, lat] of middle) {
      const { presences } = earth.zoneAt(lon, lat);
      const bands = presences
        .filter(({ feature }) => feature.administeredBy[0] === 'JP')
        .map(({ band }) => band);
      expect([strait, bands[0]]).toEqual([strait, 'contiguous-zone']);
    }
    expect(earth.zoneAt(140.9, 41.56).presences[0]).toMatchObject({ band: 'territorial-sea', limitNm: 3 });
  });

  it('say when a limit lies within the uncertainty', () => {
    const near = earth.zoneAt(...destination(140.342, 29.794, 90, 12.3 * 1852)).presences[0];
    expect(near).toMatchObject({ band: 'contiguous-zone', nearBoundary: true });
    const inside = earth.zoneAt(...destination(140.342, 29.794, 90, 8 * 1852)).presences[0];
    expect(inside).toMatchObject({ band: 'territorial-sea', nearBoundary: false });
  });
});

describe('the tables', () => {
  it('give every feature both names, a source, and parties that have names', () => {
    const sources = Object.keys((tables.features as unknown as { sources: object }).sources);
    for (const row of featureRows) {
      expect(row.name.en.length * row.name.ja.length, row.id).toBeGreaterThan(0);
      expect(row.sources.length, row.id).toBeGreaterThan(0);
      expect(sources).toEqual(expect.arrayContaining([...row.sources]));
      for (const party of [...row.administeredBy, ...row.claimedBy])
        expect(earth.parties.has(party), party).toBe(true);
    }
    expect(new Set(featureRows.map(({ id }) => id)).size).toBe(featureRows.length);
    expect(earth.parties.get('TW')?.name).toEqual({ en: 'Taiwan', ja: '台湾' });
  });

  it('run every gate from land to land, or say that its end is open', () => {
    for (const { id, line, openEnd } of earth.gates.list) {
      const ashore = [line[0], line[line.length - 1]].filter(([lon, lat]) => earth.isLand(lon, lat));
      expect([id, ashore.length]).toEqual([id, openEnd ? 1 : 2]);
      expect(
        line.some(([lon, lat], i) => i > 0 && crossesWater(line[i - 1], [lon, lat])),
        id,
      ).toBe(id !== 'suez' && id !== 'panama' && id !== 'kiel');
    }
  });

  it('hold the passages by which vessels reach the seas around Japan, Taiwan and Luzon', () => {
    const passage = (way: [number, number][]) => {
      const passed: string[] = [];
      for (let i = 1; i < way.length; i++) {
        earth.gates.crossings(...way[i - 1], ...way[i], ({ id }, { direction }) =>
          passed.push(`${id}${direction > 0 ? '+' : '-'}`),
        );
      }
      return passed;
    };
    expect(
      passage([
        [127, 31],
        [130, 30.9],
        [132, 30.9],
      ]),
    ).toEqual(['osumi+']);
    expect(
      passage([
        [125, 28],
        [126, 25.4],
        [128, 23],
      ]),
    ).toEqual(['miyako+']);
    expect(
      passage([
        [119, 21],
        [122, 20],
        [123, 20],
      ]),
    ).toEqual(['luzon-strait+']);
    expect(
      passage([
        [119, 22.5],
        [119.8, 24.4],
        [121, 26],
      ]),
    ).toEqual(['taiwan-strait+']);
    expect(
      passage([
        [139, 41],
        [140.5, 41.3],
        [142, 41.5],
      ]),
    ).toEqual(['tsugaru-']);
    expect(
      passage([
        [140, 46],
        [143.5, 45.9],
      ]),
    ).toEqual(['soya-']);
    expect(
      passage([
        [128, 33.8],
        [130, 35.2],
      ]),
    ).toEqual(['tsushima-west+']);
    expect(
      passage([
        [128.6, 33.2],
        [129.3, 33.9],
        [131, 35],
      ]),
    ).toEqual(['tsushima-east+']);
    expect(
      passage([
        [122.3, 26],
        [122.3, 23.5],
      ]),
    ).toEqual(['yonaguni+']);
  });

  it('find ports and anchorages', () => {
    expect(earth.distanceToPortKm(139.68, 35.43)).toBeLessThan(5);
    expect(earth.distanceToPortKm(150, 30)).toBeGreaterThan(300);
    expect(earth.nearestPort(121.29, 25.16)?.distanceKm).toBeLessThan(10);
    const { name, lonDeg, latDeg, distanceKm } = earth.nearestPort(135.2, 34.6)!;
    expect(name).not.toBe('');
    expect(distanceNm(135.2, 34.6, lonDeg, latDeg) * 1.852).toBeCloseTo(distanceKm, 3);
  });

  it('are refused when they do not belong together', () => {
    const cut = { ...tables, coast: tables.coast.slice(0, -4) };
    expect(() => createEarth(cut)).toThrow(/belong together/);
    expect(() => createEarth({ ...tables, countries: { countries: [] } })).toThrow(/coast of/);
    expect(() => createEarth({ ...tables, ports: { ...tables.ports, count: 3 } })).toThrow(/ports/);
  });
});

/** Whether the middle part of an edge has water. */
function crossesWater(a: readonly [number, number], b: readonly [number, number]): boolean {
  return Array.from({ length: 99 }, (_, i) => (i + 1) / 100).some(
    (t) => !earth.isLand(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t),
  );
}
