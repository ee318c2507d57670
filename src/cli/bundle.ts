/**
 * `commonwatch bundle …` and `commonwatch hub …`: exchanging with partners' hubs by file, and knowing each other. The
 * hub must not be running for what writes; while it runs, the page Exchange does the same.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/index.ts';
import { entryTypesOf, houseSpeaker, rooms } from '../hub/rooms.ts';
import { PartnerHubs, minisignKey } from '../partners/index.ts';
import type { Card, InspectedBundle, PartnerHubView } from '../partners/index.ts';
import { openStore, partyOf } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import type { CliCommand } from './command.ts';
import { tokenIn } from './tokenfile.ts';

const bundleUsage = `commonwatch bundle export --to PARTY [--out FILE] [--again] [--days N] [--minisig] [--data FOLDER]
commonwatch bundle inspect FILE [--json] [--data FOLDER]
commonwatch bundle import FILE [--json] [--data FOLDER]
commonwatch bundle status [--json] [--data FOLDER]

export    writes what the partner may see and has not been sent, encrypted for its hub (age) and signed.
          --again also what earlier files held and was not acknowledged; --days how long it may be imported (30);
          --minisig also FILE.minisig, the hub's signature of the file as minisign verifies it.
inspect   says what is in a file and whether it would be imported. Nothing is imported.
import    imports a file: all of it, or none with the reason.
status    how the exchange with each partner stands.

FOLDER is .commonwatch unless told. Exit codes: 0 done, 1 refused (the code says why), 64 called wrongly.`;

const hubUsage = `commonwatch hub card [--out FILE] [--minisign] [--data FOLDER]
commonwatch hub register CARD [--fingerprint TEXT] [--url URL] [--token-file FILE] [--data FOLDER]
commonwatch hub partners [--json] [--data FOLDER]
commonwatch hub rotate [--data FOLDER]

card      prints this hub's card, which is no secret, and its fingerprint; with --minisign its key as minisign
          reads it, for minisign -V -p.
register  takes a partner's card. Nothing is exchanged before its fingerprint was compared with a person there, by
          telephone or in person, and is given here.
partners  lists partners' hubs.
rotate    makes a new signing key; the old one vouches for it, and partners' hubs follow.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  data: { type: 'string', default: '.commonwatch' },
  to: text,
  out: text,
  again: flag,
  days: text,
  json: flag,
  fingerprint: text,
  url: text,
  'token-file': text,
  minisig: flag,
  minisign: flag,
} as const;

export const bundle: CliCommand = {
  name: 'bundle',
  summary: {
    en: 'Exchange with partners’ hubs by encrypted, signed files.',
    ja: '暗号化・署名済みファイルで他機関のハブと交換する。',
  },
  usage: bundleUsage,
  run: ([action, ...args]) => {
    const { values, positionals } = parsed(args);
    switch (action) {
      case 'export':
        return writeBundle(values);
      case 'inspect':
        return readBundle('inspectBundle', positionals, values);
      case 'import':
        return readBundle('importBundle', positionals, values);
      case 'status':
        return listPartners(values);
      default:
        throw new CommonwatchError('command.usage', action);
    }
  },
};

export const hub: CliCommand = {
  name: 'hub',
  summary: { en: 'This hub’s card, and the hubs of partners.', ja: 'このハブのカードと、他機関のハブ。' },
  usage: hubUsage,
  run: ([action, ...args]) => {
    const { values, positionals } = parsed(args);
    switch (action) {
      case 'card':
        return printCard(values);
      case 'register':
        return register(positionals, values);
      case 'partners':
        return listPartners(values);
      case 'rotate':
        return rotate(values);
      default:
        throw new CommonwatchError('command.usage', action);
    }
  },
};

type Values = ReturnType<typeof parsed>['values'];

/** @throws `command.usage` */
function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new CommonwatchError('command.usage', undefined, { cause, detail: (cause as Error).message });
  }
}

async function withPartners<T>(
  { data }: Values,
  readOnly: boolean,
  work: (partners: PartnerHubs, store: Store) => Promise<T>,
): Promise<T> {
  const folder = resolve(data);
  const store = await openStore({
    folder,
    party: partyOf(folder),
    types: entryTypesOf(rooms),
    projections: rooms.flatMap((room) => room.projections),
    speaker: houseSpeaker(),
    readOnly,
    inThread: true,
  });
  try {
    return await work(new PartnerHubs({ store, now: Date.now, readOnly }), store);
  } finally {
    await store.close();
  }
}

