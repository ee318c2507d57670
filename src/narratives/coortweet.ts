/**
 * The networks of CooRTweet 2.1.3 (Righetti & Balluff, MIT; `detect_groups` and `generate_coordinated_network`),
 * edge by edge: weight is the number of pairs of contents, not of distinct objects. One thing is corrected:
 * the peer orders the two accounts of an edge but not their contents, so its `n_content_id` and
 * `n_content_id_y` count a mixture and `edge_symmetry_score` is wrong; here each count belongs to its account.
 */
import { CommonwatchError } from '../core/index.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import { groupBy, rankOf, ShareBuilder, ShareIndex } from './shares.ts';
import type { Shares } from './shares.ts';

export interface CoortweetOptions {
  /** Seconds; shares that lie exactly this far apart count. */
  readonly windowS: number;
  /** Actions that an account needs, before and after pairs are made. */
  readonly minParticipation: number;
  /** An edge is flagged when its weight exceeds this quantile (type 7 of R) of all weights. */
  readonly percentile: number;
  /** A narrower window, seconds: pairs inside it are counted apart as well (`flag_speed_share`, `fast_net`). */
  readonly fastWindowS?: number | undefined;
}

export const coortweetDefaults: CoortweetOptions = { windowS: 10, minParticipation: 2, percentile: 0.5 };

/** One undirected edge; `from` < `to` by code unit. */
export interface CoortweetEdge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  readonly avgTimeDeltaS: number;
  /** Distinct contents of each account in this edge. */
  readonly contentsFrom: number;
  readonly contentsTo: number;
  /** The smaller of the two over the larger: 1 is even. */
  readonly symmetry: number;
  readonly overThreshold: boolean;
  /** The part of the edge inside the narrower window, where one was asked for and the edge has any. */
  readonly fast?: FastPart | undefined;
}

export interface FastPart {
  readonly weight: number;
  readonly avgTimeDeltaS: number;
  readonly overThreshold: boolean;
}

export interface CoortweetNetwork {
  readonly pairs: number;
  readonly edges: number;
  readonly weightThreshold: number;
  readonly fastEdges: number;
  readonly fastWeightThreshold: number;
  /** Edges in order of `from` and `to`; each call computes them anew, so that no list of them is needed. */
  readonly forEachEdge: (visit: (edge: CoortweetEdge) => void) => void;
}

/**
 * @throws `narratives.parameters-invalid` for values out of range, `narratives.window-too-fine` for a window below
 * the precision of the times
 */
export function coortweetNetwork(posts: Posts, options: CoortweetOptions): CoortweetNetwork {
  checkOptions(options, posts.precisionMs);
  const names = [...posts.accounts].sort(byCodeUnit);
  const { shares, contents } = sharesOf(posts, options.minParticipation);
  const index = new ShareIndex(shares, posts.names.length, names.length, 'content');
  const windowMs = options.windowS * 1000;
  const least = options.minParticipation;
  const isPaired = (mine: number, other: number) => isPair(shares, contents, mine, other);
  const kept = participating(index, contents, windowMs, least, isPaired);
  const isKept = (mine: number, other: number) =>
    isPaired(mine, other) && keeps(kept, shares, contents, mine, other);
  const fastMs = options.fastWindowS === undefined ? undefined : options.fastWindowS * 1000;
  // The narrower network is taken out of the wider one, and its accounts must take part often enough within it.
  const keptFast = fastMs === undefined ? undefined : participating(index, contents, fastMs, least, isKept);
  const edgesOf = new EdgePass(index, contents, windowMs, kept, fastMs, keptFast);
  const all = new Weights();
  const fast = new Weights();
  edgesOf.run((_a, _b, weight, _deltaSumMs, _contentsA, _contentsB, fastWeight) => {
    all.add(weight);
    if (fastWeight > 0) fast.add(fastWeight);
  });
  const weightThreshold = quantile(all.histogram, all.edges, options.percentile);
  const fastWeightThreshold = quantile(fast.histogram, fast.edges, options.percentile);
  return {
    pairs: all.pairs,
    edges: all.edges,
    weightThreshold,
    fastEdges: fast.edges,
    fastWeightThreshold,
    forEachEdge: (visit) =>
      edgesOf.run((a, b, weight, deltaSumMs, contentsFrom, contentsTo, fastWeight, fastDeltaSumMs) =>
        visit({
          from: names[a],
          to: names[b],
          weight,
          avgTimeDeltaS: deltaSumMs / 1000 / weight,
          contentsFrom,
          contentsTo,
          symmetry: Math.min(contentsFrom, contentsTo) / Math.max(contentsFrom, contentsTo),
          overThreshold: weight > weightThreshold,
          fast:
            fastWeight === 0
              ? undefined
              : {
                  weight: fastWeight,
                  avgTimeDeltaS: fastDeltaSumMs / 1000 / fastWeight,
                  overThreshold: fastWeight > fastWeightThreshold,
                },
        }),
      ),
  };
}

