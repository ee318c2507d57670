/**
 * `npm run bench -- narratives [POSTS …]`: reading under pseudonyms, normalising, near-duplicates and coordination on
 * made-up posts, on one core, for each number of POSTS (default 200,000, 1,000,000 and 5,000,000, so that the growth of
 * cost shows); and two objects that 8,000 accounts share. Each in a process of its own: CPU time without the making of
 * the posts, the spread over rounds where a round is short, and the most memory that the process ever held.
 */
import { spawnSync } from 'node:child_process';
import { coortweetNetwork } from '../src/narratives/coortweet.ts';
import { findNarratives } from '../src/narratives/narratives.ts';
import { normalise } from '../src/narratives/normalise.ts';
import { PostBuilder } from '../src/narratives/posts.ts';
import { caseDisguise } from '../src/narratives/privacy.ts';
import { PostReader, readPosts } from '../src/narratives/reader.ts';
import { randomFrom, worldLanguages } from '../src/narratives/world.test-support.ts';

const rounds = 3;
const coordination = { windowS: 3600, minParticipation: 2, percentile: 0.5 };
const bytesOf = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);

/** Twenty thousand made-up words a language, drawn so that some are common and most are rare, as in real texts. */
function makeVocabulary(): Record<string, readonly string[]> {
  return Object.fromEntries(
    worldLanguages.map((language, at) => {
      const random = randomFrom(100 + at);
      const [first, count] = { en: [97, 26], ru: [0x430, 32], ja: [0x4e00, 2000], zh: [0x5e00, 2000] }[
        language
      ];
      const length = () => (count > 100 ? 2 : 3 + Math.floor(random() * 7));
      const letter = () => String.fromCharCode(first + Math.floor(random() * count));
      const word = () => Array.from({ length: length() }, letter).join('');
      return [language, Array.from({ length: 20_000 }, word)];
    }),
  );
}

/** Rows as an export writes them: half are variants of earlier texts, four in ten carry a link, some links of many. */
function* makeCsv(posts: number, seed: number): Generator<Uint8Array> {
  const vocabulary = makeVocabulary();
  const random = randomFrom(seed);
  const int = (below: number) => Math.floor(random() * below);
  const earlier: { words: string[]; glue: string }[] = [];
  const originals = Math.min(100_000, posts / 20);
  let lines = ['post_id,account_id,timestamp,text,url'];
  for (let i = 0; i < posts; i++) {
    const language = worldLanguages[int(4)];
    const list = vocabulary[language];
    const word = () => list[Math.floor(list.length * random() ** 2)];
    const glue = language === 'ja' || language === 'zh' ? '' : ' ';
    const old = i > 100 && random() < 0.5 ? earlier[int(earlier.length)] : undefined;
    const words =
      old?.words.map((known) => (random() < 0.05 ? word() : known)) ??
      Array.from({ length: 10 + int(12) }, word);
    if (old === undefined && earlier.length < originals) earlier.push({ words, glue });
    const page = Math.floor((posts / 10) * random() ** 2);
    const url = random() < 0.4 ? `https://site${page % 500}.example/${page}` : '';
    lines.push(
      `1700000000${i},a${int(posts / 8)},${1_700_000_000 + int(864_000)},${words.join(old?.glue ?? glue)},${url}`,
    );
    if (lines.length === 2000 || i === posts - 1) {
      yield bytesOf(lines);
      lines = [];
    }
  }
}

/** CPU seconds of a run and its result. */
function timed<T>(run: () => T): { cpuS: number; result: T } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { cpuS: (user + system) / 1e6, result };
}

const mostMb = () => process.resourceUsage().maxRSS / 1000;
const perMillion = (cpuS: number, count: number) => `${((cpuS / count) * 1e6).toFixed(1)} s per million`;

function growth(posts: number): void {
  const builder = new PostBuilder(caseDisguise(new Uint8Array(32).fill(7)));
  const reader = new PostReader(builder, 'made-up.csv', { objectColumn: 'url' });
  let loadS = 0;
  for (const bytes of makeCsv(posts, 1)) loadS += timed(() => reader.push(bytes)).cpuS;
  reader.end();
  const read = builder.done();
  const words = timed(() => {
    let characters = 0;
    for (const text of read.text) characters += normalise(text).length;
    return characters;
  });
  const loadMb = mostMb();
  const times = Array.from({ length: rounds }, () => timed(() => coortweetNetwork(read, coordination)));
  const cpu = times.map(({ cpuS }) => cpuS).sort((a, b) => a - b);
  const near = timed(() => findNarratives(read));
  console.log(
    [
      `${posts.toLocaleString('en-US')} posts`,
      `  load and normalise ${perMillion(loadS + words.cpuS, posts)} (bar 10), ${words.result.toLocaleString('en-US')} characters, at most ${loadMb.toFixed(0)} MB`,
      `  coordination ${perMillion(cpu[0], posts)} (bar 1), ${cpu[0].toFixed(2)}–${cpu[rounds - 1].toFixed(2)} s, ${times[0].result.edges.toLocaleString('en-US')} edges`,
      `  near-duplicates ${perMillion(near.cpuS, posts)} (bar 50), ${near.result.narratives.length.toLocaleString('en-US')} narratives, the process at most ${mostMb().toFixed(0)} MB (bar 1,500 at a million)`,
    ].join('\n'),
  );
}

/** Two objects, each shared once by the same 8,000 accounts within an hour: 64 million pairs of shares in the window. */
function crowd(): void {
  const lines = ['post_id,account_id,timestamp,url'];
  const random = randomFrom(2);
  for (let i = 0; i < 16_000; i++)
    lines.push(`p${i},a${i % 8000},${1_700_000_000 + Math.floor(random() * 3600)},object${i < 8000 ? 1 : 2}`);
  const { posts } = readPosts([{ name: 'crowd.csv', bytes: bytesOf(lines) }], { objectColumn: 'url' });
  const before = mostMb();
  const { cpuS, result } = timed(() => coortweetNetwork(posts, coordination));
  console.log(
    `two objects shared 8,000 times: ${result.edges.toLocaleString('en-US')} edges in ${cpuS.toFixed(1)} s, ${(mostMb() - before).toFixed(0)} MB more (bar 50)`,
  );
}

const [first, only] = process.argv.slice(2);
if (first === '--crowd') crowd();
else if (first === '--growth') growth(Number(only));
else {
  const asked = process.argv.slice(2).map(Number);
  if (!asked.every((posts) => Number.isInteger(posts) && posts >= 1000))
    throw new Error(`POSTS is a whole number from 1000, not ${process.argv.slice(2).join(' ')}`);
  const sizes = asked.length > 0 ? asked : [200_000, 1_000_000, 5_000_000];
  for (const call of [...sizes.map((posts) => ['--growth', String(posts)]), ['--crowd']]) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, ...call], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(status ?? 1);
  }
}
