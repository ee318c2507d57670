import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { message } from '../core/index.ts';
import type { EntryDraft, FindingBody, Party, Release } from '../core/index.ts';
import { entryTypesOf, rooms } from '../hub/rooms.ts';
import { openStore } from '../store/index.ts';
import { run } from './brief.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-brief-'));
const at = '2026-11-21T06:00:00.000Z';

const party = (id: string): Party => ({
  id,
  name: { en: `Office ${id}`, ja: `${id}局` },
  level: 'member-state',
  clearances: {},
  caveats: [],
});

function finding(canary: string, parties: string[]): EntryDraft<FindingBody> {
  const release: Release = {
    owner: 'meridia',
    policy: 'OPEN',
    classification: 'UNCLASSIFIED',
    tlp: 'AMBER',
    audience: parties.length === 0 ? { kind: 'owner' } : { kind: 'named', parties, groups: [] },
    caveats: [],
    orcon: false,
    redactions: [],
    labelVersion: 1,
  };
  const sentence = message('core.relation', { kind: 'finding', note: canary });
  const body: FindingBody = {
    schema: 1,
    room: 'sea',
    kind: 'encounter',
    detector: { name: 'encounter', version: '1', parameters: {}, source: 'test' },
    subjects: [{ kind: 'vessel', id: '990000001', name: canary }],
    startUtcMs: Date.parse('2026-11-21T02:00:00Z'),
    endUtcMs: Date.parse('2026-11-21T04:00:00Z'),
    ongoing: false,
    sentence,
    against: [],
    facts: {},
    withdrawn: false,
  };
  return {
    type: 'finding',
    owner: 'meridia',
    level: 'member-state',
    release,
    confidence: 80,
    evidence: [],
    body,
  };
}

beforeAll(async () => {
  const store = await openStore({
    folder,
    party: 'meridia',
    types: entryTypesOf(rooms),
    projections: rooms.flatMap((room) => room.projections),
    now: () => Date.parse(at) - 1000,
    inThread: true,
  });
  for (const id of ['meridia', 'lumen', 'aurelia']) await store.parties.put(party(id), 'test');
  await store.append([finding('CANARY-LUMEN', ['lumen']), finding('CANARY-MERIDIA', [])], {
    account: 'test',
  });
  await store.close();
  writeFileSync(join(folder, 'config.json'), '{"party":"meridia"}');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function brief(...args: string[]): Promise<{ status: number; out: string; error: string }> {
  const [out, error] = [process.stdout, process.stderr].map((stream) => {
    const texts: string[] = [];
    const spy = vi.spyOn(stream, 'write').mockImplementation((text) => texts.push(String(text)) > 0);
    return { texts, spy };
  });
  try {
    const status = await run(args);
    return { status, out: out.texts.join(''), error: error.texts.join('') };
  } finally {
    out.spy.mockRestore();
    error.spy.mockRestore();
  }
}

const from = ['--data', folder, '--at', at];

describe('commonwatch brief', () => {
  it('tells each party what it may see and nothing that betrays the rest', async () => {
    const lumen = await brief('--for', 'lumen', '--json', ...from);
    const aurelia = await brief('--for', 'aurelia', '--json', ...from);
    expect(lumen.status).toBe(0);
    expect(JSON.parse(lumen.out)).toMatchObject({
      party: 'lumen',
      at,
      marking: 'TLP:AMBER',
      exercise: false,
    });
    expect(lumen.out + aurelia.out).not.toContain('CANARY-MERIDIA');
    expect(aurelia.out).not.toContain('CANARY');
    expect(aurelia.out.replaceAll('aurelia', 'x')).not.toContain('lumen');
  });

  it('is, for a party that may see nothing, what it would be had nothing ever been there', async () => {
    const later = ['--data', folder, '--since', '2026-11-21T05:59:59.500Z', '--at', at];
    const empty = await brief('--for', 'lumen', '--json', ...later);
    const none = await brief('--for', 'aurelia', '--json', ...later.with(3, '2026-11-21T05:59:59.500Z'));
    expect(JSON.parse(none.out).sections).toEqual(JSON.parse(empty.out).sections);
    expect(JSON.parse(none.out).marking).toBe('TLP:CLEAR');
  });

  it('prints text, Markdown and a PDF, in both languages', async () => {
    const pdf = join(folder, 'brief.pdf');
    expect((await brief('--for', 'lumen', '--text', '--lang', 'ja', ...from)).out).toContain(
      'lumen局宛 朝の情勢報告',
    );
    expect((await brief('--for', 'lumen', '--markdown', ...from)).out).toContain(
      '# Morning brief for Office lumen',
    );
    const silent = await brief('--for', 'lumen', '--pdf', pdf, ...from);
    expect(silent).toEqual({ status: 0, out: '', error: '' });
    expect(readFileSync(pdf).toString('latin1', 0, 5)).toBe('%PDF-');
  });

  it('answers 64 to a wrong call and 1 with a code to what cannot be', async () => {
    expect((await brief('--text')).status).toBe(64);
    expect((await brief('--for', 'lumen', '--text', '--json')).status).toBe(64);
    expect((await brief('--for', 'nobody', ...from)).error).toMatch(/^party\.unknown: /);
    expect((await brief('--for', 'lumen', '--since', 'yesterday', ...from)).error).toMatch(
      /^time\.invalid: /,
    );
    expect((await brief('--for', 'lumen', '--data', join(folder, 'none'))).error).toMatch(
      /^store\.missing: /,
    );
  });

  it('sends a token over TLS or to this machine only, and says when nobody answers', async () => {
    const token = join(folder, 'token');
    writeFileSync(token, 'secret-token\n');
    const far = await brief('--for', 'lumen', '--hub', 'http://hub.example.org', '--token-file', token);
    expect(far.error).toMatch(/^command\.usage: /);
    const nobody = await brief('--for', 'lumen', '--hub', 'http://127.0.0.1:9', '--token-file', token);
    expect(nobody.error).toMatch(/^hub\.unreachable: /);
    expect(far.error + nobody.error).not.toContain('secret-token');
  });
});
