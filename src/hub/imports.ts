/** Uploads: streamed to a private file, bounded, read in a thread of its own, and deleted. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline as pipe } from 'node:stream/promises';
import type { Worker } from 'node:worker_threads';
import { CommonwatchError, derivedId, errorCodes } from '../core/index.ts';
import type { EntryDraft, ErrorCode, FindingDraft, GroupId, PartyId } from '../core/index.ts';
import type { AreasService } from '../sea/index.ts';
import { startWorker } from '../store/index.ts';
import type { ImporterView, JobView } from './api.ts';
import type { HubContext, HubRequest, Upload } from './exits.ts';
import { formFault } from './forms.ts';
import type { FromImport, ImportSetup } from './imports.messages.ts';
import type { HubJobControl } from './jobs.ts';
import { uploadFeed } from './releasing.ts';
import { directoryFor } from './routes/parts.ts';
import type { HubParts } from './routes/parts.ts';

export function importerViews({ language }: HubContext, { rooms, speaker }: HubParts): ImporterView[] {
  return rooms.flatMap((room) =>
    room.importers
      .filter(({ name }) => name !== 'posts')
      .map(({ name, label }) => ({ name, label: speaker.say(language, label) })),
  );
}

/** Takes the file and starts a job that reads it. @throws `import.too-large`, `request.invalid` */
export async function startImport(
  context: HubContext,
  request: HubRequest,
  parts: HubParts,
): Promise<JobView> {
  const upload = await request.upload();
  const id = randomUUID();
  const path = join(parts.importFolder, id);
  await save(upload, path);
  const fileName = basename(upload.fileName).slice(0, 150) || 'file';
  const setup: ImportSetup = {
    path,
    fileName,
    feed: uploadFeed(id),
    areas: context.service<AreasService>('areas'),
    party: context.viewer.party,
    level: context.viewer.level,
    mayNameGroups: groupsToName(context, parts),
    at: context.at,
    ...(parts.config.model.baseUrl === ''
      ? {}
      : { model: { baseUrl: parts.config.model.baseUrl, model: parts.config.model.name } }),
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

/** A file widens nothing that whoever brings it could not widen alone: naming a group is a release. */
function groupsToName(context: HubContext, parts: HubParts): GroupId[] {
  const mayRelease = context.principal?.permissions.includes('release') === true;
  if (!mayRelease || parts.config.release.secondPerson === 'always') return [];
  return directoryFor(context, parts).groups.map(({ id }) => id);
}

async function save({ bytes }: Upload, path: string): Promise<void> {
  try {
    await pipe(bytes, createWriteStream(path, { mode: 0o600 }));
    if ((bytes as { truncated?: boolean }).truncated === true) throw new CommonwatchError('import.too-large');
  } catch (error) {
    await rm(path, { force: true });
    throw formFault(error);
  }
}

async function readUpload(
  setup: ImportSetup,
  context: HubContext,
  control: HubJobControl,
  parts: HubParts,
): Promise<void> {
  // Which file the evidence comes from is for the hub's own people: in the journal, and in no entry.
  const { feed, fileName } = setup;
  const { party } = context.viewer;
  await parts.store.record('feed', { import: { feed, fileName, party } }, context.account);
  const worker = startWorker('hub/imports', setup);
  try {
    await new Promise<void>((resolve, reject) => {
      control.onCancel(() => {
        void worker.terminate();
        reject(new CommonwatchError('job.cancelled'));
      });
      const entryOf = (draft: FindingDraft) => importedEntry(draft, party, parts);
      follow(worker, entryOf, context, control, parts, resolve, reject);
    });
  } finally {
    await worker.terminate();
    await rm(setup.path, { force: true });
  }
}

/**
 * A finding of an upload belongs to whoever uploaded it, alone until its owner releases it; a further upload that
 * revises it takes it back. Its id is of its own: under the one that detectors give to the same positions it would
 * revise what feeds found, for whom that was released to.
 */
function importedEntry(draft: FindingDraft, party: PartyId, { pipeline }: HubParts): EntryDraft {
  return pipeline.findingEntry({ ...draft, id: derivedId('finding', 'import', party, draft.id) }, [], party);
}

function follow(
  worker: Worker,
  entryOf: (draft: FindingDraft) => EntryDraft,
  context: HubContext,
  control: HubJobControl,
  { speaker, store }: HubParts,
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
        queue(() => context.append(message.drafts.map(entryOf)));
        break;
      case 'entries':
        // A file that is read again brings nothing twice, and takes back nothing that people decided since.
        queue(() =>
          context.append(message.drafts.filter(({ id }) => id === undefined || store.peek(id) === undefined)),
        );
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
  // The rule stands in the error again.
  const { rule } = errorCodes[code as ErrorCode];
  const detail = message.startsWith(rule) ? message.slice(rule.length).trim() : message;
  return new CommonwatchError(code as ErrorCode, undefined, { detail: detail.slice(0, 300) });
}
