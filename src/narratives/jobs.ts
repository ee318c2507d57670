/** Long work of the room. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { entryId } from '../core/index.ts';
import type { Entry, Job, Released } from '../core/index.ts';
import type { CollectionBody, NarrativeCases } from './api.ts';

const AnalyseInput = Type.Object(
  { collection: Type.String({ maxLength: 128 }) },
  { additionalProperties: false },
);

/** Works a collection out ahead of the first question about it. */
const analyse: Job = {
  name: 'narratives-analyse',
  permission: 'watch',
  input: AnalyseInput,
  run: async (context, input, control) => {
    const { collection } = input as Static<typeof AnalyseInput>;
    const id = entryId(collection);
    const entry = context.entry(id) as Released<Entry<CollectionBody>>;
    const { settings } = entry.for(context.viewer.party).body;
    const cases = context.service<NarrativeCases>('narratives');
    const { summary, narratives, groups } = await cases.analysis(id, settings, (done, total) =>
      control.progress(done, total),
    );
    return entry.map(() => ({
      posts: summary.posts,
      narratives: narratives.length,
      groups: groups.length,
      coordinated: groups.filter(({ verdict }) => verdict === 'coordinated').length,
    }));
  },
};

export const narrativesJobs: readonly Job[] = [analyse];
