/**
 * What somebody has to look at, computed from the state and the clock: who did not report, what nobody acknowledged,
 * where lorries wait, what was assumed wrongly, what may have been asked twice. Findings with what they rest on; nothing
 * here changes anything.
 */
import { message } from '../core/index.ts';
import { itemWords } from './types.ts';
import type { Flag, RequestView, State } from './api.ts';
import { compare } from './ledger.ts';

const hourMs = 3_600_000;

/** A queue is a choke when a lorry that joins it now would wait this long; well before it has lasted six hours. */
export const chokeWaitHours = 2;
/** A consignment that stands this long at one hub is worth a call. */
export const longDwellHours = 6;
/** An assumption that reality exceeds or falls short of by this share was wrong. */
export const assumptionTolerance = 0.2;
/** Two requests for the same thing within this time may be one. */
export const duplicateWithinHours = 48;

export function flagsOf(state: State, nowUtcMs: number): Flag[] {
  return [
    ...noReport(state, nowUtcMs),
    ...unacknowledged(state, nowUtcMs),
    ...chokes(state, nowUtcMs),
    ...longDwell(state, nowUtcMs),
    ...withoutOwner(state),
    ...wrongAssumptions(state),
    ...duplicates(state),
    ...ledgerFlags(state),
    ...shortDeliveries(state),
    ...notAccepted(state),
    ...unconfirmed(state),
  ].sort((a, b) => compare(a.kind, b.kind) || a.sinceUtcMs - b.sinceUtcMs || compare(a.subject, b.subject));
}

/** Whoever is expected to report and has not is not at zero: it is unknown. */
function noReport(state: State, nowUtcMs: number): Flag[] {
  const newest = new Map<string, number>();
  for (const { about, asOfUtcMs } of state.counts)
    newest.set(about, Math.max(newest.get(about) ?? Number.NEGATIVE_INFINITY, asOfUtcMs));
  const expected = [
    ...state.organisations.map(({ body }) => ({
      about: body.party,
      name: body.name,
      everyHours: body.reportsEveryHours,
      fromUtcMs: body.atUtcMs,
      party: body.party,
    })),
    ...state.sites
      .filter((site) => site.state === 'open')
      .map(({ id, body, responsible, owner }) => ({
        about: id,
        name: body.name,
        everyHours: body.reportsEveryHours,
        fromUtcMs: body.atUtcMs,
        party: responsible ?? owner,
      })),
  ];
  return expected.flatMap(({ about, name, everyHours, fromUtcMs, party }) => {
    if (everyHours === undefined) return [];
    const sinceUtcMs = newest.get(about) ?? fromUtcMs;
    if (nowUtcMs - sinceUtcMs <= everyHours * hourMs) return [];
    const text = newest.has(about)
      ? message('coordination.flag.no-report-since', { name, sinceUtcMs })
      : message('coordination.flag.no-report-ever', { name });
    return [{ kind: 'no-report' as const, subject: about, party, sinceUtcMs, text }];
  });
}

/** A task that nobody acknowledged in time goes up: to whoever gave it and those above the one it was given to. */
function unacknowledged({ tasks, organisations }: State, nowUtcMs: number): Flag[] {
  const parents = new Map(organisations.map(({ body }) => [body.party, body.parent]));
  return tasks
    .filter((task) => task.state === 'assigned' && nowUtcMs > task.acknowledgeByUtcMs)
    .map((task) => ({
      kind: 'unacknowledged' as const,
      subject: task.id,
      party: parents.get(task.body.assignee) ?? task.owner,
      sinceUtcMs: task.acknowledgeByUtcMs,
      text: message('coordination.flag.unacknowledged', {
        title: task.body.title,
        assignee: task.body.assignee,
        waitedMs: nowUtcMs - task.body.atUtcMs,
      }),
    }));
}

