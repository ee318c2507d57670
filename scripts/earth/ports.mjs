// Builds the table of ports and anchorages: `node scripts/earth/ports.mjs FOLDER`, where FOLDER holds
// gfw_anchorage_overrides.csv and gfw_WPI_ports.csv of GlobalFishingWatch/pipe-anchorages @ e1db7c8 (Apache-2.0;
// the ports there come from the World Port Index of the US NGA). Writes data/earth/ports.json: names once, and for
// each place its coordinates in units of 0.0001° (11 m), as differences from the place before. No country: the
// source assigns disputed features to one side. The same input gives the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node scripts/earth/ports.mjs FOLDER');

const anchorages = rows('gfw_anchorage_overrides.csv').map((row) => place(row, row.label));
const ports = rows('gfw_WPI_ports.csv').map((row) => place(row, row.label));
if ([...anchorages, ...ports].some((p) => !Number.isFinite(p.lon + p.lat)))
  throw new Error('a place without coordinates');
const places = [...new Map([...anchorages, ...ports].map((p) => [`${p.lon},${p.lat}`, p])).values()].sort(
  (a, b) => a.name.localeCompare(b.name, 'en') || a.lat - b.lat || a.lon - b.lon,
);

const names = [...new Set(places.map((p) => p.name))];
const indexOf = new Map(names.map((name, i) => [name, i]));
const lines = [];
let last = { lon: 0, lat: 0, name: 0 };
for (const { lon, lat, name } of places) {
  const now = { lon, lat, name: indexOf.get(name) };
  lines.push([now.name - last.name, now.lon - last.lon, now.lat - last.lat].join(','));
  last = now;
}
const header = {
  source:
    'GlobalFishingWatch/pipe-anchorages @ e1db7c8: anchorage_overrides.csv and WPI_ports.csv (World Port Index, US NGA)',
  licence: 'Apache-2.0 (anchorages), public domain (World Port Index)',
  changes: 'country columns and sublabels left out; rounded to 0.0001°; sorted by name; duplicates joined',
  unitDeg: 0.0001,
  count: places.length,
  columns: 'name index, longitude, latitude: each the difference from the row before',
};
const head = JSON.stringify(header, null, 1).slice(0, -2);
const path = new URL('../../data/earth/ports.json', import.meta.url);
writeFileSync(path, `${head},\n "names": ${JSON.stringify(names)},\n "rows": [${lines.join(',')}]\n}\n`);
console.log(`${places.length} places, ${names.length} names`);

function place(row, label) {
  return {
    name: title(label.trim().replace(/\s+/g, ' ')),
    lon: Math.round(Number(row.longitude) * 1e4),
    lat: Math.round(Number(row.latitude) * 1e4),
  };
}

/** Names come in capitals; people read "Port of Spain". */
function title(label) {
  return label
    .toLowerCase()
    .replace(/(^|[\s\-./('’])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
}

/** Rows of a CSV with quoted fields and a header. */
function rows(file) {
  const [header, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/).map(fields);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
}

function fields(line) {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1] ?? m[2]).replaceAll('""', '"'),
  );
}
