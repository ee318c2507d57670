/** Kills an appending process again and again, and looks each time whether all that it acknowledged is there. */
import { spawn } from 'node:child_process';
import { findingType, judgementType, relationType } from '../../src/core/index.ts';
import type { EntryId } from '../../src/core/index.ts';
import { openStore, places, verifyJournal } from '../../src/store/index.ts';
import { Sql } from '../../src/store/sql.ts';
import { buildSource } from '../../src/store/worker.ts';
import { bySubject } from './store.ts';

export interface KillRound {
  /** Versions that were acknowledged before the kill. */
  readonly acknowledged: number;
  /** Of them, those that are not there. */
  readonly lost: readonly string[];
  readonly problems: number;
  /** Entries without a row in the tables, or rows without an entry: nothing needed repair where it is 0. */
  readonly unprojected: number;
  /** How long opening took after the kill, ms. */
  readonly openMs: number;
}

/** @param afterMs how long it runs after its first acknowledgement, ms */
export async function killOnce(folder: string, afterMs: number): Promise<KillRound> {
  const acknowledged = await runAndKill(folder, afterMs);
  const started = performance.now();
  const store = await openStore({
    folder,
    party: 'us',
    types: [findingType, judgementType, relationType],
    projections: [bySubject],
    inThread: true,
  });
  const openMs = performance.now() - started;
  const view = store.view(store.viewer(''));
  if (view.count({}).for('') !== 0) throw new Error('the public sees what is for the owner');
  const lost = acknowledged.filter(
    ([id, modified]) => !isThere(store.peek(id as EntryId)?.modified, modified),
  );
  await store.close();
  const { problems } = verifyJournal(places.journal(folder));
  return {
    acknowledged: acknowledged.length,
    lost: lost.map(([id]) => id),
    problems: problems.length,
    unprojected: unprojected(folder),
    openMs,
  };
}

/** A later version may have been written too, without its acknowledgement having come through. */
function isThere(found: string | undefined, acknowledged: string): boolean {
  return found !== undefined && found >= acknowledged;
}

function runAndKill(folder: string, afterMs: number): Promise<[id: string, modified: string][]> {
  const script = buildSource('test/worlds/appender.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (part: string) => {
      if (text === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      text += part;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the appender ended by itself: ${code ?? signal}`));
      // The last line may be cut short: it was acknowledged only if it is whole.
      else
        resolve(
          text
            .split('\n')
            .slice(0, -1)
            .map((line) => line.split(' ') as [string, string]),
        );
    });
  });
}

function unprojected(folder: string): number {
  const sql = new Sql(places.journal(folder), { readOnly: true });
  const [count] = sql.get<[number]>(
    `SELECT (SELECT count(*) FROM journal WHERE kind = 'entry' AND seq NOT IN (SELECT seq FROM version))
       + (SELECT count(*) FROM version WHERE seq NOT IN (SELECT seq FROM journal))
       + (SELECT count(*) FROM version AS v WHERE seq = (SELECT max(seq) FROM version WHERE no = v.no)
           AND seq NOT IN (SELECT seq FROM entry))`,
  ) ?? [0];
  sql.close();
  return count;
}
