import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, signIn, startBrowser, startHub, visit } from './harness.ts';
import type { RunningHub, Visit } from './harness.ts';

let hub: RunningHub;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'commonwatch-export-'));
  [hub, browser] = await Promise.all([startHub(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const claim = 'The new lighthouse of Hatsuura was paid for with money meant for the school roof';

/** A forum's export with columns of its own: a claim pushed by six accounts, and what others talk of. */
function forumExport(): string {
  const rows = ['nr;who;when;words;link'];
  const row = (who: string, minute: number, words: string, link: string) => {
    const when = new Date(Date.UTC(2026, 10, 10) + minute * 60_000).toISOString();
    rows.push(`${rows.length};${who};${when};${words};${link}`);
  };
  for (let wave = 0; wave < 12; wave++)
    for (let member = 0; member < 6; member++)
      row(`lamp_friend${member}`, wave * 500 + member * 2, claim, `https://lamp.example/${wave}`);
  for (let i = 0; i < 400; i++)
    row(
      `neighbour_${i % 90}`,
      (i * 137) % 6000,
      `Boat number ${i * 7919} came in with ${i * 31} crates of fish at gate ${i * 17}`,
      `https://paper.example/${(i * 7) % 40}`,
    );
  return `${rows.join('\n')}\n`;
}

describe('from an export to a signed brief, by visible labels alone', () => {
  let analyst: Visit;

  it('opens a collection and looks at an export before it is loaded', async () => {
    const file = join(folder, 'forum.csv');
    writeFileSync(file, forumExport());
    analyst = await visit(browser, hub.url);
    const { page } = analyst;
    page.setDefaultTimeout(12_000);
    await signIn(page, 'Hana Velmori');
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Narratives' }).click();
    await page.getByLabel('Title').fill('Hatsuura forum');
    await page.getByRole('button', { name: 'Open a collection' }).click();
    await page.getByLabel('Export (file)').setInputFiles(file);
    await page.getByLabel('Mapping').selectOption('Own mapping');
    await page.getByLabel(/^Column for post/).selectOption('nr');
    await page.getByLabel('Column for account').selectOption('who');
    await page.getByLabel('Column for time').selectOption('when');
    await page.getByLabel('Column for text').selectOption('words');
    await page.getByLabel('Column for links').selectOption('link');
    await page.getByText('472 would be taken').waitFor();
    await page.getByLabel('Save this mapping as').fill('Forum');
    await page.getByRole('button', { name: 'Save the mapping' }).click();
    await page.getByRole('button', { name: 'Load forum.csv' }).click();
    await page.getByRole('cell', { name: 'forum.csv' }).waitFor();
  });

  it('shows who acted together, with every harmless reason and the posts behind a pair', async () => {
    const { page } = analyst;
    await page.getByRole('link', { name: 'Coordination' }).click();
    await page.getByRole('img', { name: /Network of 6 accounts/ }).waitFor();
    await page
      .getByRole('link', { name: /Its posts/ })
      .first()
      .click();
    await page.getByRole('cell', { name: claim }).first().waitFor();
    await page.getByRole('link', { name: 'coordinated', exact: true }).click();
    await page.getByRole('heading', { name: '6 accounts: coordinated' }).waitFor();
    await page.getByRole('cell', { name: 'everyday greetings' }).waitFor();
    await page.getByRole('button', { name: 'Confirm' }).first().click();
    await page.getByText(/^hana confirms T/).waitFor();
    await page.getByRole('button', { name: 'Keep as a finding' }).click();
    await page.getByText('Kept as a finding.').waitFor();
    expect(await page.content()).not.toContain('lamp_friend');
  });

  it('tells one narrative, and where it began in this collection', async () => {
    const { page } = analyst;
    await page.getByRole('link', { name: 'Narratives' }).last().click();
    // By key: what was just done is told in a notice, which lies over the list for a while.
    await page.getByRole('link', { name: claim }).press('Enter');
    await page.getByText(/Earliest in this collection: 2026-11-10 00:00 UTC/).waitFor();
    await page.getByRole('img', { name: /Tree of \d+ of 72 posts/ }).waitFor();
  });

  it('writes the brief; its author cannot sign it', async () => {
    const { page } = analyst;
    await page.getByRole('link', { name: 'Begin an explainer' }).click();
    await page.getByLabel('Title').fill('Who paid for the lighthouse');
    await page.getByLabel(/^Fact 1/).fill('The lighthouse is paid by the harbour fund.');
    await page.getByLabel('Source of fact 1').fill('Budget of Hatsuura, page 4');
    await page.getByLabel('The warning, once').fill('Some posts mix up two budgets.');
    await page.getByLabel('The technique').fill('One text by six accounts within minutes, twelve times.');
    await page.getByLabel('Audience').fill('Parents in Hatsuura');
    expect(await page.getByLabel('Do not amplify').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('button', { name: 'Ready for a second signature' }).click();
    await page.getByText('You wrote it: somebody else signs.').waitFor();
    expect(await page.getByRole('button', { name: 'Sign as the second person' }).count()).toBe(0);
  });

  it('is signed by a second person, who may release it', async () => {
    const second = await visit(browser, hub.url);
    const { page } = second;
    await signIn(page, 'Taro Quillan');
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Narratives' }).click();
    await page.getByRole('link', { name: 'Explainers' }).click();
    await page.getByRole('link', { name: 'Who paid for the lighthouse' }).click();
    await page.getByRole('button', { name: 'Sign as the second person' }).click();
    await page.getByText(/Signed by taro/).waitFor();
    await page.getByText('DO NOT AMPLIFY').waitFor();
    expect(await page.getByRole('button', { name: /^Release/ }).isEnabled()).toBe(true);
    expect([second.foreign, second.errors]).toEqual([[], []]);
    await second.context.close();
  });

  it('asked nothing of anybody but the hub', () => {
    expect([analyst.foreign, analyst.errors]).toEqual([[], []]);
  });
});

describe('what a partner and an administrator see', () => {
  it('shows a partner what was released to it, and nothing to change', async () => {
    const { page, context, errors } = await visit(browser, hub.url);
    await signIn(page, 'Pieter Lumeau');
    await page.goto('/narratives/briefs');
    await page.getByRole('link', { name: 'The harbour of Minna: what was decided, and by whom' }).waitFor();
    expect(await page.getByRole('link', { name: /lighthouse/ }).count()).toBe(0);
    await page.goto('/narratives/list');
    await page.getByText('Relief goods for Minna').first().waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('opens a handle to an administrator who gives a reason', async () => {
    const { page, context } = await visit(browser, hub.url);
    await signIn(page, 'Odo Fenwarren');
    await page.goto('/narratives/groups');
    await page.getByLabel('Collection').selectOption('Minna after the earthquake / 地震後のミンナ');
    await page.getByRole('link', { name: 'coordinated', exact: true }).first().click();
    const account = await page
      .getByText(/^acct-[0-9a-f]{20}$/)
      .first()
      .textContent();
    await page.getByRole('link', { name: 'Files and settings' }).click();
    await page.getByLabel('Account (acct-…)').fill(account ?? '');
    await page.getByLabel('Reason, on record').first().fill('Asked for by the court, file 12');
    await page.getByRole('button', { name: 'Open its handle' }).click();
    await page.getByText(`${account} is `).waitFor();
    await context.close();
  });
});

describe('no serious violation by axe', () => {
  const looks = [
    // Half of the pages each: what is wrong with a page is mostly wrong in both.
    { language: 'en', theme: 'day', size: { width: 1000, height: 640 }, half: 0 },
    { language: 'ja', theme: 'night', size: { width: 390, height: 780 }, half: 1 },
  ] as const;

  it.each(looks)('in $language, $theme', async ({ size, half, ...look }) => {
    const { page, context, errors } = await visit(browser, hub.url, size);
    await signIn(page, 'Hana Velmori|ハナ');
    const pages = await page.evaluate(async (preferences) => {
      const get = async (path: string) => (await fetch(`/api${path}`)).json();
      const { csrf } = (await get('/session')) as { csrf: string };
      await fetch('/api/session/preferences', {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'x-commonwatch-csrf': csrf },
        body: JSON.stringify(preferences),
      });
      const collections = (await get('/narratives/collections')) as { id: string; body: { title: string } }[];
      const c = collections.find(({ body }) => body.title.startsWith('Minna'))?.id;
      const { narratives, groups } = (await get(`/narratives/collections/${c}/analysis`)) as {
        narratives: { id: string; groups: string[] }[];
        groups: { id: string }[];
      };
      const told = narratives.find((row) => row.groups.length > 0)?.id;
      return [
        '',
        `/list?c=${c}`,
        `/narrative?c=${c}&thing=${told}`,
        `/groups?c=${c}`,
        `/group?c=${c}&thing=${groups[0].id}`,
        `/sources?c=${c}`,
        '/register',
        `/sheet?c=${c}&thing=${told}`,
        '/briefs',
        `/brief?c=${c}&thing=${told}`,
      ];
    }, look);
    const found: Record<string, unknown> = {};
    for (const path of pages.filter((_, i) => i % 2 === half)) {
      await page.goto(`/narratives${path}`);
      await page.getByRole('navigation', { name: /Pages of the narratives|ナラティブのページ/ }).waitFor();
      await page.getByRole('heading', { level: 2 }).or(page.getByRole('listitem')).first().waitFor();
      await page.waitForTimeout(500);
      const violations = await seriousViolations(page);
      if (violations.length > 0) found[path] = violations;
      // Typed without the DOM, which only the page has.
      const over = (await page.evaluate(
        `document.querySelector('.page').scrollWidth - document.querySelector('.page').clientWidth`,
      )) as number;
      if (over > 0) found[`${path} is too wide`] = over;
    }
    expect(found).toEqual({});
    expect(errors).toEqual([]);
    await context.close();
  });
});
