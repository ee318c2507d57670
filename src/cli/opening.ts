/**
 * Makes the exercise's opening, once for all starts to come: the build calls it. Its hub is stopped as any other, and
 * its folder is what `serve --exercise` begins with.
 */
import { renameSync, rmSync } from 'node:fs';
import { checkConfig, exerciseParty, openHub, prepareExercise, writeCard } from '../hub/index.ts';
import type { Config } from '../hub/index.ts';

/**
 * @param folder replaced when the new one is whole
 * @param exercise where it differs from what `serve --exercise` plays unless told otherwise
 */
export async function makeOpening(folder: string, exercise: Partial<Config['exercise']> = {}): Promise<void> {
  const making = `${folder}.making`;
  const config = checkConfig({
    data: making,
    party: exerciseParty,
    log: 'error',
    exercise: { ...exercise, enabled: true },
  });
  const hub = await openHub({ config });
  await prepareExercise(hub).finally(() => hub.close());
  writeCard(making, config);
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
}