async function writeBundle(values: Values): Promise<number> {
  const { to, again, days = '30', out } = values;
  const dayCount = Number(days);
  if (to === undefined) throw new CommonwatchError('command.usage', undefined, { detail: '--to is needed.' });
  if (!Number.isInteger(dayCount) || dayCount < 1) throw new CommonwatchError('command.usage', days);
  if (out !== undefined) assertNew(resolve(out));
  if (out !== undefined && values.minisig) assertNew(resolve(`${out}.minisig`));
  const { bytes, manifest, signature } = await withPartners(values, false, async (partners) => {
    const written = await partners.exportBundle(to, { again, days: dayCount });
    const minisig = values.minisig ? await partners.minisignature(written.bytes) : undefined;
    return { ...written, signature: minisig };
  });
  const { from, first, last, expiresAt } = manifest;
  const file = resolve(out ?? `${from}-to-${to}-${first}-${last}.cwbundle`);
  writeNew(file, bytes);
  if (signature !== undefined) writeNew(`${file}.minisig`, Buffer.from(signature));
  print(`${file}: ${last - first + 1} items (${first} to ${last}) for ${to}, until ${expiresAt}`);
  return 0;
}

async function readBundle(
  how: 'inspectBundle' | 'importBundle',
  [file]: readonly string[],
  values: Values,
): Promise<number> {
  if (file === undefined)
    throw new CommonwatchError('command.usage', undefined, { detail: 'FILE is needed.' });
  const bytes = readFileSync(resolve(file));
  const inspected = await withPartners(values, false, (partners) => partners[how](bytes));
  if (values.json) print(JSON.stringify(inspected));
  else printInspected(inspected);
  return inspected.refusal === undefined ? 0 : 1;
}

function printInspected({ manifest, contents, refusal }: InspectedBundle): void {
  const { from, to, first, last, at, expiresAt } = manifest;
  print(`from ${from} to ${to}, items ${first} to ${last}, made ${at}, until ${expiresAt}`);
  const { put, revoke, erase, withheld } = contents;
  print(`${put} entries, ${revoke} taken back, ${erase} erased, ${withheld} withheld`);
  if (refusal !== undefined) print(`${refusal.code}: ${refusal.message}`);
}

async function listPartners(values: Values): Promise<number> {
  const list = await withPartners(values, true, async (partners) => partners.list());
  if (values.json) print(JSON.stringify(list));
  else for (const partner of list) printPartner(partner);
  return 0;
}

function printPartner({ party, verified, fingerprint, sent, received, quarantined }: PartnerHubView): void {
  print(`${party}${verified ? '' : ' (NOT VERIFIED)'}  ${fingerprint}`);
  print(
    `  sent ${sent.n}, acknowledged ${sent.acknowledged}, in files ${sent.exported}, waiting ${sent.waiting}` +
      `; received ${received.n}, next ${received.n + 1}, parked ${received.parked}, quarantined ${quarantined}` +
      (received.problem === undefined ? '' : `; last refused: ${received.problem.code}`),
  );
}

async function printCard(values: Values): Promise<number> {
  const { card, fingerprint } = await withPartners(values, false, (partners) => partners.card());
  const content = values.minisign
    ? minisignKey((card as Card).publicKey)
    : `${JSON.stringify(card, undefined, 2)}\n`;
  if (values.out === undefined) process.stdout.write(content);
  else writeNew(resolve(values.out), Buffer.from(content));
  process.stderr.write(`fingerprint ${fingerprint}\n`);
  return 0;
}

async function rotate(values: Values): Promise<number> {
  const { fingerprint } = await withPartners(values, false, async (partners, store) => {
    await store.rotateKey();
    return partners.card();
  });
  process.stderr.write(`fingerprint ${fingerprint}\n`);
  return 0;
}

async function register([file]: readonly string[], values: Values): Promise<number> {
  if (file === undefined)
    throw new CommonwatchError('command.usage', undefined, { detail: 'CARD is needed.' });
  const { fingerprint, url, 'token-file': tokenFile } = values;
  const by = userInfo().username;
  let card: { party?: string };
  try {
    card = JSON.parse(readFileSync(resolve(file), 'utf8')) as typeof card;
  } catch (cause) {
    throw new CommonwatchError('card.invalid', file, { cause });
  }
  await withPartners(values, false, async (partners) => {
    await partners.register(card, fingerprint, by);
    const change = {
      ...(url === undefined ? {} : { url }),
      ...(tokenFile === undefined ? {} : { token: tokenIn(tokenFile) }),
    };
    if (Object.keys(change).length > 0) await partners.change(card.party as string, change, by);
  });
  print(
    `${card.party}: ${fingerprint === undefined ? 'registered; compare the fingerprint, then register it with --fingerprint' : 'verified'}`,
  );
  return 0;
}

/** @throws `cli.unwritable` */
function assertNew(file: string): void {
  if (existsSync(file)) throw new CommonwatchError('cli.unwritable', file, { detail: 'It exists already.' });
}

function writeNew(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw new CommonwatchError('cli.unwritable', file, { cause });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
