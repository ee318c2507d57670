/**
 * Uploaded fields of wind and current: read in a thread, held in memory for the account that brought them, and gone when
 * it brings others, when room is needed, after a day, or with the hub. They are working material, no entries.
 */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { CommonwatchError } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';
import type { FieldSummary, VectorGrid } from '../coordination/index.ts';
import type { GridVector } from '../feeds/fields/index.ts';
import { startWorker } from '../store/index.ts';

export interface FieldOrder {
  readonly bytes: Uint8Array;
  readonly kind: 'wind' | 'current';
  readonly names: { readonly east?: string; readonly north?: string };
}

export type FromFields =
  | { readonly kind: 'read'; readonly grid: GridVector }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string };

const mostBytes = 64 * 1024 * 1024;
/** Values of one component; a larger field is for the command line. */
const mostValues = 4_000_000;
const mostHeld = 12;
const mostHeldEach = 4;
const keptMs = 24 * 3_600_000;
const patienceMs = 60_000;

interface Held {
  readonly account: string;
  readonly grid: VectorGrid;
  readonly atMs: number;
}

export class FieldShelf {
  /** Oldest first. */
  readonly #held = new Map<string, Held>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  put(account: string, grid: VectorGrid): string {
    const id = `field-${randomUUID()}`;
    this.#held.set(id, { account, grid, atMs: this.#now() });
    const ofAccount = [...this.#held].filter(([, held]) => held.account === account);
    for (const [old] of ofAccount.slice(0, -mostHeldEach)) this.#held.delete(old);
    for (const [old] of [...this.#held].slice(0, -mostHeld)) this.#held.delete(old);
    return id;
  }

  /** @throws `drift.field-gone` also for another account's */
  get(account: string, id: string): VectorGrid {
    for (const [old, { atMs }] of this.#held) if (this.#now() - atMs > keptMs) this.#held.delete(old);
    const held = this.#held.get(id);
    if (held === undefined || held.account !== account) throw new CommonwatchError('drift.field-gone', id);
    return held.grid;
  }
}

/** @throws `import.too-large` */
export async function fieldBytes(file: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) throw new CommonwatchError('import.too-large', size);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** @throws `drift.field-unreadable`, `drift.too-large` */
export async function readUploaded(order: FieldOrder): Promise<GridVector> {
  const worker = startWorker('hub/fields', order);
  const timer = setTimeout(() => void worker.terminate(), patienceMs);
  try {
    const answer = await new Promise<FromFields>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new CommonwatchError('drift.field-unreadable')));
    });
    if (answer.kind === 'refused')
      throw new CommonwatchError(answer.code, undefined, { detail: answer.detail });
    const { length } = answer.grid.eastMs;
    if (length > mostValues) throw new CommonwatchError('drift.too-large', length);
    return answer.grid;
  } finally {
    clearTimeout(timer);
    void worker.terminate();
  }
}

/** What a person checks before they drift on it. */
export function summaryOf(
  id: string,
  name: string,
  kind: 'wind' | 'current',
  grid: GridVector,
): FieldSummary {
  const { lonDeg, latDeg, timesUtcMs } = grid;
  const last = timesUtcMs.length - 1;
  let fastest = 0;
  for (let i = 0; i < grid.eastMs.length; i++) {
    const speed = Math.hypot(grid.eastMs[i], grid.northMs[i]);
    if (speed > fastest) fastest = speed;
  }
  return {
    id,
    name,
    kind,
    westDeg: lonDeg[0],
    eastDeg: lonDeg[lonDeg.length - 1],
    southDeg: latDeg[0],
    northDeg: latDeg[latDeg.length - 1],
    columns: lonDeg.length,
    rows: latDeg.length,
    times: timesUtcMs.length,
    fromUtcMs: timesUtcMs[0],
    toUtcMs: timesUtcMs[last],
    fastestMs: fastest,
  };
}
