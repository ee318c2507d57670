/**
 * Everything that the room works out of a collection, as one plain value: pure, the same for the same posts and
 * settings, whatever the order in which they were read.
 */
import type {
  Analysis,
  AnalysisSettings,
  CollectionSummary,
  EdgeRow,
  FileRow,
  GapRow,
  GroupRow,
  NarrativeRow,
  OriginRow,
  StoryRow,
  TrackCell,
} from './api.ts';
import { suggestForGroup, suggestForNarrative } from './disarm.ts';
import { analysisVersion } from './findings.ts';
import type { Coordination, FusedEdge, Group } from './groups.ts';
import { findCoordination } from './groups.ts';
import { languageOf } from './language.ts';
import type { Link, Linkable } from './links.ts';
import { EntityFinder, linksOf, storiesOf } from './links.ts';
import { imageNames } from './images.ts';
import type { Narrative, NarrativeSet } from './narratives.ts';
import { canonicalAddresses, findNarratives } from './narratives.ts';
import { shingles, textId } from './nearduplicates.ts';
import { normalise } from './normalise.ts';
import { confidenceOf, containment, counted, nearEntries } from './measures.ts';
import { inOrder } from './order.ts';
import { originOf, rowsOfPosts } from './origin.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import { isoOf, listOf } from './pages.ts';
import type { NarrativeTables } from './tables.ts';
import type { Arrival } from './tracking.ts';
import { arrivals, burstsOf, cellsOf, gapsOf } from './tracking.ts';

/** The settings of a new collection. */
export const defaultSettings: AnalysisSettings = {
  windowS: 3600,
  minObjects: 3,
  falseDiscovery: 0.01,
  leastPosts: 2,
  homeLanguages: [],
  homeCountries: [],
  declaredOwners: {},
  merges: [],
  calendar: [],
};

/** What one answer lists; the counts in the summary are of all. */
export const listed = { narratives: 2000, edges: 5000, rowsOfEdge: 200, tracked: 200 } as const;

const dayMs = 86_400_000;

/** A collection worked out, with what later questions about it need. */
export interface WorkedOut {
  readonly analysis: Analysis;
  /** The posts in their own order: rows of the analysis are rows of these. */
  readonly posts: Posts;
  readonly narratives: ReadonlyMap<string, Narrative>;
  readonly found: NarrativeSet;
}

/** @throws `narratives.parameters-invalid`, `narratives.window-too-fine` */
export function analyse(
  read: Posts,
  settings: AnalysisSettings,
  tables: NarrativeTables,
  files: readonly FileRow[] = [],
  progress: (done: number, total: number) => void = () => undefined,
): WorkedOut {
  progress(0, 4);
  const posts = inOrder(read);
  const found = findNarratives(posts, settings.leastPosts);
  progress(1, 4);
  const coordination = findCoordination(
    posts,
    found,
    settings,
    new Map(Object.entries(settings.declaredOwners)),
  );
  progress(2, 4);
  const view = new CollectionView(posts, found, coordination, settings, tables);
  const analysis = view.analysis(files);
  progress(4, 4);
  const narratives = new Map(found.narratives.map((narrative) => [narrative.id, narrative]));
  return { analysis, posts, narratives, found };
}

/** Builds the rows of one analysis. */
class CollectionView {
  readonly #posts: Posts;
  readonly #found: NarrativeSet;
  readonly #coordination: Coordination;
  readonly #settings: AnalysisSettings;
  readonly #tables: NarrativeTables;
  readonly #addresses: ReturnType<typeof canonicalAddresses>;
  readonly #images: ReadonlyMap<number, string>;
  readonly #rowOfPost: Int32Array;
  readonly #gaps: readonly GapRow[];