/** Vehicles that stand at a hub, against what it can work off: a choke is seen by its wait, before it has lasted. */
function chokes({ sites, consignments, counts }: State, nowUtcMs: number): Flag[] {
  return sites.flatMap((site) => {
    const { trucksPerHour } = site.body;
    if (trucksPerHour === undefined) return [];
    const standing = consignments.flatMap((each) => {
      const stay = each.stays.findLast(
        ({ site: at, leftUtcMs }) => at === site.id && leftUtcMs === undefined,
      );
      return stay === undefined || each.state === 'confirmed'
        ? []
        : [{ vehicles: each.body.vehicles, arrivedUtcMs: stay.arrivedUtcMs }];
    });
    const reported = counts.find(({ measure, about }) => measure === 'trucks-queued' && about === site.id);
    const queued = Math.max(
      standing.reduce((sum, { vehicles }) => sum + vehicles, 0),
      reported?.value ?? 0,
    );
    const waitHours = queued / trucksPerHour;
    if (waitHours < chokeWaitHours) return [];
    const sinceUtcMs = Math.min(
      nowUtcMs,
      reported?.asOfUtcMs ?? nowUtcMs,
      ...standing.map(({ arrivedUtcMs }) => arrivedUtcMs),
    );
    return [
      {
        kind: 'choke' as const,
        subject: site.id,
        party: site.responsible ?? site.owner,
        sinceUtcMs,
        text: message('coordination.flag.choke', {
          name: site.body.name,
          queued,
          perHour: trucksPerHour,
          waitMs: waitHours * hourMs,
        }),
      },
    ];
  });
}

function longDwell({ consignments, sites }: State, nowUtcMs: number): Flag[] {
  const names = new Map(sites.map(({ id, body }) => [id, body.name]));
  return consignments.flatMap((each) => {
    const stay = each.stays.findLast(({ leftUtcMs }) => leftUtcMs === undefined);
    if (stay === undefined || each.state === 'confirmed') return [];
    const stoodMs = nowUtcMs - stay.arrivedUtcMs;
    if (stoodMs < longDwellHours * hourMs) return [];
    return [
      {
        kind: 'long-dwell' as const,
        subject: each.id,
        party: each.body.from,
        sinceUtcMs: stay.arrivedUtcMs,
        text: message('coordination.flag.long-dwell', {
          site: names.get(stay.site) ?? stay.site,
          stoodMs,
        }),
      },
    ];
  });
}

/** An area that is cut off and nobody has taken on. */
function withoutOwner({ sites }: State): Flag[] {
  return sites
    .filter(
      ({ state, body, responsible }) =>
        state === 'open' && body.kind === 'isolated-area' && responsible === undefined,
    )
    .map(({ id, owner, body }) => ({
      kind: 'no-owner' as const,
      subject: id,
      party: owner,
      sinceUtcMs: body.atUtcMs,
      text: message('coordination.flag.no-owner', { name: body.name, people: body.people ?? '?' }),
    }));
}

/** What a plan assumed, beside the newest figures that were reported. */
function wrongAssumptions({ plans, counts }: State): Flag[] {
  return plans.flatMap((plan) =>
    plan.body.assumptions.flatMap(({ measure, about, value }) => {
      const told = counts.filter(
        (each) => each.measure === measure && (about === undefined || each.about === about),
      );
      if (told.length === 0) return [];
      const actual = told.reduce((sum, each) => sum + each.value, 0);
      // Reports still to come can only add: too low shows at once, too high only when everybody reported.
      const isOff =
        actual > value * (1 + assumptionTolerance) ||
        (about !== undefined && actual < value * (1 - assumptionTolerance));
      if (!isOff) return [];
      return [
        {
          kind: 'wrong-assumption' as const,
          subject: plan.id,
          party: plan.owner,
          sinceUtcMs: Math.max(...told.map(({ asOfUtcMs }) => asOfUtcMs)),
          text: message('coordination.flag.wrong-assumption', {
            plan: plan.body.name,
            measure: message(`coordination.measure.${measure}`),
            assumed: value,
            actual,
          }),
        },
      ];
    }),
  );
}

