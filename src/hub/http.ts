/**
 * The HTTP frame: mounts the registered exits and static files, and nothing else. Hosts, origins, cookies, tokens
 * against forged requests, limits, headers and error bodies are decided here and nowhere else.
 */
import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import type { TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';
import { CommonwatchError, PartyIdSchema, Released, errorCodes } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';
import type { Accounts, Principal } from './accounts.ts';
import { actionOf } from './access.ts';
import type { AccessLog } from './access.ts';
import type { ApiError } from './api.ts';
import type { Config } from './config.ts';
import { assertMayUse, urlOf } from './exits.ts';
import type {
  Exit,
  ExitRegistry,
  FileAnswer,
  HubContext,
  HubRequest,
  LiveExit,
  RawAnswer,
  Upload,
} from './exits.ts';
import { BasicLogins } from './basic.ts';
import { formFault } from './forms.ts';
import { mountDocumentation } from './openapi.ts';
import { mountStatic } from './static.ts';

export interface HttpParts {
  readonly config: Config;
  readonly exits: ExitRegistry;
  readonly accounts: Accounts;
  readonly access: AccessLog;
  /** The account of the partner's hub that comes with a certificate. @param fingerprint SHA-256, hex */
  readonly accountByCertificate: (fingerprint: string) => string | undefined;
  /** The window of a principal (or of the public), perhaps through another party's eyes. @throws `party.unknown` */
  readonly contextFor: (principal: Principal | undefined, view: { as?: string; lang?: string }) => HubContext;
  /** Told of every answer, for the metrics. */
  readonly onAnswer: (exit: string, status: number, durationMs: number) => void;
}

/** Bodies of JSON; files come by `/api/imports` and have a limit of their own. */
const maxBodyBytes = 1_048_576;
const sessionCookie = 'commonwatch_session';
const loginCookie = 'commonwatch_login';
const csrfHeader = 'x-commonwatch-csrf';

/** Query parameters that every read has. */
const viewParameters = { as: Type.Optional(PartyIdSchema), lang: Type.Optional(Type.String()) };

export async function createServer(parts: HttpParts): Promise<FastifyInstance> {
  const { config, exits } = parts;
  const app = fastifyFor(config);
  app.setValidatorCompiler(({ schema, httpPart }) => validator(schema as TSchema, httpPart));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error: FastifyError | CommonwatchError, request, reply) => {
    answerError(error, request, reply);
  });
  app.addHook('onRequest', async (request) => assertOwnHost(request, config));
  await app.register(cookie);
  await app.register(helmet, securityHeaders(config));
  await app.register(rateLimit, {
    global: true,
    max: config.http.requestsPerMinute,
    timeWindow: '1 minute',
    errorResponseBuilder: () => new CommonwatchError('request.too-many'),
  });
  await app.register(multipart, { limits: { fileSize: config.imports.maxBytes, files: 1, fields: 10 } });
  const roots = ['/api', ...new Set(exits.all.flatMap((exit) => (exit.kind === 'raw' ? [exit.root] : [])))];
  // Protocols of their own read their bodies themselves.
  app.addContentTypeParser(/^application\/taxii\+json/, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (roots.some((root) => url.startsWith(`${root}/`)) && !exits.has(each, url))
        throw new CommonwatchError('exit.unregistered', `${each} ${url}`);
  });
  await mountDocumentation(app);
  const basic = new BasicLogins(parts.accounts);
  for (const exit of exits.all) mountExit(app, exit, parts, basic);
  await mountStatic(app);
  return app;
}

