/**
 * Groups of accounts in a weighted network: Louvain (Blondel et al. 2008), with every choice made in the order of
 * the accounts' names, so that the same network gives the same groups.
 */
export interface WeightedEdge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

interface Network {
  readonly size: number;
  readonly neighbours: readonly ReadonlyMap<number, number>[];
  /** Twice the weight inside a node, from joining. */
  readonly inside: readonly number[];
}

/** @returns groups of at least two accounts, each sorted; in order of their first account */
export function communities(edges: readonly WeightedEdge[], order: Uint32Array): number[][] {
  const accounts = [...new Set(edges.flatMap(({ a, b }) => [a, b]))].sort((a, b) => order[a] - order[b]);
  const place = new Map(accounts.map((account, i) => [account, i]));
  let network = networkOf(
    accounts.length,
    edges.map(({ a, b, weight }) => ({
      a: place.get(a) as number,
      b: place.get(b) as number,
      weight,
    })),
  );
  let groups = accounts.map((account) => [account]);
  for (;;) {
    const community = movedNodes(network);
    const names = [...new Set(community)];
    if (names.length === network.size) break;
    const number = new Map(names.map((name, i) => [name, i]));
    groups = names.map((name) => groups.flatMap((group, i) => (community[i] === name ? group : [])));
    network = joined(network, community, number);
  }
  return groups
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => order[a] - order[b]))
    .sort((a, b) => order[a[0]] - order[b[0]]);
}

function networkOf(size: number, edges: readonly WeightedEdge[]): Network {
  const neighbours = Array.from({ length: size }, () => new Map<number, number>());
  for (const { a, b, weight } of edges) {
    neighbours[a].set(b, (neighbours[a].get(b) ?? 0) + weight);
    neighbours[b].set(a, (neighbours[b].get(a) ?? 0) + weight);
  }
  return { size, neighbours, inside: new Array<number>(size).fill(0) };
}

/** Moves nodes to the neighbouring community that gains most, until none gains. */
function movedNodes({ size, neighbours, inside }: Network): number[] {
  const community = Array.from({ length: size }, (_, i) => i);
  const degree = neighbours.map((near, i) => inside[i] + [...near.values()].reduce((s, w) => s + w, 0));
  const total = [...degree];
  const all = degree.reduce((sum, d) => sum + d, 0);
  for (let moved = true; moved; ) {
    moved = false;
    for (let node = 0; node < size; node++) {
      const links = new Map<number, number>();
      for (const [near, weight] of neighbours[node])
        links.set(community[near], (links.get(community[near]) ?? 0) + weight);
      const own = community[node];
      total[own] -= degree[node];
      const gain = (name: number) => (links.get(name) ?? 0) - (total[name] * degree[node]) / all;
      let best = own;
      for (const name of [...links.keys()].sort((a, b) => a - b))
        if (gain(name) > gain(best) + 1e-12) best = name;
      total[best] += degree[node];
      community[node] = best;
      if (best !== own) moved = true;
    }
  }
  return community;
}

/** The network of communities. */
function joined(
  network: Network,
  community: readonly number[],
  number: ReadonlyMap<number, number>,
): Network {
  const neighbours = Array.from({ length: number.size }, () => new Map<number, number>());
  const inside = new Array<number>(number.size).fill(0);
  for (let node = 0; node < network.size; node++) {
    const own = number.get(community[node]) as number;
    inside[own] += network.inside[node];
    for (const [near, weight] of network.neighbours[node]) {
      const other = number.get(community[near]) as number;
      if (other === own) inside[own] += weight;
      else neighbours[own].set(other, (neighbours[own].get(other) ?? 0) + weight);
    }
  }
  return { size: number.size, neighbours, inside };
}
