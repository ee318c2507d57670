/**
 * What people read, made from the state alone: the situation report, who does what where, the log of decisions with
 * the clocks of who waits on whom, and the timeline of an after-action review. Every figure carries its source and
 * as-of time; what is unknown is said to be unknown.
 */
import { message } from '../core/index.ts';
import type { MessageRef, PartyId } from '../core/index.ts';
import type { Flag, Report, ReportCell, ReportTable, State, Step, SubjectView } from './api.ts';
import { flagsOf } from './flags.ts';
import { compare } from './ledger.ts';
import { itemWords } from './types.ts';
import { subjectsOf } from './views.ts';

export const reportNames = ['sitrep', 'who-what-where', 'decisions', 'timeline'] as const;
export type ReportName = (typeof reportNames)[number];

export function reportOf(name: ReportName, state: State, nowUtcMs: number): Report {
  const makers: Record<ReportName, () => ReportTable[]> = {
    sitrep: () => situation(state, nowUtcMs),
    'who-what-where': () => [whoWhatWhere(state)],
    decisions: () => decisionLog(state, nowUtcMs),
    timeline: () => afterAction(state),
  };
  return {
    name,
    contingency: state.contingency.body.name,
    asOfUtcMs: nowUtcMs,
    tables: makers[name](),
  };
}

const column = (key: string, hxl: string) => ({ title: message(`coordination.report.${key}`), hxl });
const cell = (text: MessageRef | string): ReportCell => ({
  text: typeof text === 'string' ? message('coordination.text', { text }) : text,
});
const figure = (value: number, source: string, asOfUtcMs: number): ReportCell => ({
  text: message('coordination.number', { value }),
  value,
  source,
  asOfUtcMs,
});
const party = (id: PartyId | undefined): ReportCell => ({ ...cell(id ?? ''), party: id });
const time = (atUtcMs: number | undefined): ReportCell =>
  atUtcMs === undefined ? cell('') : { text: message('coordination.time', { atUtcMs }), timeUtcMs: atUtcMs };

function situation(state: State, nowUtcMs: number): ReportTable[] {
  const flags = flagsOf(state, nowUtcMs);
  return [people(state, flags), needs(state), stock(state), isolated(state), attention(flags)];
}

/** Counts by place; whoever was to report and did not stands there as unknown. */
function people(state: State, flags: readonly Flag[]): ReportTable {
  const silent = flags.filter(({ kind }) => kind === 'no-report');
  return {
    title: message('coordination.report.people'),
    columns: [
      column('place', '#loc+name'),
      column('measure', '#indicator+name'),
      column('value', '#affected'),
      column('source', '#meta+source'),
      column('as-of', '#date+reported'),
    ],
    rows: [
      ...state.counts.map((count) => [
        party(count.about),
        cell(message(`coordination.measure.${count.measure}`)),
        figure(count.value, count.source, count.asOfUtcMs),
        cell(count.source),
        time(count.asOfUtcMs),
      ]),
      ...silent
        .filter(({ subject }) => !state.counts.some(({ about }) => about === subject))
        .map(({ subject }) => [
          party(subject),
          cell(message('coordination.measure.evacuees')),
          cell(message('coordination.report.unknown')),
          cell(''),
          cell(''),
        ]),
    ],
  };
}

interface Need {
  asked: number;
  underWay: number;
  confirmed: number;
  asOfUtcMs: number;
}

/** Open requests by item: what was asked, is on its way, was confirmed, and is still missing. */
function needs(state: State): ReportTable {
  const found = new Map<string, Need & { item: string; unit: string }>();
  for (const request of state.requests) {
    if (['draft', 'declined', 'withdrawn'].includes(request.state) || request.body.basis === 'partner')
      continue;
    const { item, unit, quantity } = request.body;
    const key = `${item}|${unit}`;
    const before = found.get(key) ?? { item, unit, asked: 0, underWay: 0, confirmed: 0, asOfUtcMs: 0 };
    found.set(key, {
      ...before,
      asked: before.asked + quantity,
      underWay: before.underWay + request.underWay,
      confirmed: before.confirmed + request.confirmed,
      asOfUtcMs: Math.max(before.asOfUtcMs, request.waitingSinceUtcMs),
    });
  }
  const rows = [...found.values()].sort((a, b) => compare(a.item, b.item) || compare(a.unit, b.unit));
  return {
    title: message('coordination.report.needs'),
    columns: [
      column('item', '#item+name'),
      column('unit', '#item+unit'),
      column('asked', '#item+quantity+requested'),
      column('under-way', '#item+quantity+transit'),
      column('confirmed', '#item+quantity+delivered'),
      column('gap', '#item+quantity+gap'),
    ],
    rows: rows.map(({ item, unit, asked, underWay, confirmed, asOfUtcMs }) => [
      cell(message('coordination.words', { words: itemWords(item) })),
      cell(unit),
      ...[asked, underWay, confirmed, Math.max(0, asked - confirmed)].map((value) =>
        figure(value, 'ledger', asOfUtcMs),
      ),
    ]),
  };
}

