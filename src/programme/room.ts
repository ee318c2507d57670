/** The programme as a room: what was agreed, done, promised and is stuck, each with its source. */
import type { Room } from '../core/index.ts';
import { documentType, itemType, reviewType, statementType } from './entries.ts';
import { programmeExports, recordImporter } from './exports.ts';
import { documentImporter } from './importer.ts';
import { programmeRoutes } from './routes.ts';
import { programmeSection } from './section.ts';

export const programmeRoom: Room = {
  name: 'programme',
  entryTypes: [documentType, statementType, itemType, reviewType],
  importers: [recordImporter, documentImporter],
  detectors: [],
  projections: [],
  routes: programmeRoutes,
  jobs: [],
  exports: programmeExports,
  shapes: [],
  sections: [programmeSection],
  // `commonwatch programme` reads files and lives in cli/.
  commands: [],
};
