/**
 * A PDF with pages as tall columns to draw on: text in several typefaces on one baseline, wrapped by the rules of
 * linebreak.ts, tagged for readers that do not look (ISO 32000-1, 14.8). The only file that knows pdfkit.
 */
import PDFDocument from 'pdfkit';
import { missingMark, typefaceFor } from './fonts.ts';
import type { Typeface } from './fonts.ts';
import { glued, unbreakables, wordJoiner } from './linebreak.ts';

export const pageWidthPt = 595.28;
export const pageHeightPt = 841.89;

export interface Style {
  readonly sizePt: number;
  readonly color: string;
  readonly bold?: boolean;
  /** Raised above the baseline. */
  readonly risePt?: number;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** A stretch of one style in one typeface, at its place on a line. */
interface Run {
  readonly text: string;
  readonly style: Style;
  readonly typeface: Typeface;
  readonly xPt: number;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly widthPt: number;
}

/** What readers are told a stretch is. */
export type Tag = 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure' | 'Note' | 'Sect';

export type Element = ReturnType<PDFKit.PDFDocument['struct']>;

interface CanvasOptions {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  /** The only date in the file: the same brief gives the same bytes. */
  readonly madeAt: Date;
  /** False leaves the page streams readable, for tests. */
  readonly compress: boolean;
  readonly widths: Widths;
}

/** Widths of texts that were measured, per thousand of the size: they are the same in every document. */
export type Widths = Map<string, number>;

export class Canvas {
  readonly #doc: PDFKit.PDFDocument;
  readonly #chunks: Buffer[] = [];
  readonly #widths: Widths;
  readonly #fonts = new Set<string>();
  readonly #root: Element;
  #pages = 0;

  constructor({ title, author, language, madeAt, compress, widths }: CanvasOptions) {
    this.#widths = widths;
    this.#doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      compress,
      pdfVersion: '1.7',
      tagged: true,
      lang: language,
      displayTitle: true,
      font: null as unknown as string, // no Helvetica: every glyph comes from an embedded typeface
      info: {
        Title: title,
        Author: author,
        Creator: 'Commonwatch',
        Producer: 'Commonwatch',
        CreationDate: madeAt,
        ModDate: madeAt,
      },
    });
    this.#doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#root = this.#doc.struct('Document');
    this.#doc.addStructure(this.#root);
  }

  get pages(): number {
    return this.#pages;
  }

  /** Turns to a page, counted from 0, and adds pages up to it. */
  turnTo(page: number): void {
    while (this.#pages <= page) {
      this.#doc.addPage();
      this.#pages += 1;
    }
    this.#doc.switchToPage(page);
  }

  /** A part of the document's structure, under `parent` or at the top. */
  element(tag: Tag, parent?: Element, alt?: string): Element {
    const made = this.#doc.struct(tag, alt === undefined ? {} : { alt });
    (parent ?? this.#root).add(made);
    return made;
  }

  /** Draws what belongs to an element. */
  tagged(element: Element, tag: Tag, draw: () => void): void {
    const content = this.#doc.markStructureContent(tag);
    draw();
    this.#doc.endMarkedContent();
    element.add(content);
  }

  /** Draws what carries no meaning of its own: rules, bands, page numbers. */
  artifact(draw: () => void): void {
    this.#doc.markContent('Artifact', { type: 'Pagination' });
    draw();
    this.#doc.endMarkedContent();
  }

  /** Spans as lines no wider than `widthPt`; an unbreakable stretch that is wider is cut between characters. */
  wrap(spans: readonly Span[], widthPt: number): Line[] {
    const lines: Line[] = [];
    let runs: Run[] = [];
    let x = 0;
    const end = () => {
      if (runs.length > 0) lines.push({ runs, widthPt: x });
      runs = [];
      x = 0;
    };
    const put = (part: readonly Run[], width: number) => {
      runs.push(...part.map((run) => ({ ...run, xPt: x + run.xPt })));
      x += width;
    };
    for (const stretch of stretches(spans)) {
      const whole = this.#shape(stretch);
      const visible = this.#shape(withoutLastSpace(stretch));
      if (x > 0 && x + visible.widthPt > widthPt) end();
      if (visible.widthPt <= widthPt) put(whole.runs, whole.widthPt);
      else
        for (const character of characters(stretch)) {
          const shaped = this.#shape([character]);
          if (x > 0 && x + shaped.widthPt > widthPt) end();
          put(shaped.runs, shaped.widthPt);
        }
    }
    end();
    return lines;
  }

  /** Spans on one line, however wide. */
  line(spans: readonly Span[]): Line {
    const { runs, widthPt } = this.#shape(spans);
    return { runs, widthPt };
  }

  /** @param yPt the baseline, from the top */
  drawLine({ runs }: Line, xPt: number, yPt: number): void {
    for (const run of runs) {
      this.#use(run.typeface);
      this.#doc
        .fontSize(run.style.sizePt)
        .fillColor(run.style.color)
        .text(run.text, xPt + run.xPt, yPt - (run.style.risePt ?? 0), {
          lineBreak: false,
          baseline: 'alphabetic',
        });
    }
  }

  rule(xPt: number, yPt: number, widthPt: number, thicknessPt: number, color: string): void {
    this.#doc.rect(xPt, yPt - thicknessPt / 2, widthPt, thicknessPt).fill(color);
  }

  box(xPt: number, yPt: number, widthPt: number, heightPt: number, color: string): void {
    this.#doc.rect(xPt, yPt, widthPt, heightPt).fill(color);
  }

  /** A closed shape. */
  area(points: readonly (readonly [number, number])[], color: string): void {
    this.#doc.polygon(...points.map((point) => [...point])).fill(color);
  }

  path(points: readonly (readonly [number, number])[], thicknessPt: number, color: string): void {
    for (const [i, [x, y]] of points.entries())
      if (i === 0) this.#doc.moveTo(x, y);
      else this.#doc.lineTo(x, y);
    this.#doc.lineWidth(thicknessPt).stroke(color);
  }

  /** Draws within a rectangle only. */
  clipped(xPt: number, yPt: number, widthPt: number, heightPt: number, draw: () => void): void {
    this.#doc.save();
    this.#doc.rect(xPt, yPt, widthPt, heightPt).clip();
    draw();
    this.#doc.restore();
  }

  /** The finished file. */
  async finish(): Promise<Uint8Array> {
    this.#root.end();
    const ended = new Promise<void>((resolve, reject) => {
      this.#doc.on('end', resolve);
      this.#doc.on('error', reject);
    });
    this.#doc.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }

  #use({ name, sfnt }: Typeface): void {
    if (!this.#fonts.has(name)) this.#doc.registerFont(name, sfnt);
    this.#fonts.add(name);
    this.#doc.font(name);
  }

  #shape(spans: readonly Span[]): { runs: Run[]; widthPt: number } {
    const runs: Run[] = [];
    let x = 0;
    for (const { text, style } of spans)
      for (const part of byTypeface(text, style)) {
        runs.push({ ...part, style, xPt: x });
        x += this.#width(part.text, style, part.typeface);
      }
    return { runs, widthPt: x };
  }

  #width(text: string, { sizePt }: Style, typeface: Typeface): number {
    const key = `${typeface.name} ${text}`;
    let perThousand = this.#widths.get(key);
    if (perThousand === undefined) {
      this.#use(typeface);
      perThousand = this.#doc.fontSize(1000).widthOfString(text);
      this.#widths.set(key, perThousand);
    }
    return (perThousand * sizePt) / 1000;
  }
}

