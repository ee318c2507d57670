/**
 * A bundle as somebody without this program would take it apart: `age` decrypts it with the recipient's key, `gunzip`
 * unpacks it, and `openssl` holds its signature against the sender's card; `minisign` verifies the file as it is.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { spawnSync } from 'node:child_process';
import { WorldClock, findingFor, link, openTestHubOf, release } from '../../test/worlds/hubs.ts';
import { makeCard } from '../../src/partners/card.ts';
import type { Card } from '../../src/partners/card.ts';
import { minisignKey } from '../../src/partners/index.ts';
import type { PartnerHubs } from '../../src/partners/index.ts';
import { run } from './hub.ts';

/** What comes before a raw Ed25519 key in its DER form (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

interface Envelope {
  readonly manifest: string;
  readonly signature: string;
}

export async function readBundle(folder: string): Promise<string> {
  const clock = new WorldClock();
  const [a, b, c] = await Promise.all(
    ['astoria', 'borealia', 'cantor'].map((party) => openTestHubOf(party, clock)),
  );
  try {
    await link(a, b);
    const drafts = Array.from({ length: 50 }, (_, i) =>
      findingFor(`f${i}`, release('astoria', ['borealia'])),
    );
    await a.store.append(drafts, { account: 'clients' });
    await Promise.all([b, c].map(({ store }) => makeCard(store, '2026-01-01T00:00:00.000Z')));
    const file = join(folder, 'to-borealia.cwb');
    writeFileSync(file, (await a.partners.exportBundle('borealia')).bytes);
    const text = decrypted(file, join(b.folder, 'age.key'));
    const [first, ...lines] = text.split('\n');
    const { manifest, signature } = JSON.parse(first) as Envelope;
    const { publicKey } = await makeCard(a.store, '2026-01-01T00:00:00.000Z');
    if (!verifies(folder, publicKey, manifest, signature)) throw new Error('the signature is wrong');
    if (verifies(folder, publicKey, manifest.replace('borealia', 'cantor'), signature))
      throw new Error('a changed manifest verifies');
    const { digest, to } = JSON.parse(manifest) as { digest: string; to: string };
    if (createHash('sha256').update(lines.join('\n')).digest('hex') !== digest)
      throw new Error('the digest is wrong');
    const { code, error } = run('age', ['-d', '-i', join(c.folder, 'age.key'), '-o', '/dev/null', file]);
    if (code === 0 || !/no identity matched/.test(error)) throw new Error(`another hub opens it: ${error}`);
    await minisigned(folder, file, a.partners);
    return `for ${to}, ${lines.length} chunks, closed to another hub; minisign verifies the file`;
  } finally {
    await Promise.all([a, b, c].map((hub) => hub.close()));
  }
}

/** A courier that knows no bundle: minisign holds the file against the key of its sender. */
async function minisigned(folder: string, file: string, sender: PartnerHubs): Promise<void> {
  const { card } = await sender.card();
  const key = join(folder, 'sender.pub');
  writeFileSync(key, minisignKey((card as Card).publicKey));
  writeFileSync(`${file}.minisig`, await sender.minisignature(readFileSync(file)));
  const verify = () => run('minisign', ['-V', '-p', key, '-m', file]);
  const { code, out, error } = verify();
  if (code !== 0) throw new Error(`minisign: ${out}${error}`);
  appendFileSync(file, 'x');
  if (verify().code === 0) throw new Error('minisign verifies a changed file');
}

function decrypted(file: string, key: string): string {
  const { status, stdout, stderr } = spawnSync('age', ['-d', '-i', key, file], {
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`age: ${String(stderr)}`);
  return gunzipSync(stdout).toString('utf8');
}

function verifies(folder: string, publicKey: string, manifest: string, signature: string): boolean {
  const [key, said, signed] = ['key.der', 'said', 'signed'].map((name) => join(folder, name));
  writeFileSync(key, Buffer.concat([spkiPrefix, Buffer.from(publicKey, 'base64url')]));
  writeFileSync(said, `commonwatch bundle 1\n${manifest}`);
  writeFileSync(signed, Buffer.from(signature, 'base64url'));
  const args = [
    'pkeyutl',
    '-verify',
    '-pubin',
    '-keyform',
    'DER',
    '-inkey',
    key,
    '-rawin',
    '-in',
    said,
    '-sigfile',
    signed,
  ];
  return run('openssl', args).code === 0;
}
