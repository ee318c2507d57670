import { derivedId, instant, judgementType, referencesOf, relationType } from '../core/index.ts';
import type {
  Entry,
  Evidence,
  FindingBody,
  Json,
  JudgementBody,
  RelationBody,
  Release,
} from '../core/index.ts';
import { findingExtension, releaseExtension } from './extensions.ts';
import { writeRelease } from './release.ts';
import type { StixObject } from './stix.ts';
import { asFinding, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';

/** How an entry looks in STIX where its room has no shape of its own. The first object stands for the entry. */
export function genericShape(entry: Entry, delivery: Delivery, options: ExchangeOptions): StixObject[] {
  const finding = asFinding(entry);
  if (finding !== undefined) return findingShape(finding, delivery, options);
  if (entry.type === judgementType.type) return [judgementShape(entry as Entry<JudgementBody>)];
  if (entry.type === relationType.type) return [relationShape(entry as Entry<RelationBody>)];
  return [groupingShape(entry, delivery, options)];
}

/** A finding: observed data that refers to one observable of ours, where it was, and what was said about it. */
function findingShape(entry: Entry<FindingBody>, delivery: Delivery, options: ExchangeOptions): StixObject[] {
  const { body } = entry;
  const say = (ref: FindingBody['sentence']) => options.speaker.say(delivery.language, ref);
  const revoked: StixObject = body.withdrawn ? { revoked: true } : {};
  const observable = observableOf(entry);
  const observed: StixObject = {
    type: 'observed-data',
    ...revoked,
    first_observed: instant(body.startUtcMs),
    last_observed: instant(Math.max(body.startUtcMs, body.endUtcMs)),
    number_observed: Math.max(1, reportsIn(entry.evidence)),
    object_refs: [observable.id],
  };
  const located = locationOf(entry, say);
  return [
    observed,
    observable,
    ...located,
    {
      type: 'note',
      ...revoked,
      lang: delivery.language,
      abstract: say(body.sentence),
      content: [say(body.sentence), ...body.against.map(say), ...withdrawal(body, say)].join('\n'),
      object_refs: [entry.id, ...located.map(({ id }) => id)],
    },
    ...entry.evidence.flatMap((piece) => evidenceShape(piece, entry, delivery)),
  ];
}

function withdrawal(body: FindingBody, say: (ref: FindingBody['sentence']) => string): string[] {
  return body.withdrawnBecause === undefined ? [] : [say(body.withdrawnBecause)];
}

/** How many reports of the evidence that stands under the finding's own release. */
function reportsIn(evidence: readonly Evidence[]): number {
  return evidence.reduce(
    (sum, piece) => sum + (piece.kind === 'fixes' && piece.release === undefined ? piece.count : 0),
    0,
  );
}

function observableOf({ id, body }: Entry<FindingBody>): StixObject {
  const place: StixObject =
    body.place === undefined
      ? {}
      : {
          longitude: body.place.lonDeg,
          latitude: body.place.latDeg,
          uncertainty_nm: body.place.uncertaintyNm,
        };
  return {
    type: 'x-commonwatch-finding',
    id: derivedId('x-commonwatch-finding', id),
    room: body.room,
    kind: body.kind,
    detector_name: body.detector.name,
    detector_version: body.detector.version,
    detector_source: body.detector.source,
    ...pairs('parameters', body.detector.parameters),
    ...listed('subjects', body.subjects.map(subjectOf)),
    ongoing: body.ongoing,
    ...pairs('facts', body.facts),
    ...place,
    extensions: { [findingExtension]: { extension_type: 'new-sco' } },
  };
}

function subjectOf({ kind, id, name, facts }: FindingBody['subjects'][number]): StixObject {
  return {
    kind,
    value: id,
    ...(name === undefined || name === '' ? {} : { name }),
    ...pairs('facts', facts ?? {}),
  };
}

/** Named figures as a list, because STIX property names have no capitals and our names have units. */
function pairs(name: string, values: Readonly<Record<string, Json>>): StixObject {
  return listed(
    name,
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => ({ name: key, value })),
  );
}

