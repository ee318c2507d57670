/**
 * Alerts as OASIS CAP 1.2. The room says what happened (`Shape.cap`); here stands whom it may reach: `scope` follows
 * the release, an exercise is `Exercise`, a later version an `Update`, a withdrawn one a `Cancel`. A finding without a
 * shape of its own becomes an alert that claims no more than it knows: severity unknown, certainty by its confidence.
 */
import { message } from '../core/index.ts';
import type {
  CapContent,
  Entry,
  FindingBody,
  Language,
  MessageRef,
  PartyId,
  Released,
} from '../core/index.ts';
import { handlingOf } from './markings.ts';
import { asFinding, deliveryOf, shapeOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';
import { writeXml } from './xml.ts';
import type { Xml } from './xml.ts';

const kmPerNm = 1.852;
const languages = ['en', 'ja'] as const satisfies readonly Language[];

/**
 * One entry as one alert, in both languages. @returns undefined for what is no alert (a case, a statement)
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function capAlert(
  released: Released<Entry>,
  viewer: PartyId,
  options: ExchangeOptions,
): string | undefined {
  const entry = released.for(viewer);
  const content = contentOf(entry, options);
  if (content === undefined) return undefined;
  return writeXml({ alert: alert(entry, content, viewer, options) });
}

/** An Atom feed (RFC 4287) whose entries hold the alerts whole, newest first. */
export function capFeed(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
  selfHref: string,
): string {
  const delivery = deliveryOf(released, viewer, language);
  return writeXml({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': language,
      id: `urn:commonwatch:${options.source}:cap`,
      title: `${options.partyName(options.source)[language]}${options.exercise ? ' — EXERCISE' : ''}`,
      updated: delivery.asOf,
      author: { name: options.partyName(options.source)[language] },
      link: { '@rel': 'self', '@href': selfHref },
      entry: delivery.entries.flatMap((each) => feedEntry(each, delivery, options)),
    },
  });
}

function feedEntry(entry: Entry, delivery: Delivery, options: ExchangeOptions): Xml[] {
  const content = contentOf(entry, options);
  if (content === undefined) return [];
  return [
    {
      id: `urn:commonwatch:${identifierOf(entry, entry.modified)}`,
      title: titleOf(entry, options, delivery.language),
      published: entry.created,
      updated: entry.modified,
      category: { '@term': `TLP:${entry.release.tlp}` },
      content: { '@type': 'text/xml', alert: alert(entry, content, delivery.viewer, options) },
    },
  ];
}

function contentOf(entry: Entry, options: ExchangeOptions): CapContent | undefined {
  const finding = asFinding(entry);
  return (
    shapeOf(entry, options.shapes, 'cap')?.cap?.(entry) ??
    (finding === undefined ? undefined : contentOfFinding(finding))
  );
}

function contentOfFinding({ body, confidence }: Entry<FindingBody>): CapContent {
  const { place } = body;
  return {
    category: body.room === 'sea' ? 'Transport' : 'Security',
    event: message(`${body.room}.kind.${body.kind}`),
    headline: body.sentence,
    description: [body.sentence, ...body.against],
    urgency: body.ongoing ? 'Expected' : 'Past',
    severity: 'Unknown',
    certainty: confidence > 50 ? 'Likely' : 'Possible',
    onsetUtcMs: body.startUtcMs,
    cancelled: body.withdrawn,
    ...(place === undefined
      ? {}
      : {
          area: {
            description: place.words ?? message('core.place', { at: [place.lonDeg, place.latDeg] }),
            circle: { lonDeg: place.lonDeg, latDeg: place.latDeg, radiusNm: place.uncertaintyNm },
          },
        }),
  };
}

function alert(entry: Entry, content: CapContent, viewer: PartyId, options: ExchangeOptions): Xml {
  const { owner, created, modified, release } = entry;
  const isFirst = created === modified;
  return {
    '@xmlns': 'urn:oasis:names:tc:emergency:cap:1.2',
    identifier: identifierOf(entry, modified),
    sender: owner,
    sent: capTime(modified),
    status: options.exercise ? 'Exercise' : (content.status ?? 'Actual'),
    msgType: content.cancelled === true ? 'Cancel' : isFirst ? 'Alert' : 'Update',
    source: options.partyName(owner).en,
    ...scopeOf(entry, viewer),
    code: `TLP:${release.tlp}`,
    note: options.exercise ? 'EXERCISE — EXERCISE — EXERCISE. Nothing here is real.' : undefined,
    references:
      isFirst && content.cancelled !== true
        ? undefined
        : `${owner},${identifierOf(entry, created)},${capTime(created)}`,
    info: languages.map((language) => info(entry, content, language, options)),
  };
}

/** Public needs a public audience; everything else is for the reader alone and says under which marking. */
function scopeOf({ release }: Entry, viewer: PartyId): { readonly [name: string]: Xml } {
  if (release.audience.kind === 'public') return { scope: 'Public' };
  const handling = handlingOf(release);
  const marking = `TLP:${release.tlp}${handling === undefined ? '' : ` // ${handling}`}`;
  if (release.tlp === 'RED' || release.tlp === 'AMBER+STRICT')
    return { scope: 'Private', restriction: marking, addresses: viewer };
  return { scope: 'Restricted', restriction: marking };
}

function info(entry: Entry, content: CapContent, language: Language, options: ExchangeOptions): Xml {
  const say = (ref: MessageRef) => options.speaker.say(language, ref);
  const { area, instruction } = content;
  return {
    language,
    category: content.category,
    event: say(content.event),
    responseType: content.responseType,
    urgency: content.urgency,
    severity: content.severity,
    certainty: content.certainty,
    onset: content.onsetUtcMs === undefined ? undefined : capTime(content.onsetUtcMs),
    expires: content.expiresUtcMs === undefined ? undefined : capTime(content.expiresUtcMs),
    senderName: options.partyName(entry.owner)[language],
    headline: say(content.headline),
    description: content.description.map(say).join('\n'),
    instruction: instruction === undefined ? undefined : say(instruction),
    parameter: [
      { valueName: 'confidence', value: entry.confidence },
      { valueName: 'entry', value: entry.id },
    ],
    area:
      area === undefined
        ? undefined
        : {
            areaDesc: say(area.description),
            polygon: area.polygons?.map((ring) => ring.map(latLon).join(' ')),
            circle:
              area.circle === undefined
                ? undefined
                : `${latLon([area.circle.lonDeg, area.circle.latDeg])} ${round(area.circle.radiusNm * kmPerNm)}`,
            geocode: area.codes?.map(({ list, code }) => ({ valueName: list, value: code })),
          },
  };
}

/** CAP puts latitude first. */
const latLon = ([lonDeg, latDeg]: readonly [number, number]) => `${round(latDeg)},${round(lonDeg)}`;
const round = (value: number) => Math.round(value * 1e5) / 1e5;

/** Unique for a version, and free of what the standard forbids: spaces, commas, `<` and `&`. */
function identifierOf({ id }: Entry, version: string): string {
  return `${id}.${version.replaceAll(':', '')}`;
}

/** CAP wants an offset and forbids `Z`; UTC is `-00:00`, and seconds are the finest. */
export function capTime(time: string | number): string {
  return `${new Date(time).toISOString().slice(0, 19)}-00:00`;
}
