/**
 * Files that mean harm, each in a process of its own with 300 MB for objects: the memory that it took at most, and
 * whether what is good in the file was read. Nothing here is written to disk: the bytes are made as they are read.
 */
import { spawnSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { findNarratives } from '../../../src/narratives/narratives.ts';
import { normalise } from '../../../src/narratives/normalise.ts';
import { PostBuilder } from '../../../src/narratives/posts.ts';
import { caseDisguise } from '../../../src/narratives/privacy.ts';
import { PostReader } from '../../../src/narratives/reader.ts';

const mostMb = 1000;
const mostSeconds = 300;
const mega = 1_000_000;
const encode = (text: string) => new TextEncoder().encode(text);
const good = (id: number) =>
  `{"id":"${id}","author":"ann","created_at":"2024-01-01T00:00:00Z","text":"Words that are said here"}`;
const csvHead = 'id,author,created_at,text,urls\n';
const csvRow = (id: number, text: string, urls = '') => `${id},ann,2024-01-01T00:00:00Z,${text},${urls}\n`;

function* repeat(piece: string | Uint8Array, megabytes: number): Generator<Uint8Array> {
  const bytes = typeof piece === 'string' ? encode(piece) : piece;
  const many = Math.max(1, Math.ceil(mega / bytes.length));
  const block = new Uint8Array(bytes.length * many);
  for (let i = 0; i < many; i++) block.set(bytes, i * bytes.length);
  for (let at = 0; at < megabytes * mega; at += block.length) yield block;
}

function* of(...parts: readonly (string | Iterable<Uint8Array>)[]): Generator<Uint8Array> {
  for (const part of parts)
    if (typeof part === 'string') yield encode(part);
    else yield* part;
}

interface Hostile {
  readonly bytes: (megabytes: number) => Iterable<Uint8Array>;
  /** How many posts are to be read, at least. */
  readonly taken: number;
  /** The code of an error that ends the file, where none of it can be read. */
  readonly code?: string;
}

const cases: Readonly<Record<string, Hostile>> = {
  'one line of JSON, an array of posts': {
    bytes: (mb) => of(`[${good(1)},`, repeat(`{"x":"${'y'.repeat(900)}"},`, mb), `${good(2)}]`),
    taken: 2,
  },
  'one line of JSON, one object': {
    bytes: (mb) => of('{"id":"0","pad":"', repeat('x'.repeat(1000), mb), `"}\n${good(1)}\n${good(2)}\n`),
    taken: 2,
  },
  brackets: { bytes: (mb) => of(repeat('[{"a":', mb / 4), `\n${good(1)}\n`), taken: 0 },
  'a quote that is never closed': {
    bytes: (mb) =>
      of(csvHead, csvRow(1, 'one'), '2,"', repeat('never closed ', mb), `\n${csvRow(3, 'three')}`),
    taken: 2,
  },
  'a row without an end': {
    bytes: (mb) => of(csvHead, csvRow(1, 'one'), repeat('a,', mb), `\n${csvRow(3, 'three')}`),
    taken: 2,
  },
  'posts of ten megabytes': {
    bytes: (mb) =>
      of(
        csvHead,
        ...Array.from({ length: Math.min(20, Math.ceil(mb / 10)) }, (_, i) =>
          csvRow(i, 'word '.repeat(2 * mega)),
        ),
      ),
    taken: 2,
  },
  'texts made to be slow: mentions, mail, dots, addresses, commas': {
    bytes: () =>
      of(
        csvHead,
        ...['@', 'a', '@a.', 'a.', 'http://', 'www.', '"', ' ', '<a '].map((piece, i) =>
          csvRow(i, piece === '"' ? 'x' : `@${piece.repeat(2 * mega)}`, `"${piece === '"' ? "'" : ','}"`),
        ),
        csvRow(90, 'x', `"${','.repeat(5 * mega)}https://a.example"`),
        csvRow(91, 'x', `"${"'".repeat(5 * mega)}"`),
      ),
    taken: 9,
  },
  'bytes that are no text': {
    bytes: (mb) =>
      repeat(
        Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255),
        mb / 4,
      ),
    taken: 0,
    code: 'narratives.columns',
  },
  'another encoding than UTF-8': {
    bytes: () =>
      of(
        csvHead,
        [Uint8Array.from([0x31, 0x2c, 0x61, 0x2c])],
        '2024-01-01T00:00:00Z,',
        [Uint8Array.from([0xef, 0xf0, 0xe8])],
        ',\n',
      ),
    taken: 1,
  },
  'a feed of items that are not closed': {
    bytes: () => of('<rss><channel>', repeat('<item>', 50), '</channel></rss>'),
    taken: 0,
  },
  'a feed with entities of its own': {
    bytes: () =>
      of(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title><link>https://a.example/1</link><author>x</author><guid>1</guid><pubDate>Sat, 21 Nov 2026 10:00:00 +0900</pubDate></item><item><guid>2</guid><link>https://a.example/2</link><title>Fine</title><pubDate>Sat, 21 Nov 2026 10:00:00 +0900</pubDate></item><link>https://a.example</link></channel></rss>',
      ),
    taken: 2,
  },
  'a web archive with a record of any length': {
    bytes: (mb) =>
      of('WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900000000000\r\n\r\n', repeat('x', mb)),
    taken: 0,
  },
  'a packed bomb': { bytes: (mb) => of(csvHead, csvRow(1, 'one'), bomb(mb)), taken: 1 },
};

