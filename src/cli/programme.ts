/** `commonwatch programme`: facts out of documents, and the record's checks, timeline and answers, with no hub. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonwatchError, type Language } from '../core/index.ts';
import { readDocument } from '../feeds/documents.ts';
import { readProgrammeTables } from '../feeds/programme.ts';
import {
  Asker,
  emptyRecord,
  type Fact,
  factsOfDocument,
  type ProgrammeRecord,
  type RecordDocument,
  runChecks,
  type Statement,
  statementsOf,
  timelineOf,
} from '../programme/index.ts';
import { coreWords, Speaker } from '../words/index.ts';
import { programmeWords } from '../words/programme.ts';

export const name = 'programme';
export const summary = {
  en: 'read facts out of papers, check the record of the partnership, ask it',
  ja: '文書から事実を読み取り、パートナーシップの記録を点検し、質問に答える',
};

export const usage = `Usage: commonwatch programme extract FILE… [--json] [--date DAY] [--text-dir DIR]
       commonwatch programme check [FILE…] [--json] [--at DAY] [--lang ja]
       commonwatch programme timeline [FILE…] [--json]
       commonwatch programme ask "QUESTION" [FILE…] [--json]

FILE is text, HTML, DOCX or PDF, in English or Japanese. extract prints one fact a line: an exact quote with its offsets
(UTF-16 units of the file as it is; of the text taken out of a DOCX or PDF), date with its basis, kind, actors, level,
areas, places, amounts, modality.
check, timeline and ask use the starting record that ships with the package, and the facts of FILE… beside it.

  --json          JSON (lines of it for extract, check and timeline) instead of text
  --date DAY      the document's day, where its text does not say it
  --text-dir DIR  keeps the text that offsets count, as DIR/FILE.txt, with the file's SHA-256 told
  --at DAY        check as of that day (default today)
  --record FILE   another record (JSON) instead of the one that ships
`;

const speaker = new Speaker([coreWords, programmeWords]);

interface Call {
  readonly verb: string;
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly date: string | undefined;
  readonly at: string;
  readonly record: string | undefined;
  readonly textDir: string | undefined;
  /** That of the question, or English, when not given. */
  readonly language: Language | undefined;
}

/** Exit codes: 0 done, 1 a file could not be read, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const call = readArguments(args);
  const act = call === undefined ? undefined : acts[call.verb];
  if (call === undefined || act === undefined || (call.rest.length === 0 && needsWords.has(call.verb))) {
    process.stderr.write(usage);
    return 64;
  }
  return act(call);
}

const needsWords: ReadonlySet<string> = new Set(['extract', 'ask']);
const acts: Readonly<Record<string, (call: Call) => Promise<number>>> = { extract, check, timeline, ask };

function readArguments(args: string[]): Call | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        date: { type: 'string' },
        at: { type: 'string' },
        record: { type: 'string' },
        lang: { type: 'string' },
        'text-dir': { type: 'string' },
      },
    });
    const [verb, ...rest] = positionals;
    const { json, date, record, lang, 'text-dir': textDir } = values;
    const at = values.at ?? new Date().toISOString().slice(0, 10);
    const isDay = (day: string | undefined) => day === undefined || /^\d{4}-\d{2}-\d{2}$/.test(day);
    if (
      verb === undefined ||
      !isDay(date) ||
      !isDay(at) ||
      (lang !== undefined && lang !== 'en' && lang !== 'ja')
    )
      return undefined;
    return { verb, rest, json, date, at, record, textDir, language: lang };
  } catch {
    return undefined;
  }
}

interface ReadFiles {
  readonly facts: readonly Fact[];
  readonly documents: readonly RecordDocument[];
  readonly failed: number;
}

/** One document that cannot be read is told and counted; the others are read. */
async function readFiles(files: readonly string[], documentDate: string | undefined): Promise<ReadFiles> {
  const facts: Fact[] = [];
  const documents: RecordDocument[] = [];
  for (const path of files) {
    const file = basename(path);
    try {
      const { text, format, sha256 } = await readDocument(path, bytesOf(path));
      const options = documentDate === undefined ? {} : { documentDate };
      for (const fact of factsOfDocument(file, text, format, options)) facts.push(fact);
      documents.push({ file, date: null, dateBasis: 'none', sha256, text });
    } catch (error) {
      if (!(error instanceof CommonwatchError)) throw error;
      process.stderr.write(`${path}: ${error.message} (${error.code})\n`);
    }
  }
  return { facts, documents, failed: files.length - documents.length };
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CommonwatchError('document.unreadable', file, { cause });
  }
}

