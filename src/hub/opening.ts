/**
 * The prepared opening of the exercise: the data folder of a hub that worked the earlier hours through once, when the
 * program was built, and was stopped. A start copies it and goes on from there as any hub does that was stopped,
 * instead of playing a day and a half of traffic again.
 */
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../store/worker.ts';
import type { Config } from './config.ts';

/** What an opening was made for. */
type Card = Pick<Config['exercise'], 'seed' | 'hours' | 'vessels'>;

const cardName = 'opening.json';

/** Where the build puts it; a program that runs from source has none. */
export function builtOpening(): string | undefined {
  const built = join(packageRoot(), 'dist');
  return import.meta.url.startsWith(pathToFileURL(built).href) ? join(built, 'exercise') : undefined;
}

/** Makes a folder an opening: written last, so that one which was cut off is none. */
export function writeCard(folder: string, { exercise }: Config): void {
  writeFileSync(join(folder, cardName), `${JSON.stringify(cardOf(exercise))}\n`);
}

/** Copies an opening to where a hub is to begin, if it is one of the same exercise. @returns whether it is */
export function copyOpening(opening: string, { data, exercise }: Config): boolean {
  const card = join(opening, cardName);
  if (!existsSync(card) || readFileSync(card, 'utf8').trim() !== JSON.stringify(cardOf(exercise)))
    return false;
  // Beside it first: half a copy must not be gone on from.
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(opening, fresh, { recursive: true });
  rmSync(join(fresh, cardName));
  chmodSync(fresh, 0o700);
  renameSync(fresh, data);
  return true;
}

function cardOf({ seed, hours, vessels }: Card): Card {
  return { seed, hours, vessels };
}