/** Weights of edges, counted. */
class Weights {
  readonly histogram = new Map<number, number>();
  pairs = 0;
  edges = 0;

  add(weight: number): void {
    this.histogram.set(weight, (this.histogram.get(weight) ?? 0) + 1);
    this.pairs += weight;
    this.edges += 1;
  }
}

function checkOptions(
  { windowS, minParticipation, percentile, fastWindowS }: CoortweetOptions,
  precisionMs: number,
): void {
  if (fastWindowS !== undefined && !(fastWindowS >= 0 && fastWindowS <= windowS))
    throw new CommonwatchError('narratives.parameters-invalid', fastWindowS, { path: '/fastWindow' });
  if (!(windowS >= 0))
    throw new CommonwatchError('narratives.parameters-invalid', windowS, { path: '/window' });
  if (!Number.isInteger(minParticipation) || minParticipation < 1)
    throw new CommonwatchError('narratives.parameters-invalid', minParticipation, {
      path: '/minParticipation',
    });
  if (!(percentile >= 0 && percentile <= 1))
    throw new CommonwatchError('narratives.parameters-invalid', percentile, { path: '/percentile' });
  const finest = fastWindowS ?? windowS;
  if (finest * 1000 < precisionMs && finest > 0)
    throw new CommonwatchError('narratives.window-too-fine', finest, {
      detail: `The times of this collection are good to ${precisionMs / 1000} s.`,
    });
}

/** What a content is: its account's own, and the object of the same name, where there is one. */
interface Contents {
  /** The content as the file names it: two accounts may share one. */
  readonly name: Uint32Array;
}

/** The shares of accounts with enough of them, doubled rows left out; accounts as ranks of their names. */
function sharesOf(posts: Posts, minParticipation: number): { shares: Shares; contents: Contents } {
  const rank = rankOf(posts.accounts);
  const { content, names } = contentsOf(posts);
  const doubled = doubledRows(posts, content, names.length);
  const counts = (row: number) => posts.object[row] !== none && doubled[row] === 0;
  const rows = new Uint32Array(posts.accounts.length);
  for (let i = 0; i < posts.length; i++) if (counts(i)) rows[posts.account[i]] += 1;
  const shares = new ShareBuilder();
  for (let i = 0; i < posts.length; i++)
    if (counts(i) && rows[posts.account[i]] >= minParticipation)
      shares.add(posts.object[i], rank[posts.account[i]], content[i], posts.timeUtcMs[i]);
  return { shares: shares.done(), contents: { name: names } };
}

/** Numbers contents by their name and account; a name belongs to one account nearly always, so that is looked at first. */
function contentsOf(posts: Posts): { content: Uint32Array; names: Uint32Array } {
  const firstRow = new Int32Array(posts.names.length).fill(-1);
  const others = new Map<string, number>();
  const names = new Uint32Array(posts.length);
  const content = new Uint32Array(posts.length);
  let size = 0;
  for (let i = 0; i < posts.length; i++) {
    const name = posts.post[i];
    const first = firstRow[name];
    const own = first < 0 || posts.account[first] === posts.account[i];
    const key = own ? '' : `${name} ${posts.account[i]}`;
    const known = own ? (first < 0 ? undefined : content[first]) : others.get(key);
    content[i] = known ?? size;
    if (known !== undefined) continue;
    names[size] = name;
    if (first < 0) firstRow[name] = i;
    else others.set(key, size);
    size += 1;
  }
  return { content, names: names.subarray(0, size) };
}

