/** Reads one uploaded file in a thread of its own: importer → batches → detectors → findings. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PositionBatch, StaticBatch } from '../ais/index.ts';
import { CommonwatchError, message } from '../core/index.ts';
import type { EntryDraft, Importer, ImportReport, MessageRef } from '../core/index.ts';
import { readDocument } from '../feeds/documents.ts';
import { loadEarth } from '../feeds/earth.ts';
import { passagesByModel } from '../feeds/model.ts';
import { packingOf, readUnpacked } from '../feeds/index.ts';
import { startDetection } from './detection.ts';
import type { FromImport, ImportSetup } from './imports.messages.ts';
import { rooms } from './rooms.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');
const setup = workerData as ImportSetup;
const say = (message: FromImport) => port.postMessage(message);

/** What every importer is told. */
const given = {
  fileName: setup.fileName,
  party: setup.party,
  level: setup.level,
  mayNameGroups: setup.mayNameGroups,
  at: setup.at,
};

const headBytes = 65_536;
/** Bytes between two looks at what was found. */
const sliceBytes = 4_194_304;

function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(headBytes);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

async function unpackedHead(path: string): Promise<Uint8Array> {
  for await (const chunk of readUnpacked(path)) return chunk.subarray(0, headBytes);
  return new Uint8Array(0);
}

/** @throws `import.unrecognised` */
function importerFor(head: Uint8Array): Importer {
  // Posts go to a collection of the narratives room, which has a key for them.
  const importers = rooms.flatMap((room) => room.importers).filter(({ name }) => name !== 'posts');
  const found =
    setup.importer === undefined
      ? importers.find((importer) => importer.detect(setup.fileName, head))
      : importers.find(({ name }) => name === setup.importer);
  if (found === undefined) throw new CommonwatchError('import.unrecognised', setup.fileName);
  return found;
}

interface Proposed {
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly notes: readonly MessageRef[];
}
const noPassages: Proposed = { spans: [], notes: [] };

/** What a model proposes, where one is configured; without its answer the document is read all the same. */
async function proposedPassages(text: string): Promise<Proposed> {
  if (setup.model === undefined) return noPassages;
  try {
    const { spans, dropped } = await passagesByModel(setup.model, text);
    return { spans, notes: [message('programme.importer.model', { count: spans.length, dropped })] };
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    return { spans: [], notes: [message('programme.importer.model-failed')] };
  }
}

/** A document: read whole, its text handed to the importer. */
async function readText(importer: Importer): Promise<void> {
  const bytes = readFileSync(setup.path);
  const { text, format, sha256 } = await readDocument(setup.fileName, bytes);
  const total = bytes.length;
  say({ kind: 'progress', done: 0, total });
  const proposed = format === 'html' ? noPassages : await proposedPassages(text);
  const drafts: EntryDraft[] = [];
  const open = importer.open(
    { batch: () => {}, entry: (draft) => drafts.push(draft) },
    { ...given, passages: proposed.spans, format, sha256 },
  );
  open.push(new TextEncoder().encode(text));
  const read = open.end();
  const report = { ...read, notes: [...read.notes, ...proposed.notes] };
  say({ kind: 'entries', drafts });
  say({ kind: 'progress', done: total, total });
  sayDone(report);
}

function sayDone({ read: records, taken, refused, notes }: ImportReport, vessels = 0): void {
  say({
    kind: 'done',
    report: {
      file: setup.fileName,
      read: records,
      taken,
      refused: refused.map(({ reason, count, samples }) => ({ reason, count, samples: [...samples] })),
      vessels,
      notes,
    },
  });
}

async function read(): Promise<void> {
  const packing = packingOf(headOf(setup.path));
  const total = packing === 'none' ? statSync(setup.path).size : undefined;
  const importer = importerFor(await unpackedHead(setup.path));
  if (importer.input === 'text') return readText(importer);
  const detection = startDetection(rooms, { earth: loadEarth(), areas: setup.areas });
  const vessels = new Set<number>();
  const entries: EntryDraft[] = [];
  const open = importer.open(
    {
      batch: (name, batch) => {
        const columns = batch as PositionBatch | StaticBatch;
        for (let i = 0; i < columns.length; i++) vessels.add(columns.mmsi[i]);
        detection.push(name as 'positions' | 'statics', columns, setup.feed);
      },
      entry: (draft) => entries.push(draft),
    },
    given,
  );
  const sayFound = () => {
    const drafts = detection.take();
    if (drafts.length > 0) say({ kind: 'findings', drafts });
    if (entries.length > 0) say({ kind: 'entries', drafts: entries.splice(0) });
  };
  let done = 0;
  let saidAt = 0;
  for await (const chunk of readUnpacked(setup.path)) {
    open.push(chunk);
    done += chunk.length;
    if (done - saidAt < sliceBytes) continue;
    saidAt = done;
    sayFound();
    say({ kind: 'progress', done, total });
  }
  const report = open.end();
  detection.end();
  sayFound();
  say({ kind: 'progress', done, total: total ?? done });
  sayDone(report, vessels.size);
}

try {
  await read();
} catch (error) {
  const known = error instanceof CommonwatchError;
  say({
    kind: 'failed',
    code: known ? error.code : 'hub.failed',
    message: known ? error.message : String(error),
  });
}
