/**
 * The one configuration: file < environment < flags. Every setting has a default, so that a hub starts without a
 * file. `http.port` is `COMMONWATCH_HTTP_PORT` in the environment and `--http.port` (or `--port`) among the flags.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError, GroupIdSchema, PartyIdSchema, ReleaseSchema } from '../core/index.ts';
import type { Release } from '../core/index.ts';

const Names = Type.Object({ en: Type.String(), ja: Type.String() }, { additionalProperties: false });

/** Where bytes come in: a file, a growing file, a TCP server, or a UDP port on loopback. */
const FeedSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    label: Names,
    /** The widest that what rests on this feed may be given without a sanitised version. */
    release: ReleaseSchema,
    /** `on-release`: findings start with the hub's party alone. `at-once`: with everyone that all their feeds allow. */
    share: Type.Union([Type.Literal('on-release'), Type.Literal('at-once')], { default: 'on-release' }),
    kind: Type.Union(['file', 'tail', 'tcp', 'udp', 'scenario'].map((kind) => Type.Literal(kind))),
    path: Type.Optional(Type.String()),
    host: Type.Optional(Type.String()),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  },
  { additionalProperties: false },
);
export type FeedConfig = Omit<Static<typeof FeedSchema>, 'release' | 'kind'> & {
  release: Release;
  kind: 'file' | 'tail' | 'tcp' | 'udp' | 'scenario';
};

const Addressees = Type.Object(
  {
    parties: Type.Array(PartyIdSchema, { maxItems: 100 }),
    groups: Type.Array(GroupIdSchema, { maxItems: 100 }),
  },
  { additionalProperties: false },
);

/** A collection of a partner's TAXII 2.1 server that is polled. */
const TaxiiFeedSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    /** The collection's address, such as `https://taxii.example.org/root/collections/91a7b528-…/`. */
    url: Type.String({ pattern: '^(https://.+|http://(127[.]0[.]0[.]1|localhost)([:/].*)?)$' }),
    everyMinutes: Type.Number({ minimum: 1, default: 15 }),
    /** With a user: Basic, the token being the password. Without: Bearer. */
    user: Type.Optional(Type.String()),
    token: Type.Optional(Type.String()),
    tokenFile: Type.Optional(Type.String()),
    /** To whom what is marked GREEN or AMBER may be passed on, by agreement; nobody when absent. */
    green: Type.Optional(Addressees),
    amber: Type.Optional(Addressees),
  },
  { additionalProperties: false },
);
export type TaxiiFeedConfig = Static<typeof TaxiiFeedSchema>;

