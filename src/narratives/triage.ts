/**
 * Who acts together for a harmless reason. Looked at before any label: without it, fan clubs and news wires are most of
 * what co-action finds. Each rule is a measured share of the group's own posts or of the objects that join it, with
 * its threshold; what a rule says is shown with the figure, and an analyst may overrule it.
 */
import { canonicalUrl, cjkChars, domainOf, maxChars, normalise } from './normalise.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';

export const benignReasons = [
  'declared-automation',
  'same-owner',
  'declared-owner',
  'syndication',
  'greetings',
  'share-button',
  'breaking-news',
  'popular-objects',
  'fans',
  'mixed',
] as const;
export type BenignReason = (typeof benignReasons)[number];

export interface Verdict {
  /** `coordinated` says that they act together; who and why is an analyst's judgement. */
  readonly kind: 'coordinated' | 'benign';
  readonly reason?: BenignReason;
  /** The figure by which the rule held, 0 to 1. */
  readonly share?: number;
  /** Every rule with its figure, whether it held or not. */
  readonly rules: readonly RuleResult[];
}

export interface RuleResult {
  readonly rule: BenignReason;
  readonly share: number;
  readonly threshold: number;
  readonly held: boolean;
}

/**
 * What an analyst has noted: domains, or accounts by their names in the collection, whose owners declare themselves,
 * such as a party's or an agency's.
 */
export type DeclaredOwners = ReadonlyMap<string, string>;

/** What triage looks at: the group, all its posts, the posts that join it, and how its objects fared outside. */
export interface TriageInput {
  readonly accounts: readonly number[];
  readonly rows: readonly number[];
  readonly joiningRows: readonly number[];
  /**
   * For each object that joins the group: its accounts in the group, in the collection, and outside the group within
   * the window of the group's own sharing.
   */
  readonly objects: readonly JoiningObject[];
  /** Joining posts all of whose objects were popular or breaking. */
  readonly popularRows: ReadonlySet<number>;
  /** Share of the joining posts that are reposts or tag sequences only. */
  readonly amplifyingShare: number;
  /** The account of each post, by the number of its id; `none` where the post was not collected. */
  readonly authorOfPost: Uint32Array;
}

export interface JoiningObject {
  readonly inside: number;
  readonly all: number;
  readonly outsideNear: number;
}

/** Why each threshold: what planted groups of the synthetic world stay clear of and the harmless kinds reach. */
const thresholds: Readonly<Record<BenignReason, number>> = {
  'declared-automation': 0.8,
  'same-owner': 0.8,
  'declared-owner': 0.6,
  syndication: 0.7,
  greetings: 0.8,
  'share-button': 0.6,
  'breaking-news': 0.6,
  'popular-objects': 0.6,
  fans: 0.8,
  mixed: 0.8,
};

export function triage(posts: Posts, input: TriageInput, owners: DeclaredOwners = new Map()): Verdict {
  const measures: Record<BenignReason, number> = {
    'declared-automation': automatedShare(posts, input),
    'same-owner': sameOwnerShare(posts, input, owners),
    'declared-owner': ownerShare(posts, input, owners),
    syndication: syndicationShare(posts, input),
    greetings: greetingShare(posts, input),
    'share-button': shareButtonShare(posts, input),
    'breaking-news': breakingShare(input),
    'popular-objects': popularShare(input),
    fans: fanShare(posts, input),
    mixed: mixedShare(posts, input, owners),
  };
  const rules = benignReasons.map((rule) => {
    const [share, threshold] = [measures[rule], thresholds[rule]];
    return { rule, share, threshold, held: share >= threshold };
  });
  const first = rules.find(({ held }) => held);
  return first === undefined
    ? { kind: 'coordinated', rules }
    : { kind: 'benign', reason: first.rule, share: first.share, rules };
}

/** Members that one declared owner has: an agency's desks, a firm's branches. */
function sameOwnerShare(posts: Posts, { accounts }: TriageInput, owners: DeclaredOwners): number {
  const counts = new Map<string, number>();
  for (const account of accounts) {
    const owner = owners.get(posts.accounts[account]);
    if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values()) / accounts.length;
}