/**
 * Marks rows that repeat object, account, content and time: an export that has one row for each of several columns
 * (links and hashtags, say) repeats a post. The peer counts a repeated row again unless it is taken out before.
 */
function doubledRows(posts: Posts, content: Uint32Array, contents: number): Uint8Array {
  const { start, rows } = groupBy(content, contents);
  const doubled = new Uint8Array(posts.length);
  const compare = (a: number, b: number) =>
    posts.object[a] - posts.object[b] || posts.timeUtcMs[a] - posts.timeUtcMs[b] || a - b;
  for (let c = 0; c < contents; c++) {
    if (start[c + 1] - start[c] < 2) continue;
    const group = rows.subarray(start[c], start[c + 1]).sort(compare);
    for (let i = 1; i < group.length; i++) {
      const [before, row] = [group[i - 1], group[i]];
      if (posts.object[before] === posts.object[row] && posts.timeUtcMs[before] === posts.timeUtcMs[row])
        doubled[row] = 1;
    }
  }
  return doubled;
}

/** Whether two shares make a pair: neither of one account or content, nor of an object with itself. */
function isPair(shares: Shares, { name }: Contents, a: number, b: number): boolean {
  const [nameA, nameB] = [name[shares.content[a]], name[shares.content[b]]];
  // Objects and posts are numbered in one table: the same text has the same number.
  const object = shares.object[a];
  return shares.account[a] !== shares.account[b] && nameA !== nameB && object !== nameA && object !== nameB;
}

/**
 * Contents of accounts that take part often enough after pairing: the peer counts, for each account, its rows whose
 * content (by name) is in any pair, and keeps a pair when either of its contents is among them.
 */
function participating(
  index: ShareIndex,
  contents: Contents,
  windowMs: number,
  minParticipation: number,
  isPaired: (mine: number, other: number) => boolean,
): Uint8Array {
  const { shares } = index;
  const largest = contents.name.reduce((most, value) => Math.max(most, value), 0);
  const paired = new Uint8Array(largest + 1);
  for (let account = 0; account < index.accounts; account++)
    index.forEachNear(account, windowMs, (mine, other) => {
      if (isPaired(mine, other)) paired[contents.name[shares.content[mine]]] = 1;
    });
  const kept = new Uint8Array(largest + 1);
  const { start, rows } = groupBy(shares.account, index.accounts);
  for (let account = 0; account < index.accounts; account++) {
    const own = rows.subarray(start[account], start[account + 1]);
    let count = 0;
    for (const row of own) count += paired[contents.name[shares.content[row]]];
    if (count < minParticipation) continue;
    for (const row of own) {
      const name = contents.name[shares.content[row]];
      if (paired[name] === 1) kept[name] = 1;
    }
  }
  return kept;
}

type EdgeVisit = (
  a: number,
  b: number,
  weight: number,
  deltaSumMs: number,
  contentsA: number,
  contentsB: number,
  fastWeight: number,
  fastDeltaSumMs: number,
) => void;

/** Whether either content belongs to an account that takes part often enough. */
function keeps(
  kept: Uint8Array,
  { content }: Shares,
  { name }: Contents,
  mine: number,
  other: number,
): boolean {
  return kept[name[content[mine]]] === 1 || kept[name[content[other]]] === 1;
}

/** Sums up the pairs of one account at a time, in columns over its neighbours. */
class EdgePass {
  readonly #index: ShareIndex;
  readonly #contents: Contents;
  readonly #windowMs: number;
  readonly #kept: Uint8Array;
  readonly #fastMs: number;
  readonly #keptFast: Uint8Array | undefined;
  readonly #weight: Uint32Array;
  readonly #fastWeight: Uint32Array;
  readonly #fastDeltaSumMs: Float64Array;
  readonly #deltaSumMs: Float64Array;
  readonly #contentsA: Uint32Array;
  readonly #contentsB: Uint32Array;
  readonly #lastContentA: Int32Array;
  readonly #seenContentB: Int32Array;

