/** `commonwatch watch FILE…`: findings out of files, with no hub. The same files give the same bytes. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createIngest,
  type Ingest,
  type IngestStats,
  type PositionBatch,
  type StaticBatch,
} from '../ais/index.ts';
import { CommonwatchError, type FindingDraft, type Language } from '../core/index.ts';
import { areasFromGeoJson, createArea } from '../earth/index.ts';
import { loadEarth } from '../feeds/earth.ts';
import { readUnpacked } from '../feeds/index.ts';
import {
  detectorNames,
  type FeedPositions,
  type PresetName,
  presets,
  type SeaWatch,
  startWatch,
  type WatchedArea,
  type WatchReport,
} from '../sea/index.ts';
import { coreWords, Speaker } from '../words/index.ts';
import { seaWords } from '../words/sea.ts';
import { maxRowsToSort, TimeSorter } from './timesort.ts';

export const name = 'watch';
export const summary = 'find encounters, gaps, loitering, passages and entries in files of positions';

export const usage = `Usage: commonwatch watch FILE… [--out findings.jsonl|findings.geojson] [options]

FILE holds AIS sentences (NMEA) or CSV, packed with gzip or Zstandard or not; - is standard input.
Several files are read side by side, in order of time. Without --out, findings go to standard output.

  --preset fast        encounters of 250 m for 30 min (default gfw: 500 m for 120 min)
  --no-port-filter     encounters near ports and anchorages too
  --areas FILE         watched areas (GeoJSON): entries into them are found
  --detectors A,B      of ${detectorNames.join(', ')} (default: all)
  --from T, --to T     only positions from T up to T (such as 2026-11-21T00:00:00Z)
  --set NAME=VALUE     a parameter by name (docs/sea.md), such as --set gapHours=12
  --open-gaps          also silences that have not ended
  --withdrawn          also findings that later data took back
  --lang ja            sentences in Japanese
`;

/** Exit codes: 0 done, 1 a file could not be read or written, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  try {
    const call = readArguments(args);
    if (call === undefined) {
      process.stderr.write(usage);
      return 64;
    }
    await watchFiles(call);
    return 0;
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    process.stderr.write(`commonwatch watch: ${error.message} (${error.code})\n`);
    return error.code === 'sea.parameters-invalid' ? 64 : 1;
  }
}

interface Call {
  readonly files: readonly string[];
  readonly out: string | undefined;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly areas: readonly WatchedArea[];
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
  readonly withdrawn: boolean;
  readonly language: Language;
}

function readArguments(args: string[]): Call | undefined {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    return undefined;
  }
  const { values, positionals: files } = parsed;
  const { preset, lang } = values;
  if (files.length === 0 || !(preset in presets) || (lang !== 'en' && lang !== 'ja')) return undefined;
  const from = instantOf(values.from, Number.NEGATIVE_INFINITY);
  const to = instantOf(values.to, Number.POSITIVE_INFINITY);
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
  return {
    files,
    out: values.out,
    changes: changesOf(values),
    areas: values.areas === undefined ? [] : readAreas(values.areas),
    fromUtcMs: from,
    toUtcMs: to,
    withdrawn: values.withdrawn,
    language: lang,
  };
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      preset: { type: 'string', default: 'gfw' },
      'no-port-filter': { type: 'boolean', default: false },
      areas: { type: 'string' },
      detectors: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      'open-gaps': { type: 'boolean', default: false },
      withdrawn: { type: 'boolean', default: false },
      lang: { type: 'string', default: 'en' },
    },
  });

function instantOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Date.parse(text);
}

function changesOf(values: ReturnType<typeof parse>['values']): Record<string, unknown> {
  const { detectors, set, preset } = values;
  return {
    ...presets[preset as PresetName],
    ...(values['no-port-filter'] ? { portFilterKm: 0 } : {}),
    ...(values['open-gaps'] ? { openGaps: true } : {}),
    ...(detectors === undefined ? {} : { detectors: detectors.split(',') }),
    ...Object.fromEntries(set.map(settingOf)),
  };
}

function settingOf(text: string): [string, unknown] {
  const at = text.indexOf('=');
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, Math.max(0, at)), JSON.parse(value)];
  } catch {
    return [text.slice(0, Math.max(0, at)), value];
  }
}

/** Watched areas out of GeoJSON; a property `uncertaintyNm` says how far an edge may be off. */
function readAreas(path: string): WatchedArea[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new CommonwatchError('area.invalid', path, { cause, detail: 'The file cannot be read as JSON.' });
  }
  const features = (json as { features?: { properties?: { uncertaintyNm?: unknown } }[] }).features ?? [];
  return areasFromGeoJson(json).map((spec, i) => {
    const uncertaintyNm = features[i]?.properties?.uncertaintyNm;
    return { ...createArea(spec), ...(typeof uncertaintyNm === 'number' ? { uncertaintyNm } : {}) };
  });
}

/** Rows out of order by more than this share make the files be sorted first. */
const unorderedShare = 0.001;

