import type { Entry, EntryType, Json, Room } from '../core/index.ts';
import { shownJson, standing } from '../exchange/index.ts';
import { mispImporter } from './mispimport.ts';
import { ctiRoutes } from './routes.ts';
import { ctiSection } from './section.ts';
import { stixObjectType } from './stixobject.ts';
import type { StixObjectBody } from './stixobject.ts';
import { shownObject } from './write.ts';

/** Entries by the STIX id that they have, whoever owns them. */
const byStixId = {
  name: 'cti-stix-id',
  version: 1,
  rows: (entry: Entry) => {
    if (entry.type !== stixObjectType.type) return [];
    const { stixId } = (entry as Entry<StixObjectBody>).body;
    return [{ key: shownJson(stixId), order: 0, value: entry.id as Json }];
  },
};

export const ctiRoom: Room = {
  name: 'cti',
  entryTypes: [stixObjectType as unknown as EntryType<never>],
  importers: [mispImporter],
  detectors: [],
  projections: [byStixId],
  routes: ctiRoutes,
  jobs: [],
  exports: [],
  shapes: [
    {
      type: stixObjectType.type,
      stix: (entry) => {
        const object = standing(shownObject(entry as Entry<StixObjectBody>));
        return object === undefined ? [] : [object as Json];
      },
      stixIsWhole: true,
    },
  ],
  sections: [ctiSection],
  commands: [],
};