  constructor(
    posts: Posts,
    found: NarrativeSet,
    coordination: Coordination,
    settings: AnalysisSettings,
    tables: NarrativeTables,
  ) {
    this.#posts = posts;
    this.#found = found;
    this.#coordination = coordination;
    this.#settings = settings;
    this.#tables = tables;
    this.#addresses = canonicalAddresses(posts);
    this.#images = imageNames(posts);
    this.#rowOfPost = rowsOfPosts(posts);
    this.#gaps = gapsOf(posts).map(({ fromUtcMs, toUtcMs }) => ({
      from: isoOf(fromUtcMs),
      to: isoOf(toUtcMs),
    }));
  }

  analysis(files: readonly FileRow[]): Analysis {
    const narratives = this.#found.narratives.slice(0, listed.narratives);
    const narrativeOfRow = new Map<number, string>();
    for (const { id, rows } of narratives) for (const row of rows) narrativeOfRow.set(row, id);
    const finder = new EntityFinder(this.#tables.glossary);
    const linkables = narratives.map((narrative) => this.#linkable(narrative, finder));
    const links = linksOf(linkables, this.#settings.merges);
    const groups = this.#coordination.groups.map((group) => this.#groupRow(group, narrativeOfRow));
    const debunks = this.#debunks(narratives, linkables);
    return {
      version: analysisVersion,
      settings: this.#settings,
      summary: this.#summary(files),
      narratives: narratives.map((narrative, i) =>
        this.#narrativeRow(narrative, linkables, i, links, groups, debunks[i]),
      ),
      stories: storiesOf(linkables, links).map((story) => this.#story(story, linkables, narratives)),
      edges: this.#edgeRows(),
      groups,
      track: narratives.slice(0, listed.tracked).flatMap((narrative, i): TrackCell[] =>
        cellsOf(this.#posts, narrative, linkables[i].language).map((cell) => ({
          narrative: narrative.id,
          ...cell,
        })),
      ),
    };
  }

  #linkable(narrative: Narrative, finder: EntityFinder): Linkable {
    const { rows, medoidRow, id, debunk, firstUtcMs, lastUtcMs } = narrative;
    const { urls, media } = this.#posts;
    const addresses = new Set<string>();
    const domains = new Set<string>();
    const images = new Set<string>();
    for (const row of rows) {
      for (const url of listOf(urls, row)) {
        addresses.add(this.#addresses.url.get(url) as string);
        domains.add(this.#addresses.domain.get(url) as string);
      }
      for (const image of listOf(media, row)) images.add(this.#images.get(image) as string);
    }
    domains.delete('');
    const text = this.#posts.text.at(medoidRow);
    return {
      id,
      language: this.#languageOf(narrative),
      debunk,
      firstUtcMs,
      lastUtcMs,
      urls: [...addresses].sort(),
      domains: [...domains].sort(),
      images: [...images].sort(),
      entities: finder.of(text),
    };
  }

  /** As most of its posts state it; as found where none does. */
  #languageOf(narrative: Narrative): string {
    const [most] = arrivals(this.#posts, narrative, 'language').sort((a, b) => b.posts - a.posts);
    return most?.name ?? languageOf(this.#posts.text.at(narrative.medoidRow));
  }

  /**
   * For each narrative those of the other stance that speak of the same: the claim's n-grams stand in the debunk, or
   * they share an address.
   */
  #debunks(narratives: readonly Narrative[], linkables: readonly Linkable[]): string[][] {
    const related = narratives.map((): string[] => []);
    const grams = narratives.map(({ medoidRow }) =>
      shingles(normalise(this.#posts.text.at(medoidRow))).slice(),
    );
    const claims = [...narratives.keys()].filter((i) => !narratives[i].debunk);
    for (const [d, { debunk }] of narratives.entries()) {
      if (!debunk) continue;
      for (const c of claims) {
        const sharesAddress = linkables[c].urls.some((url) => linkables[d].urls.includes(url));
        if (!sharesAddress && containment(grams[c], grams[d]) < 0.5) continue;
        related[d].push(narratives[c].id);
        related[c].push(narratives[d].id);
      }
    }
    return related;
  }

  #narrativeRow(
    narrative: Narrative,
    linkables: readonly Linkable[],
    place: number,
    links: readonly Link[],
    groups: readonly GroupRow[],
    debunks: readonly string[],
  ): NarrativeRow {
    const { id, rows, medoidRow, debunk, accounts, firstUtcMs, lastUtcMs } = narrative;
    const { language, entities } = linkables[place];
    const engagement = this.#engagement(rows);
    const facts = {
      id,
      text: this.#posts.text.at(medoidRow),
      language,
      debunk,
      debunks,
      posts: rows.length,
      accounts,
      ...(engagement === undefined ? {} : { engagement }),
      first: isoOf(firstUtcMs),
      last: isoOf(lastUtcMs),
      languages: this.#arrivals(narrative, 'language', language),
      platforms: this.#arrivals(narrative, 'platform', ''),
      countries: this.#arrivals(narrative, 'country', ''),
      bursts: burstsOf(this.#posts, narrative).map(({ hourUtcMs, posts, expected, p }) => ({
        hour: isoOf(hourUtcMs),
        posts,
        expected,
        p,
        near: nearEntries(this.#settings.calendar, hourUtcMs),
      })),
      origin: this.#origin(narrative),
      links: links
        .filter(({ a, b }) => a === place || b === place)
        .map(({ a, b, by, shared, strength }) => ({
          to: linkables[a === place ? b : a].id,
          by,
          shared,
          strength,
        })),
      entities,
      domains: this.#domains(rows),
      groups: groups
        .filter((group) => group.verdict === 'coordinated' && group.narratives.includes(id))
        .map((group) => group.id),
      audience: this.#audience(rows, language),
    };
    return { ...facts, register: [], disarm: suggestForNarrative(facts, rows, this.#tables.disarm) };
  }

  #engagement(rows: readonly number[]): number | undefined {
    let sum: number | undefined;
    for (const row of rows) {
      const stated = this.#posts.engagement[row];
      if (stated !== none) sum = (sum ?? 0) + stated;
    }
    return sum;
  }

  #arrivals(narrative: Narrative, column: 'language' | 'platform' | 'country', otherwise: string) {
    const stated = arrivals(this.#posts, narrative, column);
    const found: Arrival[] =
      stated.length > 0 || otherwise === ''
        ? stated
        : [{ name: otherwise, firstUtcMs: narrative.firstUtcMs, lagMs: 0, posts: narrative.rows.length }];
    return found.map(({ name, posts, firstUtcMs, lagMs }) => ({
      name,
      posts,
      first: isoOf(firstUtcMs),
      lagMs,
    }));
  }

  #origin(narrative: Narrative): OriginRow {
    const { names, post, accounts, account } = this.#posts;
    const origin = originOf(this.#posts, narrative, this.#rowOfPost);
    const { rows, firstUtcMs } = narrative;
    const seeds = rows.slice(0, Math.max(3, Math.ceil(rows.length / 10)));
    const at = isoOf(firstUtcMs);
    return {
      kind: origin.row === undefined ? 'not-in-collection' : 'earliest-here',
      ...(origin.row === undefined
        ? {}
        : { row: origin.row, post: names.at(post[origin.row]), account: accounts[account[origin.row]] }),
      ...(origin.missingParent === none ? {} : { missingParent: names.at(origin.missingParent) }),
      at,
      parentsMissing: origin.parentsMissing,
      gapsBefore: this.#gaps.filter(({ from, to }) => from < at && Date.parse(to) >= firstUtcMs - dayMs),
      depth: origin.depth,
      breadth: origin.breadth,
      roots: origin.roots,
      halfTimeMs: origin.halfTimeMs,
      knownLinks: origin.knownLinks,
      inferredLinks: origin.inferredLinks,
      seedDomains: this.#domains(seeds),
      seedAccounts: counted(seeds.map((row) => accounts[account[row]])).map(([name, posts]) => ({
        account: name,
        posts,
      })),
      spreaders: origin.spreaders.map(({ account: index, descendants }) => ({
        account: accounts[index],
        descendants,
      })),
    };
  }

  #domains(rows: readonly number[]) {
    const { urls } = this.#posts;
    const found = rows.flatMap((row) =>
      [...new Set(Array.from(listOf(urls, row), (url) => this.#addresses.domain.get(url) as string))].filter(
        (domain) => domain !== '',
      ),
    );
    return counted(found).map(([domain, posts]) => ({ domain, posts }));
  }

  #audience(rows: readonly number[], language: string) {
    const { homeCountries, homeLanguages } = this.#settings;
    const { country, language: languages, names } = this.#posts;
    let domestic = 0;
    for (const row of rows) {
      const spoken = languages[row] === none ? language : names.at(languages[row]);
      const isHome =
        country[row] === none
          ? homeLanguages.includes(spoken)
          : homeCountries.includes(names.at(country[row]));
      if (isHome) domestic += 1;
    }
    return { domestic, international: rows.length - domestic };
  }

  #groupRow(group: Group, narrativeOfRow: ReadonlyMap<number, string>): GroupRow {
    const { id, verdict, members, layers, edges, rows, days, surprise } = group;
    const { post, names, timeUtcMs } = this.#posts;
    const name = (index: number) => (index === none ? '' : names.at(index));
    const valuesOf = (column: Uint32Array) =>
      [...new Set(rows.map((row) => name(column[row])))].filter((value) => value !== '').sort();
    const narratives = rows.flatMap((row) => narrativeOfRow.get(row) ?? []);
    const facts = {
      id,
      verdict: verdict.kind,
      ...(verdict.reason === undefined ? {} : { reason: verdict.reason, share: verdict.share }),
      triage: verdict.rules,
      members,
      layers,
      edges,
      density: (2 * this.#pairsIn(group)) / (members.length * (members.length - 1)),
      first: isoOf(timeUtcMs[rows[0]]),
      last: isoOf(timeUtcMs[rows[rows.length - 1]]),
      posts: rows.map((row) => name(post[row])),
      rows,
      narratives: counted(narratives).map(([narrative]) => narrative),
      domains: this.#domains(rows),
      languages: valuesOf(this.#posts.language),
      platforms: valuesOf(this.#posts.platform),
      persistence: {
        windows: days.posted,
        active: days.together,
        share: days.posted === 0 ? 0 : days.together / days.posted,
      },
      confidence: confidenceOf(surprise / Math.max(1, edges), layers.length, days.together),
    };
    return { ...facts, disarm: suggestForGroup(facts, this.#tables.disarm) };
  }

  #pairsIn({ members }: Group): number {
    const known = new Set(members);
    return this.#coordination.edges.filter(({ from, to }) => known.has(from) && known.has(to)).length;
  }

  #edgeRows(): EdgeRow[] {
    const groupOf = new Map(
      this.#coordination.groups.flatMap(({ id, members }) => members.map((name) => [name, id] as const)),
    );
    return [...this.#coordination.edges]
      .sort((a, b) => b.surprise - a.surprise)
      .slice(0, listed.edges)
      .map((edge) => this.#edgeRow(edge, groupOf));
  }

  #edgeRow(edge: FusedEdge, groupOf: ReadonlyMap<string, string>): EdgeRow {
    const { from, to, weight, surprise, layers } = edge;
    const rows = this.#coordination.rowsOfEdge(edge);
    const group = groupOf.get(from);
    return {
      id: `edge-${textId(`${from}\u0000${to}`)}`,
      from,
      to,
      weight,
      surprise,
      layers: layers.map(({ layer, weight: own, meanLagMs, expected, p, timeP }) => ({
        layer,
        weight: own,
        meanLagMs,
        expected,
        p,
        timeP,
      })),
      rows: rows.slice(0, listed.rowsOfEdge),
      posts: rows.length,
      ...(group !== undefined && group === groupOf.get(to) ? { group } : {}),
    };
  }

  #story(
    story: readonly number[],
    linkables: readonly Linkable[],
    narratives: readonly Narrative[],
  ): StoryRow {
    const { homeLanguages } = this.#settings;
    const ids = story.map((i) => linkables[i].id);
    const first = Math.min(...story.map((i) => linkables[i].firstUtcMs));
    const byLanguage = new Map<string, { posts: number; firstUtcMs: number }>();
    for (const i of story) {
      const { language, firstUtcMs } = linkables[i];
      const known = byLanguage.get(language) ?? { posts: 0, firstUtcMs };
      known.posts += narratives[i].rows.length;
      known.firstUtcMs = Math.min(known.firstUtcMs, firstUtcMs);
      byLanguage.set(language, known);
    }
    const isHome = (i: number) => homeLanguages.includes(linkables[i].language);
    return {
      id: `story-${textId([...ids].sort()[0])}`,
      narratives: ids,
      languages: [...byLanguage]
        .map(([name, { posts, firstUtcMs }]) => ({
          name,
          posts,
          first: isoOf(firstUtcMs),
          lagMs: firstUtcMs - first,
        }))
        .sort((a, b) => a.lagMs - b.lagMs || (a.name < b.name ? -1 : 1)),
      domestic: story.filter(isHome).map((i) => linkables[i].id),
      international: story.filter((i) => !isHome(i)).map((i) => linkables[i].id),
    };
  }

  #summary(files: readonly FileRow[]): CollectionSummary {
    const { length, accounts, precisionMs, timeUtcMs } = this.#posts;
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const time of timeUtcMs) [first, last] = [Math.min(first, time), Math.max(last, time)];
    return {
      posts: length,
      accounts: accounts.length,
      ...(length === 0 ? {} : { first: isoOf(first), last: isoOf(last) }),
      precisionMs,
      languages: this.#stated(this.#posts.language),
      platforms: this.#stated(this.#posts.platform),
      countries: this.#stated(this.#posts.country),
      gaps: this.#gaps,
      files,
    };
  }

  #stated(column: Uint32Array): { name: string; posts: number }[] {
    const counts = new Map<number, number>();
    for (const value of column) if (value !== none) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts]
      .map(([value, posts]) => ({ name: this.#posts.names.at(value), posts }))
      .sort((a, b) => b.posts - a.posts || (a.name < b.name ? -1 : 1));
  }
}
