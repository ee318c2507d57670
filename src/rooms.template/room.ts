/** The smallest room that does something real; copy it to begin the next one (README.md says how). */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { message, ownerOnly } from '../core/index.ts';
import type {
  ActionContext,
  BriefSection,
  Entry,
  EntryDraft,
  EntryType,
  Room,
  SectionContext,
} from '../core/index.ts';

/** What somebody says to have seen. */
const SightingSchema = Type.Object(
  {
    schema: Type.Literal(1),
    by: Type.String({ minLength: 1, maxLength: 200 }),
    what: Type.String({ minLength: 1, maxLength: 2000 }),
    atUtcMs: Type.Number(),
  },
  { additionalProperties: false },
);
type Sighting = Static<typeof SightingSchema>;

const sightingType: EntryType<Sighting> = {
  type: 'sighting',
  schema: SightingSchema,
  version: 1,
  title: ({ body }) => message('template.sighting', { by: body.by, what: body.what }),
  span: ({ atUtcMs }) => ({ startUtcMs: atUtcMs, endUtcMs: atUtcMs }),
};

const SightingRequest = Type.Object(
  { what: Type.String({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: false },
);

/** A new entry starts with its owner alone; people release it. */
function draftOf(what: string, context: ActionContext): EntryDraft<Sighting> {
  const { viewer, account, nowUtcMs } = context;
  return {
    type: 'sighting',
    owner: viewer.party,
    level: viewer.level,
    confidence: 50,
    release: ownerOnly(viewer.party),
    evidence: [],
    body: { schema: 1, by: account, what, atUtcMs: nowUtcMs },
  };
}

/** One sentence with its sources; nothing when there is nothing to tell. */
function section({ entries, viewer, since, at }: SectionContext): BriefSection | undefined {
  const sightings = entries.for(viewer).filter(({ type }) => type === 'sighting');
  if (sightings.length === 0) return undefined;
  return {
    title: message('template.section'),
    blocks: [
      {
        kind: 'sentence',
        text: message('template.count', { count: sightings.length, since }),
        sources: sightings.map(({ id }) => ({ entry: id, text: message('template.source'), asOf: at })),
      },
    ],
  };
}

export const templateRoom: Room = {
  name: 'template',
  entryTypes: [sightingType],
  importers: [],
  detectors: [],
  projections: [
    {
      name: 'sightings-by-day',
      version: 1,
      rows: (entry) => (entry.type === 'sighting' ? [rowOf(entry)] : []),
    },
  ],
  routes: [
    {
      method: 'POST',
      path: '/sightings',
      summary: 'Notes what somebody saw.',
      permission: 'watch',
      body: SightingRequest,
      response: Type.Unknown(),
      handle: async (context, { body }) => {
        const [{ id }] = await context.append([
          draftOf((body as Static<typeof SightingRequest>).what, context),
        ]);
        return context.entry(id);
      },
    },
    {
      method: 'GET',
      path: '/sightings',
      summary: 'The sightings that the viewer may see, newest first.',
      permission: 'read',
      response: Type.Unknown(),
      handle: (context) => context.entries({ types: ['sighting'] }).map(({ entries }) => entries),
    },
  ],
  jobs: [],
  exports: [],
  shapes: [],
  sections: [{ name: 'sightings', order: 900, build: section }],
  commands: [],
};

function rowOf(entry: Entry) {
  const { atUtcMs, what } = entry.body as Sighting;
  return { key: new Date(atUtcMs).toISOString().slice(0, 10), order: atUtcMs, value: { what } };
}
