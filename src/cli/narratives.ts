/** `commonwatch narratives run FILE…`: narratives and networks of coordination out of files of posts, with no hub. */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/index.ts';
import type { Json } from '../core/index.ts';
import { readUnpacked } from '../feeds/index.ts';
import {
  type AnalysisSettings,
  analyse,
  caseDisguise,
  checkSettings,
  coortweetDefaults,
  coortweetNetwork,
  type CoortweetEdge,
  defaultSettings,
  type FileRow,
  isEncoding,
  parseCaseKey,
  parseMapping,
  PostBuilder,
  PostReader,
  preview,
  previewBytes,
  type ReadOptions,
  type PostReport,
  type Posts,
  type QutMode,
  qutDefaults,
  qutEdges,
  qutModes,
  significanceDefaults,
} from '../narratives/index.ts';
import { openHandles, sealHandles } from './narrativeshandles.ts';
import { loadNarrativeTables } from '../hub/narrativestables.ts';

export const name = 'narratives';
export const summary = {
  en: 'find accounts that act together in files of posts',
  ja: '投稿データから協調して動くアカウントを見つける',
};

const modes = ['groups', 'coortweet', ...qutModes] as const;

export const usage = `Usage: commonwatch narratives run FILE… --out DIR [options]
       commonwatch narratives preview FILE [--map FILE] [--zone ±HH:MM] [--encoding NAME]
       commonwatch narratives handles DIR/handles.age --identity FILE --accounts A,B --reason TEXT

FILE is an export of 4CAT, Zeeschuimer, CrowdTangle, the Meta Content Library, the Twitter IO archive, Telegram
(result.json), GDELT (events, mentions, GKG), RSS, Atom, JSON Feed, WARC, or any CSV or JSON lines; packed with gzip or Zstandard or not.
Edges go to DIR/edges.csv, what was read and refused to DIR/report.json. Without --mode, narratives go to
DIR/narratives.jsonl and groups that act together, after triage, to DIR/groups.jsonl; accounts and handles are
pseudonyms under the key of the case. The modes that repeat other tools keep account ids as the files have them.

  --key FILE                the key of the case, 64 hexadecimal digits (default DIR/case.key, made if absent)
  --seal-to RECIPIENT       an age recipient (age1…), to whom handles by pseudonym are sealed in DIR/handles.age;
                            without it nobody can go back. \`handles\` opens it and writes down who asked and why
  --settings FILE           what the analysis may know, as JSON (docs/narratives.md): home languages, calendar, …
  --owners FILE             domains whose owners declare themselves, as JSON: {"party.example": "the party", …}
  --mode coortweet          the networks of CooRTweet 2.1.3
  --mode qut-co-tweet       those of the QUT coordination-network-toolkit; also qut-co-link, qut-co-retweet,
                            qut-co-reply, qut-co-post, qut-co-similar-tweet
  --object COLUMN           the column that holds the shared object (coortweet)
  --window S                seconds (default 3600; 10 for coortweet, 60 for qut)
  --min-participation N     actions that an account needs (coortweet, default 2)
  --percentile P            edges above this quantile of the weights are flagged (coortweet, default 0.5)
  --fast-window S           a narrower window within it; its weights stand in columns of their own (coortweet)
  --min-weight N            edges of less weight are left out (qut, default 1)
  --similarity J            least Jaccard of two texts (qut-co-similar-tweet, default 0.9)
  --map FILE                a mapping of columns, as JSON: {"post": …, "account": …, "time": …} (docs/narratives.md)
  --zone ±HH:MM             the zone of times that name none (default UTC)
  --encoding NAME           the encoding of files without a mark that are not UTF-8, such as shift_jis
  --json                    the summary as JSON on standard output
`;

