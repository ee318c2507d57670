import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from './programme.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'programme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function said(args: string[]): Promise<{ code: number; out: string; error: string }> {
  const [out, error] = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockReturnValue(true),
  );
  const code = await run(args);
  const text = (spy: typeof out) => spy.mock.calls.map(([part]) => String(part)).join('');
  return { code, out: text(out), error: text(error) };
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('commonwatch programme', () => {
  it('extract prints a fact a line with exactly the fields that others read', async () => {
    const file = join(folder, 'note.txt');
    const text =
      'Note\n\n3 May 2024\n\nJapan and NATO signed an agreement on cyber defence in Brussels on 2 May 2024.\n';
    writeFileSync(file, text);
    const { code, out } = await said(['extract', file, '--json', '--text-dir', join(folder, 'kept')]);
    const [fact] = lines(out);
    expect(code).toBe(0);
    expect(Object.keys(fact)).toEqual(
      'file quote start end date datePrecision dateBasis kind title actors level areas places amounts modality'.split(
        ' ',
      ),
    );
    expect(text.slice(fact.start as number, fact.end as number)).toBe(fact.quote);
    expect(fact).toMatchObject({
      file: 'note.txt',
      date: '2024-05-02',
      kind: 'agreement',
      level: 'organisation',
    });
    expect(readFileSync(join(folder, 'kept', 'note.txt.txt'), 'utf8')).toBe(text);
  });

  it('extract tells what it cannot read, reads the rest, and ends with 1', async () => {
    const bad = join(folder, 'bad.pdf');
    const good = join(folder, 'good.txt');
    writeFileSync(bad, '%PDF-1.4 nothing');
    writeFileSync(good, 'Japan and Germany held a joint exercise in the Baltic Sea in July 2024.');
    const { code, out, error } = await said(['extract', bad, good, '--json']);
    expect(code).toBe(1);
    expect(lines(out)).toHaveLength(1);
    expect(error).toContain('document.unreadable');
  });

  it('check prints eighteen lines; the end of the ITPP with its evidence is among them', async () => {
    const { out } = await said(['check', '--json', '--at', '2026-11-28']);
    const results = lines(out) as {
      check: string;
      none: boolean;
      findings: { sentence: string; evidence: unknown[] }[];
    }[];
    expect(results).toHaveLength(18);
    const expiring = results.find(({ check }) => check === 'expiring-instrument')?.findings ?? [];
    expect(expiring[0].sentence).toContain('ends in 2026; its successor is unknown');
    expect(expiring[0].evidence.length).toBeGreaterThan(0);
    for (const { none, findings } of results) expect(none).toBe(findings.length === 0);
  });

  it('timeline prints no date without its basis', async () => {
    const { out } = await said(['timeline', '--json']);
    const items = lines(out);
    expect(items.length).toBeGreaterThan(150);
    for (const { date, dateBasis } of items) expect(date === null || dateBasis !== 'none').toBe(true);
  });

  it('ask answers with evidence, conflicts and unknowns, in the language of the question', async () => {
    const { out } = await said(['ask', 'What follows the ITPP after 2026?', '--json']);
    const answer = JSON.parse(out) as { answer: string; unknowns: string[]; evidence: unknown[] };
    expect(Object.keys(answer)).toEqual(['answer', 'evidence', 'conflicts', 'unknowns']);
    expect(answer.unknowns[0]).toContain('successor is unknown');
    vi.restoreAllMocks();
    const japanese = await said(['ask', '東京の連絡事務所に反対しているのはどの国か']);
    expect(japanese.out).toContain('反対');
  });

  it('a wrong call gets the usage and 64', async () => {
    expect((await said(['extract'])).code).toBe(64);
    expect((await said(['check', '--at', 'tomorrow'])).code).toBe(64);
  });
});
