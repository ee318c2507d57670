/** `commonwatch serve`: runs the hub until it is told to stop. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CommonwatchError } from '../core/index.ts';
import {
  builtOpening,
  checkConfig,
  exerciseParty,
  loadConfig,
  openHub,
  playExercise,
  readAreas,
} from '../hub/index.ts';
import type { Config, Hub } from '../hub/index.ts';
import type { CliCommand } from './command.ts';

export const serve: CliCommand = {
  name: 'serve',
  summary: { en: 'Run the hub.', ja: 'ハブを起動する。' },
  usage: `commonwatch serve [--data FOLDER] [--port N] [--host NAME] [--config FILE] [--behind-proxy]
commonwatch serve --exercise [--seed N] [--rate N] [--keep]
Every setting of docs/administration.md is a flag too, such as --sessions.hours 12.`,
  run: async (args) => {
    const config = settingsFrom(args);
    const hub = await openHub({ config, opening: builtOpening() });
    const address = await hub.listen();
    process.stdout.write(
      `commonwatch listens on ${address}${config.exercise.enabled ? ' (EXERCISE)' : ''}\n`,
    );
    const stopped = untilStopped();
    const begun = begin(hub, config).catch((error: unknown) => {
      process.stderr.write(`${inspect(error)}\n`);
      return 'failed' as const;
    });
    const ending = await Promise.race([stopped, begun.then((how) => how ?? stopped)]);
    await hub.close();
    return ending === 'failed' ? 70 : 0;
  },
};

/** @throws `config.not-initialised` */
function settingsFrom(args: readonly string[]): Config {
  const config = loadConfig({ args, environment: process.env, workingFolder: process.cwd() });
  if (config.exercise.enabled) return checkConfig({ ...config, party: exerciseParty });
  if (!existsSync(join(config.data, 'config.json')))
    throw new CommonwatchError('config.not-initialised', config.data);
  return config;
}

async function begin(hub: Hub, config: Config): Promise<undefined> {
  const startedMs = performance.now();
  if (config.exercise.enabled) await playExercise(hub);
  else {
    await hub.pipeline.start(config.feeds, readAreas(config));
    hub.setReady();
  }
  process.stdout.write(`ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
  return undefined;
}

function untilStopped(): Promise<'stopped'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('stopped'));
  });
}
