/** Documents as text: plain text, HTML, DOCX. Offsets of facts lead back into the file where it is text itself. */
import { inflateRawSync } from 'node:zlib';
import { CommonwatchError } from '../core/index.ts';

export interface FileText {
  readonly format: 'text' | 'html' | 'docx';
  /** The text of the file; for HTML its source. */
  readonly text: string;
}

/** The most that one document may unpack to, bytes: a packed file may not fill the memory. */
const maxBytes = 64 * 1024 * 1024;

/** @throws `document.unreadable` for what is neither UTF-8 text, HTML nor DOCX */
export function readDocument(name: string, bytes: Uint8Array): FileText {
  if (bytes.length > maxBytes) throw unreadable(name, 'It is larger than 64 MiB.');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { format: 'docx', text: docxText(name, bytes) };
  if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46)
    throw unreadable(name, 'PDF is not read yet: save it as text.');
  const text = decoded(name, bytes);
  return { format: /\.x?html?$/i.test(name) ? 'html' : 'text', text };
}

function decoded(name: string, bytes: Uint8Array): string {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  try {
    const text = new TextDecoder(utf16 ?? 'utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.includes('\u0000')) throw unreadable(name, 'It is no text.');
    return text;
  } catch (cause) {
    throw cause instanceof CommonwatchError ? cause : unreadable(name, 'It is not UTF-8.', cause);
  }
}

/** The running text of a Word document: a line a paragraph; what was deleted under review stays out. */
function docxText(name: string, bytes: Uint8Array): string {
  const xml = new TextDecoder().decode(unzipped(name, bytes, 'word/document.xml'));
  let text = '';
  for (const [whole, content] of xml.matchAll(
    /<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:tab\/>|<w:br\b[^>]*\/>|<\/w:p>/g,
  ))
    text += content === undefined ? (whole === '<w:tab/>' ? '\t' : '\n') : unescaped(content);
  return text;
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:lt|gt|quot|apos|amp|#(\d+)|#x([0-9a-f]+));/gi,
    (whole, decimal?: string, hex?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }[whole] ?? whole;
    },
  );
}

/** One member of a zip archive, by its central directory (APPNOTE 4.3). */
function unzipped(name: string, bytes: Uint8Array, member: string): Uint8Array {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const found = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      if (found === member) return memberBytes(bytes, view, at);
      at += 46 + nameLength + extra + comment;
    }
  } catch (cause) {
    throw unreadable(name, 'The archive is damaged.', cause);
  }
  throw unreadable(name, 'It is no Word document.');
}

function memberBytes(bytes: Uint8Array, view: DataView, at: number): Uint8Array {
  const method = view.getUint16(at + 10, true);
  const packedLength = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.subarray(from, from + packedLength);
  return method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: maxBytes });
}

function unreadable(name: string, detail: string, cause?: unknown): CommonwatchError {
  return new CommonwatchError('document.unreadable', name, { detail, cause });
}
