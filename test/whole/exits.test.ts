import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOf } from '../../src/hub/exits.ts';
import { openTestHub } from '../leaks/hub.ts';
import { walkWorld } from '../leaks/walk.ts';
import type { Leak } from '../leaks/walk.ts';

/** Worlds of the short walk; `npm run nightly -- leaks` walks through more, and through every exit of each. */
const worlds = 200;
/** In each world every reader walks so many of the exits, others each time. */
const share = 0.25;
/** A new hub from time to time keeps the journal of each short. */
const worldsPerHub = 20;

describe('every registered exit, in random worlds', () => {
  it(`lets out what the pure rule allows and nothing else (${worlds} worlds)`, async () => {
    const leaks: Leak[] = [];
    let answers = 0;
    let seen = 0;
    const walkedAtAll = new Set<string>();
    let all: readonly string[] = [];
    for (let first = 1; first <= worlds; first += worldsPerHub) {
      const { hub, close } = await openTestHub();
      all = hub.exits.map(({ name }) => name);
      try {
        for (let seed = first; seed < first + worldsPerHub; seed++) {
          const walked = await walkWorld(hub, seed, {
            withPdf: seed % worldsPerHub === 0,
            thorough: false,
            share,
          });
          for (const name of walked.walked) walkedAtAll.add(name);
          leaks.push(...walked.leaks);
          answers += walked.answers;
          seen += walked.seen;
        }
      } finally {
        await close();
      }
    }
    expect(leaks.slice(0, 5)).toEqual([]);
    expect(all.filter((name) => !walkedAtAll.has(name))).toEqual([]);
    expect(answers).toBeGreaterThan(worlds * 50);
    // What may be seen did come out: the walk looks at full answers.
    expect(seen).toBeGreaterThan(worlds * 3);
  }, 600_000);
});

describe('the registry', () => {
  let open: Awaited<ReturnType<typeof openTestHub>>;
  beforeAll(async () => {
    open = await openTestHub();
  });
  afterAll(() => open.close());

  it('refuses a route under /api that is no registered exit', async () => {
    const add = () => open.hub.app.get('/api/backdoor', () => 'everything');
    expect(add).toThrow(/registered as an exit|already listening|already booted/);
  });

  it('holds every route that the server answers under /api', () => {
    const printed = open.hub.app.printRoutes({ commonPrefix: false, includeHooks: false });
    expect(printed).toContain('api/');
    for (const exit of open.hub.exits)
      expect(open.hub.app.hasRoute({ method: exit.method, url: urlOf(exit) })).toBe(true);
  });
});