function fastifyFor({ http, log }: Config): FastifyInstance {
  const options = {
    trustProxy: http.behindProxy,
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: false,
    // As long as an address may be: a part that is too long reaches its route, whose schema says so.
    routerOptions: { maxParamLength: 16_384 },
    // URLs and headers stay out of the log: they may hold ids and tokens.
    logger:
      log === 'silent'
        ? false
        : {
            level: log,
            serializers: {
              req: (request: FastifyRequest) => ({
                method: request.method,
                route: request.routeOptions?.url,
              }),
            },
            redact: ['req.headers', 'password', 'token'],
          },
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // What fails before any route is known (an address that cannot be read) is told in the same way as all else.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      answerError(error, request, reply),
    clientErrorHandler: answerBrokenHttp,
  };
  if (http.tlsCertificate === '' || http.tlsKey === '') return Fastify(options);
  const https = {
    cert: readFileSync(http.tlsCertificate),
    key: readFileSync(http.tlsKey),
    // People come without a certificate, partners' hubs may come with one.
    ...(http.tlsAuthority === ''
      ? {}
      : { ca: readFileSync(http.tlsAuthority), requestCert: true, rejectUnauthorized: false }),
  };
  return Fastify({ ...options, https }) as unknown as FastifyInstance;
}

/** What is no HTTP at all: Node gives the socket alone. */
function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'request.too-large' : 'request.invalid';
  const { status, rule } = errorCodes[code];
  const body = JSON.stringify({ code, message: rule } satisfies ApiError);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function securityHeaders({ http }: Config) {
  const isSecure = http.behindProxy || http.tlsCertificate !== '';
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // MapLibre and the plots set positions as inline styles; scripts are never inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: isSecure,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' as const },
  };
}

/** Against DNS rebinding and cross-site requests: this hub's own names only. @throws `request.foreign-host` */
function assertOwnHost(request: FastifyRequest, { http }: Config): void {
  const names = ['127.0.0.1', 'localhost', '[::1]', http.host, ...http.hosts];
  const nameOf = (host: string) => host.replace(/:\d+$/, '').toLowerCase();
  const host = request.headers.host ?? '';
  if (!names.includes(nameOf(host))) throw new CommonwatchError('request.foreign-host', host);
  const { origin } = request.headers;
  if (origin === undefined) return;
  // The port counts: another program on this machine is another site.
  const allowed = http.behindProxy ? names.includes(nameOf(hostOf(origin))) : hostOf(origin) === host;
  if (!allowed) throw new CommonwatchError('request.foreign-host', origin);
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

function mountExit(app: FastifyInstance, exit: Exit, parts: HttpParts, basic: BasicLogins): void {
  app.route({
    method: exit.method,
    url: urlOf(exit),
    schema: schemaOf(exit),
    ...(exit.maxBodyBytes === undefined ? {} : { bodyLimit: exit.maxBodyBytes }),
    config: exit.isLogin ? { rateLimit: { max: parts.config.http.loginsPerMinute } } : {},
    ...(exit.kind === 'raw'
      ? {
          bodyLimit: exit.maxBodyBytes,
          errorHandler: (
            error: FastifyError | CommonwatchError,
            request: FastifyRequest,
            reply: FastifyReply,
          ) => {
            sendRaw(reply, exit.failed(ownError(error, request)));
          },
        }
      : {}),
    // Nothing is given back: Fastify would wait for a promise of the reply, and with it put listeners on the end of
    // the response (`reply.then`), more with each answer on one connection. Every exit sends its answer itself.
    handler: (request, reply) => {
      answer(exit, request, reply, parts, basic).catch((error: unknown) => {
        reply.send(error);
      });
    },
  });
}

function sendRaw(reply: FastifyReply, { status, headers, content }: RawAnswer): void {
  reply.header('cache-control', 'no-store').code(status).headers(headers);
  reply
    .serializer((value: unknown) => value as string)
    .send(typeof content === 'string' ? content : Buffer.from(content));
}

async function answer(
  exit: Exit,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  basic: BasicLogins,
): Promise<void> {
  const startedMs = performance.now();
  reply.header('cache-control', 'no-store');
  const view = (exit.method === 'GET' ? request.query : {}) as { as?: string; lang?: string };
  const signedIn = exit.kind === 'raw' ? await basic.principal(request.headers.authorization) : undefined;
  const principal = signedIn ?? principalFrom(request, parts);
  let context: HubContext | undefined;
  let status = 200;
  try {
    if (principal === undefined && exit.permission !== 'anyone') throw new CommonwatchError('session.none');
    if (principal !== undefined) assertNotForged(exit, request, principal);
    context = parts.contextFor(principal, view);
    assertMayUse(exit, context);
    const asked = hubRequest(request, reply, parts.config);
    if (exit.kind === 'live') return openStream(exit, context, asked, request, reply, parts);
    const released = await exit.handle(context, asked);
    if (!Released.is(released)) throw new CommonwatchError('released.forged');
    const value = (released as Released<unknown>).for(context.viewer.party);
    if (exit.kind === 'raw') sendRaw(reply, value as RawAnswer);
    else if (exit.kind === 'redirect') reply.redirect(value as string);
    else if (exit.kind === 'file') sendFile(reply, value as FileAnswer);
    else sendJson(reply, value);
  } catch (error) {
    status = error instanceof CommonwatchError ? error.status : 500;
    throw error;
  } finally {
    parts.onAnswer(exit.name, status, performance.now() - startedMs);
    // What was refused was neither seen nor done.
    if (principal !== undefined && status < 400)
      parts.access.note({
        account: principal.account.account,
        party: principal.account.party,
        viewer: context?.viewer.party ?? '',
        action: actionOf(exit.name, exit.method, exit.kind),
        exit: exit.name,
        target: targetOf(request),
      });
  }
}

/** What a request was about, for the access log. */
function targetOf({ params, query }: FastifyRequest): string {
  const { id, entry, mmsi } = { ...(params as Record<string, string>) };
  const { q } = query as { q?: string };
  return String(id ?? entry ?? mmsi ?? q ?? '');
}

/** RFC 6750, and the scheme by which TAXII clients in Python send a token. */
const tokenSchemes = new Set(['bearer', 'token']);

function principalFrom(request: FastifyRequest, parts: HttpParts): Principal | undefined {
  const { accounts } = parts;
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [scheme, token] = authorization.split(' ');
    return tokenSchemes.has(scheme?.toLowerCase() ?? '') && token !== undefined
      ? accounts.byToken(token)
      : undefined;
  }
  const secret = request.cookies[sessionCookie];
  return secret === undefined ? principalByCertificate(request, parts) : accounts.bySession(secret);
}