/** Exit codes: 0 done, 1 a file could not be read or written, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const call = readArguments(args);
  if (call === undefined) {
    process.stderr.write(usage);
    return 64;
  }
  try {
    if (call.verb === 'handles') return await showHandles(call);
    if (call.verb === 'preview') return await showPreview(call);
    const handles = new Map<string, string>();
    const { posts, reports } = await readFiles(call, handles);
    if (call.sealTo !== undefined) await sealHandles(join(call.out, 'handles.age'), handles, call.sealTo);
    const network = call.mode === 'groups' ? writeGroups(call, posts, reports) : writeEdges(call, posts);
    const result = {
      mode: call.mode,
      windowS: call.windowS,
      files: reports,
      posts: posts.length,
      ...network,
    };
    writeFileSync(join(call.out, 'report.json'), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(call.json ? `${JSON.stringify(result)}\n` : summaryOf(result));
    return 0;
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    process.stderr.write(`commonwatch narratives: ${error.message} (${error.code})\n`);
    return error.code === 'narratives.parameters-invalid' ? 64 : 1;
  }
}

interface Call {
  readonly verb: 'run' | 'preview' | 'handles';
  readonly sealTo: string | undefined;
  readonly settings: string | undefined;
  readonly encoding: string | undefined;
  readonly identity: string | undefined;
  readonly accounts: string | undefined;
  readonly reason: string | undefined;
  readonly files: readonly string[];
  readonly out: string;
  readonly mode: (typeof modes)[number];
  readonly object: string | undefined;
  readonly windowS: number;
  readonly key: string | undefined;
  readonly owners: string | undefined;
  readonly minParticipation: number;
  readonly percentile: number;
  readonly fastWindowS: number | undefined;
  readonly minWeight: number;
  readonly similarity: number;
  readonly map: string | undefined;
  readonly zoneMinutes: number;
  readonly json: boolean;
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      mode: { type: 'string', default: 'groups' },
      key: { type: 'string' },
      'seal-to': { type: 'string' },
      settings: { type: 'string' },
      encoding: { type: 'string' },
      identity: { type: 'string' },
      accounts: { type: 'string' },
      reason: { type: 'string' },
      owners: { type: 'string' },
      object: { type: 'string' },
      window: { type: 'string' },
      'min-participation': { type: 'string' },
      percentile: { type: 'string' },
      'fast-window': { type: 'string' },
      'min-weight': { type: 'string' },
      similarity: { type: 'string' },
      map: { type: 'string' },
      zone: { type: 'string', default: '+00:00' },
      json: { type: 'boolean', default: false },
    },
  });

function readArguments(args: string[]): Call | undefined {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    return undefined;
  }
  const { values, positionals } = parsed;
  const [first, ...files] = positionals;
  const verb = (['run', 'preview', 'handles'] as const).find((known) => known === first);
  const mode = modes.find((known) => known === values.mode);
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(values.zone);
  if (verb === undefined || files.length === 0 || mode === undefined || zone === null) return undefined;
  if ((verb === 'run') !== (values.out !== undefined)) return undefined;
  const number = (text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : text.trim() === '' ? Number.NaN : Number(text);
  return {
    verb,
    sealTo: values['seal-to'],
    settings: values.settings,
    encoding: values.encoding,
    identity: values.identity,
    accounts: values.accounts,
    reason: values.reason,
    files,
    out: values.out ?? '',
    mode,
    object: values.object,
    windowS: number(values.window, usualWindowS(mode)),
    key: values.key,
    owners: values.owners,
    minParticipation: number(values['min-participation'], coortweetDefaults.minParticipation),
    percentile: number(values.percentile, coortweetDefaults.percentile),
    fastWindowS: values['fast-window'] === undefined ? undefined : number(values['fast-window'], 0),
    minWeight: number(values['min-weight'], qutDefaults.minWeight),
    similarity: number(values.similarity, qutDefaults.similarity),
    map: values.map,
    zoneMinutes: (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])),
    json: values.json,
  };
}

function usualWindowS(mode: Call['mode']): number {
  if (mode === 'groups') return significanceDefaults.windowS;
  return mode === 'coortweet' ? coortweetDefaults.windowS : qutDefaults.windowS;
}

/** @throws `narratives.mapping`, `narratives.encoding` */
function readOptions(call: Call): ReadOptions {
  if (call.encoding !== undefined && !isEncoding(call.encoding))
    throw new CommonwatchError('narratives.encoding', call.encoding);
  return {
    zoneMinutes: call.zoneMinutes,
    objectColumn: call.object,
    mapping: call.map === undefined ? undefined : parseMapping(readJson(call.map)),
    encoding: call.encoding,
    rawUrls: isQut(call.mode),
  };
}

/** Handles by pseudonym, one a line; needs an identity, accounts and a reason of some words. */
async function showHandles(call: Call): Promise<number> {
  const { files, identity, accounts, reason } = call;
  if (identity === undefined || accounts === undefined || (reason ?? '').trim().length < 10) {
    process.stderr.write(usage);
    return 64;
  }
  const request = { table: files[0], identity, accounts: accounts.split(','), reason: reason ?? '' };
  for (const [name, handle] of await openHandles(request, Date.now()))
    process.stdout.write(`${name}\t${handle}\n`);
  return 0;
}