function stock(state: State): ReportTable {
  return {
    title: message('coordination.report.stock'),
    columns: [
      column('item', '#item+name'),
      column('unit', '#item+unit'),
      column('custodian', '#org+name'),
      column('on-hand', '#item+quantity+stock'),
      column('reserved', '#item+quantity+reserved'),
      column('on-the-way', '#item+quantity+transit'),
    ],
    rows: state.lots.flatMap((lot) =>
      lot.holdings
        .filter(({ onHand, reserved, inTransitOut }) => onHand + reserved + inTransitOut > 0)
        .map((holding) => [
          cell(message('coordination.words', { words: itemWords(lot.body.item) })),
          cell(lot.body.unit),
          party(holding.node),
          ...[holding.onHand, holding.reserved, holding.inTransitOut].map((value) =>
            figure(value, lot.source, lot.waitingSinceUtcMs),
          ),
        ]),
    ),
  };
}

function isolated(state: State): ReportTable {
  const areas = state.sites.filter(({ body, state: at }) => body.kind === 'isolated-area' && at === 'open');
  return {
    title: message('coordination.report.isolated'),
    columns: [
      column('place', '#loc+name'),
      column('people', '#affected'),
      column('responsible', '#org+name'),
      column('as-of', '#date+reported'),
    ],
    rows: areas.map((area) => [
      party(area.id),
      area.body.people === undefined
        ? cell(message('coordination.report.unknown'))
        : figure(area.body.people, area.source, area.asOfUtcMs),
      area.responsible === undefined ? cell(message('coordination.page.nobody')) : party(area.responsible),
      time(area.asOfUtcMs),
    ]),
  };
}

function attention(flags: readonly Flag[]): ReportTable {
  return {
    title: message('coordination.page.attention'),
    columns: [column('what', '#meta+what'), column('whose', '#org+name'), column('since', '#date+start')],
    rows: flags.map(({ text, party: whose, sinceUtcMs }) => [cell(text), party(whose), time(sinceUtcMs)]),
  };
}

/** Who does what, where, when and for whom: one row an activity. */
function whoWhatWhere(state: State): ReportTable {
  const requests = new Map(state.requests.map((request) => [request.id, request]));
  const rows: ReportCell[][] = [];
  for (const task of state.tasks)
    rows.push([
      party(task.body.assignee),
      cell(task.body.title),
      party(task.body.site),
      time(task.atUtcMs),
      party(task.body.request === undefined ? undefined : requests.get(task.body.request)?.body.requester),
      cell(message(`coordination.state.${task.state}`)),
    ]);
  for (const each of state.consignments)
    for (const line of each.body.lines)
      rows.push([
        party(each.body.from),
        cell(message('coordination.goods', { ...line, item: itemWords(line.item) })),
        party(each.body.destination ?? each.body.to),
        time(each.body.etaUtcMs ?? each.atUtcMs),
        party(each.body.to),
        cell(message(`coordination.state.${each.state}`)),
      ]);
  for (const { body, state: at, atUtcMs } of state.offers)
    rows.push([
      party(body.donor),
      cell(message('coordination.goods', { ...body, item: itemWords(body.item) })),
      party(undefined),
      time(body.availableUtcMs ?? atUtcMs),
      party(body.host),
      cell(message(`coordination.state.${at}`)),
    ]);
  return {
    title: message('coordination.report.who-what-where'),
    columns: [
      column('who', '#org+name'),
      column('activity', '#activity+name'),
      column('where', '#loc+name'),
      column('when', '#date+start'),
      column('for-whom', '#beneficiary+name'),
      column('state', '#status'),
    ],
    rows,
  };
}

function decisionLog(state: State, nowUtcMs: number): ReportTable[] {
  const waiting = subjectsOf(state)
    .filter(({ waitingOn }) => waitingOn.length > 0)
    .toSorted((a, b) => a.waitingSinceUtcMs - b.waitingSinceUtcMs || compare(a.id, b.id));
  return [
    {
      title: message('coordination.report.decisions'),
      columns: [
        column('when', '#date+start'),
        column('who', '#org+name'),
        column('decision', '#activity+name'),
        column('reason', '#meta+reason'),
      ],
      rows: state.decisions.map(({ atUtcMs, by, body }) => [
        time(atUtcMs),
        party(by),
        cell(body.text),
        cell(body.reason ?? ''),
      ]),
    },
    {
      title: message('coordination.report.clocks'),
      columns: [
        column('what', '#meta+what'),
        column('state', '#status'),
        column('waits-for', '#org+name'),
        column('since', '#date+start'),
        column('hours', '#indicator+hours'),
      ],
      rows: waiting.map((subject) => [
        { ...cell(titleOf(subject)), subject: subject.id },
        cell(message(`coordination.state.${subject.state}`)),
        party(subject.waitingOn[0]),
        time(subject.waitingSinceUtcMs),
        figure(
          Math.round((nowUtcMs - subject.waitingSinceUtcMs) / 360_000) / 10,
          subject.source,
          subject.waitingSinceUtcMs,
        ),
      ]),
    },
  ];
}

