/** `commonwatch journal …`, `backup` and `restore`: looking after what the hub must not lose. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/index.ts';
import { entryTypesOf, houseSpeaker, rooms } from '../hub/rooms.ts';
import {
  backupFolder,
  checkpointOf,
  openStore,
  parseCheckpoint,
  partyOf,
  places,
  restoreBackup,
  verifyJournal,
  writePrivate,
} from '../store/index.ts';
import type { Checkpoint, Problem, Store, Verification } from '../store/index.ts';
import { ProgressLine } from './progress.ts';

/** A command as the command line lists it. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** @returns the exit code: 0 done, 1 something is wrong with the data, 64 called wrongly */
  readonly run: (args: string[]) => Promise<number>;
}

const journalUsage = `Usage: commonwatch journal verify [--checkpoint FILE] [--every-signature] [--json] [--data FOLDER]
       commonwatch journal rebuild [--data FOLDER]
       commonwatch journal checkpoint [--out FILE] [--data FOLDER]

verify       checks every record: content, chain, signatures and, against a signed checkpoint, the end.
             Without --checkpoint the one in the data folder is used, where there is one.
rebuild      makes every table again from the journal. The hub must not be running.
checkpoint   prints a signed statement of how far the journal goes. Keep it somewhere else.

FOLDER is .commonwatch unless told. Exit codes: 0 sound, 1 not sound or not done, 64 called wrongly.
`;

const backupUsage = `Usage: commonwatch backup FILE [--data FOLDER]

Writes the journal, its tables and the accounts into one new file, with a signed checkpoint. The hub may run.
`;

const restoreUsage = `Usage: commonwatch restore FILE [--replace] [--reason TEXT] [--data FOLDER]

Verifies a backup, puts it into the data folder and begins a new epoch that names the head it goes on from.
--replace sets aside (and keeps) the journal that the folder holds already. The hub must not be running.
`;

const dataOption = { data: { type: 'string', default: '.commonwatch' } } as const;

export const journal: CliCommand = {
  name: 'journal',
  summary: 'verify, rebuild or sign the journal',
  usage: journalUsage,
  run: async ([action, ...args]) => {
    switch (action) {
      case 'verify':
        return called(journalUsage, () => verify(args));
      case 'rebuild':
        return called(journalUsage, () => rebuild(args));
      case 'checkpoint':
        return called(journalUsage, () => checkpoint(args));
      default:
        process.stderr.write(journalUsage);
        return 64;
    }
  },
};

export const backup: CliCommand = {
  name: 'backup',
  summary: 'write everything into one signed file',
  usage: backupUsage,
  run: (args) => called(backupUsage, () => writeBackup(args)),
};

export const restore: CliCommand = {
  name: 'restore',
  summary: 'bring a backup back, as a new epoch',
  usage: restoreUsage,
  run: (args) => called(restoreUsage, () => readBackup(args)),
};

async function verify(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...dataOption,
      checkpoint: { type: 'string' },
      'every-signature': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const folder = resolve(values.data);
  partyOf(folder);
  const line = new ProgressLine('verifying');
  const verification = verifyJournal(places.journal(folder), {
    checkpoint: checkpointFrom(folder, values.checkpoint),
    everySignature: values['every-signature'],
    onProgress: line.show,
  });
  line.end();
  process.stdout.write(values.json ? `${JSON.stringify(verification)}\n` : verificationText(verification));
  return verification.problems.length === 0 ? 0 : 1;
}

