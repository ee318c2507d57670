/** A hub with the exercise for foreign clients to read, and a token for one of its people. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '../../test/browser/harness.ts';

export interface ClientHub {
  readonly url: string;
  readonly folder: string;
  /** May read, and give what its party has. */
  readonly token: string;
  readonly account: string;
  /** GET by the hub's own party. */
  readonly get: (path: string) => Promise<Response>;
  readonly save: (name: string, path: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openClientHub(): Promise<ClientHub> {
  const hub = await startHub();
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-clients-'));
  const { token, account } = await tokenFor(hub.url);
  const get = (path: string) => fetch(`${hub.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return {
    url: hub.url,
    folder,
    token,
    account,
    get,
    save: async (name, path) => {
      const answer = await get(path);
      if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
      const file = join(folder, name);
      writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
      return file;
    },
    close: async () => {
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signs in as the first made-up person and makes a token that may read and import. */
async function tokenFor(url: string): Promise<Pick<ClientHub, 'token' | 'account'>> {
  const [identity] = (await (await fetch(`${url}/api/session/identities`)).json()) as { account: string }[];
  const login = await fetch(`${url}/api/session/identity`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ account: identity.account }),
  });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0];
  const session = (await (await fetch(`${url}/api/session`, { headers: { cookie } })).json()) as {
    csrf: string;
  };
  const made = await fetch(`${url}/api/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie, 'x-commonwatch-csrf': session.csrf },
    body: JSON.stringify({ label: 'clients', scopes: ['read', 'import'], days: 1 }),
  });
  const { token } = (await made.json()) as { token?: string };
  if (token === undefined) throw new Error(`no token: ${made.status}`);
  return { token, account: identity.account };
}

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: Uint8Array | string,
): Run {
  const { status, stdout, stderr } = spawnSync(command, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    input,
    maxBuffer: 256 * 1024 * 1024,
    timeout: 300_000,
  });
  return { code: status ?? 1, out: stdout ?? '', error: stderr ?? '' };
}
