/** `commonwatch programme`: facts out of documents, and the record's checks, timeline and answers, with no hub. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
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

export const usage = `Usage: commonwatch programme extract FILE… [--json] [--date DAY]
       commonwatch programme check [FILE…] [--json] [--at DAY] [--lang ja]
       commonwatch programme timeline [FILE…] [--json]
       commonwatch programme ask "QUESTION" [FILE…] [--json]

FILE is text, HTML or DOCX, in English or Japanese. extract prints one fact a line: an exact quote with its offsets
(UTF-16 units of the file as it is), date with its basis, kind, actors, level, areas, places, amounts, modality.
check, timeline and ask use the starting record that ships with the package, and the facts of FILE… beside it.

  --json          JSON (lines of it for extract, check and timeline) instead of text
  --date DAY      the document's day, where its text does not say it
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
  readonly language: Language;
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
const acts: Readonly<Record<string, (call: Call) => number>> = { extract, check, timeline, ask };

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
        lang: { type: 'string', default: 'en' },
      },
    });
    const [verb, ...rest] = positionals;
    const { json, date, record, lang } = values;
    const at = values.at ?? new Date().toISOString().slice(0, 10);
    const isDay = (day: string | undefined) => day === undefined || /^\d{4}-\d{2}-\d{2}$/.test(day);
    if (verb === undefined || !isDay(date) || !isDay(at) || (lang !== 'en' && lang !== 'ja'))
      return undefined;
    return { verb, rest, json, date, at, record, language: lang };
  } catch {
    return undefined;
  }
}

/** One document that cannot be read is told and counted; the others are read. */
function factsOf(
  files: readonly string[],
  documentDate: string | undefined,
): { facts: Fact[]; failed: number } {
  const facts: Fact[] = [];
  let failed = 0;
  for (const file of files) {
    try {
      const { text, format } = readDocument(file, bytesOf(file));
      for (const fact of factsOfDocument(
        basename(file),
        text,
        format,
        documentDate === undefined ? {} : { documentDate },
      ))
        facts.push(fact);
    } catch (error) {
      if (!(error instanceof CommonwatchError)) throw error;
      process.stderr.write(`${file}: ${error.message} (${error.code})\n`);
      failed += 1;
    }
  }
  return { facts, failed };
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CommonwatchError('document.unreadable', file, { cause });
  }
}

function extract({ rest, json, date }: Call): number {
  const { facts, failed } = factsOf(rest, date);
  for (const fact of facts) print(json ? JSON.stringify(fact) : factLine(fact));
  process.stderr.write(
    `${facts.length} facts in ${rest.length - failed} documents, ${failed} documents refused\n`,
  );
  return failed > 0 ? 1 : 0;
}

function factLine({ date, dateBasis, kind, level, quote, file, start, end }: Fact): string {
  return `${(date ?? '—').padEnd(21)} [${dateBasis}] ${kind}, ${level}: “${quote}” (${file} ${start}–${end})`;
}

function check({ rest, json, at, language, date, record }: Call): number {
  const results = runChecks(recordOf(rest, date, record), at);
  for (const { check: checked, findings } of results)
    if (json)
      print(
        JSON.stringify({
          check: checked,
          findings: findings.map(({ subject, sentence, evidence }) => ({
            subject,
            sentence: speaker.say(language, sentence),
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
            ? [speaker.say(language, { key: 'programme.none' })]
            : findings.map(({ sentence }) => speaker.say(language, sentence))),
        ].join('\n  '),
      );
  return 0;
}

function timeline({ rest, json, date, record }: Call): number {
  for (const item of timelineOf(recordOf(rest, date, record)))
    print(
      json
        ? JSON.stringify(item)
        : `${(item.date ?? '—').padEnd(21)} [${item.dateBasis}] ${item.level.padEnd(13)} ${item.title}`,
    );
  return 0;
}

function ask({ rest: [question, ...files], json, date, record }: Call): number {
  const answer = new Asker(recordOf(files, date, record)).ask(question);
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

/** The record that ships (or another), and the facts of files; a file's facts stand for the shipped ones of its name. */
function recordOf(
  files: readonly string[],
  date: string | undefined,
  path: string | undefined,
): ProgrammeRecord {
  const { record, statements } =
    path === undefined
      ? readProgrammeTables()
      : { record: JSON.parse(new TextDecoder().decode(bytesOf(path))) as unknown, statements: [] };
  const base = { ...emptyRecord, ...(record as ProgrammeRecord) };
  const names = new Set(files.map((file) => basename(file)));
  const read = statementsOf(factsOf(files, date).facts);
  const shipped = (statements as readonly Statement[]).filter(({ file }) => !names.has(file));
  const texts = new Map(files.map((file) => [basename(file), readDocument(file, bytesOf(file)).text]));
  const documents = base.documents.map((document) => {
    const text = texts.get(document.file);
    return text === undefined ? document : { ...document, text };
  });
  return { ...base, documents, statements: [...base.statements, ...shipped, ...read] };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