/** A partner's hub that came with a certificate which an authority of ours signed, and which was registered. */
function principalByCertificate(request: FastifyRequest, parts: HttpParts): Principal | undefined {
  const fingerprint = certificateOf(request);
  const account = fingerprint === undefined ? undefined : parts.accountByCertificate(fingerprint);
  return account === undefined ? undefined : parts.accounts.machine(account, ['read']);
}

/** The SHA-256 fingerprint, in hex, of a client certificate that an authority of ours signed. */
function certificateOf({ raw }: FastifyRequest): string | undefined {
  const socket = raw.socket as Partial<TLSSocket>;
  if (socket.authorized !== true || socket.getPeerCertificate === undefined) return undefined;
  return socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase();
}

/** A cookie is sent by the browser whoever made the request; this header is not. @throws `request.csrf` */
function assertNotForged(exit: Exit, request: FastifyRequest, principal: Principal): void {
  if (exit.method === 'GET' || exit.permission === 'anyone' || principal.csrf === undefined) return;
  if (request.headers[csrfHeader] !== principal.csrf) throw new CommonwatchError('request.csrf');
}

/** No id and no name holds a NUL, and the store takes none. @throws `request.invalid` */
function readable(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  // A schema may have made a number of one.
  for (const [name, value] of Object.entries<unknown>(params))
    if (String(value).includes('\0'))
      throw new CommonwatchError('request.invalid', undefined, { path: `/${name}` });
  return params;
}

