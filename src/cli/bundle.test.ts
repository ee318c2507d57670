import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ownerOnly } from '../core/index.ts';
import type { EntryDraft } from '../core/index.ts';
import { entryTypesOf, rooms } from '../hub/rooms.ts';
import { openStore } from '../store/index.ts';
import { finding } from '../../test/worlds/store.ts';
import { run } from './main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonwatch-bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command line and gives back its exit code and what it printed. */
async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  try {
    return { code: await run(args), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const data = (party: string) => join(folder, party);
const file = (name: string) => join(folder, name);

async function release(party: string, to: string, note: string): Promise<void> {
  const store = await openStore({ folder: data(party), party, types: entryTypesOf(rooms), inThread: true });
  const audience = { kind: 'named' as const, parties: [to], groups: [] };
  const draft = finding(note, { ...ownerOnly(party), tlp: 'AMBER', audience });
  await store.append([{ ...draft, owner: party } as EntryDraft], { account: 'test' });
  await store.close();
}

describe('commonwatch hub and bundle', () => {
  it('two hubs come to know each other and exchange by a stick, from the command line alone', async () => {
    process.env.COMMONWATCH_ADMIN_PASSWORD = 'correct horse battery';
    for (const party of ['astoria', 'borealia'])
      expect((await cli('init', '--party', party, '--name', party, '--data', data(party))).code).toBe(0);
    expect((await cli('bundle', 'status', '--data', data('astoria'))).code).toBe(0);
    for (const [from, to] of [
      ['astoria', 'borealia'],
      ['borealia', 'astoria'],
    ]) {
      const { err } = await cli('hub', 'card', '--out', file(`${from}.json`), '--data', data(from));
      const fingerprint = err.replace('fingerprint ', '').trim();
      const wrong = await cli(
        'hub',
        'register',
        file(`${from}.json`),
        '--fingerprint',
        '00',
        '--data',
        data(to),
      );
      expect(wrong.err).toContain('partner.fingerprint');
      const right = ['hub', 'register', file(`${from}.json`), '--fingerprint', fingerprint];
      expect((await cli(...right, '--data', data(to))).out).toContain('verified');
    }
    await release('astoria', 'borealia', 'across the gap');
    const written = file('one.cwbundle');
    const exported = await cli(
      'bundle',
      'export',
      '--to',
      'borealia',
      '--out',
      written,
      '--minisig',
      '--data',
      data('astoria'),
    );
    expect(exported.out).toContain('1 items (1 to 1) for borealia');
    const key = await cli('hub', 'card', '--minisign', '--data', data('astoria'));
    const ids = [readFileSync(`${written}.minisig`, 'utf8'), key.out].map((text) =>
      Buffer.from(text.split('\n')[1], 'base64').subarray(2, 10).toString('hex'),
    );
    expect(ids[0]).toBe(ids[1]);
    expect((await cli('bundle', 'inspect', written, '--data', data('borealia'))).out).toContain('1 entries');
    expect((await cli('bundle', 'import', written, '--data', data('borealia'))).code).toBe(0);
    const again = await cli('bundle', 'import', written, '--data', data('borealia'));
    expect([again.code, again.err.slice(0, 14)]).toEqual([1, 'bundle.replay:']);
    const inspected = await cli('bundle', 'inspect', written, '--data', data('borealia'));
    expect([inspected.code, inspected.out.includes('bundle.replay')]).toEqual([1, true]);
    const status = await cli('bundle', 'status', '--json', '--data', data('borealia'));
    expect(JSON.parse(status.out)).toMatchObject([{ party: 'astoria', received: { n: 1 }, quarantined: 0 }]);
    expect(readFileSync(written).includes('across the gap')).toBe(false);
    expect(readdirSync(data('borealia'))).toContain('age.key');
  });

  it('an export never writes over a file, and nothing counts as sent then', async () => {
    await release('astoria', 'borealia', 'second');
    const taken = file('one.cwbundle');
    const refused = await cli(
      'bundle',
      'export',
      '--to',
      'borealia',
      '--out',
      taken,
      '--data',
      data('astoria'),
    );
    expect(refused.err).toContain('cli.unwritable');
    const written = file('two.cwbundle');
    const args = ['bundle', 'export', '--to', 'borealia', '--out', written, '--data', data('astoria')];
    expect((await cli(...args)).out).toContain('(2 to 2)');
    expect((await cli('bundle', 'import', written, '--data', data('borealia'))).code).toBe(0);
  });

  it('a new key is followed by file too', async () => {
    const rotated = await cli('hub', 'rotate', '--data', data('astoria'));
    expect([rotated.code, rotated.err.slice(0, 12)]).toEqual([0, 'fingerprint ']);
    await release('astoria', 'borealia', 'under the new key');
    const written = file('three.cwbundle');
    await cli('bundle', 'export', '--to', 'borealia', '--out', written, '--data', data('astoria'));
    expect((await cli('bundle', 'import', written, '--data', data('borealia'))).code).toBe(0);
  });
});
