import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { encodeSentences } from '../ais/index.ts';
import { run, usage } from './ais.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-ais-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const options = { timeUtcMs: Date.UTC(2026, 10, 21, 6) };
const position = encodeSentences(
  {
    type: 1,
    mmsi: 227006760,
    longitudeDeg: 141.5,
    latitudeDeg: 35.25,
    speedOverGroundKn: 12.3,
    navigationalStatus: 0,
  },
  options,
);
const voyage = encodeSentences({ type: 5, mmsi: 227006760, name: 'EXAMPLE', shipType: 70 }, options);
const good = `${[...position, ...voyage].join('\r\n')}\r\n`;
const damaged = position[0].replace(/\*..$/, '*00');
const bad = `${good}${damaged}\r\n$GPGGA,1*00\r\n`;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const goodFile = file('good.nmea', good);

interface Outcome {
  readonly status: number;
  readonly lines: Record<string, unknown>[];
  readonly errors: string;
}

/** Runs the command in this process and keeps what it writes. */
async function decode(...args: string[]): Promise<Outcome> {
  let [output, errors] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += Buffer.from(chunk as Uint8Array).toString('utf8');
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    errors += String(chunk);
    return true;
  });
  const status = await run(args);
  vi.restoreAllMocks();
  return { status, lines: linesOf(output), errors };
}

function linesOf(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

describe('commonwatch ais decode', () => {
  it('prints a line of JSON a message, in physical units with a time', async () => {
    const { status, lines, errors } = await decode('decode', goodFile);
    expect(status).toBe(0);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      type: 1,
      mmsi: 227006760,
      timeUtc: '2026-11-21T06:00:00.000Z',
      timeBasis: 'tagBlock',
      speedOverGroundKn: 12.3,
      longitudeDeg: 141.5,
      latitudeDeg: 35.25,
    });
    expect(lines[1]).toMatchObject({ type: 5, name: 'EXAMPLE', shipType: 70 });
    expect(errors).toBe('3 sentences: 3 decoded to 2 messages, 0 refused\n');
  });

  it('prints what gpsdecode prints, scaled or raw', async () => {
    const scaled = await decode('decode', goodFile, '--profile', 'gpsd');
    expect(scaled.status).toBe(0);
    expect(scaled.lines[0]).toMatchObject({
      class: 'AIS',
      type: 1,
      scaled: true,
      lon: 141.5,
      lat: 35.25,
      speed: 12.3,
      status_text: 'Under way using engine',
    });
    const raw = await decode('decode', goodFile, '--profile', 'gpsd', '--unscaled');
    expect(raw.lines[0]).toMatchObject({ scaled: false, lon: 84_900_000, lat: 21_150_000, speed: 123 });
    expect(raw.lines[1]).toMatchObject({ shipname: 'EXAMPLE', shiptype: 70 });
  });

  it('prints parts of a static report by themselves when asked', async () => {
    const path = file(
      'part-a.nmea',
      `${encodeSentences({ type: 24, partNumber: 0, mmsi: 1, name: 'ALONE' })[0]}\n`,
    );
    expect((await decode('decode', path, '--profile', 'gpsd')).lines).toEqual([]);
    const split = await decode('decode', path, '--profile', 'gpsd', '--split24');
    expect(split.lines).toEqual([expect.objectContaining({ type: 24, part: 'A', shipname: 'ALONE' })]);
  });

  it('sums up what was refused, with the first case of each reason', async () => {
    const { status, lines, errors } = await decode('decode', file('bad.nmea', bad));
    expect(status).toBe(0);
    expect(lines).toHaveLength(2);
    expect(errors.split('\n')).toEqual([
      '4 sentences: 3 decoded to 2 messages, 1 refused',
      `         1 checksum-wrong, such as line 4: ${damaged.slice(damaged.indexOf('!'))}`,
      '1 lines without an AIS sentence',
      '         1 other-sentence, such as line 5: $GPGGA,1*00',
      '',
    ]);
  });

  it('never sends control characters of a file to the terminal', async () => {
    const { errors } = await decode('decode', file('control.nmea', '!AIVDM,1,1,,A,\u001b[2Jx,0*00\n'));
    expect(errors).toContain('checksum-wrong');
    expect(errors).not.toContain('\u001b');
  });

  it('reads packed files, and several, of which one may be missing', async () => {
    const gz = file('good.nmea.gz', gzipSync(good));
    const missing = join(folder, 'none.nmea');
    const { status, lines, errors } = await decode('decode', gz, missing, goodFile);
    expect(status).toBe(1);
    expect(lines).toHaveLength(4);
    expect(errors).toContain(`${gz}: 3 sentences`);
    expect(errors).toMatch(new RegExp(`^${missing}: .*\\(feed\\.unreadable\\)$`, 'm'));
    expect(errors).toContain(`${goodFile}: 3 sentences`);
  });

  it('says that a packed file is damaged', async () => {
    const { status, errors } = await decode('decode', file('cut.gz', gzipSync(good).subarray(0, 40)));
    expect(status).toBe(1);
    expect(errors).toContain('(feed.unpack-failed)');
  });

  it.each([
    [[]],
    [['decode']],
    [['encode', goodFile]],
    [['decode', goodFile, '--profile', 'other']],
    [['decode', goodFile, '--unscaled']],
    [['decode', goodFile, '--no-such-option']],
  ])('explains itself when it is called as %j', async (args) => {
    expect(await decode(...args)).toEqual({ status: 64, lines: [], errors: usage });
  });

  it('reads standard input in a process of its own', async () => {
    const program = `import { run } from './src/cli/ais.ts'; process.exitCode = await run(['decode', '-']);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.stdin.end(bad);
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status, errors).toBe(0);
    expect(linesOf(output).map(({ type }) => type)).toEqual([1, 5]);
    expect(errors).toContain('1 refused');
  });
});
