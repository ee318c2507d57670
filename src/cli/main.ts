/** The `commonwatch` command: finds the command that was asked for, loads it, and says what went wrong. */
import { CommonwatchError } from '../core/errors.ts';
import type { Language } from '../core/message.ts';
import type { CliCommand } from './command.ts';

/** Commands in the order of the help; each is loaded when it is needed. */
const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  init: async () => (await import('./init.ts')).init,
  serve: async () => (await import('./serve.ts')).serve,
  watch: () => import('./watch.ts'),
  brief: () => import('./brief.ts'),
  exercise: () => import('./exercise.ts'),
  journal: async () => (await import('./journal.ts')).journal,
  backup: async () => (await import('./journal.ts')).backup,
  restore: async () => (await import('./journal.ts')).restore,
  hub: async () => (await import('./bundle.ts')).hub,
  bundle: async () => (await import('./bundle.ts')).bundle,
  ais: () => import('./ais.ts'),
  programme: () => import('./programme.ts'),
  cap: () => import('./cap.ts'),
  lanes: async () => (await import('./lanes.ts')).lanes,
  narratives: () => import('./narratives.ts'),
  coordination: async () => (await import('./coordination.ts')).coordination,
  stix: () => import('./stix.ts'),
  taxii: () => import('./taxii.ts'),
};

/** sysexits.h: the command was used wrongly; something failed inside. */
const exitUsage = 64;
const exitSoftware = 70;

const words = {
  en: {
    about: 'Commonwatch: from open feeds to findings with evidence, each released to exactly who may see it.',
    usage: 'Usage: commonwatch COMMAND …      commonwatch help COMMAND',
  },
  ja: {
    about: 'Commonwatch：公開情報から根拠付きの検出結果を作り、見てよい相手にだけ開示する。',
    usage: '使い方：commonwatch コマンド …      commonwatch help コマンド',
  },
} as const satisfies Record<Language, { about: string; usage: string }>;

/** Runs one command line; returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') return await help(rest);
    if (name === '--version') return await printVersion();
    if (!Object.hasOwn(commands, name)) throw new CommonwatchError('command.unknown', name);
    const command = await commands[name]();
    if (rest.includes('--help') || rest.includes('-h')) return printUsage(command, languageOf(rest));
    return await command.run(rest);
  } catch (error) {
    return fail(error);
  }
}

/** `code: rule`; what is not ours shows where it happened, because somebody has to mend it. */
function fail(error: unknown): number {
  if (!(error instanceof CommonwatchError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`hub.failed: ${text}\n`);
    return exitSoftware;
  }
  process.stderr.write(`${error.code}: ${error.message}\n`);
  return error.code.startsWith('command.') ? exitUsage : 1;
}

async function help(args: readonly string[]): Promise<number> {
  const language = languageOf(args);
  const name = args.find((argument) => Object.hasOwn(commands, argument));
  if (name !== undefined) return printUsage(await commands[name](), language);
  const lines = [words[language].about, '', words[language].usage, ''];
  for (const load of Object.values(commands)) {
    const { name: command, summary } = await load();
    lines.push(`  ${command.padEnd(10)} ${inLanguage(summary, language)}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function printUsage({ summary, usage }: CliCommand, language: Language): number {
  process.stdout.write(`${inLanguage(summary, language)}\n\n${usage}\n`);
  return 0;
}

async function printVersion(): Promise<number> {
  const { version } = await import('../hub/version.ts');
  process.stdout.write(`${version}\n`);
  return 0;
}

function languageOf(args: readonly string[]): Language {
  const at = args.indexOf('--lang');
  const asked = at >= 0 ? args[at + 1] : (process.env.LC_ALL ?? process.env.LANG ?? 'en').slice(0, 2);
  return asked === 'ja' ? 'ja' : 'en';
}

function inLanguage(text: CliCommand['summary'], language: Language): string {
  return typeof text === 'string' ? text : text[language];
}