  constructor(
    index: ShareIndex,
    contents: Contents,
    windowMs: number,
    kept: Uint8Array,
    fastMs: number | undefined,
    keptFast: Uint8Array | undefined,
  ) {
    this.#index = index;
    this.#fastMs = fastMs ?? -1;
    this.#keptFast = keptFast;
    this.#fastWeight = new Uint32Array(index.accounts);
    this.#fastDeltaSumMs = new Float64Array(index.accounts);
    this.#contents = contents;
    this.#windowMs = windowMs;
    this.#kept = kept;
    this.#weight = new Uint32Array(index.accounts);
    this.#deltaSumMs = new Float64Array(index.accounts);
    this.#contentsA = new Uint32Array(index.accounts);
    this.#contentsB = new Uint32Array(index.accounts);
    this.#lastContentA = new Int32Array(index.accounts);
    this.#seenContentB = new Int32Array(contents.name.length);
  }

  run(visit: EdgeVisit): void {
    this.#seenContentB.fill(-1);
    for (let account = 0; account < this.#index.accounts; account++) this.#account(account, visit);
  }

  #account(a: number, visit: EdgeVisit): void {
    const { shares } = this.#index;
    const neighbours: number[] = [];
    this.#index.forEachNear(a, this.#windowMs, (mine, other) => {
      const b = shares.account[other];
      if (b <= a || !isPair(shares, this.#contents, mine, other)) return;
      if (!keeps(this.#kept, shares, this.#contents, mine, other)) return;
      if (this.#weight[b] === 0) {
        neighbours.push(b);
        this.#lastContentA[b] = -1;
      }
      this.#weight[b] += 1;
      const deltaMs = Math.abs(shares.timeMs[mine] - shares.timeMs[other]);
      this.#deltaSumMs[b] += deltaMs;
      if (
        deltaMs <= this.#fastMs &&
        this.#keptFast !== undefined &&
        keeps(this.#keptFast, shares, this.#contents, mine, other)
      ) {
        this.#fastWeight[b] += 1;
        this.#fastDeltaSumMs[b] += deltaMs;
      }
      this.#countContents(a, b, shares.content[mine], shares.content[other]);
    });
    neighbours.sort((x, y) => x - y);
    for (const b of neighbours) {
      visit(
        a,
        b,
        this.#weight[b],
        this.#deltaSumMs[b],
        this.#contentsA[b],
        this.#contentsB[b],
        this.#fastWeight[b],
        this.#fastDeltaSumMs[b],
      );
      this.#fastWeight[b] = this.#fastDeltaSumMs[b] = 0;
      this.#weight[b] = this.#deltaSumMs[b] = this.#contentsA[b] = this.#contentsB[b] = 0;
    }
  }

  /** An account's shares come by content, so the last one tells whether this one is new; b's are marked. */
  #countContents(a: number, b: number, contentA: number, contentB: number): void {
    if (this.#lastContentA[b] !== contentA) {
      this.#lastContentA[b] = contentA;
      this.#contentsA[b] += 1;
    }
    if (this.#seenContentB[contentB] !== a) {
      this.#seenContentB[contentB] = a;
      this.#contentsB[b] += 1;
    }
  }
}

/** R's type 7 over a histogram of weights. */
export function quantile(histogram: ReadonlyMap<number, number>, count: number, share: number): number {
  if (count === 0) return Number.NaN;
  const position = (count - 1) * share;
  const low = Math.floor(position);
  const values = [...histogram].sort(([a], [b]) => a - b);
  const at = (place: number) => {
    let seen = 0;
    for (const [value, times] of values) {
      seen += times;
      if (place < seen) return value;
    }
    return values[values.length - 1][0];
  };
  return at(low) + (position - low) * (at(Math.min(low + 1, count - 1)) - at(low));
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
