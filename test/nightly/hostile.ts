// `npm run nightly -- hostile [--inputs N] [--requests N] [--seed N]` (10,000,000 and 200,000): what comes from outside,
// broken on purpose: texts cut, spliced, nested and swollen, and requests of the same kind. Nothing may end the process,
// fail without a code of ours, take long, or keep growing in memory. The next format is a line in `parsers`.
import { parseArgs } from 'node:util';
import { CommonwatchError, ownerOnly } from '../../src/core/index.ts';
import type { EntryDraft, Importer } from '../../src/core/index.ts';
import { alertsRoom } from '../../src/alerts/index.ts';
import { judgeObject, mispImporter } from '../../src/cti/index.ts';
import {
  PatternFault,
  readLabel,
  sharingGroupUuid,
  writeLabel,
  PatternTooComplex,
  matchPattern,
  parsePattern,
  taxiiQuery,
  toStix20,
  validateStix,
} from '../../src/exchange/index.ts';
import { indicator, media, openTaxii } from '../leaks/taxii.ts';
import { attackHub } from '../worlds/hostilehttp.ts';
import { randomOf } from '../worlds/gate.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000000' },
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
  },
});
const random = randomOf(Number(values.seed));
const below = (n: number) => Math.floor(random() * n);
const pick = <T>(list: readonly T[]): T => list[below(list.length)];

interface Parser {
  readonly name: string;
  /** Texts that are right, to be broken. */
  readonly seeds: readonly string[];
  /** Reads a text; what it throws must be one of `mayThrow`. */
  readonly read: (text: string) => unknown;
}

const giver = { owner: 'north', level: 'other' as const, addressees: { recipient: 'hub' } };
const bundle = {
  type: 'bundle',
  id: 'bundle--44af6c39-c09b-49c5-9de2-394224b04982',
  objects: [
    indicator({ external_references: [{ source_name: 'cve', external_id: 'CVE-2026-1234' }] }),
    {
      type: 'file',
      id: 'file--ff1e0780-358c-5808-a8c7-d0fca4ef6ef4',
      name: 'x',
      hashes: { MD5: 'B365B9A80A06906FC9B400C06C33FF43' },
      extensions: { 'ntfs-ext': { alternate_data_streams: [{ name: 's', size: 1 }] } },
    },
  ],
};
const patterns = [
  "[file:name = 'x' AND file:size IN (1, 2.5)] FOLLOWEDBY [url:value LIKE '%x_'] WITHIN 5 SECONDS",
  "([a:b[*].c MATCHES '^x+$'] OR [d:e NOT ISSUBSET '10.0.0.0/8']) REPEATS 3 TIMES START t'2026-01-01T00:00:00Z' STOP t'2027-01-01T00:00:00Z'",
];
const observed = [
  {
    firstUtcMs: 0,
    lastUtcMs: 1,
    objects: new Map([['0', { type: 'file', name: 'x'.repeat(50), size: 1, list: [1, 2] }]]),
  },
];

const cap = `<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>A1</identifier>
<sender>s@x.example</sender><sent>2026-11-28T00:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType>
<scope>Public</scope><info><category>Met</category><event>Gale &amp; rain</event><urgency>Expected</urgency>
<severity>Severe</severity><certainty>Likely</certainty><area><areaDesc>a</areaDesc>
<polygon>33,129 33,130 34,130 33,129</polygon><circle>35,135 10</circle></area></info></alert>`;
const misp = JSON.stringify({
  Event: {
    uuid: '5f000001-0000-4000-8000-000000000000',
    info: 'x',
    date: '2026-01-02',
    distribution: '4',
    SharingGroup: { uuid: sharingGroupUuid('allies') },
    Orgc: { uuid: '5f000002-0000-4000-8000-000000000000', name: 'o' },
    Tag: [{ name: 'tlp:amber' }],
    Attribute: [
      {
        type: 'ip-dst|port',
        value: '192.0.2.1|443',
        to_ids: true,
        distribution: '5',
        timestamp: '1700000000',
      },
      { type: 'regkey|value', value: 'HKLM\\x|y', to_ids: false, distribution: '5' },
    ],
    Object: [
      {
        name: 'file',
        distribution: '5',
        Attribute: [{ type: 'md5', value: 'b'.repeat(32), object_relation: 'md5', distribution: '5' }],
        ObjectReference: [
          { referenced_uuid: '5f000001-0000-4000-8000-000000000000', relationship_type: 'x' },
        ],
      },
    ],
  },
});
const label = writeLabel({ ...ownerOnly('hub'), caveats: ['A'], tlp: 'AMBER' }, '2026-01-01T00:00:00.000Z');

