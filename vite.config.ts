import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { transform } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin, Rolldown } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Writes /shell.js: the worker that keeps what the page begins with, with the list of those files in it. */
function shellWorker(): Plugin {
  return {
    name: 'shell-worker',
    apply: 'build',
    async generateBundle(_, bundle) {
      const files = new Set<string>(['icon.svg']);
      const collect = (name: string) => {
        const chunk = bundle[name];
        if (files.has(name) || chunk?.type !== 'chunk') return;
        files.add(name);
        for (const style of stylesOf(chunk)) files.add(style);
        chunk.imports.forEach(collect);
      };
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk' && chunk.isEntry) collect(chunk.fileName);
      const list = [...files].sort().map((name) => `/${name}`);
      const source = readFileSync(here('./web/away/shell.worker.ts'), 'utf8');
      const fixed = ['./web/index.html', './web/public/icon.svg'].map((path) =>
        readFileSync(here(path), 'utf8'),
      );
      const digest = createHash('sha256')
        .update(JSON.stringify([list, source, fixed]))
        .digest('hex');
      const { code } = await transform(source, {
        loader: 'ts',
        format: 'iife',
        define: {
          shellFiles: JSON.stringify(list),
          shellName: JSON.stringify(`shell-${digest.slice(0, 16)}`),
        },
      });
      this.emitFile({ type: 'asset', fileName: 'shell.js', source: code });
    },
  };
}

function stylesOf(chunk: Rolldown.OutputChunk): readonly string[] {
  return [...(chunk.viteMetadata?.importedCss ?? [])];
}

// MapLibre's worker is an ES module (`worker.format`), otherwise the chart stays blank.
export default defineConfig({
  root: here('./web'),
  base: '/',
  plugins: [react(), shellWorker()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8417' } },
});
