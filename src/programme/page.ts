/**
 * What a document's paragraphs are: body, heading, a line with the document's own date, a footnote, or furniture
 * (navigation, captions, addresses, pull quotes) in which no fact is looked for.
 */
import { isoOf, timesIn } from './dates.ts';
import type { Sentence, Span } from './text.ts';

export type ParagraphRole = 'body' | 'heading' | 'date' | 'footnote' | 'furniture';

export interface Page {
  readonly roles: readonly ParagraphRole[];
  /** The day on which the document is dated, ISO 8601, where a line of its own says so. */
  readonly documentDate: string | undefined;
  /** Number of a footnote → its paragraph. */
  readonly footnotes: ReadonlyMap<string, number>;
}

const notesHeading = /^(?:footnotes?|notes|endnotes|references|脚注|注|注釈|参考文献)[:：]?$/i;
const furniture =
  /views expressed|read also|read more|view profile|written by|would like to write|cookie|subscribe|newsletter|copyright|all rights reserved|©|image:|photos? of|photo:|asset publisher|comment-portlet|choose pdf|find out more|related content|full guidelines|^quote$|^contact$|\S@\S+\.\w|^\+?\d[\d\s()-]{7,}$|picture alliance|^source:|^by [A-Z]|is an? (?:visiting |senior |associate )?(?:professor|fellow|researcher|journalist|writer|editor)\b|個人の見解|見解を示すものではありません|著作権|無断転載|お問い合わせ/i;
const dateLine =
  /^(?:\(?(?:published|updated|date|posted|issued|last updated|公開日|発行日|掲載日|更新日|日付)?[:：]? ?)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?, )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:令和|平成|昭和)?元?[\w\d./年月日, -]{5,40}(?:[(（][月火水木金土日][)）])?\)?(?: -)?\.?$/i;

export function readPage(folded: string, paragraphs: readonly Span[]): Page {
  const roles: ParagraphRole[] = [];
  const footnotes = new Map<string, number>();
  let documentDate: string | undefined;
  let datedLine: string | undefined;
  let inNotes = false;
  for (const [i, { start, end }] of paragraphs.entries()) {
    const line = folded.slice(start, end);
    if (notesHeading.test(line)) inNotes = true;
    const note = inNotes ? /^(\d{1,3}|\*)[.)\]]?\s+(?:\d{1,3}\s+)?\S/.exec(line) : null;
    if (note !== null) footnotes.set(note[1], i);
    const dated =
      documentDate === undefined && line.length < 60 ? dateOf(folded, start, end, line) : undefined;
    documentDate ??= dated;
    const isHead = i < headLines && !inNotes && roles.filter((role) => role === 'body').length < 2;
    if (isHead) datedLine ??= dateIn(line, i === 0);
    roles.push(
      dated !== undefined ? 'date' : inNotes && !notesHeading.test(line) ? 'footnote' : roleOf(line),
    );
  }
  return { roles, documentDate: documentDate ?? datedLine, footnotes };
}

/** A document says its day in its head. */
const headLines = 8;
const capitals = /\b(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\b/g;

/**
 * `Published Jun 23, 2024 2:56 PM by The Strategist`, `Commentary, MAY 2023`: a short line that is no sentence names the day, or
 * the month, of the document. A title may name another month.
 */
function dateIn(written: string, isTitle: boolean): string | undefined {
  if (written.length > 140 || /[.。!?！？]["」)]?$/.test(written)) return undefined;
  const line = written.replace(capitals, (name) => name.charAt(0) + name.slice(1).toLowerCase());
  const times = timesIn(line, 0, line.length).filter(
    ({ from, inName }) => from?.year !== undefined && inName !== true,
  );
  const day = times.find(({ precision }) => precision === 'day' || precision === 'day-range');
  // `Singapore, 18-19 June 2024`: a conference is reported after its last day.
  if (day !== undefined) return isoOf({ ...day.from, ...day.to });
  const [month] = times;
  return !isTitle && times.length === 1 && month.precision === 'month' && month.from !== undefined
    ? isoOf(month.from)
    : undefined;
}

function dateOf(folded: string, start: number, end: number, line: string): string | undefined {
  if (!dateLine.test(line)) return undefined;
  const [time] = timesIn(folded, start, end);
  return time?.precision === 'day' && time.from !== undefined ? isoOf(time.from) : undefined;
}

function roleOf(line: string): ParagraphRole {
  if (furniture.test(line.slice(0, 160)) && (line.length < 220 || /views expressed/i.test(line)))
    return captionOr(line);
  if (/[.!?…。！？"」』)\]:：;*]$/.test(line) && line.length > 40) return 'body';
  const words = line.split(/\s+/).length;
  if (/[。]/.test(line)) return 'body';
  return words < 16 && line.length < 120 ? 'heading' : 'body';
}

/** A caption tells what its picture shows: a fact, when it is dated. */
function captionOr(line: string): ParagraphRole {
  return /image:|photo:/i.test(line) && /\b(?:19|20)\d\d\b/.test(line) && line.length > 80
    ? 'body'
    : 'furniture';
}

/**
 * Indexes of sentences that only repeat another: pull quotes stand by themselves in a paragraph and share nearly all
 * their words with a sentence of the running text.
 */
export function repeatedSentences(lowered: string, sentences: readonly Sentence[]): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const { paragraph } of sentences) counts.set(paragraph, (counts.get(paragraph) ?? 0) + 1);
  const alone = sentences.flatMap(({ paragraph, start, end }, i) =>
    counts.get(paragraph) === 1 && end - start < 260 ? [i] : [],
  );
  if (alone.length === 0) return new Set();
  const byWord = new Map<string, number[]>();
  for (const [i, { start, end }] of sentences.entries())
    for (const word of wordsOf(lowered.slice(start, end))) {
      const holders = byWord.get(word) ?? [];
      if (holders.length < 40) holders.push(i);
      byWord.set(word, holders);
    }
  return new Set(
    alone.filter((i) =>
      isRepeated(i, wordsOf(lowered.slice(sentences[i].start, sentences[i].end)), byWord, sentences),
    ),
  );
}

function isRepeated(
  at: number,
  words: ReadonlySet<string>,
  byWord: ReadonlyMap<string, readonly number[]>,
  sentences: readonly Sentence[],
): boolean {
  if (words.size < 4) return false;
  const shared = new Map<number, number>();
  for (const word of words)
    for (const other of byWord.get(word) ?? [])
      if (other !== at && sentences[other].paragraph !== sentences[at].paragraph)
        shared.set(other, (shared.get(other) ?? 0) + 1);
  return [...shared.values()].some((count) => count / words.size >= 0.7);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[a-z]{4,}|[\u4e00-\u9fff]{2}/g) ?? []);
}
