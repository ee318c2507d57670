import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeSentences } from '../ais/index.ts';
import { createFileFeed, createTailFeed, createTcpFeed, createUdpFeed, type Feed } from './index.ts';

const sentence = (mmsi: number): string =>
  encodeSentences({ type: 1, mmsi, longitudeDeg: 141, latitudeDeg: 35 })[0];

/** Zstandard of `text` as one raw block: the simplest frame that RFC 8878 allows. */
function zstdRaw(text: string): Buffer {
  const body = Buffer.from(text);
  const header = (body.length << 3) | 1;
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, (body.length - 256) & 255, (body.length - 256) >> 8]),
    Buffer.from([header & 255, (header >> 8) & 255, (header >> 16) & 255]),
    body,
  ]);
}

let folder = '';
let seen: { mmsi: number; feedId: string; release: string }[] = [];
const running: { feed: Feed; done: Promise<void> }[] = [];

/** What every feed in these tests has. */
const base = {
  id: 'feed--1',
  label: 'Test',
  release: 'owner only',
  flushMs: 5,
  onPositions: (batch: { length: number; mmsi: Uint32Array }, feed: { id: string; release: string }) => {
    for (let row = 0; row < batch.length; row += 1)
      seen.push({ mmsi: batch.mmsi[row], feedId: feed.id, release: feed.release });
  },
};

function start<F extends Feed>(feed: F): F {
  running.push({ feed, done: feed.run() });
  return feed;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

const mmsis = (): number[] => seen.map(({ mmsi }) => mmsi);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonwatch-feeds-'));
  seen = [];
});

afterEach(async () => {
  for (const { feed, done } of running.splice(0)) {
    await feed.stop();
    await done;
  }
  await rm(folder, { recursive: true });
});

describe('a file', () => {
  const text = `${sentence(1)}\n${sentence(2)}\n!AIVDM,1,1\n`.repeat(5);

  it.each([
    ['plain', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['zstd', zstdRaw(text)],
  ])('is read to its end when it is %s', async (_, content) => {
    await writeFile(join(folder, 'a'), content);
    const feed = createFileFeed({ ...base, path: join(folder, 'a') });
    await feed.run();
    expect(mmsis()).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
    expect(seen[0]).toEqual({ mmsi: 1, feedId: 'feed--1', release: 'owner only' });
    expect(feed.health).toMatchObject({ state: 'ended', counts: { records: 15, decoded: 10, refused: 5 } });
  });

  it('that is not there, or damaged, is an error', async () => {
    await expect(createFileFeed({ ...base, path: join(folder, 'none') }).run()).rejects.toMatchObject({
      code: 'feed.unreadable',
    });
    await writeFile(join(folder, 'cut.gz'), gzipSync(text).subarray(0, 40));
    const feed = createFileFeed({ ...base, path: join(folder, 'cut.gz') });
    await expect(feed.run()).rejects.toMatchObject({ code: 'feed.unpack-failed' });
    expect(feed.health.state).toBe('lost');
  });
});

describe('a growing file', () => {
  it('is followed from its end, through rotation and truncation', async () => {
    const path = join(folder, 'log');
    await writeFile(path, `${sentence(1)}\n`);
    const feed = start(createTailFeed({ ...base, path, pollMs: 5 }));
    await until(() => feed.health.state === 'open');
    await appendFile(path, sentence(2).slice(0, 20));
    await appendFile(path, `${sentence(2).slice(20)}\n`);
    await until(() => mmsis().includes(2));
    await rename(path, join(folder, 'log.1'));
    await writeFile(path, `${sentence(3)}\n`);
    await until(() => mmsis().includes(3));
    await writeFile(path, '');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await appendFile(path, `${sentence(4)}\n`);
    await until(() => mmsis().includes(4));
    expect(mmsis()).toEqual([2, 3, 4]);
  });

  it('is waited for when it is not there yet', async () => {
    const path = join(folder, 'later');
    const feed = start(createTailFeed({ ...base, path, pollMs: 5, fromStart: true }));
    await until(() => feed.health.state === 'waiting');
    await writeFile(path, `${sentence(9)}\n`);
    await until(() => mmsis().includes(9));
  });
});

describe('a TCP server', () => {
  it('is connected to again after it went away, and half a line is not joined to the next connection', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      if (sockets.length === 1) socket.end(`${sentence(1)}\r\n${sentence(7).slice(0, 25)}`);
      else socket.write(`${sentence(2)}\r\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const feed = start(createTcpFeed({ ...base, format: 'nmea', host: '127.0.0.1', port, firstPauseMs: 5 }));
    await until(() => mmsis().includes(2));
    expect(mmsis()).toEqual([1, 2]);
    expect(feed.health).toMatchObject({ state: 'open', reconnects: 1, counts: { decoded: 2, refused: 1 } });
    expect(feed.health.lastMessageUtcMs).toBeGreaterThan(1.6e12);
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('that refuses is tried again, and its error is told', async () => {
    const feed = start(
      createTcpFeed({ ...base, host: '127.0.0.1', port: 1, firstPauseMs: 5, longestPauseMs: 10 }),
    );
    await until(() => feed.health.reconnects >= 2);
    expect(feed.health).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('datagrams', () => {
  it('hold whole sentences, with or without line ends and headers', async () => {
    const feed = start(createUdpFeed({ ...base, port: 0 }));
    await until(() => feed.health.state === 'open');
    const socket = createSocket('udp4');
    for (const text of [sentence(1), `${sentence(2)}${sentence(3)}`, `UdPbC\0\\s:AB*00\\${sentence(4)}\r\n`])
      await new Promise((resolve) => socket.send(text, feed.port, '127.0.0.1', resolve));
    await until(() => seen.length === 4);
    expect(mmsis()).toEqual([1, 2, 3, 4]);
    socket.close();
  });

  it('are an error on a port that is taken', async () => {
    const feed = start(createUdpFeed({ ...base, port: 0 }));
    await until(() => feed.health.state === 'open');
    await expect(createUdpFeed({ ...base, port: feed.port }).run()).rejects.toMatchObject({
      code: 'feed.unreadable',
    });
  });
});
