import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { csv, rowCount } from '../../test/fixtures/marinecadastre.ts';
import { createFileFeed } from './index.ts';
import { unpack } from './unpack.ts';

const path = fileURLToPath(new URL('../../test/fixtures/marinecadastre.csv.zst', import.meta.url));
const packed = readFileSync(path);

async function unpacked(chunks: readonly Uint8Array[]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of unpack(Readable.from(chunks))) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** The types of the blocks of a frame: 0 raw, 1 one byte repeated, 2 compressed (RFC 8878, section 3.1.1). */
function blockTypes(frame: Uint8Array): number[] {
  const descriptor = frame[4];
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6];
  const types: number[] = [];
  for (let at = 5 + (isSingleSegment ? 0 : 1) + sizeBytes; ; ) {
    const header = frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16);
    types.push((header >> 1) & 3);
    if (header & 1) return types;
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
}

describe('a file packed by zstd', () => {
  it('has several compressed blocks, and unpacks to what was packed', async () => {
    const types = blockTypes(packed);
    expect(types.length).toBeGreaterThan(1);
    expect(new Set(types)).toEqual(new Set([2]));
    expect(await unpacked([packed])).toBe(csv());
  });

  it('unpacks alike however it arrives', async () => {
    for (const size of [1, 3, 1000]) {
      const chunks = Array.from({ length: Math.ceil(packed.length / size) }, (_, i) =>
        packed.subarray(i * size, (i + 1) * size),
      );
      expect(await unpacked(chunks)).toBe(csv());
    }
  });

  it('gives its rows as positions', async () => {
    let rows = 0;
    const names = new Set<string>();
    const feed = createFileFeed({
      id: 'feed--1',
      label: 'Test',
      release: 'owner only',
      path,
      onPositions: (batch) => {
        rows += batch.length;
      },
      onStatics: (batch) => {
        for (let row = 0; row < batch.length; row += 1) names.add(batch.strings[batch.name[row]]);
      },
    });
    await feed.run();
    expect(rows).toBe(rowCount);
    expect(names.size).toBe(11);
    expect(names).toContain('MADE UP, 3');
    expect(feed.health.counts).toMatchObject({ records: rowCount, decoded: rowCount, refused: 0 });
  });

  it('is an error when it is cut or damaged', async () => {
    const cut = packed.subarray(0, packed.length >> 1);
    await expect(unpacked([cut])).rejects.toMatchObject({ code: 'feed.unpack-failed' });
    const damaged = Uint8Array.from(packed);
    damaged.fill(0xff, 12, 40);
    await expect(unpacked([damaged])).rejects.toMatchObject({ code: 'feed.unpack-failed' });
  });
});
