import { createIngest } from '../ais/index.ts';
import type { Area } from '../earth/index.ts';
import type { FeedId, Scenario, ScoredEvent } from '../exercise/index.ts';
import { feedIds } from '../exercise/index.ts';
import { startWatch } from '../sea/index.ts';
import type { SeaEarth } from '../sea/index.ts';

/** Plays an exercise to the sea room as its feeds would, and returns what stands at the end. */
export function runExercise(exercise: Scenario, earth: SeaEarth, areas: readonly Area[]): ScoredEvent[] {
  const watch = startWatch({}, { earth, areas: areas.map((area) => ({ ...area, uncertaintyNm: 0 })) });
  const ingests = new Map(
    feedIds.map((feed) => [
      feed as FeedId,
      createIngest({
        onPositions: (batch) => watch.push('positions', Object.assign(batch, { feed })),
        onStatics: (batch) => watch.push('statics', batch),
      }),
    ]),
  );
  exercise.play(exercise.startUtcMs, exercise.endUtcMs, ({ feed, bytes }) => {
    const ingest = ingests.get(feed);
    ingest?.push(bytes);
    // Feeds run side by side: none may lie behind because its batch is not full yet.
    ingest?.flush();
  });
  for (const ingest of ingests.values()) ingest.end();
  watch.end();
  return watch
    .take()
    .filter(({ body }) => !body.withdrawn)
    .map(({ body }) => ({
      kind: body.kind,
      mmsis: body.subjects
        .flatMap(({ kind, id }) => (kind === 'vessel' ? [Number(id)] : []))
        .sort((a, b) => a - b),
      startUtcMs: body.startUtcMs,
      endUtcMs: body.endUtcMs,
    }));
}
