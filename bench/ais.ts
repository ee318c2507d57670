/**
 * `npm run bench -- ais [REPEATS]`: sentences per CPU-second, two ways.
 *
 * 1. Every field of every message into a checksum, which is printed: nothing can be skipped.
 * 2. The same sentences as JSON lines, beside `gpsdecode` (Debian: gpsd-clients) in the same run, if it is there.
 *
 * Input: the Norwegian Coastal Administration's sample beside the checkout, else sentences made by our own encoder.
 * CPU time is user and system time, of this process and of gpsdecode's. The first round warms up and does not count.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ByteWriter,
  createDecoder,
  createGpsdProfile,
  createJsonProfile,
  encodeSentences,
  type GpsdProfile,
  type Layout,
  layouts,
  type MessageView,
} from '../src/ais/index.ts';
import { readInt, readText, readUint } from '../src/ais/bits.ts';
import { sharedData } from '../test/shared.ts';

const repeats = Number(process.argv[2] ?? 10_000);
const rounds = 5;

/** A small seeded generator (mulberry32), so that every run has the same input. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A thousand sentences in the proportions of the sample: seven positions to one static report. */
function madeUpSentences(): string {
  const next = random(1);
  const lines: string[] = [];
  for (let i = 0; lines.length < 1000; i += 1) {
    const mmsi = 200_000_000 + Math.floor(next() * 1e6);
    const options = { timeUtcMs: 1_565_218_798_000 + i * 40, group: i, sequence: i % 10 };
    if (i % 8 === 7)
      lines.push(
        ...encodeSentences(
          { type: 5, mmsi, name: `SHIP ${i}`, callSign: 'ABC123', shipType: 70, destination: 'YOKOHAMA' },
          options,
        ),
      );
    else
      lines.push(
        ...encodeSentences(
          {
            type: 1,
            mmsi,
            speedOverGroundKn: next() * 20,
            longitudeDeg: next() * 360 - 180,
            latitudeDeg: next() * 120 - 60,
            courseOverGroundDeg: next() * 359,
          },
          options,
        ),
      );
  }
  return `${lines.join('\r\n')}\r\n`;
}

const samplePath = sharedData('ais/kystverket/Ais1000Lines.nm4');
const sample =
  samplePath === undefined
    ? Buffer.from(madeUpSentences())
    : Buffer.from(`${readFileSync(samplePath, 'latin1').trimEnd()}\r\n`, 'latin1');
console.log(
  `input: ${samplePath === undefined ? '1,000 generated sentences (seed 1)' : 'kystverket sample, 1,000 sentences'} × ${repeats.toLocaleString('en')}`,
);

/** User and system time of this process, seconds. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], low: sorted[0], high: sorted[sorted.length - 1] };
}

function show(label: string, rates: readonly number[]): void {
  const { median, low, high } = spreadOf(rates);
  const thousands = (rate: number): string =>
    Math.round(rate / 1000)
      .toLocaleString('en')
      .padStart(7);
  console.log(`${label.padEnd(44)} ${thousands(median)} k/s   ${thousands(low)} –${thousands(high)}`);
}

const text = new Uint8Array(256);

/** The fields of a layout in flat arrays; `kind` is 0 unsigned, 1 signed, 2 text, 3 data. */
interface Plan {
  readonly starts: Int32Array;
  readonly widths: Int32Array;
  readonly kinds: Uint8Array;
}

function planOf(layout: Layout): Plan {
  const fields = layout.fields.filter(({ kind }) => kind !== 'spare');
  const kinds = fields.map(({ kind }) =>
    kind === 'text' ? 2 : kind === 'data' ? 3 : kind === 'int' || kind === 'turn' ? 1 : 0,
  );
  return {
    starts: Int32Array.from(fields, ({ start }) => start),
    widths: Int32Array.from(fields, ({ width }) => width),
    kinds: Uint8Array.from(kinds),
  };
}

const plans = new Map<Layout, Plan>(layouts.map((layout) => [layout, planOf(layout)]));

/** The bits of every field, texts by their characters, mixed into one number. */
function fieldChecksum(view: MessageView, sum: number): number {
  const { starts, widths, kinds } = plans.get(view.layout) as Plan;
  const { bytes, bitLength } = view;
  let mixed = sum;
  for (let i = 0; i < kinds.length; i += 1) {
    const start = starts[i] < 0 ? bitLength + starts[i] : starts[i];
    const open = widths[i] > 0 ? widths[i] : bitLength + widths[i] - start;
    const width = Math.min(open, bitLength - start);
    if (width <= 0) continue;
    if (kinds[i] === 0) mixed = Math.imul(mixed ^ readUint(bytes, start, width), 0x01000193);
    else if (kinds[i] === 1) mixed = Math.imul(mixed ^ readInt(bytes, start, width), 0x01000193);
    else if (kinds[i] === 2) mixed = textChecksum(bytes, start, Math.floor(width / 6), mixed);
    else
      for (let at = 0; at < width; at += 8)
        mixed = Math.imul(mixed ^ readUint(bytes, start + at, Math.min(8, width - at)), 0x01000193);
  }
  return mixed;
}

