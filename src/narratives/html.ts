/** Words out of HTML and XML, in linear time: no pattern here looks back. */

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

export function unescapeMarkup(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos|nbsp));/g,
    (whole, dec, hex, name) => {
      if (name !== undefined) return named[name as string];
      const code = dec === undefined ? Number.parseInt(hex as string, 16) : Number(dec);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}

/** Tags inside a word or a name: `@<span>name</span>` is one. */
const inline = /^<\/?(a|span|b|i|em|strong|u|s|mark|small|sub|sup|wbr)[\s>/]/i;

/** The words between tags, without scripts, styles, comments and what is hidden in a head. */
export function textOfHtml(html: string, maxChars: number): string {
  const parts: string[] = [];
  let length = 0;
  let at = bodyStart(html);
  while (at < html.length && length < maxChars) {
    const open = html.indexOf('<', at);
    const text = html.slice(at, open < 0 ? html.length : open);
    if (text.trim() !== '') {
      parts.push(text);
      length += text.length;
    }
    if (open < 0) break;
    if (!inline.test(html.slice(open, open + 10))) parts.push(' ');
    at = afterTag(html, open);
  }
  return unescapeMarkup(parts.join('')).replace(/\s+/g, ' ').trim().slice(0, maxChars);
}

export function titleOfHtml(html: string): string {
  const open = /<title[^>]{0,200}>/i.exec(html.slice(0, 100_000));
  if (open === null) return '';
  const from = open.index + open[0].length;
  const to = html.indexOf('</', from);
  return unescapeMarkup(html.slice(from, to < 0 ? from : Math.min(to, from + 500)))
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text that holds tags as words alone; any other as it is. */
export function withoutTags(text: string): string {
  return /<\/?[a-z][^>]{0,200}>/i.test(text) ? textOfHtml(text, text.length) : text;
}

function bodyStart(html: string): number {
  const body = /<body[\s>]/i.exec(html);
  return body === null ? 0 : body.index;
}

/** The place after a tag; after its end, too, where what stands between is no text. */
function afterTag(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open);
  const close = html.indexOf('>', open);
  if (close < 0) return html.length;
  const name = /^<(script|style|noscript|template|svg)[\s>]/i.exec(html.slice(open, open + 12))?.[1];
  return name === undefined ? close + 1 : after(html, `</${name.toLowerCase()}`, close);
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  if (found < 0) return html.length;
  const close = html.indexOf('>', found);
  return close < 0 ? html.length : close + 1;
}
