/** Uploads: streamed to a private file, bounded, read in a thread of its own, and deleted. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline as pipe } from 'node:stream/promises';
import type { Worker } from 'node:worker_threads';
import { CommonwatchError, errorCodes } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';
import { startWorker } from '../store/index.ts';
import type { ImporterView, JobView } from './api.ts';
import type { HubContext, HubRequest, Upload } from './exits.ts';
import type { FromImport, ImportSetup } from './imports.messages.ts';
import type { HubJobControl } from './jobs.ts';
import type { HubParts } from './routes/parts.ts';

export function importerViews({ language }: HubContext, { rooms, speaker }: HubParts): ImporterView[] {
  return rooms.flatMap((room) =>
    room.importers.map(({ name, label }) => ({ name, label: speaker.say(language, label) })),
  );
}

/** Takes the file and starts a job that reads it. @throws `import.too-large`, `request.invalid` */
export async function startImport(
  context: HubContext,
  request: HubRequest,
  parts: HubParts,
): Promise<JobView> {
  const upload = await request.upload();
  const path = join(parts.importFolder, randomUUID());
  await save(upload, path);
  const fileName = basename(upload.fileName).slice(0, 150) || 'file';
  const setup: ImportSetup = {
    path,
    fileName,
    areas: parts.pipeline.areas,
    ...(upload.fields.importer ? { importer: upload.fields.importer } : {}),
  };
  return parts.jobs.start({
    name: 'import',
    label: fileName,
    unit: 'bytes',
    account: context.account,
    party: context.viewer.party,
    run: (control) => readUpload(setup, context, control, parts),
  });
}

async function save({ bytes }: Upload, path: string): Promise<void> {
  try {
    await pipe(bytes, createWriteStream(path, { mode: 0o600 }));
    if ((bytes as { truncated?: boolean }).truncated === true) throw new CommonwatchError('import.too-large');
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function readUpload(
  setup: ImportSetup,
  context: HubContext,
  control: HubJobControl,
  parts: HubParts,
): Promise<void> {
  const worker = startWorker('hub/imports', setup);
  try {
    await new Promise<void>((resolve, reject) => {
      control.onCancel(() => {
        void worker.terminate();
        reject(new CommonwatchError('job.cancelled'));
      });
      follow(worker, context, control, parts, resolve, reject);
    });
  } finally {
    await worker.terminate();
    await rm(setup.path, { force: true });
  }
}

function follow(
  worker: Worker,
  context: HubContext,
  control: HubJobControl,
  { pipeline, speaker }: HubParts,
  resolve: () => void,
  reject: (error: Error) => void,
): void {
  const found = new Set<string>();
  let appending: Promise<unknown> = Promise.resolve();
  // In order, and the report only when everything that it counts is on disk.
  const queue = (work: () => Promise<unknown> | void) => {
    appending = appending.then(work);
    appending.catch(reject);
  };
  worker.on('error', reject);
  worker.on('message', (message: FromImport) => {
    switch (message.kind) {
      case 'progress':
        control.progress(message.done, message.total);
        break;
      case 'findings':
        for (const { id } of message.drafts) found.add(id);
        queue(() => context.append(message.drafts.map((draft) => pipeline.findingEntry(draft, []))));
        break;
      case 'entries':
        queue(() => context.append(message.drafts));
        break;
      case 'done':
        queue(() => {
          const notes = message.report.notes.map((note) => speaker.say(context.language, note));
          control.report({ ...message.report, notes, findings: found.size });
          resolve();
        });
        break;
      case 'failed':
        reject(failureOf(message));
    }
  });
}

/** A fault of the hub's own is told by its code alone: its text may name folders of this machine. */
export function failureOf({ code, message }: Extract<FromImport, { kind: 'failed' }>): CommonwatchError {
  if (!Object.hasOwn(errorCodes, code) || code === 'hub.failed') return new CommonwatchError('hub.failed');
  return new CommonwatchError(code as ErrorCode, undefined, { detail: message.slice(0, 300) });
}
