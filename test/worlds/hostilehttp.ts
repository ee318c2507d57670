/**
 * Hostile requests against one hub that listens: raw bytes on sockets as well as whole requests, with everything that a
 * client can get wrong on purpose. The hub must stay up, keep its memory, and answer every fault with a code of its own
 * that tells nothing hidden.
 */
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { errorCodes, ownerOnly } from '../../src/core/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';
import { finding, to } from './store.ts';

export interface HostileTools {
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly broken: (seed: string) => string;
  readonly fail: (what: string) => void;
}

/** Stands in what the caller may not know, and nowhere in what is sent. */
const secret = 'ZIRCONIUMHERON';
const maxResidentGrowthMb = 700;
const slowMs = 5000;
const atOnce = 16;

/** @returns how many answers had which status; 0 is a connection that was closed without one */
export async function attackHub(requests: number, tools: HostileTools): Promise<Map<number, number>> {
  const open = await openTestHub({ http: { port: 0, requestsPerMinute: 100_000_000 } });
  const counts = new Map<number, number>();
  try {
    await new Attack(open.hub, await prepared(open.hub), tools, counts).run(requests);
  } finally {
    await open.close();
  }
  return counts;
}

interface Prepared {
  readonly port: number;
  readonly token: string;
  readonly hidden: readonly string[];
  readonly shown: string;
}

async function prepared({ app, parts: { store, accounts } }: Hub): Promise<Prepared> {
  for (const id of ['north', 'south'])
    await store.parties.put(
      { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
      'test',
    );
  const [hidden, shown] = await store.append(
    [finding(secret, ownerOnly(testParty)), finding('shown', { ...to('north'), owner: testParty })],
    { account: 'test' },
  );
  const account = await accounts.create({
    account: 'north',
    name: { en: 'n', ja: 'n' },
    party: 'north',
    role: 'desk-officer',
  });
  const { token } = accounts.createToken(account, 'test', ['read', 'watch', 'import', 'release'], 1);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    port: (app.server.address() as AddressInfo).port,
    token,
    hidden: [secret, hidden.id, hidden.id.split('--')[1]],
    shown: shown.id,
  };
}

class Attack {
  readonly #hub: Hub;
  readonly #prepared: Prepared;
  readonly #tools: HostileTools;
  readonly #counts: Map<number, number>;
  readonly #paths: readonly (readonly [method: string, path: string])[];

  constructor(hub: Hub, prepared: Prepared, tools: HostileTools, counts: Map<number, number>) {
    this.#hub = hub;
    this.#prepared = prepared;
    this.#tools = tools;
    this.#counts = counts;
    this.#paths = hub.exits
      .filter(({ kind }) => kind !== 'live')
      .map((exit) => [exit.method, exit.kind === 'raw' ? exit.path : `/api${exit.path}`]);
  }

  async run(requests: number): Promise<void> {
    const before = process.memoryUsage().rss;
    let left = requests;
    const next = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.#one();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
    const grownMb = (process.memoryUsage().rss - before) / 1e6;
    if (grownMb > maxResidentGrowthMb) this.#tools.fail(`the process grew by ${Math.round(grownMb)} MB`);
    const { statusCode } = await this.#hub.app.inject({ url: '/api/health', headers: { host: '127.0.0.1' } });
    if (statusCode >= 500) this.#tools.fail(`the hub is not well afterwards: ${statusCode}`);
    console.log(`HTTP: the process grew by ${Math.round(grownMb)} MB over ${requests} requests`);
  }

