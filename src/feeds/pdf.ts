/**
 * The running text of a PDF, by pdf.js, which is loaded only when a PDF is read. Lines become paragraphs again by the
 * distance between them; what stands at the head or foot of most pages is left out. No script of the file is run.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unreadable } from './documents.ts';

/** A file of more is refused: a person does not read it either. */
const maxPages = 2000;
/** UTF-16 units of text that one file may give. */
const maxLength = 16 * 1024 * 1024;

interface Line {
  readonly text: string;
  /** From the page's foot, and the height of its letters, points. */
  readonly y: number;
  readonly height: number;
}

/** @throws `document.unreadable` for what is damaged, locked by a password, too long, or holds pictures only */
export async function pdfText(name: string, bytes: Uint8Array): Promise<string> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const loading = getDocument({
    // pdf.js takes the buffer for itself.
    data: new Uint8Array(bytes),
    cMapUrl: join(home, 'cmaps/'),
    standardFontDataUrl: join(home, 'standard_fonts/'),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const pdf = await loading.promise;
    if (pdf.numPages > maxPages) throw unreadable(name, 'It has more than 2,000 pages.');
    const pages: Line[][] = [];
    let length = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const lines = linesOf(items as readonly Item[]);
      page.cleanup();
      length += lines.reduce((sum, { text }) => sum + text.length, 0);
      if (length > maxLength) throw unreadable(name, 'It holds too much text.');
      pages.push(lines);
    }
    const text = paragraphsOf(withoutMargins(pages));
    if (text.trim() === '')
      throw unreadable(name, 'It holds no text, only pictures: read them by OCR first.');
    return text;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw cause;
    throw unreadable(name, 'The PDF is damaged or locked.', cause);
  } finally {
    await loading.destroy();
  }
}

/** What pdf.js gives of a run of letters. */
interface Item {
  readonly str?: string;
  readonly hasEOL?: boolean;
  readonly height?: number;
  readonly transform?: readonly number[];
}

function linesOf(items: readonly Item[]): Line[] {
  const lines: Line[] = [];
  let text = '';
  let y = 0;
  let height = 0;
  const end = () => {
    if (text.trim() !== '') lines.push({ text: text.trimEnd(), y, height });
    text = '';
    height = 0;
  };
  for (const { str, hasEOL, transform, height: itemHeight = 0 } of items) {
    if (str === undefined) continue;
    if (text.trim() === '' && transform !== undefined) y = transform[5];
    text += str;
    height = Math.max(height, itemHeight);
    if (hasEOL === true) end();
  }
  end();
  return lines;
}

/** Lines at the head or foot of most pages, such as the title and the page's number. */
function withoutMargins(pages: readonly (readonly Line[])[]): Line[][] {
  const counts = new Map<string, number>();
  for (const lines of pages)
    for (const key of new Set(
      [lines[0], lines.at(-1)].flatMap((line) => (line === undefined ? [] : keyOf(line))),
    ))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  const isMargin = (line: Line) => pages.length >= 3 && (counts.get(keyOf(line)) ?? 0) > pages.length / 2;
  return pages.map((lines) =>
    lines.filter((line, i) => !((i === 0 || i === lines.length - 1) && isMargin(line))),
  );
}

function keyOf({ text }: Line): string {
  return text.replace(/\d+/g, '#').trim();
}

/** A new paragraph begins after a wider gap, at a change of the letters' size, or after a short line that ends one. */
function paragraphsOf(pages: readonly (readonly Line[])[]): string {
  const out: string[] = [];
  let before: Line | undefined;
  const lines = pages.flat();
  const widest = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  for (const line of lines) {
    if (before !== undefined)
      out.push(breaksBetween(before, line, widest) ? '\n' : joint(before.text, line.text));
    out.push(line.text);
    before = line;
  }
  return `${out.join('')}\n`;
}

function breaksBetween(before: Line, line: Line, widest: number): boolean {
  const height = Math.max(before.height, 1);
  if (Math.abs(line.height - before.height) > 0.15 * height) return true;
  const gap = before.y - line.y;
  const endsSentence = /[.!?…。！？」"”)]$/.test(before.text);
  // A page or column ends: the text goes on unless its last line ends a sentence.
  if (gap < 0) return endsSentence;
  if (gap > 1.9 * height) return true;
  return endsSentence && before.text.length < 0.7 * widest;
}

function joint(before: string, next: string): string {
  const isJapanese =
    /[\u3000-\u9fff\uff00-\uffef]$/.test(before) && /^[\u3000-\u9fff\uff00-\uffef]/.test(next);
  return isJapanese || /\s$/.test(before) ? '' : ' ';
}