export const ConfigSchema = Type.Object(
  {
    /** Where the hub keeps everything. */
    data: Type.String({ default: '.commonwatch' }),
    /** The hub's own party: it owns what is found here. Set by `commonwatch init`. */
    party: PartyIdSchema,
    http: Type.Object(
      {
        host: Type.String({ default: '127.0.0.1' }),
        port: Type.Integer({ minimum: 0, maximum: 65_535, default: 8417 }),
        /** Further names under which the hub is reached, such as `hub.example.org`. */
        hosts: Type.Array(Type.String(), { default: [] }),
        /** A proxy in front of the hub speaks TLS. Its `x-forwarded-for` is believed. */
        behindProxy: Type.Boolean({ default: false }),
        /** PEM files. Without them the hub listens on loopback only. */
        tlsCertificate: Type.String({ default: '' }),
        tlsKey: Type.String({ default: '' }),
        /** PEM file of the authorities that sign the certificates with which partners' hubs may come. */
        tlsAuthority: Type.String({ default: '' }),
        /** Requests a minute from one address, and logins. */
        requestsPerMinute: Type.Integer({ minimum: 1, default: 3000 }),
        loginsPerMinute: Type.Integer({ minimum: 1, default: 10 }),
      },
      { additionalProperties: false, default: {} },
    ),
    sessions: Type.Object(
      {
        /** A session ends after so long without a request, and in any case after `hours`. */
        idleMinutes: Type.Integer({ minimum: 1, default: 480 }),
        hours: Type.Integer({ minimum: 1, default: 24 }),
        /** Failed logins before an account is locked, and for how long. */
        failures: Type.Integer({ minimum: 1, default: 5 }),
        lockMinutes: Type.Integer({ minimum: 1, default: 15 }),
        /** `required`: an account without a second factor may do nothing but set one up. Not in an exercise. */
        secondFactor: Type.Union([Type.Literal('optional'), Type.Literal('required')], {
          default: 'optional',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    /** An OpenID provider that people sign in by; none without an issuer. */
    oidc: Type.Object(
      {
        issuer: Type.String({ default: '' }),
        clientId: Type.String({ default: '' }),
        /** A file, because a secret never stands among settings; a public client has none. */
        clientSecretFile: Type.String({ default: '' }),
        scope: Type.String({ default: 'openid' }),
        /** What the button says after "Sign in by". */
        label: Type.String({ default: 'OpenID' }),
        /** A claim that names the account here, such as `preferred_username`; without it, linked subjects only. */
        accountClaim: Type.String({ default: '' }),
      },
      { additionalProperties: false, default: {} },
    ),
    hubs: Type.Object(
      {
        /** How often partners' hubs that have an address are visited; 0 for never. */
        everySeconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 60 }),
        /** PEM files: the certificate with which this hub comes to others, and by whom theirs must be signed. */
        certificate: Type.String({ default: '' }),
        key: Type.String({ default: '' }),
        authority: Type.String({ default: '' }),
      },
      { additionalProperties: false, default: {} },
    ),
    release: Type.Object(
      {
        /** What a second person has to agree to: releases to everyone, sanitised versions too, or every widening. */
        secondPerson: Type.Union(
          ['never', 'public', 'sanitised', 'always'].map((which) => Type.Literal(which)),
          { default: 'never' },
        ),
      },
      { additionalProperties: false, default: {} },
    ),
    public: Type.Object(
      {
        /** Whether what is released to everyone can be read without a login. */
        enabled: Type.Boolean({ default: true }),
      },
      { additionalProperties: false, default: {} },
    ),
    /** Where digests are laid as mail; `outgoing` in the data folder when empty. */
    digests: Type.Object(
      { folder: Type.String({ default: '' }) },
      { additionalProperties: false, default: {} },
    ),
    imports: Type.Object(
      { maxBytes: Type.Integer({ minimum: 1, default: 4_294_967_296 }) },
      { additionalProperties: false, default: {} },
    ),
    /**
     * A language model that proposes passages of papers for review (OpenAI-compatible, such as
     * `http://127.0.0.1:8080`); none is asked without a base URL. The text of papers is sent there.
     */
    model: Type.Object(
      { baseUrl: Type.String({ default: '' }), name: Type.String({ default: 'default' }) },
      { additionalProperties: false, default: {} },
    ),
    /** GeoJSON of the watched areas; none is watched without it. */
    areas: Type.String({ default: '' }),
    feeds: Type.Array(FeedSchema, { default: [] }),
    taxii: Type.Object(
      { feeds: Type.Array(TaxiiFeedSchema, { default: [], maxItems: 100 }) },
      { additionalProperties: false, default: {} },
    ),
    exercise: Type.Object(
      {
        enabled: Type.Boolean({ default: false }),
        seed: Type.Integer({ minimum: 1, default: 1 }),
        /** Hours of the scenario that are worked through before it goes on live. */
        hours: Type.Number({ minimum: 0, maximum: 48, default: 36 }),
        /** How fast the exercise's clock runs against the wall's. */
        rate: Type.Number({ minimum: 0, maximum: 3600, default: 10 }),
        /** Keep what an earlier exercise wrote instead of starting afresh. */
        keep: Type.Boolean({ default: false }),
        /** Vessels of ordinary traffic; 0 takes the scenario's own number. */
        vessels: Type.Integer({ minimum: 0, default: 0 }),
      },
      { additionalProperties: false, default: {} },
    ),
    language: Type.Union([Type.Literal('en'), Type.Literal('ja')], { default: 'en' }),
    log: Type.Union(
      ['silent', 'error', 'warn', 'info', 'debug'].map((level) => Type.Literal(level)),
      {
        default: 'info',
      },
    ),
  },
  { additionalProperties: false },
);
export type Config = Omit<Static<typeof ConfigSchema>, 'feeds' | 'log' | 'release'> & {
  release: { secondPerson: 'never' | 'public' | 'sanitised' | 'always' };
  feeds: FeedConfig[];
  log: 'silent' | 'error' | 'warn' | 'info' | 'debug';
};

const check = Compile(ConfigSchema);
type Tree = { [key: string]: unknown };

/** Short names of the flags that are used every day. */
const shortFlags: Readonly<Record<string, string>> = {
  data: 'data',
  port: 'http.port',
  host: 'http.host',
  'behind-proxy': 'http.behindProxy',
  exercise: 'exercise.enabled',
  seed: 'exercise.seed',
  rate: 'exercise.rate',
  keep: 'exercise.keep',
  lang: 'language',
  areas: 'areas',
  log: 'log',
};

export interface ConfigSources {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
}

/**
 * Reads the configuration. The file is `--config FILE`, or `config.json` in the data folder.
 * @throws `config.invalid`, `command.usage`
 */
export function loadConfig({ args, environment, workingFolder }: ConfigSources): Config {
  const { file, settings } = parseFlags(args);
  const fromEnvironment = environmentSettings(environment);
  const over = merged(fromEnvironment, settings);
  const folder = resolve(workingFolder, typeof over.data === 'string' ? over.data : '.commonwatch');
  const path =
    file === undefined ? join(dataFolder(folder, over), 'config.json') : resolve(workingFolder, file);
  if (file !== undefined && !existsSync(path)) throw new CommonwatchError('config.invalid', path);
  const full = merged(existsSync(path) ? readFile(path) : {}, over);
  return checkConfig({ party: 'hub', ...full, data: dataFolder(folder, full) });
}

/**
 * An exercise keeps its data in a folder of its own, whatever folder is named: it is emptied at every start, and real
 * data must never stand in it.
 */
function dataFolder(folder: string, settings: Tree): string {
  const isExercise = (settings.exercise as Tree | undefined)?.enabled === true;
  return isExercise ? join(folder, 'exercise') : folder;
}

/** Fills defaults in and checks. @throws `config.invalid` */
export function checkConfig(value: unknown): Config {
  const full = withDefaults(ConfigSchema, value);
  if (!check.Check(full)) {
    const [first] = check.Errors(full);
    const path = first?.instancePath ?? '/';
    throw new CommonwatchError('config.invalid', path, {
      path,
      detail: `It ${first?.message ?? 'differs'}.`,
    });
  }
  return full as Config;
}

function readFile(path: string): Tree {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Tree;
  } catch (cause) {
    throw new CommonwatchError('config.invalid', path, { cause, detail: 'The file is no JSON.' });
  }
}

interface Node {
  readonly type?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly items?: TSchema;
  readonly anyOf?: readonly TSchema[];
}

/** Defaults, also inside objects and lists that are given in part. */
function withDefaults(schema: TSchema, value: unknown): unknown {
  const node = schema as Node;
  const given = value === undefined ? structuredClone(node.default) : value;
  if (Array.isArray(given))
    return node.items === undefined ? given : given.map((item) => withDefaults(node.items as TSchema, item));
  if (node.properties === undefined || typeof given !== 'object' || given === null) return given;
  const filled: Tree = { ...(given as Tree) };
  for (const [key, child] of Object.entries(node.properties)) {
    const next = withDefaults(child, filled[key]);
    if (next !== undefined) filled[key] = next;
  }
  return filled;
}

/** Every setting that a word can set: dotted path to schema. */
function scalars(schema: TSchema, prefix = ''): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const [key, child] of Object.entries((schema as Node).properties ?? {})) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const node = child as Node;
    if (node.properties !== undefined) for (const [at, inner] of scalars(child, path)) found.set(at, inner);
    else if (node.items === undefined || (node.items as Node).type === 'string') found.set(path, node);
  }
  return found;
}

