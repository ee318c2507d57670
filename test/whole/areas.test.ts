import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { Release } from '../../src/core/index.ts';
import type { AreaSpec } from '../../src/earth/index.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

const circle = (id: string, release?: Release): AreaSpec => ({
  kind: 'circle',
  id,
  name: { en: id, ja: id },
  centre: [140, 25],
  radiusNm: 5,
  ...(release === undefined ? {} : { release }),
});

describe('the areas that a hub watches', () => {
  let open: Awaited<ReturnType<typeof openTestHub>>;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    open = await openTestHub();
    const { accounts, store } = open.hub.parts;
    for (const [party, role] of [
      [testParty, 'watch-officer'],
      ['north', 'partner-reader'],
      ['south', 'partner-reader'],
    ]) {
      const name = { en: party, ja: party };
      if (party !== testParty)
        await store.parties.put({ id: party, name, level: 'other', clearances: {}, caveats: [] }, 'test');
      const account = await accounts.create({ account: party, name, party, role });
      tokens[party] = accounts.createToken(account, 'test', ['read'], 1).token;
    }
    const audience: Release['audience'] = { kind: 'named', parties: ['north'], groups: [] };
    const release: Release = { ...ownerOnly(testParty), tlp: 'AMBER', audience };
    await open.hub.pipeline.start([], [circle('private'), circle('shared', release)]);
  });
  afterAll(() => open.close());

  const areasOf = async (party: string): Promise<string[]> => {
    const headers = { host: '127.0.0.1', authorization: `Bearer ${tokens[party]}` };
    const answer = await open.hub.app.inject({ method: 'GET', url: '/api/sea/areas', headers });
    return answer.json<{ id: string }[]>().map(({ id }) => id);
  };

  it('are known to its own party, and to others only as far as they are released', async () => {
    expect(await areasOf(testParty)).toEqual(['private', 'shared']);
    expect(await areasOf('north')).toEqual(['shared']);
    expect(await areasOf('south')).toEqual([]);
  });
});