/** What a mapping would make of the file's first records, as JSON, under pseudonyms of a key that is thrown away. */
async function showPreview(call: Call): Promise<number> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of readUnpacked(call.files[0])) {
    parts.push(bytes);
    length += bytes.length;
    if (length > previewBytes) break;
  }
  const head = Buffer.concat(parts).subarray(0, previewBytes);
  const disguise = caseDisguise(randomBytes(32));
  const report = preview(basename(call.files[0]), head, length <= previewBytes, {
    ...readOptions(call),
    disguise,
  });
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  return 0;
}

async function readFiles(
  call: Call,
  handles: Map<string, string>,
): Promise<{ posts: Posts; reports: (PostReport & { file: string })[] }> {
  const remember = (name: string, handle: string) => {
    if (call.sealTo !== undefined) handles.set(name, handle);
  };
  const builder = new PostBuilder(call.mode === 'groups' ? caseDisguise(caseKey(call), remember) : undefined);
  const options = readOptions(call);
  const reports = [];
  for (const path of call.files) {
    const file = basename(path);
    const reader = new PostReader(builder, file, options);
    for await (const bytes of readUnpacked(path)) reader.push(bytes);
    reports.push({ file, ...reader.end() });
  }
  return { posts: builder.done(), reports };
}

/** What a file says of an analysis, over the defaults. @throws `narratives.settings` */
function parseSettings(
  json: Json,
  windowS: number,
  owners: Readonly<Record<string, string>>,
): AnalysisSettings {
  const isRecord = typeof json === 'object' && json !== null && !Array.isArray(json);
  const given = isRecord ? (json as { readonly [key: string]: Json }) : undefined;
  const own = (given?.declaredOwners ?? {}) as Record<string, string>;
  return checkSettings({
    ...defaultSettings,
    windowS,
    ...(given ?? { given: json }),
    declaredOwners: { ...own, ...owners },
  });
}

function readJson(path: string): Json {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json;
  } catch (cause) {
    throw new CommonwatchError('narratives.mapping', basename(path), { cause });
  }
}

function isQut(mode: Call['mode']): mode is QutMode {
  return mode.startsWith('qut-');
}

/** The key of the case; a new one is readable by its owner alone. @throws `narratives.key-invalid` */
function caseKey({ key, out }: Call): Uint8Array {
  const path = key ?? join(out, 'case.key');
  if (key === undefined && !existsSync(path)) {
    makeFolder(out);
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommonwatchError('narratives.key-invalid', undefined, { cause });
  }
  return parseCaseKey(text);
}

/** @throws `narratives.mapping` */
function declaredOwners(path: string | undefined): Record<string, string> {
  if (path === undefined) return {};
  const json = readJson(path);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new CommonwatchError('narratives.mapping', basename(path));
  return Object.fromEntries(Object.entries(json).map(([name, owner]) => [name.toLowerCase(), String(owner)]));
}

/** What a network holds, in figures. */
interface NetworkSummary {
  readonly edges: number;
  readonly accounts: number;
  readonly weightSum: number;
  readonly weightMax: number;
  readonly weightThreshold?: number;
  readonly edgesOverThreshold?: number;
  readonly narratives?: number;
  readonly groups?: number;
  readonly coordinated?: number;
}

/** Edges are written as they are found: a network of millions of edges needs no memory for them. */
function writeEdges(call: Call, posts: Posts): NetworkSummary {
  const lines = new LineWriter(call.out, 'edges.csv');
  const accounts = new Set<string>();
  let [edges, weightSum, weightMax, over] = [0, 0, 0, 0];
  const count = (edge: { from: string; to: string; weight: number }) => {
    edges += 1;
    weightSum += edge.weight;
    weightMax = Math.max(weightMax, edge.weight);
    accounts.add(edge.from).add(edge.to);
  };
  try {
    if (isQut(call.mode)) {
      lines.write('from,to,weight,avgTimeDelta');
      qutEdges(posts, { ...call, mode: call.mode }, (edge) => {
        count(edge);
        lines.write(`${csv(edge.from)},${csv(edge.to)},${edge.weight},${edge.avgTimeDeltaS}`);
      });
      return { edges, accounts: accounts.size, weightSum, weightMax };
    }
    const network = coortweetNetwork(posts, call);
    const isFast = call.fastWindowS !== undefined;
    const fastColumns = isFast ? ',weightFast,avgTimeDeltaFast,weightThresholdFast' : '';
    lines.write(`from,to,weight,avgTimeDelta,contentsFrom,contentsTo,symmetry,weightThreshold${fastColumns}`);
    network.forEachEdge((edge) => {
      count(edge);
      over += Number(edge.overThreshold);
      lines.write(
        `${csv(edge.from)},${csv(edge.to)},${edge.weight},${edge.avgTimeDeltaS},${edge.contentsFrom},${edge.contentsTo},${edge.symmetry},${Number(edge.overThreshold)}${isFast ? `,${fastFields(edge)}` : ''}`,
      );
    });
    const weightThreshold = network.edges === 0 ? 0 : network.weightThreshold;
    return {
      edges,
      accounts: accounts.size,
      weightSum,
      weightMax,
      weightThreshold,
      edgesOverThreshold: over,
    };
  } finally {
    lines.end();
  }
}

