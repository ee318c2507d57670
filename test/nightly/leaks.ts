/**
 * `npm run nightly -- leaks [N] [--share PART] [--from SEED] [--state FILE]`: the walk through every exit in N random
 * worlds (500 unless told), each hidden id on each exit. With a share, each reader of a world walks that part of the
 * exits, drawn anew: many worlds in less time; an exit that nobody walked in the end fails the run. The state file
 * remembers how far it came: started again with the same file it goes on from there. Exits with 1 when anything came
 * out that the pure rule does not allow.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openTestHub } from '../leaks/hub.ts';
import { walkWorld } from '../leaks/walk.ts';
import type { Leak } from '../leaks/walk.ts';

const worldsPerHub = 10;

interface State {
  next: number;
  answers: number;
  seen: number;
  leaks: Leak[];
  walked: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '1001' },
    share: { type: 'string', default: '1' },
    state: { type: 'string' },
  },
});
const worlds = Number(positionals[0] ?? 500);
const first = Number(values.from);
const share = Number(values.share);
const path = values.state ?? join(tmpdir(), `commonwatch-leaks-${first}-${worlds}.json`);
const state: State = existsSync(path)
  ? (JSON.parse(readFileSync(path, 'utf8')) as State)
  : { next: first, answers: 0, seen: 0, leaks: [], walked: [] };
const end = first + worlds;
const startedMs = Date.now();
while (state.next < end) {
  const { hub, close } = await openTestHub();
  try {
    for (let i = 0; i < worldsPerHub && state.next < end; i++, state.next++) {
      const walked = await walkWorld(hub, state.next, { withPdf: i === 0, thorough: true, share });
      state.walked = [...new Set([...state.walked, ...walked.walked])];
      state.answers += walked.answers;
      state.seen += walked.seen;
      state.leaks.push(...walked.leaks);
    }
    if (state.next === end)
      for (const { name } of hub.exits)
        if (!state.walked.includes(name))
          state.leaks.push({ world: end, exit: name, viewer: '', what: 'was not walked' });
  } finally {
    await close();
  }
  writeFileSync(path, JSON.stringify(state));
  const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1);
  console.log(`${state.next - first}/${worlds} worlds, ${state.leaks.length} leaks, ${minutes} min`);
}
for (const leak of state.leaks.slice(0, 20)) console.log(JSON.stringify(leak));
console.log(
  `${worlds} worlds, ${state.answers} answers, ${state.seen} allowed words seen, ${state.leaks.length} leaks (state: ${path})`,
);
process.exit(state.leaks.length === 0 && state.seen > worlds * share ? 0 : 1);
