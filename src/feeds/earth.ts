/** Reads the tables of `data/earth/` that are shipped with the package and builds the `Earth` of this thread. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommonwatchError } from '../core/errors.ts';
import type { Earth, EarthTables } from '../earth/index.ts';
import { createEarth } from '../earth/index.ts';

let loaded: Earth | undefined;

/** The earth of this thread, read at the first call (about half a second) and kept. */
export function loadEarth(): Earth {
  loaded ??= createEarth(readEarthTables());
  return loaded;
}

/** The tables as parsed data; throws `earth.missing` when the package lies incomplete on disk. */
export function readEarthTables(folder = earthFolder()): EarthTables {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const bytes = readFileSync(join(folder, 'coast.bin'));
  return {
    coastHeader: json('coast.json'),
    coast: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    features: json('features.json'),
    countries: json('countries.json'),
    ports: json('ports.json'),
    gates: json('gates.json'),
    straits: json('straits.json'),
    boundaries: json('boundaries.json'),
  };
}

/** `data/earth` of the package: beside the package.json named commonwatch, above this file in src/ or in dist/. */
export function earthFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const path = join(at, 'package.json');
    if (existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).name === 'commonwatch') {
      const folder = join(at, 'data', 'earth');
      if (existsSync(folder)) return folder;
    }
  }
  throw new CommonwatchError('earth.missing', 'data/earth');
}
