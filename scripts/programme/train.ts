// Learns which clauses are facts: `node --import tsx scripts/programme/train.ts [--check] FOLDER[:WEIGHT]…`
//   each FOLDER holds NAME.txt beside NAME.jsonl (facts read by hand), which count WEIGHT times -> src/programme/weights.ts
// Prints recall and precision on each text when it is left out of the learning; `--check` prints only.
// The method is described in src/programme/README.md. The same texts give the same weights.
import { writeFileSync } from 'node:fs';
import { readCandidates } from '../../src/programme/candidates.ts';
import { chosenBy, scoreOf } from '../../src/programme/chosen.ts';
import { featuresOf } from '../../src/programme/features.ts';
import type { Features } from '../../src/programme/features.ts';
import { learn } from './learn.ts';
import { matches, overlap, readTexts } from './texts.ts';
import type { HandRead } from './texts.ts';

interface Prepared {
  readonly name: string;
  readonly folder: string;
  readonly weight: number;
  readonly facts: readonly HandRead[];
  readonly clauses: readonly Clause[];
}
interface Clause {
  readonly start: number;
  readonly end: number;
  readonly date: string | null;
  readonly features: Features;
  readonly isPositive: boolean;
  readonly weight: number;
}

/** A clause that shares this much with a fact that was read tells that fact, if not to the letter. */
const sharedWithFact = 0.45;
/** A feature must be seen in so many texts: else it tells of one text only. */
const fewestTexts = 3;
const penalty = 2;

const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const texts = folders
  .map((argument) => argument.split(':'))
  .flatMap(([folder, weight = '1']) =>
    readTexts(folder).map((text) => ({ ...text, folder, weight: Number(weight) })),
  )
  .map(({ name, text, facts, folder, weight }): Prepared => {
    const reading = readCandidates(text, undefined);
    const features = featuresOf(reading);
    const clauses = reading.candidates.map(({ clause: { start, end }, date: { date } }, i) => {
      const span = { start, end, date };
      const isPositive = facts.some((fact) => overlap(span, fact) >= sharedWithFact);
      return { ...span, features: features[i], isPositive, weight };
    });
    return { name, folder, facts, clauses, weight };
  });

/** Scores of each text's clauses by weights that were learned from the others. */
const leftOut = texts.map((text) => {
  const weights = weightsFrom(texts.filter((other) => other !== text));
  return { ...text, scores: text.clauses.map(({ features }) => scoreOf(features, weights)) };
});
const limits = Array.from({ length: 41 }, (_, i) => i / 10 - 2.5);
const limit = limits.reduce((best, next) => (poorerAt(next) > poorerAt(best) ? next : best));
for (const text of leftOut) print(text.name, countAt([text], limit));
for (const folder of new Set(leftOut.map((text) => text.folder)))
  print(
    `${folder}, each left out`,
    countAt(
      leftOut.filter((text) => text.folder === folder),
      limit,
    ),
  );
print('all, each left out', countAt(leftOut, limit));
if (!process.argv.includes('--check')) write(weightsFrom(texts), limit);

function weightsFrom(learned: readonly Prepared[]): Map<string, number> {
  const seenIn = new Map<string, Set<Prepared>>();
  for (const text of learned)
    for (const { features } of text.clauses)
      for (const name of features.keys()) seenIn.set(name, (seenIn.get(name) ?? new Set()).add(text));
  const names = [...seenIn]
    .filter(([, { size }]) => size >= fewestTexts)
    .map(([name]) => name)
    .sort();
  return learn(
    learned.flatMap(({ clauses }) => clauses),
    names,
    penalty,
  );
}

function countAt(of: readonly (typeof leftOut)[number][], from: number) {
  const counts = { hits: 0, facts: 0, read: 0 };
  for (const { clauses, facts, scores } of of) {
    const chosen = chosenBy(clauses, scores, from);
    counts.hits += matches(chosen, facts).length;
    counts.facts += chosen.length;
    counts.read += facts.length;
  }
  return counts;
}

/** The poorer of recall and precision, texts counted by weight: neither is to be had at the cost of the other. */
function poorerAt(from: number): number {
  const sums = { hits: 0, facts: 0, read: 0 };
  for (const text of leftOut) {
    const counts = countAt([text], from);
    for (const key of ['hits', 'facts', 'read'] as const) sums[key] += text.weight * counts[key];
  }
  return sums.hits / Math.max(sums.facts, sums.read);
}

function print(name: string, { hits, facts, read }: ReturnType<typeof countAt>): void {
  const share = (of: number) => (hits / of).toFixed(2);
  console.log(
    `${name}: recall ${share(read)}, precision ${share(facts)} (${hits} of ${read} read, ${facts} found)`,
  );
}

function write(weights: ReadonlyMap<string, number>, from: number): void {
  const rows = [...weights]
    .filter(([, weight]) => Math.abs(weight) >= 0.005)
    .map(([name, weight]) => `  ['${name}', ${Number(weight.toFixed(2))}],`);
  writeFileSync(
    new URL('../../src/programme/weights.ts', import.meta.url),
    `/**\n * Made by \`scripts/programme/train.ts\`, which tells how; not to be edited by hand. '' is what every clause\n * begins with.\n */\nexport const limit = ${from.toFixed(1)};\n\nexport const weights: ReadonlyMap<string, number> = new Map([\n${rows.join('\n')}\n]);\n`,
  );
}
