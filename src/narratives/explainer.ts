/**
 * The explainer brief: facts first, one warning, the technique, sources, audience (after the "truth sandwich" of the
 * Debunking Handbook 2020). It is published only when a second person has signed. A narrative that few have seen is not
 * to be carried further by its rebuttal: then the brief says "do not amplify" and why.
 */
import { CommonwatchError, message } from '../core/index.ts';
import type { EntryId, Instant, Language, MessageRef } from '../core/index.ts';
import { aboutOf } from './abcde.ts';
import type { Analysis, ExplainerBody, NarrativeRow } from './api.ts';

/** Below these a narrative has hardly left where it began. Both are shown, and a person may decide otherwise. */
export const lowReach = { accounts: 50, engagement: 1000, platforms: 2 } as const;

/** Whether a rebuttal would carry a narrative further than it came by itself, and by which figures. */
export function reachOf(narratives: readonly NarrativeRow[]): { low: boolean; because: MessageRef } {
  const accounts = narratives.reduce((sum, row) => sum + row.accounts, 0);
  const engagement = narratives.reduce((sum, row) => sum + (row.engagement ?? 0), 0);
  const platforms = new Set(narratives.flatMap((row) => row.platforms.map(({ name }) => name))).size;
  const low =
    accounts < lowReach.accounts && engagement < lowReach.engagement && platforms < lowReach.platforms;
  return {
    low,
    because: message(low ? 'narratives.explainer.reach-low' : 'narratives.explainer.reach', {
      accounts,
      engagement,
      platforms,
    }),
  };
}

/** A draft: what was measured is filled in; facts, warning and sources are a person's. @throws `entry.not-found` */
export function explainerDraft(
  analysis: Analysis,
  thing: string,
  collection: EntryId,
  language: Language,
): Omit<ExplainerBody, 'state' | 'writtenBy'> & { readonly techniques: readonly MessageRef[] } {
  const { groups, narratives } = aboutOf(analysis, thing);
  const { low, because } = reachOf(narratives);
  const suggestions = [...groups, ...narratives].flatMap(({ disarm }) => disarm);
  return {
    schema: 1,
    title: '',
    about: [...groups, ...narratives].map(({ id }) => id).slice(0, 100),
    collection,
    language,
    facts: [],
    warning: '',
    technique: '',
    disarm: [...new Set(suggestions.map(({ technique }) => technique))].slice(0, 20),
    audience: '',
    languages: [...new Set(narratives.flatMap((row) => row.languages.map(({ name }) => name)))].slice(0, 50),
    doNotAmplify: low,
    doNotAmplifyBecause: because,
    techniques: suggestions.map((suggestion) => suggestion.because),
  };
}

/** What a brief lacks before a second person may sign it, as paths into its body. */
export function readyFaults(body: ExplainerBody): string[] {
  const blank = (text: string) => text.trim() === '';
  return [
    ...(body.facts.length === 0 ? ['facts'] : []),
    ...body.facts.flatMap(({ text, source }, i) => [
      ...(blank(text) ? [`facts/${i}/text`] : []),
      ...(blank(source) ? [`facts/${i}/source`] : []),
    ]),
    ...(blank(body.warning) ? ['warning'] : []),
    ...(blank(body.technique) ? ['technique'] : []),
    ...(blank(body.audience) ? ['audience'] : []),
  ];
}

/** @throws `narratives.brief-not-ready`, `narratives.sign-own` */
export function signed(body: ExplainerBody, by: string, at: Instant): ExplainerBody {
  if (body.state !== 'ready') throw new CommonwatchError('narratives.brief-not-ready', body.state);
  if (body.writtenBy === by) throw new CommonwatchError('narratives.sign-own', by);
  return { ...body, state: 'signed', signedBy: by, signedAt: at };
}

/** Facts first, the warning once, the technique, then whom it is for; nothing is repeated that was claimed. */
export function explainerText(body: ExplainerBody): string {
  return [
    body.title,
    ...body.facts.map(({ text, source }) => `${text} (${source})`),
    body.warning,
    body.technique,
    body.audience,
  ]
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}
