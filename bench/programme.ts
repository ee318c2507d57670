/**
 * `npm run bench -- programme`: extraction in MB of text per CPU-second, over the fresh texts of the tests joined to
 * documents of a paper's length, and questions to a record of 100,000 statements made of them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import {
  Asker,
  emptyRecord,
  extractFacts,
  runChecks,
  statementsOf,
  timelineOf,
} from '../src/programme/index.ts';
import type { Fact } from '../src/programme/index.ts';

const folder = new URL('../src/programme/fresh/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
accuracy();

/** Against the facts that a person read: one to one, spans overlapping by half of their union, the same date. */
function accuracy(): void {
  const sum = { golds: 0, facts: 0, hits: 0, kind: 0, level: 0 };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const free = new Set(extractFacts(file, text));
    sum.facts += free.size;
    const golds = readFileSync(new URL(file.replace('.txt', '.jsonl'), folder), 'utf8')
      .trim()
      .split('\n');
    for (const line of golds) {
      const gold = JSON.parse(line) as Pick<Fact, 'quote' | 'date' | 'kind' | 'level'>;
      const start = text.indexOf(gold.quote);
      const end = start + gold.quote.length;
      const hit = [...free].find(
        (it) =>
          it.date === gold.date &&
          (Math.min(it.end, end) - Math.max(it.start, start)) * 2 >=
            Math.max(it.end, end) - Math.min(it.start, start),
      );
      sum.golds += 1;
      if (hit === undefined) continue;
      free.delete(hit);
      sum.hits += 1;
      sum.kind += Number(hit.kind === gold.kind);
      sum.level += Number(hit.level === gold.level);
    }
  }
  const share = (n: number, of: number) => (n / of).toFixed(2);
  console.log(
    `accuracy    ${sum.golds} facts read by hand in fresh texts: recall ${share(sum.hits, sum.golds)}, precision ${share(sum.hits, sum.facts)}; kind right ${share(sum.kind, sum.hits)}, level right ${share(sum.level, sum.hits)}`,
  );
}

/** About the length of a policy paper. */
const paper = texts.join('\n\n');
const papers = 40;
const rounds = 4;
const statements = 100_000;
const asked = 120;
const questions = [
  'Who signed the reciprocal access agreement with the United Kingdom?',
  'How much of its crude oil does Japan import from the Middle East?',
  'Which exercises were held in the Baltic Sea in 2024?',
  'What did Stoltenberg say about the Indo-Pacific?',
  '防衛費は2027年度までにどうなるか',
  'May Japanese forces train on Italian soil under an agreement?',
  'Which visits took place at the parliamentary level between 2020 and 2024?',
  'How many exercises did Japan hold with Germany?',
  'Who opposes a liaison office of NATO in Tokyo?',
  'Which goals never had an activity?',
  'What do the sources disagree about?',
  '自衛隊はどの国と共同訓練を行ったか',
];

const bytes = new TextEncoder().encode(paper).length * papers;
const rates: number[] = [];
let facts: Fact[] = [];
for (let round = 0; round <= rounds; round++) {
  const started = process.cpuUsage();
  facts = Array.from({ length: papers }, (_, i) => extractFacts(`${i}.txt`, paper)).flat();
  const { user, system } = process.cpuUsage(started);
  // The first round warms up.
  if (round > 0) rates.push(bytes / (user + system));
}
console.log(
  `extraction  ${(bytes / 1e6).toFixed(2)} MB, ${facts.length} facts: ${spread(rates)} MB per CPU-second`,
);

const held = statementsOf(
  Array.from({ length: Math.ceil(statements / facts.length) }, (_, i) =>
    facts.map((fact) => ({ ...fact, file: `${i}/${fact.file}` })),
  )
    .flat()
    .slice(0, statements),
);
const record = { ...emptyRecord, statements: held };
const built = performance.now();
const asker = new Asker(record);
console.log(`index of ${held.length} statements built in ${(performance.now() - built).toFixed(0)} ms`);
const times: number[] = [];
const spent = process.cpuUsage();
let evidence = 0;
for (let i = 0; i < asked; i++) {
  const started = performance.now();
  evidence += asker.ask(questions[i % questions.length]).evidence.length;
  times.push(performance.now() - started);
}
const { user, system } = process.cpuUsage(spent);
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.floor(share * (asked - 1))].toFixed(0);
console.log(
  `question    median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms; ${((user + system) / 1000 / asked).toFixed(0)} ms of CPU each (bar: 200 ms at the 95th; ${evidence} pieces of evidence)`,
);
const again = performance.now();
const second = new Asker({ ...record, statements: [...held] });
console.log(
  `index made again after a change in ${(performance.now() - again).toFixed(0)} ms (${second.ask(questions[0]).evidence.length})`,
);
timed('timeline', () => timelineOf(record).length);
timed('checks', () => runChecks(record, '2026-11-22').length);

function timed(name: string, work: () => number): void {
  const started = performance.now();
  const count = work();
  console.log(`${name.padEnd(11)} ${(performance.now() - started).toFixed(0)} ms (${count})`);
}

function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;
}

await import('./programme-hub.ts');
