/**
 * One partner's morning on one page, assembled from what came through the gate for that partner: the rooms' sections,
 * the cases, a few opening sentences, and what may be passed on. It is made of nothing else, so that it cannot say
 * what its reader may not know: no numbers of what is hidden, no mention of other readers.
 */
import { idsIn, message, tlps, withoutDerivatives } from '../core/index.ts';
import type {
  Brief,
  BriefBlock,
  BriefSection,
  BriefSource,
  Entry,
  FindingBody,
  Group,
  Instant,
  MessageRef,
  Party,
  Released,
  Room,
  SectionContext,
} from '../core/index.ts';
import type { StoreView } from '../store/index.ts';
import type { CaseEntry } from './cases.ts';
import { viewOf } from './views.ts';
import type { Viewing } from './views.ts';

export interface BriefParts {
  readonly rooms: readonly Room[];
  readonly viewing: Viewing;
  /** Whom it is for: the context's viewer. */
  readonly party: Party;
  /** Whose hub makes it. */
  readonly from: Party;
  readonly groups: readonly Group[];
  readonly since: Instant;
  readonly exercise: boolean;
}

/** The most entries that one page tells of; the newest are taken. */
const maxEntries = 2000;

export function assembleBrief(context: StoreView, parts: BriefParts): Released<Brief> {
  const all = changedSince(context, parts.since);
  const entries = all.map(withoutDerivatives);
  const named = namedBy(entries, context);
  const standing: SectionContext['standing'] = (query) =>
    context.entries({ limit: 1000, ...query }).map((page) => page.entries);
  return all.with(entries.with(named)).map(([everything, [changed]]) => {
    const { viewer, language, at } = context;
    const sections = parts.rooms
      .flatMap((room) => room.sections)
      .toSorted((a, b) => a.order - b.order)
      .map(({ build }) =>
        build({
          viewer: viewer.party,
          country: parts.party.country,
          language,
          since: parts.since,
          at,
          entries,
          named,
          standing,
        }),
      )
      .filter((section) => section !== undefined);
    const cases = casesSection(changed);
    return {
      party: viewer.party,
      partyName: parts.party.name,
      from: parts.from.name,
      since: parts.since,
      at,
      language,
      exercise: parts.exercise,
      marking: `TLP:${strictestTlp(everything)}`,
      lead: lead(changed, context, parts),
      sections: cases === undefined ? sections : [...sections, cases],
      onward: onward(everything, context, parts),
    };
  });
}

/** Everything that became new or different for this reader, newest first. */
function changedSince(context: StoreView, since: Instant): Released<readonly Entry[]> {
  const query = { modifiedSince: since, limit: 1000 };
  let page = context.entries(query);
  let all: Released<readonly Entry[]> = page.map(({ entries }) => entries);
  for (;;) {
    const { cursor } = page.for(context.viewer.party);
    const count = all.for(context.viewer.party).length;
    if (cursor === undefined || count >= maxEntries) return all;
    page = context.entries({ ...query, cursor });
    all = all.with(page).map(([before, { entries }]) => [...before, ...entries]);
  }
}

/** What those entries name, where the reader may see it too. */
function namedBy(entries: Released<readonly Entry[]>, context: StoreView): Released<readonly Entry[]> {
  return entries.map((list) => {
    const have = new Set<string>(list.map(({ id }) => id));
    const ids = new Set(list.flatMap(({ body, evidence }) => idsIn(JSON.stringify([body, evidence]))));
    return context.entriesById([...ids].filter((id) => !have.has(id))).for(context.viewer.party);
  });
}

function strictestTlp(entries: readonly Entry[]): string {
  const strictest = Math.max(0, ...entries.map(({ release }) => tlps.indexOf(release.tlp)));
  return tlps[strictest];
}

function lead(entries: readonly Entry[], context: StoreView, parts: BriefParts): BriefBlock[] {
  const { at } = context;
  const { since } = parts;
  const counted: BriefSource = { text: message('hub.brief.source.hub'), asOf: at };
  const findings = entries.filter(isFinding).filter(({ body }) => !body.withdrawn);
  if (entries.length === 0)
    return [{ kind: 'sentence', text: message('hub.brief.lead.none', { since, at }), sources: [counted] }];
  if (findings.length === 0) return [];
  const sentence = message('hub.brief.lead.findings', {
    count: findings.length,
    since,
    kinds: countsByKind(findings),
  });
  const confirmed = findings.filter(
    (finding) => viewOf(finding as unknown as Entry, context, parts.viewing).standing === 'confirmed',
  ).length;
  const standing =
    confirmed === 0
      ? message('hub.brief.lead.unconfirmed')
      : message('hub.brief.lead.confirmed', { count: confirmed });
  return [
    { kind: 'sentence', text: sentence, sources: [counted] },
    { kind: 'sentence', text: standing, sources: [counted] },
  ];
}

