import { generateKeyPairSync, sign } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingType, judgementType, ownerOnly, relationType } from '../core/index.ts';
import {
  account,
  bySubject,
  finding,
  findingBody,
  makeFixture,
  relation,
  seenBy,
  temporaryFolder,
  to,
} from '../../test/worlds/store.ts';
import type { Fixture } from '../../test/worlds/store.ts';
import { isGenuine, openStore, parseCheckpoint, places, restoreBackup, verifyJournal } from './index.ts';
import type { Checkpoint, Problem, Store, VerifyOptions } from './index.ts';
import { keyId } from './keys.ts';
import { contentDigest, headBytes, headerBytes, hex, sha256 } from './record.ts';
import { Sql } from './sql.ts';

/** Every table that is made from the journal, as text. Interned numbers differ by history: their keys stand for them. */
function dump(folder: string): string {
  const sql = new Sql(places.journal(folder));
  const tables = [
    'SELECT no, id, seq, (SELECT key FROM audience WHERE id = audience), expires, type, kind, modified, span_start, span_end, lon, lat, strip FROM entry ORDER BY no',
    'SELECT seq, no, (SELECT key FROM audience WHERE id = audience), expires FROM version ORDER BY seq',
    'SELECT * FROM ref ORDER BY source, target',
    'SELECT * FROM projection_row ORDER BY projection, key, ord, no, n',
    'SELECT * FROM directory ORDER BY seq',
    'SELECT * FROM erased ORDER BY no',
    'SELECT term, doc FROM temp.words ORDER BY term, doc',
  ];
  sql.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search', 'instance')");
  const text = tables.map((table) => JSON.stringify(sql.all(table))).join('\n');
  sql.close();
  return text;
}

/** Everything that parties see, as text. */
function answers(store: Store): string {
  return ['', 'us', 'astoria', 'borealia']
    .flatMap((party) => {
      const view = store.view(store.viewer(party));
      const page = view.entries({ limit: 7 }).for(party);
      return [
        page,
        view.entries({ limit: 7, cursor: page.cursor }).for(party),
        view.facets({}).for(party),
        view.search('tanker').for(party),
        view.rows('by-subject', {}).for(party),
      ];
    })
    .map((answer) => JSON.stringify(answer))
    .join('\n');
}

/** A journal with all that a journal can hold. */
async function fill(fixture: Fixture): Promise<void> {
  const { store } = fixture;
  const subjects = (id: string) => ({
    body: findingBody(`tanker ${id}`, { subjects: [{ kind: 'vessel', id }] }),
  });
  const entries = await store.append(
    Array.from({ length: 30 }, (_, i) =>
      finding('', i % 3 === 0 ? to('astoria') : ownerOnly('us'), subjects(`${i}`)),
    ),
    account,
  );
  await store.append([relation(entries[0].id, entries[3].id, to('astoria'))], account);
  for (let i = 0; i < 10; i++)
    await store.append(
      [{ ...finding('', to('borealia'), subjects(`again ${i}`)), id: entries[i].id }],
      account,
    );
  await store.erase(entries[29].id, { account: 'admin', reason: 'retention' });
  await store.record('decision', { text: 'go on' }, 'director');
  await store.rotateKey();
  await store.append([finding('last', to('astoria'))], account);
}

let fixture: Fixture;
let checkpoint: Checkpoint;
let end: number;
const scratch = temporaryFolder();
beforeAll(async () => {
  fixture = await makeFixture();
  await fill(fixture);
  checkpoint = await fixture.store.checkpoint();
  end = checkpoint.seq;
});
afterAll(async () => {
  await fixture.end();
  rmSync(scratch, { recursive: true, force: true });
});

