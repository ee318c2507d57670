/**
 * Groups of accounts that act together: the layers' significant edges, fused, parted into communities, and each
 * community looked at for harmless reasons before it gets a label.
 */
import { communities } from './communities.ts';
import type { Layer, LayerName } from './layers.ts';
import { layersOf } from './layers.ts';
import type { NarrativeSet } from './narratives.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import { rankOf, ShareIndex } from './shares.ts';
import type { LayerEdge, SignificanceOptions } from './significance.ts';
import { significanceDefaults, significantEdges } from './significance.ts';
import { textId } from './nearduplicates.ts';
import type { DeclaredOwners, JoiningObject, Verdict } from './triage.ts';
import { isEverybodys, triage } from './triage.ts';

/** A pair of accounts over all layers; `a` and `b` index accounts. */
export interface FusedEdge {
  readonly a: number;
  readonly b: number;
  readonly from: string;
  readonly to: string;
  /** Distinct objects, summed over layers. */
  readonly weight: number;
  /** Sum over layers of −log10 p: how surprising, at most 300 a layer. */
  readonly surprise: number;
  readonly layers: readonly LayerEdge[];
}

export interface Group {
  /** `group-` and 32 hexadecimal digits, made from the members. */
  readonly id: string;
  readonly members: readonly string[];
  readonly layers: readonly LayerName[];
  readonly edges: number;
  readonly verdict: Verdict;
  /** Rows of the posts that join the group, in order of time. */
  readonly rows: readonly number[];
  /** Days (UTC) on which at least two members posted, and those on which they acted together. */
  readonly days: { readonly posted: number; readonly together: number };
  /** Sum over its edges of −log10 p. */
  readonly surprise: number;
}

export interface Coordination {
  readonly edges: readonly FusedEdge[];
  readonly groups: readonly Group[];
  /** Rows of the posts behind an edge, in order of time. */
  readonly rowsOfEdge: (edge: FusedEdge) => number[];
}

/** @throws `narratives.parameters-invalid`, `narratives.window-too-fine` */
export function findCoordination(
  posts: Posts,
  narratives: NarrativeSet,
  changes: Partial<SignificanceOptions> = {},
  owners?: DeclaredOwners,
): Coordination {
  const options = { ...significanceDefaults, ...changes };
  const layers = layersOf(posts, narratives, options.windowS * 1000);
  const rank = rankOf(posts.accounts);
  const edges = layers.flatMap((layer) =>
    significantEdges(layer, posts.accounts.length, posts.precisionMs, options),
  );
  const fused = fuse(edges, posts, rank);
  const weighted = fused.map(({ a, b, surprise }) => ({ a, b, weight: surprise }));
  const joining = layers.map((layer) => new Joining(layer, posts.accounts.length, options.windowS * 1000));
  const rowsOf = rowsByAccount(posts);
  const authorOfPost = new Uint32Array(posts.names.length).fill(none);
  for (let row = 0; row < posts.length; row++) authorOfPost[posts.post[row]] = posts.account[row];
  const groups = communities(weighted, rank).map((accounts) =>
    groupOf(posts, accounts, edges, joining, rowsOf, authorOfPost, owners),
  );
  const rowsOfEdge = ({ a, b, layers: own }: FusedEdge) => {
    const rows = new Set<number>();
    for (const { layer } of own)
      for (const row of joining.find((part) => part.layer.name === layer)?.rowsOf(a, b) ?? []) rows.add(row);
    return inTime(posts, rows);
  };
  return { edges: fused, groups, rowsOfEdge };
}

function inTime(posts: Posts, rows: Iterable<number>): number[] {
  return [...rows].sort((a, b) => posts.timeUtcMs[a] - posts.timeUtcMs[b] || a - b);
}

function fuse(edges: readonly LayerEdge[], posts: Posts, rank: Uint32Array): FusedEdge[] {
  const pairs = new Map<number, LayerEdge[]>();
  for (const edge of edges) {
    const key = edge.a * posts.accounts.length + edge.b;
    const list = pairs.get(key);
    if (list === undefined) pairs.set(key, [edge]);
    else list.push(edge);
  }
  return [...pairs.values()]
    .map((layers) => {
      const [{ a, b }] = layers;
      const [from, to] = rank[a] < rank[b] ? [a, b] : [b, a];
      return {
        a,
        b,
        from: posts.accounts[from],
        to: posts.accounts[to],
        weight: layers.reduce((sum, { weight }) => sum + weight, 0),
        surprise: layers.reduce((sum, { p }) => sum + Math.min(300, -Math.log10(p)), 0),
        layers,
      };
    })
    .sort((x, y) => (x.from < y.from ? -1 : x.from > y.from ? 1 : x.to < y.to ? -1 : 1));
}

function rowsByAccount(posts: Posts): number[][] {
  const rows = posts.accounts.map((): number[] => []);
  for (let i = 0; i < posts.length; i++) rows[posts.account[i]].push(i);
  return rows;
}

