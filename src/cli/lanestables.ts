/** Reads the tables of `data/lanes/` that are shipped with the package; the sea mask is made when it is asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/errors.ts';
import type { Gate } from '../earth/gates.ts';
import { decodeCoast } from '../earth/coast.ts';
import { earthFolder } from '../feeds/earth.ts';
import { createLanes } from '../lanes/index.ts';
import type { Lanes } from '../lanes/index.ts';

let loaded: Lanes | undefined;

/** The lanes of this thread, read at the first call and kept. @throws `lanes.missing`, `lanes.invalid-table` */
export function loadLanes(): Lanes {
  loaded ??= readLanes(earthFolder());
  return loaded;
}

function readLanes(earth: string): Lanes {
  const folder = join(earth, '..', 'lanes');
  const bytesOf = (path: string) => {
    const bytes = readFileSync(path);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };
  const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  try {
    return createLanes({
      network: bytesOf(join(folder, 'network.bin')),
      ports: json(join(folder, 'ports.json')),
      gates: json(join(earth, 'gates.json')).gates as readonly Gate[],
      shoals: json(join(folder, 'shoals.json')).shoals,
      areas: json(join(folder, 'areas.json')).areas,
      airports: json(join(folder, 'airports.json')).airports,
      ready: json(join(folder, 'scenarios.json')).scenarios,
      starting: json(join(folder, 'starting.json')),
      coast: () => decodeCoast(json(join(earth, 'coast.json')), bytesOf(join(earth, 'coast.bin'))),
    });
  } catch (error) {
    if (error instanceof CommonwatchError) throw error;
    throw new CommonwatchError('lanes.missing', folder, { cause: error });
  }
}
