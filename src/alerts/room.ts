import type { EntryType, Room } from '../core/index.ts';
import { alertType } from './alert.ts';
import { capImporter } from './importer.ts';
import { alertSection } from './section.ts';
import { alertShapes } from './shapes.ts';

export const alertsRoom: Room = {
  name: 'alerts',
  entryTypes: [alertType as unknown as EntryType<never>],
  importers: [capImporter],
  detectors: [],
  projections: [],
  routes: [],
  jobs: [],
  exports: [],
  shapes: alertShapes,
  sections: [alertSection],
  commands: [],
};
