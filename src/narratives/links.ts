/**
 * Narratives that say the same in another language or in other words, by what can be checked: a shared address, image,
 * site, or the same things of the glossary named together. A link is shown with what is shared; an analyst's word joins
 * or parts. No link is made by translation or by a model.
 */
import type { LinkRow } from './api.ts';
import { maxChars } from './normalise.ts';
import type { GlossaryEntity } from './tables.ts';

/** What linking needs of a narrative. */
export interface Linkable {
  readonly id: string;
  readonly language: string;
  readonly debunk: boolean;
  readonly firstUtcMs: number;
  readonly lastUtcMs: number;
  /** Distinct canonical addresses, their domains, hashes of images, ids of entities; each sorted. */
  readonly urls: readonly string[];
  readonly domains: readonly string[];
  readonly images: readonly string[];
  readonly entities: readonly string[];
}

export interface Link extends Omit<LinkRow, 'to'> {
  readonly a: number;
  readonly b: number;
}

/** What more narratives than this have in common tells nothing: a portal, a platform, a stock picture. */
const mostHolders = 12;
const leastShare = 0.5;
const leastEntities = 3;
const entityJaccard = 0.75;
const withinMs = 14 * 86_400_000;
const sharedShown = 10;

/** Links that make one story of two narratives; a site alone does not. */
const joining: ReadonlySet<LinkRow['by']> = new Set(['url', 'image', 'entities', 'analyst']);

/** All links, each pair once a kind; in order of the narratives. */
export function linksOf(
  narratives: readonly Linkable[],
  merges: readonly (readonly [string, string])[],
): Link[] {
  const other = (a: Linkable, b: Linkable) => a.language !== b.language && isNear(a, b);
  const links = [
    ...bySet(narratives, 'url', (n) => n.urls, isNear),
    ...bySet(narratives, 'image', (n) => n.images, isNear),
    ...bySet(narratives, 'domain', (n) => n.domains, other),
    ...byEntities(narratives),
    ...byAnalyst(narratives, merges),
  ];
  return links.sort((x, y) => x.a - y.a || x.b - y.b || (x.by < y.by ? -1 : 1));
}

function isNear(a: Linkable, b: Linkable): boolean {
  return a.firstUtcMs - b.lastUtcMs <= withinMs && b.firstUtcMs - a.lastUtcMs <= withinMs;
}

/** Pairs that share at least half of what the smaller of the two holds. */
function bySet(
  narratives: readonly Linkable[],
  by: LinkRow['by'],
  setOf: (narrative: Linkable) => readonly string[],
  fits: (a: Linkable, b: Linkable) => boolean,
): Link[] {
  const holders = new Map<string, number[]>();
  narratives.forEach((narrative, i) => {
    for (const value of setOf(narrative)) {
      const list = holders.get(value);
      if (list === undefined) holders.set(value, [i]);
      else list.push(i);
    }
  });
  const shared = new Map<number, string[]>();
  for (const [value, list] of holders) {
    if (list.length > mostHolders) continue;
    for (let i = 0; i < list.length; i++)
      for (let j = i + 1; j < list.length; j++) {
        const key = list[i] * narratives.length + list[j];
        shared.set(key, [...(shared.get(key) ?? []), value]);
      }
  }
  return [...shared].flatMap(([key, values]) => {
    const [a, b] = [Math.floor(key / narratives.length), key % narratives.length];
    const [one, two] = [narratives[a], narratives[b]];
    const strength = values.length / Math.min(setOf(one).length, setOf(two).length);
    return strength >= leastShare && fits(one, two)
      ? [{ a, b, by, shared: values.sort().slice(0, sharedShown), strength }]
      : [];
  });
}

