/** `commonwatch coordination allocate | drift | replay`. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  allocate as solve,
  parseDrift,
  parseLeewayCsv,
  problemFromText,
  runDrift,
} from '../coordination/index.ts';
import type { AllocationAnswer, DriftAnswer, PushAnswer } from '../coordination/index.ts';
import { CommonwatchError } from '../core/errors.ts';
import { loadEarth } from '../feeds/earth.ts';
import { leewayTable, readFieldFile } from '../feeds/fields/index.ts';
import { highsSolver } from '../hub/highs.ts';
import { position } from '../words/index.ts';
import type { CliCommand } from './command.ts';
import { replayCommand, replayUsage } from './coordinationreplay.ts';

const usage = `Usage: commonwatch coordination allocate FILE [--p N] [--seed N] [--effort X] [--time-limit S]
                                [--capacity N] [--single-source] [--json]

  FILE             JSON (docs/coordination-methods.md), a pmed or cap file of OR-Library, or TSPLIB (EUC_2D)
  --p              how many sites; needed for TSPLIB, overrides what a file says
  --capacity       the capacity of every site, for the OR-Library files capa, capb and capc
  --single-source  each customer is served by one site
  --seed           of the search (1): the same seed gives the same plan
  --effort         multiplies the length of the search (1), the same on every machine
  --time-limit     seconds after which the search ends in any case
  --json           one JSON object: {status, objective, bound, gap, open[], assignments[], …}

       commonwatch coordination drift FILE.json [--mode strict|compatible] [--seed N] [--json]

  FILE.json        where, when and what drifts, wind and current (typed in, or the name of a CSV, NetCDF or GRIB file
                   beside it), sorties that were flown, units for the next search: docs/coordination-methods.md
  --mode           strict follows the leeway reports (default); compatible repeats the open model in wide use
  --json           one JSON object: {track[], maps[], positions[], sorties[], plan, assumptions[]}

${replayUsage}`;

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
  if (verb === 'drift') return drift(rest);
  if (verb === 'replay') return replayCommand(rest);
  throw new CommonwatchError('command.usage', verb, { detail: usage });
}

function options(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        mode: { type: 'string' },
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
  const answer = solve(
    { ...(parsed as object), ...present(given) },
    {
      solver: await highsSolver(),
      isOver: deadline(number(values['time-limit'], '--time-limit')),
    },
  );
  print(values.json ? JSON.stringify(answer) : answerText(answer));
  return 0;
}

async function drift(args: string[]): Promise<number> {
  const { values, positionals } = options(args);
  if (positionals.length !== 1)
    throw new CommonwatchError('command.usage', args.join(' '), { detail: usage });
  const [file] = positionals;
  const problem = parseDrift({
    ...(parseJson(await read(file, 'drift.invalid'), file) as object),
    ...present({ mode: values.mode, seed: number(values.seed, '--seed') }),
  });
  const answer = runDrift(problem, {
    classes: parseLeewayCsv(leewayTable()),
    coast: problem.coast === false ? undefined : loadEarth(),
    grid: (field, kind) => readFieldFile(resolve(dirname(file), field.file), kind, field),
  });
  print(values.json ? JSON.stringify(answer) : driftText(answer));
  return 0;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommonwatchError('drift.invalid', file, { cause, detail: 'It must be a JSON file.' });
  }
}

function driftText(answer: DriftAnswer): string {
  const lines = [
    `${answer.class} (${answer.mode}): ${answer.count} particles, ${answer.startUtc} to ${answer.endUtc}, seed ${answer.seed}`,
    ...answer.track.map(
      ({ utc, meanLonDeg, meanLatDeg, spreadNm }) =>
        `  ${utc.slice(0, 16)}Z  ${position(meanLonDeg, meanLatDeg)}  spread ${spreadNm.toFixed(1)} nm`,
    ),
    ...answer.maps.map(
      ({ utc, containment, aground }) =>
        `  ${utc.slice(0, 16)}Z  half within ${containment.halfNm2.toFixed(1)} nm², nine tenths within ${containment.ninetyPctNm2.toFixed(1)} nm², aground ${(aground * 100).toFixed(0)} %`,
    ),
    ...answer.sorties.map(
      (sortie) =>
        `  sortie ${sortie.id} ${sortie.unit}: POD ${percent(sortie.probabilityOfDetection)}, POS ${percent(sortie.probabilityOfSuccess)}, together ${percent(sortie.cumulativeSuccess)}`,
    ),
  ];
  if (answer.plan !== undefined) {
    lines.push(
      `  next search: POS ${percent(answer.plan.probabilityOfSuccess)} (at most ${percent(answer.plan.bound)})`,
    );
    for (const one of answer.plan.assignments)
      lines.push(
        `    ${one.unit}: ${one.area.lengthNm.toFixed(1)} × ${one.area.widthNm.toFixed(1)} nm along ${one.area.axisDeg.toFixed(0)}° at ${position(one.area.lonDeg, one.area.latDeg)}, ${one.pattern.kind}, spacing ${one.pattern.trackSpacingNm.toFixed(2)} nm, POD ${percent(one.probabilityOfDetection)}`,
      );
  }
  return lines.join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
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

async function read(
  file: string,
  code: 'siting.unreadable' | 'drift.invalid' = 'siting.unreadable',
): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommonwatchError(code, file, { cause });
  }
}

function answerText(answer: AllocationAnswer): string {
  if (answer.problem === 'push') return pushText(answer);
  const lines = [
    `${answer.problem}: ${answer.objective} (bound ${answer.bound}, gap ${(answer.gap * 100).toFixed(3)} %, ${answer.status})`,
  ];
  if (answer.problem === 'transport')
    return [
      ...lines,
      ...answer.movements.map(
        (m) => `  day ${m.day}  ${m.from} → ${m.to}  ${m.pallets.toFixed(1)} pallets, ${m.trucks} trucks`,
      ),
      ...answer.shortages.map(
        (s) => `  missing on day ${s.day} at ${s.destination}: ${s.pallets.toFixed(1)} pallets`,
      ),
      ...answer.docks.flatMap(({ hub, chokes }) =>
        chokes.map(
          (c) =>
            `  ${hub} chokes from hour ${c.fromHour} to ${c.toHour}: ${c.longestQueueTrucks.toFixed(0)} trucks, ${c.longestWaitHours.toFixed(1)} h; seen coming at hour ${c.flaggedHour}`,
        ),
      ),
    ].join('\n');
  lines.push(`open (${answer.open.length}): ${answer.open.join(' ')}`);
  if (answer.problem === 'pre-positioning')
    return [
      ...lines,
      ...answer.stocks.map(({ site, amount }) => `  ${site}: ${amount.toFixed(1)}`),
      ...answer.scenarios.map(
        (s) => `  ${s.name} (${percent(s.probability)}): ${percent(s.servedShare)} served`,
      ),
    ].join('\n');
  if (answer.meanCost !== undefined) lines.push(`mean: ${answer.meanCost.toFixed(2)}`);
  if (answer.coveredShare !== undefined) lines.push(`covered: ${percent(answer.coveredShare)}`);
  if (answer.unserved.length > 0) lines.push(`not served: ${answer.unserved.join(' ')}`);
  return lines.join('\n');
}

function pushText(answer: PushAnswer): string {
  return [
    `push: ${answer.people} people, ${answer.days} days, ${answer.pallets} pallets, ${answer.trucks} trucks`,
    ...answer.totals.map(({ item, quantity, unit }) => `  ${item}: ${quantity} ${unit}`),
    ...answer.wrong.map(
      (w) =>
        `  wrong since ${w.sinceAsOf}: ${w.place} has ${w.observedPeople} people, planned for ${w.assumedPeople}`,
    ),
  ].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
