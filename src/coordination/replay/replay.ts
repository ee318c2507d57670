/**
 * Replays a scenario: writes what people would have written, hour by hour, looks at the state at every step as somebody
 * on duty would, and says what was flagged and when, and whether every item reconciles.
 */
import type { Entry, PartyId } from '../../core/index.ts';
import { measures } from '../bodies.ts';
import type { Measure, SiteBody } from '../bodies.ts';
import { flagsOf } from '../flags.ts';
import type { Flag, State } from '../api.ts';
import { fold, hashOf } from '../fold.ts';
import { sumOfQuantities } from '../subjects.ts';
import { compare } from '../ledger.ts';
import { isKind, kindOf } from '../types.ts';
import { ReplayJournal, Seeded, partsOf } from './journal.ts';
import type { Recorded } from './journal.ts';
import type { Scenario } from './scenario.ts';

const hourMs = 3_600_000;
/** An arbitrary start that no replay depends on: midnight UTC. */
const startUtcMs = Date.UTC(2026, 0, 1);
/** The state is looked at so often at most; never less often than every four hours in a scenario of six weeks. */
const mostLooks = 300;

export interface Reconciliation {
  item: string;
  unit: string;
  procured: number;
  onHand: number;
  reserved: number;
  inTransit: number;
  consumed: number;
  lost: number;
  adjusted: number;
  requested: number;
  confirmed: number;
  /** All accounts of the item: zero, or something is wrong. */
  sum: number;
}

export interface RaisedFlag {
  kind: Flag['kind'];
  subject: string;
  /** When what it tells of began, and when it was first raised, hours after the start. */
  sinceHours: number;
  raisedAtHours: number;
  endedAtHours?: number;
}

export interface ReplayReport {
  name: string;
  hours: number;
  entries: number;
  /** How often the state was looked at, every so many hours. */
  looks: number;
  everyHours: number;
  hash: string;
  requests: Record<string, number>;
  consignments: Record<string, number>;
  overrides: number;
  reconciliation: Reconciliation[];
  /** The newest figure of each place summed, and of how many places that were expected to report. */
  counted: { measure: Measure; total: number; reported: number; silent: number }[];
  isolated: { areas: number; people: number; withoutOwner: number };
  flags: RaisedFlag[];
  flagCounts: Record<string, number>;
  checks: { name: string; ok: boolean; detail: string }[];
  ok: boolean;
}

export function replay(scenario: Scenario): ReplayReport {
  const world = new ReplayWorld(scenario);
  world.write();
  return world.report();
}

type SiteDraft = Omit<SiteBody, 'schema' | 'contingency' | 'atUtcMs' | 'tick'>;

interface Cast {
  readonly national: PartyId;
  readonly prefectures: readonly PartyId[];
  readonly towns: readonly { readonly party: PartyId; readonly prefecture: PartyId }[];
}

