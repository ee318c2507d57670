import type { Brief, BriefBlock, BriefSection, MessageRef } from '../core/index.ts';
import { utcMs } from '../core/index.ts';
import type { Speaker } from '../words/index.ts';
import { Canvas, pageHeightPt, pageWidthPt } from './canvas.ts';
import type { Element, Line, Span, Style, Tag, Widths } from './canvas.ts';
import { fillColumns } from './columns.ts';
import type { Block } from './columns.ts';
import { flow, heightOf, later } from './flow.ts';
import type { Cursor, Frame, Piece } from './flow.ts';
import { Footnotes } from './footnotes.ts';
import { wordJoiner } from './linebreak.ts';
import { Voice } from './voice.ts';

/** The day palette of the screen, on white paper. */
const colors = {
  ink: '#1d2a33',
  dim: '#5d6b75',
  rule: '#d4dbdf',
  accent: '#a3107c',
  band: '#f1dcec',
  alarm: '#c03a1c',
  ok: '#2c6e49',
  exercise: '#e6c03a',
  exerciseLight: '#f2d45f',
} as const;

const leftPt = 38;
const widthPt = pageWidthPt - 2 * leftPt;
const gutterPt = 20;
/** The share of the page that sentences get beside figures. */
const sentencesShare = 0.55;
/** From this many sentences on, a section is set in two columns: shorter lines, and a brief is one page. */
const manySentences = 4;

const fullStyles = {
  title: { sizePt: 17, color: colors.ink, bold: true },
  lead: { sizePt: 10.8, color: colors.ink },
  heading: { sizePt: 8.4, color: colors.accent, bold: true },
  body: { sizePt: 8.8, color: colors.ink },
  small: { sizePt: 7.4, color: colors.dim },
  note: { sizePt: 7, color: colors.dim },
  label: { sizePt: 6.4, color: colors.dim },
  aside: { sizePt: 8.2, color: colors.dim },
  marking: { sizePt: 7.4, color: colors.ink, bold: true },
} as const satisfies Record<string, Style>;

type Styles = Readonly<Record<keyof typeof fullStyles, Style>>;

/** A brief is one page: where that takes a little less, type and white shrink together, to 7.4 points and no further. */
const leastScale = 0.84;

function stylesAt(scale: number): Styles {
  const scaled = Object.entries(fullStyles).map(([name, style]) => [
    name,
    { ...style, sizePt: Math.max(6, style.sizePt * scale) },
  ]);
  return Object.fromEntries(scaled) as Styles;
}

/** Baseline to baseline, as a multiple of the size. */
const leading = 1.5;
/** From the top of a line to its baseline. */
const ascent = 1.12;

export interface BriefPdfOptions {
  /** False leaves the page streams readable, for tests. Default true. */
  readonly compress?: boolean;
}

/**
 * One partner's morning as a PDF: A4, one page where it fits, tagged, with its typefaces inside. The same brief gives
 * the same bytes.
 * @throws `brief.unsourced`
 */
export function briefPdf(brief: Brief, speaker: Speaker, options: BriefPdfOptions = {}): Promise<Uint8Array> {
  const widths: Widths = new Map();
  const laid = (scale: number) => {
    const page = new BriefPage(brief, speaker, { ...options, scale, widths });
    return { page, pages: page.lay() };
  };
  const full = laid(1);
  if (full.pages !== 2) return full.page.finish();
  const least = laid(leastScale);
  if (least.pages > 1) return full.page.finish();
  const middle = laid((1 + leastScale) / 2);
  return (middle.pages > 1 ? least : middle).page.finish();
}

interface PageOptions extends BriefPdfOptions {
  readonly scale: number;
  readonly widths: Widths;
}

class BriefPage {
  readonly #brief: Brief;
  readonly #voice: Voice;
  readonly #notes: Footnotes;
  readonly #canvas: Canvas;
  readonly #frame: Frame;
  readonly #scale: number;
  readonly #styles: Styles;