/** The shares of one layer that join members of a group inside the window. */
class Joining {
  readonly layer: Layer;
  readonly #index: ShareIndex;
  readonly #windowMs: number;
  readonly #accountsOf: Uint32Array;

  constructor(layer: Layer, accounts: number, windowMs: number) {
    this.layer = layer;
    this.#index = new ShareIndex(layer.shares, layer.objects, accounts, 'object');
    this.#windowMs = windowMs;
    this.#accountsOf = Uint32Array.from({ length: layer.objects }, (_, object) => {
      const { start, rows } = this.#index.objects;
      const rowsOfObject = rows.subarray(start[object], start[object + 1]);
      return new Set(Array.from(rowsOfObject, (share) => layer.shares.account[share])).size;
    });
  }

  /** Rows of posts, how the objects that join the accounts fared outside, and rows of objects that are the group's. */
  of(accounts: ReadonlySet<number>): Joined {
    const { account, content, object } = this.layer.shares;
    const rows = new Set<number>();
    const inside = new Map<number, Set<number>>();
    const outside = new Map<number, Set<number>>();
    const rowsOfObject = new Map<number, Set<number>>();
    for (const member of accounts)
      this.#index.forEachNear(member, this.#windowMs, (mine, other) => {
        if (account[other] === member) return;
        const known = accounts.has(account[other]);
        if (known) {
          rows.add(content[mine]);
          addTo(rowsOfObject, object[mine], content[mine]);
        }
        addTo(known ? inside : outside, object[mine], known ? member : account[other]);
      });
    const ownRows = new Set<number>();
    const objects = [...inside].map(([o, who]) => {
      const joining = { inside: who.size, all: this.#accountsOf[o], outsideNear: outside.get(o)?.size ?? 0 };
      if (!isEverybodys(joining)) for (const row of rowsOfObject.get(o) ?? []) ownRows.add(row);
      return joining;
    });
    return { rows, objects, ownRows };
  }

  /** Rows of the posts of two accounts that lie near each other. */
  rowsOf(a: number, b: number): Set<number> {
    const { account, content } = this.layer.shares;
    const rows = new Set<number>();
    this.#index.forEachNear(a, this.#windowMs, (mine, other) => {
      if (account[other] === b) rows.add(content[mine]).add(content[other]);
    });
    return rows;
  }
}

interface Joined {
  readonly rows: ReadonlySet<number>;
  readonly objects: readonly JoiningObject[];
  readonly ownRows: ReadonlySet<number>;
}

function addTo(sets: Map<number, Set<number>>, key: number, value: number): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

const dayMs = 86_400_000;

/** Days on which at least two members did something. */
function daysOf(posts: Posts, rows: Iterable<number>): number {
  const byDay = new Map<number, Set<number>>();
  for (const row of rows) addTo(byDay, Math.floor(posts.timeUtcMs[row] / dayMs), posts.account[row]);
  return [...byDay.values()].filter((who) => who.size > 1).length;
}

const amplifying: ReadonlySet<LayerName> = new Set(['co-repost', 'fast-repost', 'co-hashtags']);

function groupOf(
  posts: Posts,
  accounts: readonly number[],
  edges: readonly LayerEdge[],
  joining: readonly Joining[],
  rowsOf: readonly (readonly number[])[],
  authorOfPost: Uint32Array,
  owners: DeclaredOwners | undefined,
): Group {
  const members = new Set(accounts);
  const own = edges.filter(({ a, b }) => members.has(a) && members.has(b));
  const layers = [...new Set(own.map(({ layer }) => layer))];
  const parts = joining
    .filter(({ layer }) => layers.includes(layer.name))
    .map((part) => ({ name: part.layer.name, ...part.of(members) }));
  const joiningRows = [...new Set(parts.flatMap(({ rows }) => [...rows]))];
  const speaking = new Set(
    parts.filter(({ name }) => !amplifying.has(name)).flatMap(({ rows }) => [...rows]),
  );
  const names = accounts.map((account) => posts.accounts[account]);
  const rows = accounts.flatMap((account) => rowsOf[account]);
  const verdict = triage(
    posts,
    {
      accounts,
      rows,
      joiningRows,
      popularRows: new Set(joiningRows.filter((row) => parts.every(({ ownRows }) => !ownRows.has(row)))),
      objects: parts.flatMap(({ objects }) => objects),
      amplifyingShare: joiningRows.length === 0 ? 0 : 1 - speaking.size / joiningRows.length,
      authorOfPost,
    },
    owners,
  );
  return {
    id: `group-${textId(names.join('\u0000'))}`,
    members: names,
    layers,
    edges: own.length,
    verdict,
    rows: inTime(posts, joiningRows),
    days: { posted: daysOf(posts, rows), together: daysOf(posts, joiningRows) },
    surprise: own.reduce((sum, { p }) => sum + Math.min(300, -Math.log10(p)), 0),
  };
}
