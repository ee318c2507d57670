/** `npm run nightly -- narratives [SEEDS]`: groups in the synthetic world, seed by seed, with percentile rules beside. */
import { coortweetNetwork } from '../../src/narratives/coortweet.ts';
import { findCoordination } from '../../src/narratives/groups.ts';
import { findNarratives } from '../../src/narratives/narratives.ts';
import { makeWorld } from '../../src/narratives/world.test-support.ts';

const seeds = Number(process.argv[2] ?? 20);
const least = 0.95;
let failed = 0;

/** Precision and recall of the accounts that a method names. */
function score(
  named: ReadonlySet<string>,
  planted: ReadonlySet<string>,
): { precision: number; recall: number } {
  const right = [...named].filter((name) => planted.has(name)).length;
  return { precision: right / Math.max(1, named.size), recall: right / planted.size };
}

for (let seed = 1; seed <= seeds; seed++) {
  const { posts, planted, declaredOwners } = makeWorld(seed);
  const truth = new Set(planted.flat());
  const found = findNarratives(posts);
  const { groups } = findCoordination(posts, found, {}, declaredOwners);
  const called = groups.filter(({ verdict }) => verdict.kind === 'coordinated');
  const ours = score(new Set(called.flatMap(({ members }) => members)), truth);
  // The percentile rule of the peers, on the same near-duplicate texts and the same window.
  const byText = { ...posts, object: found.clusterOfRow };
  const flagged = new Set<string>();
  coortweetNetwork(byText, { windowS: 3600, minParticipation: 2, percentile: 0.9 }).forEachEdge((edge) => {
    if (edge.overThreshold) flagged.add(edge.from).add(edge.to);
  });
  const rule = score(flagged, truth);
  const ok = ours.precision >= least && ours.recall >= least;
  if (!ok) failed += 1;
  const show = (value: number) => value.toFixed(3);
  console.log(
    `seed ${seed}: precision ${show(ours.precision)}, recall ${show(ours.recall)}; percentile rule ${show(rule.precision)}, ${show(rule.recall)}${ok ? '' : '  BELOW 0.95'}`,
  );
}
console.log(`${seeds - failed} of ${seeds} seeds at or above ${least}`);
process.exit(failed === 0 ? 0 : 1);
