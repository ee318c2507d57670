/** `commonwatch taxii poll [FEED…]`: polls partners' TAXII collections once, without serving. */
import { CommonwatchError } from '../core/errors.ts';
import { loadConfig } from '../hub/config.ts';
import { openHub } from '../hub/index.ts';

export const name = 'taxii';
export const summary = {
  en: 'poll partners’ TAXII 2.1 collections once',
  ja: 'パートナーの TAXII 2.1 コレクションを一度取得する',
};

export const usage = `Usage: commonwatch taxii poll [FEED…] [--data FOLDER] [--config FILE]

Polls the collections that the configuration lists under taxii.feeds (all of them, or the named ones) into a hub that is
not running; a running hub polls by itself. What does not validate is kept aside, and told.
`;

/** Exit codes: 0 polled, 1 a feed could not be polled, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  const firstFlag = rest.findIndex((word) => word.startsWith('-'));
  const named = firstFlag < 0 ? rest : rest.slice(0, firstFlag);
  if (verb !== 'poll') {
    process.stderr.write(usage);
    return 64;
  }
  const config = loadConfig({
    args: firstFlag < 0 ? [] : rest.slice(firstFlag),
    environment: process.env,
    workingFolder: process.cwd(),
  });
  const feeds = named.length > 0 ? named : config.taxii.feeds.map(({ id }) => id);
  const hub = await openHub({ config });
  let status = 0;
  try {
    for (const feed of feeds) status = Math.max(status, await pollOne(feed, hub.parts.taxii));
  } finally {
    await hub.close();
  }
  return status;
}

async function pollOne(
  feed: string,
  taxii: { poll: (id: string) => Promise<{ taken: number; quarantined: number }> },
): Promise<number> {
  try {
    const { taken, quarantined } = await taxii.poll(feed);
    process.stdout.write(`${JSON.stringify({ feed, taken, quarantined })}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    process.stderr.write(`${feed}: ${error.message} (${error.code})\n`);
    return 1;
  }
}