class ReplayWorld {
  readonly #scenario: Scenario;
  readonly #seeded: Seeded;
  readonly #cast: Cast;
  readonly #journal: ReplayJournal;
  readonly #names = new Map<string, string>();
  readonly #lots = new Map<string, string>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#seeded = new Seeded(scenario.seed ?? 1);
    this.#cast = castOfScenario(scenario);
    this.#journal = new ReplayJournal(startUtcMs, scenario.name, this.#cast.national);
  }

  write(): void {
    this.#organisations();
    this.#sites();
    this.#pull();
    this.#push();
    this.#reports();
    this.#hubs();
    this.#isolated();
    this.#tasks();
    this.#journal.recorded.sort((a, b) => a.atUtcMs - b.atUtcMs);
  }

  report(): ReplayReport {
    const { name, hours } = this.#scenario;
    const { recorded, contingency } = this.#journal;
    const { flags, looks, everyHours } = watch(recorded, contingency, startUtcMs, hours);
    const endUtcMs = startUtcMs + hours * hourMs;
    const entries = recorded.filter(({ atUtcMs }) => atUtcMs <= endUtcMs).map(({ entry }) => entry);
    const state = fold(entries, contingency) as State;
    const standing = flagsOf(state, endUtcMs);
    const reconciliation = reconcile(state);
    const partial = {
      name,
      hours,
      entries: entries.length,
      looks,
      everyHours,
      hash: hashOf(state),
      requests: tally(state.requests),
      consignments: tally(state.consignments),
      overrides: state.overrides.length,
      reconciliation,
      counted: countedOf(state, standing),
      isolated: isolatedOf(state),
      flags: flags.map((flag) => ({ ...flag, subject: this.#names.get(flag.subject) ?? flag.subject })),
      flagCounts: countsByKind(flags),
    };
    const checks = [
      ...checksOf(this.#scenario, partial, standing),
      ...quantityChecks(this.#scenario, reconciliation),
    ];
    return { ...partial, checks, ok: checks.every(({ ok }) => ok) };
  }

  #organisations(): void {
    const { national } = this.#cast;
    const listed = this.#scenario.organisations ?? [];
    const known = new Set(listed.map(({ id }) => id));
    const added = [
      { id: national, level: 'national' as const },
      ...this.#cast.prefectures.map((id) => ({ id, level: 'prefecture' as const, parent: national })),
      ...this.#cast.towns.map(({ party, prefecture }) => ({
        id: party,
        level: 'municipality' as const,
        parent: prefecture,
      })),
    ].filter(({ id }) => !known.has(id));
    for (const each of [...listed, ...added]) {
      const { id, level, parent, reportsEveryHours } = {
        parent: undefined,
        reportsEveryHours: undefined,
        ...each,
      };
      this.#journal.subject('organisation', national, 0, {
        party: id,
        name: { en: id, ja: id },
        level,
        ...(parent === undefined ? {} : { parent }),
        ...(reportsEveryHours === undefined ? {} : { reportsEveryHours }),
      });
    }
  }

  #sites(): void {
    for (const { id, atHours = 0, ...rest } of this.#scenario.sites ?? [])
      this.#site(id, atHours, { ...rest, name: { en: id, ja: id } });
  }

  #site(id: string, hours: number, body: SiteDraft): string {
    const made = this.#journal.subject('site', this.#cast.national, hours, body);
    this.#names.set(made, id);
    return made;
  }

  #lot(item: string, unit: string): string {
    const key = `${item}|${unit}`;
    const lot = this.#lots.get(key) ?? this.#journal.subject('lot', this.#cast.national, 0, { item, unit });
    this.#lots.set(key, lot);
    return lot;
  }

  #pull(): void {
    const { pull } = this.#scenario;
    if (pull === undefined) return;
    const requests = partsOf(pull.requests, pull.items.length, this.#seeded);
    for (const [i, { item, unit, quantity }] of pull.items.entries()) {
      const lot = this.#lot(item, unit);
      this.#journal.procure(this.#cast.national, lot, 0, quantity);
      for (const part of partsOf(quantity, requests[i], this.#seeded))
        if (part > 0) this.#pullOne(pull, { item, unit, lot, quantity: part });
    }
  }

  #pullOne(
    pull: NonNullable<Scenario['pull']>,
    goods: { item: string; unit: string; lot: string; quantity: number },
  ) {
    const { item, unit, lot, quantity } = goods;
    const { towns, national } = this.#cast;
    const { party: town, prefecture } = towns[Math.floor(this.#seeded.next() * towns.length)];
    const entered = this.#seeded.next() * pull.days * 24;
    const endorsed = entered + this.#seeded.between(pull.endorseHours ?? [0.5, 6]);
    const departed = endorsed + this.#seeded.between(pull.dispatchHours ?? [4, 30]);
    const arrived = departed + this.#seeded.between(pull.travelHours ?? [6, 24]);
    const body = { requester: town, basis: '86-16-1' as const, item, unit, quantity };
    const journal = this.#journal;
    const request = journal.subject('request', town, entered, body);
    journal.act(town, request, 'submit', entered);
    if (this.#seeded.next() < (pull.twiceShare ?? 0)) {
      const again = journal.subject('request', town, entered + 1, body);
      journal.act(town, again, 'submit', entered + 1);
      journal.act(prefecture, again, 'same-as', endorsed + 1, { other: request });
    }
    journal.act(prefecture, request, 'endorse', endorsed);
    journal.act(prefecture, request, 'escalate', endorsed);
    const consignment = {
      from: national,
      to: town,
      via: [],
      lines: [{ lot, item, unit, quantity }],
      request,
      mode: 'truck' as const,
      vehicles: 1,
    };
    const id = journal.plan(national, endorsed, consignment);
    journal.onWay(id, consignment, national, 'depart', departed);
    const isShort = this.#seeded.next() < (pull.shortShare ?? 0);
    const missing = isShort ? Math.max(1, Math.floor(quantity * (pull.shortBy ?? 0.05))) : 0;
    journal.onWay(id, consignment, town, 'confirm', arrived, [{ lot, quantity: quantity - missing }]);
  }

  #push(): void {
    const { push } = this.#scenario;
    if (push === undefined) return;
    const { item, unit, assumedPeople, days, perPersonPerDay, source = 'plan of the first day' } = push;
    const quantity = push.quantity ?? Math.round(assumedPeople * days * perPersonPerDay);
    const { national, towns } = this.#cast;
    const journal = this.#journal;
    const plan = journal.subject('plan', national, 0, {
      name: `${quantity} ${unit} ${item}`,
      assumptions: [{ measure: 'evacuees', value: assumedPeople, source, asOfUtcMs: journal.utcMs(0) }],
      lines: [{ item, unit, quantity }],
    });
    this.#names.set(plan, 'push plan');
    const lot = this.#lot(item, unit);
    journal.procure(national, lot, 0, quantity);
    const count = push.consignments ?? 60;
    for (const [i, part] of partsOf(quantity, count, this.#seeded).entries()) {
      if (part === 0) continue;
      const to = towns[i % towns.length].party;
      const leaves = (i / count) * days * 24;
      const body = {
        from: national,
        to,
        via: [],
        lines: [{ lot, item, unit, quantity: part }],
        mode: 'truck' as const,
        vehicles: 1,
      };
      const id = journal.plan(national, leaves, body);
      journal.onWay(id, body, national, 'depart', leaves);
      journal.onWay(id, body, to, 'confirm', leaves + this.#seeded.between([6, 20]), [
        { lot, quantity: part },
      ]);
    }
  }

  #reports(): void {
    for (const each of this.#scenario.reports ?? []) {
      const {
        measure,
        places,
        totals,
        silent = 0,
        reportsEveryHours = 24,
        kind = 'shelter',
        lateShare = 0,
      } = each;
      const sites = Array.from({ length: places }, (_, i) =>
        this.#site(`${kind}-${i + 1}`, totals[0][0], {
          name: { en: `${kind} ${i + 1}`, ja: `${kind} ${i + 1}` },
          kind,
          responsible: this.#cast.towns[i % this.#cast.towns.length].party,
          reportsEveryHours,
        }),
      );
      const telling = sites.slice(0, places - silent);
      let open = telling.length;
      for (const [hours, total, at = telling.length] of totals) {
        // Places that closed since say that nobody is left, once.
        for (const site of telling.slice(at, open)) {
          this.#count(measure, site, hours, 0, hours);
          this.#journal.act(this.#cast.national, site, 'close', hours, { reason: 'nobody left' });
        }
        open = Math.min(open, at);
        for (const [i, value] of partsOf(total, at, this.#seeded).entries()) {
          this.#count(measure, telling[i], hours, value, hours);
          if (this.#seeded.next() < lateShare)
            this.#count(measure, telling[i], hours + 1, value + 7, Math.max(0, hours - 5));
        }
      }
    }
  }

  #count(measure: Measure, about: string, hours: number, value: number, asOfHours: number): void {
    const { towns } = this.#cast;
    this.#journal.subject('count', towns[0].party, hours, {
      measure,
      about,
      value,
      source: 'roll call',
      asOfUtcMs: this.#journal.utcMs(asOfHours),
    });
  }

  /** First come, first served: who arrives is served when those before it are. */
  #hubs(): void {
    for (const { id, trucksPerHour, arrivals } of this.#scenario.hubs ?? []) {
      const { national, towns, prefectures } = this.#cast;
      const site = this.#site(id, 0, {
        name: { en: id, ja: id },
        kind: 'hub',
        responsible: prefectures[0],
        trucksPerHour,
      });
      const lot = this.#lot('meals', 'meals');
      let freeAt = 0;
      for (const [hours, trucks] of arrivals.toSorted((a, b) => a[0] - b[0])) {
        this.#journal.procure(national, lot, 0, Math.max(1, trucks) * 100);
        for (let i = 0; i < trucks; i++) {
          const served = Math.max(hours, freeAt) + 1 / trucksPerHour;
          freeAt = served;
          this.#truck(site, lot, towns[i % towns.length].party, hours, served);
        }
      }
    }
  }

  #truck(site: string, lot: string, to: PartyId, arrives: number, served: number): void {
    const { national, prefectures } = this.#cast;
    const journal = this.#journal;
    const body = {
      from: national,
      to,
      via: [site],
      lines: [{ lot, item: 'meals', unit: 'meals', quantity: 100 }],
      mode: 'truck' as const,
      vehicles: 1,
    };
    const id = journal.plan(national, 0, body);
    journal.onWay(id, body, national, 'depart', 0);
    journal.act(prefectures[0], id, 'arrive', arrives, { site });
    journal.act(prefectures[0], id, 'leave', served, { site });
    journal.onWay(id, body, to, 'confirm', served + 3, [{ lot, quantity: 100 }]);
  }

  #isolated(): void {
    const { isolated } = this.#scenario;
    if (isolated === undefined) return;
    const { stages, withoutOwner = 0, takenAtHours } = isolated;
    const { national, prefectures } = this.#cast;
    const journal = this.#journal;
    const groups = stages.map(([, areas, people], i) => {
      const [, nextAreas, nextPeople] = stages[i + 1] ?? [0, 0, 0];
      return { areas: areas - nextAreas, people: people - nextPeople, endsAtHours: stages[i + 1]?.[0] };
    });
    let made = 0;
    const total = stages[0][1];
    for (const { areas, people, endsAtHours } of groups)
      for (const part of partsOf(people, areas, this.#seeded)) {
        made += 1;
        // Those that stay cut off longest are the ones that nobody had taken on.
        const isOwned = made <= total - withoutOwner;
        const site = this.#site(`area-${made}`, stages[0][0], {
          name: { en: `area ${made}`, ja: `地区${made}` },
          kind: 'isolated-area',
          people: part,
          ...(isOwned ? { responsible: prefectures[0] } : {}),
        });
        if (!isOwned && takenAtHours !== undefined) journal.act(prefectures[0], site, 'take', takenAtHours);
        if (endsAtHours !== undefined)
          journal.act(national, site, 'close', endsAtHours, { reason: 'reached' });
      }
  }

  #tasks(): void {
    for (const { title, assignee, atHours, acknowledgeWithinMinutes, acknowledgedAtHours } of this.#scenario
      .tasks ?? []) {
      const id = this.#journal.subject('task', this.#cast.national, atHours, {
        title,
        assignee,
        acknowledgeWithinMinutes,
      });
      this.#names.set(id, title);
      if (acknowledgedAtHours !== undefined)
        this.#journal.act(assignee, id, 'acknowledge', acknowledgedAtHours);
    }
  }
}

