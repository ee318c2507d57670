import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JobView } from '../../src/hub/api.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

let open: Awaited<ReturnType<typeof openTestHub>>;
beforeAll(async () => {
  open = await openTestHub();
});
afterAll(() => open.close());

/** Two ships beside each other for four hours far from any coast, and a line that is no row. */
function meeting(): string {
  const rows = ['datetime,mmsi,lon,lat,sog,cog'];
  for (let minute = 0; minute < 240; minute++)
    for (const ship of [0, 1]) {
      const time = new Date(Date.UTC(2026, 0, 1) + minute * 60_000 + ship * 1000).toISOString();
      rows.push(`${time},${431_000_001 + ship},${140 + ship * 0.001},25,0.4,90`);
    }
  rows.push('not a time,431000001,somewhere,25,0,0');
  return `${rows.join('\n')}\n`;
}

it('reads an uploaded file into findings of the hub’s own party, and says what it refused', async () => {
  const { hub } = open;
  const account = await hub.parts.accounts.create({
    account: 'officer',
    name: { en: 'Officer', ja: '担当' },
    party: testParty,
    role: 'watch-officer',
  });
  const { token } = hub.parts.accounts.createToken(account, 'test', ['read', 'import'], 1);
  const headers = { host: '127.0.0.1', authorization: `Bearer ${token}` };
  const form = new FormData();
  form.append('file', new Blob([meeting()]), 'meeting.csv');
  const started = await hub.app.inject({ method: 'POST', url: '/api/imports', headers, payload: form });
  expect(started.statusCode).toBe(200);
  const { id } = started.json<JobView>();
  const job = async () =>
    (await hub.app.inject({ method: 'GET', url: `/api/jobs/${id}`, headers })).json<JobView>();
  await expect.poll(async () => (await job()).state, { timeout: 60_000, interval: 200 }).toBe('done');
  const { report } = await job();
  expect(report).toMatchObject({ file: 'meeting.csv', read: 481, taken: 480, vessels: 2 });
  expect(report?.refused.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  expect(report?.findings).toBeGreaterThan(0);
  const list = await hub.app.inject({ method: 'GET', url: '/api/entries?kinds=encounter', headers });
  expect(list.json().entries).toHaveLength(1);
});
