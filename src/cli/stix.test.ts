import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from './stix.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-stix-'));
const identity = {
  type: 'identity',
  spec_version: '2.1',
  id: 'identity--8ae20dde-83d4-4218-88fd-41ef0dabf9d1',
  created: '2016-08-22T14:09:00.123Z',
  modified: '2016-08-22T14:09:00.123Z',
  name: 'mitre.org',
  identity_class: 'organization',
};
const at = (name: string) => join(folder, name);

beforeAll(() => {
  writeFileSync(at('good.json'), JSON.stringify(identity));
  writeFileSync(at('bad.json'), JSON.stringify({ ...identity, name: 5 }));
  const custom = { ...identity, something: 'x' };
  const lines = [identity, { object: custom, options: { strict: true } }, { object: custom, options: {} }];
  writeFileSync(at('many.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function said(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const error = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    return { code: await run(args), text };
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
}

describe('commonwatch stix', () => {
  it('tells what is valid by its exit code, and why not', async () => {
    expect(await said('validate', at('good.json'))).toEqual({
      code: 0,
      text: `${at('good.json')}: valid STIX 2.1\n`,
    });
    const { code, text } = await said('validate', at('bad.json'));
    expect(code).toBe(1);
    expect(text).toContain('must form /name 5');
  });

  it('reads objects line by line, each under its own options', async () => {
    const { code, text } = await said('validate', at('many.jsonl'), '--json');
    const valid = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { valid: boolean }).valid);
    expect(valid).toEqual([true, false, true]);
    expect(code).toBe(1);
  });

  it('writes STIX 2.0', async () => {
    const { text } = await said('convert', at('good.json'), '--to', '2.0');
    const { spec_version, objects } = JSON.parse(text) as { spec_version: string; objects: object[] };
    expect(spec_version).toBe('2.0');
    const { spec_version: _, ...rest } = identity;
    expect(objects).toEqual([rest]);
  });

  it('asks for what is missing', async () => {
    expect((await said('validate')).code).toBe(64);
    expect((await said('convert', at('good.json'), '--to', '1.2')).code).toBe(64);
  });
});