/** Those that the scenario names, with a ministry, two prefectures and towns where it names none. */
function castOfScenario({ organisations = [] }: Scenario): Cast {
  const at = (wanted: string) => organisations.filter(({ level }) => level === wanted);
  const national = at('national')[0]?.id ?? 'ministry';
  const named = at('prefecture').map(({ id }) => id);
  const prefectures = named.length > 0 ? named : ['prefecture-1', 'prefecture-2'];
  const towns = at('municipality').map(({ id, parent }) => ({
    party: id,
    prefecture: parent ?? prefectures[0],
  }));
  if (towns.length > 0) return { national, prefectures, towns };
  return {
    national,
    prefectures,
    towns: Array.from({ length: 12 }, (_, i) => ({
      party: `town-${i + 1}`,
      prefecture: prefectures[i % prefectures.length],
    })),
  };
}

/** What is settled needs no further look: it keeps the look at each step short. */
const settlingActs = new Set(['confirm', 'cancel', 'same-as']);

/** Looks at the state again and again, and notes when each flag was first raised and when it ended. */
function watch(recorded: readonly Recorded[], contingency: string, fromUtcMs: number, hours: number) {
  const everyHours = Math.max(0.25, hours / mostLooks);
  const live = new Map<string, Entry[]>();
  const open = new Map<string, RaisedFlag>();
  const flags: RaisedFlag[] = [];
  let next = 0;
  let looks = 0;
  for (let at = everyHours; at <= hours + 1e-9; at += everyHours) {
    const nowUtcMs = fromUtcMs + at * hourMs;
    for (; next < recorded.length && recorded[next].atUtcMs <= nowUtcMs; next++)
      keepLive(recorded[next].entry, live);
    const state = fold([...live.values()].flat(), contingency);
    looks += 1;
    if (state === undefined) continue;
    note(flagsOf(state, nowUtcMs), open, flags, fromUtcMs, at);
  }
  return { flags, looks, everyHours };
}

