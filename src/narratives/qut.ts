/**
 * The directed networks of the QUT coordination-network-toolkit (MIT), edge by edge: an edge from account 1 to
 * account 2 weighs the distinct messages of account 1 that have another message of account 2 within the window. An
 * account's own other messages count (loops), as in the peer.
 */
import { CommonwatchError } from '../core/index.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import { rankOf, ShareBuilder, ShareIndex } from './shares.ts';
import { StringTable } from './strings.ts';

export const qutModes = [
  'qut-co-tweet',
  'qut-co-link',
  'qut-co-retweet',
  'qut-co-reply',
  'qut-co-post',
  'qut-co-similar-tweet',
] as const;
export type QutMode = (typeof qutModes)[number];

export interface QutOptions {
  readonly mode: QutMode;
  /** Seconds, 60 in the peer. */
  readonly windowS: number;
  readonly minWeight: number;
  /** Jaccard of the sets of words, for `qut-co-similar-tweet`. */
  readonly similarity: number;
}

export const qutDefaults = { windowS: 60, minWeight: 1, similarity: 0.9 } as const;

export interface QutEdge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  /** Over all matching pairs, seconds. */
  readonly avgTimeDeltaS: number;
}

/** @throws `narratives.parameters-invalid`, `narratives.window-too-fine` */
export function qutEdges(posts: Posts, options: QutOptions, visit: (edge: QutEdge) => void): void {
  checkOptions(options, posts.precisionMs);
  const names = [...posts.accounts].sort((a, b) => (a < b ? -1 : 1));
  const rank = rankOf(posts.accounts);
  const { shares, objects } = qutShares(posts, rank, options.mode);
  const index = new ShareIndex(shares.done(), objects, names.length, 'content');
  const matches =
    options.mode === 'qut-co-similar-tweet' ? similarTexts(posts, options.similarity) : undefined;
  const weight = new Uint32Array(names.length);
  const pairs = new Uint32Array(names.length);
  const deltaSumMs = new Float64Array(names.length);
  const lastMessage = new Int32Array(names.length);
  for (let from = 0; from < names.length; from++) {
    const neighbours: number[] = [];
    index.forEachNear(from, options.windowS * 1000, (mine, other) => {
      const { account, content, timeMs } = index.shares;
      if (content[mine] === content[other] || matches?.(content[mine], content[other]) === false) return;
      const to = account[other];
      if (pairs[to] === 0) {
        neighbours.push(to);
        lastMessage[to] = -1;
      }
      pairs[to] += 1;
      deltaSumMs[to] += Math.abs(timeMs[mine] - timeMs[other]);
      if (lastMessage[to] === content[mine]) return;
      lastMessage[to] = content[mine];
      weight[to] += 1;
    });
    for (const to of neighbours.sort((a, b) => a - b)) {
      if (weight[to] >= options.minWeight)
        visit({
          from: names[from],
          to: names[to],
          weight: weight[to],
          avgTimeDeltaS: deltaSumMs[to] / 1000 / pairs[to],
        });
      weight[to] = pairs[to] = deltaSumMs[to] = 0;
    }
  }
}

function checkOptions({ windowS, minWeight, similarity }: QutOptions, precisionMs: number): void {
  if (!(windowS >= 0))
    throw new CommonwatchError('narratives.parameters-invalid', windowS, { path: '/window' });
  if (!(minWeight >= 1))
    throw new CommonwatchError('narratives.parameters-invalid', minWeight, { path: '/minWeight' });
  if (!(similarity > 0 && similarity <= 1))
    throw new CommonwatchError('narratives.parameters-invalid', similarity, { path: '/similarity' });
  if (windowS * 1000 < precisionMs && windowS > 0)
    throw new CommonwatchError('narratives.window-too-fine', windowS, {
      detail: `The times of this collection are good to ${precisionMs / 1000} s.`,
    });
}

/**
 * A message that is read twice counts once, as in the peer; its content is the row where it stood first. Links alone are
 * joined up: one that only a later row of the message has belongs to it with that row's account and time.
 */
