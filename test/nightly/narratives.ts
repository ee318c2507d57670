/**
 * `npm run nightly -- narratives [SEEDS] [MEGABYTES] [FIRST]`: groups, near-duplicates and origins in the synthetic world, seed
 * by seed, with percentile rules beside; the same of groups in a world that was made by other rules; then hostile files of MEGABYTES (default 1,000) under a bound of memory.
 */
import { hostile } from './narratives/hostile.ts';
import { otherWorlds, worlds } from './narratives/worlds.ts';

const [seeds = 20, megabytes = 1000, first = 1] = process.argv.slice(2).map(Number);
const failed = worlds(seeds, first) + otherWorlds(seeds, first) + hostile(megabytes);
console.log(failed === 0 ? 'all held' : `${failed} did not hold`);
process.exit(failed === 0 ? 0 : 1);