  async #one(): Promise<void> {
    const request = this.#request();
    const started = performance.now();
    const answer = await sent(this.#prepared.port, request);
    const took = performance.now() - started;
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const told = `${JSON.stringify(request.slice(0, 300))} → ${answer.slice(0, 300)}`;
    if (took > slowMs) this.#tools.fail(`${Math.round(took)} ms: ${told}`);
    if (status >= 500 && status !== 503) this.#tools.fail(`a fault: ${told}`);
    for (const word of this.#prepared.hidden)
      if (answer.includes(word) && !request.includes(word)) this.#tools.fail(`tells ${word}: ${told}`);
    if (/node_modules|\bat .+\.ts:\d|\/(?:tmp|work|home|root)\//.test(answer))
      this.#tools.fail(`tells of the machine: ${told}`);
    const hasBody = /\r\n\r\n./s.test(answer);
    if (status >= 400 && hasBody && answer.includes('application/json')) this.#hasCode(answer, told);
  }

  /** An error of the hub's own names a code of the list; what Node itself answers to broken HTTP has no body. */
  #hasCode(answer: string, told: string): void {
    const code = /"code":"([^"]*)"/.exec(answer)?.[1];
    if (code !== undefined && !Object.hasOwn(errorCodes, code))
      this.#tools.fail(`unknown code ${code}: ${told}`);
    if (code === undefined && !/"http_status"|"title"/.test(answer)) this.#tools.fail(`no code: ${told}`);
  }

  #request(): string {
    const { below, pick, broken } = this.#tools;
    const [method, path] = pick(this.#paths);
    const verb =
      below(12) === 0 ? pick(['PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'GETT', 'get', 'PROPFIND']) : method;
    const body = verb === 'GET' || below(8) === 0 ? '' : this.#body();
    const head = `${verb} ${this.#address(path)} HTTP/1.1\r\n${this.#headers(body).join('\r\n')}\r\n\r\n`;
    const whole = `${head}${body}`;
    return below(25) === 0 ? broken(whole) : whole;
  }

  #address(path: string): string {
    const { below, pick, broken } = this.#tools;
    const { hidden, shown } = this.#prepared;
    const filled = path.replace(/:[a-z]+/gi, () =>
      pick([
        hidden[1],
        shown,
        'x',
        '..',
        '%2e%2e%2f',
        '%00',
        '0',
        '-1',
        '9'.repeat(300),
        '%ff%fe',
        '__proto__',
        '日本',
      ]),
    );
    const queries = [
      '',
      '',
      '?limit=1e9',
      '?limit=-1',
      '?cursor=AAAA',
      `?q=${'%F0%9F%92%A9'.repeat(50)}`,
      '?as=south',
      '?bbox=1,2,3',
      '?bbox=NaN,Infinity,1,1',
      '?from=9999-99-99',
      '?types[]=x&types=y',
      '?__proto__[a]=1',
      `?kinds=${'a,'.repeat(3000)}`,
      '?lang=%00',
      '?limit=1&limit=2',
      '?datetime=../..',
      '?q=%',
    ];
    const address = filled + pick(queries);
    const tricked = below(6) === 0 ? broken(address) : address;
    const prefix =
      below(20) === 0 ? pick(['//', '/.', '/%2e%2e', '/api/../', 'http://evil.example', '/\\']) : '';
    return (prefix + tricked).replace(/[^\x21-\x7e]/g, (char) =>
      encodeURIComponent(isHalfPair(char) ? '?' : char),
    );
  }

  #headers(body: string): string[] {
    const { below, pick } = this.#tools;
    const own = `127.0.0.1:${this.#prepared.port}`;
    const headers = [
      `host: ${below(10) === 0 ? pick(['evil.example', '', 'localhost', `${own}@evil`, '[::1', 'a'.repeat(3000)]) : own}`,
      `connection: close`,
    ];
    if (below(5) !== 0)
      headers.push(
        `authorization: ${below(6) === 0 ? pick(['Bearer', `Bearer ${'x'.repeat(6000)}`, 'Basic Og==', 'Basic %%%', 'Digest x', `Bearer ${this.#prepared.token}x`]) : `Bearer ${this.#prepared.token}`}`,
      );
    if (below(8) === 0)
      headers.push(`origin: ${pick(['http://evil.example', 'null', `http://${own}`, 'file://', '\t'])}`);
    if (below(8) === 0)
      headers.push(
        pick([
          'accept: ;;;q=,',
          'accept: application/taxii+json;version=9',
          'accept-language: xx-\u007f',
          `cookie: ${'a=b;'.repeat(900)}`,
          'cookie: commonwatch_session=%00',
          'x-forwarded-host: evil.example',
          'x-forwarded-for: 1.1.1.1',
          'range: bytes=0-0,5-4',
          'if-none-match: *',
          'if-modified-since: yesterday',
          'x-http-method-override: DELETE',
          'expect: 100-continue',
          `x-${'y'.repeat(2000)}: z`,
          'upgrade: websocket',
          'content-encoding: gzip',
          'te: trailers',
        ]),
      );
    if (body !== '') {
      headers.push(`content-type: ${this.#contentType()}`);
      const length = Buffer.byteLength(body);
      headers.push(`content-length: ${below(30) === 0 ? pick([0, 1, 3]) : length}`);
    }
    return headers;
  }

  #contentType(): string {
    return this.#tools.pick([
      'application/json',
      'application/json',
      'application/json; charset=utf-7',
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=b',
      'multipart/form-data; boundary=b',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'application/x-www-form-urlencoded',
      'application/taxii+json;version=2.1',
      'application/taxii+json;version=2.1',
      'x',
      '/',
    ]);
  }

  #body(): string {
    const { below, pick, broken } = this.#tools;
    const { hidden, shown } = this.#prepared;
    const json = JSON.stringify({
      id: pick([hidden[1], shown]),
      ids: [shown],
      audience: { kind: 'public' },
      reason: 'x',
      title: 'x',
      words: 'x',
      objects: [{ type: 'indicator' }],
      verdict: 'confirmed',
      q: 'x',
      party: 'south',
      tlp: 'CLEAR',
    });
    switch (below(8)) {
      case 0:
        return '['.repeat(pick([10, 2000, 400_000]));
      case 1:
        return `{"a":${'{"a":'.repeat(pick([70, 5000]))}1${'}'.repeat(pick([70, 5000]))}}`;
      case 2:
        return `{"n":${'9'.repeat(pick([30, 5000]))}e${'9'.repeat(20)}}`;
      case 3:
        return '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}';
      case 4:
        return this.#multipart();
      default:
        return below(2) === 0 ? json : broken(json);
    }
  }

  #multipart(): string {
    const { below, pick, broken } = this.#tools;
    const name = pick(['a.nmea', '../../etc/passwd', 'a\0b', '.', '', 'x'.repeat(3000), '日本.json', 'CON']);
    const part = `--b\r\ncontent-disposition: form-data; name="${pick(['file', 'importer', '__proto__', ''])}"; filename="${name}"\r\ncontent-type: ${pick(['text/plain', 'x', '/'])}\r\n\r\n${pick(['!AIVDM,1,1,,A,x,0*00', '<alert/>', '{"Event":{}}', 'PK\u0003\u0004'])}\r\n`;
    const whole = `${part.repeat(pick([1, 1, 2, 30]))}--b--\r\n`;
    return below(3) === 0 ? broken(whole) : whole;
  }
}

/** Sends bytes as they are; what came back until the other side closed, or nothing after some seconds. */
function sent(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const finish = () => {
      socket.destroy();
      resolve(Buffer.concat(parts).toString('latin1'));
    };
    // A request that promises more than it sends is the sender's fault: the hub waits, and this does not.
    socket.setTimeout(1500, finish);
    socket.on('connect', () => socket.end(Buffer.from(request, 'utf8')));
    socket.on('data', (chunk) => parts.push(chunk));
    socket.on('error', finish);
    socket.on('close', finish);
  });
}

/** One half of a surrogate pair, which no address can hold. */
function isHalfPair(char: string): boolean {
  return /[\uD800-\uDFFF]/.test(char);
}
