import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, setLook, signIn, startBrowser, startHub, visit } from './harness.ts';
import type { RunningHub, Visit } from './harness.ts';

let hub: RunningHub;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'commonwatch-paper-'));
  [hub, browser] = await Promise.all([startHub(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const paper = `Tokyo, 3 March 2024

On 2 March 2024, Japan and NATO held a cyber defence exercise in Tallinn. Defence Minister Minoru Kihara visited Brussels on 12 February 2024 and met NATO Secretary General Jens Stoltenberg. Japan and Norway signed an agreement on maritime security in Oslo on 20 February 2024.
`;

/** How many facts the queue says that wait. */
async function waiting(page: Page): Promise<number> {
  const heading = await page.getByRole('heading', { level: 2, name: /facts? waits?/ }).textContent();
  return Number(/\d+/.exec(heading ?? '')?.[0]);
}

async function waitsFor(page: Page, count: number): Promise<void> {
  await page.getByRole('heading', { level: 2, name: new RegExp(`^${count} facts? waits?$`) }).waitFor();
}

describe('from a paper to a brief', () => {
  let officer: Visit;

  it('opens with what falls due: the ITPP, its successor unknown', async () => {
    officer = await visit(browser, hub.url);
    const { page } = officer;
    await signIn(page, 'Taro Quillan');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Vessel, port/ }).fill('programme');
    await page.keyboard.press('Enter');
    const due = page.getByRole('region', { name: 'What falls due' }).getByRole('listitem').first();
    await due.getByText('Individually Tailored Partnership Programme').first().waitFor();
    expect(await due.textContent()).toMatch(/Runs out 2026 · in \d+ days/);
    expect(await due.textContent()).toContain('unknown in the record');
  });

  it('reads a paper into the queue, quotes marked in their place', async () => {
    const { page } = officer;
    const file = join(folder, 'visit.txt');
    writeFileSync(file, paper);
    await page.goto('/programme/review');
    await page.getByRole('button', { name: /Read a paper/ }).click();
    await page.getByLabel('Paper (text, HTML, DOCX)').setInputFiles(file);
    await page.locator('mark', { hasText: 'cyber defence exercise' }).waitFor();
    expect(await waiting(page)).toBeGreaterThanOrEqual(3);
  });

  it('goes through it by key, and takes a decision back by U', async () => {
    const { page } = officer;
    const before = await waiting(page);
    await page.keyboard.press('a');
    await page.getByText('Accepted.').waitFor();
    await waitsFor(page, before - 1);
    await page.keyboard.press('r');
    await page.getByText('Rejected.').waitFor();
    await waitsFor(page, before - 2);
    await page.keyboard.press('u');
    await waitsFor(page, before - 1);
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Title').fill('As the desk officer reads it');
    await dialog.getByRole('button', { name: 'Save and accept' }).click();
    await page.getByText('Accepted as edited.').waitFor();
  });

  it('answers a question from it, with the quote', async () => {
    const { page } = officer;
    await page.goto('/programme/ask');
    await page.getByLabel('Ask the record').fill('Which cyber defence exercise was held in Tallinn?');
    await page.keyboard.press('Enter');
    await page
      .locator('q', { hasText: 'Japan and NATO held a cyber defence exercise in Tallinn' })
      .first()
      .waitFor();
  });

  it('plans an activity and says what is not in the record', async () => {
    const { page } = officer;
    await page.goto('/programme/planner');
    await page.getByLabel('Title').fill('Landing in Brittany');
    await page.getByLabel('Participants, by comma').fill('Japan, France');
    await page.getByLabel('Host').fill('France');
    await page.getByLabel('From').fill('2026-12-05');
    await page.getByRole('button', { name: 'Check the plan' }).click();
    await page.getByRole('heading', { name: /Forces without an agreement in force/ }).waitFor();
  });

  it('tells the brief’s reader what runs out', async () => {
    const { page } = officer;
    await page.goto('/brief');
    await page
      .getByRole('article')
      .getByText(/runs out \(source: 2026/)
      .first()
      .waitFor();
  });

  it('shows a partner what was released, and no obstacle that was not', async () => {
    const partner = await visit(browser, hub.url);
    await signIn(partner.page, 'Pieter Lumeau');
    await partner.page.goto('/programme/items?kind=instrument');
    await partner.page
      .getByRole('link', { name: /Individually Tailored Partnership/ })
      .first()
      .waitFor();
    await partner.page.goto('/programme/items?kind=obstacle');
    await partner.page.getByText('None of this kind is in the record that you see.').waitFor();
    expect([partner.foreign, partner.errors]).toEqual([[], []]);
    await partner.context.close();
  });

  it('asked nothing of anybody but the hub', () => {
    expect([officer.foreign, officer.errors]).toEqual([[], []]);
  });
});

describe('the timeline with 100,000 statements', () => {
  it('costs at most 16 ms of scripting a frame while it is panned (95th percentile)', async () => {
    const { page, context, errors } = await visit(browser, hub.url, { width: 1280, height: 800 });
    const count = 100_000;
    const from = Array.from({ length: count }, (_, i) => 9_000 + Math.floor((i * 11_500) / count));
    await signIn(page, 'Taro Quillan');
    await page.route('**/api/programme/timeline', (route) =>
      route.fulfill({
        json: {
          levels: ['organisation', 'member-state', 'minilateral', 'domestic', 'parliamentary', 'other'],
          kinds: ['meeting'],
          from,
          to: from.map((day, i) => day + (i % 9 === 0 ? 30 : 0)),
          level: from.map((_, i) => i % 6),
          kind: from.map(() => 0),
          undated: 0,
        },
      }),
    );
    // What a frame costs is what its callbacks take.
    await page.addInitScript(() => {
      type Frame = (callback: (time: number) => void) => number;
      const page = globalThis as unknown as { requestAnimationFrame: Frame; frameCosts: number[] };
      const ask = page.requestAnimationFrame;
      page.frameCosts = [];
      page.requestAnimationFrame = (callback) =>
        ask((time) => {
          const started = performance.now();
          callback(time);
          page.frameCosts.push(performance.now() - started);
        });
    });
    await page.goto('/programme/timeline');
    const picture = page.getByRole('img', { name: /100,000 dated entries/ });
    const box = await picture.boundingBox();
    if (box === null) throw new Error('no timeline');
    await page.evaluate(() => (globalThis as unknown as { frameCosts: number[] }).frameCosts.splice(0));
    for (let sweep = 0; sweep < 3; sweep++) {
      await page.mouse.move(box.x + 200, box.y + 100);
      await page.mouse.down();
      for (let x = 200; x < 900; x += 20) await page.mouse.move(box.x + x, box.y + 100);
      await page.mouse.up();
      // Nearer each time: bars drawn one by one cost more than what is counted.
      await picture.press('+');
      await picture.press('+');
    }
    const costs = await page.evaluate(() => (globalThis as unknown as { frameCosts: number[] }).frameCosts);
    costs.sort((a, b) => a - b);
    const p95 = costs[Math.floor(costs.length * 0.95)];
    console.log(`timeline: ${costs.length} frames, 95th percentile ${p95.toFixed(1)} ms`);
    expect(costs.length).toBeGreaterThan(30);
    expect(p95).toBeLessThanOrEqual(16);
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe('no serious violation by axe', () => {
  /** For what a page asks the hub after it is there: live events keep its network busy for ever. */
  const settleMs = 300;
  const pages = [
    '/programme',
    '/programme/timeline',
    '/programme/coverage',
    '/programme/items?kind=proposal',
    '/programme/checks',
    '/programme/ask?q=Was%20the%20ITPP%20agreed%3F',
    '/programme/review',
    '/programme/documents',
    '/programme/calendar?from=2022-01-01&to=2026-12-31',
    '/programme/planner',
    '/programme/network',
    '/programme/report?from=2022-01-01&to=2026-12-31',
  ];
  const looks = [
    // Half of the pages each: what is wrong with a page is mostly wrong in both.
    { language: 'en', theme: 'day', shown: pages.filter((_, i) => i % 2 === 0) },
    { language: 'ja', theme: 'night', shown: pages.filter((_, i) => i % 2 === 1) },
    { language: 'en', theme: 'contrast', shown: ['/programme', '/programme/coverage'] },
  ] as const;

  it.each(looks)('in $language, $theme', async ({ shown, ...look }) => {
    const { page, context, errors } = await visit(browser, hub.url);
    await signIn(page, 'Taro Quillan');
    await setLook(page, look);
    const found: Record<string, unknown> = {};
    for (const path of shown) {
      await page.goto(path);
      await page.getByRole('navigation', { name: /Pages of the programme|協力計画のページ/ }).waitFor();
      await page
        .getByText(/^(Loading|読み込み中)/)
        .first()
        .waitFor({ state: 'detached' });
      await page.waitForTimeout(settleMs);
      const violations = await seriousViolations(page);
      if (violations.length > 0) found[path] = violations;
    }
    expect(found).toEqual({});
    expect(errors).toEqual([]);
    await context.close();
  });
});
