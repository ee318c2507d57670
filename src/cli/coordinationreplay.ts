/** `commonwatch coordination replay FILE.json [--json]`: exit code 1 when a check of the scenario does not hold. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseScenarioFile, replay } from '../coordination/index.ts';
import type { ReplayReport } from '../coordination/index.ts';
import { CommonwatchError } from '../core/errors.ts';

export const replayUsage = `       commonwatch coordination replay FILE.json [--seed N] [--json]

  FILE.json        a contingency to play through: docs/coordination.md describes the schema; exit code 1 when a check
                   of it does not hold
  --json           one JSON object: {ok, checks[], reconciliation[], flags[], …}`;

/** @throws `coordination.scenario-invalid`, `command.usage` */
export async function replayCommand(args: string[]): Promise<number> {
  const { values, positionals } = optionsOf(args);
  if (positionals.length !== 1)
    throw new CommonwatchError('command.usage', positionals.join(' '), { detail: replayUsage });
  const scenario = parseScenarioFile(await readJson(positionals[0]));
  const seed = values.seed === undefined ? {} : { seed: Number(values.seed) };
  const report = replay({ ...scenario, ...seed });
  process.stdout.write(values.json === true ? `${JSON.stringify(report)}\n` : inWords(report));
  return report.ok ? 0 : 1;
}

function optionsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean' }, seed: { type: 'string' } },
    });
  } catch (cause) {
    throw new CommonwatchError('command.usage', args.join(' '), { detail: replayUsage, cause });
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new CommonwatchError('coordination.scenario-invalid', path, { cause });
  }
}

function inWords({ name, hours, entries, looks, everyHours, flagCounts, checks, ok }: ReplayReport): string {
  const flags = Object.entries(flagCounts).map(([kind, count]) => `${kind} ${count}`);
  return [
    name,
    `${hours} h, ${entries} entries, looked at ${looks} times, every ${everyHours.toFixed(2)} h`,
    `flags: ${flags.join(', ') || 'none'}`,
    ...checks.map((check) => `${check.ok ? 'ok  ' : 'FAIL'} ${check.name}: ${check.detail}`),
    ok ? 'every check held' : 'NOT every check held',
    '',
  ].join('\n');
}
