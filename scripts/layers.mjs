// The layering of the house (docs/architecture.md), enforced: a folder imports only what its row names. Imports are
// read with the parser that Vite ships, which knows TypeScript and TSX (TypeScript 7 has no compiler API). The check fails when it sees no
// imports at all: a check that reads nothing must not report success.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'vite';

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
  cti: [...below, 'exchange'],
  alerts: [...below, 'exchange'],
  print: [...below, 'exchange'],
  feeds: [...below, 'earth', 'ais', 'exchange', 'print'],
  store: [...below, 'earth', 'ais', 'exchange', 'print', 'feeds'],
  partners: [...below, 'store'],
};
const rooms = ['cti', 'alerts', 'sea', 'lanes', 'narratives', 'programme', 'coordination', 'exercise'];
mayImport.hub = Object.keys(mayImport).filter((folder) => folder !== 'rooms.template');
mayImport.cli = [...mayImport.hub, 'hub'];

/** Packages that one folder alone may import, and those that core may. */
const owned = {
  '@duckdb/node-api': 'store',
  libsql: 'store',
  pdfkit: 'print',
  fastify: 'hub',
  react: 'web',
  'react-dom': 'web',
  'maplibre-gl': 'web',
};
const corePackages = ['typebox', '@noble/hashes'];
/** Who may make Released values: the gate, and the store's reader that is tested against it. */
const maySeal = (path) => path === 'src/core/gate.ts' || path.startsWith('src/store/');

const errors = [];
let modules = 0;
let seen = 0;

for (const path of [...sources('src'), ...sources('web')]) {
  modules += 1;
  for (const found of importsOf(path)) {
    seen += 1;
    const problem = judge(path, found);
    if (problem !== undefined) errors.push(`${path} imports ${found.from}: ${problem}`);
  }
}
for (const { name } of readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  if (mayImport[name] === undefined) errors.push(`src/${name} has no row in scripts/layers.mjs`);
if (seen === 0) errors.push('no imports were seen at all: the check itself is broken');
for (const error of errors) console.error(error);
console.log(`layers: ${modules} modules, ${seen} imports, ${errors.length} errors`);
process.exit(errors.length === 0 ? 0 : 1);

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Every import, re-export and dynamic import of a file: `{from, typeOnly}`. */
function importsOf(path) {
  const found = [];
  (function walk(node) {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && node.source)
      found.push({ from: node.source.value, typeOnly: (node.importKind ?? node.exportKind) === 'type' });
    if (node.type === 'ImportExpression' && typeof node.source.value === 'string')
      found.push({ from: node.source.value, typeOnly: false });
    if (node.type === 'TSImportType') found.push({ from: node.source.value, typeOnly: true });
    Object.values(node).forEach(walk);
  })(parseAst(readFileSync(path, 'utf8'), { lang: path.endsWith('x') ? 'tsx' : 'ts' }).body);
  return found;
}

/** Why an import is not allowed, or undefined. */
function judge(path, { from, typeOnly }) {
  const own = path.startsWith('web/') ? 'web' : path.split('/')[1];
  if (!from.startsWith('.')) return judgePackage(own, from, typeOnly);
  const target = normalize(join(dirname(path), from)).replace(/\?.*$/, '');
  const other = target.startsWith('web/')
    ? 'web'
    : target.startsWith('src/')
      ? target.split('/')[1]
      : undefined;
  if (target === 'src/core/seal.ts' && !typeOnly && !maySeal(path))
    return 'only the gate and the store make Released values';
  if (other === own || other === undefined) return undefined;
  if (own === 'web') {
    const types = typeOnly && /^src\/[^/]+\/api\.ts$/.test(target);
    return other === 'words' || types
      ? undefined
      : 'web/ reads words/ and `import type` of src/*/api.ts, nothing else';
  }
  if (!(mayImport[own] ?? []).includes(other)) return `${own}/ may not import ${other}/`;
  if (rooms.includes(other) && !/^src\/[^/]+\/(index|api)\.ts$/.test(target))
    return 'a room is imported by its index.ts';
  return undefined;
}

function judgePackage(own, from, typeOnly) {
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  if (own === 'core' && !corePackages.includes(name))
    return `core/ imports only ${corePackages.join(' and ')}`;
  if (owned[name] !== undefined && owned[name] !== own && !typeOnly)
    return `${name} belongs to ${owned[name]}/ alone`;
  return undefined;
}
