/**
 * RSS 2.0, RSS 1.0 (RDF) and Atom 1.0 → flat records with the places `feed.id`, `feed.link`, `feed.time`,
 * `feed.text`, `feed.author`, `feed.source`, `feed.tags`, `feed.language`. Only what posts need is read; entities of
 * a document's own making are not expanded, so that no bomb goes off.
 */
const item = /<(item|entry)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g;

export function looksLikeFeed(head: string): boolean {
  return /^\s*<(\?xml|rss|feed|rdf:RDF)/i.test(head) && /<(rss|feed|rdf:RDF)[\s>]/i.test(head);
}

export function feedRecords(xml: string): Record<string, string>[] {
  const first = xml.search(/<(item|entry)[\s>]/);
  const about = first < 0 ? xml : xml.slice(0, first);
  const source = linkOf(about) || textIn(about, 'title');
  const language = textIn(about, 'language') || (/xml:lang="([^"]+)"/.exec(about)?.[1] ?? '');
  return [...xml.matchAll(item)].map(([, , body]) => ({
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
    'feed.source': source,
    'feed.tags': '',
    'feed.language': language,
  }));
}

/** The raw inside of the first element of a name. */
function textOf(xml: string, name: string): string {
  const open = new RegExp(`<${name}(?:\\s[^>]*)?>`).exec(xml);
  if (open === null) return '';
  const from = open.index + open[0].length;
  const to = xml.indexOf(`</${name}>`, from);
  return to < 0 ? '' : xml.slice(from, to);
}

function textIn(xml: string, name: string): string {
  const raw = textOf(xml, name).trim();
  const cdata = /^<!\[CDATA\[([\s\S]*?)\]\]>$/.exec(raw)?.[1];
  return unescapeXml(cdata ?? raw)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** RSS has the address as text, Atom in `href` of a link that is no `self`. */
function linkOf(xml: string): string {
  const text = textIn(xml, 'link');
  if (text !== '') return text;
  for (const [tag] of xml.matchAll(/<link\s[^>]*>/g)) {
    if (/rel="(?!alternate)/.test(tag)) continue;
    const href = /href="([^"]*)"/.exec(tag)?.[1];
    if (href !== undefined) return unescapeXml(href);
  }
  return '';
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g,
    (whole, dec, hex, name) => {
      if (name !== undefined) return named[name as string];
      const code = dec === undefined ? Number.parseInt(hex as string, 16) : Number(dec);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}
