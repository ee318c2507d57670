/**
 * The running text of a Word document (ECMA-376): a line a paragraph, cells of a row behind one another, footnotes with
 * their numbers at the end. What was deleted under review stays out.
 */
import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { CommonwatchError } from '../core/index.ts';
import { maxDocumentBytes, unreadable } from './documents.ts';

/** An element as fast-xml-parser keeps its order: its name with its children, `:@` its attributes, `#text` a text. */
type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
});
const parts = ['word/document.xml', 'word/footnotes.xml'];
/** Elements within elements; a text that nests deeper is no letter. */
const maxDepth = 200;

/** @throws `document.unreadable` */
export function docxText(name: string, bytes: Uint8Array): string {
  const files = unpacked(name, bytes);
  const main = files[parts[0]];
  if (main === undefined) throw unreadable(name, 'It is no Word document.');
  const notes = files[parts[1]];
  const text = textOf(name, main);
  const notesText = notes === undefined ? '' : textOf(name, notes).trim();
  return notesText === '' ? text : `${text.trimEnd()}\n\nFootnotes\n${notesText}\n`;
}

function unpacked(name: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array | undefined>> {
  try {
    return unzipSync(bytes, {
      filter: ({ name: part, originalSize }) => {
        if (!parts.includes(part)) return false;
        if (originalSize > maxDocumentBytes) throw unreadable(name, 'It unpacks to more than 64 MiB.');
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof CommonwatchError) throw cause;
    throw unreadable(name, 'The archive is damaged.', cause);
  }
}

function textOf(name: string, xml: Uint8Array): string {
  const source = strFromU8(xml);
  // A document type is the way of entity bombs; Word writes none.
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(source)) throw unreadable(name, 'Its XML declares a document type.');
  const out: string[] = [];
  try {
    for (const node of parser.parse(source) as Node[]) write(node, out, 0);
  } catch (cause) {
    throw unreadable(name, 'Its XML is damaged.', cause);
  }
  return out.join('');
}

const left = new Set(['w:del', 'w:moveFrom', 'w:instrText', 'w:delText', 'mc:Fallback']);

function write(node: Node, out: string[], depth: number): void {
  if (depth > maxDepth) throw new RangeError('too deep');
  for (const [tag, content] of Object.entries(node)) {
    if (tag === ':@' || left.has(tag)) continue;
    if (tag === 'w:footnote' && isSeparator(node)) continue;
    if (tag === 'w:footnote') out.push(`${idOf(node)} `);
    if (tag === 'w:t') out.push(plain(content as Node[]));
    else if (tag === 'w:tab') out.push('\t');
    else if (tag === 'w:br' || tag === 'w:cr') out.push('\n');
    else if (tag === 'w:footnoteReference') out.push(`[${idOf(node)}]`);
    else if (Array.isArray(content)) for (const child of content as Node[]) write(child, out, depth + 1);
    if (tag === 'w:p') out.push('\n');
  }
}

function plain(content: readonly Node[]): string {
  return content.map((node) => (typeof node['#text'] === 'string' ? node['#text'] : '')).join('');
}

function attributesOf(node: Node): Readonly<Record<string, string | undefined>> {
  return (node[':@'] ?? {}) as Readonly<Record<string, string | undefined>>;
}

function idOf(node: Node): string {
  return attributesOf(node)['w:id'] ?? '';
}

/** The lines that Word draws above notes are kept as notes of a type. */
function isSeparator(node: Node): boolean {
  return attributesOf(node)['w:type'] !== undefined;
}
