/** The page (dist/web) and the chart's files (data/earth). They hold nothing of anybody's. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { CommonwatchError } from '../core/index.ts';
import { packageRoot } from '../store/worker.ts';

const weekS = 7 * 24 * 3600;

export async function mountStatic(app: FastifyInstance): Promise<void> {
  const root = packageRoot();
  const web = join(root, 'dist', 'web');
  const chart = join(root, 'data', 'earth');
  if (existsSync(chart))
    await app.register(fastifyStatic, { root: chart, prefix: '/chart/', decorateReply: false, index: false });
  const hasPage = existsSync(join(web, 'index.html'));
  if (hasPage) await mountPage(app, web);
  // A link into the page (/sea/…, /cases/…) is the page's own affair; a missing file stays missing.
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && /^\/(?!api\/|chart\/|docs|assets\/)[^.]*$/.test(request.url);
    if (hasPage && isPage) return reply.type('text/html').sendFile('index.html');
    throw new CommonwatchError('route.not-found');
  });
}

async function mountPage(app: FastifyInstance, web: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: web,
    prefix: '/',
    index: ['index.html'],
    wildcard: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      // Vite names these files by their content.
      const isNamedByContent = path.includes(`${join('web', 'assets')}`);
      const rule = isNamedByContent ? `public, max-age=${weekS}, immutable` : 'no-cache';
      response.setHeader('cache-control', rule);
    },
  });
}
