import type { Brief, BriefBlock } from '../core/index.ts';
import type { Speaker } from '../words/index.ts';
import { Footnotes } from './footnotes.ts';
import { glued, unbreakables } from './linebreak.ts';
import { Voice } from './voice.ts';

/** How the parts of a page look as text. */
interface Form {
  readonly title: (text: string) => string[];
  readonly heading: (text: string) => string[];
  readonly paragraph: (text: string) => string[];
  readonly item: (text: string) => string[];
  readonly strong: (text: string) => string;
  readonly table: (rows: readonly (readonly string[])[]) => string[];
  /** Makes words from elsewhere harmless in this form. */
  readonly escape: (text: string) => string;
}

/** One partner's morning as Markdown, for mail. @throws `brief.unsourced` */
export function briefMarkdown(brief: Brief, speaker: Speaker): string {
  return rendered(brief, speaker, markdown);
}

/** One partner's morning for a terminal. @param columns how wide a line may be @throws `brief.unsourced` */
export function briefText(brief: Brief, speaker: Speaker, columns = 78): string {
  return rendered(brief, speaker, terminal(columns));
}

function rendered(brief: Brief, speaker: Speaker, form: Form): string {
  const voice = new Voice(brief.language, speaker);
  const notes = new Footnotes(brief);
  const own: Voice['own'] = (key, params) => form.escape(voice.own(key, params));
  const block = (part: BriefBlock) => blockText(part, voice, notes, form);
  const furniture = [...(brief.exercise ? [own('print.exercise')] : []), form.escape(brief.marking)];
  const lines = [
    ...furniture,
    '',
    ...form.title(form.escape(voice.title(brief))),
    ...form.paragraph(form.escape(voice.period(brief))),
    ...form.paragraph(own('print.marking', { marking: brief.marking, from: brief.from })),
    ...form.paragraph(own('print.subtitle', { at: brief.at })),
    ...form.paragraph(brief.lead.flatMap((part) => sentence(part, voice, notes, form)).join(' ')),
    ...brief.sections.flatMap(({ title, blocks }) => [
      ...form.heading(form.escape(voice.say(title))),
      ...blocks.flatMap(block),
    ]),
    ...onward(brief, voice, form),
    ...form.heading(own('print.sources')),
    ...notes.sources.flatMap((source, i) =>
      form.paragraph(`[${i + 1}] ${form.escape(voice.source(source))}`),
    ),
    ...furniture.toReversed(),
  ];
  return `${lines.join('\n')}\n`;
}

function onward(brief: Brief, voice: Voice, form: Form): string[] {
  if (brief.onward.length === 0) return [];
  return [
    ...form.heading(form.escape(voice.own('print.onward'))),
    ...brief.onward.flatMap(({ to, what, allowed }) => {
      const whom = form.strong(
        form.escape(voice.own(allowed ? 'print.allowed' : 'print.forbidden', { to: voice.say(to) })),
      );
      return form.item(`${whom} ${form.escape(voice.say(what))}`);
    }),
  ];
}

function blockText(block: BriefBlock, voice: Voice, notes: Footnotes, form: Form): string[] {
  const marks = marksOf(block, notes);
  if (block.kind === 'sentence') return form.item(sentence(block, voice, notes, form).join(' '));
  if (block.kind === 'table') {
    const head = block.columns.map(
      (cell, i) => `${form.escape(voice.say(cell))}${i === 0 ? ` ${marks}` : ''}`,
    );
    return form.table([head, ...block.rows.map((row) => row.map((cell) => form.escape(voice.say(cell))))]);
  }
  const figures = block.xs.map((x, i) => [x, block.low[i], block.mid[i], block.high[i]].map(String));
  return [
    ...form.paragraph(`${form.escape(voice.say(block.title))} ${marks}`),
    ...form.table([['', 'P5', 'P50', 'P95'], ...figures]),
  ];
}

function sentence(block: BriefBlock, voice: Voice, notes: Footnotes, form: Form): string[] {
  if (block.kind !== 'sentence') return [];
  const against =
    block.against === undefined || block.against.length === 0
      ? []
      : [form.escape(voice.own('print.against', { reasons: voice.joined(block.against) }))];
  return [
    ...(block.lead === undefined ? [] : [form.strong(form.escape(voice.say(block.lead)))]),
    form.escape(voice.say(block.text)),
    ...against,
    marksOf(block, notes),
  ];
}

function marksOf(block: BriefBlock, notes: Footnotes): string {
  return `[${notes.markText(block)}]`;
}

const markdown: Form = {
  title: (text) => [`# ${text}`, ''],
  heading: (text) => [`## ${text}`, ''],
  paragraph: (text) => [text, ''],
  item: (text) => [`- ${text}`, ''],
  strong: (text) => `**${text}**`,
  table: ([head, ...rows]) => [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ],
  escape: (text) => text.replaceAll(/[\\`*_[\]<>|#~&]/g, (char) => `\\${char}`),
};

function terminal(columns: number): Form {
  return {
    title: (text) => [...wrapped(text, columns), '='.repeat(Math.min(columns, widthOf(text))), ''],
    heading: (text) => [...wrapped(text, columns), '-'.repeat(Math.min(columns, widthOf(text))), ''],
    paragraph: (text) => [...wrapped(text, columns), ''],
    item: (text) => [...wrapped(text, columns - 2).map((line, i) => `${i === 0 ? '* ' : '  '}${line}`), ''],
    strong: (text) => text,
    table: (rows) => [...aligned(rows), ''],
    escape: (text) => text,
  };
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of unbreakables(glued(text))) {
    if (line !== '' && widthOf((line + part).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  return [...lines, line.trimEnd()].map((done) => done.replaceAll('\u00a0', ' '));
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat(widths[i] - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Cells of a terminal: East Asian wide characters take two (Unicode Standard Annex 11). */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(
        char,
      )
        ? 2
        : 1;
  return width;
}
