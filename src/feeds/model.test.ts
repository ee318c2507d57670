import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passagesByModel } from './model.ts';

/** A server on loopback that answers as llama.cpp and Ollama do, with whatever the test wants. */
let server: Server;
let baseUrl: string;
let content: unknown;
const asked: { path: string | undefined; body: { response_format: { type: string } } }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => {
      body += bytes.toString();
    });
    request.on('end', () => {
      asked.push({ path: request.url, body: JSON.parse(body) });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ choices: [{ message: { content } }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const text = 'Nothing here. Japan and NATO agreed on a plan. The end.';

describe('a language model', () => {
  it('is asked for JSON, and only what stands in the text to the letter is kept', async () => {
    content = JSON.stringify({
      quotes: ['Japan and NATO agreed on a plan.', 'Japan and NATO agreed on a new plan.', '', 7],
    });
    const { spans, dropped } = await passagesByModel({ baseUrl, model: 'm' }, text);
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Japan and NATO agreed on a plan.',
    ]);
    expect(dropped).toBe(2);
    expect(asked[0].path).toBe('/v1/chat/completions');
    expect(asked[0].body.response_format.type).toBe('json_schema');
  });

  it('that answers with anything else is as good as none', async () => {
    for (const nonsense of ['no JSON', '{}', '{"quotes": 3}', undefined]) {
      content = nonsense;
      await expect(passagesByModel({ baseUrl, model: 'm' }, text)).rejects.toThrow(
        /answers chat completions/,
      );
    }
    await expect(passagesByModel({ baseUrl: 'http://127.0.0.1:9', model: 'm' }, text)).rejects.toThrow();
  });
});
