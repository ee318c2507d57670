import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { positionBatch, staticBatch } from '../ais/index.ts';
import type { PositionBatch } from '../ais/index.ts';
import { openArchive } from './archive.ts';

const noonUtcMs = Date.UTC(2026, 10, 20, 12);
const dayMs = 86_400_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonwatch-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly mmsi: number;
  readonly timeUtcMs: number;
  readonly lonDeg?: number;
  readonly sogKn?: number;
}

function batchOf(rows: readonly Row[]): PositionBatch {
  const batch = positionBatch(rows.length);
  rows.forEach(({ mmsi, timeUtcMs, lonDeg = 127.5, sogKn = 12.3 }, i) => {
    batch.mmsi[i] = mmsi;
    batch.timeUtcMs[i] = timeUtcMs;
    batch.lonDeg[i] = lonDeg;
    batch.latDeg[i] = 26.25;
    batch.sogKn[i] = sogKn;
    batch.cogDeg[i] = Number.NaN;
  });
  batch.length = rows.length;
  return batch;
}

const march = (mmsi: number, count: number, fromUtcMs = noonUtcMs) =>
  Array.from({ length: count }, (_, i) => ({
    mmsi,
    timeUtcMs: fromUtcMs + i * 30_000,
    lonDeg: 127 + i / 1000,
  }));