/** Verifies a copy of the journal to which something was done. */
function tampered(statements: string, options: VerifyOptions = { checkpoint }): readonly Problem[] {
  const copy = join(scratch, 'copy.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  const source = new Sql(places.journal(fixture.folder));
  source.run('VACUUM INTO ?', copy);
  source.close();
  const sql = new Sql(copy);
  sql.exec(statements);
  sql.close();
  return verifyJournal(copy, options).problems;
}

describe('verifying', () => {
  it('finds nothing wrong with a sound journal, and says what was erased and by whom', () => {
    const verification = verifyJournal(places.journal(fixture.folder), { checkpoint, everySignature: true });
    expect(verification).toMatchObject({ problems: [], records: end, epochs: 1, problemsLeftOut: 0 });
    expect(verification.erased).toMatchObject([{ by: 'admin', reason: 'retention', records: 1 }]);
    expect(verification.signaturesChecked).toBe(verification.signatures);
    expect(verification.head.seq).toBe(end);
  });

  it('finds a changed content', () => {
    const change =
      "UPDATE journal SET content = CAST(replace(CAST(content AS TEXT), 'tanker 7', 'tanker 8') AS BLOB) WHERE seq = 13";
    expect(tampered(change)).toEqual([{ seq: 13, what: 'content-changed' }]);
    expect(tampered('UPDATE journal SET salt = zeroblob(16) WHERE seq = 13')).toEqual([
      { seq: 13, what: 'content-changed' },
    ]);
  });

  it('finds content that was removed without an erasure', () => {
    expect(tampered('UPDATE journal SET content = NULL, salt = NULL WHERE seq = 20')).toEqual([
      { seq: 20, what: 'content-missing' },
    ]);
  });

  it.each([
    ['time', 'time = time + 1'],
    ['kind', "kind = 'decision'"],
    ['digest', 'digest = zeroblob(32)'],
    ['prev', 'prev = zeroblob(32)'],
  ])('finds a changed %s, at the record that was changed', (_, change) => {
    const problems = tampered(`UPDATE journal SET ${change} WHERE seq = 15`);
    expect(problems).toContainEqual({ seq: 15, what: 'header-changed' });
    expect(problems.every(({ seq }) => seq === 15)).toBe(true);
  });

  it('finds a changed epoch', () => {
    expect(tampered('UPDATE journal SET epoch = 2 WHERE seq = 15')).toContainEqual({
      seq: 15,
      what: 'epoch-wrong',
    });
  });

  it('finds a missing record, and each of several', () => {
    expect(tampered('DELETE FROM journal WHERE seq = 15')).toEqual([{ seq: 15, what: 'missing' }]);
    expect(
      tampered('DELETE FROM journal WHERE seq IN (15, 16, 18)').filter(({ what }) => what === 'missing'),
    ).toEqual([
      { seq: 15, what: 'missing' },
      { seq: 16, what: 'missing' },
      { seq: 18, what: 'missing' },
    ]);
    expect(tampered('DELETE FROM journal WHERE seq = 1')).toContainEqual({ seq: 1, what: 'missing' });
  });

  it('finds records that changed places', () => {
    const swap =
      'UPDATE journal SET seq = -1 WHERE seq = 15; UPDATE journal SET seq = 15 WHERE seq = 16; UPDATE journal SET seq = 16 WHERE seq = -1';
    expect(tampered(swap)).toContainEqual({ seq: 15, what: 'out-of-order' });
  });

  it('finds a cut-off end against a checkpoint, and only against one', () => {
    const cut = `DELETE FROM journal WHERE seq > ${end - 1}`;
    expect(tampered(cut)).toContainEqual({ seq: end, what: 'cut-off' });
    expect(tampered(cut, {})).toEqual([]);
    expect(tampered(`DELETE FROM journal WHERE seq > 20`)).toContainEqual({ seq: 21, what: 'cut-off' });
    expect(tampered('DELETE FROM journal')).toContainEqual({ seq: 1, what: 'cut-off' });
  });

  it('finds a record that somebody without the key appended', () => {
    const appended = `INSERT INTO journal SELECT ${end + 1}, epoch, prev, kind, time, digest, salt, content, signature FROM journal WHERE seq = ${end}`;
    expect(tampered(appended).map(({ seq }) => seq)).toContain(end + 1);
  });

  it('finds a key that vouches for itself: an administrator’s act counts only where a restore begins', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'jwk' }).x as string;
    const act = { by: 'admin', reason: 'trust me' };
    const said = { key: keyId(raw), publicKey: raw, from: '2026-01-01T00:00:00Z', act };
    const content = Buffer.from(JSON.stringify(said));
    const salt = new Uint8Array(16);
    const { epoch, head } = checkpoint;
    const digest = contentDigest(salt, content);
    const header = { epoch, seq: end + 1, prev: Buffer.from(head, 'hex'), kind: 'key', timeUtcMs: 0, digest };
    const hash = sha256(headerBytes(header));
    const signature = sign(null, headBytes({ epoch, seq: end + 1, hash }), privateKey);
    const blobs = [salt, content, signature].map((bytes) => `x'${hex(bytes)}'`).join(', ');
    const appended = `INSERT INTO journal (seq, epoch, prev, kind, time, digest, salt, content, signature)
      VALUES (${end + 1}, ${epoch}, x'${head}', 'key', 0, x'${hex(digest)}', ${blobs})`;
    expect(tampered(appended)).toEqual([{ seq: end + 1, what: 'key-unvouched' }]);
  });

  it('finds a changed signature', () => {
    expect(tampered(`UPDATE journal SET signature = zeroblob(64) WHERE seq = ${end}`)).toEqual([
      { seq: end, what: 'signature-wrong' },
    ]);
    const other = 'UPDATE journal SET signature = zeroblob(64) WHERE seq = 36';
    expect(tampered(other, { checkpoint, everySignature: true })).toEqual([
      { seq: 36, what: 'signature-wrong' },
    ]);
    expect(tampered(`UPDATE journal SET signature = NULL WHERE seq = ${end}`)).toEqual([
      { seq: end, what: 'signature-missing' },
    ]);
  });

  it('does not believe a forged checkpoint, nor one of another journal', async () => {
    expect(isGenuine(checkpoint)).toBe(true);
    for (const change of [{ seq: 3 }, { head: '00' }, { party: 'them' }, { key: '00' }])
      expect(isGenuine({ ...checkpoint, ...change } as Checkpoint)).toBe(false);
    const forged = { ...checkpoint, seq: checkpoint.seq - 1 };
    expect(tampered('SELECT 1', { checkpoint: forged })).toEqual([
      { seq: end - 1, what: 'checkpoint-forged' },
    ]);
    const stranger = await makeFixture();
    while ((await stranger.store.describe()).seq < 9) await stranger.store.record('decision', 'x', 'y');
    const foreign = await stranger.store.checkpoint();
    await stranger.end();
    expect(tampered('SELECT 1', { checkpoint: foreign })).toEqual([
      { seq: foreign.seq, what: 'other-journal' },
    ]);
    expect(() => parseCheckpoint('{"v":1}')).toThrow(expect.objectContaining({ code: 'checkpoint.invalid' }));
    expect(parseCheckpoint(JSON.stringify(checkpoint))).toEqual(checkpoint);
  });

  it('reports what it can read of a damaged file instead of giving up', () => {
    const bytes =
      'UPDATE journal SET content = randomblob(length(content)), kind = CAST(randomblob(4) AS TEXT) WHERE seq = 15';
    expect(tampered(bytes).map(({ seq }) => seq)).toContain(15);
  });
});

