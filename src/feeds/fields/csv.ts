/** Wind or current as CSV: a row for each time and node, or for each time where it is the same everywhere. */
import type { GridVector } from './grid.ts';
import { axisOf, checkedSize, unreadable } from './grid.ts';

const usual = {
  time: ['time', 'utc', 'timeutc', 'datetime', 'valid_time'],
  lon: ['lon', 'lng', 'longitude', 'londeg'],
  lat: ['lat', 'latitude', 'latdeg'],
  east: ['east', 'eastms', 'u', 'u10', 'x_wind', 'uo', 'x_sea_water_velocity', 'water_u'],
  north: ['north', 'northms', 'v', 'v10', 'y_wind', 'vo', 'y_sea_water_velocity', 'water_v'],
};

/** @throws `drift.field-unreadable` */
export function readCsv(
  text: string,
  names: { readonly east?: string; readonly north?: string },
): GridVector {
  const [header, ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const heads = cells(header ?? '').map((name) => name.trim().toLowerCase());
  const column = (candidates: readonly string[]) => heads.findIndex((name) => candidates.includes(name));
  const at = {
    time: column(usual.time),
    lon: column(usual.lon),
    lat: column(usual.lat),
    east: column(names.east === undefined ? usual.east : [names.east.toLowerCase()]),
    north: column(names.north === undefined ? usual.north : [names.north.toLowerCase()]),
  };
  if (at.east < 0 || at.north < 0 || at.time < 0)
    throw unreadable('A CSV has columns for time, east and north, and for lon and lat where it is a grid.');
  const rows = lines.map((line, k) => row(cells(line), at, k));
  return gridOf(rows, at.lon >= 0 && at.lat >= 0);
}

/** Names and numbers only: a comma within quotes does not occur. */
function cells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''));
}

interface Row {
  readonly utcMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly east: number;
  readonly north: number;
}

function row(parts: readonly string[], at: Readonly<Record<string, number>>, k: number): Row {
  const value = (column: number) => {
    const text = (parts[column] ?? '').trim();
    return text === '' || /^(nan|null|-+)$/i.test(text) ? Number.NaN : Number(text);
  };
  const time = (parts[at.time] ?? '').trim();
  const utcMs = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time.replace(' ', 'T')}Z`);
  if (!Number.isFinite(utcMs)) throw unreadable(`Line ${k + 2} has no time.`);
  return {
    utcMs,
    lon: at.lon < 0 ? 0 : value(at.lon),
    lat: at.lat < 0 ? 0 : value(at.lat),
    east: value(at.east),
    north: value(at.north),
  };
}

function gridOf(rows: readonly Row[], isGrid: boolean): GridVector {
  if (rows.length === 0) throw unreadable('The file has no rows.');
  const timesUtcMs = axisOf(rows.map(({ utcMs }) => utcMs));
  // The same everywhere: one cell as wide as any drift.
  const lonDeg = isGrid ? axisOf(rows.map(({ lon }) => lon)) : Float64Array.of(-1080, 1080);
  const latDeg = isGrid ? axisOf(rows.map(({ lat }) => lat)) : Float64Array.of(-90, 90);
  const size = checkedSize(lonDeg.length, latDeg.length, timesUtcMs.length);
  const eastMs = new Float32Array(size).fill(Number.NaN);
  const northMs = new Float32Array(size).fill(Number.NaN);
  const rank = (axis: Float64Array) => new Map(Array.from(axis, (value, k) => [value, k]));
  const [byTime, byLat, byLon] = [rank(timesUtcMs), rank(latDeg), rank(lonDeg)];
  for (const { utcMs, lon, lat, east, north } of rows) {
    const t = byTime.get(utcMs) as number;
    const nodes = isGrid
      ? [(t * latDeg.length + (byLat.get(lat) as number)) * lonDeg.length + (byLon.get(lon) as number)]
      : [4 * t, 4 * t + 1, 4 * t + 2, 4 * t + 3];
    for (const node of nodes) {
      eastMs[node] = east;
      northMs[node] = north;
    }
  }
  return { lonDeg, latDeg, timesUtcMs, eastMs, northMs };
}
