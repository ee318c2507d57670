/**
 * Who shared what when, sorted so that all sharings of an object within a window are found by sliding along it.
 * Memory grows with the number of shares, never with the number of pairs: pairs are visited and not kept.
 */
import { Uint32Column, Float64Column } from './strings.ts';

/** Shares in columns: an account put an object into a content at a time. */
export interface Shares {
  readonly length: number;
  readonly object: Uint32Array;
  readonly account: Uint32Array;
  readonly content: Uint32Array;
  readonly timeMs: Float64Array;
}

/** Collects shares. */
export class ShareBuilder {
  readonly #object = new Uint32Column();
  readonly #account = new Uint32Column();
  readonly #content = new Uint32Column();
  readonly #timeMs = new Float64Column();

  add(object: number, account: number, content: number, timeMs: number): void {
    this.#object.push(object);
    this.#account.push(account);
    this.#content.push(content);
    this.#timeMs.push(timeMs);
  }

  done(): Shares {
    return {
      length: this.#object.length,
      object: this.#object.done(),
      account: this.#account.done(),
      content: this.#content.done(),
      timeMs: this.#timeMs.done(),
    };
  }
}

/** Rows of a key: those of key k are `rows[start[k] … start[k + 1] - 1]`. */
export interface Groups {
  readonly start: Uint32Array;
  readonly rows: Uint32Array;
}

/** Groups rows by a key, in order of the rows (a counting sort). */
export function groupBy(keys: Uint32Array, size: number, rows?: Uint32Array): Groups {
  const start = new Uint32Array(size + 1);
  for (const key of keys) start[key + 1] += 1;
  for (let k = 0; k < size; k++) start[k + 1] += start[k];
  const next = start.slice(0, size);
  const out = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const row = rows === undefined ? i : rows[i];
    out[next[keys[row]]++] = row;
  }
  return { start, rows: out };
}

/** Shares with their two orders: by object and time, and by account. */
export class ShareIndex {
  readonly shares: Shares;
  readonly accounts: number;
  readonly objects: Groups;
  readonly byAccount: Groups;
  /** The place of each share in `objects.rows`. */
  readonly place: Uint32Array;
  /** Times in the order of `objects.rows`: the window slides over memory that lies together. */
  readonly sortedTimeMs: Float64Array;

  /** @param within the order of an account's shares: by content or by object, so that distinct ones are countable */
  constructor(shares: Shares, objects: number, accounts: number, within: 'content' | 'object') {
    this.shares = shares;
    this.accounts = accounts;
    this.objects = sortedByTime(groupBy(shares.object, objects), shares.timeMs);
    this.place = new Uint32Array(shares.length);
    this.sortedTimeMs = new Float64Array(shares.length);
    for (let i = 0; i < shares.length; i++) {
      this.place[this.objects.rows[i]] = i;
      this.sortedTimeMs[i] = shares.timeMs[this.objects.rows[i]];
    }
    const key = within === 'object' ? shares.object : shares.content;
    const size = key.reduce((most, value) => Math.max(most, value), -1) + 1;
    this.byAccount = groupBy(shares.account, accounts, groupBy(key, size).rows);
  }

  /**
   * Calls back for every share that lies within the window of one of the account's shares of the same object; the
   * share itself aside. The account's shares come in the order that the index was made with.
   */
  forEachNear(account: number, windowMs: number, visit: (mine: number, other: number) => void): void {
    const { start, rows } = this.byAccount;
    for (let i = start[account]; i < start[account + 1]; i++) {
      const mine = rows[i];
      const object = this.shares.object[mine];
      const at = this.place[mine];
      const timeMs = this.sortedTimeMs[at];
      const first = this.objects.start[object];
      const end = this.objects.start[object + 1];
      for (let j = at - 1; j >= first && timeMs - this.sortedTimeMs[j] <= windowMs; j--)
        visit(mine, this.objects.rows[j]);
      for (let j = at + 1; j < end && this.sortedTimeMs[j] - timeMs <= windowMs; j++)
        visit(mine, this.objects.rows[j]);
    }
  }
}

function sortedByTime(groups: Groups, timeMs: Float64Array): Groups {
  const { start, rows } = groups;
  const byTime = (a: number, b: number) => timeMs[a] - timeMs[b] || a - b;
  for (let k = 0; k + 1 < start.length; k++) {
    const group = rows.subarray(start[k], start[k + 1]);
    if (!isSorted(group, timeMs)) group.sort(byTime);
  }
  return groups;
}

function isSorted(rows: Uint32Array, timeMs: Float64Array): boolean {
  for (let i = 1; i < rows.length; i++) if (timeMs[rows[i - 1]] > timeMs[rows[i]]) return false;
  return true;
}

/** Numbers 0 … n-1 in the order of their texts by code unit: the same for any order of reading. */
export function rankOf(texts: readonly string[]): Uint32Array {
  const order = Uint32Array.from(texts.keys());
  order.sort((a, b) => (texts[a] < texts[b] ? -1 : texts[a] > texts[b] ? 1 : 0));
  const rank = new Uint32Array(texts.length);
  order.forEach((index, place) => {
    rank[index] = place;
  });
  return rank;
}
