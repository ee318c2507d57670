/** `commonwatch brief`: one partner's morning, from the data folder or from a running hub. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonwatchError, instant, utcMs } from '../core/index.ts';
import type { Brief, Language, PartyId } from '../core/index.ts';
import { assembleBrief } from '../hub/brief.ts';
import { loadConfig } from '../hub/config.ts';
import { exerciseParty } from '../hub/exercise.ts';
import { sinceOf } from '../hub/query.ts';
import { entryTypesOf, houseSpeaker, rooms } from '../hub/rooms.ts';
import { briefMarkdown, briefPdf, briefText } from '../print/index.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import { tokenIn } from './tokenfile.ts';

export const name = 'brief';
export const summary = {
  en: "print one partner's morning: what it may see, with sources, and what it may pass on",
  ja: '一つの相手の朝の情勢報告を出す：見てよい内容、出典、転送できる範囲',
};

export const usage = `Usage: commonwatch brief --for PARTY [--since TIME] [options]

Prints the brief for PARTY, made of nothing but what PARTY may see. TIME is ISO 8601 in UTC, or 90m, 24h, 7d
before the brief's own time. Without --pdf, --text, --markdown or --json it prints text as wide as the terminal.

  --since TIME        what became new or different since then (default 24h)
  --at TIME           as of then (default now; in an exercise its newest record)
  --lang en|ja        (default en)
  --pdf FILE          an A4 page
  --text              plain text, 78 columns
  --markdown          Markdown, for mail
  --json              the brief as data
  --data FOLDER       reads the data folder, beside a running hub or without one (default .commonwatch)
  --exercise          reads the built-in exercise's folder
  --hub URL           asks a running hub instead, with --token-file FILE (the token never stands among the arguments)
`;

/** The party of a configuration that names none. */
const defaultParty = 'hub';

type Form = 'terminal' | 'text' | 'markdown' | 'json';

interface Call {
  readonly party: PartyId;
  readonly since: string;
  readonly at: string | undefined;
  readonly language: Language;
  readonly pdf: string | undefined;
  /** What goes to standard output; undefined when only a PDF was asked for. */
  readonly form: Form | undefined;
  readonly data: string | undefined;
  readonly exercise: boolean;
  readonly hub: string | undefined;
  readonly tokenFile: string | undefined;
}

/** Exit codes: 0 printed, 1 the brief could not be made, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const call = readArguments(args);
  if (call === undefined) {
    process.stderr.write(usage);
    return 64;
  }
  try {
    await print(call.hub === undefined ? await fromFolder(call) : await fromHub(call, call.hub), call);
    return 0;
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    return 1;
  }
}

function readArguments(args: string[]): Call | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        for: { type: 'string' },
        since: { type: 'string', default: '24h' },
        at: { type: 'string' },
        lang: { type: 'string', default: 'en' },
        pdf: { type: 'string' },
        text: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
        exercise: { type: 'boolean', default: false },
        hub: { type: 'string' },
        'token-file': { type: 'string' },
      },
    });
    const { text, markdown, json, lang, pdf } = values;
    const forms = (['text', 'markdown', 'json'] as const).filter((form) => ({ text, markdown, json })[form]);
    if (values.for === undefined || forms.length > 1 || (lang !== 'en' && lang !== 'ja')) return undefined;
    if ((values.hub === undefined) !== (values['token-file'] === undefined)) return undefined;
    return {
      party: values.for,
      since: values.since,
      at: values.at,
      language: lang,
      pdf,
      form: forms[0] ?? (pdf === undefined ? 'terminal' : undefined),
      data: values.data,
      exercise: values.exercise,
      hub: values.hub,
      tokenFile: values['token-file'],
    };
  } catch {
    return undefined;
  }
}

async function print(made: Brief, { form, pdf }: Call): Promise<void> {
  const speaker = houseSpeaker();
  if (pdf !== undefined) writeFileSync(pdf, await briefPdf(made, speaker), { mode: 0o600 });
  const columns = Math.max(40, Math.min(process.stdout.columns ?? 78, 100));
  const writers: Record<Form, () => string> = {
    terminal: () => briefText(made, speaker, columns),
    text: () => briefText(made, speaker),
    markdown: () => briefMarkdown(made, speaker),
    json: () => `${JSON.stringify(made, null, 2)}\n`,
  };
  if (form !== undefined) process.stdout.write(writers[form]());
}

/** Reads the journal's projections beside the hub, which need not run; writes nothing. */
async function fromFolder(call: Call): Promise<Brief> {
  const config = loadConfig({
    args: [
      ...(call.exercise ? ['--exercise'] : []),
      ...(call.data === undefined ? [] : ['--data', call.data]),
    ],
    environment: process.env,
    workingFolder: process.cwd(),
  });
  // A folder that `init` made says whose it is; one that nobody named is an exercise's, or its parties are unknown.
  const named = config.party !== defaultParty || existsSync(join(config.data, 'config.json'));
  const exercise = config.exercise.enabled || !named;
  const store = await openStore({
    folder: config.data,
    party: exercise ? exerciseParty : config.party,
    types: entryTypesOf(rooms),
    projections: rooms.flatMap((room) => room.projections),
    speaker: houseSpeaker(),
    readOnly: true,
  });
  try {
    return assembled(store, call, exercise);
  } finally {
    await store.close();
  }
}

function assembled(store: Store, call: Call, exercise: boolean): Brief {
  const atUtcMs = call.at === undefined ? nowOf(store, exercise) : utcMs(call.at);
  const at = instant(atUtcMs);
  const [party, from] = [call.party, store.party].map((id) => {
    const known = store.parties.get(id);
    if (known === undefined) throw new CommonwatchError('party.unknown', id);
    return known;
  });
  const view = store.view(store.viewer(party.id, at), { at, language: call.language });
  const released = assembleBrief(view, {
    rooms,
    viewing: { types: store.types, speaker: houseSpeaker() },
    party,
    from,
    groups: store.groups.all(),
    since: instant(sinceOf(call.since, atUtcMs)),
    exercise,
  });
  return released.for(party.id);
}

/** An exercise has a clock of its own: its now is the newest record's. */
function nowOf(store: Store, exercise: boolean): number {
  const newest = exercise ? store.records({ limit: 1 }).records[0] : undefined;
  return newest?.timeUtcMs ?? Date.now();
}

/** The hub answers with what the token's account may see; a token that may release reads through another's eyes. */
async function fromHub({ party, since, language, tokenFile = '', at }: Call, hub: string): Promise<Brief> {
  if (at !== undefined) throw usageError('--at', 'A hub tells the present.');
  const url = addressOf(hub, { for: party, as: party, since, lang: language });
  const token = tokenIn(tokenFile);
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' }).catch(
    (cause: unknown) => {
      throw new CommonwatchError('hub.unreachable', hub, { cause });
    },
  );
  const body = (await answer.json().catch(() => undefined)) as
    | (Brief & { code?: string; message?: string })
    | undefined;
  if (!answer.ok || body === undefined)
    throw new CommonwatchError('hub.refused', body?.code ?? answer.status, { detail: body?.message });
  return body;
}

/** A token goes over TLS, or to this machine. */
function addressOf(hub: string, query: Readonly<Record<string, string>>): URL {
  if (!URL.canParse(hub)) throw usageError(hub, '--hub is an address such as https://hub.example.org.');
  const url = new URL('/api/brief', hub);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    throw usageError(hub, 'A token is sent over https only, or to this machine.');
  url.search = new URLSearchParams(query).toString();
  return url;
}

function usageError(value: string, detail: string): CommonwatchError {
  return new CommonwatchError('command.usage', value, { detail });
}
