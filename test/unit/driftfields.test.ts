/** Files of wind on a real hub: read, drifted on by whoever brought them, and nobody else's. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DriftAnswer, FieldSummary } from '../../src/coordination/api.ts';
import { FieldShelf } from '../../src/hub/fields.ts';
import { openRelief, uploadTo } from '../coordination/relief.ts';
import type { Relief } from '../coordination/relief.ts';

let relief: Relief;
beforeAll(async () => {
  relief = await openRelief();
});
afterAll(() => relief.close());

/** Ten metres a second from the south, on four nodes, for a day. */
const wind = [
  'time,lon,lat,u,v',
  ...['2026-01-10T00:00Z', '2026-01-11T00:00Z'].flatMap((time) =>
    [
      [139, 33],
      [141, 33],
      [139, 36],
      [141, 36],
    ].map(([lon, lat]) => `${time},${lon},${lat},0,10`),
  ),
].join('\n');

const problem = (field: string) => ({
  class: 'PIW-1',
  start: { lonDeg: 140, latDeg: 34, utc: '2026-01-10T01:00Z' },
  durationH: 6,
  count: 200,
  coast: false,
  wind: { file: field },
});

it('a file of wind is read and told of, and a drift on it goes where it blows', async () => {
  const { status, json } = await uploadTo(relief, 'town', '/coordination/drift/fields', 'wind.csv', wind, {
    kind: 'wind',
  });
  expect(status).toBe(200);
  const field = json as FieldSummary;
  expect(field).toMatchObject({ kind: 'wind', columns: 2, rows: 2, times: 2, westDeg: 139, fastestMs: 10 });
  const { track } = await relief.post<DriftAnswer>('town', '/drift', { problem: problem(field.id) });
  expect(track.at(-1)?.meanLatDeg).toBeGreaterThan(34.01);
  expect(await relief.refusal('prefecture', '/drift', { problem: problem(field.id) })).toEqual({
    status: 404,
    code: 'drift.field-gone',
  });
});

it('a name of a file on the machine opens nothing', async () => {
  expect(await relief.refusal('town', '/drift', { problem: problem('/etc/passwd') })).toEqual({
    status: 404,
    code: 'drift.field-gone',
  });
});

it('what is no field is refused with the reason', async () => {
  const { status, json } = await uploadTo(
    relief,
    'town',
    '/coordination/drift/fields',
    'x.nc',
    'CDFrubbish',
    {
      kind: 'current',
    },
  );
  expect([status, (json as { code: string }).code]).toEqual([400, 'drift.field-unreadable']);
});

it('holds four fields an account, and forgets them after a day', () => {
  let nowMs = 0;
  const shelf = new FieldShelf(() => nowMs);
  const none = new Float32Array(0);
  const grid = { lonDeg: [], latDeg: [], timesUtcMs: [], eastMs: none, northMs: none };
  const ids = Array.from({ length: 5 }, () => shelf.put('mayor', grid));
  expect(() => shelf.get('mayor', ids[0])).toThrow(/held/);
  expect(shelf.get('mayor', ids[4])).toBe(grid);
  nowMs = 25 * 3_600_000;
  expect(() => shelf.get('mayor', ids[4])).toThrow(/held/);
});
