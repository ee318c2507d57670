// Builds what the web draws under the vessels: `node --import tsx scripts/earth/chart.mjs`.
//   chart-land.json    land polygons (GeoJSON): full detail in the region, simplified elsewhere, without seams
//   chart-bands.json   12 and 24 nm around the coasts of the region (GeoJSON): for drawing only, never for measuring
//   chart-labels.json  names of seas, straits, islands, countries and economies in English and Japanese (GeoJSON)
// All from Natural Earth (public domain, by npm world-atlas) and the tables beside; the same input, the same bytes.
import { contours } from 'd3-contour';
import { readFileSync, writeFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import { loadEarth } from '../../src/feeds/earth.ts';

const data = new URL('../../data/earth/', import.meta.url);
const read = (url) => JSON.parse(readFileSync(url, 'utf8'));
const earth = loadEarth();

/** Where the chart is drawn in full detail, degrees: west, south, east, north. */
const region = [104, -2, 156, 49];
const fineDeg = 0.004;
const coarseDeg = 0.06;

land();
bands();
labels();

function land() {
  const atlas = read(new URL('../../node_modules/world-atlas/land-10m.json', import.meta.url));
  const polygons = feature(atlas, atlas.objects.land).features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  );
  const parts = polygons.flatMap((rings) => cutAtAntimeridian(rings)).map((rings) => rings.map(simplified));
  const kept = parts.map((rings) => rings.filter(isVisible)).filter((rings) => rings.length > 0);
  write('chart-land.json', {
    source: 'Natural Earth 1:10m land, public domain, by npm world-atlas; simplified',
    features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: kept } }],
  });
}

/** Rings whose longitudes stay within ±180°; a ring around the pole is closed through it. */
function cutAtAntimeridian(rings) {
  const open = rings.map(continued);
  return [-360, 0, 360].flatMap((turn) => {
    const cut = open
      .map((ring) => ring.map(([lon, lat]) => [lon + turn, lat]))
      .map((ring) => clip(clip(ring, -180, 1), 180, -1))
      .filter((ring) => ring.length > 3);
    return cut.length > 0 ? [cut] : [];
  });
}

function continued(ring) {
  const out = [ring[0]];
  for (let i = 1; i < ring.length; i++) {
    const [lon, lat] = ring[i];
    const before = out.at(-1)[0];
    out.push([lon - 360 * Math.round((lon - before) / 360), lat]);
  }
  const [first, last] = [out[0], out.at(-1)];
  if (Math.abs(last[0] - first[0]) > 180) out.push([last[0], -90], [first[0], -90], first);
  return out;
}

/** Sutherland–Hodgman against one meridian: keeps what lies on its east (side 1) or west (side −1). */
function clip(ring, meridian, side) {
  const out = [];
  for (let i = 0; i < ring.length - 1; i++) {
    const [a, b] = [ring[i], ring[i + 1]];
    const [insideA, insideB] = [a, b].map(([lon]) => (lon - meridian) * side >= 0);
    if (insideA) out.push(a);
    if (insideA !== insideB) {
      const t = (meridian - a[0]) / (b[0] - a[0]);
      out.push([meridian, a[1] + t * (b[1] - a[1])]);
    }
  }
  return out.length > 0 ? [...out, out[0]] : out;
}

function tolerance([lon, lat]) {
  const [west, south, east, north] = region;
  return lon >= west && lat >= south && lon <= east && lat <= north ? fineDeg : coarseDeg;
}

