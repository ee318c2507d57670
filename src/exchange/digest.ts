/**
 * Entries for somebody who reads and nothing more: a plain page and an Atom feed (RFC 4287). For the public tier they
 * need no login; a partner's reader takes the same feed with a token.
 */
import type { Entry, Instant, Language, MessageRef, PartyId, Released } from '../core/index.ts';
import { asFinding, deliveryOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';
import { writeXml } from './xml.ts';
import type { Xml } from './xml.ts';

/** What stands on the page besides the entries: sentences of the hub's own catalogue, in the reader's language. */
export interface DigestWords {
  readonly title: string;
  readonly about: string;
  readonly none: string;
  readonly from: string;
  readonly leftOut: string;
  readonly against: string;
  readonly feed: string;
}

/** What is shown of one entry. */
interface Item {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly created: Instant;
  readonly modified: Instant;
  readonly marking: string;
  readonly when?: string;
  readonly where?: string;
  readonly against: readonly string[];
  readonly redactions: readonly string[];
}

/** What hangs on others says nothing by itself. */
const shown = ({ type }: Entry): boolean => type !== 'relation' && type !== 'judgement';

function itemsOf({ entries, language }: Delivery, options: ExchangeOptions): Item[] {
  return entries.filter(shown).map((entry) => {
    const body = asFinding(entry)?.body;
    const say = (ref: MessageRef) => options.speaker.say(language, ref);
    return {
      id: entry.id,
      title: titleOf(entry, options, language),
      owner: options.partyName(entry.owner)[language],
      created: entry.created,
      modified: entry.modified,
      marking: `TLP:${entry.release.tlp}`,
      ...(body === undefined ? {} : { when: span(body.startUtcMs, body.endUtcMs) }),
      ...(body?.place === undefined ? {} : { where: position(body.place) }),
      against: (body?.against ?? []).map(say),
      redactions: entry.release.redactions,
    };
  });
}

function span(startUtcMs: number, endUtcMs: number): string {
  const minute = (timeUtcMs: number) =>
    `${new Date(timeUtcMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return startUtcMs === endUtcMs ? minute(startUtcMs) : `${minute(startUtcMs)} – ${minute(endUtcMs)}`;
}

/** Degrees and minutes, with how far it may be off. */
function position({
  lonDeg,
  latDeg,
  uncertaintyNm,
}: {
  lonDeg: number;
  latDeg: number;
  uncertaintyNm: number;
}): string {
  const angle = (degrees: number, width: number, hemispheres: string) => {
    const minutes = Math.round(Math.abs(degrees) * 60);
    const whole = String(Math.floor(minutes / 60)).padStart(width, '0');
    return `${whole}°${String(minutes % 60).padStart(2, '0')}′${hemispheres[degrees < 0 ? 1 : 0]}`;
  };
  return `${angle(latDeg, 2, 'NS')} ${angle(lonDeg, 3, 'EW')} ± ${Math.max(1, Math.round(uncertaintyNm))} nm`;
}

/** A page that stands alone: no script, no picture, nothing from elsewhere. @throws `released.foreign-viewer` */
export function digestPage(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
  words: DigestWords,
): string {
  const delivery = deliveryOf(released, viewer, language);
  const items = itemsOf(delivery, options).map((item) => article(item, words));
  const title = escaped(words.title);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>`,
    '<meta name="viewport" content="width=device-width">',
    `<link rel="alternate" type="application/atom+xml" href="feed.atom?lang=${language}" title="${escaped(words.feed)}">`,
    `<style>${style}</style></head><body>`,
    options.exercise ? '<p class="band">EXERCISE — EXERCISE — EXERCISE</p>' : '',
    `<main><h1>${title}</h1><p class="dim">${escaped(words.about)} ${escaped(delivery.asOf.slice(0, 16))} UTC · `,
    `<a href="feed.atom?lang=${language}">${escaped(words.feed)}</a> · `,
    language === 'en'
      ? '<a href="page?lang=ja" lang="ja">日本語</a>'
      : '<a href="page?lang=en" lang="en">English</a>',
    '</p>',
    ...(items.length === 0 ? [`<p>${escaped(words.none)}</p>`] : items),
    '</main></body></html>',
  ].join('\n');
}

const style =
  'body{margin:0;font:16px/1.5 "Noto Sans","Noto Sans JP",system-ui,sans-serif;color:#1d2a33;background:#fffdf8}' +
  'main{max-width:46rem;margin:0 auto;padding:1.5rem}h1{font-size:1.5rem}h2{font-size:1.05rem;margin:0}' +
  'article{border-top:1px solid #d4dbdf;padding:.9rem 0}.dim{color:#5d6b75}p{margin:.3rem 0}' +
  '.band{background:#1d2a33;color:#fffdf8;text-align:center;margin:0;padding:.3rem}a{color:#8a0d6a}' +
  '@media (prefers-color-scheme:dark){body{color:#c3ccd0;background:#111a20}.dim{color:#84919a}' +
  'article{border-color:#233038}a{color:#d876ba}}';

function article(item: Item, words: DigestWords): string {
  const facts = [item.when, item.where, `${words.from} ${item.owner}`, item.marking];
  const line = facts.filter((fact) => fact !== undefined).map(escaped);
  return [
    `<article id="${escaped(item.id)}"><h2>${escaped(item.title)}</h2>`,
    `<p class="dim">${line.join(' · ')}</p>`,
    item.against.length === 0
      ? ''
      : `<p>${escaped(words.against)} ${item.against.map(escaped).join(' ')}</p>`,
    item.redactions.length === 0
      ? ''
      : `<p class="dim">${escaped(words.leftOut)} ${item.redactions.map(escaped).join(', ')}</p>`,
    '</article>',
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** @param selfHref where the feed lies @throws `released.foreign-viewer` */
export function digestFeed(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
  words: DigestWords,
  selfHref: string,
): string {
  const delivery = deliveryOf(released, viewer, language);
  const author = options.partyName(options.source)[language];
  return writeXml({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': language,
      id: `urn:commonwatch:${options.source}:digest:${viewer === '' ? 'public' : viewer}`,
      title: `${words.title}${options.exercise ? ' — EXERCISE' : ''}`,
      updated: delivery.asOf,
      author: { name: author },
      link: { '@rel': 'self', '@href': selfHref },
      entry: itemsOf(delivery, options).map((item) => atomEntry(item, words)),
    },
  });
}

function atomEntry(item: Item, words: DigestWords): Xml {
  const facts = [item.when, item.where, ...item.against.map((text) => `${words.against} ${text}`)];
  const leftOut = item.redactions.length === 0 ? [] : [`${words.leftOut} ${item.redactions.join(', ')}`];
  return {
    id: `urn:uuid:${item.id.split('--')[1]}`,
    title: item.title,
    published: item.created,
    updated: item.modified,
    author: { name: item.owner },
    category: { '@term': item.marking },
    summary: [...facts, ...leftOut].filter((fact) => fact !== undefined).join('\n'),
  };
}