/** A delivery that arrived short is not settled: somebody has to look at it. */
function isShort(consignment: Entry, act: Entry): boolean {
  if (!isKind(consignment, 'consignment') || !isKind(act, 'act') || act.body.received === undefined)
    return false;
  return sumOfQuantities(act.body.received) !== sumOfQuantities(consignment.body.lines);
}

function keepLive(entry: Entry, live: Map<string, Entry[]>): void {
  const kind = kindOf(entry);
  if (kind === 'movement' || kind === 'lot') return;
  const { subject, act, measure, about } = entry.body as unknown as Record<string, string | undefined>;
  if (kind === 'act' && subject !== undefined) {
    const own = live.get(subject);
    if (own === undefined) return;
    own.push(entry);
    if (act !== undefined && settlingActs.has(act) && !isShort(own[0], entry)) {
      const answered = (own[0].body as unknown as { request?: string }).request;
      live.delete(subject);
      if (answered !== undefined) live.delete(answered);
    }
    return;
  }
  // Of the figures about a place the two newest are enough: one may be late.
  if (kind === 'count') {
    const key = `${measure} ${about}`;
    live.set(key, [...(live.get(key) ?? []).slice(-1), entry]);
  } else live.set(entry.id, [entry]);
}

/** Flags that stand are kept as one; one that comes back after it had ended is a new one. */
function note(
  flags: readonly Flag[],
  open: Map<string, RaisedFlag>,
  all: RaisedFlag[],
  fromUtcMs: number,
  atHours: number,
): void {
  const seen = new Set<string>();
  for (const { kind, subject, sinceUtcMs } of flags) {
    const key = `${kind} ${subject}`;
    seen.add(key);
    if (open.has(key)) continue;
    const raised = { kind, subject, sinceHours: (sinceUtcMs - fromUtcMs) / hourMs, raisedAtHours: atHours };
    open.set(key, raised);
    all.push(raised);
  }
  for (const [key, flag] of open) {
    if (seen.has(key)) continue;
    flag.endedAtHours = atHours;
    open.delete(key);
  }
}

