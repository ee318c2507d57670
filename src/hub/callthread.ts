/** A thread as the hub talks to it: questions with an answer each, with progress; started when first asked. */
import type { Worker } from 'node:worker_threads';
import { CommonwatchError, errorCodes } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';
import { startWorker } from '../store/index.ts';

/** A question to a thread. */
export interface Asked<Name = string, Input = unknown> {
  readonly id: number;
  readonly name: Name;
  readonly input: Input;
}

export type Answered =
  | {
      readonly id: number;
      readonly kind: 'progress';
      readonly done: number;
      readonly total: number | undefined;
    }
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | {
      readonly id: number;
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      /** Where the thread knows what was wrong with what was asked: the error is made again from these. */
      readonly about?: { readonly value: unknown; readonly path: string | undefined };
    };

/** Questions by name, with what they take and give. */
type Calls = Readonly<Record<string, readonly [input: unknown, answer: unknown]>>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((done: number, total: number | undefined) => void) | undefined;
}

export class CallThread<C extends { [Name in keyof C]: Calls[string] }> {
  readonly #file: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 1;

  /** @param file as `startWorker` takes it, such as `hub/narratives` */
  constructor(file: string) {
    this.#file = file;
  }

  ask<Name extends keyof C & string>(
    name: Name,
    input: C[Name][0],
    progress?: Waiting['progress'],
  ): Promise<C[Name][1]> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, progress });
      this.#started().postMessage({ id, name, input } satisfies Asked);
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
    const worker = startWorker(this.#file, undefined);
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
function failureOf({ code, message, about }: Extract<Answered, { kind: 'failed' }>): CommonwatchError {
  if (!Object.hasOwn(errorCodes, code) || code === 'hub.failed') return new CommonwatchError('hub.failed');
  if (about !== undefined) return new CommonwatchError(code as ErrorCode, about.value, { path: about.path });
  return new CommonwatchError(code as ErrorCode, undefined, { detail: message.slice(0, 300) });
}