describe('the archive of positions', () => {
  it('reads a track that waits, a track that is sealed, and one that is both, alike', async () => {
    const archive = await openArchive(folder);
    const read = () => archive.track(281_000_001, noonUtcMs, noonUtcMs + dayMs, ['coastal']);
    archive.appendPositions('coastal', batchOf([...march(281_000_001, 5000), ...march(281_000_002, 10)]));
    const waiting = await read();
    expect(waiting.timeUtcMs).toHaveLength(2881);
    expect(waiting.lonDeg[7]).toBeCloseTo(127.007, 7);
    expect(waiting.sogKn[0]).toBeCloseTo(12.3, 5);
    expect(waiting.cogDeg[0]).toBeNaN();
    await archive.seal();
    expect(archive.waitingRows).toBe(0);
    expect(await read()).toEqual(waiting);
    archive.appendPositions('coastal', batchOf(march(281_000_001, 3, noonUtcMs + 15_000)));
    const both = await read();
    expect(both.timeUtcMs).toHaveLength(2884);
    expect([...both.timeUtcMs]).toEqual([...both.timeUtcMs].sort((a, b) => a - b));
    await archive.close();
  });

  it('gives a viewer the rows of the feeds that it may see, and of no other', async () => {
    const archive = await openArchive(folder);
    archive.appendPositions('coastal', batchOf(march(281_000_001, 4)));
    archive.appendPositions('satellite', batchOf(march(281_000_001, 4, noonUtcMs + 3_600_000)));
    archive.appendPositions('satellite', batchOf(march(281_000_009, 4)));
    for (const round of ['waiting', 'sealed']) {
      const seen = await archive.track(281_000_001, noonUtcMs, noonUtcMs + dayMs, ['coastal']);
      expect(seen.timeUtcMs, round).toHaveLength(4);
      expect((await archive.track(281_000_001, noonUtcMs, noonUtcMs + dayMs, [])).timeUtcMs).toHaveLength(0);
      expect([...(await archive.latest(noonUtcMs + dayMs, ['coastal'], 2 * dayMs)).mmsi]).toEqual([
        281_000_001,
      ]);
      await archive.seal();
    }
    await archive.close();
  });

  it('keeps a file a UTC day, makes another for late rows, and joins them', async () => {
    const archive = await openArchive(folder);
    archive.appendPositions('a', batchOf([...march(1, 2), ...march(1, 2, noonUtcMs + dayMs)]));
    expect((await archive.seal()).map(({ day, rows }) => [day, rows])).toEqual([
      ['2026-11-20', 2],
      ['2026-11-21', 2],
    ]);
    archive.appendPositions('a', batchOf(march(1, 3, noonUtcMs - 3_600_000)));
    await archive.seal();
    const [joined, ...others] = await archive.compact();
    expect(others).toEqual([]);
    expect(joined).toMatchObject({ day: '2026-11-20', rows: 5 });
    expect(joined.replaces).toHaveLength(2);
    expect(readdirSync(folder).filter((file) => file.endsWith('.parquet'))).toHaveLength(2);
    expect((await archive.track(1, noonUtcMs - dayMs, noonUtcMs + 2 * dayMs, ['a'])).timeUtcMs).toHaveLength(
      7,
    );
    await archive.close();
  });

  it('has after a restart what was sealed, and drops a file that was being written', async () => {
    const first = await openArchive(folder);
    first.appendPositions('a', batchOf(march(7, 100)));
    await first.close();
    writeFileSync(join(folder, 'positions-2026-11-20-9.parquet.writing'), 'cut off');
    const again = await openArchive(folder);
    expect((await again.track(7, noonUtcMs, noonUtcMs + dayMs, ['a'])).timeUtcMs).toHaveLength(100);
    expect(readdirSync(folder).some((file) => file.endsWith('.writing'))).toBe(false);
    await again.close();
  });

  it('names the file that was changed behind its back', async () => {
    const archive = await openArchive(folder);
    archive.appendPositions('a', batchOf(march(7, 100)));
    const [{ file, sha256 }] = await archive.seal();
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await archive.verify()).toEqual([]);
    const bytes = readFileSync(join(folder, file));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(join(folder, file), bytes);
    expect((await archive.verify()).map((seal) => seal.file)).toEqual([file]);
    await archive.close();
    rmSync(join(folder, file));
    await expect(openArchive(folder)).rejects.toMatchObject({ code: 'archive.damaged' });
  });

  it('carries the release of each feed inside the file', async () => {
    const archive = await openArchive(folder, new Map([['a', { tlp: 'AMBER' }]]));
    archive.appendPositions('a', batchOf(march(7, 10)));
    const [{ file }] = await archive.seal();
    expect(readFileSync(join(folder, file)).includes('{"a":{"tlp":"AMBER"}}')).toBe(true);
    await archive.close();
  });

  it('tells where every vessel was last at a past time', async () => {
    const archive = await openArchive(folder);
    archive.appendPositions('a', batchOf([...march(5, 10), ...march(3, 20)]));
    await archive.seal();
    const fleet = await archive.latest(noonUtcMs + 5 * 30_000, ['a']);
    expect([...fleet.mmsi]).toEqual([3, 5]);
    expect(fleet.lonDeg[1]).toBeCloseTo(127.005, 7);
    expect(fleet.timeUtcMs[0]).toBe(noonUtcMs + 150_000);
    await archive.close();
  });

  it('keeps what a vessel says of itself once, and joins the parts of a class B report', async () => {
    const archive = await openArchive(folder);
    const strings = ['', 'QUIET HERON', 'C1234'];
    const said = (name: number, callSign: number, shipType: number, timeUtcMs: number) => {
      const batch = staticBatch(1);
      batch.length = 1;
      batch.mmsi[0] = 42;
      batch.timeUtcMs[0] = timeUtcMs;
      batch.name[0] = name;
      batch.callSign[0] = callSign;
      batch.shipType[0] = shipType;
      batch.toBowM[0] = 10;
      batch.toSternM[0] = 5;
      return { ...batch, strings };
    };
    for (let minute = 0; minute < 60; minute += 6) {
      archive.appendStatics('a', said(1, 0, 255, noonUtcMs + minute * 60_000));
      archive.appendStatics('a', said(0, 2, 36, noonUtcMs + minute * 60_000));
    }
    expect(archive.waitingRows).toBe(2);
    await archive.seal();
    const [vessel] = await archive.statics(noonUtcMs + dayMs, ['a']);
    expect(vessel).toMatchObject({
      mmsi: 42,
      name: 'QUIET HERON',
      callSign: 'C1234',
      shipType: 36,
      lengthM: 15,
    });
    expect(await archive.statics(noonUtcMs + dayMs, ['b'])).toEqual([]);
    await archive.close();
  });
});