async function watchFiles(call: Call): Promise<void> {
  const world = { earth: loadEarth(), areas: call.areas };
  let watch = startWatch(call.changes, world);
  const inputs = await read(
    call,
    (batch) => watch.push('positions', batch),
    (batch) => watch.push('statics', batch),
  );
  const order = orderOf(call, watch.report());
  if (order === 'sorted') {
    watch = startWatch(call.changes, world);
    const sorter = new TimeSorter();
    await read(
      call,
      (batch) => sorter.push(batch),
      (batch) => watch.push('statics', batch),
    );
    sorter.drain((batch) => watch.push('positions', batch));
  }
  watch.end();
  const { shown, withdrawn } = resultOf(watch, call.withdrawn);
  write(call, shown);
  process.stderr.write(summaryOf(call, inputs, watch.report(), shown, withdrawn, order));
}

/** Whether rows came in order of time; where they did not, whether they can be sorted (a stream and a giant cannot). */
type Order = 'in-order' | 'sorted' | 'unordered';

function orderOf({ files }: Call, { read, lateUsed, refused }: WatchReport): Order {
  const astray = refused
    .filter(({ reason }) => reason === 'time-late' || reason === 'time-ahead')
    .reduce((sum, { count: n }) => sum + n, lateUsed);
  if (astray <= unorderedShare * read) return 'in-order';
  return files.includes('-') || read > maxRowsToSort ? 'unordered' : 'sorted';
}

interface Input {
  readonly path: string;
  readonly bytes: AsyncIterator<Uint8Array>;
  readonly ingest: Ingest;
  /** Newest position so far, ms UTC: the file that lies behind is read on first. */
  clockUtcMs: number;
  done: boolean;
}

/** Reads all files side by side, so that their positions come in order of time. */
async function read(
  call: Call,
  onPositions: (batch: FeedPositions) => void,
  onStatics: (batch: StaticBatch) => void,
): Promise<readonly (readonly [string, IngestStats])[]> {
  const inputs = call.files.map((path) => open(path, call, onPositions, onStatics));
  const progress = new Progress(call.files);
  for (;;) {
    const behind = inputs.filter(({ done }) => !done).sort((a, b) => a.clockUtcMs - b.clockUtcMs)[0];
    if (behind === undefined) break;
    const { done, value } = await behind.bytes.next();
    if (done) {
      behind.ingest.end();
      behind.done = true;
    } else pushPieces(behind.ingest, value, inputs.length > 1);
    progress.show(inputs.reduce((sum, { ingest }) => sum + ingest.stats().bytes, 0));
  }
  progress.clear();
  return inputs.map(({ path, ingest }) => [path, ingest.stats()] as const);
}

const pieceBytes = 1 << 16;

function pushPieces(ingest: Ingest, bytes: Uint8Array, flush: boolean): void {
  for (let at = 0; at < bytes.length; at += pieceBytes) ingest.push(bytes.subarray(at, at + pieceBytes));
  if (flush) ingest.flush();
}

function open(
  path: string,
  { fromUtcMs, toUtcMs }: Call,
  onPositions: (batch: FeedPositions) => void,
  onStatics: (batch: StaticBatch) => void,
): Input {
  const feed = path === '-' ? 'stdin' : basename(path);
  const input: Input = {
    path,
    bytes: readUnpacked(path)[Symbol.asyncIterator](),
    ingest: createIngest({
      onPositions: (batch) => {
        for (let i = 0; i < batch.length; i++)
          if (batch.timeUtcMs[i] > input.clockUtcMs) input.clockUtcMs = batch.timeUtcMs[i];
        keepBetween(batch, fromUtcMs, toUtcMs);
        onPositions(Object.assign(batch, { feed }));
      },
      onStatics,
    }),
    clockUtcMs: Number.NEGATIVE_INFINITY,
    done: false,
  };
  return input;
}

/** Drops the rows outside the time asked for, in place. */
function keepBetween(batch: PositionBatch, fromUtcMs: number, toUtcMs: number): void {
  if (fromUtcMs === Number.NEGATIVE_INFINITY && toUtcMs === Number.POSITIVE_INFINITY) return;
  const columns = Object.values(batch).filter((column) => ArrayBuffer.isView(column)) as Float64Array[];
  let kept = 0;
  for (let i = 0; i < batch.length; i++) {
    const inside = batch.timeUtcMs[i] >= fromUtcMs && batch.timeUtcMs[i] < toUtcMs;
    if (!inside) continue;
    for (const column of columns) column[kept] = column[i];
    kept += 1;
  }
  batch.length = kept;
}

