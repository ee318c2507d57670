import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaneFlowLines } from '../../src/lanes/api.ts';
import { seriousViolations, setLook, signIn, startBrowser, startHub, visit } from './harness.ts';
import type { RunningHub, Visit } from './harness.ts';

let hub: RunningHub;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

/** Chooses in a list by its first letters and presses the button after it: no hand on a mouse. */
async function closeByKeyboard(list: Locator, letters: string): Promise<void> {
  const { keyboard } = list.page();
  await list.locator('option', { hasText: letters }).first().waitFor({ state: 'attached' });
  await list.focus();
  await keyboard.type(letters);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
}

describe('two straits at once', () => {
  let officer: Visit;

  it('are closed by keyboard; the new ways and the table appear', async () => {
    officer = await visit(browser, hub.url);
    const { page } = officer;
    page.setDefaultTimeout(20_000);
    await signIn(page, 'Taro Quillan');
    await page.goto('/lanes');
    await closeByKeyboard(page.getByLabel('Strait, canal or sea to close…'), 'Bab');
    const closure = page.getByRole('group', { name: 'Bab el-Mandeb' });
    const ways = page.waitForResponse(
      (response) =>
        response.url().endsWith('/scenarios/routes') &&
        (response.request().postData() ?? '').includes('taiwan-strait'),
    );
    await closeByKeyboard(closure.getByLabel('Close more over the same days…'), 'Taiw');
    await page.getByRole('group', { name: 'Bab el-Mandeb · Taiwan Strait' }).waitFor();
    const lines = (await (await ways).json()) as LaneFlowLines[];
    expect(
      lines.some(({ before, after }) => after !== null && after.flat().length > before.flat().length),
    ).toBe(true);
    await page.getByText('Being computed; these are the figures before').waitFor({ state: 'detached' });
    const table = page.getByRole('table', { name: 'Who is hit' });
    await table.getByRole('row', { name: /Netherlands/ }).waitFor();
    const took = await page.getByText(/computed in/).textContent();
    console.log(`lanes: ${took}`);
    await page.getByText(/^\d+ flows? hit$/).click();
    const row = page.getByRole('row', { name: /China → Netherlands, containers/ }).first();
    expect(await row.textContent()).toMatch(/Suez Canal.*Cape of Good Hope/);
  });

  it('are opened again one by one', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: 'Open Taiwan Strait' }).click();
    await page.getByRole('group', { name: 'Bab el-Mandeb', exact: true }).waitFor();
    const more = page
      .getByRole('group', { name: 'Bab el-Mandeb', exact: true })
      .getByLabel('Close more over the same days…');
    await closeByKeyboard(more, 'Taiw');
    await page.getByRole('button', { name: 'Open Taiwan Strait' }).waitFor();
  });

  it('are kept, and printed as a report of at most two pages', async () => {
    const { page } = officer;
    await page.getByLabel('Keep this scenario as').fill('Two straits for a month');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    const kept = page.getByRole('listitem').filter({ hasText: 'Two straits for a month' });
    const address = await kept.getByRole('link', { name: 'PDF' }).getAttribute('href');
    const pdf = await (await page.request.get(address ?? '')).body();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])).toBeLessThanOrEqual(2);
  });

  it('leave as CSV that says it is an exercise, and come back from a file', async () => {
    const { page } = officer;
    await page.getByRole('link', { name: 'Closures' }).click();
    await page.getByLabel('Scenario to begin with').selectOption({ label: 'Hormuz 2026' });
    const [table] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Countries and economies as CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await table.createReadStream()) chunks.push(chunk as Buffer);
    const [head, first] = Buffer.concat(chunks).toString().split('\r\n');
    expect(head).toMatch(/^country,commodity,tonnes,.*as_of_utc,exercise$/);
    expect(first).toMatch(/,true$/);
    const scenario = { closures: [{ gates: ['malacca'], from: '2027-02-01', to: '2027-03-01' }] };
    const file = (buffer: Buffer) => ({ name: 'mine.json', mimeType: 'application/json', buffer });
    const input = page.locator('input[type=file][accept*=json]');
    await input.setInputFiles(file(Buffer.from('{"closures": 1}')));
    await page.getByText(/mine.json is no scenario/).waitFor();
    await input.setInputFiles(file(Buffer.from(JSON.stringify(scenario))));
    await page.getByRole('group', { name: 'Malacca Strait' }).waitFor();
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2027-02-01');
    expect([officer.foreign, officer.errors]).toEqual([[], []]);
    await officer.context.close();
  });

  it('reach a partner as they were released: in the list and in its brief', async () => {
    const { page, context, errors } = await visit(browser, hub.url);
    await signIn(page, 'Pieter Lumeau');
    await page.goto('/lanes/report');
    await page.getByText('Bab el-Mandeb and Taiwan Strait').first().waitFor();
    expect(await page.getByText('Two straits for a month').count()).toBe(0);
    await page.goto('/brief');
    await page
      .getByText(/case: What two closed straits would cost the partners/)
      .first()
      .waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe('no serious violation by axe', () => {
  const pages = [
    '/lanes?ready=bab-and-taiwan',
    '/lanes/route',
    '/lanes/compare',
    '/lanes/report',
    '/lanes/status',
    '/lanes/imports',
    '/lanes/model',
  ];
  const looks = [
    // The first page, the fullest, in all looks; half of the others each in two: what is wrong is mostly wrong in both.
    { language: 'en', theme: 'day', shown: pages.slice(0, 4) },
    { language: 'ja', theme: 'night', shown: [pages[0], ...pages.slice(4)] },
    { language: 'en', theme: 'night', shown: [pages[0]] },
    { language: 'ja', theme: 'day', shown: [pages[0]] },
  ] as const;

  it.each(looks)('in $language, $theme', async ({ shown, ...look }) => {
    const { page, context, errors } = await visit(browser, hub.url);
    await signIn(page, 'Taro Quillan');
    await setLook(page, look);
    const found: Record<string, unknown> = {};
    for (const path of shown) {
      await page.goto(path);
      await page.getByRole('navigation', { name: /Pages of the lanes|海上交通路のページ/ }).waitFor();
      if (path.includes('ready')) await page.getByRole('table').first().waitFor();
      await page.waitForTimeout(300);
      const violations = await seriousViolations(page);
      if (violations.length > 0) found[path] = violations;
    }
    expect(found).toEqual({});
    expect(errors).toEqual([]);
    await context.close();
  });
});
