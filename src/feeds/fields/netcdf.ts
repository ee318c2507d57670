/** Wind or current from NetCDF 3 by the CF conventions: regular longitudes and latitudes, the surface of any depth axis. */
import { NetCDFReader } from 'netcdfjs';
import { CommonwatchError } from '../../core/errors.ts';
import type { GridVector } from './grid.ts';
import { ascending, checkedSize, unreadable } from './grid.ts';

/** Names of variables in the files of the usual services, after the standard names of CF. */
const usual = {
  wind: {
    east: ['eastward_wind', 'x_wind', 'u10', 'u10m', 'x_wind_10m', 'u'],
    north: ['northward_wind', 'y_wind', 'v10', 'v10m', 'y_wind_10m', 'v'],
  },
  current: {
    east: [
      'eastward_sea_water_velocity',
      'surface_eastward_sea_water_velocity',
      'x_sea_water_velocity',
      'uo',
      'water_u',
      'u',
    ],
    north: [
      'northward_sea_water_velocity',
      'surface_northward_sea_water_velocity',
      'y_sea_water_velocity',
      'vo',
      'water_v',
      'v',
    ],
  },
} as const;

type Variable = NetCDFReader['variables'][number];

/** @throws `drift.field-unreadable`, `drift.too-large` */
export function readNetcdf(
  bytes: Uint8Array,
  kind: 'wind' | 'current',
  names: { readonly east?: string; readonly north?: string },
): GridVector {
  try {
    return read(new NetCDFReader(bytes), kind, names);
  } catch (cause) {
    // The package meets damage by errors of its own, of several kinds.
    if (cause instanceof CommonwatchError) throw cause;
    throw Object.assign(unreadable('It is damaged.'), { cause });
  }
}

function read(
  reader: NetCDFReader,
  kind: 'wind' | 'current',
  names: { readonly east?: string; readonly north?: string },
): GridVector {
  const east = variable(reader, names.east, usual[kind].east);
  const north = variable(reader, names.north, usual[kind].north);
  if (east.dimensions.length < 2 || east.dimensions.join() !== north.dimensions.join())
    throw unreadable('Both components lie on the same axes.');
  const dimensions = east.dimensions.map((id) => reader.dimensions[id].name);
  const lonDeg = axis(reader, dimensions[dimensions.length - 1], /^lon|degrees?_?e/i);
  const latDeg = axis(reader, dimensions[dimensions.length - 2], /^lat|degrees?_?n/i);
  const timeName = dimensions.find((name) => attributeOf(reader, name, 'units')?.includes(' since '));
  const timesUtcMs = timeName === undefined ? Float64Array.of(0) : times(reader, timeName);
  checkedSize(lonDeg.length, latDeg.length, timesUtcMs.length);
  // Axes between time and latitude are depths or heights, of which the first is taken.
  const between = dimensions.slice(0, -2).filter((name) => name !== timeName);
  const levels = between.reduce((product, name) => product * sizeOf(reader, name), 1);
  const layer = lonDeg.length * latDeg.length;
  const valuesOf = (one: Variable) => {
    const values = flat(reader.getDataVariable(one));
    const [scale, offset, missing] = packing(one);
    const out = new Float32Array(layer * timesUtcMs.length);
    for (let t = 0; t < timesUtcMs.length; t++)
      for (let k = 0; k < layer; k++) {
        const value = values[t * levels * layer + k];
        out[t * layer + k] =
          missing.includes(value) || Math.abs(value) > 1e30 ? Number.NaN : value * scale + offset;
      }
    return out;
  };
  return ascending({ lonDeg, latDeg, timesUtcMs, eastMs: valuesOf(east), northMs: valuesOf(north) });
}

function variable(reader: NetCDFReader, name: string | undefined, candidates: readonly string[]): Variable {
  for (const candidate of name === undefined ? candidates : [name]) {
    const found = reader.variables.find(
      (one) =>
        one.name.toLowerCase() === candidate.toLowerCase() ||
        attributesOf(one).some((a) => a.name === 'standard_name' && a.value === candidate),
    );
    if (found !== undefined) return found;
  }
  throw unreadable(`It has no variable ${name ?? candidates.join(', ')}; name it by "east" and "north".`);
}

/** The package types the attributes of a variable as an empty list. */
function attributesOf(one: Variable): readonly { readonly name: string; readonly value: string | number }[] {
  return one.attributes;
}

function sizeOf(reader: NetCDFReader, name: string): number {
  const dimension = reader.dimensions.find((one) => one.name === name);
  return dimension === undefined || dimension.size === 0 ? reader.recordDimension.length : dimension.size;
}

function attributeOf(reader: NetCDFReader, name: string, attribute: string): string | undefined {
  const one = reader.variables.find((candidate) => candidate.name === name);
  const value = one === undefined ? undefined : attributesOf(one).find((a) => a.name === attribute)?.value;
  return value === undefined ? undefined : String(value);
}

function axis(reader: NetCDFReader, name: string, what: RegExp): Float64Array {
  const units = attributeOf(reader, name, 'units') ?? '';
  if (!what.test(name) && !what.test(units))
    throw unreadable('Its grid is not one of longitudes and latitudes: regrid it first.');
  return Float64Array.from(flat(reader.getDataVariable(name)));
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function times(reader: NetCDFReader, name: string): Float64Array {
  const [unit, , ...from] = (attributeOf(reader, name, 'units') ?? '').trim().split(/\s+/);
  const ms = unitMs[unit[0]?.toLowerCase()];
  const text = from.join('T').replace(/(T\+?00:?00|TUTC|Z)$/, '');
  const origin = Date.parse(/T/.test(text) ? `${text}Z` : text);
  if (ms === undefined || !Number.isFinite(origin))
    throw unreadable(`Its time is not "hours since …": ${unit}.`);
  return Float64Array.from(flat(reader.getDataVariable(name)), (value) => Math.round(origin + value * ms));
}

function flat(values: readonly (string | number | readonly number[])[]): number[] {
  return values.flatMap((value) => (typeof value === 'string' ? Number(value) : value));
}

function packing(one: Variable): [scale: number, offset: number, missing: readonly number[]] {
  const value = (name: string) => {
    const found = attributesOf(one).find((a) => a.name === name)?.value;
    return found === undefined ? undefined : Number(found);
  };
  const missing = [value('_FillValue'), value('missing_value')].filter((x): x is number => x !== undefined);
  return [value('scale_factor') ?? 1, value('add_offset') ?? 0, missing];
}
