import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, setLook, signIn, startBrowser, startHub, visit } from './harness.ts';
import type { RunningHub, Violation, Visit } from './harness.ts';

let hub: RunningHub;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'commonwatch-import-'));
  [hub, browser] = await Promise.all([startHub(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const meeting = { start: Date.parse('2026-11-21T14:00:00Z'), lonDeg: 131.5, latDeg: 25.5 };

/** Two ships drift side by side for four hours, far from every port; and one line that is no report. */
function meetingAsCsv(): string {
  const rows = ['datetime,mmsi,lon,lat,sog,cog'];
  for (let minute = -60; minute <= 300; minute += 5) {
    const isTogether = minute >= 0 && minute <= 240;
    const awayDeg = isTogether ? 0 : 0.003 * (minute < 0 ? -minute : minute - 240);
    const time = new Date(meeting.start + minute * 60_000).toISOString();
    for (const [i, mmsi] of [281990001, 284990002].entries()) {
      const lon = meeting.lonDeg + (i === 0 ? -awayDeg : awayDeg + 0.001);
      rows.push(`${time},${mmsi},${lon.toFixed(6)},${meeting.latDeg},${isTogether ? 0.4 : 10},90`);
    }
  }
  return `${[...rows.slice(0, 20), 'not a report at all', ...rows.slice(20)].join('\n')}\n`;
}

function findingPanel(page: Page) {
  return page.getByRole('region', { name: 'Finding', exact: true });
}

/** The id of what is selected, as the address holds it. */
function selected(page: Page): string {
  return new URL(page.url()).searchParams.get('select') ?? '';
}

describe('from a file to one partner', () => {
  let officer: Visit;
  let finding: string;
  let sentence: string;

  it('imports a file and reports what was refused', async () => {
    officer = await visit(browser, hub.url);
    await signIn(officer.page, 'Taro Quillan');
    const file = join(folder, 'meeting.csv');
    writeFileSync(file, meetingAsCsv());
    await officer.page.getByRole('button', { name: 'Import' }).click();
    const dialog = officer.page.getByRole('dialog', { name: 'Import a file' });
    await dialog.getByLabel('File', { exact: true }).setInputFiles(file);
    await dialog.getByText('done', { exact: true }).waitFor();
    await dialog.getByText('Refused: 1').waitFor();
    expect(await dialog.getByText('not a report at all').count()).toBeGreaterThan(0);
    await officer.page.keyboard.press('Escape');
  });

  it('opens the finding that the file led to, with its evidence', async () => {
    const { page } = officer;
    await page.getByRole('combobox', { name: 'Kind', exact: true }).selectOption('encounter');
    await page.getByRole('link', { name: /281990001/ }).click();
    const panel = findingPanel(page);
    sentence = (await panel.getByRole('heading', { level: 2 }).textContent()) ?? '';
    finding = selected(page);
    await panel.getByRole('tab', { name: 'Evidence' }).click();
    await panel.getByRole('img', { name: /Speed over ground/ }).waitFor();
    expect(await panel.getByText('none interpolated').count()).toBe(2);
    await panel.getByRole('tab', { name: 'Against' }).click();
    await panel.getByText('What would speak against it').waitFor();
    expect(sentence).toContain('281990001');
  });

  it('confirms it, and can undo that', async () => {
    const { page } = officer;
    const panel = findingPanel(page);
    await panel.getByRole('button', { name: 'Confirm' }).click();
    await panel.getByText('✓ confirmed').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await panel.getByText('○ open').waitFor();
  });

  it('puts it into a new case', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: 'Add to case' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add to a case' });
    await dialog.getByRole('radio', { name: 'New case' }).check();
    await dialog.getByLabel('Title', { exact: true }).fill('Two ships east of the islands');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Added to the case.').waitFor();
  });

  it('is shown who will see it before it releases it to one partner', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: 'Release…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release' });
    expect(await dialog.getByRole('button', { name: 'Keep with the owner' }).count()).toBe(1);
    await dialog.getByRole('checkbox', { name: /Lumen, Ministry/ }).check();
    const consequence = dialog.getByRole('region', { name: 'What it will do' });
    await consequence.getByText('Lumen, Ministry of the Sea').waitFor();
    expect(await consequence.getByText(sentence).count()).toBe(1);
    await dialog.getByRole('button', { name: 'Release to 1 organisation' }).click();
    await page.getByText(/^Released\./).waitFor();
  });

  it('is seen by the partner on screen, by token and in its brief', async () => {
    const partner = await visit(browser, hub.url);
    const { page } = partner;
    await signIn(page, 'Pieter Lumeau');
    await page.goto(`/sea?select=${finding}`);
    await page.getByRole('heading', { level: 2, name: sentence }).waitFor();
    await page.goto('/brief');
    await page.getByRole('article').getByText(sentence.slice(0, 40)).first().waitFor();
    await page.goto('/administration');
    await page.getByLabel('What it is for').fill('reader');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByLabel('Token', { exact: true }).inputValue();
    const answer = await fetch(`${hub.url}/api/entries/${finding}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('281990001');
    expect([partner.foreign, partner.errors]).toEqual([[], []]);
    await partner.context.close();
  });

  it('is for a third party what never existed', async () => {
    const third = await visit(browser, hub.url);
    await signIn(third.page, 'Davor Kestrin');
    const never = 'finding--00000000-0000-5000-8000-000000000000';
    const ask = (id: string) =>
      third.page.evaluate(async (path) => {
        const answer = await fetch(path);
        return { status: answer.status, body: await answer.text() };
      }, `/api/entries/${id}`);
    const hidden = await ask(finding);
    expect(hidden.status).toBe(404);
    expect(hidden.body.replaceAll(finding, never)).toBe((await ask(never)).body);
    for (const id of [finding, never]) {
      await third.page.goto(`/sea?select=${id}`);
      await third.page.getByText('There is no such entry for you.').waitFor();
    }
    await third.context.close();
  });

  it('is seen through borrowed eyes exactly as its owner sees it', async () => {
    const { page } = officer;
    await page.goto(`/sea?as=lumen&select=${finding}`);
    await page.getByText('Seeing as Lumen, Ministry of the Sea').waitFor();
    await page.getByRole('heading', { level: 2, name: sentence }).waitFor();
    expect(await page.getByRole('button', { name: 'Release…' }).count()).toBe(0);
    await page.goto(`/sea?as=kestria&select=${finding}`);
    await page.getByText('There is no such entry for you.').waitFor();
  });

  it('asked nothing of anybody but the hub', () => {
    expect([officer.foreign, officer.errors]).toEqual([[], []]);
  });
});

describe('by keyboard', () => {
  it('goes through findings, closes them, and finds pages by name', async () => {
    const { page, context } = await visit(browser, hub.url);
    await signIn(page, 'Hana Velmori');
    await page
      .getByRole('link', { name: /Passage|Encounter|Loitering|gap/ })
      .first()
      .waitFor();
    await page.keyboard.press('j');
    await findingPanel(page).waitFor();
    expect(selected(page)).toMatch(/^finding--/);
    await page.keyboard.press('Escape');
    await findingPanel(page).waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys that work here' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Vessel, port/ }).fill('journal');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Journal' }).waitFor();
    await context.close();
  });

  it('plays the past, says so, and comes back to live', async () => {
    const { page, context } = await visit(browser, hub.url);
    await signIn(page, 'Hana Velmori');
    const slider = page.getByRole('slider', { name: 'Moment shown on the chart' });
    await slider.focus();
    await page.keyboard.press('PageDown');
    await page.getByText(/^Not live: 2026-11-21/).waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/^2026-11-21T/);
    await page.keyboard.press('End');
    await page.getByText('Live', { exact: true }).waitFor();
    await context.close();
  });
});

describe('no serious violation by axe', () => {
  const looks = [
    { language: 'en', theme: 'day' },
    { language: 'ja', theme: 'night' },
    { language: 'en', theme: 'contrast' },
  ] as const;
  const pages = [
    '/sea',
    '/sea?list=vessels',
    '/cases',
    '/brief?for=lumen,aurelia',
    '/journal',
    '/feeds',
    '/administration',
  ];

  it('on the login page', async () => {
    const { page, context } = await visit(browser, hub.url);
    await page.goto('/');
    await page.getByRole('button', { name: /Hana/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await context.close();
  });

  it.each(looks)('in $language, $theme', async (look) => {
    const { page, context } = await visit(browser, hub.url);
    await signIn(page, 'Taro Quillan');
    await setLook(page, look);
    const finding = await page.evaluate(async () => {
      const answer = (await (await fetch('/api/entries?types=finding&limit=1')).json()) as {
        entries: { entry: { id: string } }[];
      };
      return answer.entries[0].entry.id;
    });
    const found: Record<string, Violation[]> = {};
    // The high-contrast palette has the same pages: two with everything in them are enough.
    const shown = look.theme === 'contrast' ? ['/feeds'] : pages;
    for (const path of [...shown, `/sea?select=${finding}&tab=evidence`]) {
      await page.goto(path);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await page
        .getByText(/^(Loading|Drawing|読み込み中|海図を描画)/)
        .first()
        .waitFor({ state: 'detached' });
      found[path] = await seriousViolations(page);
    }
    expect(
      Object.fromEntries(Object.entries(found).filter(([, violations]) => violations.length > 0)),
    ).toEqual({});
    await context.close();
  });
});
