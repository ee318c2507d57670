/** All rooms' detectors side by side over the same batches, as one stream of findings. */
import type { PositionBatch, StaticBatch } from '../ais/index.ts';
import type { Detector, FindingDraft, Json, Room, RunningDetector } from '../core/index.ts';

/** A batch with the feed that it came from: detectors say on whose positions a finding rests. */
export type FedBatch = (PositionBatch | StaticBatch) & { readonly feed: string };

export interface Detection {
  readonly push: (name: 'positions' | 'statics', batch: PositionBatch | StaticBatch, feed: string) => void;
  /** No more data: what is open is reported as ongoing. */
  readonly end: () => void;
  /** Findings made, revised or withdrawn since the last call. */
  readonly take: () => FindingDraft[];
  readonly snapshot: () => Uint8Array[];
  readonly restore: (states: readonly Uint8Array[]) => void;
}

export function startDetection(
  rooms: readonly Room[],
  world: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, Json>> = {},
): Detection {
  const detectors = rooms.flatMap(
    (room) => room.detectors,
  ) as readonly unknown[] as readonly Detector<FedBatch>[];
  const running = detectors.map((detector) => ({
    inputs: detector.inputs,
    run: detector.start({ ...detector.defaults, ...parameters }, world) as RunningDetector<FedBatch>,
  }));
  return {
    push: (name, batch, feed) => {
      const fed = { ...batch, feed };
      for (const { inputs, run } of running) if (inputs.includes(name)) run.push(name, fed);
    },
    end: () => {
      for (const { run } of running) run.end();
    },
    take: () => running.flatMap(({ run }) => run.take()),
    snapshot: () => running.map(({ run }) => run.snapshot()),
    restore: (states) => {
      for (const [i, { run }] of running.entries()) if (states[i] !== undefined) run.restore(states[i]);
    },
  };
}
