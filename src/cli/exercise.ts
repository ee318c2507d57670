/** `commonwatch exercise …`: plays a made-up situation as feeds would deliver it, and scores what was found in it. */
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/index.ts';
import { areasFromGeoJson, createArea } from '../earth/index.ts';
import { areasGeoJson, describe, scenario, score, scoredEvents, truthLines } from '../exercise/index.ts';
import type { KindScore, Scenario, ScenarioOptions, Score, ScoredEvent } from '../exercise/index.ts';
import { loadEarth } from '../feeds/earth.ts';
import { ProgressLine } from './progress.ts';
import { runExercise } from './exerciserun.ts';

export const name = 'exercise';
export const summary = {
  en: 'play a made-up situation as feeds, and score findings against its truth',
  ja: '架空の状況をフィードとして再生し、検出を正解と照合する',
};

export const usage = `Usage: commonwatch exercise play --seed N --out FOLDER [--hours 48] [--vessels 420] [--start TIME]
       commonwatch exercise truth --seed N [--hours 48] [--vessels 420] [--start TIME]
       commonwatch exercise score TRUTH FINDINGS [--json]
       commonwatch exercise run [--seeds 1..20] [--vessels 420] [--at-least 0.95] [--json]

play    writes feed.nmea (as the feeds deliver it: late, doubled and damaged sentences included), truth.jsonl,
        areas.geojson (the watched areas) and scenario.json (who plays, and the near misses).
truth   prints what really happens, one event a line.
score   matches findings to the truth, one to one: same kind, same vessels, and half of the time that both cover
        in common. Both are JSON lines with kind, mmsis, startUtcMs, endUtcMs; further fields do not matter, and
        entries of the hub do as well. What is withdrawn does not count. An event or finding shorter than ten
        minutes is compared as an hour around its middle: two instants match when they are at most 20 minutes apart.
run     plays, watches and scores seeds. Exit code 1 when recall or precision of any kind is below --at-least.

The same seed gives the same bytes. TIME is such as 2026-11-20T09:00:00Z, which is the default.
`;

/** Exit codes: 0 done, 1 below what was asked for or a file is at fault, 64 called wrongly. */
export async function run([action, ...args]: string[]): Promise<number> {
  switch (action) {
    case 'play':
      return play(options(args));
    case 'truth':
      return truth(options(args));
    case 'score':
      return scoreFiles(args);
    case 'run':
      return runSeeds(args);
    default:
      throw new CommonwatchError('command.usage', action, { detail: usage });
  }
}

const scenarioOptions = {
  seed: { type: 'string', default: '1' },
  hours: { type: 'string', default: '48' },
  vessels: { type: 'string', default: '420' },
  start: { type: 'string' },
  out: { type: 'string' },
} as const;

interface ScenarioCall {
  readonly seed: number;
  readonly options: ScenarioOptions;
  readonly out: string | undefined;
}

function options(args: string[]): ScenarioCall {
  const { values } = called(() => parseArgs({ args, options: scenarioOptions }));
  const startUtcMs = values.start === undefined ? undefined : Date.parse(values.start);
  if (Number.isNaN(startUtcMs)) throw new CommonwatchError('command.usage', values.start, { detail: usage });
  return {
    seed: Number(values.seed),
    options: {
      hours: Number(values.hours),
      vessels: Number(values.vessels),
      ...(startUtcMs === undefined ? {} : { startUtcMs }),
    },
    out: values.out,
  };
}

/** What `parse` gives; a flag that is unknown or lacks its value is a wrong call. */
function called<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new CommonwatchError('command.usage', (cause as Error).message, { cause, detail: usage });
  }
}

async function play({ seed, options: wanted, out }: ScenarioCall): Promise<number> {
  if (out === undefined) throw new CommonwatchError('command.usage', '--out', { detail: usage });
  const exercise = scenario(seed, wanted, loadEarth());
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'truth.jsonl'), truthLines(exercise));
    writeFileSync(join(out, 'areas.geojson'), areasGeoJson(exercise));
    writeFileSync(join(out, 'scenario.json'), describe(exercise));
    await writeFeed(exercise, join(out, 'feed.nmea'));
  } catch (cause) {
    throw new CommonwatchError('cli.unwritable', out, { cause });
  }
  process.stderr.write(`${out}: ${exercise.vessels.length} transmitters, ${exercise.truth.length} events\n`);
  return 0;
}

const pieceMs = 600_000;

