/**
 * A process that appends under load until it is killed: singles, batches and new versions at once, each id printed
 * when (and only when) it was acknowledged. Its argument is the data folder.
 */
import { writeSync } from 'node:fs';
import { findingType, judgementType, relationType } from '../../src/core/index.ts';
import type { Entry } from '../../src/core/index.ts';
import { openStore } from '../../src/store/index.ts';
import { account, bySubject, finding, findingBody } from './store.ts';

const store = await openStore({
  folder: process.argv[2],
  party: 'us',
  types: [findingType, judgementType, relationType],
  projections: [bySubject],
});

function acknowledge(entries: readonly Entry[]): void {
  writeSync(1, entries.map(({ id, modified }) => `${id} ${modified}\n`).join(''));
}

function draft(i: number) {
  return finding(`tanker ${i}`, undefined, {
    body: findingBody(`tanker ${i}`, { subjects: [{ kind: 'vessel', id: `${i % 50}` }] }),
  });
}

async function single(): Promise<void> {
  for (let i = 0; ; i++) {
    const [entry] = await store.append([draft(i)], account);
    acknowledge([entry]);
    acknowledge(await store.append([{ ...draft(i + 1), id: entry.id }], account));
  }
}

async function batches(): Promise<void> {
  for (let i = 0; ; i += 70)
    acknowledge(
      await store.append(
        Array.from({ length: 70 }, (_, k) => draft(i + k)),
        account,
      ),
    );
}

await Promise.all([single(), single(), batches()]);
