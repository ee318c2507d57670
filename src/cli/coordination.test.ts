import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { coordination } from './coordination.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-coordination-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command prints, and its exit code. */
async function printed(args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await coordination.run(args), text };
  } finally {
    spy.mockRestore();
  }
}

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('allocate reads a pmed file and answers in JSON with a proof', async () => {
  const { code, text } = await printed([
    'allocate',
    file('small.txt', ' 4 3 2\n1 2 3\n2 3 9\n3 4 2\n'),
    '--json',
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({
    objective: 5,
    bound: 5,
    gap: 0,
    status: 'optimal',
    problem: 'p-median',
  });
});

test('allocate takes the capacity that a cap file leaves open, and asks for it where it is missing', async () => {
  const path = file('cap.txt', '2 2\ncapacity 10\ncapacity 1\n3\n5 9\n4\n6 2\n');
  const { text } = await printed(['allocate', path, '--capacity', '4', '--json']);
  expect(JSON.parse(text)).toMatchObject({ objective: 18, status: 'optimal' });
  await expect(coordination.run(['allocate', path])).rejects.toMatchObject({ code: 'siting.unreadable' });
});

test('drift reads wind from a file that lies beside the problem', async () => {
  file('wind.csv', 'utc,u,v\n2026-01-10T00:00Z,0,10\n2026-01-11T00:00Z,0,10\n');
  const path = file('drift.json', {
    class: 'PIW-1',
    start: { lon: 150, lat: 30, utc: '2026-01-10T00:00Z' },
    durationH: 3,
    count: 50,
    coast: false,
    wind: { file: 'wind.csv' },
  });
  const { code, text } = await printed(['drift', path, '--json']);
  expect(code).toBe(0);
  const answer = JSON.parse(text);
  expect(answer.track).toHaveLength(4);
  expect(answer.track[3].meanLatDeg).toBeGreaterThan(30);
  expect(answer.maps[0].probability.reduce((sum: number, p: number) => sum + p, 0)).toBeCloseTo(1, 9);
});

test('what is wrong has a stable code', async () => {
  await expect(coordination.run(['allocate', join(folder, 'none')])).rejects.toMatchObject({
    code: 'siting.unreadable',
  });
  await expect(coordination.run(['drift', file('no.json', { class: 'X' })])).rejects.toMatchObject({
    code: 'drift.invalid',
  });
  await expect(coordination.run(['fly'])).rejects.toMatchObject({ code: 'command.usage' });
});
