/**
 * Techniques of DISARM that fit what was measured, each with the rule and the posts behind it. They are offered, and a
 * person confirms or rejects them: what is measured is co-action and text, never intent. Only techniques of the pinned
 * table are offered, and no countermeasure is: many of them are censorship.
 */
import { message } from '../core/index.ts';
import type { DisarmSuggestion, DisarmTable, GroupRow, LayerName, NarrativeRow } from './api.ts';
import type { MessageRef } from '../core/index.ts';

const rowsShown = 50;

interface Rule<T> {
  readonly technique: string;
  /** The sentence that says by which figure it fits; undefined when it does not. */
  readonly fits: (thing: T) => MessageRef | undefined;
}

type GroupFacts = Omit<GroupRow, 'disarm'>;
type NarrativeFacts = Omit<NarrativeRow, 'disarm' | 'register'>;

const has = (group: GroupFacts, ...layers: readonly LayerName[]) =>
  layers.some((layer) => group.layers.includes(layer));

/** Sites from which a group draws this much of its links are its own or its favourites. */
const mainDomainShare = 0.5;

const groupRules: readonly Rule<GroupFacts>[] = [
  {
    technique: 'T0084.001',
    fits: (group) =>
      has(group, 'co-text')
        ? message('narratives.disarm.copypasta', { members: group.members.length, posts: group.posts.length })
        : undefined,
  },
  {
    technique: 'T0049.003',
    fits: (group) =>
      has(group, 'fast-repost')
        ? message('narratives.disarm.fast-repost', { members: group.members.length })
        : undefined,
  },
  {
    technique: 'T0049.002',
    fits: (group) =>
      has(group, 'co-hashtags')
        ? message('narratives.disarm.hashtags', { members: group.members.length })
        : undefined,
  },
  {
    technique: 'T0049.007',
    fits: (group) => {
      const linked = group.domains.reduce((sum, { posts }) => sum + posts, 0);
      const [main] = group.domains;
      return has(group, 'co-domain') && main !== undefined && main.posts >= mainDomainShare * linked
        ? message('narratives.disarm.domain', { domain: main.domain, posts: main.posts })
        : undefined;
    },
  },
  {
    technique: 'T0119.002',
    fits: (group) =>
      group.platforms.length > 1
        ? message('narratives.disarm.platforms', { platforms: [...group.platforms] })
        : undefined,
  },
  {
    technique: 'T0118',
    fits: (group) =>
      has(group, 'co-repost', 'co-link') && !has(group, 'co-text')
        ? message('narratives.disarm.amplify', { members: group.members.length, posts: group.posts.length })
        : undefined,
  },
  {
    technique: 'T0116',
    fits: (group) =>
      has(group, 'co-reply')
        ? message('narratives.disarm.replies', { members: group.members.length })
        : undefined,
  },
];

const narrativeRules: readonly Rule<NarrativeFacts>[] = [
  {
    technique: 'T0101',
    fits: ({ languages, debunk }) =>
      !debunk && languages.length > 1
        ? message('narratives.disarm.localised', { languages: languages.map(({ name }) => name) })
        : undefined,
  },
  {
    technique: 'T0119.002',
    fits: ({ platforms, debunk }) =>
      !debunk && platforms.length > 1
        ? message('narratives.disarm.platforms', { platforms: platforms.map(({ name }) => name) })
        : undefined,
  },
];

/** For a group that is called coordinated; a harmless one gets none. */
export function suggestForGroup(group: GroupFacts, table: DisarmTable): DisarmSuggestion[] {
  return group.verdict === 'benign' ? [] : suggest(groupRules, group, group.rows, table);
}

/** For a narrative that a coordinated group posts: what anybody posts in two languages is no technique. */
export function suggestForNarrative(
  narrative: NarrativeFacts,
  rows: readonly number[],
  table: DisarmTable,
): DisarmSuggestion[] {
  return narrative.groups.length === 0 ? [] : suggest(narrativeRules, narrative, rows, table);
}

function suggest<T>(
  rules: readonly Rule<T>[],
  thing: T,
  rows: readonly number[],
  { techniques }: DisarmTable,
): DisarmSuggestion[] {
  return rules.flatMap(({ technique, fits }) => {
    const known = techniques.find(({ id, withdrawn }) => id === technique && !withdrawn);
    const because = fits(thing);
    return known === undefined || because === undefined
      ? []
      : [{ technique, name: known.name, tactic: known.tactic, because, rows: rows.slice(0, rowsShown) }];
  });
}
