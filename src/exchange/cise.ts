/**
 * A CISE Push message (data model 1.5.3, service model 1) with findings as Anomaly, alerts of rooms as Incident, and
 * the vessels of both. The element names and the order are those of the published schemas; each entity is held to its
 * own schema by `npm run clients`. What the model has no word for is `Other`: the hub claims no more than it observed.
 */
import { handlingOf } from './markings.ts';
import { derivedId, instant, tlps, uuidOf } from '../core/index.ts';
import type {
  CapContent,
  Entry,
  FindingBody,
  Language,
  MessageRef,
  PartyId,
  Released,
} from '../core/index.ts';
import { asFinding, deliveryOf, shapeOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';
import { writeXml } from './xml.ts';
import type { Xml } from './xml.ts';

/** Kinds that the model names; a silence is what it says, not why. */
const anomalyTypes: Readonly<Record<string, string>> = {
  'suspected-disabling': 'WithoutAISTransmission',
  'coverage-gap': 'WithoutAISTransmission',
};
const sensitivity = {
  CLEAR: 'White',
  GREEN: 'Green',
  AMBER: 'Amber',
  'AMBER+STRICT': 'Red',
  RED: 'Red',
} as const;
const securityLevels = [
  'NonClassified',
  'EURestricted',
  'EUConfidential',
  'EUSecret',
  'EUTopSecret',
] as const;
const classifications = ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET', 'TOP SECRET'] as const;

type Element = { readonly [name: string]: Xml };

/**
 * One message for one reader. Its level and sensitivity are the strictest of what it holds.
 * @param messageTimeUtcMs when it is made, for the message's own id and time
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function cisePush(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): string {
  const delivery = deliveryOf(released, viewer, language);
  const entities = delivery.entries.map((entry) => entityOf(entry, delivery, options));
  const named = (name: 'Anomaly' | 'Incident') =>
    entities.flatMap((each) => (each?.[0] === name ? [each[1]] : []));
  return writeXml({
    'ns4:Push': {
      '@xmlns:ns4': 'http://www.cise.eu/servicemodel/v1/message/',
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@xmlns:vessel': 'http://www.cise.eu/datamodel/v1/entity/vessel/',
      '@xmlns:location': 'http://www.cise.eu/datamodel/v1/entity/location/',
      CreationDateTime: delivery.asOf,
      MessageID: uuidOf(derivedId('message', options.source, viewer, delivery.asOf)),
      Priority: 'Low',
      RequiresAck: false,
      Sender: {
        ServiceID: `commonwatch.${options.source}.anomaly.push`,
        ServiceOperation: 'Push',
        ServiceRole: 'Provider',
        ServiceStatus: 'Online',
        ServiceType: 'AnomalyService',
      },
      Payload: {
        '@xsi:type': 'ns4:XmlEntityPayload',
        InformationSecurityLevel: securityLevelOf(delivery.entries),
        InformationSensitivity: sensitivityOf(delivery.entries),
        Purpose: 'Safety',
        Anomaly: named('Anomaly'),
        Incident: named('Incident'),
      },
    },
  });
}

function securityLevelOf(entries: readonly Entry[]): string {
  const ranks = entries.map(({ release }) => classifications.indexOf(release.classification));
  return securityLevels[Math.max(0, ...ranks)];
}

/** What TLP cannot say narrows to Red, as in the other formats. */
function sensitivityOf(entries: readonly Entry[]): string {
  if (entries.some(({ release }) => handlingOf(release) !== undefined)) return 'Red';
  return sensitivity[tlps[Math.max(0, ...entries.map(({ release }) => tlps.indexOf(release.tlp)))]];
}

/** Undefined for what is neither observed nor an alert, and for ordinary passages. */
function entityOf(
  entry: Entry,
  delivery: Delivery,
  options: ExchangeOptions,
): ['Anomaly' | 'Incident', Element] | undefined {
  const finding = asFinding(entry);
  if (finding !== undefined && finding.body.kind !== 'passage')
    return ['Anomaly', anomaly(finding, delivery, options)];
  const content = shapeOf(entry, options.shapes, 'cap')?.cap?.(entry);
  return content === undefined ? undefined : ['Incident', incident(entry, content, delivery, options)];
}

function anomaly(finding: Entry<FindingBody>, delivery: Delivery, options: ExchangeOptions): Element {
  const { body } = finding;
  const vessels = body.subjects.filter(({ kind }) => kind === 'vessel');
  const { place } = body;
  return {
    ...eventOf(finding as unknown as Entry, delivery, options, body.startUtcMs, body.endUtcMs),
    LocationRel: place === undefined ? undefined : locationRel(place.lonDeg, place.latDeg),
    InvolvedObjectRel: vessels.map((vessel) => ({ Object: vesselObject(vessel), ObjectRole: 'Participant' })),
    AnomalyType: anomalyTypes[body.kind] ?? 'Other',
  };
}

function incident(entry: Entry, content: CapContent, delivery: Delivery, options: ExchangeOptions): Element {
  const say = (ref: MessageRef) => options.speaker.say(delivery.language, ref);
  const { area, instruction } = content;
  const onset = content.onsetUtcMs ?? Date.parse(entry.created);
  return {
    ...eventOf(entry, delivery, options, onset, content.expiresUtcMs ?? onset),
    LocationRel: area?.circle === undefined ? undefined : locationRel(area.circle.lonDeg, area.circle.latDeg),
    Certainty: content.certainty,
    Instructions: instruction === undefined ? undefined : say(instruction),
    ResponseUrgency: content.urgency,
    Severity: content.severity,
  };
}

function eventOf(
  entry: Entry,
  delivery: Delivery,
  options: ExchangeOptions,
  startUtcMs: number,
  endUtcMs: number,
): Element {
  const title = titleOf(entry, options, delivery.language);
  return {
    Identifier: { GeneratedIn: entry.modified, UUID: uuidOf(entry.id) },
    Metadata: {
      CreationDate: entry.modified,
      Description: `${options.exercise ? 'EXERCISE. ' : ''}${title}`,
      InformationReliabilityLevel: reliabilityOf(entry.confidence),
      InformationSensitivityDegree: sensitivityOf([entry]),
      Language: delivery.language,
    },
    NatureType: options.exercise ? 'Simulated' : 'Observed',
    OccurrencePeriod: {
      EndDate: instant(endUtcMs).slice(0, 10),
      EndTime: instant(endUtcMs).slice(11, 19),
      StartDate: instant(startUtcMs).slice(0, 10),
      StartTime: instant(startUtcMs).slice(11, 19),
    },
  };
}

function reliabilityOf(confidence: number): string {
  const names = ['VeryLowConfidence', 'LowConfidence', 'Confident', 'HighConfidence', 'VeryHighConfidence'];
  return names[Math.min(4, Math.floor(confidence / 20))];
}

function locationRel(lonDeg: number, latDeg: number): Element {
  return {
    Location: {
      '@xsi:type': 'location:Location',
      Geometry: { Latitude: String(latDeg), Longitude: String(lonDeg) },
    },
  };
}

/** A vessel by the numbers that it sends itself; a number that is none is left out. */
function vesselObject({ id, name, facts }: FindingBody['subjects'][number]): Element {
  const imo = facts?.imo;
  return {
    '@xsi:type': 'vessel:Vessel',
    Name: name,
    IMONumber: /^\d{7}$/.test(String(imo)) ? Number(imo) : undefined,
    MMSI: /^\d{9}$/.test(id) ? Number(id) : undefined,
  };
}