const parsers: readonly Parser[] = [
  { name: 'CAP', seeds: [cap], read: (text) => importing(alertsRoom.importers[0], text) },
  { name: 'MISP', seeds: [misp], read: (text) => importing(mispImporter, text) },
  { name: 'ADatP-4774', seeds: [label], read: (text) => readLabel(text) },
  { name: 'STIX validation', seeds: [JSON.stringify(bundle)], read: (text) => validateStix(parsed(text)) },
  {
    name: 'STIX intake',
    seeds: bundle.objects.map((each) => JSON.stringify(each)),
    read: (text) => judgeObject(parsed(text), giver),
  },
  { name: 'STIX 2.0', seeds: [JSON.stringify(bundle)], read: (text) => toStix20(parsed(text)) },
  { name: 'STIX patterns', seeds: patterns, read: (text) => matchPattern(parsePattern(text), observed) },
  {
    name: 'TAXII queries',
    seeds: [
      'limit=10&added_after=2026-01-01T00:00:00Z&match[id]=indicator--x&match[version]=all,first&next=abc',
    ],
    read: (text) => taxiiQuery(Object.fromEntries(new URLSearchParams(text))),
  },
];

/** A file through a room's importer, as an upload is. */
function importing(importer: Importer, text: string): void {
  const drafts: EntryDraft[] = [];
  const open = importer.open(
    { batch: () => {}, entry: (draft) => drafts.push(draft) },
    { party: 'hub', level: 'other', mayNameGroups: ['allies'], at: '2026-11-28T00:00:00.000Z' },
  );
  open.push(new TextEncoder().encode(text));
  const { read, taken, refused } = open.end();
  if (read !== taken + refused.reduce((sum, { count }) => sum + count, 0))
    fail(`${importer.name}: counts ${text}`);
  if (drafts.some(({ release }) => release.audience.kind === 'public'))
    fail(`${importer.name}: public ${text}`);
}

const mayThrow = (error: unknown) =>
  error instanceof CommonwatchError || error instanceof PatternFault || error instanceof PatternTooComplex;

