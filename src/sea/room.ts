/** The sea as a room: positions in, findings with evidence out. */
import type { StaticBatch } from '../ais/index.ts';
import type { Detector, Importer, Json, Room } from '../core/index.ts';
import type { AreaSpec } from '../earth/index.ts';
import { createArea } from '../earth/index.ts';
import { importers } from './importers.ts';
import { defaults, ParametersSchema, presets } from './parameters.ts';
import { byPlace, byVessel, standings } from './projections.ts';
import { seaRoutes } from './routes.ts';
import { seaSection } from './section.ts';
import type { FeedPositions } from './watch.ts';
import { startWatch } from './watch.ts';
import type { SeaEarth, WatchedArea } from './world.ts';

/** One detector for all kinds, because they share the order of rows, the cleaning and the tracks. */
export const seaDetector: Detector<FeedPositions | StaticBatch> = {
  name: 'sea-watch',
  version: '1',
  kinds: ['zone-entry', 'encounter', 'coverage-gap', 'suspected-disabling', 'loitering', 'passage'],
  inputs: ['positions', 'statics'],
  parameters: ParametersSchema,
  defaults: defaults as Readonly<Record<string, Json>>,
  presets: presets as Readonly<Record<string, Readonly<Record<string, Json>>>>,
  start: (parameters, world) => {
    const { earth, areas = [] } = world as unknown as SeaDetectorWorld;
    return startWatch(parameters, { earth, areas: areas.map(watched) });
  },
};

/** What the hub hands in as `world`: areas as plain data or ready for questions. */
export interface SeaDetectorWorld {
  readonly earth: SeaEarth;
  readonly areas?: readonly (AreaSpec | WatchedArea)[];
}

function watched(area: AreaSpec | WatchedArea): WatchedArea {
  return 'signedDistanceNm' in area ? area : createArea(area);
}

export const seaRoom: Room = {
  name: 'sea',
  // A finding is core's own type: the sea adds none.
  entryTypes: [],
  importers: importers as readonly Importer[],
  detectors: [seaDetector as unknown as Detector],
  projections: [byVessel, byPlace, standings],
  routes: seaRoutes,
  jobs: [],
  exports: [],
  // Findings look the same from every room: exchange/ writes them as GeoJSON and STIX 2.1.
  shapes: [],
  sections: [seaSection],
  // `commonwatch watch` reads several files side by side and lives in cli/.
  commands: [],
};