function qutShares(posts: Posts, rank: Uint32Array, mode: QutMode) {
  const shares = new ShareBuilder();
  const texts = new StringTable();
  const first = new Int32Array(posts.names.length).fill(-1);
  const linked = new Map<number, Set<number>>();
  for (let i = 0; i < posts.length; i++) {
    const message = posts.post[i];
    const isRepeated = first[message] >= 0;
    if (!isRepeated) first[message] = i;
    else if (mode !== 'qut-co-link') continue;
    const known = isRepeated
      ? (linked.get(message) ?? new Set(objectsOf(posts, first[message], mode, texts)))
      : undefined;
    if (known !== undefined) linked.set(message, known);
    for (const object of objectsOf(posts, i, mode, texts)) {
      if (known?.has(object)) continue;
      known?.add(object);
      shares.add(object, rank[posts.account[i]], first[message], posts.timeUtcMs[i]);
    }
  }
  return { shares, objects: Math.max(posts.names.length, texts.length, 1) };
}

function objectsOf(posts: Posts, i: number, mode: QutMode, texts: StringTable): Iterable<number> {
  const own = posts.repostOf[i] === none;
  if (mode === 'qut-co-post') return [0];
  if (mode === 'qut-co-retweet') return own ? [] : [posts.repostOf[i]];
  // Everything else looks at messages that are no reposts.
  if (!own) return [];
  if (mode === 'qut-co-similar-tweet') return [0];
  if (mode === 'qut-co-reply') return posts.replyTo[i] === none ? [] : [posts.replyTo[i]];
  if (mode === 'qut-co-tweet') return [texts.intern(plainMessage(posts.text.at(i)))];
  return new Set(posts.urls.value.subarray(posts.urls.start[i], posts.urls.start[i + 1]));
}

/** The peer's text without mentions, in lower case, with single spaces. */
export function plainMessage(text: string): string {
  return text
    .toLowerCase()
    .replace(/@[^\n]*?(?=\s|$)/g, '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
}

const words = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * What a dictionary would join and UAX 29 does not: Han, hiragana and the scripts of South-East Asia sign by sign with
 * their marks, katakana as one run.
 */
const undivided =
  /[\p{Script=Katakana}\u30fc\u30a0\u309b\u309c\u3031-\u3035][\p{Script=Katakana}\u30fc\u30a0\u309b\u309c\u3031-\u3035\uff9e\uff9f\p{M}\u200d]*|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}][\p{M}\u200d]*/gu;

/** Word breaks of UAX 29, as the peer has them: it drops an apostrophe that stands alone. */
export function wordsOf(text: string): Set<string> {
  const found = new Set<string>();
  const lower = text.toLowerCase().replace(/@[^\n]*?(?=\s|$)/g, '');
  const add = (word: string) => {
    if (word !== '' && word !== "'") found.add(word);
  };
  const segment = (part: string) => {
    for (const each of words.segment(part)) add(each.segment.trim());
  };
  let end = 0;
  for (const match of lower.matchAll(undivided)) {
    segment(lower.slice(end, match.index));
    add(match[0]);
    end = match.index + match[0].length;
  }
  segment(lower.slice(end));
  return found;
}

function wordSet(text: string, numbers: StringTable): Set<number> {
  return new Set([...wordsOf(text)].map((word) => numbers.intern(word)));
}

/** Whether two rows have texts whose sets of words are similar enough; sets are made when first asked for. */
function similarTexts(posts: Posts, least: number): (a: number, b: number) => boolean {
  const numbers = new StringTable();
  const sets = new Map<number, Set<number>>();
  const setOf = (row: number) => {
    const known = sets.get(row);
    if (known !== undefined) return known;
    const made = wordSet(posts.text.at(row), numbers);
    sets.set(row, made);
    return made;
  };
  return (a, b) => {
    const [setA, setB] = [setOf(a), setOf(b)];
    const [small, large] = setA.size < setB.size ? [setA, setB] : [setB, setA];
    // The share in common is at most the ratio of the sizes.
    if (large.size === 0 || small.size < least * large.size) return false;
    let common = 0;
    for (const word of small) if (large.has(word)) common += 1;
    return common / (setA.size + setB.size - common) >= least;
  };
}
