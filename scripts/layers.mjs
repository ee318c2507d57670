// The layering of the house (docs/architecture.md), enforced: a folder imports only what its row names.
// dependency-cruiser reads with swc, because TypeScript 7 has no compiler API and the default parser would see
// no module at all and report success; hence the assertion that imports were seen.
import { cruise } from 'dependency-cruiser';
import { readdirSync } from 'node:fs';

const below = ['core', 'words'];
/** What each folder of src/ may import, besides itself. */
export const mayImport = {
  core: [],
  words: ['core'],
  earth: ['core', 'words'],
  ais: ['core', 'words', 'earth'],
  sea: [...below, 'earth', 'ais'],
  lanes: [...below, 'earth'],
  narratives: below,
  programme: below,
  coordination: [...below, 'earth'],
  exercise: [...below, 'earth', 'ais'],
  'rooms.template': below,
  exchange: below,
  print: [...below, 'exchange'],
  feeds: [...below, 'earth', 'ais', 'exchange', 'print'],
  store: [...below, 'earth', 'ais', 'exchange', 'print', 'feeds'],
};
const rooms = ['sea', 'lanes', 'narratives', 'programme', 'coordination', 'exercise'];
mayImport.hub = [...Object.keys(mayImport).filter((folder) => folder !== 'rooms.template')];
mayImport.cli = [...mayImport.hub, 'hub'];

/** The packages that one folder alone may import, and those that core may. */
const owned = {
  '@duckdb/node-api': 'store',
  libsql: 'store',
  kysely: 'store',
  pdfkit: 'print',
  fastify: 'hub',
};
const corePackages = ['typebox', '@noble/hashes'];

const errors = [];
const options = {
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '\\.test\\.ts$' },
  enhancedResolveOptions: {
    extensions: ['.ts', '.tsx', '.js', '.json'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'types'],
  },
};
const { output } = await cruise(['src', 'web'], options);
let seen = 0;
const folderOf = (path) =>
  path.startsWith('src/') ? path.split('/')[1] : path.startsWith('web/') ? 'web' : undefined;
for (const module of output.modules) {
  const from = folderOf(module.source);
  if (from === undefined) continue;
  for (const dependency of module.dependencies) {
    seen += 1;
    const line = `${module.source} imports ${dependency.resolved ?? dependency.module}`;
    const to = folderOf(dependency.resolved);
    const name = dependency.module.startsWith('@')
      ? dependency.module.split('/').slice(0, 2).join('/')
      : dependency.module.split('/')[0];
    if (from === 'web') {
      const typeOnly = dependency.dependencyTypes.includes('type-only') || dependency.typeOnly;
      const api = /^src\/[^/]+\/api\.ts$/.test(dependency.resolved) && typeOnly;
      if (to !== undefined && to !== 'web' && to !== 'words' && !api)
        errors.push(`${line}: web/ may import types of src/*/api.ts and words/ only`);
      continue;
    }
    if (to === undefined || to === 'web') {
      if (to === 'web') errors.push(`${line}: src/ never imports web/`);
      if (dependency.module.startsWith('.') || dependency.coreModule) continue;
      if (owned[name] !== undefined && owned[name] !== from)
        errors.push(`${line}: ${name} belongs to ${owned[name]}/ alone`);
      if (from === 'core' && !corePackages.includes(name))
        errors.push(`${line}: core/ imports only ${corePackages.join(' and ')}`);
      if (['react', 'react-dom'].includes(name)) errors.push(`${line}: React belongs to web/ alone`);
      continue;
    }
    if (to === from) continue;
    if (!(mayImport[from] ?? []).includes(to)) errors.push(`${line}: ${from}/ may not import ${to}/`);
    else if (rooms.includes(to) && !/^src\/[^/]+\/(index|api|room)\.ts$/.test(dependency.resolved))
      errors.push(`${line}: others import a room by its index.ts only`);
  }
}
for (const folder of readdirSync('src', { withFileTypes: true }))
  if (folder.isDirectory() && mayImport[folder.name] === undefined)
    errors.push(`src/${folder.name} has no row in scripts/layers.mjs`);
if (seen === 0) errors.push('no imports were seen at all: the check itself is broken');
for (const error of errors) console.error(error);
console.log(`layers: ${output.modules.length} modules, ${seen} imports, ${errors.length} errors`);
process.exit(errors.length === 0 ? 0 : 1);