describe('rebuilding', () => {
  it('gives every table and every answer again, byte for byte', async () => {
    const rebuilt = await makeFixture();
    await fill(rebuilt);
    const before = [dump(rebuilt.folder), answers(rebuilt.store)];
    const progress: number[] = [];
    expect(await rebuilt.store.rebuild((done) => progress.push(done))).toBe(end);
    expect(progress.at(-1)).toBe(end);
    expect([dump(rebuilt.folder), answers(rebuilt.store)]).toEqual(before);
    await rebuilt.store.append([finding('after', to('astoria'))], account);
    const reopened = await rebuilt.reopen();
    expect(
      reopened.store.view(reopened.store.viewer('astoria')).search('after').for('astoria').entries,
    ).toHaveLength(1);
    await reopened.end();
  });

  it('begins again at the next opening when it was cut short', async () => {
    const cut = await makeFixture();
    await fill(cut);
    const before = answers(cut.store);
    await cut.store.close();
    const sql = new Sql(places.journal(cut.folder));
    sql.exec(
      "UPDATE meta SET value = '' WHERE key = 'projected'; DELETE FROM entry WHERE no > 20; DELETE FROM directory",
    );
    sql.close();
    const reopened = await cut.reopen();
    expect(answers(reopened.store)).toBe(before);
    await reopened.end();
  });
});

describe('a signing key', () => {
  it('that was made but never reached the journal is taken back', async () => {
    const cut = await makeFixture();
    const { key } = await cut.store.describe();
    await cut.store.close();
    const file = join(cut.folder, 'node.key');
    renameSync(file, `${file}.${key}`);
    writeFileSync(file, 'half a key');
    const reopened = await cut.reopen();
    expect((await reopened.store.describe()).key).toBe(key);
    await reopened.end();
  });

  it('of another hub signs nothing here', async () => {
    const one = await makeFixture();
    const other = await makeFixture();
    await one.store.close();
    await other.store.close();
    copyFileSync(join(other.folder, 'node.key'), join(one.folder, 'node.key'));
    await expect(one.reopen()).rejects.toMatchObject({ code: 'journal.key-mismatch' });
    for (const { folder } of [one, other]) rmSync(folder, { recursive: true, force: true });
  });

  it('under a passphrase is not read without it', async () => {
    const locked = await makeFixture({ nodeKeyPassphrase: 'correct horse' });
    await locked.store.close();
    await expect(locked.reopen({ nodeKeyPassphrase: 'wrong' })).rejects.toMatchObject({
      code: 'journal.key-unreadable',
    });
    const reopened = await locked.reopen();
    expect(await reopened.store.describe()).toMatchObject({ epoch: 1 });
    await reopened.end();
  });
});

