/** The page of cyber threat intelligence, as an officer uses it: what a tool gave is found, drawn and sighted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, signIn, startBrowser, startHub, visit } from './harness.ts';
import type { RunningHub, Visit } from './harness.ts';
import type { Browser } from 'playwright-core';

let hub: RunningHub;
let browser: Browser;
let officer: Visit;
const pictures = process.env.COMMONWATCH_PICTURES;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()]);
  officer = await visit(browser, hub.url, { width: 1440, height: 900 });
  await signIn(officer.page, 'Taro Quillan');
  await officer.page.evaluate(give);
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

/** Runs in the page: gives objects over TAXII with the officer's own session. */
async function give(): Promise<void> {
  const { csrf } = (await (await fetch('/api/session')).json()) as { csrf: string };
  const at = {
    spec_version: '2.1',
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
  };
  const id = (n: number) => `0000000${n}-0000-4000-8000-000000000000`;
  const objects = [
    {
      type: 'indicator',
      id: `indicator--${id(1)}`,
      ...at,
      name: 'Beacon of a loader',
      description: 'The loader asks for its next stage every ten minutes.',
      indicator_types: ['malicious-activity'],
      pattern: "[domain-name:value = 'beacon.example' OR ipv4-addr:value = '198.51.100.7']",
      pattern_type: 'stix',
      valid_from: '2026-01-01T00:00:00Z',
    },
    { type: 'malware', id: `malware--${id(2)}`, ...at, name: 'Loader', is_family: true },
    { type: 'campaign', id: `campaign--${id(3)}`, ...at, name: 'Port agents’ mail, autumn' },
    { type: 'domain-name', id: 'domain-name--00000004-0000-5000-8000-000000000000', value: 'beacon.example' },
    {
      type: 'relationship',
      id: `relationship--${id(5)}`,
      ...at,
      relationship_type: 'indicates',
      source_ref: `indicator--${id(1)}`,
      target_ref: `malware--${id(2)}`,
    },
    {
      type: 'relationship',
      id: `relationship--${id(6)}`,
      ...at,
      relationship_type: 'uses',
      source_ref: `campaign--${id(3)}`,
      target_ref: `malware--${id(2)}`,
    },
  ];
  const media = 'application/taxii+json;version=2.1';
  const answer = await fetch('/taxii2/hub/collections/cti/objects/', {
    method: 'POST',
    headers: { accept: media, 'content-type': media, 'x-commonwatch-csrf': csrf },
    body: JSON.stringify({ objects }),
  });
  const status = (await answer.json()) as { success_count: number };
  if (status.success_count !== objects.length) throw new Error(JSON.stringify(status));
}

describe('the page of cyber threats', () => {
  it('finds an indicator, tells what it matches, draws it, and notes a sighting', async () => {
    const { page, errors, foreign } = officer;
    await page.goto('/cti');
    await page.getByRole('searchbox').fill('loader');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Beacon of a loader' }).click();
    const panel = page.getByRole('article', { name: 'Beacon of a loader' });
    await panel.getByRole('link', { name: 'beacon.example' }).waitFor();
    await panel.getByRole('link', { name: /Malware Loader/ }).waitFor();
    await panel.getByText('Note a sighting').click();
    await panel.getByRole('button', { name: 'Note it' }).click();
    await panel.getByText(/1 time, according to/).waitFor();
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/cti-day.png`, fullPage: true });
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('link', { name: /Malware Loader/ }).click();
    await page.getByRole('article', { name: 'Loader', exact: true }).waitFor();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });
});
