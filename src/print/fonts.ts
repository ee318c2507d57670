/**
 * The typefaces of a printed page: Noto Sans, and Noto Sans JP where Noto Sans has no glyph (SIL Open Font License,
 * from the fontsource packages). The packages ship subsets; each character takes the first subset that has it, so any
 * Japanese text prints. The rare characters, such as 鷗 or 𠮷, lie in 120 small subsets that are opened when met.
 *
 * pdfkit needs 14 CPU-seconds for a page with a WOFF of this size; unwrapped once to its sfnt it is instant.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

export type Weight = 400 | 700;

/** One subset at one weight. */
export interface Typeface {
  /** By which pdfkit knows it. */
  readonly name: string;
  readonly sfnt: Buffer;
  readonly has: (codePoint: number) => boolean;
}

/** Opened in this order before the rare ones. */
const common: readonly (readonly [family: string, subset: string])[] = [
  ['noto-sans', 'latin'],
  ['noto-sans-jp', 'japanese'],
  ['noto-sans', 'latin-ext'],
  ['noto-sans', 'greek'],
  ['noto-sans', 'cyrillic'],
  ['noto-sans', 'vietnamese'],
];

/** What stands for a character that no typeface has: the geta mark of Japanese typesetters. */
export const missingMark = '〓';

const opened = new Map<string, Typeface>();
const chosen: Record<Weight, Map<number, Typeface | undefined>> = { 400: new Map(), 700: new Map() };

/** The typeface that prints a character; undefined when none has it. */
export function typefaceFor(codePoint: number, weight: Weight): Typeface | undefined {
  const known = chosen[weight];
  if (!known.has(codePoint)) known.set(codePoint, find(codePoint, weight));
  return known.get(codePoint);
}

function find(codePoint: number, weight: Weight): Typeface | undefined {
  for (const [family, subset] of common) {
    const typeface = open(family, subset, weight);
    if (typeface.has(codePoint)) return typeface;
  }
  const rare = rareSubsets().find(({ ranges }) => within(ranges, codePoint));
  const typeface = rare === undefined ? undefined : open('noto-sans-jp', rare.subset, weight);
  return typeface?.has(codePoint) === true ? typeface : undefined;
}

function open(family: string, subset: string, weight: Weight): Typeface {
  const name = `${family}-${subset}-${weight}-normal`;
  const known = opened.get(name);
  if (known !== undefined) return known;
  const sfnt = unwrapWoff(readFileSync(fontFile(family, `files/${name}.woff`)));
  const ranges = coverageOf(sfnt);
  const typeface: Typeface = { name, sfnt, has: (codePoint) => within(ranges, codePoint) };
  opened.set(name, typeface);
  return typeface;
}

function fontFile(family: string, path: string): string {
  return createRequire(import.meta.url).resolve(`@fontsource/${family}/${path}`);
}

/** First and last code point of each stretch, ascending. */
type Ranges = readonly (readonly [first: number, last: number])[];

function within(ranges: Ranges, codePoint: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ranges[middle][1] < codePoint) low = middle + 1;
    else if (ranges[middle][0] > codePoint) high = middle - 1;
    else return true;
  }
  return false;
}

let rare: { subset: string; ranges: Ranges }[] | undefined;

/** The numbered subsets with the characters that the package says they hold (`unicode.json`, CSS unicode-range). */
function rareSubsets(): { subset: string; ranges: Ranges }[] {
  rare ??= Object.entries(
    JSON.parse(readFileSync(fontFile('noto-sans-jp', 'unicode.json'), 'utf8')) as Record<string, string>,
  )
    .filter(([key]) => key.startsWith('['))
    .map(([key, text]) => ({ subset: key.slice(1, -1), ranges: unicodeRange(text) }));
  return rare;
}

function unicodeRange(text: string): Ranges {
  return text
    .split(',')
    .map((part) => part.trim().slice(2).split('-'))
    .map(([first, last]): [number, number] => [
      Number.parseInt(first, 16),
      Number.parseInt(last ?? first, 16),
    ])
    .sort((a, b) => a[0] - b[0]);
}

/** A WOFF 1.0 file (W3C, 2012) as the sfnt that it wraps. */
export function unwrapWoff(woff: Buffer): Buffer {
  const tables = woff.readUInt16BE(12);
  const sfnt = Buffer.alloc(woff.readUInt32BE(16));
  const power = 2 ** Math.floor(Math.log2(tables));
  sfnt.writeUInt32BE(woff.readUInt32BE(4), 0);
  sfnt.writeUInt16BE(tables, 4);
  sfnt.writeUInt16BE(16 * power, 6);
  sfnt.writeUInt16BE(Math.log2(power), 8);
  sfnt.writeUInt16BE(16 * (tables - power), 10);
  let at = 12 + 16 * tables;
  for (let i = 0; i < tables; i++) {
    const entry = 44 + 20 * i;
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field));
    const bytes = woff.subarray(offset, offset + packed);
    woff.copy(sfnt, 12 + 16 * i, entry, entry + 4);
    sfnt.writeUInt32BE(woff.readUInt32BE(entry + 16), 12 + 16 * i + 4);
    sfnt.writeUInt32BE(at, 12 + 16 * i + 8);
    sfnt.writeUInt32BE(length, 12 + 16 * i + 12);
    (packed < length ? inflateSync(bytes) : bytes).copy(sfnt, at);
    at += (length + 3) & ~3;
  }
  return sfnt;
}

/** The characters that a font has glyphs for, from its `cmap` (OpenType 1.9: formats 4 and 12, Unicode). */
function coverageOf(sfnt: Buffer): Ranges {
  const cmap = tableOf(sfnt, 'cmap');
  const found = new Map<number, number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const offset = cmap.readUInt32BE(4 + 8 * i + 4);
    found.set(cmap.readUInt16BE(offset), offset);
  }
  const [wide, narrow] = [found.get(12), found.get(4)];
  if (wide !== undefined) return groupsOf(cmap.subarray(wide));
  return narrow === undefined ? [] : segmentsOf(cmap.subarray(narrow));
}

function tableOf(sfnt: Buffer, tag: string): Buffer {
  for (let i = 0; i < sfnt.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    if (sfnt.toString('latin1', entry, entry + 4) === tag)
      return sfnt.subarray(
        sfnt.readUInt32BE(entry + 8),
        sfnt.readUInt32BE(entry + 8) + sfnt.readUInt32BE(entry + 12),
      );
  }
  return Buffer.alloc(4);
}

function groupsOf(table: Buffer): Ranges {
  return Array.from({ length: table.readUInt32BE(12) }, (_, i) => [
    table.readUInt32BE(16 + 12 * i),
    table.readUInt32BE(16 + 12 * i + 4),
  ]);
}

function segmentsOf(table: Buffer): Ranges {
  const count = table.readUInt16BE(6) / 2;
  return Array.from({ length: count - 1 }, (_, i) => [
    table.readUInt16BE(16 + 2 * count + 2 * i),
    table.readUInt16BE(14 + 2 * i),
  ]);
}
