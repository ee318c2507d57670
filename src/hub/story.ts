/** The scenario's thread, as the pipeline talks to it. */
import type { AreaSpec } from '../earth/index.ts';
import type { ExerciseTold, FeedId } from '../exercise/index.ts';
import { startWorker } from '../store/index.ts';
import type { ScenarioSetup } from './pipeline.messages.ts';

export interface StoryChunk {
  readonly feed: FeedId;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly deliveredUtcMs: number;
}

export interface PlayRequest {
  readonly id: number;
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

/** What the hub knows of a scenario beside its bytes. */
export interface StoryPlan {
  readonly areas: readonly AreaSpec[];
  readonly told: ExerciseTold;
  readonly endUtcMs: number;
}

export type FromStory =
  | { readonly kind: 'planned'; readonly plan: StoryPlan }
  | { readonly kind: 'played'; readonly id: number; readonly chunks: readonly StoryChunk[] };

export interface Story {
  /** Planning takes some seconds; what is to be played waits for it by itself. */
  readonly planned: Promise<StoryPlan>;
  /** What the feeds deliver from one time up to another; ask for the next stretch before taking this one. */
  readonly play: (fromUtcMs: number, toUtcMs: number) => Promise<readonly StoryChunk[]>;
  readonly close: () => Promise<unknown>;
}

export function openStory(setup: ScenarioSetup): Story {
  const worker = startWorker('hub/scenario', setup);
  const waiting = new Map<number, (chunks: readonly StoryChunk[]) => void>();
  let nextId = 1;
  const planned = new Promise<StoryPlan>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: FromStory) => {
      if (message.kind === 'planned') return resolve(message.plan);
      waiting.get(message.id)?.(message.chunks);
      waiting.delete(message.id);
    });
  });
  const play = (fromUtcMs: number, toUtcMs: number) =>
    new Promise<readonly StoryChunk[]>((resolve) => {
      const id = nextId++;
      waiting.set(id, resolve);
      worker.postMessage({ id, fromUtcMs, toUtcMs } satisfies PlayRequest);
    });
  return { planned, play, close: () => worker.terminate() };
}
