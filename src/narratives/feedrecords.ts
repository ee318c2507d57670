/**
 * RSS 2.0, RSS 1.0 (RDF) and Atom 1.0 → flat records with the places `feed.id`, `feed.link`, `feed.time`,
 * `feed.text`, `feed.author`, `feed.source`, `feed.tags`, `feed.language`. Only what posts need is read; entities of
 * a document's own making are not expanded, so that no bomb goes off.
 */
import { canonicalUrl, domainOf } from './normalise.ts';
import { textOfHtml, unescapeMarkup } from './html.ts';

/** An item is looked at up to this length. */
const maxItemChars = 1 << 18;

export function looksLikeFeed(head: string): boolean {
  return /^\s*<(\?xml|rss|feed|rdf:RDF)/i.test(head) && /<(rss|feed|rdf:RDF)[\s>]/i.test(head);
}

export function feedRecords(xml: string): Record<string, string>[] {
  const first = xml.search(/<(item|entry)[\s>]/);
  const about = first < 0 ? xml : xml.slice(0, first);
  const source = linkOf(about) || textIn(about, 'title');
  const language = textIn(about, 'language') || (/xml:lang="([^"]+)"/.exec(about)?.[1] ?? '');
  return itemsOf(xml).map((body) => ({
    'feed.id': textIn(body, 'guid') || textIn(body, 'id') || linkOf(body),
    'feed.link': linkOf(body),
    'feed.time':
      textIn(body, 'pubDate') ||
      textIn(body, 'published') ||
      textIn(body, 'dc:date') ||
      textIn(body, 'updated'),
    'feed.text': [textIn(body, 'title'), textIn(body, 'description') || textIn(body, 'summary')]
      .filter((text) => text !== '')
      .join('\n'),
    'feed.author': textIn(body, 'dc:creator') || textIn(textOf(body, 'author'), 'name'),
    'feed.source': source || domainOf(canonicalUrl(linkOf(body))),
    'feed.tags': '',
    'feed.language': language,
  }));
}

/** The insides of all items or entries, in one pass. */
function itemsOf(xml: string): string[] {
  const items: string[] = [];
  const open = /<(item|entry)(?:\s[^>]{0,1000})?>/g;
  for (let found = open.exec(xml); found !== null; found = open.exec(xml)) {
    const to = xml.indexOf(`</${found[1]}>`, open.lastIndex);
    if (to < 0) break;
    items.push(xml.slice(open.lastIndex, Math.min(to, open.lastIndex + maxItemChars)));
    open.lastIndex = to;
  }
  return items;
}

/** The raw inside of the first element of a name. */
function textOf(xml: string, name: string): string {
  const open = new RegExp(`<${name}(?:\\s[^>]{0,1000})?>`).exec(xml);
  if (open === null) return '';
  const from = open.index + open[0].length;
  const to = xml.indexOf(`</${name}>`, from);
  return to < 0 ? '' : xml.slice(from, to);
}

function textIn(xml: string, name: string): string {
  const raw = textOf(xml, name).trim();
  const isCdata = raw.startsWith('<![CDATA[') && raw.endsWith(']]>');
  return textOfHtml(isCdata ? raw.slice(9, -3) : unescapeMarkup(raw), maxItemChars);
}

/** RSS has the address as text, Atom in `href` of a link that is no `self`. */
function linkOf(xml: string): string {
  const text = textIn(xml, 'link');
  if (text !== '') return text;
  for (const [tag] of xml.matchAll(/<link\s[^>]{0,1000}>/g)) {
    if (/rel="(?!alternate)/.test(tag)) continue;
    const href = /href="([^"]*)"/.exec(tag)?.[1];
    if (href !== undefined) return unescapeMarkup(href);
  }
  return '';
}
