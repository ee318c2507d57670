/** The rooms of this hub, in plug-in order. The next room is a line here, one in words.ts, and its folder. */
import { assertDistinct, findingType, judgementType, relationType } from '../core/index.ts';
import type { AnyEntryType, Room } from '../core/index.ts';
import { alertsRoom } from '../alerts/index.ts';
import { coordinationRoom } from '../coordination/index.ts';
import { ctiRoom } from '../cti/index.ts';
import { lanesRoom } from '../lanes/index.ts';
import { exerciseRoom } from '../exercise/index.ts';
import { narrativesRoom } from '../narratives/index.ts';
import { programmeRoom } from '../programme/index.ts';
import { seaRoom } from '../sea/index.ts';
import { Speaker, coreWords, hubWords, printWords } from '../words/index.ts';
import { alertsWords } from '../words/alerts.ts';
import { coordinationWords } from '../words/coordination.ts';
import { ctiWords } from '../words/cti.ts';
import { lanesWords } from '../words/lanes.ts';
import { lanesScreenWords } from '../words/lanesscreen.ts';
import { exerciseWords } from '../words/exercise.ts';
import { narrativesWords } from '../words/narratives.ts';
import { narrativesScreenWords } from '../words/narrativesscreen.ts';
import { programmeWords } from '../words/programme.ts';
import { programmeAskWords } from '../words/programmeask.ts';
import { programmeScreenWords } from '../words/programmescreen.ts';
import { seaWords } from '../words/sea.ts';
import { caseType } from './cases.ts';

export const rooms: readonly Room[] = [
  seaRoom,
  lanesRoom,
  narrativesRoom,
  programmeRoom,
  coordinationRoom,
  ctiRoom,
  alertsRoom,
  exerciseRoom,
];

/** What the hub and core bring themselves. */
const ownTypes: readonly AnyEntryType[] = [findingType, judgementType, relationType, caseType];

/** @throws `room.duplicate` */
export function entryTypesOf(mounted: readonly Room[]): readonly AnyEntryType[] {
  assertDistinct(mounted);
  return [...ownTypes, ...mounted.flatMap((room) => room.entryTypes)];
}

export function houseSpeaker(): Speaker {
  return new Speaker([
    coreWords,
    hubWords,
    printWords,
    seaWords,
    lanesWords,
    lanesScreenWords,
    narrativesWords,
    narrativesScreenWords,
    programmeWords,
    programmeAskWords,
    programmeScreenWords,
    coordinationWords,
    ctiWords,
    alertsWords,
    exerciseWords,
  ]);
}
