/**
 * What was worked out of a collection, kept beside its posts, so that a hub that starts again has it at once. It holds
 * what the posts hold, under the same pseudonyms, and goes when any of them go.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Json } from '../core/index.ts';
import type { WorkedOut } from '../narratives/index.ts';
import { writePrivate } from '../store/index.ts';

/** What is kept of an analysis: the posts stay in their own files. */
export type KeptAnalysis = Pick<WorkedOut, 'analysis' | 'narratives'>;

const ending = '.analysis';
/** Settings that were tried are few; the oldest make room. */
const maxKept = 3;

/** @param about all that the analysis depends on: program, tables, batches, files, settings */
export function analysisFile(folder: string, about: Json): string {
  const name = createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32);
  return join(folder, `${name}${ending}`);
}

/** Undefined where there is none, or none that can be read: then it is worked out anew. */
export function readAnalysis(file: string): KeptAnalysis | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const kept = deserialize(inflateRawSync(readFileSync(file))) as KeptAnalysis;
    const now = new Date();
    utimesSync(file, now, now);
    return kept;
  } catch {
    rmSync(file, { force: true });
    return undefined;
  }
}

export function writeAnalysis(folder: string, file: string, { analysis, narratives }: KeptAnalysis): void {
  writePrivate(file, deflateRawSync(serialize({ analysis, narratives }), { level: 1 }));
  const newestFirst = analysisFiles(folder).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newestFirst.slice(maxKept)) rmSync(old, { force: true });
}

export function removeAnalyses(folder: string): void {
  for (const file of analysisFiles(folder)) rmSync(file, { force: true });
}

/** Also one that was being written when the hub ended. */
function analysisFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.includes(ending))
    .map((name) => join(folder, name));
}
