/** `commonwatch coordination allocate`. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseLocation, problemFromText, solveLocation } from '../coordination/index.ts';
import type { LocationAnswer } from '../coordination/index.ts';
import { CommonwatchError } from '../core/errors.ts';
import { highsSolver } from '../hub/highs.ts';
import type { CliCommand } from './command.ts';

const usage = `Usage: commonwatch coordination allocate FILE [--p N] [--seed N] [--effort X] [--time-limit S]
                                [--capacity N] [--single-source] [--json]

  FILE             JSON (docs/coordination-methods.md), a pmed or cap file of OR-Library, or TSPLIB (EUC_2D)
  --p              how many sites; needed for TSPLIB, overrides what a file says
  --capacity       the capacity of every site, for the OR-Library files capa, capb and capc
  --single-source  each customer is served by one site
  --seed           of the search (1): the same seed gives the same plan
  --effort         multiplies the length of the search (1), the same on every machine
  --time-limit     seconds after which the search ends in any case
  --json           one JSON object: {status, objective, bound, gap, open[], assignments[], …}`;

export const coordination: CliCommand = {
  name: 'coordination',
  summary: {
    en: 'where to put stocks, how to bring them, where to search',
    ja: '備蓄の配置・輸送計画・捜索計画',
  },
  usage,
  run,
};

async function run(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === 'allocate') return allocate(rest);
  throw new CommonwatchError('command.usage', verb, { detail: usage });
}

function options(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        p: { type: 'string' },
        seed: { type: 'string' },
        effort: { type: 'string' },
        capacity: { type: 'string' },
        'time-limit': { type: 'string' },
        'single-source': { type: 'boolean' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string' },
      },
    });
  } catch (error) {
    throw new CommonwatchError('command.usage', args.join(' '), { cause: error });
  }
}

async function allocate(args: string[]): Promise<number> {
  const { values, positionals } = options(args);
  if (positionals.length !== 1)
    throw new CommonwatchError('command.usage', args.join(' '), { detail: usage });
  const p = number(values.p, '--p');
  const parsed = problemFromText(await read(positionals[0]), {
    p,
    capacity: number(values.capacity, '--capacity'),
    singleSource: values['single-source'],
  });
  const given = {
    p,
    seed: number(values.seed, '--seed'),
    effort: number(values.effort, '--effort'),
    singleSource: values['single-source'],
  };
  const problem = parseLocation({ ...(parsed as object), ...present(given) });
  const answer = solveLocation(problem, {
    solver: await highsSolver(),
    isOver: deadline(number(values['time-limit'], '--time-limit')),
  });
  print(values.json ? JSON.stringify(answer) : answerText(answer));
  return 0;
}

function deadline(seconds: number | undefined): (() => boolean) | undefined {
  if (seconds === undefined) return undefined;
  const end = performance.now() + seconds * 1000;
  return () => performance.now() >= end;
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function number(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new CommonwatchError('command.usage', text, { detail: `${name} takes a number.` });
  return value;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommonwatchError('siting.unreadable', file, { cause });
  }
}

function answerText(answer: LocationAnswer): string {
  const lines = [
    `${answer.problem}: ${answer.objective} (bound ${answer.bound}, gap ${(answer.gap * 100).toFixed(3)} %, ${answer.status})`,
    `open (${answer.open.length}): ${answer.open.join(' ')}`,
  ];
  if (answer.meanCost !== undefined) lines.push(`mean: ${answer.meanCost.toFixed(2)}`);
  if (answer.coveredShare !== undefined) lines.push(`covered: ${(answer.coveredShare * 100).toFixed(1)} %`);
  if (answer.unserved.length > 0) lines.push(`not served: ${answer.unserved.join(' ')}`);
  return lines.join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
