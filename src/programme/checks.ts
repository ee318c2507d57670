/**
 * The eighteen checks. Each looks for one thing that a desk officer must not miss and returns it with its evidence, or
 * nothing: then the caller says "none found in the record", which is never "allowed" and never "forbidden".
 */
import { tlps } from '../core/index.ts';
import type { MessageRef } from '../core/index.ts';
import { message } from '../core/index.ts';
import { boundsOf } from './context.ts';
import { isQuoted } from './read.ts';
import type { Activity, Instrument, ProgrammeRecord, RecordDocument, Source, Statement } from './record.ts';
import { fold } from './text.ts';

export interface CheckFinding {
  readonly check: CheckName;
  /** Id of what it is about. */
  readonly subject: string;
  readonly sentence: MessageRef;
  readonly evidence: readonly Source[];
}

/** @param at the day as of which it is asked, ISO 8601 */
export type Check = (record: ProgrammeRecord, at: string) => Omit<CheckFinding, 'check'>[];

/** Supplier shares above which a dependency is told: the largest alone, and the Herfindahl–Hirschman index. */
const topShareLimit = 0.65;
const hhiLimit = 0.25;
const dayMs = 86_400_000;
const yearDays = 365.25;
/** Hosts outside the area of Article 6 of the North Atlantic Treaty, as far as the record's places go. */
const outsideMandate =
  /Japan|Indo-Pacific|Asia|Pacific|Australia|Korea|Taiwan|Philippines|China Sea|Indian Ocean|New Zealand|Vietnam|Singapore|India/;

const first = (date: string) => boundsOf(date, 'day')?.[0] ?? date;
const last = (date: string) => boundsOf(date, 'day')?.[1] ?? date;

