/** The coordination room: who needs what, who has it, where it is, and who waits on whom; from the journal alone. */
import type { Room } from '../core/index.ts';
import { coordinationRoutes } from './routes.ts';
import { coordinationSection } from './section.ts';
import { coordinationShapes } from './shapes.ts';
import { coordinationTypes } from './types.ts';
import { organisationRows } from './window.ts';

export const coordinationRoom: Room = {
  name: 'coordination',
  entryTypes: coordinationTypes,
  importers: [],
  detectors: [],
  projections: [organisationRows],
  routes: coordinationRoutes,
  jobs: [],
  exports: [],
  shapes: coordinationShapes,
  sections: [coordinationSection],
  commands: [],
};