const settable = scalars(ConfigSchema);

/** `http.behindProxy` → `COMMONWATCH_HTTP_BEHIND_PROXY`. */
export function environmentName(path: string): string {
  return `COMMONWATCH_${path
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

function environmentSettings(environment: ConfigSources['environment']): Tree {
  const tree: Tree = {};
  for (const [path, node] of settable) {
    const word = environment[environmentName(path)];
    if (word !== undefined) assign(tree, path, typed(node, word, environmentName(path)));
  }
  return tree;
}

function parseFlags(args: readonly string[]): { file?: string; settings: Tree } {
  const settings: Tree = {};
  let file: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const [flag, joined] = splitFlag(args[i]);
    const path = shortFlags[flag] ?? flag;
    const node = settable.get(path);
    if (flag !== 'config' && node === undefined) throw new CommonwatchError('command.usage', args[i]);
    const isSwitch = node?.type === 'boolean';
    const word = joined ?? (isSwitch ? 'true' : args[++i]);
    if (word === undefined)
      throw new CommonwatchError('command.usage', args[i - 1], { detail: 'A value is missing.' });
    if (node === undefined) file = word;
    else assign(settings, path, typed(node, word, `--${flag}`));
  }
  return { file, settings };
}

function splitFlag(argument: string): [flag: string, value?: string] {
  if (!argument.startsWith('--')) throw new CommonwatchError('command.usage', argument);
  const equals = argument.indexOf('=');
  return equals < 0 ? [argument.slice(2)] : [argument.slice(2, equals), argument.slice(equals + 1)];
}

function typed(node: Node, word: string, name: string): unknown {
  switch (node.type) {
    case 'boolean':
      if (word === 'true' || word === '1') return true;
      if (word === 'false' || word === '0') return false;
      throw new CommonwatchError('config.invalid', word, { detail: `${name} is true or false.` });
    case 'integer':
    case 'number': {
      const number = Number(word);
      if (word.trim() === '' || !Number.isFinite(number))
        throw new CommonwatchError('config.invalid', word, { detail: `${name} is a number.` });
      return number;
    }
    case 'array':
      return word.split(',').map((item) => item.trim());
    default:
      return word;
  }
}

function assign(tree: Tree, path: string, value: unknown): void {
  const keys = path.split('.');
  let at = tree;
  for (const key of keys.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Tree;
  }
  at[keys[keys.length - 1]] = value;
}

function merged(under: Tree, over: Tree): Tree {
  const result: Tree = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    const both = isTree(value) && isTree(below);
    result[key] = both ? merged(below, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const loopback = ['127.0.0.1', '::1', 'localhost'];

/** The hub holds what partners entrust to it: in the clear it speaks on loopback only. @throws `config.unsafe-bind` */
export function assertSafeBind({ http, exercise }: Config): void {
  const isLoopback = loopback.includes(http.host);
  const hasTls = http.tlsCertificate !== '' && http.tlsKey !== '';
  // An exercise lets anyone in without a password: nothing may stand in front of it.
  const isSafe = exercise.enabled
    ? isLoopback && !http.behindProxy
    : isLoopback || hasTls || http.behindProxy;
  if (!isSafe) throw new CommonwatchError('config.unsafe-bind', http.host);
}
