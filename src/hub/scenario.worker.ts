/** Plays the exercise's scenario in a thread of its own: the next stretch is made while the last one is worked through. */
import { parentPort, workerData } from 'node:worker_threads';
import { scenario, told } from '../exercise/index.ts';
import { loadEarth } from '../feeds/earth.ts';
import type { ScenarioSetup } from './pipeline.messages.ts';
import type { FromStory, PlayRequest, StoryChunk } from './story.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');
const { seed, vessels, startUtcMs } = workerData as ScenarioSetup;

const say = (message: FromStory, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const story = scenario(seed, { startUtcMs, ...(vessels > 0 ? { vessels } : {}) }, loadEarth());
say({ kind: 'planned', plan: { areas: story.areas, told: told(story), endUtcMs: story.endUtcMs } });

port.on('message', ({ id, fromUtcMs, toUtcMs }: PlayRequest) => {
  const chunks: StoryChunk[] = [];
  story.play(fromUtcMs, toUtcMs, ({ feed, bytes, deliveredUtcMs }) =>
    // A copy, so that its memory can be handed over.
    chunks.push({ feed, bytes: bytes.slice(), deliveredUtcMs }),
  );
  const buffers = chunks.map(({ bytes }) => bytes.buffer as ArrayBuffer);
  say({ kind: 'played', id, chunks }, buffers);
});
