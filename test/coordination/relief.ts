/** A hub on which a ministry, a prefecture, two towns, a partner and a third party work, each by its own token. */
import type { PartyLevel } from '../../src/core/index.ts';
import type { Written, StateView } from '../../src/coordination/api.ts';
import type { Hub } from '../../src/hub/index.ts';
import { openTestHub } from '../leaks/hub.ts';

export const reliefParties = {
  ministry: 'domestic',
  prefecture: 'domestic',
  town: 'domestic',
  neighbour: 'domestic',
  /** Another prefecture. */
  elsewhere: 'domestic',
  partner: 'member-state',
  third: 'other',
} as const satisfies Record<string, PartyLevel>;
export type ReliefParty = keyof typeof reliefParties;

export interface Relief {
  readonly hub: Hub;
  readonly tokens: ReadonlyMap<string, string>;
  readonly contingency: string;
  readonly post: <T = Written>(party: ReliefParty, path: string, body: object) => Promise<T>;
  /** The status and code of a refusal. */
  readonly refusal: (
    party: ReliefParty,
    path: string,
    body: object,
  ) => Promise<{ status: number; code: string }>;
  readonly get: <T>(party: ReliefParty, path: string) => Promise<T>;
  /** Whatever is answered, refusals too. */
  readonly text: (party: ReliefParty, path: string) => Promise<string>;
  readonly status: (party: ReliefParty, path: string) => Promise<number>;
  readonly state: (party: ReliefParty) => Promise<StateView>;
  readonly close: () => Promise<void>;
}

let nextKey = 0;
export const key = (): string => `test-key-${String(++nextKey).padStart(6, '0')}`;

const nameOf = (party: string) => ({ en: party, ja: party });

/** Parties, an account and a token each, and a contingency with all but the third party in it. */
export async function prepareRelief(hub: Hub): Promise<{ tokens: Map<string, string>; contingency: string }> {
  const tokens = new Map<string, string>();
  for (const [party, level] of Object.entries(reliefParties)) {
    await hub.parts.store.parties.put(
      { id: party, name: nameOf(party), level, clearances: {}, caveats: [] },
      'test',
    );
    const account = await hub.parts.accounts.create({
      account: party,
      name: nameOf(party),
      party,
      role: 'crisis-manager',
    });
    tokens.set(party, hub.parts.accounts.createToken(account, 'test', ['read', 'coordinate'], 1).token);
  }
  const post = poster(hub, tokens);
  const opened = await post<Written>('ministry', '/contingencies', {
    key: key(),
    name: { en: 'Quake', ja: '地震' },
    kind: 'earthquake',
    me: { name: nameOf('ministry'), level: 'national' },
  });
  const contingency = opened.entry.id;
  const members = [
    ['prefecture', 'prefecture', 'ministry'],
    ['town', 'municipality', 'prefecture'],
    ['neighbour', 'municipality', 'prefecture'],
    ['elsewhere', 'prefecture', 'ministry'],
    ['partner', 'partner', undefined],
  ] as const;
  for (const [party, level, parent] of members)
    await post('ministry', '/subjects', {
      key: key(),
      contingency,
      kind: 'organisation',
      body: { party, name: nameOf(party), level, ...(parent === undefined ? {} : { parent }) },
    });
  return { tokens, contingency };
}

function injector(hub: Hub, tokens: ReadonlyMap<string, string>) {
  return async (party: string, method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await hub.app.inject({
      method,
      url: `/api${path}`,
      headers: { host: '127.0.0.1', authorization: `Bearer ${tokens.get(party)}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, json: JSON.parse(response.payload) as never };
  };
}

function poster(hub: Hub, tokens: ReadonlyMap<string, string>): Relief['post'] {
  const inject = injector(hub, tokens);
  return async (party, path, body) => {
    const { status, json } = await inject(party, 'POST', `/coordination${path}`, body);
    if (status !== 200) throw new Error(`${party} ${path} ${status} ${JSON.stringify(json)}`);
    return json;
  };
}

export async function openRelief(settings: Record<string, unknown> = {}): Promise<Relief> {
  const { hub, close } = await openTestHub(settings);
  const { tokens, contingency } = await prepareRelief(hub);
  const inject = injector(hub, tokens);
  const post = poster(hub, tokens);
  const get = async <T>(party: string, path: string) => {
    const { status, json } = await inject(party, 'GET', path);
    if (status !== 200) throw new Error(`${party} ${path} ${status} ${JSON.stringify(json)}`);
    return json as T;
  };
  return {
    hub,
    tokens,
    contingency,
    post,
    refusal: async (party, path, body) => {
      const { status, json } = await inject(party, 'POST', `/coordination${path}`, body);
      return { status, code: (json as { code?: string }).code ?? '' };
    },
    get,
    text: async (party, path) => JSON.stringify((await inject(party, 'GET', path)).json),
    status: async (party, path) => (await inject(party, 'GET', path)).status,
    state: (party) => get<StateView>(party, `/coordination/state?contingency=${contingency}`),
    close,
  };
}

/** Uploads a file with the fields before it. */
export async function uploadTo(
  { hub, tokens }: Relief,
  party: ReliefParty,
  path: string,
  fileName: string,
  text: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<{ status: number; json: unknown }> {
  const boundary = 'x-x-x';
  const part = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name=${name}\r\n\r\n${value}\r\n`;
  const before = Object.entries(fields)
    .map(([name, value]) => part(`"${name}"`, value))
    .join('');
  const answer = await hub.app.inject({
    method: 'POST',
    url: `/api${path}`,
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${tokens.get(party)}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `${before}${part(`"file"; filename="${fileName}"`, text)}--${boundary}--\r\n`,
  });
  return { status: answer.statusCode, json: JSON.parse(answer.payload) };
}