const openStates = ['submitted', 'endorsed', 'escalated', 'partly-met'];

/** Proposed to people, never merged: as much of the same thing asked for the same place within two days. */
function duplicates({ requests }: State): Flag[] {
  const open = requests.filter(({ state }) => openStates.includes(state));
  const groups = new Map<string, RequestView[]>();
  for (const request of open) {
    const { requester, item, unit, quantity, destination, deliverTo } = request.body;
    const place = destination ?? deliverTo ?? '';
    const key = [requester, item.toLowerCase(), unit.toLowerCase(), quantity, place].join('|');
    groups.set(key, [...(groups.get(key) ?? []), request]);
  }
  return [...groups.values()].flatMap((group) => {
    const ordered = group.toSorted((a, b) => a.atUtcMs - b.atUtcMs || compare(a.id, b.id));
    return ordered.slice(1).flatMap((later, i) => {
      const earlier = ordered[i];
      if (later.atUtcMs - earlier.atUtcMs > duplicateWithinHours * hourMs) return [];
      if (isSettled(later, earlier)) return [];
      return [
        {
          kind: 'duplicate' as const,
          subject: later.id,
          party: later.body.requester,
          sinceUtcMs: later.atUtcMs,
          text: message('coordination.flag.duplicate', {
            item: itemWords(later.body.item),
            quantity: later.body.quantity,
            earlierUtcMs: earlier.atUtcMs,
            earlier: earlier.id,
          }),
        },
      ];
    });
  });
}

function isSettled(a: RequestView, b: RequestView): boolean {
  const settled = (one: RequestView, other: RequestView) =>
    one.steps.some(({ act }) => act === 'not-same' || act === 'same-as') && one.id !== other.id;
  return settled(a, b) || settled(b, a);
}

function ledgerFlags({ lots }: State): Flag[] {
  return lots.flatMap((lot) =>
    lot.forks
      .filter(({ kept }) => kept === undefined)
      .map(({ owner, movements }) => ({
        kind: 'fork' as const,
        subject: lot.id,
        party: owner,
        sinceUtcMs: lot.atUtcMs,
        text: message('coordination.flag.fork', {
          item: itemWords(lot.body.item),
          owner,
          count: movements.length,
        }),
      })),
  );
}

function shortDeliveries({ consignments }: State): Flag[] {
  return consignments
    .filter(({ short }) => short !== 0)
    .map((each) => ({
      kind: 'short-delivery' as const,
      subject: each.id,
      party: each.body.from,
      sinceUtcMs: each.waitingSinceUtcMs,
      text: message(each.short > 0 ? 'coordination.flag.short' : 'coordination.flag.over', {
        to: each.body.to,
        quantity: Math.abs(each.short),
      }),
    }));
}

/** Goods or a task on an offer that its host has not accepted: it should not have been written. */
function notAccepted({ offers, consignments, tasks }: State): Flag[] {
  const waiting = new Map(
    offers
      .filter(({ state }) => state === 'proposed' || state === 'declined')
      .map((offer) => [offer.id, offer]),
  );
  return [...consignments, ...tasks].flatMap((each) => {
    const offer = each.body.offer === undefined ? undefined : waiting.get(each.body.offer);
    if (offer === undefined) return [];
    return [
      {
        kind: 'not-accepted' as const,
        subject: each.id,
        party: offer.body.host,
        sinceUtcMs: each.atUtcMs,
        text: message('coordination.flag.not-accepted', { donor: offer.body.donor, host: offer.body.host }),
      },
    ];
  });
}

function unconfirmed(state: State): Flag[] {
  const subjects = [...state.requests, ...state.offers, ...state.tasks, ...state.consignments];
  return subjects
    .filter((each) => each.unconfirmed)
    .map((each) => ({
      kind: 'unconfirmed' as const,
      subject: each.id,
      party: each.actingFor,
      sinceUtcMs: each.atUtcMs,
      text: message('coordination.flag.unconfirmed', { by: each.owner, actingFor: each.actingFor ?? '' }),
    }));
}
