/** Plans of where to put stores in a thread of their own, as the coordination room asks for them. */
import { CommonwatchError } from '../core/index.ts';
import type { AllocationAnswer, SitingWork } from '../coordination/index.ts';
import { CallThread } from './callthread.ts';

/** Plans that may wait for one another. */
const mostWaiting = 8;

export class SitingThread implements SitingWork {
  readonly #thread = new CallThread<{ allocate: [unknown, AllocationAnswer] }>('hub/siting');
  #waiting = 0;

  async allocate(problem: unknown): Promise<AllocationAnswer> {
    if (this.#waiting >= mostWaiting) throw new CommonwatchError('siting.busy');
    this.#waiting++;
    try {
      return await this.#thread.ask('allocate', problem);
    } finally {
      this.#waiting--;
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
