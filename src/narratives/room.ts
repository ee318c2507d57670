/** The narratives as a room: posts in, narratives, groups and what people say of them out. */
import type { Importer, Room } from '../core/index.ts';
import { narrativesEntryTypes } from './entries.ts';
import { postImporter } from './importer.ts';
import { narrativesJobs } from './jobs.ts';
import { narrativesRoutes } from './routes.ts';
import { narrativesSection } from './section.ts';
import { narrativesShapes } from './stix.ts';

export const narrativesRoom: Room = {
  name: 'narratives',
  entryTypes: narrativesEntryTypes,
  importers: [postImporter as Importer],
  // A group needs the whole collection: it is worked out by a job, and kept by a person.
  detectors: [],
  projections: [],
  routes: narrativesRoutes,
  jobs: narrativesJobs,
  exports: [],
  shapes: narrativesShapes,
  sections: [narrativesSection],
  // `commonwatch narratives` reads many files at once and lives in cli/.
  commands: [],
};
