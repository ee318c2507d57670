/**
 * Entries as MISP events, and a MISP feed of them (a static manifest, one file an event, hashes of values). One event
 * an entry. Distribution is 0 (the reading organisation alone) or, for an audience that names a group of the reader,
 * 4 with that sharing group; `sharing_group_id` stays "0" otherwise, as MISP asks. TLP, originator control and
 * exercise travel as tags. Nothing is marked for intrusion detection: a finding is no indicator.
 */
import { derivedId, instant, uuidOf } from '../core/index.ts';
import type {
  Entry,
  EntryId,
  FindingBody,
  Json,
  Language,
  PartyId,
  Released,
  Release,
} from '../core/index.ts';
import { sharingGroupUuid } from './mispin/index.ts';
import { handlingOf } from './markings.ts';
import { asFinding, deliveryOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';

type MispObject = { readonly [property: string]: Json };
export interface MispEvent {
  readonly Event: MispObject & { readonly uuid: string };
}

/** @throws `released.foreign-viewer`, `released.forged` */
export function mispEvents(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): MispEvent[] {
  const delivery = deliveryOf(released, viewer, language);
  return delivery.entries.map((entry) => ({ Event: eventOf(entry, delivery, options) }));
}

/** What a MISP feed's `manifest.json` says of its events. */
export function mispManifest(events: readonly MispEvent[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    events.map(({ Event: { uuid, Orgc, Tag, info, date, analysis, threat_level_id, timestamp } }) => [
      uuid,
      { Orgc, Tag, info, date, analysis, threat_level_id, timestamp },
    ]),
  );
}

/**
 * An event's UUID: the entry's, with version 4 for 7, because MISP's own converter makes STIX ids of it, and of STIX
 * many readers take the versions 1 to 5 alone.
 */
function mispUuid(id: EntryId): string {
  return uuidOf(id).replace(/^(.{14})7/, '$14');
}

/** The ids of findings that an event of this UUID may be of. */
export function findingsOfEvent(uuid: string): string[] {
  return [uuid, uuid.replace(/^(.{14})4/, '$17')].map((each) => `finding--${each}`);
}

function eventOf(entry: Entry, delivery: Delivery, options: ExchangeOptions): MispEvent['Event'] {
  const finding = asFinding(entry);
  const uuid = mispUuid(entry.id);
  const name = options.partyName(entry.owner).en;
  const organisation = { uuid: uuidOf(derivedId('identity', 'party', entry.owner)), name };
  const title = titleOf(entry, options, delivery.language);
  return {
    uuid,
    info: `${options.exercise ? 'EXERCISE: ' : ''}${title}`.slice(0, 65_000),
    date: (finding === undefined ? entry.created : instant(finding.body.startUtcMs)).slice(0, 10),
    timestamp: seconds(entry.modified),
    publish_timestamp: seconds(entry.modified),
    // Undefined: the hub judges what was observed, not how dangerous it is.
    threat_level_id: '4',
    analysis: finding?.body.ongoing === true ? '1' : '2',
    published: true,
    ...distributionOf(entry.release, options),
    Orgc: organisation,
    Tag: tagsOf(entry, options),
    Attribute: [attribute(entry, 'text', 'Other', title, 'title')],
    Object: finding === undefined ? [] : objectsOf(finding),
  };
}

function distributionOf({ audience }: Release, { groupOf }: ExchangeOptions): MispObject {
  const groups = audience.kind === 'named' ? audience.groups.map((id) => groupOf?.(id)) : [];
  const group = groups.find((each) => each !== undefined);
  // Two groups are no one sharing group: the narrower reading is the reader alone.
  if (group === undefined || groups.length > 1) return { distribution: '0', sharing_group_id: '0' };
  const SharingGroup = { uuid: sharingGroupUuid(group.id), name: group.name.en };
  return { distribution: '4', sharing_group_id: '1', SharingGroup };
}

function tagsOf({ release, confidence, body }: Entry, { exercise }: ExchangeOptions): MispObject[] {
  const handling = handlingOf(release);
  const kind = (body as Partial<FindingBody>).kind;
  return [
    `tlp:${release.tlp.toLowerCase()}`,
    `commonwatch:confidence="${confidence}"`,
    ...(kind === undefined ? [] : [`commonwatch:kind="${kind}"`]),
    ...(handling === undefined ? [] : [`commonwatch:handling="${handling}"`]),
    ...(exercise ? ['commonwatch:exercise'] : []),
  ].map((name) => ({ name }));
}

function objectsOf(finding: Entry<FindingBody>): MispObject[] {
  const { body } = finding;
  const vessels = body.subjects.filter(({ kind }) => kind === 'vessel');
  return [...placeObject(finding), ...vessels.map((vessel, i) => vesselObject(finding, vessel, i))];
}

/** MISP's object templates, by the versions whose attributes are used here. */
const templates = {
  geolocation: {
    name: 'geolocation',
    category: 'misc',
    uuid: 'cd6f2238-ba55-4888-82c4-104e6e1acf21',
    version: '8',
  },
  vessel: {
    name: 'ftm-Vessel',
    category: 'followthemoney',
    uuid: '2ee3df38-7756-4179-abea-ba8d2fbb7c6c',
    version: '1',
  },
} as const;

/** The template `geolocation`; accuracy is a radius in kilometres. */
function placeObject(finding: Entry<FindingBody>): MispObject[] {
  const { place, startUtcMs, endUtcMs } = finding.body;
  if (place === undefined) return [];
  const values: [string, string, string][] = [
    ['latitude', 'float', String(place.latDeg)],
    ['longitude', 'float', String(place.lonDeg)],
    ['accuracy-radius', 'float', String(Math.round(place.uncertaintyNm * 1852) / 1000)],
    ['first-seen', 'datetime', instant(startUtcMs)],
    ['last-seen', 'datetime', instant(endUtcMs)],
  ];
  return [object(finding, 'place', templates.geolocation, values)];
}

/** The template `ftm-Vessel` (FollowTheMoney). It asks for a name: who has none goes by the MMSI. */
function vesselObject(
  finding: Entry<FindingBody>,
  vessel: FindingBody['subjects'][number],
  at: number,
): MispObject {
  const imo = vessel.facts?.imo;
  const values: [string, string, string][] = [
    ['mmsi', 'text', vessel.id],
    ['name', 'text', (vessel.name ?? '') === '' ? `MMSI ${vessel.id}` : String(vessel.name)],
    ...(imo === undefined || imo === null
      ? []
      : [['imoNumber', 'text', String(imo)] as [string, string, string]]),
  ];
  return object(finding, `vessel ${at}`, templates.vessel, values);
}

function object(
  entry: Entry,
  part: string,
  { name, category, uuid, version }: (typeof templates)[keyof typeof templates],
  values: readonly (readonly [relation: string, type: string, value: string])[],
): MispObject {
  return {
    uuid: uuidOf(derivedId('misp-object', entry.id, part)),
    name,
    'meta-category': category,
    template_uuid: uuid,
    template_version: version,
    timestamp: seconds(entry.modified),
    distribution: '5',
    sharing_group_id: '0',
    Attribute: values.map(([relation, type, value]) =>
      attribute(entry, type, 'Other', value, `${part} ${relation}`, relation),
    ),
  };
}

/** Attributes inherit their event's distribution (5): nothing inside is wider than the whole. */
function attribute(
  entry: Entry,
  type: string,
  category: string,
  value: string,
  part: string,
  relation?: string,
): MispObject {
  return {
    uuid: uuidOf(derivedId('misp-attribute', entry.id, part)),
    type,
    category,
    value,
    to_ids: false,
    disable_correlation: true,
    timestamp: seconds(entry.modified),
    distribution: '5',
    sharing_group_id: '0',
    ...(relation === undefined ? {} : { object_relation: relation }),
  };
}

function seconds(time: string): string {
  return String(Math.floor(Date.parse(time) / 1000));
}
