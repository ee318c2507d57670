/** `commonwatch stix validate FILE…` and `commonwatch stix convert FILE --to 2.0`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/errors.ts';
import type { Language } from '../core/message.ts';
import { toStix20, validateStix } from '../exchange/index.ts';
import type { Issue, Validation, ValidationOptions } from '../exchange/index.ts';
import { ctiWords } from '../words/cti.ts';
import { Speaker } from '../words/index.ts';

export const name = 'stix';
export const summary = {
  en: 'check STIX 2.1 content, or write it as STIX 2.0',
  ja: 'STIX 2.1 の内容を検査し、または STIX 2.0 に変換する',
};

export const usage = `Usage: commonwatch stix validate FILE… [--json] [--strict] [OPTIONS]
       commonwatch stix convert FILE --to 2.0

validate checks objects and bundles against the whole of STIX 2.1: what they must be, and what they should be.
A FILE that ends in .jsonl holds one object a line, or {"object", "options"}; - is standard input.

  --json                one line of JSON for each object
  --strict              what should be counts as what must be
  --strict-types        no types but those of the specification
  --strict-properties   no properties but those of the specification
  --enforce-refs        the ends of a bundle's relations are in the bundle
  --enable LIST         only these recommendations (names or numbers, separated by commas)
  --disable LIST        not these
  --lang LANGUAGE       en or ja

convert writes the content as STIX 2.0 to standard output, and what was left out to standard error.
`;

/** Exit codes: 0 valid (or converted), 1 not valid or not readable, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const call = readArguments(args);
  if (call === undefined) {
    process.stderr.write(usage);
    return 64;
  }
  // Whoever reads only the first lines (`… | head`) has what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  if (call.verb === 'convert') return convert(call.files[0]);
  let isValid = true;
  for (const file of call.files)
    for (const { place, value, options } of documentsOf(file, call.options)) {
      const validation = validateStix(value, options);
      isValid &&= validation.valid;
      process.stdout.write(
        call.json ? jsonLine(place, validation, call.language) : lines(place, validation, call.language),
      );
    }
  return isValid ? 0 : 1;
}

interface Call {
  readonly verb: 'validate' | 'convert';
  readonly files: readonly string[];
  readonly options: ValidationOptions;
  readonly json: boolean;
  readonly language: Language;
}

const flags = {
  json: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  'strict-types': { type: 'boolean', default: false },
  'strict-properties': { type: 'boolean', default: false },
  'enforce-refs': { type: 'boolean', default: false },
  enable: { type: 'string' },
  disable: { type: 'string' },
  to: { type: 'string' },
  lang: { type: 'string', default: 'en' },
} as const;

function readArguments(args: string[]): Call | undefined {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: flags });
    const [verb, ...files] = positionals;
    if (files.length === 0 || (verb !== 'validate' && verb !== 'convert')) return undefined;
    if (verb === 'convert' && (values.to !== '2.0' || files.length !== 1)) return undefined;
    const options = {
      strict: values.strict,
      strictTypes: values['strict-types'],
      strictProperties: values['strict-properties'],
      enforceRefs: values['enforce-refs'],
      enabled: listOf(values.enable),
      disabled: listOf(values.disable),
    };
    return { verb, files, options, json: values.json, language: values.lang === 'ja' ? 'ja' : 'en' };
  } catch {
    return undefined;
  }
}

function listOf(text: unknown): string[] {
  return typeof text === 'string'
    ? text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '')
    : [];
}

interface Document {
  readonly place: string;
  readonly value: unknown;
  readonly options: ValidationOptions;
}

function* documentsOf(file: string, options: ValidationOptions): Generator<Document> {
  const text = readText(file);
  if (!file.endsWith('.jsonl')) {
    yield { place: file, value: parse(text, file), options };
    return;
  }
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${file}:${i + 1}`;
    const value = parse(line, place) as Readonly<Record<string, unknown>>;
    const isCase = value !== null && typeof value === 'object' && 'object' in value && !('type' in value);
    yield isCase
      ? { place, value: value.object, options: { ...options, ...optionsOf(value.options) } }
      : { place, value, options };
  }
}

/** Options beside an object, under the names that the OASIS validator has for them. */
function optionsOf(given: unknown): ValidationOptions {
  if (typeof given !== 'object' || given === null) return {};
  const { strict, strict_types, strict_properties, enforce_refs, enabled, disabled } = given as Record<
    string,
    unknown
  >;
  return {
    ...(typeof strict === 'boolean' ? { strict } : {}),
    ...(typeof strict_types === 'boolean' ? { strictTypes: strict_types } : {}),
    ...(typeof strict_properties === 'boolean' ? { strictProperties: strict_properties } : {}),
    ...(typeof enforce_refs === 'boolean' ? { enforceRefs: enforce_refs } : {}),
    ...(enabled === undefined ? {} : { enabled: listOf(String(enabled)) }),
    ...(disabled === undefined ? {} : { disabled: listOf(String(disabled)) }),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new CommonwatchError('feed.unreadable', file, { cause });
  }
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommonwatchError('stix.unreadable', place);
  }
}

const speaker = new Speaker([ctiWords]);

function ruleOf({ check }: Issue, language: Language): string {
  const key = `cti.check.${check}`;
  return speaker.say(language, { key: speaker.has(key) ? key : 'cti.check.vocabulary' });
}

function jsonLine(place: string, { valid, issues, more }: Validation, language: Language): string {
  const told = (level: Issue['level']) =>
    issues
      .filter((issue) => issue.level === level)
      .map((issue) => ({ ...issue, rule: ruleOf(issue, language) }));
  const errors = told('must');
  const warnings = told('should');
  return `${JSON.stringify({ file: place, valid, strictlyValid: issues.length === 0, errors, warnings, more })}\n`;
}

function lines(place: string, { valid, issues, more }: Validation, language: Language): string {
  const key = valid ? 'cti.validate.valid' : 'cti.validate.invalid';
  const told = issues.map((issue) => {
    const { level, check, path, value } = issue;
    const word = speaker.say(language, { key: `cti.validate.${level}` });
    return `  ${word} ${check} ${path}${value === undefined ? '' : ` ${value}`}: ${ruleOf(issue, language)}`;
  });
  const rest = more === 0 ? [] : [`  … ${more}`];
  return `${[speaker.say(language, { key, params: { file: place } }), ...told, ...rest].join('\n')}\n`;
}

function convert(file: string): number {
  const { value, left } = toStix20(parse(readText(file), file));
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  for (const { path, reason } of left) process.stderr.write(`${path}: ${reason}\n`);
  return 0;
}
