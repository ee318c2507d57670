/**
 * The built-in exercise: plays the scenario's earlier hours through the real way (bytes, decoder, detectors, journal),
 * lets its people confirm, argue, decide and release, and goes on live from there to the scenario's end.
 */
import { instant, ownerOnly } from '../core/index.ts';
import type {
  Entry,
  EntryDraft,
  EntryId,
  FindingBody,
  Language,
  PartyId,
  Release,
  Sanitising,
} from '../core/index.ts';
import { cast, defaultStartUtcMs } from '../exercise/index.ts';
import type { ExerciseIdentity, ReleaseRequest } from './api.ts';
import type { Principal } from './accounts.ts';
import type { FeedConfig } from './config.ts';
import type { HubContext } from './exits.ts';
import type { Hub } from './hub.ts';
import { planRelease } from './releasing.ts';
import { roleWithin } from './roles.ts';
import { emptyCase, withAssessment, withDecision, withMember } from './cases.ts';
import { loadStartingRecord } from './programmerecord.ts';
import { judgementOf } from './routes/entries.ts';
import { loadLanes } from './lanes.ts';
import { keptScenario } from '../lanes/index.ts';
import { tellCti } from './exercisecti.ts';
import { tellNarratives } from './exercisenarratives.ts';
import { tellRelief } from './exerciserelief.ts';

/** The party whose hub an exercise plays. */
export const exerciseParty = cast.hubParty;

/** The scenario's feeds. What rests on them is released by people, as in real use. */
export function exerciseFeeds(): FeedConfig[] {
  return cast.feeds.map(({ id, name, release }) => ({
    id,
    label: name,
    release,
    share: 'on-release',
    kind: 'scenario',
  }));
}

/**
 * Makes the cast, works the earlier hours through, and lets the clock run. What an earlier start left in the folder
 * (or a prepared opening, see `opening.ts`) is gone on from.
 */
export async function playExercise(hub: Hub): Promise<void> {
  await prepareExercise(hub);
  hub.pipeline.setClock(hub.parts.clock.nowUtcMs(), hub.parts.config.exercise.rate);
  hub.setReady(identitiesOf());
}

/** As far as the opening: afterwards the clock stands there. */
export async function prepareExercise(hub: Hub): Promise<void> {
  const { exercise } = hub.parts.config;
  hub.pipeline.setClock(defaultStartUtcMs, 0);
  await makeCast(hub);
  await loadStartingRecord(hub.parts.store, 'exercise', instant(defaultStartUtcMs));
  await hub.pipeline.start(exerciseFeeds(), [], {
    seed: exercise.seed,
    vessels: exercise.vessels,
    startUtcMs: defaultStartUtcMs,
    hours: exercise.hours,
  });
  const openingUtcMs = defaultStartUtcMs + exercise.hours * 3_600_000;
  if (hub.parts.clock.nowUtcMs() > openingUtcMs || isStoryTold(hub)) return;
  await tellStory(hub);
  await tellRelief((account) => windowOf(hub, account)());
  await tellNarratives(
    hub,
    exercise.seed,
    (account) => windowOf(hub, account),
    (id, request) => release(hub, id, request),
  );
  await tellCti(hub, (account) => windowOf(hub, account));
}

function isStoryTold(hub: Hub): boolean {
  const context = windowOf(hub, 'taro')();
  const told = context.entries({ types: ['judgement', 'case'], limit: 1 }).for(context.viewer.party);
  return told.entries.length > 0;
}

async function makeCast({ parts: { store, accounts } }: Hub): Promise<void> {
  for (const party of cast.parties)
    if (store.parties.get(party.id) === undefined) await store.parties.put(party, 'exercise');
  for (const group of cast.groups)
    if (store.groups.get(group.id) === undefined) await store.groups.put(group, 'exercise');
  const known = new Set(accounts.list().map(({ account }) => account));
  for (const { account, name, party, permissions } of cast.accounts)
    if (!known.has(account)) await accounts.create({ account, name, party, role: roleWithin(permissions) });
}

