/**
 * Documents as text: plain text, HTML, DOCX, PDF. Offsets of facts lead back into the file where it is text itself,
 * into the text taken out of it otherwise; that text is therefore kept beside its facts, with the file's digest.
 */
import { createHash } from 'node:crypto';
import { CommonwatchError } from '../core/index.ts';

export interface FileText {
  readonly format: 'text' | 'html' | 'docx' | 'pdf';
  /** The text of the file; for HTML its source. */
  readonly text: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
}

/** The most that one document may be and may unpack to, bytes: a packed file may not fill the memory. */
export const maxDocumentBytes = 64 * 1024 * 1024;

/** @throws `document.unreadable` for what is neither text, HTML, DOCX nor PDF, or is damaged, locked or too large */
export async function readDocument(name: string, bytes: Uint8Array): Promise<FileText> {
  if (bytes.length > maxDocumentBytes) throw unreadable(name, 'It is larger than 64 MiB.');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (startsWith(bytes, [0x50, 0x4b])) {
    const { docxText } = await import('./docx.ts');
    return { format: 'docx', text: docxText(name, bytes), sha256 };
  }
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) {
    const { pdfText } = await import('./pdf.ts');
    return { format: 'pdf', text: await pdfText(name, bytes), sha256 };
  }
  const isPage = /\.x?html?$/i.test(name);
  return { format: isPage ? 'html' : 'text', text: decoded(name, bytes), sha256 };
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

function decoded(name: string, bytes: Uint8Array): string {
  const marked = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8';
  const text = tried(marked, bytes) ?? inOlderCode(bytes);
  if (text === undefined) throw unreadable(name, 'It is in no encoding that is read.');
  if (text.includes('\u0000')) throw unreadable(name, 'It is no text.');
  return text;
}

/** Older pages: as they declare themselves, else the two codes of Japanese text where it then reads as Japanese. */
function inOlderCode(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  const declared = /charset\s*=\s*["']?([a-z0-9_-]+)/i.exec(head)?.[1];
  if (declared !== undefined) {
    const text = tried(declared, bytes);
    if (text !== undefined) return text;
  }
  return ['euc-jp', 'shift_jis']
    .map((code) => tried(code, bytes))
    .find((text) => text !== undefined && /[\u3041-\u30ff]/.test(text));
}

function tried(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function unreadable(name: string, detail: string, cause?: unknown): CommonwatchError {
  return new CommonwatchError('document.unreadable', name, { detail, cause });
}
