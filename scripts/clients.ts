/**
 * `npm run clients`: tools of others read this hub. Installs what Debian has of them (as root, by name), starts the
 * exercise on loopback, and lets each client read; prints a line a check and `N passed, N failed`.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readBundle } from './clients/bundle.ts';
import { mergedSchemas } from './clients/cise.ts';
import { openClientHub, run } from './clients/hub.ts';
import type { ClientHub } from './clients/hub.ts';

const packages = ['gdal-bin', 'libxml2-utils', 'age', 'openssl', 'minisign', 'python3'];
const commands = ['ogrinfo', 'xmllint', 'age', 'openssl', 'minisign', 'python3'];
const commonwatch = fileURLToPath(new URL('../bin/commonwatch.mjs', import.meta.url));
const shared = (path: string) =>
  fileURLToPath(new URL(`../../shared/data/exchange/${path}`, import.meta.url));

type Check = (hub: ClientHub) => Promise<string>;

/** Public clients in Python, each with the module that it is. They are run where they can be imported. */
const pythonClients = {
  taxii2client: ['taxii2client', 'oasis.py'],
  stix2: ['stix2', 'oasis.py'],
  stix2validator: ['stix2validator', 'oasis.py'],
  stix2patterns: ['stix2patterns.v21.pattern', 'oasis.py'],
  pymisp: ['pymisp', 'misp.py'],
  'misp-stix': ['misp_stix_converter', 'misp.py'],
} as const;

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** How many features an `ogrinfo -so` summary counts. */
function featureCount(text: string): number {
  return Number(/Feature Count: (\d+)/.exec(text)?.[1] ?? Number.NaN);
}

async function matched(hub: ClientHub, collection: string): Promise<number> {
  const answer = await hub.get(`/api/ogc/collections/${collection}/items?limit=1`);
  return ((await answer.json()) as { numberMatched: number }).numberMatched;
}

const gdalEnv = ({ token }: ClientHub) => ({ GDAL_HTTP_HEADERS: `Authorization: Bearer ${token}` });