function identitiesOf(): ExerciseIdentity[] {
  const names = new Map(cast.parties.map(({ id, name }) => [id, name]));
  return cast.accounts.map(({ account, name, party, role }) => ({
    account,
    name,
    party,
    partyName: names.get(party) ?? { en: party, ja: party },
    role,
  }));
}

type Finding = Entry<FindingBody>;

/** What the exercise's officers did in the hours before it opens. */
async function tellStory(hub: Hub): Promise<void> {
  const officer = windowOf(hub, 'hana');
  const findings = await findingsOf(officer());
  await releaseRecord(hub);
  await keepScenario(hub);
  if (findings.length === 0) return;
  const byKind = byKindOf(findings);
  const chosen = [...byKind.values()].flatMap((list) => list.slice(0, perKind));
  for (const finding of chosen) await judge(officer(), finding);
  await releaseInTurn(hub, byKind);
  await openCase(hub, chosen);
}

/** Findings of each kind that a person has looked at. */
const perKind = 3;

function windowOf({ parts, contextFor }: Hub, account: string): () => HubContext {
  const found = parts.accounts.get(account);
  const { permissions } = cast.accounts.find((each) => each.account === account) as (typeof cast.accounts)[0];
  const principal: Principal = { account: found, permissions, csrf: undefined };
  return () => contextFor(principal);
}

async function findingsOf(context: HubContext): Promise<Finding[]> {
  const { entries } = context.entries({ types: ['finding'], limit: 1000 }).for(context.viewer.party);
  return (entries as unknown as Finding[]).filter(({ body }) => !body.withdrawn && body.kind !== 'passage');
}

function byKindOf(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings)
    groups.set(finding.body.kind, [...(groups.get(finding.body.kind) ?? []), finding]);
  return groups;
}

const reasons: Record<'confirmed' | 'dismissed', Record<Language, string>> = {
  confirmed: {
    en: 'Track and reports looked at one by one; the pattern holds.',
    ja: '航跡と通報を個別に確認。パターンは成り立つ。',
  },
  dismissed: {
    en: 'Harbour service known to the watch.',
    ja: '当直で把握している港内業務。',
  },
};

async function judge(context: HubContext, finding: Finding): Promise<void> {
  const request = { verdict: 'confirmed', reason: reasons.confirmed.en, confidence: 80 } as const;
  await context.append([judgementOf(finding as unknown as Entry, request, context)]);
}

interface Giving {
  readonly kinds: readonly string[];
  readonly audience: Release['audience'];
  readonly tlp: Release['tlp'];
}

const named = (parties: readonly PartyId[], groups: readonly string[] = []): Release['audience'] => ({
  kind: 'named',
  parties: [...parties],
  groups: [...groups],
});

/** Who is given what: three partners, three different mornings. */
const givings: readonly Giving[] = [
  { kinds: ['encounter', 'loitering'], audience: named(['lumen', 'aurelia']), tlp: 'AMBER' },
  { kinds: ['zone-entry'], audience: named(['lumen', 'minna-prefecture']), tlp: 'AMBER' },
  { kinds: ['coverage-gap'], audience: named([], ['compact-member-states']), tlp: 'AMBER' },
];

async function releaseInTurn(hub: Hub, byKind: ReadonlyMap<string, readonly Finding[]>): Promise<void> {
  for (const { kinds, audience, tlp } of givings)
    for (const kind of kinds)
      for (const finding of (byKind.get(kind) ?? []).slice(0, perKind)) {
        // What rests on the satellite too leaves only as a coarser version without its evidence.
        const restsOnSatellite = finding.evidence.some(({ release: its }) => its?.audience.kind === 'owner');
        await release(hub, finding.id, { audience, tlp, ...(restsOnSatellite ? { sanitise: coarser } : {}) });
      }
  for (const finding of (byKind.get('suspected-disabling') ?? []).slice(0, perKind))
    await release(hub, finding.id, {
      audience: named(['northern-compact', 'tessaly', 'lumen']),
      tlp: 'AMBER',
      sanitise: coarser,
    });
}

