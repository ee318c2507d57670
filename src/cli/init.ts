/** `commonwatch init`: makes a data folder with the hub's own party, its signing key and the first administrator. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { CommonwatchError, partyLevels } from '../core/index.ts';
import type { PartyLevel } from '../core/index.ts';
import {
  Accounts,
  LocalTables,
  checkConfig,
  entryTypesOf,
  houseSpeaker,
  loadStartingRecord,
  rooms,
} from '../hub/index.ts';
import { openStore } from '../store/index.ts';
import type { CliCommand } from './command.ts';

export const init: CliCommand = {
  name: 'init',
  summary: {
    en: 'Make a data folder: the first administrator and the signing key.',
    ja: 'データフォルダを作る（最初の管理者と署名鍵）。',
  },
  usage: `commonwatch init --party ID --name NAME [--name-ja NAME] [--level LEVEL] [--admin ACCOUNT] [--data FOLDER]
Asks for the administrator's password (or takes it from COMMONWATCH_ADMIN_PASSWORD). LEVEL is one of
${partyLevels.join(', ')}.`,
  run: async (args) => {
    const asked = readArguments(args);
    const path = join(asked.data, 'config.json');
    if (existsSync(path))
      throw new CommonwatchError('config.invalid', path, { detail: 'It exists already.' });
    const password = process.env.COMMONWATCH_ADMIN_PASSWORD ?? (await askPassword());
    const config = checkConfig({ data: asked.data, party: asked.party });
    mkdirSync(asked.data, { recursive: true, mode: 0o700 });
    await makeStore(asked, password, config.sessions);
    // Written last: a folder without it is not a hub's yet, and init may be run again.
    writeFileSync(path, `${JSON.stringify({ party: asked.party }, undefined, 2)}\n`, { mode: 0o600 });
    process.stdout.write(
      `${asked.data}: party ${asked.party}, administrator ${asked.admin}. Next: commonwatch serve\n`,
    );
    return 0;
  },
};

interface InitArguments {
  readonly data: string;
  readonly party: string;
  readonly name: { readonly en: string; readonly ja: string };
  readonly level: PartyLevel;
  readonly admin: string;
}

/** @throws `command.usage` */
function readArguments(args: readonly string[]): InitArguments {
  const text = { type: 'string' } as const;
  const options = { data: text, party: text, name: text, 'name-ja': text, level: text, admin: text };
  let values: Partial<Record<keyof typeof options, string>>;
  try {
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch (cause) {
    throw new CommonwatchError('command.usage', undefined, { cause, detail: (cause as Error).message });
  }
  const { party, name, level = 'other', admin = 'admin' } = values;
  if (party === undefined || name === undefined)
    throw new CommonwatchError('command.usage', undefined, { detail: '--party and --name are needed.' });
  if (!(partyLevels as readonly string[]).includes(level)) throw new CommonwatchError('command.usage', level);
  return {
    data: resolve(values.data ?? '.commonwatch'),
    party,
    name: { en: name, ja: values['name-ja'] ?? name },
    level: level as PartyLevel,
    admin,
  };
}

async function makeStore(
  { data, party, name, level, admin }: InitArguments,
  password: string,
  limits: ConstructorParameters<typeof Accounts>[1],
): Promise<void> {
  const store = await openStore({
    folder: data,
    party,
    types: entryTypesOf(rooms),
    projections: rooms.flatMap((room) => room.projections),
    speaker: houseSpeaker(),
  });
  try {
    const accounts = new Accounts(new LocalTables(store.local), limits, Date.now);
    if (!accounts.list().some(({ account }) => account === admin))
      await accounts.create({ account: admin, name, party, role: 'administrator', password });
    if (store.parties.get(party) === undefined)
      await store.parties.put({ id: party, name, level, clearances: {}, caveats: [] }, admin);
    await loadStartingRecord(store, admin);
  } finally {
    await store.close();
  }
}

async function askPassword(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question('Password of the administrator (at least 12 characters): ');
  } finally {
    lines.close();
  }
}
