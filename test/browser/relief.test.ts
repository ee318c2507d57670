/** A town asks, the prefecture endorses, the ministry accepts a partner's offer, goods arrive short: on narrow screens. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptBy, seriousViolations, shellIsKept, signIn, startBrowser, startHub, visit } from './harness.ts';
import type { RunningHub, Visit } from './harness.ts';

let hub: RunningHub;
let browser: Browser;
const screens = new Map<string, Visit>();

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

const people = {
  town: 'Nao Belisande',
  prefecture: 'Mio Tarandel',
  ministry: 'Soren Halvatti',
  partner: 'Rosa Calindro',
} as const;

/** A person's own narrow screen with the exercise's contingency open; kept from step to step. */
async function screenOf(who: keyof typeof people): Promise<Page> {
  const known = screens.get(who);
  if (known !== undefined) return known.page;
  const opened = await visit(browser, hub.url, { width: 390, height: 780 });
  screens.set(who, opened);
  await signIn(opened.page, people[who]);
  await opened.page.goto('/coordination');
  await opened.page.getByRole('link', { name: 'Minna earthquake' }).click();
  await opened.page.getByRole('heading', { name: 'Minna earthquake', level: 1 }).waitFor();
  return opened.page;
}

async function openTab(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Parts of the contingency' })
    .getByRole('link', { name })
    .click();
}

async function openToilets(page: Page): Promise<void> {
  await openTab(page, 'Board');
  await page.getByRole('link', { name: /30 pieces portable toilets/ }).click();
}

describe('toilets for a town, on phones', () => {
  it('are asked for while the network is away, and the request is kept until it is back', async () => {
    const page = await screenOf('town');
    await page.context().setOffline(true);
    await page.getByText('New request', { exact: true }).click();
    await page.getByLabel('Item', { exact: true }).fill('toilets');
    await page.getByLabel('Quantity', { exact: true }).fill('30');
    await page.getByRole('button', { name: 'Send the request' }).click();
    await page.getByText(/The hub cannot be reached. 1 change waits here/).waitFor();
    expect(await page.getByRole('link', { name: /portable toilets/ }).count()).toBe(0);
    await page.context().setOffline(false);
    await page.getByText(/The hub cannot be reached/).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /30 pieces portable toilets/ }).waitFor();
    expect(await page.getByRole('link', { name: /30 pieces portable toilets/ }).count()).toBe(1);
  });

  it('are endorsed by the prefecture and passed on', async () => {
    const page = await screenOf('prefecture');
    await openToilets(page);
    await page.getByRole('button', { name: 'Endorse' }).click();
    await page.getByRole('button', { name: 'Pass to the national level' }).click();
    await page.getByRole('article').getByText('with the national level').waitFor();
  });

  it('are offered by a partner, whose offer the ministry accepts', async () => {
    const partner = await screenOf('partner');
    await openTab(partner, 'Offers');
    await partner.getByText('New offer', { exact: true }).click();
    await partner.getByLabel('Item', { exact: true }).fill('toilets');
    await partner.getByLabel('Quantity', { exact: true }).fill('30');
    await partner.getByRole('button', { name: 'Make the offer' }).click();
    await partner.getByRole('link', { name: /30 pieces portable toilets/ }).waitFor();
    const ministry = await screenOf('ministry');
    await openTab(ministry, 'Offers');
    await ministry.getByRole('link', { name: /30 pieces portable toilets/ }).click();
    await ministry.getByRole('button', { name: 'Accept' }).click();
    await ministry.getByRole('article').getByText('accepted', { exact: true }).waitFor();
  });

  it('leave the partner’s stock for the town', async () => {
    const page = await screenOf('partner');
    await openTab(page, 'Stock');
    await page.getByText('Take in stock', { exact: true }).click();
    await page.getByLabel('Item', { exact: true }).fill('toilets');
    await page.getByLabel('Quantity', { exact: true }).fill('30');
    await page.getByRole('button', { name: 'Book it in' }).click();
    await page.getByRole('link', { name: /portable toilets/ }).waitFor();
    await openTab(page, 'Consignments');
    await page.getByText('New consignment', { exact: true }).click();
    await page.getByLabel('Quantity', { exact: true }).fill('30');
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption({ label: 'Town of Kirimi' });
    await page.getByRole('combobox', { name: 'On offer' }).selectOption({ label: 'portable toilets 30' });
    await page.getByRole('button', { name: 'Reserve and plan' }).click();
    await page.getByRole('link', { name: /Aurelia.* → Town of Kirimi/ }).click();
    await page.getByRole('button', { name: 'Departed' }).click();
    await page.getByRole('article').getByText('on the way').first().waitFor();
  });

  it('arrive short, and the town says by how much', async () => {
    const page = await screenOf('town');
    await openTab(page, 'Consignments');
    await page.getByRole('link', { name: /Aurelia.* → Town of Kirimi/ }).click();
    await page.getByRole('button', { name: 'Confirm receipt…' }).click();
    await page.getByLabel(/Received of 30 pieces/).fill('27');
    await page.getByRole('button', { name: 'Confirm receipt', exact: true }).click();
    await page.getByText('Town of Kirimi received 3 less than was sent.').waitFor();
  });

  it.each(['prefecture', 'ministry', 'partner'] as const)('say so on the screen of the %s', async (who) => {
    const page = await screenOf(who);
    await openTab(page, 'Consignments');
    const line = page.getByRole('listitem').filter({ hasText: /Aurelia.* → Town of Kirimi/ });
    await line.getByText('3 short').waitFor();
  });

  it('show the partner its own part and no town’s request', async () => {
    const page = await screenOf('partner');
    await openTab(page, 'Board');
    await page.getByRole('link', { name: /60 pieces tents/ }).waitFor();
    expect(await page.getByText('drinking water').count()).toBe(0);
    await page.goto('/brief');
    await page
      .getByRole('article')
      .getByText(/Your offer of 30 pieces of portable toilets is delivered/)
      .waitFor();
  });

  it('are nothing at all to a third party', async () => {
    const third = await visit(browser, hub.url, { width: 390, height: 780 });
    await signIn(third.page, 'Davor Kestrin');
    await third.page.goto('/coordination');
    await third.page.getByText('No contingency yet.').waitFor();
    await third.context.close();
  });

  it('left no error and no request to anywhere else on any screen', () => {
    for (const [who, { errors, foreign }] of screens) expect([who, errors, foreign]).toEqual([who, [], []]);
  });
});

