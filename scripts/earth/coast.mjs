// Builds the coast that the hub measures from: `node scripts/earth/coast.mjs`.
//   node_modules/world-atlas/countries-10m.json (Natural Earth 1:10m, public domain) + data/earth/features.json
//   -> data/earth/coast.bin, data/earth/coast.json (its header), data/earth/countries.json
// An arc that one country alone uses is a coast; an arc that two use is a land boundary and is left out. Every run
// of coast is labelled with the country or economy that administers it in Natural Earth, or, inside a box that
// features.json lists, with that feature (islands whose sovereignty is disputed); coasts that the table replaces by
// points are left out. The same input gives the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { countryCode, dependencies, names } from './countries.mjs';

const data = new URL('../../data/earth/', import.meta.url);
const atlas = JSON.parse(
  readFileSync(new URL('../../node_modules/world-atlas/countries-10m.json', import.meta.url), 'utf8'),
);
const { features } = JSON.parse(readFileSync(new URL('features.json', data), 'utf8'));
const { scale, translate } = atlas.transform;
/** Grid steps in a whole turn: 0 and 99,999 are both the antimeridian. */
const turn = Math.round(360 / scale[0]);

const boxes = features.flatMap((feature) => (feature.coast ?? []).map((box) => ({ id: feature.id, ...box })));
const labels = [];
const labelOf = new Map();
const label = (id) => {
  if (!labelOf.has(id)) {
    labelOf.set(id, labels.length);
    labels.push(id);
  }
  return labelOf.get(id);
};

const uses = new Map();
for (const country of atlas.objects.countries.geometries) {
  for (const arc of (country.arcs ?? []).flat(3)) {
    const index = arc < 0 ? ~arc : arc;
    uses.set(index, [...(uses.get(index) ?? []), country.properties.name]);
  }
}

const polylines = [];
for (const [index, users] of [...uses].sort((a, b) => a[0] - b[0])) {
  if (users.length > 1) continue;
  for (const run of seawardRuns(unwrapped(atlas.arcs[index]))) polylines.push(...labelled(run, users[0]));
}
write(polylines);

/** Absolute grid coordinates of an arc, continued across the antimeridian instead of jumping back. */
function unwrapped(arc) {
  let x = 0;
  let y = 0;
  let shift = 0;
  return arc.map(([dx, dy], i) => {
    x += dx;
    y += dy;
    if (i > 0 && Math.abs(dx) > turn / 2) shift -= Math.sign(dx) * turn;
    return [x + shift, y];
  });
}

/** Leaves out the cuts that follow the antimeridian itself: they are no coast. */
function seawardRuns(points) {
  const runs = [[points[0]]];
  for (let i = 1; i < points.length; i++) {
    const cut = points[i][0] === points[i - 1][0] && points[i][0] % turn === 0;
    if (cut) runs.push([points[i]]);
    else runs.at(-1).push(points[i]);
  }
  return runs.filter((run) => run.length > 1);
}

/** Splits a run wherever it enters or leaves the box of a feature. */
function labelled(points, country) {
  const out = [];
  for (let i = 1; i < points.length; i++) {
    const { id, replaced } = featureAt(points[i], country) ?? { id: countryCode(country) };
    if (out.at(-1)?.id !== id) out.push({ id, replaced, points: [points[i - 1]] });
    out.at(-1).points.push(points[i]);
  }
  return out.filter((run) => !run.replaced);
}

function featureAt([x, y], country) {
  const lon = ((x + turn) % turn) * scale[0] + translate[0];
  const lat = y * scale[1] + translate[1];
  const inside = ({ box, of }) =>
    (of === undefined || of === country) &&
    (box === undefined || (lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3]));
  return boxes.find(inside);
}

/** Layout: see decodeCoast in src/earth/coast.ts. */
function write(lines) {
  const steps = lines.reduce((sum, line) => sum + line.points.length - 1, 0);
  const bytes = new ArrayBuffer(lines.length * 16 + steps * 4);
  const heads = new Int32Array(bytes, 0, lines.length * 4);
  const deltas = new Int16Array(bytes, lines.length * 16, steps * 2);
  let at = 0;
  lines.forEach(({ id, points }, i) => {
    heads.set([points[0][0], points[0][1], points.length, label(id)], i * 4);
    for (let p = 1; p < points.length; p++) {
      const delta = [points[p][0] - points[p - 1][0], points[p][1] - points[p - 1][1]];
      if (delta.some((d) => Math.abs(d) > 32767)) throw new Error(`step too long in ${id}`);
      deltas.set(delta, at);
      at += 2;
    }
  });
  writeFileSync(new URL('coast.bin', data), new Uint8Array(bytes));
  writeJson('coast.json', {
    source:
      'Natural Earth 1:10m admin 0 countries, by npm world-atlas 2.0.2; coast arcs only, quantised at 0.0036° × 0.0017°',
    licence: 'public domain',
    uncertaintyNm: 1,
    scale,
    translate,
    polylines: lines.length,
    labels,
  });
  const ids = new Set([...labels.filter((id) => /^[A-Z]{2}$/.test(id)), ...Object.values(dependencies)]);
  for (const feature of features)
    for (const id of [...feature.administeredBy, ...feature.claimedBy]) ids.add(id);
  writeJson('countries.json', {
    source:
      'ISO 3166 codes; names of Unicode CLDR in their short forms, by the Intl of Node; dependencies after the remarks of ISO 3166',
    licence: 'Unicode License v3 (names)',
    countries: [...ids]
      .sort()
      .map((id) => ({ id, name: names(id), ...(dependencies[id] ? { of: dependencies[id] } : {}) })),
  });
  console.log(
    `${lines.length} polylines, ${steps} segments, ${labels.length} labels, ${bytes.byteLength} bytes`,
  );
}

function writeJson(name, value) {
  writeFileSync(new URL(name, data), `${JSON.stringify(value, null, 1)}\n`);
}
