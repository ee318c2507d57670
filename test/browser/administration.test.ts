/** A hub of its own as its first administrator meets it: signing in, Administration, Exchange; wide and on a phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, startBrowser, startRealHub, visit } from './harness.ts';
import type { RunningHub, Visit } from './harness.ts';

const password = 'correct horse battery 9';
let hub: RunningHub;
let browser: Browser;
let wide: Visit;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startRealHub('chief', password), startBrowser()]);
  wide = await visit(browser, hub.url, { width: 1440, height: 900 });
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

async function signIn({ page }: Visit, secret: string): Promise<void> {
  await page.getByLabel('Account').fill('chief');
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe('a hub of its own', () => {
  it('asks who is there, says that a password was wrong, and nothing more', async () => {
    const { page } = wide;
    await page.goto('/');
    await page.getByLabel('Account').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await signIn(wide, 'wrong');
    await page.getByText('login.refused').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await signIn(wide, password);
    await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
  });

  it('shows Administration and Exchange, readable by everyone and by key, also on a phone', async () => {
    const phone = await visit(browser, hub.url, { width: 390, height: 844 });
    await phone.context.addCookies(await wide.context.cookies());
    for (const { page, errors, foreign } of [wide, phone]) {
      for (const [path, heading] of [
        ['/administration', 'Admin'],
        ['/exchange', 'Exchange'],
      ]) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect(await seriousViolations(page), path).toEqual([]);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
      expect([errors, foreign]).toEqual([[], []]);
    }
    await phone.context.close();
  });

  it('sets up a second factor and shows where somebody is signed in, with roles in words', async () => {
    const { page } = wide;
    await page.goto('/administration');
    await page.getByRole('cell', { name: 'Administrator' }).waitFor();
    await page.getByRole('button', { name: 'Set up a second factor' }).click();
    await page.getByLabel('Secret').waitFor();
    expect(await page.getByLabel('Secret').inputValue()).toMatch(/^[A-Z2-7]{32}$/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByText('Where you are signed in').waitFor();
  });
});