/** What a browser still holds of somebody's unsent changes, or of who they are. */
async function unsentIn(page: Page) {
  return (await keptBy(page)).values.filter(([name]) => /outbox|away/.test(name));
}

describe('a town that cannot reach the hub', () => {
  let page: Page;
  const unsent = /The hub cannot be reached. 1 change waits here/;

  beforeAll(async () => {
    page = await screenOf('town');
    await openTab(page, 'Board');
    // The worker that keeps the page is installed beside the first visit.
    await shellIsKept(page);
  });

  it('loads the page again without it, sees nothing of the hub’s, and writes a request that waits', async () => {
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'The hub cannot be reached', level: 1 }).waitFor();
    expect(await page.getByText('Minna earthquake').count()).toBe(0);
    expect(await page.getByRole('link').count()).toBe(0);
    await page.getByLabel('Item', { exact: true }).fill('fuel');
    await page.getByLabel('Quantity', { exact: true }).fill('41');
    await page.getByRole('button', { name: 'Send the request' }).click();
    await page.getByText(unsent).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.reload();
    await page.getByText(unsent).waitFor();
  });

  it('kept the page for that and no answer of the hub', async () => {
    const kept = await keptBy(page);
    expect(kept.paths.length).toBeGreaterThan(3);
    expect(kept.paths.filter((path) => !/^\/(|icon\.svg|assets\/[^/]+)$/.test(path))).toEqual([]);
    expect(kept.values.join()).not.toContain('Minna');
  });

  it('sends it once the hub is back, by itself and once', async () => {
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Minna earthquake', level: 1 }).waitFor();
    await page.getByRole('link', { name: /41 pieces fuel/ }).waitFor();
    expect(await page.getByRole('link', { name: /41 pieces fuel/ }).count()).toBe(1);
    expect((await unsentIn(page)).map(([name]) => name)).toEqual(['commonwatch.away']);
  });

  it('asks before somebody signs out with a change unsent, and leaves nothing of theirs behind', async () => {
    const { page: own } = await visit(browser, hub.url, { width: 390, height: 780 });
    await signIn(own, people.town);
    await own.goto(new URL(page.url()).pathname);
    await own.getByText('New request', { exact: true }).waitFor();
    await shellIsKept(own);
    await own.context().setOffline(true);
    await own.getByText('New request', { exact: true }).click();
    await own.getByLabel('Item', { exact: true }).fill('tents');
    await own.getByLabel('Quantity', { exact: true }).fill('43');
    await own.getByRole('button', { name: 'Send the request' }).click();
    await own.getByText(unsent).waitFor();
    await own.getByRole('button', { name: /Sign out/ }).click();
    await own.getByRole('button', { name: 'Discard and sign out' }).click();
    await own.getByRole('heading', { name: 'Commonwatch', level: 1 }).waitFor();
    expect(await unsentIn(own)).toEqual([]);
    // The hub could not be told: it is, before anything is shown, when it is back.
    await own.context().setOffline(false);
    await own.reload();
    await own.getByRole('button', { name: /Nao Belisande/ }).waitFor();
    expect(await own.evaluate(() => fetch('/api/session').then(({ status }) => status))).toBe(401);
    await own.context().close();
  });
});

