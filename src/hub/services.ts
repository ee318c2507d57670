/** What the hub offers to rooms by name, each through one viewer's window. The next room's service is a line here. */
import type { StoreView } from '../store/index.ts';
import {
  Contingencies,
  coordinationTypeNames,
  parseDirectory,
  parseLeewayCsv,
} from '../coordination/index.ts';
import type { Coast, LeewayClass, LocalDirectory, SitingWork, VectorGrid } from '../coordination/index.ts';
import { loadEarth } from '../feeds/earth.ts';
import { leewayTable, localTable } from '../feeds/fields/index.ts';
import { Holdings, programmeTypes } from '../programme/index.ts';
import type { FieldShelf } from './fields.ts';
import { ViewerHoldings } from './holdings.ts';
import type { LaneWork } from '../lanes/index.ts';
import { loadLanes } from './lanes.ts';
import type { PostCollections } from './narratives.ts';

interface DriftTables {
  readonly classes: readonly LeewayClass[];
  readonly coast: Coast;
  /** A field that an account has uploaded. @throws `drift.field-gone` */
  readonly field: (account: string, id: string) => VectorGrid;
}

export type RoomServices = Readonly<
  Record<
    | 'programme'
    | 'coordination'
    | 'lanes'
    | 'lane-work'
    | 'siting-work'
    | 'drift'
    | 'municipalities'
    | 'narratives',
    (view: StoreView) => unknown
  >
>;

export function roomServices(
  collections: PostCollections,
  {
    lanes,
    siting,
    fields,
  }: { readonly lanes: LaneWork; readonly siting: SitingWork; readonly fields: FieldShelf },
): RoomServices {
  const programme = new ViewerHoldings(programmeTypes, () => new Holdings());
  const contingencies = new ViewerHoldings(coordinationTypeNames, () => new Contingencies());
  let municipalities: LocalDirectory | undefined;
  let drift: DriftTables | undefined;
  return {
    programme: (view) => programme.of(view),
    coordination: (view) => contingencies.of(view),
    // The network is read when somebody opens the lanes: a hub that nobody asks keeps its memory.
    lanes: () => loadLanes(),
    'lane-work': () => lanes,
    'siting-work': () => siting,
    // Tables that ship with the hub and hide nothing: read when somebody first asks where something drifts.
    drift: () => {
      drift ??= {
        classes: parseLeewayCsv(leewayTable()),
        coast: loadEarth(),
        field: (account, id) => fields.get(account, id),
      };
      return drift;
    },
    municipalities: () => {
      municipalities ??= parseDirectory(localTable('prefectures'), localTable('municipalities'));
      return municipalities;
    },
    // Whoever asks has been shown the collection's entry: posts leave under that.
    narratives: () => collections,
  };
}