/** Of the programme's record: agreements and goals are public; the papers' own words go to the partners of the watch. */
const recordGivings: readonly (Giving & { readonly type: string })[] = [
  {
    type: 'programme-item',
    kinds: ['instrument', 'goal', 'body'],
    audience: { kind: 'public' },
    tlp: 'CLEAR',
  },
  { type: 'document', kinds: [], audience: named([], ['watch-partners']), tlp: 'GREEN' },
  {
    type: 'statement',
    kinds: ['agreement', 'meeting', 'visit', 'exercise', 'programme'],
    audience: named([], ['watch-partners']),
    tlp: 'GREEN',
  },
];

/** What two closed straits would cost, kept, joined to a case of its own and given to the partners of the watch. */
async function keepScenario(hub: Hub): Promise<void> {
  const context = windowOf(hub, 'taro')();
  const ready = loadLanes().ready.find(({ id }) => id === 'bab-and-taiwan');
  if (ready === undefined) return;
  const scenario = { ...ready.scenario, name: ready.name.en };
  const [{ id }] = await context.append([(await keptScenario(context, scenario)) as unknown as EntryDraft]);
  const body = withMember(
    emptyCase('What two closed straits would cost the partners'),
    id,
    'hana',
    context.at,
  );
  const [joined] = await context.append([
    {
      type: 'case',
      owner: context.viewer.party,
      level: context.viewer.level,
      confidence: 50,
      release: ownerOnly(context.viewer.party),
      evidence: [],
      body,
    },
  ]);
  for (const each of [id, joined.id])
    await release(hub, each, { audience: named([], ['watch-partners']), tlp: 'GREEN' });
}

/** What obstacles there are, who promised what and who proposes what stays at home. */
async function releaseRecord(hub: Hub): Promise<void> {
  const context = windowOf(hub, 'taro')();
  const drafts = recordGivings.flatMap(({ type, kinds, audience, tlp }) => {
    const query = { types: [type], limit: 1000, ...(kinds.length === 0 ? {} : { kinds }) };
    const { entries } = context.entries(query).for(context.viewer.party);
    return entries.flatMap(
      (entry) => planRelease(entry, { audience, tlp }, context, hub.parts.directory()).drafts,
    );
  });
  await context.append(drafts);
}

const coarser: Sanitising = {
  placeGridDeg: 0.5,
  timeGridMs: 3_600_000,
  withoutEvidence: true,
  withoutSubjects: true,
};

async function release(hub: Hub, id: EntryId, request: ReleaseRequest): Promise<void> {
  const context = windowOf(hub, 'taro')();
  const entry = context.entry(id).for(context.viewer.party);
  const { drafts } = planRelease(entry, request, context, hub.parts.directory());
  await context.append(drafts);
}

async function openCase(hub: Hub, chosen: readonly Finding[]): Promise<void> {
  const context = windowOf(hub, 'taro')();
  const { at, viewer } = context;
  const members = chosen.filter(({ body }) => body.kind !== 'coverage-gap').slice(0, 8);
  if (members.length === 0) return;
  let body = emptyCase('Meetings and silences south-west of the islands');
  for (const { id } of members) body = withMember(body, id, 'hana', at);
  body = withAssessment(body, {
    id: 'assessment-1',
    at,
    by: 'hana',
    text: 'The meetings lie close together and follow silences of the same fleet; transfers at sea are likely.',
    confidence: 70,
    shared: true,
  });
  body = withAssessment(body, {
    id: 'assessment-2',
    at,
    by: 'iris',
    text: 'Bunkering is usual here at this season; one night is too little to tell transfers from fuel.',
    confidence: 45,
    dissentOf: 'assessment-1',
    shared: true,
  });
  body = withDecision(body, {
    id: 'decision-1',
    at,
    by: 'taro',
    text: 'Share the meetings with Lumen and Aurelia and ask both for port calls of the vessels.',
  });
  const [entry] = await context.append([
    {
      type: 'case',
      owner: viewer.party,
      level: viewer.level,
      confidence: 70,
      release: { ...members[0].release, audience: { kind: 'owner' }, tlp: 'AMBER', redactions: [] },
      evidence: [],
      body,
    },
  ]);
  await release(hub, entry.id, {
    tlp: 'AMBER',
    audience: named(['lumen', 'aurelia', 'northern-compact']),
  });
}