function isFinding(entry: Entry): entry is Entry<FindingBody> & Entry {
  return entry.type === 'finding';
}

/** Most frequent first; kinds that are equally frequent in the order of the alphabet. */
function countsByKind(findings: readonly Entry<FindingBody>[]): MessageRef[] {
  const counts = new Map<string, number>();
  for (const { body } of findings) {
    const key = `${body.room}.kind.${body.kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([key, count]) => message('hub.brief.lead.kind', { kind: message(key), count }));
}

function casesSection(entries: readonly Entry[]): BriefSection | undefined {
  const cases = entries.filter(({ type }) => type === 'case') as unknown as CaseEntry[];
  if (cases.length === 0) return undefined;
  return { title: message('hub.brief.cases'), blocks: cases.flatMap(caseBlocks) };
}

function caseBlocks(entry: CaseEntry): BriefBlock[] {
  const { title, status, assessments, decisions } = entry.body;
  const lead = message('hub.brief.case', { title, status: message(`hub.brief.case.${status}`) });
  const source = (asOf: Instant): BriefSource[] => [
    { entry: entry.id, text: message('hub.case', { title }), asOf },
  ];
  const blocks: BriefBlock[] = assessments
    .filter(({ dissentOf }) => dissentOf === undefined)
    .map(({ id, at, by, text, confidence }) => ({
      kind: 'sentence',
      text: message('hub.brief.assessment', { by, text, confidence }),
      against: assessments
        .filter(({ dissentOf }) => dissentOf === id)
        .map((each) =>
          message('hub.brief.dissent', { by: each.by, text: each.text, confidence: each.confidence }),
        ),
      sources: source(at),
    }));
  for (const { at, by, text } of decisions)
    blocks.push({
      kind: 'sentence',
      text: message('hub.brief.decision', { by, at, text }),
      sources: source(at),
    });
  const [first, ...rest] = blocks;
  if (first === undefined || first.kind !== 'sentence')
    return [{ kind: 'sentence', text: lead, sources: source(entry.modified) }];
  return [{ ...first, lead }, ...rest];
}

/**
 * What may be passed on, to whom, by TLP 2.0 and the audience as the reader knows it: RED stays with the reader,
 * AMBER+STRICT and AMBER within its organisation, GREEN and AMBER with the members of the named groups that it
 * belongs to itself, CLEAR and public with anyone.
 */
function onward(entries: readonly Entry[], context: StoreView, parts: BriefParts): Brief['onward'] {
  const lines: Brief['onward'] = [];
  const owners = new Map([parts.party, parts.from].map((party) => [party.id, party.name]));
  const byMarking = new Map<string, { entry: Entry; count: number; to: MessageRef }>();
  for (const entry of entries)
    for (const [key, to] of recipients(entry, context, parts)) {
      const marking = JSON.stringify([entry.owner, entry.release.tlp, key]);
      const known = byMarking.get(marking);
      if (known === undefined) byMarking.set(marking, { entry, count: 1, to });
      else known.count += 1;
    }
  for (const [, { entry, count, to }] of [...byMarking].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const owner = owners.get(entry.owner) ?? entry.owner;
    const what = message('hub.brief.onward.what', { tlp: `TLP:${entry.release.tlp}`, owner, count });
    lines.push({ to, what, allowed: true });
  }
  const rest = message('hub.brief.onward.rest', { owner: parts.from.name });
  lines.push({ to: message('hub.brief.onward.nobody'), what: rest, allowed: false });
  return lines;
}

/** To whom one entry may go besides its reader; nothing under TLP:RED or originator control. */
function recipients(
  { release }: Entry,
  { viewer }: StoreView,
  { groups }: BriefParts,
): [key: string, to: MessageRef][] {
  const { audience, tlp, orcon } = release;
  if (tlp === 'RED' || orcon) return [];
  if (audience.kind === 'public') return [['public', message('hub.brief.onward.public')]];
  const own: [string, MessageRef] = ['own', message('hub.brief.onward.own')];
  if (audience.kind !== 'named' || tlp === 'AMBER+STRICT') return [own];
  const shared = groups.filter(({ id }) => audience.groups.includes(id) && viewer.groups.has(id));
  return [
    own,
    ...shared.map(({ id, name }): [string, MessageRef] => [
      `group ${id}`,
      message('hub.brief.onward.group', { group: name }),
    ]),
  ];
}
