/** Somebody here saw what an object tells of: a sighting of this hub's party, with its owner alone at first. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CommonwatchError, derivedId, instant, ownerOnly } from '../core/index.ts';
import type { ActionContext, EntryDraft, Released } from '../core/index.ts';
import { isTimestamp, markedAs, shownJson } from '../exchange/index.ts';
import type { Properties } from '../exchange/index.ts';
import type { ObjectLine } from './api.ts';
import { lineOf, objectEntry } from './reading.ts';
import type { StixEntry } from './reading.ts';
import { draftOf } from './stixobject.ts';

export const SightingRequestSchema = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
    firstSeen: Type.String({ maxLength: 40 }),
    lastSeen: Type.String({ maxLength: 40 }),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);
export type SightingRequest = Static<typeof SightingRequestSchema>;

/** @throws `entry.not-found`, `time.invalid`, `entry.invalid` when the last time is before the first */
export async function sight(
  context: ActionContext,
  id: string,
  request: SightingRequest,
): Promise<Released<ObjectLine>> {
  const { party, level } = context.viewer;
  const seen = objectEntry(context, id).for(party);
  for (const time of [request.firstSeen, request.lastSeen])
    if (!isTimestamp(time)) throw new CommonwatchError('time.invalid', time);
  if (request.lastSeen < request.firstSeen)
    throw new CommonwatchError('entry.invalid', request.lastSeen, { path: '/lastSeen' });
  const now = instant(context.nowUtcMs);
  const stixId = shownJson(seen.body.stixId);
  const object: Properties = {
    type: 'sighting',
    spec_version: '2.1',
    id: derivedId('sighting', party, context.account, stixId, now, request.firstSeen, request.lastSeen),
    created: now,
    modified: now,
    sighting_of_ref: stixId,
    count: request.count,
    first_seen: request.firstSeen,
    last_seen: request.lastSeen,
    ...(request.note === undefined || request.note === '' ? {} : { description: request.note }),
  };
  const release = ownerOnly(party);
  const draft = draftOf(object, { owner: party, level, release, stated: true, marked: markedAs(release) });
  // What was seen may be another's: the sighting hangs on that very entry.
  const body = { ...draft.body, refs: [seen.id], refCount: 1, ends: [seen.id] };
  const [written] = await context.append([{ ...draft, body } as unknown as EntryDraft]);
  return context.common(lineOf(written as StixEntry, context));
}