/** Empty where an edge has nothing inside the narrower window. */
function fastFields({ fast }: CoortweetEdge): string {
  return fast === undefined ? ',,' : `${fast.weight},${fast.avgTimeDeltaS},${Number(fast.overThreshold)}`;
}

/** Narratives, groups and the edges between accounts over all layers, each edge with its posts. */
function writeGroups(call: Call, read: Posts, files: readonly FileRow[]): NetworkSummary {
  const settings = parseSettings(
    call.settings === undefined ? {} : readJson(call.settings),
    call.windowS,
    declaredOwners(call.owners),
  );
  const { analysis, posts } = analyse(read, settings, loadNarrativeTables(), files);
  const { edges, narratives, groups, stories, track, summary } = analysis;
  const lines = new LineWriter(call.out, 'edges.csv');
  lines.write('from,to,weight,avgTimeDelta,surprise,layers,posts');
  for (const { from, to, weight, surprise, layers, rows } of edges) {
    const lagS = layers.reduce((sum, layer) => sum + layer.meanLagMs * layer.weight, 0) / weight / 1000;
    const behind = rows.map((row) => posts.names.at(posts.post[row])).join(' ');
    lines.write(
      `${from},${to},${weight},${lagS},${surprise},${layers.map(({ layer }) => layer).join(' ')},${csv(behind)}`,
    );
  }
  lines.end();
  writeRows(call.out, 'narratives.jsonl', narratives);
  writeRows(call.out, 'stories.jsonl', stories);
  writeRows(call.out, 'groups.jsonl', groups);
  writeRows(call.out, 'track.jsonl', track);
  writeRows(call.out, 'summary.jsonl', [summary]);
  return {
    narratives: narratives.length,
    groups: groups.length,
    coordinated: groups.filter(({ verdict }) => verdict === 'coordinated').length,
    edges: edges.length,
    accounts: new Set(edges.flatMap(({ from, to }) => [from, to])).size,
    weightSum: edges.reduce((sum, { weight }) => sum + weight, 0),
    weightMax: edges.reduce((most, { weight }) => Math.max(most, weight), 0),
  };
}

function writeRows(folder: string, fileName: string, rows: readonly object[]): void {
  const lines = new LineWriter(folder, fileName);
  for (const row of rows) lines.write(JSON.stringify(row));
  lines.end();
}

/** A field as RFC 4180 writes it. */
function csv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @throws `cli.unwritable` */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new CommonwatchError('cli.unwritable', folder, { cause });
  }
}

/** Lines into a file, some thousands at a time. */
class LineWriter {
  readonly #file: number;
  #waiting: string[] = [];

  /** @throws `cli.unwritable` */
  constructor(folder: string, fileName: string) {
    makeFolder(folder);
    try {
      this.#file = openSync(join(folder, fileName), 'w');
    } catch (cause) {
      throw new CommonwatchError('cli.unwritable', join(folder, fileName), { cause });
    }
  }

  write(line: string): void {
    this.#waiting.push(line);
    if (this.#waiting.length >= 8192) this.#flush();
  }

  end(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#waiting.length > 0) writeSync(this.#file, `${this.#waiting.join('\n')}\n`);
    this.#waiting = [];
  }
}

function summaryOf(result: NetworkSummary & { files: readonly (PostReport & { file: string })[] }): string {
  const lines = result.files.flatMap(({ file, format, read, taken, refused }) => [
    `${file}: read ${read} = taken ${taken} + refused ${read - taken} (${format})`,
    ...refused.map(({ reason, count, samples }) => `  refused ${reason}: ${count} (${samples.join(', ')})`),
  ]);
  const { edges, accounts, weightSum, weightMax, edgesOverThreshold, narratives, groups, coordinated } =
    result;
  if (narratives !== undefined) lines.push(`narratives: ${narratives}`);
  if (groups !== undefined)
    lines.push(`groups that act together: ${groups}, of which coordinated: ${coordinated}`);
  lines.push(
    `edges: ${edges} between ${accounts} accounts, weight ${weightSum} in all, at most ${weightMax}`,
  );
  if (edgesOverThreshold !== undefined) lines.push(`edges over the threshold: ${edgesOverThreshold}`);
  return `${lines.join('\n')}\n`;
}