/** Checks by name; what a check returns is what was seen. */
const checks: Readonly<Record<string, Check>> = {
  'ogrinfo lists the collections of OGC API – Features': async (hub) => {
    const { code, out, error } = run('ogrinfo', [`OAPIF:${hub.url}/api/ogc`], gdalEnv(hub));
    must(code === 0 && out.includes('finding'), out + error);
    return out
      .split('\n')
      .filter((line) => /^\d+:/.test(line))
      .join(', ');
  },
  'ogr2ogr fetches every page of the findings': async (hub) => {
    const file = `${hub.folder}/all.geojson`;
    const { code, error } = run(
      'ogr2ogr',
      ['-f', 'GeoJSON', file, `OAPIF:${hub.url}/api/ogc`, 'finding', '-oo', 'PAGE_SIZE=50'],
      gdalEnv(hub),
    );
    must(code === 0, error);
    const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: unknown[] };
    const all = await matched(hub, 'finding');
    must(features.length === all && all > 50, `${features.length} of ${all}`);
    return `${features.length} features in pages of 50`;
  },
  'ogrinfo filters by a box': async (hub) => {
    const args = ['-so', `OAPIF:${hub.url}/api/ogc`, 'finding', '-spat', '120', '20', '130', '30'];
    const { code, out, error } = run('ogrinfo', args, gdalEnv(hub));
    must(code === 0, error);
    const few = featureCount(out);
    must(few > 0 && few < (await matched(hub, 'finding')), out);
    return `${few} features`;
  },
  'ogrinfo reads the KML, page after page': async (hub) => {
    let next: string | undefined = '/api/kml/findings?limit=100';
    let count = 0;
    let pages = 0;
    while (next !== undefined) {
      const file = await hub.save(`page-${pages}.kml`, next);
      const { code, out, error } = run('ogrinfo', ['-ro', '-so', '-al', file]);
      must(code === 0, error);
      count += [...out.matchAll(/Feature Count: (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
      const href = /<NetworkLink>[\s\S]*?<href>([^<]+)<\/href>/.exec(readFileSync(file, 'utf8'))?.[1];
      next = href?.replaceAll('&amp;', '&').slice(hub.url.length);
      pages += 1;
    }
    const all = await matched(hub, 'finding');
    must(count === all && pages > 1, `${count} of ${all} in ${pages} pages`);
    return `${count} placemarks in ${pages} pages`;
  },
  'xmllint finds the KML and the overlay well-formed': async (hub) => {
    const files = [
      await hub.save('findings.kml', '/api/exports/findings.kml'),
      await hub.save('findings.nvg', '/api/exports/findings.nvg'),
    ];
    const { code, error } = run('xmllint', ['--noout', ...files]);
    must(code === 0, error);
    return 'both';
  },
  'xmllint holds every alert to the OASIS schema of CAP 1.2': async (hub) => {
    const schema = shared('cap/resources/CAP-v1.2.xsd');
    must(existsSync(schema), 'the schema is not beside the checkout');
    const answer = await hub.get('/api/entries?types=finding&limit=100');
    const { entries } = (await answer.json()) as { entries: { entry: { id: string } }[] };
    for (const { entry } of entries) {
      const file = await hub.save('alert.xml', `/api/cap/${entry.id}`);
      const { code, error } = run('xmllint', ['--noout', '--schema', schema, file]);
      must(code === 0, error);
    }
    const feed = await hub.save('cap.atom', '/api/cap');
    must(run('xmllint', ['--noout', feed]).code === 0, 'the feed does not parse');
    return `${entries.length} alerts and their feed`;
  },
  'xmllint holds every CISE entity of a Push message to its own schema': async (hub) => {
    const published = shared('cise/data-model/xsd');
    must(existsSync(published), 'the schemas are not beside the checkout');
    const schema = mergedSchemas(published, `${hub.folder}/cise`);
    const message = readFileSync(await hub.save('push.xml', '/api/exports/findings.cise.xml'), 'utf8');
    const namespaces = [...message.matchAll(/xmlns:(?:xsi|vessel|location)="[^"]*"/g)].join(' ');
    const entities = [...message.matchAll(/<(Anomaly|Incident)>[\s\S]*?<\/\1>/g)];
    must(entities.length > 10, `${entities.length} entities`);
    for (const [entity, name] of entities.slice(0, 60)) {
      const file = `${hub.folder}/entity.xml`;
      writeFileSync(file, entity.replace(`<${name}>`, `<${name} ${namespaces}>`));
      const { code, error } = run('xmllint', ['--noout', '--schema', schema(name), file]);
      must(code === 0, error);
    }
    // The published message schema allows no entity that has no namespace, which all published samples have.
    const empty = message.replace(/<(Anomaly|Incident)>[\s\S]*<\/\1>/, '');
    writeFileSync(`${hub.folder}/empty.xml`, empty);
    const { code, error } = run('xmllint', [
      '--noout',
      '--schema',
      shared('cise/service-model/xsd/message.xsd'),
      `${hub.folder}/empty.xml`,
    ]);
    must(code === 0, error);
    return `${Math.min(60, entities.length)} entities and the message around them`;
  },
  'a browser gets pages and a machine JSON from OGC API – Features': async (hub) => {
    const seen: string[] = [];
    for (const path of ['', '/conformance', '/collections', '/collections/finding/items?limit=5'])
      for (const [accept, media] of [
        ['text/html', 'text/html'],
        ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
        ['application/geo+json,application/json;q=0.9', 'json'],
        ['*/*', 'json'],
      ]) {
        const headers = { accept, authorization: `Bearer ${hub.token}` };
        const answer = await fetch(`${hub.url}/api/ogc${path}`, { headers });
        const got = answer.headers.get('content-type') ?? '';
        must(answer.ok && got.includes(media), `${path} for ${accept}: ${answer.status} ${got}`);
        seen.push(got);
      }
    return `${seen.length} answers, each of the kind that was asked for`;
  },
  'a plain Python reader goes through TAXII 2.1, page after page': (hub) =>
    python('taxii.py', [hub.url], hub),
  'a plain Python reader finds every reference of the STIX bundle in it': async (hub) =>
    python('stixbundle.py', [await hub.save('bundle.json', '/api/exports/findings.stix.json')], hub),
  'age opens a bundle for its recipient alone, openssl and minisign verify who signed it': ({ folder }) =>
    readBundle(folder),
  'a plain Python reader follows the MISP feed': (hub) =>
    python('mispfeed.py', [`${hub.url}/api/misp/feed`], hub),
};

/** Runs the clients that can be imported, each on the hub and on what the hub wrote as files. */
async function pythonChecks(hub: ClientHub): Promise<Readonly<Record<string, Check>>> {
  const found: Record<string, Check> = {};
  for (const [name, [module, script]] of Object.entries(pythonClients)) {
    if (run('python3', ['-c', `import ${module}`]).code !== 0) {
      console.log(`not here: ${name} (python3 imports no ${module})`);
      continue;
    }
    found[`${name} reads, and is read`] = async () => {
      await saveStix(hub);
      const told = await python(script, [name, hub.url, hub.folder, ...given()], hub);
      return name === 'misp-stix' ? `${told}; ${validated(hub.folder)}` : told;
    };
  }
  return found;
}

/** What misp-stix made of our events, by our own validator. */
function validated(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^misp-stix-\d+\.json$/.test(name));
  const paths = files.map((name) => `${folder}/${name}`);
  const { code, out, error } = run(process.execPath, [commonwatch, 'stix', 'validate', ...paths]);
  must(code === 0 && files.length > 0, out + error);
  return `${files.length} bundles of its own valid here`;
}

/** The STIX examples beside the checkout, for a client to give; it has some of its own. */
function given(): string[] {
  const examples = shared('stix/examples/examples');
  return existsSync(examples) ? [examples] : [];
}

/** What the hub writes as STIX, and as STIX 2.0, where clients look for it. */
async function saveStix(hub: ClientHub): Promise<void> {
  const written = { bundle: '', cases: '?types=case,judgement,relation', cti: '?types=stix-object' };
  for (const [name, query] of Object.entries(written)) {
    const file = await hub.save(`${name}.json`, `/api/exports/findings.stix.json${query}`);
    const { code, out, error } = run(process.execPath, [commonwatch, 'stix', 'convert', file, '--to', '2.0']);
    must(code === 0, error);
    writeFileSync(`${hub.folder}/${name}20.json`, out);
  }
}

function python(name: string, args: readonly string[], { token, account }: ClientHub): Promise<string> {
  const script = fileURLToPath(new URL(`clients/${name}`, import.meta.url));
  const { code, out, error } = run('python3', [script, ...args], { TOKEN: token, ACCOUNT: account });
  must(code === 0, out + error);
  return Promise.resolve(out.trim());
}

function install(): void {
  const missing = commands.some((command) => run('sh', ['-c', `command -v ${command}`]).code !== 0);
  if (!missing) return;
  console.log(`installing ${packages.join(' ')}`);
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', ...packages],
  ]) {
    const { code, error } = run('apt-get', args, { DEBIAN_FRONTEND: 'noninteractive' });
    if (code !== 0) throw new Error(`apt-get ${args[0]}: ${error}`);
  }
}

install();
const hub = await openClientHub();
let failed = 0;
const all = { ...checks, ...(await pythonChecks(hub)) };
for (const [name, check] of Object.entries(all)) {
  try {
    console.log(`ok   ${name}: ${await check(hub)}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
await hub.close();
console.log(`${Object.keys(all).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