function hubRequest(request: FastifyRequest, reply: FastifyReply, { http }: Config): HubRequest {
  const secure = http.behindProxy || http.tlsCertificate !== '';
  return {
    params: readable(request.params as Record<string, string>),
    query: request.query as Record<string, unknown>,
    body: request.body,
    origin: `${request.protocol}://${request.host}`,
    accepts: (...mediaTypes) => preferred(request.headers.accept, mediaTypes),
    headers: request.headers as Record<string, string | undefined>,
    address: new URL(request.originalUrl, `${request.protocol}://${request.host}`),
    certificate: certificateOf(request),
    session: request.cookies[sessionCookie],
    begunLogin: request.cookies[loginCookie],
    setBegunLogin: (state) => {
      // Lax: the browser comes back from the provider's own site.
      const options = { path: '/api/session', httpOnly: true, sameSite: 'lax' as const, secure };
      if (state === undefined) reply.clearCookie(loginCookie, options);
      else reply.setCookie(loginCookie, state, options);
    },
    setSession: (secret) => {
      const options = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure };
      if (secret === undefined) reply.clearCookie(sessionCookie, options);
      else reply.setCookie(sessionCookie, secret, options);
    },
    upload: () => uploadOf(request),
  };
}

/** The media type of the list that an Accept header (RFC 9110, 12.5.1) weighs highest; the first of equals. */
function preferred(accept: string | undefined, mediaTypes: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return mediaTypes[0];
  const ranges = accept.split(',').map((part) => {
    const [range, ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const q = parameters.find((word) => word.startsWith('q='));
    return { range, q: q === undefined ? 1 : Number(q.slice(2)) };
  });
  /** The most specific range that fits decides. */
  const weightOf = (type: string) =>
    [type, `${type.split('/')[0]}/*`, '*/*']
      .map((wanted) => ranges.find(({ range }) => range === wanted))
      .find((found) => found !== undefined)?.q ?? 0;
  const [best] = [...mediaTypes].sort((a, b) => weightOf(b) - weightOf(a));
  return best !== undefined && weightOf(best) > 0 ? best : undefined;
}

async function uploadOf(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new CommonwatchError('request.invalid', 'multipart/form-data is needed');
  const part = await request.file().catch((error: unknown) => {
    throw formFault(error);
  });
  if (part === undefined) throw new CommonwatchError('request.invalid', 'no file', { path: '/file' });
  const fields: Record<string, string> = {};
  for (const [name, field] of Object.entries(part.fields)) {
    const value = (field as { value?: unknown } | undefined)?.value;
    if (typeof value === 'string') fields[name] = value;
  }
  return { fileName: part.filename, fields, bytes: part.file as Readable };
}

function sendJson(reply: FastifyReply, value: unknown): void {
  reply
    .header('content-type', 'application/json; charset=utf-8')
    .serializer(() => JSON.stringify(value))
    .send({});
}

function sendFile(reply: FastifyReply, { mediaType, fileName, content }: FileAnswer): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  reply.header('content-type', mediaType);
  if (fileName !== undefined)
    reply.header('content-disposition', `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`);
  reply.send(bytes);
}

const heartbeatMs = 15_000;
/** A reader that is slower than this loses its stream and resumes with its cursor. */
const maxUnsentBytes = 4_194_304;

function openStream(
  exit: LiveExit,
  context: HubContext,
  asked: HubRequest,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
): void {
  const { raw } = reply;
  let stop = () => {};
  let ended = false;
  let opened = false;
  const end = () => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    stop();
    raw.end();
  };
  const write = (text: string) => {
    if (ended) return;
    raw.write(text);
    if (raw.writableLength > maxUnsentBytes) end();
  };
  const held: string[] = [];
  stop = exit.open(context, asked, (event) => {
    const { cursor, ...rest } = event.for(context.viewer.party);
    const text = `id: ${cursor}\nevent: ${rest.kind}\ndata: ${JSON.stringify({ ...rest, cursor })}\n\n`;
    if (opened) write(text);
    else held.push(text);
  });
  // Only now, when the cursor was good: before this an error can still be an answer.
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  opened = true;
  write(': open\n\n');
  for (const text of held) write(text);
  const heartbeat = setInterval(() => {
    if (mayGoOn(exit, context, request, parts)) write(': alive\n\n');
    else end();
  }, heartbeatMs);
  heartbeat.unref();
  raw.on('close', end);
}

