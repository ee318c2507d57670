import { CommonwatchError, entryId, isMemberAt } from '../../core/index.ts';
import type { EntryId, EntryTypes, Export, Language, Party, PartyId, Room } from '../../core/index.ts';
import type { ExchangeOptions } from '../../exchange/index.ts';
import type { PartnerHubs } from '../../partners/index.ts';
import type { Store } from '../../store/index.ts';
import type { Speaker } from '../../words/index.ts';
import type { AccessLog } from '../access.ts';
import type { Accounts } from '../accounts.ts';
import type { ExerciseIdentity, FeedView } from '../api.ts';
import type { Clock } from '../clock.ts';
import type { Config, FeedConfig } from '../config.ts';
import type { Digests } from '../digests.ts';
import type { Exit, HubContext } from '../exits.ts';
import type { FieldShelf } from '../fields.ts';
import type { Jobs } from '../jobs.ts';
import type { LaneWork } from '../../lanes/index.ts';
import type { LocalTables } from '../local.ts';
import type { Metrics } from '../metrics.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Directory } from '../releasing.ts';
import type { Proposals } from '../secondperson.ts';
import type { PostCollections } from '../narratives.ts';
import type { RoomServices } from '../services.ts';
import type { TaxiiPoller } from '../taxii/poller.ts';
import type { WithdrawnVersions } from '../taxii/withdrawn.ts';

/** What the hub's own routes work with. */
export interface HubParts {
  readonly config: Config;
  /** The hub's own party. */
  readonly holder: PartyId;
  readonly store: Store;
  readonly types: EntryTypes;
  readonly rooms: readonly Room[];
  readonly speaker: Speaker;
  readonly accounts: Accounts;
  readonly access: AccessLog;
  /** Tables beside the journal. */
  readonly local: LocalTables;
  readonly jobs: Jobs;
  /** Releases that wait for a second person. */
  readonly proposals: Proposals;
  /** Briefs by mail. */
  readonly digests: Digests;
  /** The window of anyone at all, and of a party for what is sent to it. @throws `party.unknown` */
  readonly publicContext: (language: Language) => HubContext;
  readonly partyContext: (party: PartyId, language: Language) => HubContext;
  /** Partners' hubs: what goes to them and comes from them. */
  readonly partners: PartnerHubs;
  /** Partners' TAXII servers that are polled. */
  readonly taxii: TaxiiPoller;
  readonly withdrawn: WithdrawnVersions;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly pipeline: Pipeline;
  readonly directory: () => Directory;
  /** The made-up people of an exercise; none otherwise. */
  readonly identities: () => readonly ExerciseIdentity[];
  readonly feeds: () => readonly { readonly config: FeedConfig; readonly view: FeedView }[];
  /** Where uploads wait to be read. */
  readonly importFolder: string;
  /** Every exit, the rooms' own included. */
  readonly exits: () => readonly Exit[];
  /** What every writer of exchange/ is told. */
  readonly exchange: ExchangeOptions;
  /** Ways out as files that belong to no room. */
  readonly exports: readonly Export[];
  /** Posts: keys, columns and handles of collections. */
  readonly collections: PostCollections;
  /** Scenarios and routes of the lanes, in a thread of their own. */
  readonly lanes: LaneWork;
  /** What rooms ask for by name, besides what the pipeline has. */
  readonly services: RoomServices;
  /** Uploaded fields of wind and current. */
  readonly fields: FieldShelf;
  readonly isReady: () => boolean;
  readonly openapi: () => unknown;
  /** The same window as it is now. */
  readonly renewed: (context: HubContext) => HubContext;
}

/** The id of an address. A malformed one is answered as a thing that does not exist. @throws `entry.not-found` */
export function idFrom(value: string): EntryId {
  try {
    return entryId(value);
  } catch {
    throw new CommonwatchError('entry.not-found', value);
  }
}

/** @throws `party.unknown` */
export function partyOf({ store }: HubParts, id: PartyId): Party {
  const party = store.parties.get(id);
  if (party === undefined) throw new CommonwatchError('party.unknown', id);
  return party;
}

/** The journal, feeds' insides and figures belong to the party whose hub this is. @throws `permission.missing` */
export function assertHolder({ holder }: HubParts, context: HubContext): void {
  if (context.viewer.party !== holder) throw new CommonwatchError('permission.missing');
}

/**
 * Who there is, as far as a viewer may know: the hub's own party knows all; a partner knows itself, the hub, its groups
 * and who belongs to them. A release to any other name is refused alike, whether or not somebody has it.
 */
export function directoryFor({ viewer, at }: HubContext, { holder, directory }: HubParts): Directory {
  const all = directory();
  if (viewer.party === holder) return all;
  const groups = all.groups.filter(({ id }) => viewer.groups.has(id));
  const isKnown = (party: Party) =>
    party.id === viewer.party || party.id === holder || groups.some((group) => isMemberAt(group, party, at));
  return {
    parties: all.parties.filter(isKnown),
    groups,
    peopleOf: (party) => (party === viewer.party ? all.peopleOf(party) : 0),
  };
}
