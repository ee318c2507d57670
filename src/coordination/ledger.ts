/**
 * The ledger of one lot, as a pure fold over its movements in any order.
 *
 * Double entry: every flow takes from one account what it adds to another, so that all accounts of a lot always sum to
 * zero; sources and sinks (`procured`, `consumed`, `lost`, `adjusted`) are accounts too. Every account that holds goods
 * has exactly one node that may take from it, its custodian. Two nodes that work alone can therefore never promise the
 * same goods: each only ever spends what nobody else may spend. What another's account lacks here has not arrived yet;
 * the movement is parked until it has.
 *
 * An author numbers its movements of a lot by naming the one before. Two that name the same one are a fork (a node
 * that was restored from a backup and wrote again): both, and what follows them, are held. Conservatively, what they
 * take is taken, because the goods may have left twice, and nothing is given until the custodian says which one stands.
 */
import type { PartyId } from '../core/index.ts';

export const sinks = ['procured', 'consumed', 'lost', 'adjusted'] as const;
export type Sink = (typeof sinks)[number];

/** A holder of goods. Written as `kind:party…`; parties and references hold no colon. */
export type Account = string;
export const account = {
  onHand: (node: PartyId): Account => `on-hand:${node}`,
  reserved: (node: PartyId, purpose: string): Account => `reserved:${node}:${purpose}`,
  /** What `from` set aside for `to` to draw on its own, also while it is cut off. */
  quota: (from: PartyId, to: PartyId): Account => `quota:${from}:${to}`,
  /** Left `from`, not yet taken over by `to`. */
  transit: (from: PartyId, to: PartyId, consignment: string): Account =>
    `transit:${from}:${to}:${consignment}`,
  held: (node: PartyId): Account => `held:${node}`,
};

interface Parsed {
  readonly kind: string;
  readonly node: PartyId;
  readonly to: PartyId;
  readonly purpose: string;
}

export function parseAccount(key: Account): Parsed {
  const [kind, node = '', third = '', ...rest] = key.split(':');
  if (kind === 'reserved') return { kind, node, to: '', purpose: [third, ...rest].join(':') };
  return { kind, node, to: third, purpose: rest.join(':') };
}

export const isSink = (key: Account): boolean => (sinks as readonly string[]).includes(key);

/** Who alone may take from an account; undefined for sources and sinks, which hold nothing. */
export function custodianOf(key: Account): PartyId | undefined {
  const { kind, node, to } = parseAccount(key);
  if (kind === 'on-hand' || kind === 'reserved') return node;
  if (kind === 'quota' || kind === 'transit') return to;
  return undefined;
}

export interface Flow {
  readonly from: Account;
  readonly to: Account;
  readonly quantity: number;
}

export interface Movement {
  readonly id: string;
  readonly owner: PartyId;
  readonly lot: string;
  readonly tick: number;
  readonly previous?: string;
  readonly kind: string;
  readonly flows: readonly Flow[];
}

/** The custodian's statement on a fork: which of the movements stands. */
export interface ForkResolution {
  readonly owner: PartyId;
  readonly keep: string;
}

export type Refusal = 'not-custodian' | 'not-allowed' | 'not-enough' | 'forked' | 'overridden';

export interface Fork {
  readonly owner: PartyId;
  readonly movements: readonly string[];
  readonly kept?: string;
}

export interface LotBalance {
  readonly balances: ReadonlyMap<Account, number>;
  /** Applied movements, in the order in which they count. */
  readonly applied: readonly string[];
  readonly refused: ReadonlyMap<string, Refusal>;
  readonly forks: readonly Fork[];
}

/** A rule that a movement keeps, whatever the balances. */
export type LedgerRule = (movement: Movement) => Refusal | undefined;

/** Only the custodian takes from an account that holds goods. */
export const custodianRule: LedgerRule = ({ owner, flows }) =>
  flows.every(({ from }) => isSink(from) || custodianOf(from) === owner) ? undefined : 'not-custodian';

type Path = (from: Parsed, to: Parsed, owner: PartyId, keys: Flow) => boolean;

/** The ways that goods go, by the kinds of the two accounts. Whoever receives is named by the account itself. */
const paths: Readonly<Record<string, Path>> = {
  'procured>on-hand': (_, to, owner) => to.node === owner,
  'adjusted>on-hand': (_, to, owner) => to.node === owner,
  'on-hand>adjusted': () => true,
  'on-hand>consumed': () => true,
  'on-hand>lost': () => true,
  'on-hand>reserved': (from, to) => from.node === to.node,
  'reserved>on-hand': (from, to) => from.node === to.node,
  'on-hand>quota': (from, to) => from.node === to.node && to.to !== '' && to.to !== from.node,
  // The grantee draws from it, or gives back what it does not need: that is its acknowledgement.
  'quota>on-hand': (from, to) => to.node === from.to || to.node === from.node,
  'reserved>transit': (from, to) => from.node === to.node && to.purpose === from.purpose,
  'transit>on-hand': (from, to) => to.node === from.to,
  'transit>lost': () => true,
};

export const pathRule: LedgerRule = ({ owner, flows }) =>
  flows.every((flow) => {
    const [from, to] = [parseAccount(flow.from), parseAccount(flow.to)];
    return (
      Number.isSafeInteger(flow.quantity) &&
      flow.quantity > 0 &&
      paths[`${from.kind}>${to.kind}`]?.(from, to, owner, flow) === true
    );
  })
    ? undefined
    : 'not-allowed';

export const ledgerRules: readonly LedgerRule[] = [pathRule, custodianRule];

/**
 * The balances of a lot. The result depends on the set of movements alone: they are put in the order of their ticks
 * (which respects what each author had seen), then of owner and id.
 */
