/**
 * Accounts as pseudonyms from the first byte: HMAC-SHA-256 under the key of a case, so that the same account has the
 * same name within a case and no link between cases. Without the key nobody, the analyst included, can go back;
 * handles in texts and in the addresses of profiles go the same way.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { CommonwatchError } from '../core/index.ts';
import type { Disguise } from './posts.ts';

const keyBytes = 32;
/** 80 bits: among a hundred million accounts two share a pseudonym with a chance of one in 10⁸. */
const pseudonymHexDigits = 20;

/** @throws `narratives.key-invalid` */
export function parseCaseKey(hex: string): Uint8Array {
  const digits = hex.trim();
  if (!/^[0-9a-f]{64}$/i.test(digits)) throw new CommonwatchError('narratives.key-invalid');
  return Uint8Array.from({ length: keyBytes }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}

/** The pseudonym of an account on a platform: `acct-` and 20 hexadecimal digits. */
export function pseudonym(key: Uint8Array, platform: string, account: string): string {
  const text = `${platform}\u0000${account.replace(/^[@＠]/, '').toLowerCase()}`;
  const digest = hmac(sha256, key, new TextEncoder().encode(text));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `acct-${hex.slice(0, pseudonymHexDigits)}`;
}

const mention = /(?<![\p{L}\p{N}_/.])[@＠][\p{L}\p{N}_.-]{0,255}[\p{L}\p{N}_]/gu;
/** Bounded, and begun at the edge of a word only: a run of a million letters is looked at once. */
const mailAddress = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}\.\p{L}{2,24}/gu;
const address = /(?:https?:\/\/|www\.)[^\s"'<>]{1,8192}/giu;
/** Hosts on which the first part of a path is a person or a page. */
const profileHosts =
  /^(https?:\/\/)?((?:[a-z0-9-]+\.)*(?:twitter\.com|x\.com|facebook\.com|fb\.com|instagram\.com|t\.me|telegram\.me|tiktok\.com|youtube\.com|vk\.com|ok\.ru|weibo\.com|weibo\.cn|threads\.net|bsky\.app|note\.com|ameblo\.jp|medium\.com|reddit\.com))\/(profile\/|user\/|u\/|c\/|channel\/|people\/|s\/)?([^/?#\s]+)/iu;
/** First parts of a path that name a function of the site and no person. */
const noProfile =
  /^(watch|share|sharer(\.php)?|intent|hashtag|search|status|i|p|reel|groups|events|r|photo(\.php)?|permalink\.php|story\.php|home|explore|video|videos|tv|embed|playlist|shorts)$/i;

const mayBeAddress = /www\./i;

/** The two last labels of the hosts above: most addresses are told apart by these alone. */
const profileSites = new Set(
  'twitter.com x.com facebook.com fb.com instagram.com t.me telegram.me tiktok.com youtube.com vk.com ok.ru weibo.com weibo.cn threads.net bsky.app note.com ameblo.jp medium.com reddit.com'.split(
    ' ',
  ),
);

function siteOf(address: string): string {
  const scheme = address.indexOf('://');
  const from = scheme < 0 ? 0 : scheme + 3;
  let to = from;
  while (to < address.length && !'/?#:'.includes(address[to])) to += 1;
  const dot = address.lastIndexOf('.', to - 1);
  const before = dot < 0 ? -1 : address.lastIndexOf('.', dot - 1);
  return address.slice(Math.max(from, before + 1), to).toLowerCase();
}

/** Handles by pseudonym: what a sealed table holds. It never stands beside posts. */
export type HandleTable = ReadonlyMap<string, string>;

/**
 * The disguise of a case.
 * @param handle is told every handle with its pseudonym, for whoever seals the table; without it nobody can go back
 */
export function caseDisguise(
  key: Uint8Array,
  handle: (pseudonym: string, handle: string) => void = () => undefined,
): Disguise {
  const name = (platform: string, account: string) => {
    const hidden = pseudonym(key, platform, account);
    handle(hidden, account);
    return hidden;
  };
  const url = (platform: string, text: string) => {
    if (!profileSites.has(siteOf(text))) return text;
    const parts = profileHosts.exec(text.slice(0, 2048));
    if (parts === null || noProfile.test(parts[4])) return text;
    const [whole, scheme = '', host, folder = '', handle] = parts;
    return `${scheme}${host}/${folder}${name(platform, handle)}${text.slice(whole.length)}`;
  };
  return {
    account: name,
    text: (platform, text) => {
      const hidden =
        text.includes('://') || mayBeAddress.test(text)
          ? text.replace(address, (found) => url(platform, found))
          : text;
      if (!hidden.includes('@') && !hidden.includes('＠')) return hidden;
      return hidden
        .replace(mailAddress, (found) => name(platform, found))
        .replace(mention, (found) => `@${name(platform, found)}`);
    },
  };
}
