/** The thread that has the posts, as the hub talks to it: questions with an answer each, started when first asked. */
import type { Worker } from 'node:worker_threads';
import { CommonwatchError, errorCodes } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';
import { startWorker } from '../store/index.ts';
import type { Answered, Asked, PostCall, PostCalls } from './narratives.messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((done: number, total: number | undefined) => void) | undefined;
}

export class PostThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 1;

  ask<Name extends PostCall>(
    name: Name,
    input: PostCalls[Name][0],
    progress?: Waiting['progress'],
  ): Promise<PostCalls[Name][1]> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, progress });
      this.#started().postMessage({ id, name, input } satisfies Asked<Name>);
    });
  }

  /** Ends the thread; whoever waits is told that it was cancelled. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectAll(new CommonwatchError('job.cancelled'));
    await worker?.terminate();
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = startWorker('hub/narratives', undefined);
    // A hub that is done does not wait for a thread that has nothing to do.
    worker.unref();
    worker.on('message', (message: Answered) => this.#take(message));
    worker.on('error', () => {
      this.#worker = undefined;
      this.#rejectAll(new CommonwatchError('hub.failed'));
    });
    this.#worker = worker;
    return worker;
  }

  #take(message: Answered): void {
    const waiting = this.#waiting.get(message.id);
    if (message.kind === 'progress') {
      waiting?.progress?.(message.done, message.total);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.kind === 'done') waiting?.resolve(message.value);
    else waiting?.reject(failureOf(message));
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** A fault of the hub's own is told by its code alone: its text may name folders of this machine. */
function failureOf({ code, message }: Extract<Answered, { kind: 'failed' }>): CommonwatchError {
  if (!Object.hasOwn(errorCodes, code) || code === 'hub.failed') return new CommonwatchError('hub.failed');
  return new CommonwatchError(code as ErrorCode, undefined, { detail: message.slice(0, 300) });
}
