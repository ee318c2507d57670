/**
 * XML out and in, through fast-xml-parser. What is written holds no character that XML 1.0 forbids; what is read is
 * bounded, and a document type (the way of entity bombs and of files read by reference) is refused before parsing.
 */
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { CommonwatchError } from '../core/index.ts';

/**
 * An element's content: a text, a number, child elements by name (a list repeats the name, undefined leaves it out),
 * attributes under `@name`, text beside attributes under `#text`. The order of properties is the order of elements.
 */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  format: true,
  indentBy: ' ',
});

/** A whole document with one root element. */
export function writeXml(root: { readonly [name: string]: Xml }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(clean(root))}`;
}

function clean(value: Xml): unknown {
  if (typeof value === 'string') return lawful(value);
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(clean);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(kept.map(([name, child]) => [name, clean(child)]));
}

/** A text without what XML 1.0 cannot hold at all, not even as a reference (section 2.2). */
export function lawful(text: string): string {
  // Controls but tab, line feed and carriage return; half a surrogate pair; the two non-characters.
  return text.replace(/(?![\t\n\r\x7F-\x9F])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD');
}

export interface XmlLimits {
  /** UTF-16 units. Default 8 Mi. */
  readonly maxLength?: number;
  /** Elements within elements. Default 40. */
  readonly maxDepth?: number;
}

/** What was read: texts, and elements as lists by local name, whatever prefix they came with. */
export type XmlNode = { readonly [name: string]: unknown };

/**
 * Reads a document. Every element is a list (`alert.info[0]`), attributes stand under `@name`, texts are trimmed and
 * never turned into numbers.
 * @throws `xml.too-large`, `xml.doctype`, `xml.too-deep`, `xml.malformed`
 */
export function readXml(text: string, { maxLength = 8_388_608, maxDepth = 40 }: XmlLimits = {}): XmlNode {
  if (text.length > maxLength) throw new CommonwatchError('xml.too-large', text.length);
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text)) throw new CommonwatchError('xml.doctype');
  const depth = depthOf(text);
  if (depth > maxDepth) throw new CommonwatchError('xml.too-deep', depth);
  const validity = XMLValidator.validate(text);
  if (validity !== true)
    throw new CommonwatchError('xml.malformed', `line ${validity.err.line}`, { detail: validity.err.msg });
  try {
    return parser.parse(text) as XmlNode;
  } catch (error) {
    throw new CommonwatchError('xml.malformed', String(error));
  }
}

const parser = new XMLParser({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/** The deepest nesting, by counting tags: the parser recurses, so this comes before it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of text.matchAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!/^<[!?]/.test(tag) && !tag.endsWith('/>')) deepest = Math.max(deepest, ++depth);
  }
  return deepest;
}