/** Words that a page's button puts beside its address. */
const buttonMark =
  /(?:^|\s)via\s+[@#]?\S+|shared via|share(?:d)? from|check (?:this|it) out:|さんから|より共有|シェアしました|@YouTubeより|分享自|来自@|（分享自|分享了|через\s+@\S+|поделиться/iu;

/** Posts with an address whose words name the button. */
function shareButtonShare(posts: Posts, { joiningRows }: TriageInput): number {
  const pressed = joiningRows.filter((row) => isPressed(posts, row));
  return joiningRows.length === 0 ? 0 : pressed.length / joiningRows.length;
}

function isPressed(posts: Posts, row: number): boolean {
  return domainsOfRow(posts, row).length > 0 && buttonMark.test(posts.text.at(row).slice(0, maxChars));
}

/** Joining posts of which each has a harmless reason of its own, though no single one explains the group. */
function mixedShare(posts: Posts, { joiningRows, popularRows }: TriageInput, owners: DeclaredOwners): number {
  const explained = joiningRows.filter(
    (row) =>
      popularRows.has(row) ||
      posts.declaredAutomated[row] === 1 ||
      isPressed(posts, row) ||
      isGreeting(posts, row) ||
      domainsOfRow(posts, row).some((domain) => owners.has(domain)),
  );
  return joiningRows.length === 0 ? 0 : explained.length / joiningRows.length;
}

function isBreaking({ inside, outsideNear }: JoiningObject): boolean {
  return outsideNear >= inside;
}

function isPopular({ inside, all }: JoiningObject): boolean {
  return inside * 2 < all;
}

/** Whether an object joins a group for a reason that lies outside it. */
export function isEverybodys(object: JoiningObject): boolean {
  return isBreaking(object) || isPopular(object);
}

/** Objects that at least as many others shared within the same window: everybody was talking of it just then. */
function breakingShare({ objects }: TriageInput): number {
  const breaking = objects.filter(isBreaking);
  return objects.length === 0 ? 0 : breaking.length / objects.length;
}

/** Accounts most of whose posts say that a machine posts them. */
function automatedShare(posts: Posts, { accounts, rows }: TriageInput): number {
  const automated = new Map<number, number>();
  const all = new Map<number, number>();
  for (const row of rows) {
    const account = posts.account[row];
    all.set(account, (all.get(account) ?? 0) + 1);
    automated.set(account, (automated.get(account) ?? 0) + posts.declaredAutomated[row]);
  }
  const declared = accounts.filter((a) => (automated.get(a) ?? 0) * 2 > (all.get(a) ?? 0));
  return declared.length / accounts.length;
}

function domainsOfRow(posts: Posts, row: number): string[] {
  const { start, value } = posts.urls;
  return Array.from(value.subarray(start[row], start[row + 1]), (url) =>
    domainOf(canonicalUrl(posts.names.at(url))),
  ).filter((domain) => domain !== '');
}

/** Joining posts that link to a site whose owner declares itself: a party's own, a firm's own. */
function ownerShare(posts: Posts, { joiningRows }: TriageInput, owners: DeclaredOwners): number {
  if (owners.size === 0) return 0;
  const linking = joiningRows.filter((row) => domainsOfRow(posts, row).length > 0);
  if (linking.length * 2 < joiningRows.length) return 0;
  const own = linking.filter((row) => domainsOfRow(posts, row).some((domain) => owners.has(domain)));
  return own.length / linking.length;
}

/** A wire: the members carry the same texts, each on a site of its own. */
function syndicationShare(posts: Posts, { accounts, rows }: TriageInput): number {
  const counts = new Map<number, Map<string, number>>();
  for (const row of rows)
    for (const domain of domainsOfRow(posts, row)) {
      const own = counts.get(posts.account[row]) ?? new Map<string, number>();
      own.set(domain, (own.get(domain) ?? 0) + 1);
      counts.set(posts.account[row], own);
    }
  const mains = new Set<string>();
  for (const own of counts.values()) {
    const total = [...own.values()].reduce((sum, n) => sum + n, 0);
    const [main] = [...own].sort((a, b) => b[1] - a[1]);
    if (main[1] >= 0.6 * total) mains.add(main[0]);
  }
  return accounts.length < 3 ? 0 : mains.size / accounts.length;
}

const greeting =
  /^(good (morning|night|evening)|happy (birthday|new year|friday|monday)|merry christmas|おはよう|おやすみ|こんばんは|こんにちは|あけまして|お疲れ|早安|早上好|晚安|晚上好|新年快乐|生日快乐|доброе утро|спокойной ночи|добрый (день|вечер)|с днем рождения|с новым годом)/u;

/** Set phrases of every day, short and without a link. */
function greetingShare(posts: Posts, { joiningRows }: TriageInput): number {
  const greetings = joiningRows.filter((row) => isGreeting(posts, row));
  return joiningRows.length === 0 ? 0 : greetings.length / joiningRows.length;
}

function isGreeting(posts: Posts, row: number): boolean {
  const text = normalise(posts.text.at(row));
  const short = text.length <= (cjkChars(text) > 0 ? 24 : 48);
  return short && greeting.test(text) && domainsOfRow(posts, row).length === 0;
}

/** Objects that mostly others shared: breaking news, a page with a share button. */
function popularShare({ objects }: TriageInput): number {
  const popular = objects.filter(isPopular);
  return objects.length === 0 ? 0 : popular.length / objects.length;
}

/**
 * Reposts and tags only, most reposts of one source, with words of their own for the rest: people who like the same
 * thing. A group that only amplifies one source looks the same; the figure is shown for that reason.
 */
function fanShare(posts: Posts, input: TriageInput): number {
  const { joiningRows, amplifyingShare, rows } = input;
  if (amplifyingShare < 0.8 || !hasOneSource(posts, input)) return 0;
  const own = rows.filter((row) => posts.repostOf[row] === none);
  const texts = new Set(own.map((row) => normalise(posts.text.at(row))));
  const distinct = own.length === 0 ? 0 : texts.size / own.length;
  return joiningRows.length === 0 ? 0 : Math.min(amplifyingShare, distinct);
}

/**
 * Whether most of what is reposted comes from one account. Who wrote a post that was not collected cannot be told: only
 * those that were are counted, and where none was, the source is taken to be one.
 */
function hasOneSource(posts: Posts, { joiningRows, authorOfPost }: TriageInput): boolean {
  const reposts = joiningRows.filter((row) => posts.repostOf[row] !== none);
  const counts = new Map<number, number>();
  for (const row of reposts) {
    const author = authorOfPost[posts.repostOf[row]];
    if (author !== none) counts.set(author, (counts.get(author) ?? 0) + 1);
  }
  if (counts.size === 0) return reposts.length > 0;
  const known = [...counts.values()];
  return Math.max(...known) * 2 >= known.reduce((sum, count) => sum + count, 0);
}
