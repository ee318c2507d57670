import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { Session } from '../../src/hub/api.ts';
import type { IconName } from '../frame/Icon.tsx';
import type { WebWord } from '../state/words.tsx';

/** A room's place in the frame. The next room is a folder beside this file and a line below. */
export interface RoomPage {
  readonly word: WebWord;
  readonly icon: IconName;
  /** Whether it is there for this account, through these eyes. */
  readonly shown: (session: Session) => boolean;
  /** Loaded when it is first opened. */
  readonly Page: ComponentType;
}

const always = () => true;
/** The journal is the hub's own: a partner learns nothing of it, not even how long it is. */
const ownEyes = ({ seeingAs, party, hub }: Session) => seeingAs === undefined && party === hub.party;

export const rooms = {
  sea: { word: 'room.sea', icon: 'sea', shown: always, Page: lazy(() => import('./sea/index.tsx')) },
  cases: { word: 'room.cases', icon: 'cases', shown: always, Page: lazy(() => import('./cases/index.tsx')) },
  lanes: { word: 'room.lanes', icon: 'lanes', shown: always, Page: lazy(() => import('./lanes/index.tsx')) },
  narratives: {
    word: 'room.narratives',
    icon: 'narratives',
    shown: always,
    Page: lazy(() => import('./narratives/index.tsx')),
  },
  programme: {
    word: 'room.programme',
    icon: 'programme',
    shown: always,
    Page: lazy(() => import('./programme/index.tsx')),
  },
  brief: { word: 'room.brief', icon: 'brief', shown: always, Page: lazy(() => import('./brief/index.tsx')) },
  coordination: {
    word: 'room.coordination',
    icon: 'coordination',
    shown: always,
    Page: lazy(() => import('./coordination/index.tsx')),
  },
  cti: { word: 'room.cti', icon: 'cti', shown: always, Page: lazy(() => import('./cti/index.tsx')) },
  exchange: {
    word: 'room.exchange',
    icon: 'exchange',
    shown: ({ seeingAs, permissions }) =>
      seeingAs === undefined && (permissions.includes('administer') || permissions.includes('release')),
    Page: lazy(() => import('./exchange/index.tsx')),
  },
  journal: {
    word: 'room.journal',
    icon: 'journal',
    shown: ownEyes,
    Page: lazy(() => import('./journal/index.tsx')),
  },
  feeds: { word: 'room.feeds', icon: 'feeds', shown: ownEyes, Page: lazy(() => import('./feeds/index.tsx')) },
  administration: {
    word: 'room.administration',
    icon: 'administration',
    shown: (session) => session.seeingAs === undefined,
    Page: lazy(() => import('./administration/index.tsx')),
  },
} as const satisfies Record<string, RoomPage>;

export type RoomName = keyof typeof rooms;
