/** The command as a user calls it: files in, files out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from './narratives.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'narratives-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const statements = [
  'The harbour bridge was sold in the night',
  'Ferries will stop running before winter',
  'No bread is left in any northern village',
  'Every clinic closes when festivals begin',
  'Our river turned green after that storm',
  'Tickets cost twice what ministers promised',
];

/** Five accounts that post the same six texts, and one that posts its own. */
function writePosts(): string {
  const lines = ['post_id,username,created_at,text'];
  for (let item = 0; item < 6; item++)
    for (let account = 0; account < 5; account++)
      lines.push(
        `p${item}-${account},secret_${account},2024-01-0${item + 1}T10:0${account}:00Z,"${statements[item]} says @secret_9"`,
      );
  for (let i = 0; i < 400; i++) {
    const words = [7919, 104_729, 1_299_709, 15_485_863]
      .map((prime) => ((i + 1) * prime).toString(36))
      .join(' ');
    lines.push(`q${i},other_${i % 130},2024-01-0${1 + (i % 6)}T12:00:00Z,"${words}"`);
  }
  const path = join(folder, 'posts.csv');
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('commonwatch narratives run', () => {
  it('writes narratives, groups and edges without a handle, the same again with the same key', async () => {
    const file = writePosts();
    const out = join(folder, 'out');
    expect(await run(['run', file, '--out', out])).toBe(0);
    const names = ['narratives.jsonl', 'groups.jsonl', 'edges.csv', 'report.json'];
    const first = names.map((name) => readFileSync(join(out, name), 'utf8'));
    expect(first.join('')).not.toMatch(/secret_|other_/);
    expect(first[1]).toContain('"members":["acct-');
    expect(await run(['run', file, '--out', out])).toBe(0);
    expect(names.map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(first);
  });

  it('seals handles to whoever may go back, and writes down who asked and why before it shows one', async () => {
    const identity = await generateX25519Identity();
    writeFileSync(join(folder, 'identity.txt'), `# public key\n${identity}\n`);
    const out = join(folder, 'out');
    const sealTo = await identityToRecipient(identity);
    expect(await run(['run', writePosts(), '--out', out, '--seal-to', sealTo])).toBe(0);
    const table = join(out, 'handles.age');
    expect(readFileSync(table, 'latin1')).not.toContain('secret_');
    const [group] = readFileSync(join(out, 'groups.jsonl'), 'utf8').split('\n');
    const [account] = JSON.parse(group).members;
    const ask = ['handles', table, '--identity', join(folder, 'identity.txt'), '--accounts', account];
    expect(await run(ask)).toBe(64);
    expect(await run([...ask, '--reason', 'asked for by the court'])).toBe(0);
    expect(process.stdout.write).toHaveBeenLastCalledWith(expect.stringMatching(/^acct-.*\tsecret_\d\n$/));
    expect(JSON.parse(readFileSync(join(out, 'reidentifications.jsonl'), 'utf8'))).toMatchObject({
      accounts: [account],
      reason: 'asked for by the court',
    });
  });

  it('shows a file before it is read, without a handle, and refuses settings that do not fit', async () => {
    const file = writePosts();
    expect(await run(['preview', file])).toBe(0);
    const shown = vi.mocked(process.stdout.write).mock.lastCall?.[0] as string;
    expect(shown).not.toMatch(/secret_|other_/);
    expect(JSON.parse(shown).places).toMatchObject({ account: 'username', time: 'created_at' });
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, '{"homeLanguages": ["japanese"]}');
    expect(await run(['run', file, '--out', join(folder, 'out'), '--settings', settings])).toBe(1);
    expect(process.stderr.write).toHaveBeenLastCalledWith(expect.stringContaining('narratives.settings'));
  });

  it('writes the edges of CooRTweet with the ids of the file', async () => {
    const path = join(folder, 'shares.csv');
    writeFileSync(
      path,
      'object_id,account_id,content_id,timestamp_share\no1,a,1,1000000000\no1,b,2,1000000004\no2,a,3,1000000100\no2,b,4,1000000108\n',
    );
    const out = join(folder, 'out');
    expect(await run(['run', path, '--out', out, '--mode', 'coortweet', '--window', '10'])).toBe(0);
    expect(readFileSync(join(out, 'edges.csv'), 'utf8')).toBe(
      'from,to,weight,avgTimeDelta,contentsFrom,contentsTo,symmetry,weightThreshold\na,b,2,6,2,2,1,0\n',
    );
  });

  it.each([[['run']], [['run', 'f', '--out', 'x', '--mode', 'unheard-of']], [['walk', 'f', '--out', 'x']]])(
    'answers %j with its usage',
    async (args) => expect(await run(args)).toBe(64),
  );

  it('refuses values out of range and keys that are none', async () => {
    const file = writePosts();
    const out = join(folder, 'out');
    expect(await run(['run', file, '--out', out, '--window', '-1'])).toBe(64);
    expect(await run(['run', file, '--out', out, '--key', file])).toBe(1);
  });
});
