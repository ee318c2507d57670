/**
 * `npm run bench -- narratives [POSTS]`: reading, near-duplicates and coordination on made-up posts, on one core, at
 * a fifth, a half and all of POSTS (default 200,000), so that the growth of cost shows; and one object that 8,000
 * accounts share. CPU time, memory, and the spread over rounds where a round is short.
 */
import { findNarratives } from '../src/narratives/narratives.ts';
import { normalise } from '../src/narratives/normalise.ts';
import { coortweetNetwork } from '../src/narratives/coortweet.ts';
import { readPosts } from '../src/narratives/reader.ts';
import { randomFrom, worldLanguages } from '../src/narratives/world.test-support.ts';

const most = Number(process.argv[2] ?? 200_000);
if (!Number.isInteger(most) || most < 1000) throw new Error(`POSTS is a whole number from 1000, not ${most}`);
const rounds = 3;

/** Twenty thousand made-up words a language, drawn so that some are common and most are rare, as in real texts. */
const vocabulary = Object.fromEntries(
  worldLanguages.map((language, at) => {
    const random = randomFrom(100 + at);
    const [first, count] = { en: [97, 26], ru: [0x430, 32], ja: [0x4e00, 2000], zh: [0x5e00, 2000] }[
      language
    ];
    const length = () => (count > 100 ? 2 : 3 + Math.floor(random() * 7));
    const letter = () => String.fromCharCode(first + Math.floor(random() * count));
    return [
      language,
      Array.from({ length: 20_000 }, () => Array.from({ length: length() }, letter).join('')),
    ];
  }),
);

/** Rows as an export writes them: half are variants of earlier texts, four in ten carry one of many links. */
function makeCsv(posts: number, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const int = (below: number) => Math.floor(random() * below);
  const earlier: { words: string[]; glue: string }[] = [];
  const lines = ['post_id,account_id,timestamp,text,url'];
  for (let i = 0; i < posts; i++) {
    const language = worldLanguages[int(4)];
    const list = vocabulary[language];
    const word = () => list[Math.floor(list.length * random() ** 2)];
    const glue = language === 'ja' || language === 'zh' ? '' : ' ';
    const old = i > 100 && random() < 0.5 ? earlier[int(earlier.length)] : undefined;
    const words =
      old?.words.map((known) => (random() < 0.05 ? word() : known)) ??
      Array.from({ length: 10 + int(12) }, word);
    if (old === undefined && earlier.length < posts / 20) earlier.push({ words, glue });
    const url = random() < 0.4 ? `https://site${int(500)}.example/${int(posts / 10)}` : '';
    lines.push(
      `p${i},a${int(posts / 8)},${1_700_000_000 + int(864_000)},${words.join(old?.glue ?? glue)},${url}`,
    );
  }
  return new TextEncoder().encode(lines.join('\n'));
}

/** CPU seconds of a run and its result. */
function timed<T>(run: () => T): { cpuS: number; result: T } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { cpuS: (user + system) / 1e6, result };
}

function megabytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return `${sorted[0].toFixed(2)}–${sorted[sorted.length - 1].toFixed(2)} s`;
}

const perMillion = (cpuS: number, count: number) => `${((cpuS / count) * 1e6).toFixed(1)} s per million`;
const coordination = { windowS: 60, minParticipation: 2, percentile: 0.5 };

for (const posts of [most / 5, most / 2, most].map(Math.floor)) {
  const file = { name: 'made-up.csv', bytes: makeCsv(posts, 1) };
  const load = timed(() => readPosts([file], { objectColumn: 'url' }).posts);
  const words = timed(() => load.result.text.reduce((sum, text) => sum + normalise(text).length, 0));
  const times = Array.from({ length: rounds }, () =>
    timed(() => coortweetNetwork(load.result, coordination)),
  );
  const before = megabytes();
  const near = timed(() => findNarratives(load.result));
  console.log(`${posts.toLocaleString('en-US')} posts`);
  console.log(
    `  load and normalise ${perMillion(load.cpuS + words.cpuS, posts)} (${words.result} characters)`,
  );
  console.log(
    `  coordination ${perMillion(Math.min(...times.map(({ cpuS }) => cpuS)), posts)} (${spread(times.map(({ cpuS }) => cpuS))}, ${times[0].result.edges} edges)`,
  );
  console.log(
    `  near-duplicates ${perMillion(near.cpuS, posts)}, ${near.result.narratives.length} narratives, ${(megabytes() - before).toFixed(0)} MB kept`,
  );
}

/** Two objects, each shared once by the same 8,000 accounts within an hour: 64 million pairs of shares an hour wide. */
const crowd = ['post_id,account_id,timestamp,url'];
const random = randomFrom(2);
for (let i = 0; i < 16_000; i++)
  crowd.push(`p${i},a${i % 8000},${1_700_000_000 + Math.floor(random() * 3600)},object${i < 8000 ? 1 : 2}`);
const { posts } = readPosts([{ name: 'crowd.csv', bytes: new TextEncoder().encode(crowd.join('\n')) }], {
  objectColumn: 'url',
});
const before = megabytes();
const { cpuS, result } = timed(() => coortweetNetwork(posts, { ...coordination, windowS: 3600 }));
console.log(
  `two objects shared 8,000 times: ${result.edges.toLocaleString('en-US')} edges in ${cpuS.toFixed(1)} s, ${(megabytes() - before).toFixed(0)} MB kept`,
);