/** A subject in one line, in words that need no directory. */
export function titleOf(subject: SubjectView): MessageRef {
  if (subject.kind === 'request' || subject.kind === 'offer')
    return message('coordination.goods', { ...subject.body, item: itemWords(subject.body.item) });
  if (subject.kind === 'task') return message('coordination.text', { text: subject.body.title });
  if (subject.kind === 'consignment')
    return message('coordination.page.from-to', { from: subject.body.from, to: subject.body.to });
  if (subject.kind === 'directive') return message('coordination.text', { text: subject.body.text });
  if (subject.kind === 'site') return message('coordination.words', { words: subject.body.name });
  if (subject.kind === 'lot') return message('coordination.words', { words: itemWords(subject.body.item) });
  return message('coordination.text', { text: subject.body.name });
}

/** How long each leg of the way took, and everything in its order. */
function afterAction(state: State): ReportTable[] {
  return [legs(state), timeline(state)];
}

const legNames = ['submit', 'endorse', 'escalate', 'first-dispatch', 'first-receipt'] as const;

/** From a request's first entry to each later point, in hours: how many reached it, median and 90 % of them. */
function legs(state: State): ReportTable {
  const hours = new Map<string, number[]>(legNames.map((name) => [name, []]));
  const byRequest = new Map<string, SubjectView[]>();
  for (const each of state.consignments)
    if (each.body.request !== undefined)
      byRequest.set(each.body.request, [...(byRequest.get(each.body.request) ?? []), each]);
  for (const request of state.requests) {
    const add = (name: string, atUtcMs: number | undefined) => {
      if (atUtcMs !== undefined) hours.get(name)?.push((atUtcMs - request.atUtcMs) / 3_600_000);
    };
    for (const act of ['submit', 'endorse', 'escalate']) add(act, firstAct([request], act));
    const goods = byRequest.get(request.id) ?? [];
    add('first-dispatch', firstAct(goods, 'depart'));
    add('first-receipt', firstAct(goods, 'confirm'));
  }
  return {
    title: message('coordination.report.legs'),
    columns: [
      column('leg', '#activity+name'),
      column('count', '#indicator+count'),
      column('median-hours', '#indicator+hours+median'),
      column('ninety-hours', '#indicator+hours+p90'),
    ],
    rows: [...hours]
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => {
        const sorted = list.toSorted((a, b) => a - b);
        const at = (share: number) =>
          Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] * 10) / 10;
        return [
          cell(message(`coordination.leg.${name}`)),
          figure(list.length, 'ledger', state.contingency.body.startedUtcMs),
          figure(at(0.5), 'ledger', state.contingency.body.startedUtcMs),
          figure(at(0.9), 'ledger', state.contingency.body.startedUtcMs),
        ];
      }),
  };
}

function firstAct(subjects: readonly SubjectView[], act: string): number | undefined {
  const times = subjects.flatMap(({ steps }) =>
    steps.filter((step) => step.act === act && hasEffect(step)).map(({ atUtcMs }) => atUtcMs),
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

const hasEffect = ({ refused, overriddenBy }: Step) => refused === undefined && overriddenBy === undefined;

/** The newest come first; a page has room for so many. */
const mostEvents = 500;

function timeline(state: State): ReportTable {
  const events = [
    ...subjectsOf(state).flatMap((subject) => [
      { atUtcMs: subject.atUtcMs, by: subject.owner, what: titleOf(subject), act: 'entered', effect: true },
      ...subject.steps.map((step) => ({
        atUtcMs: step.atUtcMs,
        by: step.by,
        what: titleOf(subject),
        act: step.act,
        effect: hasEffect(step),
      })),
    ]),
    ...state.decisions.map(({ atUtcMs, by, body }) => ({
      atUtcMs,
      by,
      what: message('coordination.title.decision', { text: body.text }),
      act: 'decided',
      effect: true,
    })),
  ].sort((a, b) => b.atUtcMs - a.atUtcMs || compare(a.by, b.by));
  return {
    title: message('coordination.report.timeline'),
    columns: [
      column('when', '#date+start'),
      column('who', '#org+name'),
      column('act', '#activity+type'),
      column('what', '#meta+what'),
      column('effect', '#status'),
    ],
    rows: events
      .slice(0, mostEvents)
      .map(({ atUtcMs, by, what, act, effect }) => [
        time(atUtcMs),
        party(by),
        cell(
          message(
            act === 'entered' || act === 'decided' ? `coordination.report.${act}` : `coordination.act.${act}`,
          ),
        ),
        cell(what),
        cell(effect ? '' : message('coordination.report.no-effect')),
      ]),
  };
}
