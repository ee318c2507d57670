/** The TAXII client against the TAXII server: two hubs, with a network between them that breaks when it is told to. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHub, checkConfig } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import type { TaxiiAsk } from '../../src/hub/taxii/poller.ts';
import { clear, green, indicator, openTaxii } from '../leaks/taxii.ts';
import type { TaxiiHub } from '../leaks/taxii.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// A hub opens its files before each: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let theirs: TaxiiHub;
let ours: Hub;
const data = mkdtempSync(join(tmpdir(), 'commonwatch-poll-'));
/** Requests that still get through. */
let left = Number.POSITIVE_INFINITY;
let spoil: ((text: string) => string) | undefined;

const network: TaxiiAsk = async (url, headers) => {
  left -= 1;
  if (left < 0) throw new Error('the line is cut');
  // Small pages, so that there are many of them.
  const path = url.replace('https://theirs.example', '').replace('limit=1000', 'limit=3');
  const answer = await theirs.hub.app.inject({ url: path, headers: { host: '127.0.0.1', ...headers } });
  const text = spoil === undefined ? answer.payload : spoil(answer.payload);
  return { status: answer.statusCode, headers: answer.headers as Record<string, string>, text };
};

beforeAll(async () => {
  theirs = await openTaxii();
  const config = checkConfig({
    data,
    party: 'ours',
    log: 'silent',
    http: { port: 0 },
    taxii: {
      feeds: [
        {
          id: 'theirs',
          url: 'https://theirs.example/taxii2/hub/collections/cti/',
          user: 'south',
          token: theirs.tokens.south,
          green: { parties: ['ally'], groups: [] },
        },
      ],
    },
  });
  ours = await openHub({ config, inThread: true, taxiiAsk: network });
  for (const id of ['ours', 'ally'])
    await ours.parts.store.parties.put(
      { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
      'test',
    );
});
afterAll(async () => {
  await ours.close();
  await theirs.close();
  rmSync(data, { recursive: true, force: true });
});

const poll = () => ours.parts.taxii.poll('theirs');
const count = (party: string) => {
  const { store } = ours.parts;
  return store
    .view(store.viewer(party))
    .count({ types: ['stix-object'] })
    .for(party);
};

describe('a TAXII client', () => {
  it('takes what is there, page by page, and nothing twice', async () => {
    await theirs.add(
      'north',
      ...Array.from({ length: 8 }, () => indicator({ object_marking_refs: [clear] })),
    );
    expect(await poll()).toEqual({ taken: 8, quarantined: 0 });
    expect(await poll()).toEqual({ taken: 0, quarantined: 0 });
    expect(count('ours')).toBe(8);
  });

  it('goes on where the line was cut, after any number of requests', async () => {
    let expected = 8;
    for (let requests = 0; requests < 5; requests++) {
      await theirs.add(
        'north',
        ...Array.from({ length: 7 }, () => indicator({ object_marking_refs: [clear] })),
      );
      expected += 7;
      left = requests;
      // Seven objects are three pages: with fewer requests the poll ends early, and says so.
      if (requests < 3) {
        await expect(poll()).rejects.toMatchObject({ code: 'taxii.poll-failed' });
        expect(ours.parts.taxii.states()[0].failure).toBeDefined();
      } else await poll();
      left = Number.POSITIVE_INFINITY;
      await poll();
      expect(count('ours')).toBe(expected);
    }
    expect(ours.parts.taxii.states()[0].failure).toBeUndefined();
  });

  it('keeps aside what does not validate, and goes on', async () => {
    await theirs.add(
      'north',
      indicator({ name: 'GOOD', object_marking_refs: [clear] }),
      indicator({ name: 'BAD', object_marking_refs: [clear] }),
    );
    spoil = (text) => text.replace('"name":"BAD","description":"Seen twice"', '"name":5');
    expect(await poll()).toEqual({ taken: 1, quarantined: 1 });
    spoil = undefined;
    const [kept] = ours.parts.taxii.quarantine(10);
    expect(kept).toMatchObject({ feed: 'theirs', reason: expect.stringContaining('/name') });
  });

  it('holds what is unmarked for its own party, and gives GREEN to whom the agreement names', async () => {
    const before = count('ally');
    await theirs.add('south', indicator(), indicator({ object_marking_refs: [green] }));
    await poll();
    expect(count('ally')).toBe(before + 1);
  });

  it('refuses an answer that is no TAXII, and says why', async () => {
    spoil = () => '<html>';
    await expect(poll()).rejects.toMatchObject({ code: 'taxii.poll-failed' });
    spoil = undefined;
    expect(ours.parts.taxii.states()[0].failure).toContain('JSON');
  });

  it('goes on from the last date when its token is no longer taken', async () => {
    await theirs.add(
      'north',
      ...Array.from({ length: 5 }, () => indicator({ object_marking_refs: [clear] })),
    );
    left = 1;
    await expect(poll()).rejects.toThrow();
    left = Number.POSITIVE_INFINITY;
    ours.parts.local.run("UPDATE taxii_feed SET next = 'worn' WHERE id = 'theirs'");
    const { taken } = await poll();
    expect(taken).toBe(2);
  });

  it('does not start what is not configured', async () => {
    await expect(ours.parts.taxii.poll('others')).rejects.toMatchObject({ code: 'taxii.not-found' });
  });
});