  constructor(brief: Brief, speaker: Speaker, { compress = true, scale, widths }: PageOptions) {
    this.#brief = brief;
    this.#scale = scale;
    this.#styles = stylesAt(scale);
    this.#voice = new Voice(brief.language, speaker);
    this.#notes = new Footnotes(brief);
    this.#canvas = new Canvas({
      title: this.#voice.title(brief),
      author: brief.from[brief.language],
      language: brief.language,
      madeAt: new Date(utcMs(brief.at)),
      compress,
      widths,
    });
    const topPt = brief.exercise ? 44 : 34;
    this.#frame = { topPt: () => topPt, bottomPt: pageHeightPt - 40 };
  }

  /** Sets everything but what stands on every page. @returns how many pages it takes */
  lay(): number {
    this.#canvas.turnTo(0);
    let cursor = this.#header();
    cursor = this.#flow(this.#leadPieces(), leftPt, down(cursor, this.#pt(11)));
    cursor = down(cursor, this.#pt(4));
    for (const row of rowsOf(this.#brief.sections)) cursor = this.#row(row, cursor);
    this.#sources(this.#onward(cursor));
    return this.#canvas.pages;
  }

  finish(): Promise<Uint8Array> {
    for (let page = 0; page < this.#canvas.pages; page++) this.#furniture(page);
    return this.#canvas.finish();
  }

  /** A length that shrinks with the type. */
  #pt(lengthPt: number): number {
    return lengthPt * this.#scale;
  }

  #flow(pieces: readonly Piece[], xPt: number, from: Cursor): Cursor {
    return flow(this.#canvas, pieces, xPt, from, this.#frame);
  }

  #header(): Cursor {
    const { brief, voice } = { brief: this.#brief, voice: this.#voice };
    const aside = [
      voice.period(brief),
      voice.own('print.marking', { marking: brief.marking, from: brief.from }),
    ].map((text) => this.#canvas.line([{ text, style: this.#styles.aside }]));
    const asideWidth = Math.max(...aside.map((line) => line.widthPt));
    const titleWidth = widthPt - asideWidth - gutterPt;
    const top: Cursor = { page: 0, yPt: this.#frame.topPt(0) };
    const title = this.#paragraph(
      'H1',
      [{ text: voice.title(brief), style: this.#styles.title }],
      titleWidth,
      { lineFactor: 1.25 },
    );
    const subtitle = this.#paragraph(
      'P',
      [{ text: voice.own('print.subtitle', { at: brief.at }), style: this.#styles.aside }],
      titleWidth,
      { gapPt: 3 },
    );
    const below = this.#flow([...title, ...subtitle], leftPt, top);
    const tagged = this.#canvas.element('P');
    for (const [i, line] of aside.entries())
      this.#canvas.tagged(tagged, 'P', () =>
        this.#canvas.drawLine(line, leftPt + widthPt - line.widthPt, top.yPt + 12 + 12.5 * i),
      );
    tagged.end();
    const yPt = Math.max(below.yPt, top.yPt + 34) + 8;
    this.#canvas.artifact(() => this.#canvas.rule(leftPt, yPt, widthPt, 1.2, colors.ink));
    return { page: below.page, yPt };
  }

  /** The opening: sentences run on as one paragraph, each with its marks. */
  #leadPieces(): Piece[] {
    const spans = this.#brief.lead.flatMap((block, i) => [
      ...(i === 0 ? [] : [this.#space(this.#styles.lead)]),
      ...this.#blockSpans(block, this.#styles.lead),
    ]);
    return this.#paragraph('P', spans, widthPt, { lineFactor: 1.48 });
  }

  /** Between sentences: Japanese has no space there. */
  #space(style: Style): Span {
    return { text: this.#brief.language === 'ja' ? '' : ' ', style };
  }

  /** Sentences beside figures, many sentences in two columns, or what there is over the whole width. */
  #row(row: Row, from: Cursor): Cursor {
    const start = this.#startOfRow(from, 100);
    const figures = row.right?.blocks ?? [];
    const { title, blocks } = row.left;
    if (figures.length === 0 && (blocks.length < manySentences || !isWords(row.left))) {
      this.#rule(leftPt, widthPt, start);
      return this.#flow(this.#sectionPieces(row.left, widthPt), leftPt, down(start, this.#pt(8)));
    }
    const share = figures.length === 0 ? 0.5 : sentencesShare;
    const leftColumnPt = (widthPt - gutterPt) * share;
    const columns: Columns = { leftPt: leftColumnPt, rightPt: widthPt - gutterPt - leftColumnPt };
    this.#rule(leftPt, row.right?.title === undefined ? widthPt : columns.leftPt, start);
    if (row.right?.title !== undefined)
      this.#rule(leftPt + columns.leftPt + gutterPt, columns.rightPt, start);
    return this.#inColumns(
      blocks.map((block) => ({
        left: this.#blockPieces(block, columns.leftPt),
        right: this.#blockPieces(block, columns.rightPt),
      })),
      title === undefined ? [] : this.#heading(this.#voice.say(title), columns.leftPt),
      row.right === undefined ? [] : this.#sectionPieces(row.right, columns.rightPt),
      columns,
      down(start, this.#pt(8)),
    );
  }

  /** Blocks in two columns, page by page, so that a page is read to its end before the next. */
  #inColumns(
    blocks: readonly Block[],
    leftHead: readonly Piece[],
    rightHead: readonly Piece[],
    columns: Columns,
    from: Cursor,
  ): Cursor {
    let rest = blocks;
    let heads = [leftHead, rightHead];
    let cursor = from;
    for (;;) {
      const room = this.#frame.bottomPt - cursor.yPt;
      const spread = fillColumns(rest, heads[0], heads[1], room);
      const fits = spread.taken > 0 || rest.length === 0;
      // A block higher than a page breaks where it must.
      const { left, right } = fits ? spread : { left: [...heads[0], ...rest[0].left], right: heads[1] };
      const leftEnd = this.#flow(left, leftPt, cursor);
      const rightEnd = this.#flow(right, leftPt + columns.leftPt + gutterPt, cursor);
      rest = rest.slice(fits ? spread.taken : 1);
      heads = [[], []];
      cursor = later(leftEnd, rightEnd);
      if (rest.length === 0) return cursor;
      cursor = { page: cursor.page + 1, yPt: this.#frame.topPt(cursor.page + 1) };
    }
  }

  /** Where a part of the page begins: below what stands there, or on the next page when little room is left. */
  #startOfRow(from: Cursor, leastPt: number): Cursor {
    const start = down(from, this.#pt(13));
    if (start.yPt + leastPt * 0.6 <= this.#frame.bottomPt) return start;
    return { page: from.page + 1, yPt: this.#frame.topPt(from.page + 1) };
  }

  #rule(xPt: number, ruleWidthPt: number, { page, yPt }: Cursor): void {
    this.#canvas.turnTo(page);
    this.#canvas.artifact(() => this.#canvas.rule(xPt, yPt, ruleWidthPt, 0.6, colors.rule));
  }

  #sectionPieces({ title, blocks }: Part, columnPt: number): Piece[] {
    const heading = title === undefined ? [] : this.#heading(this.#voice.say(title), columnPt);
    return [...heading, ...blocks.flatMap((block) => this.#blockPieces(block, columnPt))];
  }

  #heading(text: string, columnPt: number): Piece[] {
    return this.#paragraph('H2', [{ text, style: this.#styles.heading }], columnPt, { keepWithNext: true });
  }

  #blockPieces(block: BriefBlock, columnPt: number): Piece[] {
    if (block.kind === 'table') return this.#tablePieces(block, columnPt);
    if (block.kind === 'curve') return this.#curvePieces(block, columnPt);
    return this.#paragraph('P', this.#blockSpans(block, this.#styles.body), columnPt, { gapPt: this.#pt(7) });
  }

  #blockSpans(block: BriefBlock, style: Style): Span[] {
    if (block.kind !== 'sentence') return [];
    const lead = block.lead === undefined ? '' : this.#voice.say(block.lead);
    const spans: Span[] = lead === '' ? [] : [{ text: `${lead} `, style: { ...style, bold: true } }];
    spans.push({ text: this.#voice.say(block.text), style });
    if (block.against !== undefined && block.against.length > 0) {
      spans.push(this.#space(style), {
        text: this.#against(block.against),
        style: { ...style, color: colors.dim },
      });
    }
    return [...spans, this.#marks(block, style)];
  }

  #against(reasons: readonly MessageRef[]): string {
    return this.#voice.own('print.against', { reasons: this.#voice.joined(reasons) });
  }

  /** The numbers of a block's sources, raised, never apart from the word before. */
  #marks(block: BriefBlock, { sizePt }: Style): Span {
    const text = `${wordJoiner}${this.#notes.markText(block)}${wordJoiner}`;
    return { text, style: { sizePt: sizePt * 0.66, color: colors.accent, risePt: sizePt * 0.36 } };
  }

  /** Lines of one element; the first of several stays with the second. */
  #paragraph(
    tag: Tag,
    spans: readonly Span[],
    columnPt: number,
    { gapPt = 0, lineFactor = leading, keepWithNext = false, parent, indentPt = 0 }: ParagraphOptions = {},
  ): Piece[] {
    const lines = this.#canvas.wrap(spans, columnPt - indentPt);
    const sizePt = Math.max(...spans.map(({ style }) => style.sizePt));
    const once = new Once(() => this.#canvas.element(tag, parent));
    return lines.map((line, i) => ({
      heightPt: sizePt * lineFactor,
      gapPt: i === 0 ? gapPt : 0,
      keepWithNext: keepWithNext || (i === 0 && lines.length > 1),
      draw: (xPt, yPt) =>
        this.#drawLine(
          once.get(),
          tag,
          line,
          xPt + indentPt,
          yPt + (sizePt * (lineFactor - 1.5 + 2 * ascent)) / 2,
        ),
    }));
  }

  #drawLine(element: Element, tag: Tag, line: Line, xPt: number, baselinePt: number): void {
    this.#canvas.tagged(element, tag, () => this.#canvas.drawLine(line, xPt, baselinePt));
  }

  #tablePieces(block: BriefBlock & { kind: 'table' }, columnPt: number): Piece[] {
    const head = block.columns.map((cell) => this.#voice.say(cell));
    const rows = block.rows.map((row) => row.map((cell) => this.#voice.say(cell)));
    const columns = this.#columns(head, rows, columnPt);
    const table = new Once(() => this.#canvas.element('Table'));
    const headSpans = head.map((text, i): Span[] => [
      { text, style: this.#styles.small },
      ...(i === 0 ? [this.#marks(block, this.#styles.small)] : []),
    ]);
    const cells = rows.map((row) => row.map((text): Span[] => [{ text, style: this.#styles.body }]));
    return [
      { ...this.#tableRow('TH', headSpans, columns, table), gapPt: this.#pt(4), keepWithNext: true },
      ...cells.map((row) => this.#tableRow('TD', row, columns, table)),
    ];
  }

  #tableRow(
    tag: 'TH' | 'TD',
    cells: readonly Span[][],
    columns: readonly Column[],
    table: Once<Element>,
  ): Piece {
    const sizePt = tag === 'TH' ? this.#styles.small.sizePt : this.#styles.body.sizePt;
    const wrapped = cells.map((spans, i) => this.#canvas.wrap(spans, columns[i].widthPt));
    const linePt = sizePt * 1.4;
    const heightPt = Math.max(1, ...wrapped.map((lines) => lines.length)) * linePt + 5;
    const draw = (xPt: number, yPt: number) => {
      const row = this.#canvas.element('TR', table.get());
      for (const [i, lines] of wrapped.entries()) {
        const cell = this.#canvas.element(tag, row);
        const { xPt: columnX, widthPt: cellPt, numeric } = columns[i];
        for (const [j, line] of lines.entries())
          this.#drawLine(
            cell,
            tag,
            line,
            xPt + columnX + (numeric ? cellPt - line.widthPt : 0),
            yPt + linePt * j + sizePt * 1.1 + 2,
          );
      }
      const last = columns[columns.length - 1];
      this.#canvas.artifact(() =>
        this.#canvas.rule(xPt, yPt + heightPt - 1, last.xPt + last.widthPt, 0.5, colors.rule),
      );
    };
    return { heightPt, gapPt: 0, keepWithNext: false, draw };
  }

  /** Figures take the width they need and stand right; words share the rest. */
  #columns(head: readonly string[], rows: readonly (readonly string[])[], columnPt: number): Column[] {
    const gapPt = 9;
    const wanted = head.map((title, i) => {
      const texts = rows.map((row) => row[i] ?? '');
      const widths = [
        this.#canvas.line([{ text: title, style: this.#styles.small }]).widthPt + 8,
        ...texts.map((text) => this.#canvas.line([{ text, style: this.#styles.body }]).widthPt),
      ];
      return { widthPt: Math.max(...widths), numeric: texts.length > 0 && texts.every(isFigure) };
    });
    const fixedPt = sum(wanted.filter(({ numeric }) => numeric).map((column) => column.widthPt));
    const freePt = columnPt - fixedPt - gapPt * (head.length - 1);
    const wordsPt = sum(wanted.filter(({ numeric }) => !numeric).map((column) => column.widthPt));
    let xPt = 0;
    return wanted.map(({ widthPt: ownPt, numeric }) => {
      const given = numeric ? ownPt : Math.max(24, (freePt * ownPt) / wordsPt);
      const column = { xPt, widthPt: given, numeric };
      xPt += given + gapPt;
      return column;
    });
  }

  #curvePieces(block: BriefBlock & { kind: 'curve' }, columnPt: number): Piece[] {
    const title = this.#voice.say(block.title);
    const caption = this.#paragraph(
      'P',
      [{ text: title, style: this.#styles.small }, this.#marks(block, this.#styles.small)],
      columnPt,
      { gapPt: this.#pt(9), keepWithNext: true },
    );
    const values = [...block.low, ...block.mid, ...block.high].filter(Number.isFinite);
    if (values.length === 0) return caption;
    const heightPt = 46;
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    const [first, last] = [block.xs[0], block.xs[block.xs.length - 1]];
    const alt = this.#voice.own('print.curve', {
      title,
      first: figure(first),
      last: figure(last),
      low: figure(lowest),
      high: figure(highest),
    });
    const draw = (xPt: number, yPt: number) => {
      const plot = { xPt, yPt: yPt + 6, widthPt: columnPt - 26, heightPt: heightPt - 18 };
      const point =
        (values_: readonly number[]) =>
        (x: number, i: number): [number, number] => [
          plot.xPt + (plot.widthPt * (x - first)) / (last - first || 1),
          plot.yPt + plot.heightPt * (1 - (values_[i] - lowest) / (highest - lowest || 1)),
        ];
      const finite = ([x, y]: readonly [number, number]) => Number.isFinite(x) && Number.isFinite(y);
      const [low, mid, high] = [block.low, block.mid, block.high].map((v) =>
        block.xs.map(point(v)).filter(finite),
      );
      const element = this.#canvas.element('Figure', undefined, alt);
      this.#canvas.tagged(element, 'Figure', () => {
        this.#canvas.area([...high, ...low.toReversed()], colors.band);
        this.#canvas.path(mid, 1, colors.accent);
        this.#canvas.rule(plot.xPt, plot.yPt + plot.heightPt + 1, plot.widthPt, 0.5, colors.rule);
        this.#label(figure(highest), plot.xPt + plot.widthPt + 4, plot.yPt + 3);
        this.#label(figure(lowest), plot.xPt + plot.widthPt + 4, plot.yPt + plot.heightPt + 3);
        this.#label(figure(first), plot.xPt, plot.yPt + plot.heightPt + 10);
        this.#label(figure(last), plot.xPt + plot.widthPt, plot.yPt + plot.heightPt + 10, 'right');
      });
      element.end();
    };
    return [...caption, { heightPt, gapPt: 0, keepWithNext: false, draw }];
  }

  #label(text: string, xPt: number, yPt: number, align: 'left' | 'right' = 'left'): void {
    const line = this.#canvas.line([{ text, style: this.#styles.label }]);
    this.#canvas.drawLine(line, align === 'left' ? xPt : xPt - line.widthPt, yPt);
  }

  /** What may be passed on, in two columns: green may, red may not; the words say it too. */
  #onward(from: Cursor): Cursor {
    if (this.#brief.onward.length === 0) return from;
    const start = this.#startOfRow(from, 70);
    this.#rule(leftPt, widthPt, start);
    const heading = this.#heading(this.#voice.own('print.onward'), widthPt);
    const top = this.#flow(heading, leftPt, down(start, this.#pt(8)));
    const columnPt = (widthPt - gutterPt) / 2;
    const [allowed, forbidden] = [true, false].map((way) =>
      this.#brief.onward
        .filter((rule) => rule.allowed === way)
        .flatMap((rule) => this.#onwardPieces(rule, columnPt)),
    );
    const right = allowed.length === 0 || forbidden.length === 0 ? leftPt : leftPt + columnPt + gutterPt;
    return later(this.#flow(allowed, leftPt, top), this.#flow(forbidden, right, top));
  }

  #onwardPieces({ to, what, allowed }: Brief['onward'][number], columnPt: number): Piece[] {
    const whom = this.#voice.own(allowed ? 'print.allowed' : 'print.forbidden', { to: this.#voice.say(to) });
    const pieces = [
      ...this.#paragraph('P', [{ text: whom, style: { ...this.#styles.body, bold: true } }], columnPt, {
        indentPt: 8,
        gapPt: 6,
        keepWithNext: true,
      }),
      ...this.#paragraph('P', [{ text: this.#voice.say(what), style: this.#styles.body }], columnPt, {
        indentPt: 8,
      }),
    ];
    const color = allowed ? colors.ok : colors.alarm;
    return pieces.map((piece) => ({
      ...piece,
      draw: (xPt, yPt) => {
        this.#canvas.artifact(() => this.#canvas.box(xPt, yPt, 2, piece.heightPt, color));
        piece.draw(xPt, yPt);
      },
    }));
  }

  /** The sources, in two columns at the foot of the last page where there is room, else on the next. */
  #sources(from: Cursor): void {
    const columnPt = (widthPt - gutterPt) / 2;
    const notes = this.#notes.sources.map((source, i): Block => {
      const text = `${i + 1} ${this.#voice.source(source)}`;
      const make = () =>
        this.#paragraph('Note', [{ text, style: this.#styles.note }], columnPt, { lineFactor: 1.4 });
      return { left: make(), right: make() };
    });
    const heading = this.#heading(this.#voice.own('print.sources'), widthPt);
    const columns: Columns = { leftPt: columnPt, rightPt: columnPt };
    const whole = fillColumns(notes, [], [], Number.POSITIVE_INFINITY);
    const heightPt = 6 + heightOf(heading) + whole.heightPt;
    const start: Cursor =
      heightPt <= this.#frame.bottomPt - from.yPt - 14
        ? { page: from.page, yPt: this.#frame.bottomPt - heightPt }
        : this.#startOfRow(from, 70);
    this.#rule(leftPt, widthPt, start);
    const top = this.#flow(heading, leftPt, { ...start, yPt: start.yPt + 6 });
    this.#inColumns(notes, [], [], columns, top);
  }

  /** What stands on every page: EXERCISE, the marking at top and bottom, the page's number. */
  #furniture(page: number): void {
    const { marking, exercise } = this.#brief;
    this.#canvas.turnTo(page);
    this.#canvas.artifact(() => {
      if (exercise) this.#exerciseBand();
      this.#centred(marking, exercise ? 24 : 18);
      this.#centred(marking, pageHeightPt - 18);
      const numbers = this.#canvas.line([
        {
          text: this.#voice.own('print.page', { page: page + 1, pages: this.#canvas.pages }),
          style: this.#styles.small,
        },
      ]);
      this.#canvas.drawLine(numbers, leftPt + widthPt - numbers.widthPt, pageHeightPt - 18);
    });
  }

  #centred(text: string, baselinePt: number): void {
    const line = this.#canvas.line([{ text, style: this.#styles.marking }]);
    this.#canvas.drawLine(line, (pageWidthPt - line.widthPt) / 2, baselinePt);
  }

  #exerciseBand(): void {
    const heightPt = 13.5;
    this.#canvas.box(0, 0, pageWidthPt, heightPt, colors.exercise);
    this.#canvas.clipped(0, 0, pageWidthPt, heightPt, () => {
      for (let x = -20; x < pageWidthPt; x += 26)
        this.#canvas.area(
          [
            [x + 8, 0],
            [x + 21, 0],
            [x + 13, heightPt],
            [x, heightPt],
          ],
          colors.exerciseLight,
        );
    });
    this.#centred(this.#voice.own('print.exercise'), 9.8);
  }
}

