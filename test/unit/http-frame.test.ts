/** What no route ever sees: broken HTTP, addresses that cannot be read, forms that end too early. */
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHub, testParty } from '../leaks/hub.ts';

let open: Awaited<ReturnType<typeof openTestHub>>;
let port: number;
let token: string;

beforeAll(async () => {
  open = await openTestHub();
  const { app, parts } = open.hub;
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
  const account = await parts.accounts.create({
    account: 'officer',
    name: { en: 'o', ja: 'o' },
    party: testParty,
    role: 'desk-officer',
  });
  token = parts.accounts.createToken(account, 'test', ['read', 'import'], 1).token;
}, 60_000);
afterAll(() => open.close());

/** Bytes as they are, and what came back. Our half stays open: the hub closes when it has answered. */
function sent(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

const code = (answer: string) => /"code":"([^"]+)"/.exec(answer)?.[1];
const host = () => `host: 127.0.0.1:${port}\r\nconnection: close`;

describe('a request that reaches no route', () => {
  it('is told so with a code of this hub, whatever is broken in it', async () => {
    const broken: readonly [string, string][] = [
      [`GETT / HTTP/1.1\r\n${host()}\r\n\r\n`, 'request.invalid'],
      [`GET /api/entries/%ff%fe HTTP/1.1\r\n${host()}\r\n\r\n`, 'request.invalid'],
      [`GET /api/entries/${'9'.repeat(500)} HTTP/1.1\r\n${host()}\r\n\r\n`, 'request.invalid'],
      [`GET / HTTP/1.1\r\n${host()}\r\nx: ${'y'.repeat(60_000)}\r\n\r\n`, 'request.too-large'],
      [`GET /api/nowhere HTTP/1.1\r\n${host()}\r\n\r\n`, 'route.not-found'],
    ];
    for (const [text, wanted] of broken) expect(code(await sent(text)), text.slice(0, 40)).toBe(wanted);
  });

  it('is told so where a part of its address holds a NUL, whatever the route would make of it', async () => {
    const bearer = `authorization: Bearer ${token}\r\n${host()}`;
    for (const path of ['/api/sessions/%00', '/api/narratives/mappings/%00', '/api/entries/a%00b'])
      for (const method of ['DELETE', 'GET']) {
        const answer = await sent(`${method} ${path} HTTP/1.1\r\n${bearer}\r\n\r\n`);
        expect(answer, `${method} ${path}`).toMatch(/^HTTP\/1\.1 40[034] /);
      }
    const answer = await sent(`DELETE /api/sessions/%00 HTTP/1.1\r\n${bearer}\r\n\r\n`);
    expect(code(answer)).toBe('request.invalid');
    const number = await sent(`GET /api/sea/vessels/0 HTTP/1.1\r\n${bearer}\r\n\r\n`);
    expect(code(number)).toBe('entry.not-found');
  });

  it('does not hear its own address again, nor of the frame that reads it', async () => {
    const answer = await sent(`GET /api/entries/%ff%fe?x=SECRET HTTP/1.1\r\n${host()}\r\n\r\n`);
    expect(answer).not.toMatch(/SECRET|FST_|Client Error/);
  });
});

describe('a form', () => {
  it('that ends too early, or holds no file, is the sender’s fault and no fault of the hub', async () => {
    for (const body of ['{"a":1}', '--b\r\n', '--b--\r\n']) {
      const head = `authorization: Bearer ${token}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${body.length}`;
      const answer = await sent(`POST /api/imports HTTP/1.1\r\n${host()}\r\n${head}\r\n\r\n${body}`);
      expect(code(answer), body).toBe('request.invalid');
    }
  });
});