function reconcile(state: State): Reconciliation[] {
  const found = new Map<string, Reconciliation>();
  const of = (item: string, unit: string): Reconciliation => {
    const key = `${item}|${unit}`;
    let line = found.get(key);
    if (line === undefined) {
      line = {
        item,
        unit,
        procured: 0,
        onHand: 0,
        reserved: 0,
        inTransit: 0,
        consumed: 0,
        lost: 0,
        adjusted: 0,
        requested: 0,
        confirmed: 0,
        sum: 0,
      };
      found.set(key, line);
    }
    return line;
  };
  for (const lot of state.lots) {
    const line = of(lot.body.item, lot.body.unit);
    for (const { onHand, reserved, inTransitOut } of lot.holdings) {
      line.onHand += onHand;
      line.reserved += reserved;
      line.inTransit += inTransitOut;
    }
    line.procured += lot.sinks.procured;
    line.consumed += lot.sinks.consumed;
    line.lost += lot.sinks.lost;
    line.adjusted += lot.sinks.adjusted;
    line.sum += lot.accounts.reduce((sum, { quantity }) => sum + quantity, 0);
  }
  for (const request of state.requests) {
    if (request.duplicateOf !== undefined) continue;
    const line = of(request.body.item, request.body.unit);
    line.requested += request.body.quantity;
    line.confirmed += request.confirmed;
  }
  return [...found.values()].sort((a, b) => compare(a.item, b.item));
}

