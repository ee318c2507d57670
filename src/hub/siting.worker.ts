/** The thread that looks where to put stores, with the mixed-integer solver, so that the hub goes on answering. */
import { parentPort } from 'node:worker_threads';
import { CommonwatchError } from '../core/index.ts';
import { allocate } from '../coordination/index.ts';
import type { Answered, Asked } from './callthread.ts';
import { highsSolver } from './highs.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');

/** Whoever waits at a screen gets what was found until then, with the gap. */
const patienceMs = 20_000;
const certifierS = 10;

port.on('message', ({ id, input }: Asked) => {
  const say = (message: Answered) => port.postMessage(message);
  const startedMs = performance.now();
  const isOver = () => performance.now() - startedMs > patienceMs;
  highsSolver()
    .then((solver) =>
      say({ id, kind: 'done', value: allocate(input, { solver, isOver, timeLimitS: certifierS }) }),
    )
    .catch((error: unknown) => {
      const known = error instanceof CommonwatchError ? error : new CommonwatchError('hub.failed');
      const { code, message, value, path } = known;
      say({ id, kind: 'failed', code, message, about: { value, path } });
    });
});
