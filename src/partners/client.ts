/**
 * Asks a partner's hub over HTTPS (on this machine also without), by token or by certificate. One request at a time, with a
 * limit in time and size; whatever goes wrong is `partner.unreachable`, or the code that the other hub answered with.
 */
import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { CommonwatchError, errorCodes } from '../core/index.ts';
import type { ErrorCode } from '../core/index.ts';

/** How this hub comes to others: PEM files of its certificate, and of those by whom theirs are signed. */
export interface TransportOptions {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

export interface Target {
  readonly url: string;
  readonly token: string;
}

/** A request to a partner's hub. @throws `partner.unreachable`, or an error of the other hub */
export type Ask = (target: Target, method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

const timeoutMs = 30_000;
const maxAnswerBytes = 67_108_864;
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** @throws `partner.address-invalid` */
export function assertSafeUrl(url: string): void {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw new CommonwatchError('partner.address-invalid', url, { cause });
  }
  const isSafe =
    parsed.protocol === 'https:' || (parsed.protocol === 'http:' && loopback.includes(parsed.hostname));
  if (!isSafe || parsed.username !== '' || parsed.search !== '' || parsed.hash !== '')
    throw new CommonwatchError('partner.address-invalid', url);
}

export function httpAsk({ certificate, key, authority }: TransportOptions): Ask {
  const read = (file: string) => (file === '' ? undefined : readFileSync(file));
  return (target, method, path, body) => {
    assertSafeUrl(target.url);
    const url = new URL(`${target.url.replace(/\/$/, '')}/api${path}`);
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const options = {
      method,
      timeout: timeoutMs,
      headers: {
        accept: 'application/json',
        ...(target.token === '' ? {} : { authorization: `Bearer ${target.token}` }),
        ...(payload === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': payload.length }),
      },
      ...(url.protocol === 'https:'
        ? { cert: read(certificate), key: read(key), ca: read(authority), minVersion: 'TLSv1.3' as const }
        : {}),
    };
    return send(url, options, payload);
  };
}

function send(
  url: URL,
  options: Parameters<typeof requestHttps>[1],
  payload: Buffer | undefined,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new CommonwatchError('partner.unreachable', url.origin, { cause }));
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    const asked = start(url, options as object, (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.length;
        if (size > maxAnswerBytes) answer.destroy(new Error('the answer is too large'));
        else parts.push(part);
      });
      answer.on('error', fail);
      answer.on('end', () => {
        try {
          resolve(valueOf(answer.statusCode ?? 0, Buffer.concat(parts).toString('utf8')));
        } catch (error) {
          if (error instanceof CommonwatchError) reject(error);
          else fail(error);
        }
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', fail);
    asked.end(payload);
  });
}

function valueOf(status: number, text: string): unknown {
  const value = JSON.parse(text) as unknown;
  if (status >= 200 && status < 300) return value;
  const { code } = value as { code?: unknown };
  if (typeof code === 'string' && Object.hasOwn(errorCodes, code))
    throw new CommonwatchError(code as ErrorCode);
  throw new Error(`answered ${status}`);
}
