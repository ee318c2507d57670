/**
 * Random histories for the tests of the ledger: several nodes that write while they know only part of what the others
 * wrote, exchange in any order and twice, and now and then try what is not theirs. Not part of the program.
 */
import { seededRandom } from './siting/random.ts';
import { account, foldLot, isSink, parseAccount } from './ledger.ts';
import type { Flow, ForkResolution, LedgerRule, LotBalance, Movement } from './ledger.ts';

export const lot = 'lot';

/** A source of chance that a test can replay: the same seed, the same history. */
export class Chance {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}

export interface History {
  /** Everything that was ever written, by everybody. */
  readonly all: readonly Movement[];
  /** Movements that counted at their author's own node when they were written: promises that must hold. */
  readonly promised: readonly string[];
  readonly nodes: readonly { readonly name: string; readonly known: ReadonlyMap<string, Movement> }[];
  readonly resolutions: readonly ForkResolution[];
}

export interface HistoryOptions {
  readonly steps: number;
  readonly rules: readonly LedgerRule[];
  /** Nodes are restored from backups and write again. */
  readonly withForks: boolean;
}

const names = ['ministry', 'prefecture', 'town', 'partner'];

export function randomHistory(chance: Chance, { steps, rules, withForks }: HistoryOptions): History {
  const nodes = names.map((name) => ({ name, known: new Map<string, Movement>() }));
  const all: Movement[] = [];
  const promised: string[] = [];
  const resolutions: ForkResolution[] = [];
  for (let step = 0; step < steps; step++) {
    const node = chance.pick(nodes);
    const roll = chance.next();
    if (roll < 0.35) exchange(node, chance.pick(nodes), chance);
    else if (withForks && roll < 0.38) restore(node, chance);
    else if (withForks && roll < 0.4) resolve(node.name, node.known, resolutions);
    else write(`m${step}-${node.name}`, node, { chance, rules, all, promised, resolutions });
  }
  return { all, promised, nodes, resolutions };
}

type Node = { name: string; known: Map<string, Movement> };

/** Some of what one knows reaches the other, out of order; what it had it gets twice. */
function exchange(from: Node, to: Node, chance: Chance): void {
  const share = chance.next();
  const movements = [...from.known.values()].sort(() => chance.next() - 0.5);
  for (const movement of movements)
    if (chance.next() < share)
      for (const each of withAllBefore(movement, from.known)) to.known.set(each.id, each);
}

/** The store gives an author's movements on in their order: one never comes without those that it saw. */
function withAllBefore(movement: Movement, known: ReadonlyMap<string, Movement>): Movement[] {
  return [...known.values()].filter(({ tick }) => tick < movement.tick).concat(movement);
}

/** A backup of yesterday is put back: the newest of the node's own movements are gone here, and only here. */
function restore({ name, known }: Node, chance: Chance): void {
  const own = [...known.values()].filter(({ owner }) => owner === name).sort((a, b) => b.tick - a.tick);
  for (const { id } of own.slice(0, chance.below(3))) known.delete(id);
}

function resolve(name: string, known: ReadonlyMap<string, Movement>, resolutions: ForkResolution[]): void {
  const { forks } = foldLot(known.values(), resolutions);
  for (const { owner, movements, kept } of forks)
    if (owner === name && kept === undefined) resolutions.push({ owner, keep: movements[0] });
}

interface Writing {
  readonly chance: Chance;
  readonly rules: readonly LedgerRule[];
  readonly all: Movement[];
  readonly promised: string[];
  readonly resolutions: readonly ForkResolution[];
}

function write(
  id: string,
  { name, known }: Node,
  { chance, rules, all, promised, resolutions }: Writing,
): void {
  const before = foldLot(known.values(), resolutions, rules);
  const flow = flowFor(name, before, chance, id);
  if (flow === undefined) return;
  const ticks = [...known.values()].map(({ tick }) => tick);
  const mine = [...known.values()].filter(({ owner }) => owner === name).sort((a, b) => b.tick - a.tick);
  const movement: Movement = {
    id,
    owner: name,
    lot,
    tick: 1 + Math.max(0, ...ticks),
    ...(mine[0] === undefined ? {} : { previous: mine[0].id }),
    kind: 'test',
    flows: [flow],
  };
  const after = foldLot([...known.values(), movement], resolutions, rules);
  // A node writes only what counts at its own place; that is its promise to whoever waits for the goods.
  if (after.refused.has(id)) return;
  known.set(id, movement);
  all.push(movement);
  promised.push(id);
}

/** Anything that goods can do, from any account that holds some: also from accounts of others. */
function flowFor(me: string, { balances }: LotBalance, chance: Chance, id: string): Flow | undefined {
  if (chance.next() < 0.15)
    return { from: 'procured', to: account.onHand(me), quantity: 1 + chance.below(20) };
  const full = [...balances].filter(([key, quantity]) => quantity > 0 && !isSink(key));
  if (full.length === 0) return undefined;
  const [from, there] = chance.pick(full);
  const quantity = 1 + chance.below(there);
  const other = chance.pick(names);
  const { kind, node, to, purpose } = parseAccount(from);
  const targets: Record<string, readonly string[]> = {
    'on-hand': [account.reserved(node, id), account.quota(node, other), 'consumed', 'lost'],
    reserved: [account.transit(node, other, purpose), account.onHand(node)],
    transit: [account.onHand(to), 'lost'],
    quota: [account.onHand(to), account.onHand(node)],
  };
  const choice = targets[kind];
  return choice === undefined ? undefined : { from, to: chance.pick(choice), quantity };
}

/** What is wrong with a history; nothing when the ledger keeps its laws. */
export function brokenLaw(
  history: History,
  rules: readonly LedgerRule[],
  chance: Chance,
): string | undefined {
  const { all, promised, nodes, resolutions } = history;
  const merged = foldLot(all, resolutions, rules);
  const shuffled = [...all, ...all.slice(0, 5)].sort(() => chance.next() - 0.5);
  const again = foldLot(shuffled, resolutions, rules);
  if (JSON.stringify([...again.balances]) !== JSON.stringify([...merged.balances]))
    return 'the order of arrival changes the balances';
  for (const known of [all, ...nodes.map((node) => [...node.known.values()])]) {
    const { balances } = foldLot(known, resolutions, rules);
    let sum = 0;
    for (const [key, quantity] of balances) {
      if (quantity < 0 && !isSink(key)) return `${key} is ${quantity}`;
      sum += quantity;
    }
    if (sum !== 0) return `the accounts sum to ${sum}`;
  }
  const forked = merged.forks.length > 0;
  if (!forked)
    for (const id of promised)
      if (merged.refused.has(id))
        return `${id} counted where it was written, and was given twice (${merged.refused.get(id)})`;
  return undefined;
}

/** The first seed whose history breaks a law, and how much was gone through. */
export function firstBroken(
  rules: readonly LedgerRule[],
  withForks: boolean,
  count: number,
  firstSeed = 1,
): { broken?: string; movements: number; forked: number; exchanged: number } {
  let [movements, forked, exchanged] = [0, 0, 0];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const chance = new Chance(seed);
    const history = randomHistory(chance, { steps: 40, rules, withForks });
    movements += history.all.length;
    forked += foldLot(history.all, history.resolutions).forks.length > 0 ? 1 : 0;
    exchanged += history.nodes.filter(({ name, known }) =>
      [...known.values()].some(({ owner }) => owner !== name),
    ).length;
    const broken = brokenLaw(history, rules, chance);
    if (broken !== undefined) return { broken: `seed ${seed}: ${broken}`, movements, forked, exchanged };
  }
  return { movements, forked, exchanged };
}
