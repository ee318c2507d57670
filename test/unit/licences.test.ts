import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function check(lock = 'package-lock.json') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/licences.mjs', lock], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function checkOf(packages: Record<string, object>) {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-licences-'));
  try {
    const lock = join(folder, 'package-lock.json');
    writeFileSync(lock, JSON.stringify({ packages: { '': {}, ...packages } }));
    return check(lock);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the packages that users get', () => {
  it('have permissive licences, and run nothing when they are installed', () => {
    expect(check()).toMatchObject({ status: 0, stderr: '' });
    expect(check().stdout).toMatch(/\d+ MIT/);
  });

  it('are refused with a copyleft licence, with none, and with an install script', () => {
    expect(checkOf({ 'node_modules/a': { license: 'GPL-2.0' } })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('GPL'),
    });
    expect(checkOf({ 'node_modules/a': {} }).stderr).toContain('a: none named');
    expect(checkOf({ 'node_modules/a': { license: 'MIT', hasInstallScript: true } }).stderr).toContain(
      'a runs a script',
    );
    const tool = { license: 'MIT', hasInstallScript: true };
    expect(checkOf({ 'node_modules/a': { license: 'MIT' }, 'node_modules/esbuild': tool }).status).toBe(1);
    expect(
      checkOf({ 'node_modules/a': { license: 'MIT' }, 'node_modules/esbuild': { ...tool, dev: true } })
        .status,
    ).toBe(0);
  });

  it('may offer a choice of which one is permissive, but must be permissive in every part', () => {
    expect(checkOf({ 'node_modules/a': { license: '(MIT OR GPL-3.0)' } }).status).toBe(0);
    expect(checkOf({ 'node_modules/a': { license: 'MIT AND GPL-3.0' } }).status).toBe(1);
  });
});
