import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Chromium from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A hub of the built program with the exercise worked through, on a port of its own. */
export interface RunningHub {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const bin = fileURLToPath(new URL('../../bin/commonwatch.mjs', import.meta.url));

/** Starts `commonwatch serve --exercise` as a user would, and waits until it is ready. */
export async function startHub(): Promise<RunningHub> {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-browser-'));
  return serving(folder, ['--exercise']);
}

/** `commonwatch init` and `commonwatch serve`: a hub of its own, with one administrator. */
export async function startRealHub(account: string, password: string): Promise<RunningHub> {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-browser-'));
  const args = [
    'init',
    '--party',
    'meridia',
    '--name',
    'Meridia',
    '--name-ja',
    'メリディア',
    '--admin',
    account,
  ];
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args, '--data', join(folder, 'data')], {
    cwd: folder,
    env: { ...process.env, COMMONWATCH_ADMIN_PASSWORD: password },
  });
  if (status !== 0) throw new Error(`init: ${String(stderr)}`);
  return serving(folder, []);
}

async function serving(folder: string, options: readonly string[]): Promise<RunningHub> {
  const args = ['serve', ...options, '--port', '0', '--data', join(folder, 'data'), '--log', 'error'];
  const hub = spawn(process.execPath, [bin, ...args], { cwd: folder });
  const url = await readyAddress(hub);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => hub.once('exit', resolve));
      hub.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readyAddress(hub: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (bytes: Buffer) => {
      said += bytes.toString();
      const address = /listens on (http:\S+)/.exec(said)?.[1];
      if (address !== undefined && said.includes('ready after')) resolve(address);
    };
    hub.stdout?.on('data', listen);
    hub.stderr?.on('data', listen);
    hub.once('exit', (code) => reject(new Error(`the hub ended with ${code}:\n${said}`)));
  });
}

/** Chromium out of npm with WebGL in software. Its own default arguments would switch web security off. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await Chromium.executablePath(),
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--mute-audio',
    ],
  });
}

/** What a page asked for and what went wrong in it. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses outside the hub. */
  readonly foreign: string[];
  /** Uncaught errors of the page. */
  readonly errors: string[];
}

/** A person at a screen of their own. Software rendering is slow, so that screens are small. */
export async function visit(
  browser: Browser,
  url: string,
  size = { width: 1000, height: 640 },
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== url && protocol.startsWith('http')) foreign.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { context, page, foreign, errors };
}

/** Signs in by the card on the login page. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('navigation', { name: /Rooms|部門/ }).waitFor();
}

/** Whoever is signed in sees the pages in this language and theme from the next one on. */
export async function setLook(page: Page, look: { language: string; theme: string }): Promise<void> {
  await page.evaluate(async (preferences) => {
    const { csrf } = (await (await fetch('/api/session')).json()) as { csrf: string };
    await fetch('/api/session/preferences', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-commonwatch-csrf': csrf },
      body: JSON.stringify(preferences),
    });
  }, look);
}

/** What axe found, short enough to read. */
export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A message's key where its sentence should stand: nobody wrote the words. */
const rawKey =
  /\b(?:core|hub|sea|lanes|narratives|programme|coordination|cti|alerts|exchange|exercise|print)\.[a-z-]+\.[a-z.-]*[a-z]/g;

/** What the checker finds wrong in what is shown now, as far as it is serious or critical; and keys without words. */
export async function seriousViolations(page: Page): Promise<Violation[]> {
  await page.evaluate(axe);
  const keys = (await page.locator('body').innerText()).match(rawKey) ?? [];
  const wordless = keys.length === 0 ? [] : [{ id: 'wordless', impact: 'serious', where: keys }];
  const violations = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await checker.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({
        id,
        impact,
        where: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)),
      }));
  });
  return [...violations, ...wordless];
}

/** What of a browser's page the tests read; they are typed without one. */
interface Keeping {
  readonly navigator: { readonly serviceWorker: { readonly ready: Promise<unknown> } };
  readonly caches: {
    keys(): Promise<string[]>;
    open(name: string): Promise<{ keys(): Promise<{ url: string }[]> }>;
  };
  readonly localStorage: Record<string, string>;
  readonly sessionStorage: Record<string, string>;
}

/** Until the worker is installed that keeps the page for when the hub cannot be reached. */
export async function shellIsKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (globalThis as unknown as Keeping).navigator.serviceWorker.ready;
  });
}

/** What a browser keeps of this hub beyond a page: addresses of answers, and names with values. */
export async function keptBy(
  page: Page,
): Promise<{ paths: string[]; values: (readonly [string, string])[] }> {
  return page.evaluate(async () => {
    const { caches, localStorage, sessionStorage } = globalThis as unknown as Keeping;
    const paths: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    return { paths, values: [...Object.entries(localStorage), ...Object.entries(sessionStorage)] };
  });
}