function resultOf(watch: SeaWatch, withWithdrawn: boolean): { shown: FindingDraft[]; withdrawn: number } {
  const all = watch
    .take()
    .sort((a, b) => a.body.startUtcMs - b.body.startUtcMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const standing = all.filter(({ body }) => !body.withdrawn);
  return { shown: withWithdrawn ? all : standing, withdrawn: all.length - standing.length };
}

const speaker = new Speaker([coreWords, seaWords]);

function write(call: Call, findings: readonly FindingDraft[]): void {
  const rows = findings.map((finding) => rowOf(finding, call.language));
  const geojson = call.out?.endsWith('.geojson') || call.out?.endsWith('.json');
  const text = geojson
    ? `${JSON.stringify({ type: 'FeatureCollection', features: rows.map(featureOf) })}\n`
    : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  if (call.out === undefined || call.out === '-') process.stdout.write(text);
  else writeFile(call.out, text);
}

function writeFile(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new CommonwatchError('cli.unwritable', path, { cause });
  }
}

type Row = ReturnType<typeof rowOf>;

/** A finding as one line: what `exercise score` reads, and what a person wants to see first. */
function rowOf({ id, confidence, evidence, body }: FindingDraft, language: Language) {
  const say = (ref: FindingDraft['body']['sentence']) => speaker.say(language, ref);
  return {
    id,
    kind: body.kind,
    mmsis: body.subjects.filter(({ kind }) => kind === 'vessel').map((subject) => Number(subject.id)),
    startUtcMs: body.startUtcMs,
    endUtcMs: body.endUtcMs,
    start: new Date(body.startUtcMs).toISOString(),
    end: new Date(body.endUtcMs).toISOString(),
    ongoing: body.ongoing,
    confidence,
    lon: body.place?.lonDeg ?? null,
    lat: body.place?.latDeg ?? null,
    place: body.place?.words === undefined ? '' : say(body.place.words),
    sentence: say(body.sentence),
    against: body.against.map(say),
    ...(body.withdrawn
      ? { withdrawn: true, withdrawnBecause: body.withdrawnBecause && say(body.withdrawnBecause) }
      : {}),
    subjects: body.subjects,
    facts: body.facts,
    detector: body.detector,
    evidence,
  };
}

/** GeoJSON: the place as a point, or null geometry where there is none. */
function featureOf(row: Row) {
  const { id, lon, lat, ...properties } = row;
  const geometry = lon === null || lat === null ? null : { type: 'Point', coordinates: [lon, lat] };
  return { type: 'Feature', id, geometry, properties };
}

function summaryOf(
  call: Call,
  inputs: readonly (readonly [string, IngestStats])[],
  report: WatchReport,
  findings: readonly FindingDraft[],
  withdrawn: number,
  order: Order,
): string {
  const lines = inputs.flatMap(([path, stats]) => [
    `${path}: read ${count(stats.records)} = decoded ${count(stats.decoded)} + refused ${count(stats.refused)} (${stats.format})`,
    ...Object.entries(stats.refusedByReason).map(([reason, cases]) => refusedLine(reason, cases)),
  ]);
  const refused = report.refused.reduce((sum, { count: n }) => sum + n, 0);
  lines.push(`positions: ${count(report.read)} = used ${count(report.used)} + refused ${count(refused)}`);
  for (const { reason, ...cases } of report.refused) lines.push(refusedLine(reason, cases));
  if (order === 'sorted') lines.push('positions were out of order of time and have been sorted first');
  if (order === 'unordered')
    lines.push(
      'positions were out of order of time and could not be sorted: late ones could only shorten silences',
    );
  const kinds = new Map<string, number>();
  for (const { body } of findings) kinds.set(body.kind, (kinds.get(body.kind) ?? 0) + 1);
  const parts = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, n]) => `${kind} ${count(n)}`);
  lines.push(
    `vessels: ${count(report.vessels)}`,
    `findings: ${count(findings.length)}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}${withdrawn > 0 ? `; ${withdrawn} more were withdrawn` : ''}`,
  );
  if (call.areas.length === 0)
    lines.push('zone-entry: no watched areas; name a GeoJSON file with --areas to find entries');
  return `${lines.join('\n')}\n`;
}

function refusedLine(
  reason: string,
  cases: { count: number; samples: readonly unknown[] } | undefined,
): string {
  const sample = cases?.samples[0];
  const text = typeof sample === 'string' ? sample : ((sample as { text?: string } | undefined)?.text ?? '');
  return `  refused ${reason}: ${count(cases?.count ?? 0)}${text === '' ? '' : `, such as ${JSON.stringify(text.slice(0, 100))}`}`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** A bar on standard error, where somebody is looking. */
class Progress {
  readonly #totalBytes: number;
  #shownAt = 0;

  constructor(files: readonly string[]) {
    this.#totalBytes = files.includes('-')
      ? 0
      : files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  show(bytes: number): void {
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.#shownAt < 100) return;
    this.#shownAt = now;
    const share = Math.min(1, bytes / this.#totalBytes);
    const bar =
      Number.isFinite(share) && this.#totalBytes > 0 ? `${'█'.repeat(share * 30).padEnd(30, '░')} ` : '';
    process.stderr.write(`\r${bar}${(bytes / 1e6).toFixed(1)} MB`);
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}