/** A text in pieces of one typeface each; what none has becomes the geta mark, and glue goes. */
function byTypeface(text: string, style: Style): { text: string; typeface: Typeface }[] {
  const weight = style.bold === true ? 700 : 400;
  const parts: { text: string; typeface: Typeface }[] = [];
  for (const char of text
    .replaceAll(wordJoiner, '')
    .replaceAll(/\s/g, (space) => (space === '\u00a0' ? space : ' '))) {
    const own = typefaceFor(char.codePointAt(0) ?? 0, weight);
    const typeface = own ?? typefaceFor(missingMark.codePointAt(0) ?? 0, weight);
    if (typeface === undefined) continue;
    const printed = own === undefined ? missingMark : char;
    const last = parts.at(-1);
    if (last?.typeface === typeface) last.text += printed;
    else parts.push({ text: printed, typeface });
  }
  return parts;
}

/** Spans cut where lines may break; a stretch may run over several spans. */
function stretches(spans: readonly Span[]): Span[][] {
  const texts = spans.map(({ text }) => glued(text));
  const found: Span[][] = [];
  let [span, at] = [0, 0];
  for (const stretch of unbreakables(texts.join(''))) {
    const parts: Span[] = [];
    let rest = stretch.length;
    while (rest > 0) {
      const take = Math.min(rest, texts[span].length - at);
      if (take > 0) parts.push({ text: texts[span].slice(at, at + take), style: spans[span].style });
      rest -= take;
      at += take;
      if (at === texts[span].length) [span, at] = [span + 1, 0];
    }
    found.push(parts);
  }
  return found;
}

function withoutLastSpace(stretch: readonly Span[]): Span[] {
  const last = stretch[stretch.length - 1];
  return [...stretch.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}

function characters(stretch: readonly Span[]): Span[] {
  return stretch.flatMap(({ text, style }) => [...text].map((char) => ({ text: char, style })));
}
