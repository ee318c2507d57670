// Twenty exercises, each played, watched and scored: recall and precision of every detector must reach 0.95 in every
// one. `npm run nightly -- exercise [--seeds 1..20]`; about half a minute a seed.
import { run } from '../../src/cli/exercise.ts';

process.exitCode = await run(['run', ...process.argv.slice(2)]);
