/** Long work: with progress, a rate, an estimate of what remains, and Cancel. A job is seen by the party it is for. */
import { randomUUID } from 'node:crypto';
import { CommonwatchError } from '../core/index.ts';
import type { JobControl, PartyId } from '../core/index.ts';
import type { ApiError, ImportReportView, JobState, JobView } from './api.ts';

export interface JobOrder {
  /** Such as `import` or `journal.verify`. */
  readonly name: string;
  /** One line for the list, such as the file's name. */
  readonly label: string;
  /** What `done` and `total` count, such as `bytes`. */
  readonly unit: string;
  readonly account: string;
  readonly party: PartyId;
  readonly run: (control: HubJobControl) => Promise<void>;
}

export interface HubJobControl extends JobControl {
  readonly report: (report: ImportReportView) => void;
  /** Called at once when somebody cancels. */
  readonly onCancel: (stop: () => void) => void;
}

interface RunningJob {
  readonly id: string;
  readonly order: JobOrder;
  readonly startedMs: number;
  state: JobState;
  done: number;
  total: number | undefined;
  note: string | undefined;
  endedMs: number | undefined;
  error: ApiError | undefined;
  report: ImportReportView | undefined;
  stop: () => void;
}

/** Finished jobs are remembered so far back. */
const maxFinished = 200;
/** Jobs that run at the same time; the others wait. */
const maxRunning = 2;
/** Listeners hear of progress at most so often. */
const progressMs = 250;

export class Jobs {
  readonly #jobs = new Map<string, RunningJob>();
  readonly #waiting: RunningJob[] = [];
  readonly #listeners = new Set<(job: JobView, party: PartyId) => void>();
  readonly #now: () => number;
  #running = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  start(order: JobOrder): JobView {
    const job: RunningJob = {
      id: `job-${randomUUID()}`,
      order,
      startedMs: this.#now(),
      state: 'waiting',
      done: 0,
      total: undefined,
      note: undefined,
      endedMs: undefined,
      error: undefined,
      report: undefined,
      stop: () => {},
    };
    this.#jobs.set(job.id, job);
    this.#waiting.push(job);
    this.#forget();
    this.#next();
    return this.#view(job);
  }

  /** The party's own, newest first. */
  list(party: PartyId): JobView[] {
    return [...this.#jobs.values()]
      .filter(({ order }) => order.party === party)
      .toReversed()
      .map((job) => this.#view(job));
  }

  /** @throws `job.not-found` also for another party's */
  get(id: string, party: PartyId): JobView {
    return this.#view(this.#mine(id, party));
  }

  /** The account that started a job. @throws `job.not-found` also for another party's */
  startedBy(id: string, party: PartyId): string {
    return this.#mine(id, party).order.account;
  }

  /** @throws `job.not-found` */
  cancel(id: string, party: PartyId): JobView {
    const job = this.#mine(id, party);
    if (job.state === 'waiting' || job.state === 'running') {
      const wasWaiting = job.state === 'waiting';
      job.state = 'cancelled';
      job.stop();
      if (wasWaiting) this.#end(job);
    }
    return this.#view(job);
  }

  subscribe(listener: (job: JobView, party: PartyId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends everything that runs, for the hub's own end. */
  stopAll(): void {
    for (const job of this.#jobs.values())
      if (job.state === 'running' || job.state === 'waiting') this.cancel(job.id, job.order.party);
  }

  #mine(id: string, party: PartyId): RunningJob {
    const job = this.#jobs.get(id);
    if (job === undefined || job.order.party !== party) throw new CommonwatchError('job.not-found', id);
    return job;
  }

  #next(): void {
    while (this.#running < maxRunning) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      if (job.state === 'waiting') void this.#run(job);
    }
  }

  async #run(job: RunningJob): Promise<void> {
    this.#running += 1;
    job.state = 'running';
    this.#tell(job);
    try {
      await job.order.run(this.#control(job));
      if (job.state === 'running') job.state = 'done';
    } catch (error) {
      const isKnown = error instanceof CommonwatchError;
      if (job.state === 'running') {
        job.state = 'failed';
        const shown = isKnown ? error : new CommonwatchError('hub.failed');
        job.error = { code: shown.code, message: shown.message };
      }
    } finally {
      this.#running -= 1;
      this.#end(job);
      this.#next();
    }
  }

  #end(job: RunningJob): void {
    job.endedMs = this.#now();
    this.#tell(job);
  }

  #control(job: RunningJob): HubJobControl {
    let toldMs = 0;
    return {
      progress: (done, total) => {
        job.done = done;
        job.total = total;
        if (this.#now() - toldMs < progressMs) return;
        toldMs = this.#now();
        this.#tell(job);
      },
      cancelled: () => job.state === 'cancelled',
      breathe: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        if (job.state === 'cancelled') throw new CommonwatchError('job.cancelled');
      },
      report: (report) => {
        job.report = report;
      },
      onCancel: (stop) => {
        job.stop = stop;
        if (job.state === 'cancelled') stop();
      },
    };
  }

  #tell(job: RunningJob): void {
    const view = this.#view(job);
    for (const listener of this.#listeners) listener(view, job.order.party);
  }

  #view(job: RunningJob): JobView {
    const { id, order, state, done, total, startedMs, endedMs, error, report } = job;
    const elapsedMs = (endedMs ?? this.#now()) - startedMs;
    const rate = elapsedMs > 0 && done > 0 ? (done * 1000) / elapsedMs : undefined;
    const rest = total === undefined || rate === undefined ? undefined : ((total - done) / rate) * 1000;
    return {
      id,
      name: order.name,
      label: order.label,
      state,
      done,
      unit: order.unit,
      startedAt: new Date(startedMs).toISOString(),
      ...(total === undefined ? {} : { total }),
      ...(rate === undefined ? {} : { ratePerSecond: rate }),
      ...(rest === undefined || state !== 'running' ? {} : { remainingMs: Math.max(0, rest) }),
      ...(endedMs === undefined ? {} : { endedAt: new Date(endedMs).toISOString() }),
      ...(error === undefined ? {} : { error }),
      ...(report === undefined ? {} : { report }),
    };
  }

  #forget(): void {
    const finished = [...this.#jobs.values()].filter(({ endedMs }) => endedMs !== undefined);
    for (const { id } of finished.slice(0, Math.max(0, finished.length - maxFinished))) this.#jobs.delete(id);
  }
}
