/** The starting record of the partnership that ships with the package, as entries of the hub's own party. */
import { instant } from '../core/index.ts';
import type { Entry, EntryDraft } from '../core/index.ts';
import { readProgrammeTables } from '../feeds/programme.ts';
import { emptyRecord, recordDrafts } from '../programme/index.ts';
import type { ProgrammeRecord, Statement } from '../programme/index.ts';
import type { Store } from '../store/index.ts';

/**
 * Appends what of it is not here yet. All of it rests on public sources, and all the same starts with the hub's party
 * alone: a person decides who sees what the party keeps.
 */
export async function loadStartingRecord(
  store: Store,
  account: string,
  at = instant(Date.now()),
): Promise<readonly Entry[]> {
  const { record, statements } = readProgrammeTables();
  const shipped = { ...emptyRecord, ...(record as ProgrammeRecord) };
  const whole = { ...shipped, statements: [...shipped.statements, ...(statements as readonly Statement[])] };
  const isNew = ({ id }: EntryDraft) => id === undefined || store.peek(id) === undefined;
  return store.append(recordDrafts(whole, { party: store.party, at }).filter(isNew), { account });
}
