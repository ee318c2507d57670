/** Files of wind and current: CSV, NetCDF 3, GRIB 1 and 2; and the table of leeway classes that is shipped. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../../core/errors.ts';
import { earthFolder } from '../earth.ts';
import { readCsv } from './csv.ts';
import { readGrib } from './grib.ts';
import type { GridVector } from './grid.ts';
import { readNetcdf } from './netcdf.ts';

export type { GridVector } from './grid.ts';

/** Files larger than this are refused before they are read. */
const maxFileBytes = 512 * 1024 * 1024;

/**
 * East and north components from a file, whatever its form.
 *
 * @param names variables of NetCDF or columns of CSV, where the usual names do not fit
 * @throws `drift.field-unreadable`
 */
export function readFieldFile(
  path: string,
  kind: 'wind' | 'current',
  names: { readonly east?: string; readonly north?: string } = {},
): GridVector {
  let bytes: Uint8Array;
  try {
    if (statSync(path).size > maxFileBytes) throw new Error('larger than 512 MiB');
    bytes = readFileSync(path);
  } catch (cause) {
    throw new CommonwatchError('drift.field-unreadable', path, { cause });
  }
  return readField(bytes, kind, names);
}

/** @throws `drift.field-unreadable` */
export function readField(
  bytes: Uint8Array,
  kind: 'wind' | 'current',
  names: { readonly east?: string; readonly north?: string } = {},
): GridVector {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic === 'GRIB') return readGrib(bytes, kind);
  if (magic.startsWith('CDF')) return readNetcdf(bytes, kind, names);
  if (magic.slice(1) === 'HDF')
    throw new CommonwatchError('drift.field-unreadable', undefined, {
      detail: 'This is NetCDF 4: convert it first, for example by nccopy -k classic.',
    });
  return readCsv(new TextDecoder().decode(bytes), names);
}

/** The text of data/coordination/leeway.csv. @throws `earth.missing` */
export function leewayTable(): string {
  return readFileSync(join(earthFolder(), '..', 'coordination', 'leeway.csv'), 'utf8');
}

/** The text of a table of local governments in data/coordination. @throws `earth.missing` */
export function localTable(name: 'prefectures' | 'municipalities'): string {
  return readFileSync(join(earthFolder(), '..', 'coordination', `${name}.csv`), 'utf8');
}
