/**
 * Posts in an order of their own: by time, then by id, account and words, each post once however often it was read;
 * accounts by their names. What is worked out of them is then the same, to the last digit, from any order of reading
 * and any batches.
 */
import type { ListColumn, Posts } from './posts.ts';
import { rankOf } from './shares.ts';

export function inOrder(posts: Posts): Posts {
  const rank = rankOf(posts.accounts);
  const order = orderOf(posts, rank);
  const pick = (column: Uint32Array) => Uint32Array.from(order, (row) => column[row]);
  const list = ({ start, value }: ListColumn): ListColumn => {
    const starts = new Uint32Array(order.length + 1);
    order.forEach((row, i) => {
      starts[i + 1] = starts[i] + start[row + 1] - start[row];
    });
    const values = new Uint32Array(starts[order.length]);
    order.forEach((row, i) => values.set(value.subarray(start[row], start[row + 1]), starts[i]));
    return { start: starts, value: values };
  };
  const accounts = new Array<string>(posts.accounts.length);
  posts.accounts.forEach((name, i) => {
    accounts[rank[i]] = name;
  });
  return {
    length: order.length,
    timeUtcMs: Float64Array.from(order, (row) => posts.timeUtcMs[row]),
    precisionMs: posts.precisionMs,
    account: Uint32Array.from(order, (row) => rank[posts.account[row]]),
    post: pick(posts.post),
    text: {
      length: order.length,
      at: (i) => posts.text.at(order[i]),
      *[Symbol.iterator]() {
        for (const row of order) yield posts.text.at(row);
      },
    },
    repostOf: pick(posts.repostOf),
    replyTo: pick(posts.replyTo),
    language: pick(posts.language),
    platform: pick(posts.platform),
    country: pick(posts.country),
    urls: list(posts.urls),
    tags: list(posts.tags),
    media: list(posts.media),
    object: pick(posts.object),
    declaredAutomated: Uint8Array.from(order, (row) => posts.declaredAutomated[row]),
    engagement: pick(posts.engagement),
    precision: pick(posts.precision),
    source: pick(posts.source),
    accounts,
    names: posts.names,
  };
}

/** Rows by time; those of one time by what they hold, and of several that hold the same the first. */
function orderOf({ length, timeUtcMs, ...posts }: Posts, rank: Uint32Array): Uint32Array {
  const order = Uint32Array.from({ length }, (_, row) => row);
  if (!isSorted(timeUtcMs)) order.sort((a, b) => timeUtcMs[a] - timeUtcMs[b]);
  let kept = 0;
  for (let from = 0; from < length; ) {
    let to = from + 1;
    while (to < length && timeUtcMs[order[to]] === timeUtcMs[order[from]]) to += 1;
    if (to - from === 1) order[kept++] = order[from];
    else {
      const rows = Array.from(order.subarray(from, to), (row) => ({ row, key: keyOf(posts, rank, row) }));
      rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      rows.forEach(({ row, key }, i) => {
        if (i === 0 || key !== rows[i - 1].key) order[kept++] = row;
      });
    }
    from = to;
  }
  return order.subarray(0, kept);
}

function isSorted(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i - 1] > values[i]) return false;
  return true;
}

/** Whatever a post holds that does not depend on the reading. */
function keyOf(posts: Omit<Posts, 'length' | 'timeUtcMs'>, rank: Uint32Array, row: number): string {
  const name = (index: number) => (index === 0xffffffff ? '' : posts.names.at(index));
  const names = ({ start, value }: ListColumn) =>
    Array.from(value.subarray(start[row], start[row + 1]), name);
  return JSON.stringify([
    name(posts.post[row]),
    rank[posts.account[row]],
    name(posts.platform[row]),
    name(posts.repostOf[row]),
    name(posts.replyTo[row]),
    name(posts.object[row]),
    names(posts.urls),
    names(posts.tags),
    names(posts.media),
    posts.text.at(row),
  ]);
}
