/** The tables of `data/lanes/` that ship with the package, as bytes and parsed JSON; lanes/ says what they hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/index.ts';
import { decodeCoast } from '../earth/coast.ts';
import type { Coastline } from '../earth/coast.ts';
import { earthFolder } from './earth.ts';

export interface LanesFiles {
  readonly network: ArrayBuffer;
  readonly ports: unknown;
  readonly gates: unknown;
  readonly shoals: unknown;
  readonly areas: unknown;
  readonly airports: unknown;
  readonly ready: unknown;
  readonly starting: unknown;
  /** The coast is decoded when something asks for it. */
  readonly coast: () => Coastline;
}

/** @throws `lanes.missing` */
export function readLanesFiles(): LanesFiles {
  const earth = earthFolder();
  const folder = join(earth, '..', 'lanes');
  const bytesOf = (path: string) => {
    const bytes = readFileSync(path);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };
  const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  try {
    return {
      network: bytesOf(join(folder, 'network.bin')),
      ports: json(join(folder, 'ports.json')),
      gates: json(join(earth, 'gates.json')).gates,
      shoals: json(join(folder, 'shoals.json')).shoals,
      areas: json(join(folder, 'areas.json')).areas,
      airports: json(join(folder, 'airports.json')).airports,
      ready: json(join(folder, 'scenarios.json')).scenarios,
      starting: json(join(folder, 'starting.json')),
      coast: () => decodeCoast(json(join(earth, 'coast.json')), bytesOf(join(earth, 'coast.bin'))),
    };
  } catch (error) {
    throw new CommonwatchError('lanes.missing', folder, { cause: error });
  }
}