function countedOf(state: State, standing: readonly Flag[]): ReplayReport['counted'] {
  const silent = standing.filter(({ kind }) => kind === 'no-report').map(({ subject }) => subject);
  return measures.flatMap((measure) => {
    const told = state.counts.filter((count) => count.measure === measure);
    if (told.length === 0) return [];
    return [
      {
        measure,
        total: told.reduce((sum, { value }) => sum + value, 0),
        reported: told.length,
        silent: silent.filter((subject) => !told.some(({ about }) => about === subject)).length,
      },
    ];
  });
}

function isolatedOf({ sites }: State): ReplayReport['isolated'] {
  const open = sites.filter(({ body, state }) => body.kind === 'isolated-area' && state === 'open');
  return {
    areas: open.length,
    people: open.reduce((sum, { body }) => sum + (body.people ?? 0), 0),
    withoutOwner: open.filter(({ responsible }) => responsible === undefined).length,
  };
}

function tally(subjects: readonly { state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of subjects) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function countsByKind(flags: readonly RaisedFlag[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of flags) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

type Partial_ = Omit<ReplayReport, 'checks' | 'ok'>;

function checksOf(scenario: Scenario, report: Partial_, standing: readonly Flag[]): ReplayReport['checks'] {
  const checks: ReplayReport['checks'] = report.reconciliation.map((line) => ({
    name: `${line.item} reconcile`,
    ok:
      line.sum === 0 &&
      line.procured ===
        line.onHand + line.reserved + line.inTransit + line.consumed + line.lost + line.adjusted,
    detail: `${line.procured} procured = ${line.onHand} on hand + ${line.reserved} reserved + ${line.inTransit} in transit + ${line.consumed} consumed + ${line.lost} lost + ${line.adjusted} adjusted`,
  }));
  for (const { flag, withinHours, atLeast = 1, atEnd } of scenario.expect ?? []) {
    const raised = report.flags.filter(({ kind }) => kind === flag);
    const slowest = Math.max(0, ...raised.map(({ raisedAtHours, sinceHours }) => raisedAtHours - sinceHours));
    const left = standing.filter(({ kind }) => kind === flag).length;
    checks.push({
      name: `flag ${flag}`,
      ok:
        raised.length >= atLeast &&
        (withinHours === undefined || slowest <= withinHours) &&
        (atEnd === undefined || left === atEnd),
      detail: `${raised.length} raised, the slowest ${slowest.toFixed(2)} h after it began, ${left} standing at the end`,
    });
  }
  return checks;
}

/** What a scenario asks for is what was asked, and what was sent is what arrived or is told as missing. */
function quantityChecks({ pull, push }: Scenario, lines: readonly Reconciliation[]): ReplayReport['checks'] {
  const asked = (pull?.items ?? []).map(({ item, unit, quantity }) => {
    const line = lines.find((each) => each.item === item && each.unit === unit);
    return {
      name: `${item} asked`,
      ok: (line?.requested ?? 0) <= quantity,
      detail: `${line?.requested ?? 0} of ${quantity} asked by the end, ${line?.confirmed ?? 0} confirmed`,
    };
  });
  if (push === undefined) return asked;
  const planned = push.quantity ?? Math.round(push.assumedPeople * push.days * push.perPersonPerDay);
  const line = lines.find((each) => each.item === push.item && each.unit === push.unit);
  return [
    ...asked,
    {
      name: `${push.item} pushed`,
      ok: (line?.procured ?? 0) >= planned,
      detail: `${planned} planned, ${line?.procured ?? 0} procured`,
    },
  ];
}