function textChecksum(bytes: Uint8Array, start: number, characters: number, sum: number): number {
  const length = readText(bytes, start, characters, text);
  let mixed = sum;
  for (let at = 0; at < length; at += 1) mixed = Math.imul(mixed ^ text[at], 0x01000193);
  return mixed;
}

interface Round {
  readonly rate: number;
  readonly checksum: number;
  readonly sentences: number;
}

/** Decodes the sample `times` times: every field to a checksum, or every row into columns. */
function decodeRound(times: number, target: 'fields' | 'columns'): Round {
  let checksum = 0x811c9dc5;
  const addRows = ({ length }: { length: number }): void => {
    checksum = Math.imul(checksum ^ length, 0x01000193);
  };
  const addFields = (view: MessageView): void => {
    checksum = fieldChecksum(view, checksum);
  };
  const decoder = createDecoder(
    target === 'fields' ? { onMessage: addFields } : { onPositions: addRows, onStatics: addRows },
  );
  const started = cpuSeconds();
  for (let i = 0; i < times; i += 1) decoder.push(sample);
  decoder.end();
  const { sentences, decoded, refused } = decoder.stats;
  if (sentences !== decoded + refused.total) throw new Error('sentences do not add up');
  return { rate: sentences / (cpuSeconds() - started), checksum: checksum >>> 0, sentences };
}

console.log(`\n${'sentences per CPU-second'.padEnd(44)}  median       lowest – highest of ${rounds} rounds`);
for (const target of ['fields', 'columns'] as const) {
  decodeRound(Math.max(1, repeats / 10), target);
  const measured = Array.from({ length: rounds }, () => decodeRound(repeats / rounds, target));
  show(
    target === 'fields' ? 'every field to a checksum' : 'positions and statics into columns',
    measured.map(({ rate }) => rate),
  );
  const [{ checksum, sentences }] = measured;
  console.log(
    `  checksum ${checksum.toString(16).padStart(8, '0')} of ${sentences.toLocaleString('en')} sentences a round`,
  );
}

/** The same sentences as JSON lines, from file to /dev/null in pieces of 64 KB. */
function jsonRound(path: string, profile: GpsdProfile): number {
  const [input, output] = [openSync(path, 'r'), openSync('/dev/null', 'w')];
  const buffer = new Uint8Array(1 << 16);
  const out = new ByteWriter(1 << 20);
  const decoder = createDecoder({ onMessage: (view) => profile.write(view, out) });
  const started = cpuSeconds();
  for (let count = readSync(input, buffer); count > 0; count = readSync(input, buffer)) {
    decoder.push(buffer.subarray(0, count));
    writeSync(output, out.bytes, 0, out.length);
    out.length = 0;
  }
  decoder.end();
  writeSync(output, out.bytes, 0, out.length);
  const seconds = cpuSeconds() - started;
  closeSync(input);
  closeSync(output);
  return decoder.stats.sentences / seconds;
}

/** gpsdecode's user and system time by the shell's own clock. */
function gpsdecodeRound(path: string, flags: string, sentences: number): number {
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', `TIMEFORMAT='%U %S'; time gpsdecode ${flags} < '${path}' > /dev/null`],
    { encoding: 'utf8' },
  );
  const [user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (status !== 0 || !(user + system > 0)) throw new Error(`gpsdecode failed: ${stderr}`);
  return sentences / (user + system);
}

const jsonRepeats = Math.max(10, Math.min(repeats, 500));
const path = join(tmpdir(), `commonwatch-bench-ais-${process.pid}.nmea`);
writeFileSync(path, Buffer.concat(Array.from({ length: jsonRepeats }, () => sample)));
try {
  const hasGpsdecode = spawnSync('gpsdecode', ['-V']).status === 0;
  const cases = [
    { label: 'JSON lines, gpsd profile, scaled', flags: '-j', create: () => createGpsdProfile() },
    {
      label: 'JSON lines, gpsd profile, unscaled',
      flags: '-j -u',
      create: () => createGpsdProfile({ scaled: false }),
    },
    { label: 'JSON lines, our own profile', flags: '-j', create: createJsonProfile },
  ];
  console.log(
    `\nJSON lines: ${(jsonRepeats * 1000).toLocaleString('en')} sentences a round, taking turns${hasGpsdecode ? '' : '; gpsdecode is not installed'}`,
  );
  for (const { label, flags, create } of cases) {
    jsonRound(path, create());
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(jsonRound(path, create()));
      if (hasGpsdecode) theirs.push(gpsdecodeRound(path, flags, jsonRepeats * 1000));
    }
    show(label, ours);
    if (!hasGpsdecode) continue;
    show(`  gpsdecode ${flags}`, theirs);
    const ratio = spreadOf(ours.map((rate, round) => rate / theirs[round]));
    console.log(`  ratio ${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)} – ${ratio.high.toFixed(2)})`);
  }
} finally {
  rmSync(path, { force: true });
}