async function writeFeed(exercise: Scenario, path: string): Promise<void> {
  const file = createWriteStream(path);
  const progress = new ProgressLine('exercise');
  const { startUtcMs, endUtcMs } = exercise;
  for (let from = startUtcMs; from < endUtcMs; from += pieceMs) {
    let isFull = false;
    exercise.play(from, Math.min(from + pieceMs, endUtcMs), ({ bytes }) => {
      isFull = !file.write(bytes);
    });
    if (isFull) await once(file, 'drain');
    progress.show(from - startUtcMs, endUtcMs - startUtcMs);
  }
  file.end();
  await once(file, 'finish');
  progress.end();
}

function truth({ seed, options: wanted }: ScenarioCall): number {
  process.stdout.write(truthLines(scenario(seed, wanted, loadEarth())));
  return 0;
}

function scoreFiles(args: string[]): number {
  const { values, positionals } = called(() =>
    parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } }),
  );
  if (positionals.length !== 2) throw new CommonwatchError('command.usage', positionals, { detail: usage });
  const [truthEvents, findings] = positionals.map(readEvents);
  const result = score(truthEvents, findings);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : scoreText(result, true));
  return 0;
}

function readEvents(path: string): ScoredEvent[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommonwatchError('feed.unreadable', path, { cause });
  }
  return scoredEvents(text, path);
}

async function runSeeds(args: string[]): Promise<number> {
  const { values } = called(() =>
    parseArgs({
      args,
      options: {
        seeds: { type: 'string', default: '1..20' },
        vessels: { type: 'string', default: '420' },
        'at-least': { type: 'string', default: '0.95' },
        json: { type: 'boolean', default: false },
      },
    }),
  );
  const atLeast = Number(values['at-least']);
  const earth = loadEarth();
  let isEnough = true;
  for (const seed of seedsOf(values.seeds)) {
    const exercise = scenario(seed, { vessels: Number(values.vessels) }, earth);
    const areas = areasFromGeoJson(JSON.parse(areasGeoJson(exercise))).map(createArea);
    const result = score(exercise.truth.map(asScored), runExercise(exercise, earth, areas));
    isEnough &&= result.kinds.every((kind) => isAtLeast(kind, atLeast));
    process.stdout.write(
      values.json ? `${JSON.stringify({ seed, ...result })}\n` : `seed ${seed}\n${scoreText(result, true)}`,
    );
  }
  return isEnough ? 0 : 1;
}

/** `7`, `1..20` or `1,5,9`. */
function seedsOf(text: string): number[] {
  const [first, last] = text.split('..').map(Number);
  const seeds =
    last === undefined
      ? text.split(',').map(Number)
      : Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (seeds.length === 0 || seeds.some((seed) => !Number.isSafeInteger(seed)))
    throw new CommonwatchError('command.usage', text, { detail: usage });
  return seeds;
}

function asScored({ kind, mmsis, startUtcMs, endUtcMs }: ScoredEvent): ScoredEvent {
  return { kind, mmsis, startUtcMs, endUtcMs };
}

/** Whether recall and precision reach a value; what did not happen and was not found is no failure. */
export function isAtLeast({ recall, precision }: KindScore, value: number): boolean {
  return !(recall < value) && !(precision < value);
}

/** A table, and under it what was missed and what was found in vain. */
export function scoreText({ kinds, otherFindings, otherTruth }: Score, withCases: boolean): string {
  const rows = kinds.map(({ kind, truth: happened, findings, matched, recall, precision, f1 }) =>
    [kind, happened, findings, matched, share(recall), share(precision), share(f1)].map((cell, i) =>
      i === 0 ? String(cell).padEnd(20) : String(cell).padStart(9),
    ),
  );
  const head = ['kind', 'truth', 'findings', 'matched', 'recall', 'precision', 'F1'].map((cell, i) =>
    i === 0 ? cell.padEnd(20) : cell.padStart(9),
  );
  const lines = [head, ...rows].map((cells) => cells.join(' '));
  if (otherTruth + otherFindings > 0)
    lines.push(`not scored: ${otherTruth} events and ${otherFindings} findings of other kinds`);
  if (withCases)
    for (const { misses, falseAlarms } of kinds)
      lines.push(
        ...misses.map((event) => `missed       ${line(event)}`),
        ...falseAlarms.map((event) => `false alarm  ${line(event)}`),
      );
  return `${lines.join('\n')}\n`;
}

function share(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3);
}

function line({ kind, mmsis, startUtcMs, endUtcMs }: ScoredEvent): string {
  return `${kind} ${mmsis.join(' ')} ${new Date(startUtcMs).toISOString()} ${new Date(endUtcMs).toISOString()}`;
}