/** What a packed file of zeros unpacks to, a member at a time. */
function* bomb(megabytes: number): Generator<Uint8Array> {
  const packed = gzipSync(new Uint8Array(10 * mega));
  for (let at = 0; at < megabytes; at += 10) yield gunzipSync(packed);
}

/** Reads one case. @returns the posts taken, or the code of the error that ended it */
function readCase({ bytes }: Hostile, megabytes: number): { taken: number; refused: number; code?: string } {
  const builder = new PostBuilder(caseDisguise(new Uint8Array(32).fill(1)));
  const reader = new PostReader(builder, 'hostile');
  try {
    for (const piece of bytes(megabytes)) reader.push(piece);
    const { read, taken } = reader.end();
    findNarratives(builder.done());
    return { taken, refused: read - taken };
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === undefined) throw error;
    return { taken: 0, refused: 0, code };
  }
}

/** Disguises of one text that a reader does not see through, and normalising must. */
function disguisesHold(): boolean {
  const plain = 'the harbour bridge will be closed tomorrow morning';
  const tricks = [
    plain.split('').join('\u200b'),
    `\u202e${plain}\u202c`,
    `${plain} ${'👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(1000)}`,
    `\u2067${plain.replaceAll('e', 'е').replaceAll('o', 'о')}\u2069`,
    plain.replace(/[a-z]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)),
    plain.split(' ').join('\u00ad \u2060'),
  ];
  return tricks.every((trick) => normalise(trick) === plain);
}

/** Prints a line a case. @returns how many did not hold */
export function hostile(megabytes: number): number {
  let failed = 0;
  for (const [name, { taken, code }] of Object.entries(cases)) {
    const started = Date.now();
    const child = spawnSync(
      process.execPath,
      ['--max-old-space-size=300', ...process.execArgv, import.meta.filename, name, String(megabytes)],
      { encoding: 'utf8', timeout: mostSeconds * 1000 },
    );
    const seconds = (Date.now() - started) / 1000;
    const result = child.status === 0 ? JSON.parse(child.stdout) : undefined;
    const held = result !== undefined && result.taken >= taken && result.code === code && result.mb <= mostMb;
    if (!held) failed += 1;
    const told =
      result === undefined
        ? `ended with ${child.signal ?? child.status}: ${child.stderr.slice(-300)}`
        : `${result.taken} taken, ${result.refused} refused${result.code === undefined ? '' : `, ${result.code}`}, at most ${result.mb} MB`;
    console.log(`${name}: ${told}, ${seconds.toFixed(0)} s${held ? '' : '  DID NOT HOLD'}`);
  }
  if (!disguisesHold()) {
    failed += 1;
    console.log('zero-width, direction marks, emoji, look-alikes: DID NOT HOLD');
  }
  return failed;
}

if (process.argv[1] === import.meta.filename) {
  const [, , name, megabytes] = process.argv;
  const result = readCase(cases[name], Number(megabytes));
  process.stdout.write(JSON.stringify({ ...result, mb: Math.round(process.resourceUsage().maxRSS / 1000) }));
}