/** Douglas–Peucker with a tolerance that depends on the place. */
function simplified(ring) {
  const keep = new Uint8Array(ring.length);
  const middle = ring.length >> 1;
  for (const i of [0, middle, ring.length - 1]) keep[i] = 1;
  const stack = [
    [0, middle],
    [middle, ring.length - 1],
  ];
  while (stack.length > 0) {
    const [from, to] = stack.pop();
    let worst = 1;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const excess = distanceDeg(ring[i], ring[from], ring[to]) / tolerance(ring[i]);
      if (excess > worst) [worst, at] = [excess, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([from, at], [at, to]);
  }
  return ring.filter((_, i) => keep[i] === 1).map(([lon, lat]) => [round(lon, 3), round(lat, 3)]);
}

/** Distance of p from the segment a–b in degrees, longitudes shrunk by the latitude. */
function distanceDeg(p, a, b) {
  // Not to nothing at the pole, where the chart still has a width.
  const k = Math.max(0.1, Math.cos((p[1] * Math.PI) / 180));
  const [dx, dy] = [(b[0] - a[0]) * k, b[1] - a[1]];
  const [px, py] = [(p[0] - a[0]) * k, p[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return Math.hypot(px - t * dx, py - t * dy);
}

/** Drops what simplification left without area, and specks outside the region. */
function isVisible(ring) {
  if (ring.length < 4) return false;
  let area = 0;
  for (let i = 1; i < ring.length; i++) area += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(area / 2) > (tolerance(ring[0]) === fineDeg ? 1e-6 : 0.002);
}

function bands() {
  const [west, south, east, north] = [112, 4, 156, 48];
  const stepDeg = 0.05;
  const width = Math.round((east - west) / stepDeg) + 1;
  const height = Math.round((north - south) / stepDeg) + 1;
  const coast = new Float64Array(width * height).fill(-60);
  const disputed = coast.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const lon = west + x * stepDeg;
      const lat = south + y * stepDeg;
      const ashore = earth.isLand(lon, lat) ? -1 : 1;
      if (earth.distanceToCoastNm(lon, lat) > 36) {
        // Far inland belongs inside the band, which is drawn beneath the land.
        if (ashore < 0) coast[y * width + x] = 60;
        continue;
      }
      for (const { band, distanceNm } of earth.zoneAt(lon, lat).presences) {
        const at = y * width + x;
        if (band.startsWith('within')) disputed[at] = Math.max(disputed[at], -distanceNm);
        else coast[at] = Math.max(coast[at], -distanceNm * ashore);
      }
    }
  }
  const toPlace = ([x, y]) => [round(west + (x - 0.5) * stepDeg, 3), round(south + (y - 0.5) * stepDeg, 3)];
  const shapes = [
    ['coast', coast],
    ['disputed', disputed],
  ].flatMap(([of, field]) =>
    contours()
      .size([width, height])
      .thresholds([-24, -12])(field)
      .map(({ value, coordinates }) => ({
        type: 'Feature',
        properties: { limitNm: -value, of },
        geometry: {
          type: 'MultiPolygon',
          coordinates: coordinates.map((rings) => rings.map((ring) => thinned(ring.map(toPlace)))),
        },
      })),
  );
  write('chart-bands.json', {
    source:
      'Computed from the coast of Natural Earth 1:10m and data/earth/features.json on a grid of 0.05°; for drawing only',
    about:
      '`of: coast` are distances from coasts without known dispute; `of: disputed` from features whose sovereignty or status is disputed. No overlap is divided; straits held at 3 nm are not shown.',
    features: shapes,
  });
}

function thinned(ring) {
  const out = [ring[0]];
  for (let i = 1; i < ring.length - 1; i++) {
    if (distanceDeg(ring[i], out.at(-1), ring[i + 1]) > 0.003) out.push(ring[i]);
  }
  return [...out, ring.at(-1)];
}

function labels() {
  const point = (kind, rank, name, [lon, lat], more = {}) => ({
    type: 'Feature',
    properties: { kind, rank, en: name.en, ja: name.ja, ...more },
    geometry: { type: 'Point', coordinates: [round(lon, 3), round(lat, 3)] },
  });
  const { places } = read(new URL('places.json', data));
  const hand = places.map(({ kind, rank, name, at }) => point(kind, rank, name, at));
  const rows = read(new URL('features.json', data)).features.filter(({ points }) => points.length > 0);
  const islands = rows.map((row) =>
    point('island', row.claimedBy.length > 0 ? 3 : 4, row.name, row.points[0], {
      disputed: row.claimedBy.length > 0,
      labelEn: earth.label(row, 'en'),
      labelJa: earth.label(row, 'ja'),
    }),
  );
  const gates = read(new URL('gates.json', data)).gates.filter(({ openEnd }) => !openEnd);
  const straits = gates.map(({ id, name, line }) => point('strait', 2, name, middleOf(line), { gate: id }));
  write('chart-labels.json', {
    source: 'Own tables: places.json, features.json, gates.json',
    features: [...hand, ...straits, ...islands],
  });
}

function middleOf(line) {
  const at = (line.length - 1) / 2;
  const [a, b] = [line[Math.floor(at)], line[Math.ceil(at)]];
  return line.length === 2
    ? [(line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2]
    : [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}

function write(name, { features, ...head }) {
  const text = `${JSON.stringify({ type: 'FeatureCollection', ...head, features })}\n`;
  writeFileSync(new URL(name, data), text);
  console.log(`${name}: ${(text.length / 1024).toFixed(0)} kB`);
}
