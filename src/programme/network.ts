/** Actors that stand together in statements, for the drawing of the network. */
import type { NetworkView } from './api.ts';
import { actors } from './gazetteer.ts';
import type { Holdings } from './holdings.ts';
import { actorIndex } from './statements.ts';

const maxActors = 80;
const maxEdges = 400;
/** A statement that names more does not tell who had to do with whom. */
const maxTogether = 8;

export function network(holdings: Holdings): NetworkView {
  return holdings.made('network', () => {
    const ranked = [...actorIndex(holdings)]
      .map(([name, list]) => ({ name, count: list.length }))
      .toSorted((a, b) => b.count - a.count)
      .slice(0, maxActors);
    const indexOf = new Map(ranked.map(({ name }, i) => [name, i]));
    const edges = new Map<number, { count: number; kinds: Set<string> }>();
    for (const { statement } of holdings.accepted) {
      const together = statement.actors.flatMap((name) => indexOf.get(name) ?? []);
      if (together.length > maxTogether) continue;
      for (const a of together)
        for (const b of together) {
          if (a >= b) continue;
          const edge = edges.get(a * maxActors + b) ?? { count: 0, kinds: new Set() };
          edge.count += 1;
          edge.kinds.add(statement.kind);
          edges.set(a * maxActors + b, edge);
        }
    }
    return {
      nodes: ranked.map(({ name, count }) => ({ name, count, class: classOf(name, holdings) })),
      edges: [...edges]
        .toSorted(([, a], [, b]) => b.count - a.count)
        .slice(0, maxEdges)
        .map(([key, { count, kinds }]) => ({
          from: Math.floor(key / maxActors),
          to: key % maxActors,
          count,
          kinds: [...kinds].toSorted(),
        })),
    };
  });
}

/** As the record has the actor, or the gazetteer. */
function classOf(name: string, holdings: Holdings): string {
  const known = holdings.items('actor').find(({ entry }) => entry.body.item.title === name);
  return known === undefined ? (classes.get(name) ?? 'other') : String(known.entry.body.item.class);
}

const classes = new Map<string, string>(actors.map((actor) => [actor.name, actor.actorClass]));
