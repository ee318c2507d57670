/**
 * An ABCDE sheet begun from what was measured (Pamment, The EU's Role in Fighting Disinformation, 2020: actor,
 * behaviour, content, degree, effect). The hub fills in observations; texts, confidence and alternatives are a
 * person's. Of the actor nothing is offered but that accounts act together: attribution is a judgement.
 */
import { CommonwatchError, message } from '../core/index.ts';
import type { EntryId, MessageRef } from '../core/index.ts';
import type { AbcdeBody, AbcdeField, Analysis, GroupRow, NarrativeRow } from './api.ts';

/** @param thing the id of a group or of a narrative. @throws `entry.not-found` */
export function abcdeDraft(analysis: Analysis, thing: string, collection: EntryId): AbcdeBody {
  const { groups, narratives } = aboutOf(analysis, thing);
  const field = (observed: readonly MessageRef[]): AbcdeField => ({
    text: '',
    observed,
    confidence: 0,
    alternatives: [],
  });
  return {
    schema: 1,
    title: narratives[0]?.text.slice(0, 120) ?? thing,
    collection,
    about: [...groups, ...narratives].map(({ id }) => id).slice(0, 100),
    parts: {
      actor: field([...groups.map(actorOf), message('narratives.abcde.actor.unknown')]),
      behaviour: field(groups.flatMap(behaviourOf)),
      content: field(narratives.slice(0, 10).map(contentOf)),
      degree: field(narratives.slice(0, 10).flatMap(degreeOf)),
      effect: field([message('narratives.abcde.effect.unmeasured')]),
    },
  };
}

/** The groups and narratives that belong to one of either. @throws `entry.not-found` */
export function aboutOf(
  { groups, narratives }: Pick<Analysis, 'groups' | 'narratives'>,
  thing: string,
): { groups: GroupRow[]; narratives: NarrativeRow[] } {
  const group = groups.find(({ id }) => id === thing);
  if (group !== undefined)
    return { groups: [group], narratives: narratives.filter(({ id }) => group.narratives.includes(id)) };
  const narrative = narratives.find(({ id }) => id === thing);
  if (narrative === undefined) throw new CommonwatchError('entry.not-found', thing);
  return {
    narratives: [narrative],
    groups: groups.filter(({ id, verdict }) => verdict === 'coordinated' && narrative.groups.includes(id)),
  };
}

function actorOf({ members, verdict }: GroupRow): MessageRef {
  return message('narratives.abcde.actor', {
    members: members.length,
    verdict: message(`narratives.verdict.${verdict}`),
  });
}

function behaviourOf(group: GroupRow): MessageRef[] {
  return [
    message('narratives.abcde.behaviour', {
      posts: group.posts.length,
      layers: group.layers.map((layer) => message(`narratives.layer.${layer}`)),
      active: group.persistence.active,
      windows: group.persistence.windows,
    }),
    ...group.disarm.map(({ because }) => because),
  ];
}

function contentOf({ text, languages, debunk }: NarrativeRow): MessageRef {
  return message(debunk ? 'narratives.abcde.content.debunk' : 'narratives.abcde.content', {
    text: text.slice(0, 300),
    languages: languages.map(({ name }) => name),
  });
}

function degreeOf(row: NarrativeRow): MessageRef[] {
  return [
    message('narratives.abcde.degree', {
      posts: row.posts,
      accounts: row.accounts,
      platforms: Math.max(1, row.platforms.length),
      first: row.first,
      last: row.last,
    }),
    ...row.bursts
      .slice(0, 3)
      .map(({ hour, posts, expected }) => message('narratives.abcde.burst', { hour, posts, expected })),
  ];
}
