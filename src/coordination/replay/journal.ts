/**
 * A journal in memory for replays: the same entries as at a hub, each by its owner, with the clock of the scenario.
 * What is written is what people would write; the state comes from the room's fold alone.
 */
import { instant } from '../../core/index.ts';
import type { Entry, PartyId } from '../../core/index.ts';
import { releaseTo } from '../audience.ts';
import type { Bodies, ConsignmentBody, Kind } from '../bodies.ts';
import { account } from '../ledger.ts';
import type { Flow } from '../ledger.ts';
import { seededRandom } from '../siting/random.ts';
import { typeOfKind } from '../types.ts';
import { flowsOfAct, flowOf, idFor } from '../write.ts';

const hourMs = 3_600_000;

export interface Recorded {
  readonly atUtcMs: number;
  readonly entry: Entry;
}

/** Draws by a seed, so that a scenario is the same at every machine. */
export class Seeded {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  between([low, high]: readonly [number, number]): number {
    return low + (high - low) * this.next();
  }
}

/** Parts that differ, are whole and sum to exactly the whole. */
export function partsOf(whole: number, count: number, seeded: Seeded): number[] {
  const weights = Array.from({ length: count }, () => 0.2 + seeded.next());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  let weighed = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = Math.round((whole * weighed) / total);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

export class ReplayJournal {
  readonly recorded: Recorded[] = [];
  readonly startUtcMs: number;
  readonly contingency: string;
  readonly #ticks = new Map<string, number>();
  readonly #tips = new Map<string, string>();
  #next = 1;

  constructor(startUtcMs: number, name: string, national: PartyId) {
    this.startUtcMs = startUtcMs;
    this.contingency = this.#put('contingency', national, 0, {
      name: { en: name, ja: name },
      kind: 'other',
      startedUtcMs: startUtcMs,
    } as never);
  }

  utcMs(hours: number): number {
    return Math.round(this.startUtcMs + hours * hourMs);
  }

  subject<K extends Kind>(
    kind: K,
    owner: PartyId,
    hours: number,
    body: Omit<Bodies[K], 'schema' | 'contingency' | 'atUtcMs' | 'tick'>,
  ): string {
    return this.#put(kind, owner, hours, {
      contingency: this.contingency,
      tick: 0,
      atUtcMs: this.utcMs(hours),
      ...body,
    } as never);
  }

  act(owner: PartyId, subject: string, act: string, hours: number, more: Partial<Bodies['act']> = {}): void {
    const tick = 1 + (this.#ticks.get(subject) ?? 0);
    this.#ticks.set(subject, tick);
    const body = {
      contingency: this.contingency,
      subject,
      act,
      tick,
      atUtcMs: this.utcMs(hours),
      follows: [],
      ...more,
    };
    this.#put('act', owner, hours, body as never);
  }

  movement(
    owner: PartyId,
    lot: string,
    kind: string,
    hours: number,
    flows: Flow[],
    consignment?: string,
  ): void {
    const tick = 1 + (this.#ticks.get(lot) ?? 0);
    this.#ticks.set(lot, tick);
    const tip = `${owner} ${lot}`;
    const previous = this.#tips.get(tip);
    const body = {
      contingency: this.contingency,
      lot,
      kind,
      flows,
      tick,
      atUtcMs: this.utcMs(hours),
      ...(previous === undefined ? {} : { previous }),
      ...(consignment === undefined ? {} : { consignment }),
    };
    this.#tips.set(tip, this.#put('movement', owner, hours, body as never));
  }

  procure(owner: PartyId, lot: string, hours: number, quantity: number): void {
    this.movement(owner, lot, 'procure', hours, [flowOf({ move: 'procure', quantity }, owner)]);
  }

  /** A consignment with its goods reserved. */
  plan(
    owner: PartyId,
    hours: number,
    body: Omit<ConsignmentBody, 'schema' | 'contingency' | 'atUtcMs' | 'tick' | 'from'>,
  ): string {
    const id = this.subject('consignment', owner, hours, { from: owner, ...body });
    for (const { lot, quantity } of body.lines)
      this.movement(
        owner,
        lot,
        'reserve',
        hours,
        [{ from: account.onHand(owner), to: account.reserved(owner, id), quantity }],
        id,
      );
    return id;
  }

  /** An act on a consignment with the movements that go with it. */
  onWay(
    id: string,
    body: Pick<ConsignmentBody, 'from' | 'to' | 'lines'>,
    by: PartyId,
    act: 'depart' | 'confirm',
    hours: number,
    received?: { lot: string; quantity: number }[],
  ): void {
    this.act(by, id, act, hours, received === undefined ? {} : { received });
    const flowsOf = flowsOfAct({ act, received }, id, body as ConsignmentBody);
    for (const line of body.lines) {
      const flows = flowsOf?.(line) ?? [];
      if (flows.length > 0) this.movement(by, line.lot, act, hours, flows, id);
    }
  }

  #put<K extends Kind>(kind: K, owner: PartyId, hours: number, body: Omit<Bodies[K], 'schema'>): string {
    const id = idFor(kind, owner, `replay-${String(this.#next++).padStart(8, '0')}`);
    const atUtcMs = this.utcMs(hours);
    const at = instant(atUtcMs);
    const entry = {
      id,
      type: typeOfKind(kind),
      owner,
      created: at,
      modified: at,
      level: 'domestic' as const,
      release: releaseTo(owner, []),
      confidence: 100,
      evidence: [],
      body: { schema: 1, ...body },
    };
    this.recorded.push({ atUtcMs, entry });
    return id;
  }
}