export function foldLot(
  movements: Iterable<Movement>,
  resolutions: readonly ForkResolution[] = [],
  rules: readonly LedgerRule[] = ledgerRules,
): LotBalance {
  const ordered = [...new Map([...movements].map((each) => [each.id, each])).values()].sort(inOrder);
  const { forks, held, dropped } = forksOf(ordered, resolutions);
  const balances = new Map<Account, number>();
  const applied: string[] = [];
  const refused = new Map<string, Refusal>();
  for (const movement of ordered) {
    const isHeld = held.has(movement.id);
    const refusal = dropped.has(movement.id)
      ? 'overridden'
      : (firstOf(rules, movement) ?? (covers(balances, movement) ? undefined : 'not-enough'));
    if (refusal === undefined && !isHeld) applied.push(movement.id);
    else refused.set(movement.id, isHeld ? 'forked' : (refusal as Refusal));
    if (refusal === undefined) apply(balances, movement, isHeld);
  }
  return { balances, applied, refused, forks };
}

function inOrder(a: Movement, b: Movement): number {
  return a.tick - b.tick || compare(a.owner, b.owner) || compare(a.id, b.id);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function firstOf(rules: readonly LedgerRule[], movement: Movement): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(movement);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Whether every account has what is taken from it, all flows of the movement together. */
function covers(balances: ReadonlyMap<Account, number>, { flows }: Movement): boolean {
  const taken = new Map<Account, number>();
  for (const { from, quantity } of flows)
    if (!isSink(from)) taken.set(from, (taken.get(from) ?? 0) + quantity);
  for (const [key, quantity] of taken) if ((balances.get(key) ?? 0) < quantity) return false;
  return true;
}

function apply(balances: Map<Account, number>, { owner, flows }: Movement, isHeld: boolean): void {
  const add = (key: Account, quantity: number) => balances.set(key, (balances.get(key) ?? 0) + quantity);
  for (const { from, to, quantity } of flows) {
    // Of two branches neither may create goods; what they take stays out of reach.
    if (isHeld && isSink(from)) continue;
    add(from, -quantity);
    add(isHeld ? account.held(owner) : to, quantity);
  }
}

/** Movements of one author that name the same one before; with all that follow them. */
function forksOf(ordered: readonly Movement[], resolutions: readonly ForkResolution[]) {
  const next = new Map<string, Movement[]>();
  for (const movement of ordered) {
    const after = `${movement.owner} ${movement.previous ?? ''}`;
    next.set(after, [...(next.get(after) ?? []), movement]);
  }
  const forks: Fork[] = [];
  const held = new Set<string>();
  const dropped = new Set<string>();
  for (const siblings of next.values()) {
    if (siblings.length < 2) continue;
    const { owner } = siblings[0];
    const kept = siblings.find(({ id }) =>
      resolutions.some((each) => each.owner === owner && each.keep === id),
    )?.id;
    forks.push({
      owner,
      movements: siblings.map(({ id }) => id).sort(compare),
      ...(kept === undefined ? {} : { kept }),
    });
    for (const { id } of siblings)
      if (kept === undefined) addWithFollowers(id, owner, next, held);
      else if (id !== kept) addWithFollowers(id, owner, next, dropped);
  }
  for (const id of dropped) held.delete(id);
  return { forks, held, dropped };
}

function addWithFollowers(
  id: string,
  owner: PartyId,
  next: ReadonlyMap<string, readonly Movement[]>,
  to: Set<string>,
): void {
  const open = [id];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (to.has(current)) continue;
    to.add(current);
    open.push(...(next.get(`${owner} ${current}`) ?? []).map((each) => each.id));
  }
}

/** What a node has of a lot, in words that people use. */
export interface Holding {
  readonly node: PartyId;
  readonly onHand: number;
  readonly reserved: number;
  readonly quotaGranted: number;
  readonly quotaReceived: number;
  readonly inTransitOut: number;
  readonly inTransitIn: number;
  readonly held: number;
}

export function holdingsOf({ balances }: Pick<LotBalance, 'balances'>): Holding[] {
  const found = new Map<PartyId, Record<keyof Omit<Holding, 'node'>, number>>();
  const of = (node: PartyId) => {
    let holding = found.get(node);
    if (holding === undefined) {
      holding = {
        onHand: 0,
        reserved: 0,
        quotaGranted: 0,
        quotaReceived: 0,
        inTransitOut: 0,
        inTransitIn: 0,
        held: 0,
      };
      found.set(node, holding);
    }
    return holding;
  };
  for (const [key, quantity] of balances) {
    const { kind, node, to } = parseAccount(key);
    if (kind === 'on-hand') of(node).onHand += quantity;
    else if (kind === 'reserved') of(node).reserved += quantity;
    else if (kind === 'held') of(node).held += quantity;
    else if (kind === 'quota') {
      of(node).quotaGranted += quantity;
      of(to).quotaReceived += quantity;
    } else if (kind === 'transit') {
      of(node).inTransitOut += quantity;
      of(to).inTransitIn += quantity;
    }
  }
  return [...found].sort(([a], [b]) => compare(a, b)).map(([node, holding]) => ({ node, ...holding }));
}

/** What the sources gave and the sinks took; with what is held by nodes they sum to zero. */
export function sinksOf({ balances }: Pick<LotBalance, 'balances'>): Readonly<Record<Sink, number>> {
  return {
    procured: -(balances.get('procured') ?? 0),
    consumed: balances.get('consumed') ?? 0,
    lost: balances.get('lost') ?? 0,
    adjusted: balances.get('adjusted') ?? 0,
  };
}

/** The sum of all accounts: zero, always. */
export function sumOf({ balances }: Pick<LotBalance, 'balances'>): number {
  let sum = 0;
  for (const quantity of balances.values()) sum += quantity;
  return sum;
}