export const checks = {
  'visiting-forces': (record) =>
    record.activities.flatMap((activity) =>
      visitorsWithoutBasis(activity, record.instruments).map((visitor) => {
        const related = record.instruments.filter(
          (it) => isForces(it) && covers(it, visitor, activity.host ?? ''),
        );
        const what = { activity: activity.title, visitor, host: activity.host ?? '', date: activity.start };
        return {
          subject: activity.id,
          sentence: message('programme.check.visiting-forces', { ...what, count: related.length }),
          evidence: [...activity.sources, ...related.flatMap(({ sources }) => sources)],
        };
      }),
    ),
  'outside-mandate': ({ activities }) =>
    activities
      .filter(
        ({ level, place, host, legalBasis }) =>
          level === 'organisation' &&
          legalBasis === undefined &&
          outsideMandate.test(`${place ?? ''} ${host ?? ''}`),
      )
      .map(({ id, title, place, host, sources }) => ({
        subject: id,
        sentence: message('programme.check.outside-mandate', { activity: title, place: place ?? host ?? '' }),
        evidence: sources,
      })),
  'stale-goal': ({ goals, activities }, at) =>
    goals
      .filter(({ rank = 'goal' }) => rank === 'goal' || rank === 'area')
      .filter(({ area }) => !activities.some((it) => it.area === area && isWithinYear(it, at)))
      .map(({ id, title, sources }) => ({
        subject: id,
        sentence: message('programme.check.stale-goal', { goal: title, at }),
        evidence: sources,
      })),
  'expiring-instrument': ({ instruments }, at) =>
    instruments
      .filter(
        (it) =>
          it.expiry !== undefined &&
          daysBetween(at, last(it.expiry)) <= yearDays &&
          !isSucceeded(it, instruments),
      )
      .map(({ id, title, expiry, sources }) => ({
        subject: id,
        sentence: message('programme.check.expiring-instrument', { instrument: title, expiry: expiry ?? '' }),
        evidence: sources,
      })),
  'commitment-overdue': ({ commitments }, at) =>
    commitments
      .filter(({ due, outcome }) => outcome === 'unknown' && last(due) < at)
      .map(({ id, title, by, due, sources }) => ({
        subject: id,
        sentence: message('programme.check.commitment-overdue', { commitment: title, by, due }),
        evidence: sources,
      })),
  'proposal-contradicted': ({ proposals }) =>
    proposals.flatMap(({ id, title, states }) => {
      const open = states.find(({ state }) => state === 'considered' || state === 'proposed');
      const later = states.find(
        ({ state, at }) =>
          (state === 'rejected' || state === 'decided' || state === 'done') && isLater(at, open?.at),
      );
      if (open === undefined || later === undefined) return [];
      const said = { proposal: title, state: later.state, at: later.at ?? '' };
      return [
        {
          subject: id,
          sentence: message('programme.check.proposal-contradicted', said),
          evidence: [open.source, later.source],
        },
      ];
    }),
  'statement-conflict': ({ statements }) => conflictsIn(statements),
  arithmetic: ({ statements }) => {
    const claiming = statements.filter((statement) => claimOf(statement) !== null);
    const files = new Set(claiming.map(({ file }) => file));
    const near = statements.filter(({ file }) => files.has(file));
    return claiming.flatMap((statement) => arithmeticOf(statement, near));
  },
  'single-source': ({ statements, documents }) => singleVoices(statements, documents),
  'succession-gap': ({ instruments }) =>
    instruments.flatMap((later) => {
      const earlier = instruments.find(({ id }) => id === later.supersedes);
      const begins = later.inForce ?? later.signed;
      if (earlier?.expiry === undefined || begins === undefined) return [];
      const days = Math.round(daysBetween(last(earlier.expiry), first(begins))) - 1;
      if (days <= 0) return [];
      const said = { earlier: earlier.title, later: later.title, days };
      return [
        {
          subject: later.id,
          sentence: message('programme.check.succession-gap', said),
          evidence: [...earlier.sources, ...later.sources],
        },
      ];
    }),
  'eligible-not-joined': ({ bodies }) =>
    bodies.flatMap(({ id, title, eligible, joined, sources }) =>
      eligible
        .filter((actor) => !joined.includes(actor))
        .map((actor) => ({
          subject: id,
          sentence: message('programme.check.eligible-not-joined', { actor, body: title }),
          evidence: sources,
        })),
    ),
  'open-obstacle': ({ proposals, obstacles }) =>
    proposals.flatMap(({ id, title, blockedBy = [], mitigation, states }) =>
      mitigation !== undefined
        ? []
        : obstacles
            .filter((obstacle) => obstacle.status === 'open' && blockedBy.includes(obstacle.id))
            .map((obstacle) => ({
              subject: id,
              sentence: message('programme.check.open-obstacle', {
                proposal: title,
                obstacle: obstacle.title,
              }),
              evidence: [...states.map(({ source }) => source), ...obstacle.sources],
            })),
    ),
  'less-restricted': ({ statements, documents }) => lessRestricted(statements, documents),
  'name-drift': ({ documents, statements }) => nameDrift(documents, statements),
  'supplier-concentration': ({ dependencies }) =>
    dependencies.flatMap(({ id, item, year, shares, sources }) => {
      const [supplier = '', share = 0] = Object.entries(shares).sort((a, b) => b[1] - a[1])[0] ?? [];
      const hhi = concentration(shares);
      if (share <= topShareLimit && hhi <= hhiLimit) return [];
      const said = { item, year: String(year), supplier, share, hhi: Math.round(hhi * 1000) / 1000 };
      return [
        { subject: id, sentence: message('programme.check.supplier-concentration', said), evidence: sources },
      ];
    }),
  'date-without-basis': ({ statements }) =>
    statements
      .filter(
        ({ date, dateBasis }) => date !== null && ((dateBasis as string | undefined) ?? 'none') === 'none',
      )
      .map((it) => ({
        subject: it.id,
        sentence: message('programme.check.date-without-basis', { title: it.title, date: it.date ?? '' }),
        evidence: [sourceOf(it)],
      })),
  'level-mismatch': ({ activities }) =>
    activities
      .filter(
        ({ level, participants }) =>
          level === 'organisation' && !participants.some((name) => /NATO/.test(name)),
      )
      .map(({ id, title, participants, sources }) => ({
        subject: id,
        sentence: message('programme.check.level-mismatch', {
          activity: title,
          participants: [...participants],
        }),
        evidence: sources,
      })),
  'quote-missing': ({ statements, documents }) => {
    const texts = new Map(documents.map(({ file, text }) => [file, text]));
    return statements
      .filter((it) => {
        const text = texts.get(it.file);
        return text !== undefined && !isQuoted(text, it);
      })
      .map((it) => ({
        subject: it.id,
        sentence: message('programme.check.quote-missing', { title: it.title, document: it.file }),
        evidence: [sourceOf(it)],
      }));
  },
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof checks;
export const checkNames = Object.keys(checks) as readonly CheckName[];

/** Every check, in order, with what it found; an empty list is "none found in the record". */
export function runChecks(
  record: ProgrammeRecord,
  at: string,
): { check: CheckName; findings: CheckFinding[] }[] {
  return checkNames.map((check) => ({
    check,
    findings: (checks[check] as Check)(record, at).map((found) => ({ check, ...found })),
  }));
}

/** Herfindahl–Hirschman index of shares, 0 to 1. */
export function concentration(shares: Readonly<Record<string, number>>): number {
  return Object.values(shares).reduce((sum, share) => sum + share * share, 0);
}

export function sourceOf({ file, quote, start, end }: Statement): Source {
  return { document: file, quote, start, end };
}

function isForces({ type }: Instrument): boolean {
  return type === 'raa' || type === 'sofa';
}

function covers({ parties }: Instrument, a: string, b: string): boolean {
  return parties.includes(a) && parties.includes(b);
}

/** Participants whose forces come to the host while no agreement between the two is in force (signed is not enough). */
function visitorsWithoutBasis(
  { host, participants, forces, start }: Activity,
  instruments: readonly Instrument[],
): string[] {
  if (!forces || host === undefined) return [];
  const isInForce = ({ inForce, expiry }: Instrument) =>
    inForce !== undefined &&
    first(inForce) <= first(start) &&
    (expiry === undefined || last(expiry) >= first(start));
  return participants.filter(
    (visitor) =>
      visitor !== host &&
      !instruments.some((it) => isForces(it) && covers(it, visitor, host) && isInForce(it)),
  );
}

function isWithinYear({ start, end = start }: Activity, at: string): boolean {
  return first(start) <= at && daysBetween(last(end), at) <= yearDays;
}

function isSucceeded({ id }: Instrument, instruments: readonly Instrument[]): boolean {
  return instruments.some(({ supersedes }) => supersedes === id);
}

function isLater(a: string | null, b: string | null | undefined): boolean {
  return a !== null && (b === null || b === undefined || first(a) >= first(b));
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/** Statements of the same subject and predicate that say different things; the most precise and latest first. */
export function conflictsIn(statements: readonly Statement[]): Omit<CheckFinding, 'check'>[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const { subject, predicate, object, retractedAt } = statement;
    if (subject === undefined || predicate === undefined || object === undefined || retractedAt !== undefined)
      continue;
    const key = `${subject}\u0000${predicate}`;
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap((group) => {
    const values = [...new Set(group.map(({ object }) => String(object)))];
    if (values.length < 2) return [];
    const ranked = [...group].sort(
      (a, b) => (b.date?.length ?? 0) - (a.date?.length ?? 0) || (b.date ?? '').localeCompare(a.date ?? ''),
    );
    const { subject = '', predicate = '' } = group[0];
    return [
      {
        subject,
        sentence: message('programme.check.statement-conflict', { subject, predicate, values }),
        evidence: ranked.map(sourceOf),
      },
    ];
  });
}

/** What is read out of a statement's own words, kept as long as the statement: a record is checked after each change. */
function perStatement<T>(read: (statement: Statement) => T): (statement: Statement) => T {
  const known = new WeakMap<Statement, { readonly value: T }>();
  return (statement) => {
    let held = known.get(statement);
    if (held === undefined) {
      held = { value: read(statement) };
      known.set(statement, held);
    }
    return held.value;
  };
}

const spanClaim = /(more than|over|less than|nearly|almost)? ?(a decade|two decades|(\d+) years) later/i;
const claimOf = perStatement(({ quote, title }) => spanClaim.exec(fold(quote)) ?? spanClaim.exec(title));

/** "More than a decade later": measured against the last definite date before it in the same document. */
function arithmeticOf(statement: Statement, all: readonly Statement[]): Omit<CheckFinding, 'check'>[] {
  const claim = claimOf(statement);
  if (claim === null || statement.date === null) return [];
  const before = all
    .filter(
      (it) =>
        it.file === statement.file &&
        it.start < statement.start &&
        it.date !== null &&
        it.datePrecision !== 'as-of',
    )
    .at(-1);
  if (before?.date === undefined || before.date === null) return [];
  const years = claim[3] === undefined ? (/two/i.test(claim[2]) ? 20 : 10) : Number(claim[3]);
  const measured =
    daysBetween(first(before.date.split('/')[0]), last(statement.date.split('/').at(-1) ?? statement.date)) /
    yearDays;
  const isMore = /more than|over/i.test(claim[1] ?? '');
  const isLess = /less than|nearly|almost/i.test(claim[1] ?? '');
  const holds = isMore ? measured > years : isLess ? measured < years : Math.abs(measured - years) < 1;
  if (holds) return [];
  const said = {
    claim: claim[0].trim(),
    from: before.date,
    to: statement.date,
    years: Math.round(measured * 10) / 10,
  };
  return [
    {
      subject: statement.id,
      sentence: message('programme.check.arithmetic', said),
      evidence: [sourceOf(before), sourceOf(statement)],
    },
  ];
}

/** What only one document says, or several that carry the same voice. */
function singleVoices(
  statements: readonly Statement[],
  documents: readonly RecordDocument[],
): Omit<CheckFinding, 'check'>[] {
  const voiceOf = new Map(documents.map(({ file, author }) => [file, author ?? file]));
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.subject === undefined || statement.predicate === undefined) continue;
    const key = `${statement.subject}\u0000${statement.predicate}\u0000${String(statement.object)}`;
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap((group) => {
    const voices = new Set(group.map(({ file, assertedBy }) => assertedBy ?? voiceOf.get(file) ?? file));
    if (voices.size > 1) return [];
    const said = {
      title: group[0].title,
      voice: [...voices][0],
      documents: new Set(group.map(({ file }) => file)).size,
    };
    return [
      {
        subject: group[0].id,
        sentence: message('programme.check.single-source', said),
        evidence: group.map(sourceOf),
      },
    ];
  });
}

function lessRestricted(
  statements: readonly Statement[],
  documents: readonly RecordDocument[],
): Omit<CheckFinding, 'check'>[] {
  const markings = new Map(documents.map(({ file, tlp }) => [file, tlp]));
  // Few are derived from others; only what they name is looked up.
  const named = new Set(statements.flatMap(({ derivedFrom = [] }) => derivedFrom));
  for (const { id, tlp } of named.size === 0 ? [] : statements) if (named.has(id)) markings.set(id, tlp);
  const rankOf = (id: string) => tlps.indexOf(markings.get(id) ?? 'CLEAR');
  return statements.flatMap((it) => {
    if (it.tlp === undefined) return [];
    const strictest = (it.derivedFrom ?? []).reduce(
      (most, id) => Math.max(most, rankOf(id)),
      rankOf(it.file),
    );
    if (tlps.indexOf(it.tlp) >= strictest) return [];
    const said = { title: it.title, tlp: it.tlp, evidence: tlps[strictest] };
    return [
      {
        subject: it.id,
        sentence: message('programme.check.less-restricted', said),
        evidence: [sourceOf(it)],
      },
    ];
  });
}

interface LongForm {
  readonly short: string;
  readonly long: string;
  readonly source: Source;
}

/** Names that a text writes out before their short forms: "Individual … Programme (IPCP)". */
function longFormsIn(file: string, text: string, at: number): LongForm[] {
  const found: LongForm[] = [];
  for (const match of fold(text).matchAll(
    /((?:[A-Z][a-z-]+ (?:and |of |for |the )?){2,7})\(([A-Z]{3,7})s?\)/g,
  )) {
    const long = longFormOf(match[1].trim(), match[2]);
    if (long === undefined) continue;
    const end = at + match.index + match[1].trimEnd().length;
    const start = end - long.length;
    found.push({ short: match[2], long, source: { document: file, quote: long, start, end } });
  }
  return found;
}

const quotedLongForms = perStatement(({ file, quote, start }) => longFormsIn(file, quote, start));

/** One short form written out in different ways ("Individual …", "Individualized … (IPCP)"). */
function nameDrift(
  documents: readonly RecordDocument[],
  statements: readonly Statement[],
): Omit<CheckFinding, 'check'>[] {
  const forms = new Map<string, Map<string, Source>>();
  const take = ({ short, long, source }: LongForm) => {
    const known = forms.get(short) ?? new Map<string, Source>();
    if (!known.has(long)) known.set(long, source);
    forms.set(short, known);
  };
  for (const { file, text } of documents) if (text !== undefined) longFormsIn(file, text, 0).forEach(take);
  for (const statement of statements) quotedLongForms(statement).forEach(take);
  return [...forms].flatMap(([short, known]) => {
    const names = [...known.keys()];
    if (new Set(names.map((name) => name.toLowerCase())).size < 2) return [];
    return [
      {
        subject: short,
        sentence: message('programme.check.name-drift', { short, names }),
        evidence: [...known.values()],
      },
    ];
  });
}

/** The words in front of a short form of which it holds the initials. */
function longFormOf(words: string, short: string): string | undefined {
  const all = words.split(' ');
  for (let from = all.length - 2; from >= 0; from--) {
    const initials = all
      .slice(from)
      .filter((word) => /^[A-Z]/.test(word))
      .map((word) => word[0])
      .join('');
    if (initials === short) return all.slice(from).join(' ');
  }
  return undefined;
}