/** What is no JSON is the JSON parser's business: it is read as a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const swollen = [
  () => '['.repeat(5000) + ']'.repeat(5000),
  () => '{"a":'.repeat(2000) + '1' + '}'.repeat(2000),
  () => '('.repeat(5000),
  () => '9'.repeat(400),
  () => '1e400',
  () => '-1e-400',
  () => '\\u0000'.repeat(50),
  () => `"${'a'.repeat(20_000)}"`,
  () => '__proto__',
  () => '"constructor":{"prototype":1},',
  () => '\ud800',
  () => '%00%ff',
];

function broken(seed: string): string {
  let text = seed;
  for (let n = 1 + below(3); n > 0; n--) {
    const at = below(text.length + 1);
    switch (below(6)) {
      case 0:
        text = text.slice(0, at);
        break;
      case 1:
        text =
          text.slice(0, at) + String.fromCharCode(below(below(2) === 0 ? 128 : 65_536)) + text.slice(at + 1);
        break;
      case 2:
        text = text.slice(0, at) + text.slice(at + below(20));
        break;
      case 3: {
        const from = below(text.length + 1);
        text = text.slice(0, at) + text.slice(from, from + below(60)) + text.slice(at);
        break;
      }
      case 4:
        if (below(20) === 0) text = text.slice(0, at) + pick(swollen)() + text.slice(at);
        break;
      default:
        text = text.replace(/"[^"]*"|\d+/g, (word) =>
          below(12) === 0 ? pick(['null', 'true', '[]', '{}', '1e9', '""', '-1', word]) : word,
        );
    }
    if (text.length > 200_000) return text.slice(0, 200_000);
  }
  return text;
}

const slowMs = 2000;
let failures = 0;
const fail = (what: string) => {
  failures += 1;
  if (failures <= 20) console.error(`FAIL ${what.slice(0, 500)}`);
};

function parseAll(inputs: number): void {
  for (const { name, seeds, read } of parsers) {
    const count = Math.ceil(inputs / parsers.length);
    let refused = 0;
    let slowest = 0;
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < count; i++) {
      const text = broken(pick(seeds));
      const started = performance.now();
      try {
        read(text);
      } catch (error) {
        refused += 1;
        if (!mayThrow(error)) fail(`${name}: ${String(error)} on ${JSON.stringify(text)}`);
      }
      const took = performance.now() - started;
      slowest = Math.max(slowest, took);
      if (took > slowMs) fail(`${name}: ${Math.round(took)} ms on ${JSON.stringify(text)}`);
    }
    const grownMb = (process.memoryUsage().heapUsed - before) / 1e6;
    if (grownMb > 500) fail(`${name}: the heap grew by ${Math.round(grownMb)} MB`);
    console.log(`${name}: ${count} inputs, ${refused} refused with a code, slowest ${slowest.toFixed(1)} ms`);
  }
}

/** What a client could send at all: the test's own client reads an address before it is sent. */
function isAddress(text: string): boolean {
  return /^\/(?!\/)/.test(text) && URL.canParse(text, 'http://127.0.0.1');
}

async function requestAll(requests: number): Promise<void> {
  const open = await openTaxii();
  const counts = new Map<number, number>();
  const url = () =>
    broken(
      pick([
        '/taxii2/',
        '/taxii2/hub/',
        '/taxii2/hub/collections/cti/objects/?limit=5&match[type]=indicator',
        '/taxii2/hub/collections/findings/manifest/',
        '/taxii2/hub/status/x/',
        '/taxii2/hub/../../api/entries',
      ]),
    ).replace(/[^\x21-\x7e]/g, '%FF');
  try {
    for (let i = 0; i < requests; i++) {
      const isPost = below(4) === 0;
      const address = url();
      if (!isAddress(address)) continue;
      const answer = await open.hub.app.inject({
        method: isPost ? 'POST' : pick(['GET', 'GET', 'DELETE']),
        url: isPost ? '/taxii2/hub/collections/cti/objects/' : address,
        headers: {
          host: '127.0.0.1',
          accept: pick([
            media,
            '*/*',
            'a'.repeat(5000),
            ';;;,,,q=',
            'application/taxii+json;version="2.1";q=0.1',
          ]),
          authorization: pick([
            `Bearer ${open.tokens.south}`,
            `Basic ${'='.repeat(below(9))}`,
            'Bearer',
            `Basic ${Buffer.from('a:b').toString('base64')}`,
          ]),
          ...(isPost
            ? { 'content-type': pick([media, media, media, 'application/json', 'text/plain']) }
            : {}),
        },
        ...(isPost ? { payload: broken(JSON.stringify({ objects: bundle.objects })) } : {}),
      });
      counts.set(answer.statusCode, (counts.get(answer.statusCode) ?? 0) + 1);
      if (answer.statusCode >= 500) fail(`a request is answered ${answer.statusCode}: ${answer.payload}`);
    }
  } finally {
    await open.close();
  }
  console.log(`TAXII: ${requests} requests, by status ${JSON.stringify(Object.fromEntries(counts))}`);
}

parseAll(Number(values.inputs));
// A quarter to TAXII in this process, the rest to a hub that listens, as bytes.
await requestAll(Math.floor(Number(values.requests) / 4));
const counts = await attackHub(Math.ceil((Number(values.requests) * 3) / 4), { below, pick, broken, fail });
console.log(`HTTP: by status ${JSON.stringify(Object.fromEntries(counts))}`);
console.log(failures === 0 ? 'all was refused or read' : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