describe('a search at sea', () => {
  it('drifts on an uploaded wind, is given as a task, and knows what a search without a find leaves', async () => {
    const page = await screenOf('prefecture');
    await openTab(page, 'Search and rescue');
    await page.getByLabel('Latitude, degrees north').fill('26.8');
    await page.getByLabel('Longitude, degrees east').fill('125.5');
    await page.getByLabel('Known from').first().selectOption({ label: 'a file (GRIB, NetCDF, CSV)' });
    const corners = [
      [115, 15],
      [135, 15],
      [115, 35],
      [135, 35],
    ];
    const rows = ['2026-01-01T00:00Z', '2027-12-31T00:00Z'].flatMap((time) =>
      corners.map(([lon, lat]) => `${time},${lon},${lat},4,3`),
    );
    await page.getByLabel('File, at most 64 MB').setInputFiles({
      name: 'wind.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['time,lon,lat,u,v', ...rows].join('\n')),
    });
    await page.getByText(/wind.csv: 2026-01-01 00:00 UTC to 2027-12-31.* at most 5.0 m\/s/).waitFor();
    await page.getByRole('button', { name: 'Compute the drift' }).click();
    const plan = page.getByRole('region', { name: 'Who searches what' });
    await plan.getByText(/unit 1: .* POD .* POS/).waitFor();
    await plan.getByLabel('As a task for (unit 1)').selectOption({ label: 'Town of Kirimi' });
    await plan.getByRole('button', { name: 'Give the task' }).click();
    await plan.getByText('given to Town of Kirimi').waitFor();
    await plan.getByRole('button', { name: 'Searched, nothing found' }).click();
    const [sortie] = await page.getByRole('row').filter({ hasText: 'unit 1' }).all();
    expect(await sortie.innerText()).toContain('—');
    await page.getByRole('button', { name: 'Compute the drift' }).click();
    await sortie.getByText(/\d+ %/).first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('a push plan', () => {
  it('is worked out from the newest counts, says what it assumes, and is kept', async () => {
    const page = await screenOf('prefecture');
    await openTab(page, 'Push plan');
    await page.getByRole('button', { name: 'Work it out' }).click();
    await page.getByRole('heading', { name: /people: .* pallets, .* trucks/ }).waitFor();
    await page.getByText('What it assumes').click();
    await page.getByText('20 % is added for people who are not counted').waitFor();
    await page.getByRole('button', { name: 'Keep this plan' }).click();
    await page.getByRole('link', { name: 'Push for 3 days' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('where to put stores', () => {
  it.each([
    [
      'Least cost; stores hold so much',
      /Proved to be the best there is/,
      /Without Harbour warehouse: open .* changes by/,
    ],
    [
      'Stocks before it happens, over scenarios',
      /Expected cost/,
      /Without Harbour warehouse: stocks at .* missing on average/,
    ],
  ])('%s: with the gap, and what if one is down', async (aim, figure, without) => {
    const page = await screenOf('prefecture');
    await openTab(page, 'Where to put it');
    await page.getByLabel('What counts').selectOption({ label: aim });
    await page.getByLabel('What if this one is down').selectOption({ label: 'Harbour warehouse' });
    await page.getByRole('button', { name: 'Find them' }).click();
    await page.getByText(figure).waitFor();
    await page.getByText(without).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('the room', () => {
  it.each([
    '',
    'offers',
    'stock',
    'consignments',
    'tasks',
    'places',
    'reports',
    'changes',
    'organisations',
    'push',
    'siting',
    'drift',
    'forms',
  ])('has no serious violation by axe (%s)', async (tab) => {
    const page = await screenOf('prefecture');
    const { pathname } = new URL(page.url());
    await page.goto(`${pathname}?tab=${tab}`);
    await page.locator('.relief h2').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });
});