async function extract({ rest, json, date, textDir }: Call): Promise<number> {
  const { facts, documents, failed } = await readFiles(rest, date);
  if (textDir !== undefined) keepTexts(textDir, documents);
  for (const fact of facts) print(json ? JSON.stringify(fact) : factLine(fact));
  process.stderr.write(
    `${facts.length} facts in ${rest.length - failed} documents, ${failed} documents refused\n`,
  );
  return failed > 0 ? 1 : 0;
}

function keepTexts(folder: string, documents: readonly RecordDocument[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, text = '', sha256 } of documents) {
    const path = join(folder, `${file}.txt`);
    writeFileSync(path, text);
    process.stderr.write(`${path}: text of ${file}, SHA-256 ${sha256}\n`);
  }
}

function factLine({ date, dateBasis, kind, level, quote, file, start, end }: Fact): string {
  return `${(date ?? '—').padEnd(21)} [${dateBasis}] ${kind}, ${level}: “${quote}” (${file} ${start}–${end})`;
}

async function check({ rest, json, at, language, date, record }: Call): Promise<number> {
  const results = runChecks(await recordOf(rest, date, record), at);
  for (const { check: checked, findings } of results)
    if (json)
      print(
        JSON.stringify({
          check: checked,
          findings: findings.map(({ subject, sentence, evidence }) => ({
            subject,
            sentence: speaker.say(language ?? 'en', sentence),
            evidence,
          })),
          none: findings.length === 0,
        }),
      );
    else
      print(
        [
          `${checked}:`,
          ...(findings.length === 0
            ? [speaker.say(language ?? 'en', { key: 'programme.none' })]
            : findings.map(({ sentence }) => speaker.say(language ?? 'en', sentence))),
        ].join('\n  '),
      );
  return 0;
}

async function timeline({ rest, json, date, record }: Call): Promise<number> {
  for (const item of timelineOf(await recordOf(rest, date, record)))
    print(
      json
        ? JSON.stringify(item)
        : `${(item.date ?? '—').padEnd(21)} [${item.dateBasis}] ${item.level.padEnd(13)} ${item.title}`,
    );
  return 0;
}

async function ask({ rest: [question, ...files], json, date, record, language }: Call): Promise<number> {
  const answer = new Asker(await recordOf(files, date, record)).ask(question, language);
  if (json) print(JSON.stringify(answer));
  else {
    print(answer.answer);
    for (const { file, quote, start, end } of answer.evidence)
      print(`  “${quote}” (${file} ${start}–${end})`);
    for (const { subject, values } of answer.conflicts)
      print(`  conflict: ${subject}: ${values.join(' / ')}`);
    for (const unknown of answer.unknowns) print(`  unknown: ${unknown}`);
  }
  return 0;
}

/** The record that ships (or another), and the facts of files; where a file has changed, its own stand for the shipped ones. */
async function recordOf(
  files: readonly string[],
  date: string | undefined,
  path: string | undefined,
): Promise<ProgrammeRecord> {
  const { record, statements } =
    path === undefined
      ? readProgrammeTables()
      : { record: JSON.parse(new TextDecoder().decode(bytesOf(path))) as unknown, statements: [] };
  const base = { ...emptyRecord, ...(record as ProgrammeRecord) };
  const { facts, documents: given } = await readFiles(files, date);
  const texts = new Map(given.map((document) => [document.file, document]));
  const known = new Map(base.documents.map(({ file, sha256 }) => [file, sha256]));
  // What a person read in a file stands as long as the file is the same; a program's reading only adds to it.
  const isSame = (file: string) =>
    known.get(file) !== undefined && known.get(file) === texts.get(file)?.sha256;
  const shipped = (statements as readonly Statement[]).filter(({ file }) => !texts.has(file) || isSame(file));
  const added = facts.filter(
    ({ file, start, end }) =>
      !isSame(file) || !shipped.some((it) => it.file === file && it.start < end && start < it.end),
  );
  const documents = [
    ...base.documents.map((document) => ({ ...document, ...textOf(texts.get(document.file)) })),
    ...given.filter(({ file }) => !known.has(file)),
  ];
  return { ...base, documents, statements: [...base.statements, ...shipped, ...statementsOf(added)] };
}

function textOf(document: RecordDocument | undefined): { text?: string } {
  return document?.text === undefined ? {} : { text: document.text };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
