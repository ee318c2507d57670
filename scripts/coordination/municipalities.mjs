// Makes data/coordination/municipalities.csv and prefectures.csv from the CSV files of code4fukui/localgovjp (CC0):
//   node scripts/coordination/municipalities.mjs localgovjp-utf8.csv prefjp-utf8.csv
// Only facts are taken: code with check digit, name, reading, position. Wards of designated cities are left out: they
// are no local governments of their own. Codes of prefectures have lost their leading zero in the source.
import { readFileSync, writeFileSync } from 'node:fs';

const [municipalities, prefectures] = process.argv.slice(2);
const note = (what) =>
  `# ${what}. Source: code4fukui/localgovjp, CC0-1.0; own selection. Codes: local government codes of Japan (JIS X 0401/0402) with check digit.\n`;

/** Rows of a CSV whose quoted fields hold commas at most. */
function rowsOf(path) {
  const [head, ...lines] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = fieldsOf(head);
  return lines.map((line) => Object.fromEntries(fieldsOf(line).map((value, i) => [names[i], value])));
}

function fieldsOf(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, field]) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field))
    .slice(0, line.split(',').length);
}

function checkDigit(code) {
  const sum = [6, 5, 4, 3, 2].reduce((total, weight, i) => total + weight * Number(code[i]), 0);
  return (11 - (sum % 11)) % 10;
}

function checked(code) {
  const full = code.padStart(6, '0');
  if (checkDigit(full) !== Number(full[5])) throw new Error(`${full} has a wrong check digit`);
  return full;
}

const place = ({ lat, lng }) => `${Number(lng).toFixed(4)},${Number(lat).toFixed(4)}`;
const towns = rowsOf(municipalities)
  .filter(({ city }) => !/[ 　]/.test(city))
  .map((row) => `${checked(row.lgcode)},${row.city},${row.citykana},${place(row)}`)
  .sort();
const regions = rowsOf(prefectures)
  .map((row) => `${checked(row.lgcode)},${row.pref},${row.pref_en},${place(row)}`)
  .sort();
writeFileSync(
  'data/coordination/municipalities.csv',
  `${note('Municipalities and special wards of Japan')}code,name_ja,kana,lon_deg,lat_deg\n${towns.join('\n')}\n`,
);
writeFileSync(
  'data/coordination/prefectures.csv',
  `${note('Prefectures of Japan, at their capitals')}code,name_ja,name_en,lon_deg,lat_deg\n${regions.join('\n')}\n`,
);
console.log(`${towns.length} municipalities, ${regions.length} prefectures`);