describe('backup and restore', () => {
  const house = { types: [findingType, judgementType, relationType], projections: [bySubject] };
  const who = { account: 'admin', reason: 'disk failed' };

  it('bring everything back, as a new epoch that names the head it goes on from', async () => {
    const lost = await makeFixture();
    await fill(lost);
    lost.store.local.exec('CREATE TABLE account (name TEXT)');
    lost.store.local.run('INSERT INTO account VALUES (?)', 'kept');
    for (const table of ['session', 'token']) {
      lost.store.local.exec(`CREATE TABLE ${table} (hash TEXT)`);
      lost.store.local.run(`INSERT INTO ${table} VALUES (?)`, 'a secret');
    }
    const file = join(lost.folder, 'backup.cw');
    const manifest = await lost.store.backup(file);
    const seen = seenBy(lost.store, 'astoria');
    const [later] = await lost.store.append([finding('after the backup', to('astoria'))], account);
    const tail = await lost.store.checkpoint();
    const moved = join(lost.folder, 'moved');
    const verification = await restoreBackup({ ...house, ...who, file, folder: moved });
    expect(verification).toMatchObject({ problems: [], head: { seq: manifest.checkpoint.seq } });
    const restored = await openStore({ ...house, folder: moved, party: 'us', inThread: true });
    expect(seenBy(restored, 'astoria')).toEqual(seen);
    expect(seen).not.toContain(later.id);
    expect(restored.local.get('SELECT name FROM account')).toEqual(['kept']);
    // Whoever was let in at the time of the backup may have been put out since.
    for (const table of ['session', 'token'])
      expect(restored.local.all(`SELECT * FROM ${table}`)).toEqual([]);
    expect(await restored.describe()).toMatchObject({ epoch: 2 });
    expect((await restored.describe()).key).not.toBe(manifest.checkpoint.key);
    const journal = places.journal(moved);
    const after = verifyJournal(journal, { checkpoint: manifest.checkpoint });
    expect(after).toMatchObject({ problems: [], epochs: 2 });
    expect(after.restores).toMatchObject([
      { seq: manifest.checkpoint.seq + 1, by: 'admin', hasNewKey: true },
    ]);
    expect(after.restores[0].reason).toContain('disk failed');
    expect(verifyJournal(journal, { checkpoint: tail }).problems).toEqual([
      { seq: manifest.checkpoint.seq + 1, what: 'lost-in-restore' },
    ]);
    await restored.close();
    await lost.end();
  });

  it('refuse a file that was changed, a file that is none, and a folder that holds a journal', async () => {
    const file = join(scratch, 'backup.cw');
    await fixture.store.backup(file);
    await expect(fixture.store.backup(file)).rejects.toMatchObject({ code: 'store.in-use' });
    const changed = join(scratch, 'changed.cw');
    copyFileSync(file, changed);
    const sql = new Sql(changed);
    sql.exec('UPDATE journal SET time = time + 1 WHERE seq = 9');
    sql.close();
    const folder = join(scratch, 'new');
    const restore = (from: string) => restoreBackup({ ...house, ...who, file: from, folder });
    await expect(restore(changed)).rejects.toMatchObject({ code: 'journal.damaged' });
    const none = join(scratch, 'none.cw');
    writeFileSync(none, 'not a database at all');
    await expect(restore(none)).rejects.toMatchObject({ code: 'backup.invalid' });
    mkdirSync(folder, { recursive: true });
    await restore(file);
    await expect(restore(file)).rejects.toMatchObject({ code: 'store.in-use' });
    await restoreBackup({ ...house, ...who, file, folder, replace: true });
    expect(readdirSync(folder).some((name) => name.startsWith('commonwatch.db.before-'))).toBe(true);
    expect(existsSync(join(folder, 'restoring.db'))).toBe(false);
  });
});