/** Narratives of two languages that name the same things: prefix filtering keeps the pairs that are looked at few. */
function byEntities(narratives: readonly Linkable[]): Link[] {
  const frequency = new Map<string, number>();
  for (const { entities } of narratives)
    for (const entity of entities) frequency.set(entity, (frequency.get(entity) ?? 0) + 1);
  const rarest = (a: string, b: string) =>
    (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1);
  const index = new Map<string, number[]>();
  const links: Link[] = [];
  narratives.forEach((narrative, b) => {
    const { entities } = narrative;
    if (entities.length < leastEntities) return;
    const prefix = [...entities]
      .sort(rarest)
      .slice(0, entities.length - Math.ceil(entityJaccard * entities.length) + 1);
    const seen = new Set<number>();
    for (const entity of prefix) {
      for (const a of index.get(entity) ?? []) {
        if (seen.has(a)) continue;
        seen.add(a);
        const one = narratives[a];
        if (one.language === narrative.language || !isNear(one, narrative)) continue;
        const common = entities.filter((each) => one.entities.includes(each));
        const strength = common.length / (entities.length + one.entities.length - common.length);
        if (common.length >= leastEntities && strength >= entityJaccard)
          links.push({ a, b, by: 'entities', shared: common.slice(0, sharedShown), strength });
      }
      const list = index.get(entity);
      if (list === undefined) index.set(entity, [b]);
      else list.push(b);
    }
  });
  return links;
}

function byAnalyst(narratives: readonly Linkable[], merges: readonly (readonly [string, string])[]): Link[] {
  const place = new Map(narratives.map(({ id }, i) => [id, i]));
  return merges.flatMap(([one, two]) => {
    const [a, b] = [place.get(one), place.get(two)];
    if (a === undefined || b === undefined || a === b) return [];
    return [{ a: Math.min(a, b), b: Math.max(a, b), by: 'analyst' as const, shared: [], strength: 1 }];
  });
}

/** Narratives joined into stories, debunks apart from claims; each story's narratives in order. */
export function storiesOf(narratives: readonly Linkable[], links: readonly Link[]): number[][] {
  const parent = narratives.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : (parent[i] = root(parent[i])));
  for (const { a, b, by } of links)
    if (joining.has(by) && narratives[a].debunk === narratives[b].debunk) {
      const [x, y] = [root(a), root(b)];
      parent[Math.max(x, y)] = Math.min(x, y);
    }
  const stories = new Map<number, number[]>();
  narratives.forEach((_, i) => stories.set(root(i), [...(stories.get(root(i)) ?? []), i]));
  return [...stories.values()].filter((story) => story.length > 1);
}

interface GlossaryName {
  readonly name: string;
  readonly id: string;
  /** Spelled with letters that make words with spaces between them. */
  readonly isSpelled: boolean;
}

/** Finds the things of the glossary that a text names. Names in letters stand as whole words; the longest counts. */
export class EntityFinder {
  readonly #byFirst = new Map<string, GlossaryName[]>();

  constructor(glossary: readonly GlossaryEntity[]) {
    for (const { id, names } of glossary)
      for (const written of names) {
        const name = written.normalize('NFKC').toLowerCase();
        const list = this.#byFirst.get(name[0]) ?? [];
        list.push({ name, id, isSpelled: spelled.test(name) });
        this.#byFirst.set(name[0], list);
      }
    for (const list of this.#byFirst.values()) list.sort((a, b) => b.name.length - a.name.length);
  }

  /** Ids, each once, sorted. */
  of(text: string): string[] {
    const folded = text.slice(0, maxChars).normalize('NFKC').toLowerCase();
    const found = new Set<string>();
    for (let at = 0; at < folded.length; at++) {
      const here = this.#byFirst.get(folded[at])?.find((name) => standsAt(name, folded, at));
      if (here === undefined) continue;
      found.add(here.id);
      at += here.name.length - 1;
    }
    return [...found].sort();
  }
}

const spelled = /[\p{Script=Latin}\p{Script=Cyrillic}]/u;
const spelledOrDigit = /[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]/u;

/** Beside a name in letters Japanese or Chinese may stand at once: `とNATOの`, but no `NATOX`. */
function standsAt({ name, isSpelled }: GlossaryName, text: string, at: number): boolean {
  if (!text.startsWith(name, at)) return false;
  if (!isSpelled) return true;
  const after = text[at + name.length] ?? ' ';
  return !spelledOrDigit.test(after) && (at === 0 || !spelledOrDigit.test(text[at - 1]));
}
