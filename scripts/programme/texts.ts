/** Texts whose facts people read by hand: `NAME.txt` beside `NAME.jsonl`, one fact a line. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** A fact as a person read it; offsets count UTF-16 units. */
export interface HandRead {
  readonly start: number;
  readonly end: number;
  readonly date: string | null;
  readonly kind: string;
  readonly level: string;
}

export interface HandReadText {
  readonly name: string;
  readonly text: string;
  readonly facts: readonly HandRead[];
}

interface Line {
  readonly quote: string;
  readonly offset?: number;
  readonly start?: number;
  readonly date: string | null;
  readonly kind: string;
  readonly level: string;
}

/** Every finished text of a folder; where files `NAME.done` stand in it, only those are finished. */
export function readTexts(folder: string): HandReadText[] {
  const files = readdirSync(folder).sort();
  const marksDone = files.some((file) => file.endsWith('.done'));
  return files
    .filter((file) => file.endsWith('.txt') && existsSync(`${folder}/${stem(file)}.jsonl`))
    .filter((file) => !marksDone || files.includes(`${stem(file)}.done`))
    .map((file) => readText(stem(file), `${folder}/${file}`, `${folder}/${stem(file)}.jsonl`));
}

function readText(name: string, textPath: string, factsPath: string): HandReadText {
  const text = readFileSync(textPath, 'utf8');
  const lines = readFileSync(factsPath, 'utf8').trim().split('\n').filter(Boolean);
  return { name, text, facts: lines.map((line) => placed(name, text, JSON.parse(line) as Line)) };
}

function placed(name: string, text: string, { quote, date, kind, level, ...line }: Line): HandRead {
  const told = line.offset ?? line.start ?? -1;
  const start = text.startsWith(quote, told) && told >= 0 ? told : text.indexOf(quote);
  if (start < 0) throw new Error(`${name}: a quote is not in its text: ${quote.slice(0, 60)}`);
  return { start, end: start + quote.length, date, kind, level };
}

function stem(file: string): string {
  return file.replace(/\.txt$/, '');
}

interface Dated {
  readonly start: number;
  readonly end: number;
  readonly date: string | null;
}

/** Intersection over union of two spans. */
export function overlap(a: Dated, b: Dated): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return Math.max(0, shared) / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

/** Which found fact is which read one, one to one: spans overlap by half of their union, the date is the same. */
export function matches<F extends Dated>(facts: readonly F[], read: readonly HandRead[]): [F, HandRead][] {
  const free = new Set(facts);
  return read.flatMap((fact): [F, HandRead][] => {
    const hit = [...free].find((found) => found.date === fact.date && overlap(found, fact) >= 0.5);
    if (hit === undefined) return [];
    free.delete(hit);
    return [[hit, fact]];
  });
}
