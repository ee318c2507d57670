/** Long reads, each in a worker thread with a connection of its own. */
import type { Worker } from 'node:worker_threads';
import { CommonwatchError, errorCodes } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';
import type { BackupManifest, BackupRequest } from './backup.ts';
import type { Verification, VerifyOptions } from './verify.ts';
import { startWorker } from './worker.ts';

/** What the reading worker is asked. */
export type Reading =
  | { readonly op: 'verify'; readonly journal: string; readonly options: Omit<VerifyOptions, 'onProgress'> }
  | { readonly op: 'backup'; readonly request: BackupRequest };

export type ReadingReply =
  | { readonly progress: readonly [done: number, total: number] }
  | { readonly answer: unknown }
  | { readonly error: string; readonly code?: string };

export function verifyInWorker(
  journal: string,
  { onProgress, ...options }: VerifyOptions,
): Promise<Verification> {
  return read({ op: 'verify', journal, options }, onProgress) as Promise<Verification>;
}

export function backupInWorker(request: BackupRequest): Promise<BackupManifest> {
  return read({ op: 'backup', request }) as Promise<BackupManifest>;
}

function read(reading: Reading, onProgress?: VerifyOptions['onProgress']): Promise<unknown> {
  const worker: Worker = startWorker('store/reader', reading);
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (reply: ReadingReply) => {
      if ('progress' in reply) {
        onProgress?.(...reply.progress);
        return;
      }
      void worker.terminate();
      if ('answer' in reply) resolve(reply.answer);
      else reject(asError(reply));
    });
  });
}

/** Errors lose their class on the way between threads, but not their code. */
function asError({ error, code }: { error: string; code?: string }): Error {
  return code !== undefined && code in errorCodes
    ? new CommonwatchError(code as ErrorCode, undefined, { detail: error })
    : new Error(error);
}