/**
 * Whether a stream would still be opened as it was. A session that ended, an account that was disabled, moved to another
 * party or lost a permission ends its streams.
 */
function mayGoOn(exit: LiveExit, { viewer }: HubContext, request: FastifyRequest, parts: HttpParts): boolean {
  try {
    const principal = principalFrom(request, parts);
    const context = parts.contextFor(principal, request.query as { as?: string; lang?: string });
    assertMayUse(exit, context);
    return context.viewer.party === viewer.party;
  } catch {
    return false;
  }
}

function schemaOf(exit: Exit): FastifySchema & Record<string, unknown> {
  // A protocol's own parameters (`match[type]`) and bodies are checked by its own rules.
  if (exit.kind === 'raw')
    return { summary: exit.summary, operationId: exit.name, tags: [exit.name.split('.')[0]] };
  const query = (exit.query as TObject | undefined)?.properties ?? {};
  const hasView = exit.method === 'GET' && exit.permission !== 'anyone';
  return {
    operationId: exit.name,
    summary: exit.summary,
    tags: [exit.name.split('.')[0]],
    ...(exit.params === undefined ? {} : { params: exit.params }),
    querystring: Type.Object(hasView ? { ...query, ...viewParameters } : query, {
      additionalProperties: false,
    }),
    ...(exit.body === undefined || exit.isUpload ? {} : { body: exit.body }),
    ...(exit.isUpload ? { consumes: ['multipart/form-data'] } : {}),
    security: exit.permission === 'anyone' ? [] : [{ token: [] }, { session: [] }],
    ...(exit.response === undefined ? {} : { response: { 200: exit.response } }),
  };
}

/** Checks a part of a request by TypeBox; words of an address become the numbers that they stand for. */
function validator(schema: TSchema, part: string | undefined) {
  const compiled = Compile(schema);
  return (given: unknown) => {
    const value = part === 'body' ? given : Convert(schema, given ?? {});
    if (compiled.Check(value)) return { value };
    const [first] = compiled.Errors(value);
    const path = first?.instancePath === '' ? '/' : (first?.instancePath ?? '/');
    return {
      error: new CommonwatchError('request.invalid', path, {
        path,
        detail: `At the path given, it ${first?.message ?? 'differs'}.`,
      }),
    };
  };
}

/** Errors of the frame itself, by Fastify's own code. */
const frameErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.invalid',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.invalid',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.invalid',
  FST_REQ_FILE_TOO_LARGE: 'import.too-large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'request.invalid',
};

function answerError(
  error: FastifyError | CommonwatchError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  sendError(reply, ownError(error, request));
}

/** An error as it may be told: what is not ours says no more than that the hub met a fault. */
function ownError(error: FastifyError | CommonwatchError, request: FastifyRequest): CommonwatchError {
  if (error instanceof CommonwatchError && error.status < 500) return error;
  const known = frameErrors[(error as FastifyError).code];
  if (known !== undefined) return new CommonwatchError(known);
  if ((error as FastifyError).statusCode !== undefined && Number((error as FastifyError).statusCode) < 500)
    return new CommonwatchError('request.invalid');
  request.log.error({ err: { message: error.message, stack: error.stack }, req: request }, 'hub.failed');
  return new CommonwatchError(error instanceof CommonwatchError ? error.code : 'hub.failed');
}

function sendError(reply: FastifyReply, error: CommonwatchError): void {
  const body: ApiError = {
    code: error.code,
    message: error.message,
    ...(error.path === undefined ? {} : { path: error.path }),
  };
  reply.header('cache-control', 'no-store');
  reply.code(errorCodes[error.code].status);
  sendJson(reply, body);
}