function listed(name: string, values: readonly Json[]): StixObject {
  return values.length === 0 ? {} : { [name]: values };
}

const metresPerNm = 1852;

function locationOf(
  { id, body }: Entry<FindingBody>,
  say: (ref: FindingBody['sentence']) => string,
): StixObject[] {
  const { place } = body;
  if (place === undefined) return [];
  return [
    {
      type: 'location',
      id: derivedId('location', id),
      latitude: place.latDeg,
      longitude: place.lonDeg,
      precision: Math.round(place.uncertaintyNm * metresPerNm),
      ...(place.words === undefined ? {} : { description: say(place.words) }),
    },
  ];
}

/** Evidence under a release of its own is an object of its own, under that release; the rest stays with the hub. */
function evidenceShape(piece: Evidence, entry: Entry<FindingBody>, { language }: Delivery): StixObject[] {
  const text = evidenceText(piece);
  if (text === undefined) return [];
  return [
    {
      type: 'note',
      lang: language,
      content: text,
      object_refs: [entry.id],
      ...(piece.release === undefined ? {} : underRelease(piece.release)),
    },
  ];
}

function underRelease(release: Release): StixObject {
  return {
    extensions: {
      [releaseExtension]: { extension_type: 'property-extension', release: writeRelease(release) },
    },
  };
}

/** One line a source, in the terms of the data; entries are joined by references instead. */
function evidenceText(piece: Evidence): string | undefined {
  switch (piece.kind) {
    case 'fixes': {
      const heard = piece.receivers.length === 0 ? '' : `; receivers ${piece.receivers.join(', ')}`;
      const vessel = piece.mmsi === 0 ? '' : `; MMSI ${String(piece.mmsi).padStart(9, '0')}`;
      return `AIS, feed ${piece.feed}${vessel}; ${piece.count} reports ${instant(piece.fromUtcMs)} to ${instant(piece.toUtcMs)}${heard}`;
    }
    case 'document':
      return `${piece.document} (SHA-256 ${piece.sha256}): “${piece.quote}”`;
    case 'dataset':
      return `${piece.source}, as of ${piece.asOf}${piece.licence === undefined ? '' : `, ${piece.licence}`}`;
    case 'judgement':
      return `${piece.by} says (${piece.at}): ${piece.text}`;
    case 'entry':
      return undefined;
  }
}

/** What somebody thinks of an entry. A judgement that was taken back is kept as revoked. */
function judgementShape({ body }: Entry<JudgementBody>): StixObject {
  return {
    type: 'opinion',
    opinion: body.verdict === 'confirmed' ? 'agree' : body.verdict === 'withdrawn' ? 'neutral' : 'disagree',
    ...(body.verdict === 'withdrawn' ? { revoked: true } : {}),
    ...(body.reason === '' ? {} : { explanation: body.reason }),
    ...(body.by === '' ? {} : { authors: [body.by] }),
    ...(body.confidence === undefined ? {} : { confidence: body.confidence }),
    object_refs: [body.target],
  };
}

function relationShape({ body }: Entry<RelationBody>): StixObject {
  return {
    type: 'relationship',
    relationship_type: body.kind,
    ...(body.note === undefined || body.note === '' ? {} : { description: body.note }),
    source_ref: body.source,
    target_ref: body.target,
  };
}

/** Anything else that joins entries, such as a case: a grouping of those that the reader has too. */
function groupingShape(entry: Entry, delivery: Delivery, options: ExchangeOptions): StixObject {
  const texts = options.types.get(entry.type).searchTexts?.(entry) ?? [];
  const description = texts.filter((text) => text !== '').join('\n');
  return {
    type: 'grouping',
    lang: delivery.language,
    name: titleOf(entry, options, delivery.language),
    ...(description === '' ? {} : { description }),
    context: `commonwatch-${entry.type}`,
    object_refs: referencesOf(entry),
  };
}