interface Columns {
  readonly leftPt: number;
  readonly rightPt: number;
}

interface ParagraphOptions {
  readonly gapPt?: number;
  readonly lineFactor?: number;
  readonly keepWithNext?: boolean;
  readonly parent?: Element;
  readonly indentPt?: number;
}

interface Column {
  readonly xPt: number;
  readonly widthPt: number;
  readonly numeric: boolean;
}

/** A section or the part of one that stands in a column. */
interface Part {
  readonly title?: MessageRef;
  readonly blocks: readonly BriefBlock[];
}

interface Row {
  readonly left: Part;
  readonly right?: Part;
}

/** Sections as rows of the page: figures stand to the right of sentences, of their own section or the one before. */
export function rowsOf(sections: readonly BriefSection[]): Row[] {
  const rows: Row[] = [];
  for (const section of sections) {
    const figures = section.blocks.filter(({ kind }) => kind !== 'sentence');
    const sentences = section.blocks.filter(({ kind }) => kind === 'sentence');
    const before = rows.at(-1);
    if (sentences.length === 0 && before !== undefined && before.right === undefined && isWords(before.left))
      rows[rows.length - 1] = { left: before.left, right: section };
    else if (sentences.length > 0 && figures.length > 0)
      rows.push({ left: { title: section.title, blocks: sentences }, right: { blocks: figures } });
    else rows.push({ left: section });
  }
  return rows;
}

function isWords({ blocks }: Part): boolean {
  return blocks.every(({ kind }) => kind === 'sentence');
}

function down({ page, yPt }: Cursor, byPt: number): Cursor {
  return { page, yPt: yPt + byPt };
}

function isFigure(text: string): boolean {
  return text === '' || /^[-+−~≈<>≤≥±]?\s?\d[\d.,:\s–/]*\s?(?:%|[a-z°]{1,3}|海里|ノット)?$/i.test(text);
}

function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toPrecision(3);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Made when first asked for: an element of the structure stands where its first line is drawn. */
class Once<T> {
  readonly #make: () => T;
  #made: { value: T } | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  get(): T {
    this.#made ??= { value: this.#make() };
    return this.#made.value;
  }
}
