/**
 * An activity before it is agreed: what the checks would say of it, which instruments stand between those who take
 * part, which obstacles and precedents bear on it, and what takes place at the same time.
 */
import { Type } from 'typebox';
import type { ActivityPlan, CheckView, ItemListView, PlanView } from './api.ts';
import { runChecks } from './checks.ts';
import { stemsOf } from './ask.ts';
import { allEntries, clashesIn } from './calendar.ts';
import { ItemSchemas } from './entries.ts';
import type { HeldItem, HeldStatement, Holdings } from './holdings.ts';
import { itemList } from './items.ts';
import { emptyRecord } from './record.ts';
import type { Activity, Instrument, ProgrammeRecord } from './record.ts';
import { statementView } from './statements.ts';
import { lastDay, sourceViews } from './views.ts';
import type { TSchema } from 'typebox';

/** What a plan is asked with: an activity without its sources, which nobody has yet. */
export const PlanSchema: TSchema = Type.Omit(ItemSchemas.activity as ReturnType<typeof Type.Object>, [
  'status',
]);

/** No entry has this key. */
const planned = 'planned activity';
const shownPrecedents = 8;
const happened: ReadonlySet<string> = new Set(['held', 'agreed', 'done', 'ongoing']);

export function planView(holdings: Holdings, plan: ActivityPlan, viewer: string, at: string): PlanView {
  const activity = { ...plan, id: planned, sources: [] } as unknown as Activity;
  return {
    checks: checksOf(activity, holdings, at),
    instruments: instrumentsFor(activity, holdings),
    obstacles: obstaclesFor(activity, holdings),
    precedents: precedentsFor(activity, holdings).map((held) => statementView(held, holdings, viewer)),
    clashes: clashesWith(activity, holdings),
  };
}

/** Every check on the record's instruments and this activity alone; nothing is "none found in the record". */
function checksOf(activity: Activity, holdings: Holdings, at: string): CheckView[] {
  const { instruments, proposals, obstacles, goals, commitments } = holdings.record;
  const standing = { ...emptyRecord, instruments, proposals, obstacles, goals, commitments };
  const without = new Set(findingsOf(standing, at).map(({ key }) => key));
  const found = findingsOf({ ...standing, activities: [activity] }, at);
  return runChecks({ ...emptyRecord }, at).map(({ check }) => {
    const bearing = found.filter(
      (each) => each.check === check && (!without.has(each.key) || bears(each.key, activity, holdings)),
    );
    return {
      check,
      findings: bearing.map(({ sentence, evidence }) => ({
        sentence,
        evidence: sourceViews(evidence, holdings),
      })),
      count: bearing.length,
    };
  });
}

function findingsOf(record: ProgrammeRecord, at: string) {
  return runChecks(record, at).flatMap(({ check, findings }) =>
    findings.map((finding) => ({ ...finding, check, key: `${check} ${finding.subject}` })),
  );
}

/** What was found before the plan and concerns it: an agreement of those who take part that runs out. */
function bears(key: string, { participants, host }: Activity, { record }: Holdings): boolean {
  const instrument = record.instruments.find(({ id }) => key === `expiring-instrument ${id}`);
  return instrument !== undefined && isBetween(instrument, [...participants, host ?? '']);
}

function isBetween({ parties }: Instrument, names: readonly string[]): boolean {
  return parties.filter((party) => names.includes(party)).length >= 2;
}

function instrumentsFor(
  { participants, host, start }: Activity,
  holdings: Holdings,
): PlanView['instruments'] {
  const names = [...participants, ...(host === undefined ? [] : [host])];
  const byKey = new Map(holdings.record.instruments.map((it) => [it.id, it]));
  return holdings.items('instrument').flatMap((held) => {
    const instrument = byKey.get(held.entry.body.key);
    if (instrument === undefined || !isBetween(instrument, names)) return [];
    return [{ ...itemList(held, holdings), standing: standingOn(instrument, start) }];
  });
}

/** Signed is not in force; what is silent about its coming into force is unknown. */
function standingOn(
  { signed, inForce, expiry, binding }: Instrument,
  day: string,
): PlanView['instruments'][number]['standing'] {
  if (expiry !== undefined && lastDay(expiry) < day) return 'ended';
  if (inForce !== undefined && inForce <= day) return 'in-force';
  if (binding === false && signed !== undefined && signed <= day) return 'in-force';
  return signed !== undefined && signed <= day ? 'signed' : 'unknown';
}

/** Obstacles that a proposal of the same words or place meets, and those that name who takes part. */
function obstaclesFor(activity: Activity, holdings: Holdings): ItemListView[] {
  const stems = new Set(
    stemsOf([activity.title, activity.place, activity.host, activity.legalBasis].join(' ')),
  );
  const blocked = new Set(
    holdings.record.proposals
      .filter(({ title }) => stemsOf(title).filter((stem) => stems.has(stem)).length >= 2)
      .flatMap(({ blockedBy = [] }) => blockedBy),
  );
  const isAbroad = activity.forces && activity.participants.some((name) => name !== activity.host);
  const bears = ({ entry: { body } }: HeldItem) =>
    body.item.status === 'open' &&
    (blocked.has(body.key) ||
      stemsOf(body.item.title).some((stem) => stem.length > 3 && stems.has(stem)) ||
      // Forces abroad and the organisation outside its area meet these whatever the activity is called.
      (isAbroad && activity.participants.includes('Japan') && /Article 9|憲法/.test(body.item.title)) ||
      (activity.level === 'organisation' && /mandate|geographic/i.test(body.item.title)));
  return holdings
    .items('obstacle')
    .filter(bears)
    .map((held) => itemList(held, holdings));
}

/** What took place of the same kind, area, place or among the same, best first. */
function precedentsFor(activity: Activity, holdings: Holdings): HeldStatement[] {
  const { participants, area, kind, place, host } = activity;
  const partners = participants.filter((name) => name !== 'Japan');
  const score = ({ statement: it }: HeldStatement) =>
    (it.kind === kind ? 2 : 0) +
    ((it.areas as readonly string[]).includes(area) ? 1 : 0) +
    (it.places.some((name) => name === place || name === host) ? 2 : 0) +
    Math.min(2, it.actors.filter((name) => partners.includes(name)).length);
  return holdings.accepted
    .filter(({ statement }) => happened.has(statement.modality))
    .map((held) => ({ held, points: score(held) }))
    .filter(({ points }) => points >= 3)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, shownPrecedents)
    .map(({ held }) => held);
}

function clashesWith(activity: Activity, holdings: Holdings): PlanView['clashes'] {
  const { start, end = start, participants, place, host, level, title } = activity;
  const mine = {
    id: planned,
    title,
    kind: 'activity',
    level,
    from: start,
    to: lastDay(end),
    date: start,
    dateBasis: 'explicit' as const,
    actors: participants,
    places: [place, host].filter((name) => name !== undefined),
    sources: [],
  };
  const near = allEntries(holdings).filter(({ from, to }) => from <= mine.to && to >= mine.from);
  const clashing = new Set(clashesIn([mine, ...near]).flatMap(({ a, b }) => (a === planned ? [b] : [])));
  return near.filter(({ id }) => clashing.has(id));
}
