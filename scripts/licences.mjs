// Every package that a user gets has a permissive licence, and none runs a program when it is installed:
// `node scripts/licences.mjs [package-lock.json]`. Prints a line a licence; exits 1 and names what breaks a rule.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** SPDX names. OFL is for typefaces; BlueOak and 0BSD are permissive. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
]);

/** Development tools that may run a script: it puts their own binary in place. No user's package is among them. */
const mayRunScripts = new Set(['esbuild']);

const lock = process.argv[2] ?? 'package-lock.json';
const { packages } = JSON.parse(readFileSync(lock, 'utf8'));
const counts = new Map();
const errors = [];
for (const [path, { dev, license, hasInstallScript }] of Object.entries(packages)) {
  if (path === '') continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (hasInstallScript && !(dev && mayRunScripts.has(name)))
    errors.push(`${name} runs a script when it is installed`);
  if (dev) continue;
  const found = license ?? licenceInText(join(dirname(lock), path)) ?? 'none named';
  counts.set(found, (counts.get(found) ?? 0) + 1);
  if (!isPermissive(found)) errors.push(`${name}: ${found} is not on the list of permissive licences`);
}
if (counts.size === 0) errors.push('no package was seen at all: the check itself is broken');

/** An expression in SPDX: OR is a choice, AND asks for both. */
function isPermissive(expression) {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isPermissive);
  return bare.split(' AND ').every((name) => permissive.has(name));
}

/** Old packages have their licence as a file alone: the one of MIT is known by its first grant. */
function licenceInText(folder) {
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENCE', 'license']) {
    const text = existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
    if (/Permission is hereby granted, free of charge, to any person obtaining a copy/.test(text))
      return 'MIT';
  }
  return undefined;
}

for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(4)} ${name}`);
for (const error of errors) console.error(error);
process.exit(errors.length === 0 ? 0 : 1);
