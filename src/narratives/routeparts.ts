/** What the room's routes have in common: collections under the gate, drafts, next versions. */
import { Type } from 'typebox';
import { CommonwatchError, entryId, ownerOnly } from '../core/index.ts';
import type { ActionContext, Body, Entry, EntryDraft, Evidence, Released, Route } from '../core/index.ts';
import type {
  Analysis,
  CollectionBody,
  GroupRow,
  KnownNarrativeBody,
  NarrativeCases,
  NarrativeRow,
} from './api.ts';
import { registerMatches } from './register.ts';

/** The types in api.ts say what an answer holds; the hub writes it as it is. */
export const anything = Type.Unknown();
export const closed = { additionalProperties: false } as const;
export const collectionParams = Type.Object({ id: Type.String({ maxLength: 128 }) });
export const thingParams = Type.Object({
  id: Type.String({ maxLength: 128 }),
  thing: Type.String({ pattern: '^(narrative|group)-[0-9a-f]{32}$' }),
});
export const reasonText = Type.String({ minLength: 10, maxLength: 2000 });
export const pageSize = 500;

export const casesOf = (context: ActionContext): NarrativeCases =>
  context.service<NarrativeCases>('narratives');

/** A collection that the viewer may see. @throws `entry.not-found` */
export function collectionOf(context: ActionContext, id: string): Released<Entry<CollectionBody>> {
  const released = context.entry(entryId(id)) as Released<Entry>;
  if (released.for(context.viewer.party).type !== 'post-collection')
    throw new CommonwatchError('entry.not-found', id);
  return released as Released<Entry<CollectionBody>>;
}

/** Only the collection's own party works on it; others see it without knowing more. @throws `entry.not-owner` */
export function ownCollection(context: ActionContext, id: string): Released<Entry<CollectionBody>> {
  const released = collectionOf(context, id);
  if (released.for(context.viewer.party).owner !== context.viewer.party)
    throw new CommonwatchError('entry.not-owner', id);
  return released;
}

/** The analysis with what of the register this viewer sees. */
export async function analysisOf(context: ActionContext, id: string): Promise<Released<Analysis>> {
  const collection = collectionOf(context, id);
  const { body } = collection.for(context.viewer.party);
  const analysis = await casesOf(context).analysis(entryId(id), body.settings);
  const register = context.entries({ types: ['known-narrative'], limit: pageSize });
  return collection.with(register).map(([, { entries }]) => {
    const known = (entries as readonly Entry<KnownNarrativeBody>[]).map(({ id: entry, body: known }) => ({
      id: entry,
      body: known,
    }));
    return {
      ...analysis,
      narratives: analysis.narratives.map((row) => ({ ...row, register: registerMatches(row, known) })),
    };
  });
}

export function narrativeIn({ narratives }: Analysis, id: string): NarrativeRow {
  const found = narratives.find((row) => row.id === id);
  if (found === undefined) throw new CommonwatchError('entry.not-found', id);
  return found;
}

export function groupIn({ groups }: Analysis, id: string): GroupRow {
  const found = groups.find((row) => row.id === id);
  if (found === undefined) throw new CommonwatchError('entry.not-found', id);
  return found;
}

/** A new entry starts with its owner alone; people release it. */
export function draftOf<B extends Body>(
  context: ActionContext,
  type: string,
  body: B,
  confidence = 50,
  evidence: readonly Evidence[] = [],
): EntryDraft<B> {
  const { viewer } = context;
  return {
    type,
    owner: viewer.party,
    level: viewer.level,
    confidence,
    release: ownerOnly(viewer.party),
    evidence,
    body,
  };
}

export async function kept(
  context: ActionContext,
  draft: EntryDraft<never> | EntryDraft,
): Promise<Released<Entry>> {
  const [{ id }] = await context.append([draft as EntryDraft]);
  return context.entry(id);
}

/** A next version of the viewer's own entry, with its envelope as it was. */
export async function revised<B extends Body>(
  context: ActionContext,
  id: string,
  type: string,
  change: (body: B) => B,
): Promise<Released<Entry>> {
  const before = context.entry(entryId(id)).for(context.viewer.party) as Entry<B>;
  if (before.type !== type) throw new CommonwatchError('entry.not-found', id);
  if (before.owner !== context.viewer.party) throw new CommonwatchError('entry.not-owner', id);
  const { created: _created, modified: _modified, ...envelope } = before;
  return kept(context, { ...envelope, body: change(before.body) } as unknown as EntryDraft);
}

export const listOf = (type: string, path: string, summary: string): Route => ({
  method: 'GET',
  path,
  summary,
  permission: 'read',
  response: anything,
  handle: (context) => context.entries({ types: [type], limit: pageSize }).map(({ entries }) => entries),
});