/** The checkpoint that was named, or the folder's own. */
function checkpointFrom(folder: string, named: string | undefined): Checkpoint | undefined {
  const file = named === undefined ? places.checkpoint(folder) : resolve(named);
  if (named === undefined && !existsSync(file)) return undefined;
  try {
    return parseCheckpoint(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CommonwatchError('checkpoint.invalid', named ?? file, { cause });
  }
}

/** What each kind of problem means, at the record that it names. */
const problemWords: Record<Problem['what'], string> = {
  'content-changed': 'its content is not what was written',
  'content-missing': 'its content is gone and no erasure says why',
  'header-changed': 'its header (time, kind, order) is not what was written',
  missing: 'it is missing',
  'out-of-order': 'it stands out of order',
  'signature-wrong': 'the signature of the batch that ends here does not fit',
  'signature-missing': 'the last batch is not signed',
  'key-unvouched': 'a signing key that nobody vouches for',
  'epoch-wrong': 'its epoch does not follow from the one before',
  'cut-off': 'from here on records are missing that the checkpoint signed',
  'lost-in-restore': 'from here on records that the checkpoint signed were lost in a restore',
  'other-journal': 'the checkpoint signed another record here',
  'checkpoint-forged': 'the checkpoint is not what its key signed',
  unreadable: 'the file is damaged and it cannot be read',
};

function verificationText(verification: Verification): string {
  const { records, head, problems, problemsLeftOut, restores, erased, checkpoint: against } = verification;
  const lines = [
    `${records} records, ${verification.epochs} epoch(s), head ${head.epoch}/${head.seq} ${head.hash.slice(0, 16)}`,
    `signatures: ${verification.signaturesChecked} checked of ${verification.signatures}, key ${verification.key}`,
    against === undefined
      ? 'no checkpoint: a cut-off end would not be seen'
      : `checkpoint: ${against.epoch}/${against.seq}`,
    // Nobody but a person can tell whether a restore was meant: it is named each time.
    ...restores.map(
      ({ seq, by, reason, hasNewKey }) =>
        `restored by ${by} at record ${seq}${hasNewKey ? ', with a new key that only this act vouches for' : ''}: ${reason}`,
    ),
    ...erased.map(
      ({ entry, by, reason, records: count }) => `erased by ${by}: ${entry} (${count} versions): ${reason}`,
    ),
    ...problems.map(({ seq, what }) => `record ${seq}: ${problemWords[what]} (${what})`),
    ...(problemsLeftOut > 0 ? [`and ${problemsLeftOut} problems more`] : []),
    problems.length === 0 ? 'the journal verifies' : 'THE JOURNAL DOES NOT VERIFY',
  ];
  return `${lines.join('\n')}\n`;
}

async function rebuild(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: dataOption });
  const line = new ProgressLine('rebuilding');
  const store = await openFolder(resolve(values.data));
  try {
    const records = await store.rebuild(line.show);
    line.end();
    process.stdout.write(`${records} records read, every table made again\n`);
    return 0;
  } finally {
    await store.close();
  }
}

async function checkpoint(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...dataOption, out: { type: 'string' } } });
  const text = `${JSON.stringify(checkpointOf(resolve(values.data)), undefined, 2)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else writePrivate(resolve(values.out), text);
  return 0;
}

async function writeBackup(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: dataOption, allowPositionals: true });
  const file = only(positionals);
  const { checkpoint: signed } = backupFolder(resolve(values.data), resolve(file));
  process.stdout.write(`${file}: journal to ${signed.epoch}/${signed.seq}, key ${signed.key}\n`);
  return 0;
}

async function readBackup(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...dataOption,
      replace: { type: 'boolean', default: false },
      reason: { type: 'string', default: 'restored from a backup' },
    },
  });
  const line = new ProgressLine('verifying');
  const verification = await restoreBackup({
    folder: resolve(values.data),
    file: resolve(only(positionals)),
    account: userInfo().username,
    reason: values.reason,
    replace: values.replace,
    onProgress: line.show,
    ...house(),
  });
  line.end();
  process.stdout.write(`${verificationText(verification)}restored; a new epoch begins\n`);
  return 0;
}

function openFolder(folder: string): Promise<Store> {
  return openStore({ folder, party: partyOf(folder), inThread: true, ...house() });
}

/** What the rooms of this program bring: without it a rebuild would lose their tables. */
function house() {
  return {
    types: entryTypesOf(rooms),
    projections: rooms.flatMap((room) => room.projections),
    speaker: houseSpeaker(),
  };
}

function only(positionals: readonly string[]): string {
  if (positionals.length !== 1) throw new CommonwatchError('command.usage', positionals);
  return positionals[0];
}

/** Runs a command; a wrong call shows the usage, and an error of ours its code and rule. */
async function called(usage: string, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const misused = code === 'command.usage' || code?.startsWith('ERR_PARSE_ARGS') === true;
    if (!misused && !(error instanceof CommonwatchError)) throw error;
    process.stderr.write(`${code}: ${message}\n${misused ? usage : ''}`);
    return misused ? 64 : 1;
  }
}
