/**
 * The registry of exits: every way out of the hub stands here under its name, and nothing under `/api` leaves by
 * another way (the server refuses to start otherwise). What an exit gives is `Released`: the reply writer opens it for
 * the party that asked and refuses what was released to another. The walk in test/whole/exits.test.ts goes through
 * all of them.
 */
import type { Readable } from 'node:stream';
import type { TSchema } from 'typebox';
import { CommonwatchError } from '../core/index.ts';
import type { ActionContext, Permission, Released, RouteRequest } from '../core/index.ts';
import type { Principal } from './accounts.ts';
import type { StoreView } from '../store/index.ts';
import type { LiveEvent } from './api.ts';

/** A viewer's window, and who stands behind it. */
export interface HubContext extends ActionContext, StoreView {
  /** Undefined where nobody has signed in: the viewer is then the public. */
  readonly principal: Principal | undefined;
  /** The viewer is another party than the account's own. */
  readonly isSeeingAs: boolean;
}

export interface HubRequest extends RouteRequest {
  /** Gives the browser its session, or takes it away. */
  readonly setSession: (secret: string | undefined) => void;
  /** This hub's own address as the caller wrote it, such as `http://127.0.0.1:8417`, for links that leave with an answer. */
  readonly origin: string;
  /** Which of these media types the caller would rather have; undefined where it takes none of them. */
  readonly accepts: (...mediaTypes: string[]) => string | undefined;
  /** The headers of a request, lower case; those of a protocol's own exits only need them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The whole address that was asked. */
  readonly address: URL;
  /** SHA-256 fingerprint, hex, of a client certificate that an authority of this hub signed. */
  readonly certificate: string | undefined;
  /** A login by a provider that this browser has begun. */
  readonly begunLogin: string | undefined;
  readonly setBegunLogin: (state: string | undefined) => void;
  /** The session's secret, to close it by. */
  readonly session: string | undefined;
  /** The uploaded file of a multipart request, with the fields that came before it. */
  readonly upload: () => Promise<Upload>;
}

export interface Upload {
  readonly fileName: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly bytes: Readable;
}

/** A file to save, or a document to read where it is. */
export interface FileAnswer {
  readonly mediaType: string;
  /** Absent: nothing is offered to be saved. */
  readonly fileName?: string;
  readonly content: string | Uint8Array;
}

interface ExitBase {
  /** `area.what`, such as `entries.list`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under `/api`, with `:parameters`. */
  readonly path: string;
  readonly summary: string;
  /** `anyone`: without a session. `session`: any account. */
  readonly permission: Permission | 'anyone' | 'session';
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** For the documentation: answers are checked by the gate and by types, not cut to a schema. */
  readonly response?: TSchema;
  /** Logins are limited more tightly. */
  readonly isLogin?: boolean;
  /** The largest body of JSON, where it may be larger than others. */
  readonly maxBodyBytes?: number;
  /** The body is `multipart/form-data`. */
  readonly isUpload?: boolean;
}

/** An answer of a protocol that has its own status, headers and media types. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string | Uint8Array;
}

type Answer<T> = Released<T> | Promise<Released<T>>;

export interface JsonExit extends ExitBase {
  readonly kind: 'json';
  readonly handle: (context: HubContext, request: HubRequest) => Answer<unknown>;
}

export interface FileExit extends ExitBase {
  readonly kind: 'file';
  readonly handle: (context: HubContext, request: HubRequest) => Answer<FileAnswer>;
}

/** Sends the browser to another address. */
export interface RedirectExit extends ExitBase {
  readonly kind: 'redirect';
  readonly handle: (context: HubContext, request: HubRequest) => Answer<string>;
}

/** Server-sent events. */
export interface LiveExit extends ExitBase {
  readonly kind: 'live';
  /** Sends until the returned function is called. */
  readonly open: (
    context: HubContext,
    request: HubRequest,
    send: (event: Released<LiveEvent>) => void,
  ) => () => void;
}

/** Of a protocol with rules of its own, under a root of its own. */
export interface RawExit extends ExitBase {
  readonly kind: 'raw';
  /** Instead of `/api`. */
  readonly root: string;
  /** The largest body that is read. */
  readonly maxBodyBytes: number;
  readonly handle: (context: HubContext, request: HubRequest) => Answer<RawAnswer>;
  /** How the protocol tells an error. */
  readonly failed: (error: CommonwatchError) => RawAnswer;
}

export type Exit = JsonExit | FileExit | RedirectExit | LiveExit | RawExit;

/** The whole address of an exit. */
export function urlOf(exit: Exit): string {
  return `${exit.kind === 'raw' ? exit.root : '/api'}${exit.path}`;
}

export class ExitRegistry {
  readonly #exits = new Map<string, Exit>();
  readonly #addresses = new Set<string>();

  /** @throws `exit.duplicate` */
  add(...exits: readonly Exit[]): void {
    for (const exit of exits) {
      const address = addressOf(exit.method, urlOf(exit));
      if (this.#exits.has(exit.name) || this.#addresses.has(address))
        throw new CommonwatchError('exit.duplicate', `${exit.name} ${address}`);
      this.#exits.set(exit.name, exit);
      this.#addresses.add(address);
    }
  }

  get all(): readonly Exit[] {
    return [...this.#exits.values()];
  }

  has(method: string, url: string): boolean {
    return this.#addresses.has(addressOf(method, url));
  }
}

function addressOf(method: string, path: string): string {
  // HEAD is answered by GET's own handler.
  return `${method === 'HEAD' ? 'GET' : method} ${path}`;
}

/** Checks that a principal may use an exit. @throws `session.none`, `permission.missing`, `session.seeing-as` */
export function assertMayUse(exit: Exit, context: HubContext): void {
  if (exit.permission === 'anyone') return;
  const { principal } = context;
  if (principal === undefined) throw new CommonwatchError('session.none');
  if (context.isSeeingAs && exit.method !== 'GET') throw new CommonwatchError('session.seeing-as');
  if (exit.permission !== 'session' && !principal.permissions.includes(exit.permission))
    throw new CommonwatchError('permission.missing', exit.permission);
}

/** The principal of a context whose exit asks for one. @throws `session.none` */
export function principalOf(context: HubContext): Principal {
  if (context.principal === undefined) throw new CommonwatchError('session.none');
  return context.principal;
}
