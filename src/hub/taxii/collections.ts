/** The collections of the TAXII API root: what there is of each kind of thing, as far as the caller may see it. */
import { derivedId, referencesOf } from '../../core/index.ts';
import type { Entry, EntryId, PartyId } from '../../core/index.ts';
import { isStixObject, stixObjectType, stixText, versionOf } from '../../cti/index.ts';
import { commonObjects, readEntryId, shownJson, stixObjects } from '../../exchange/index.ts';
import type { ExchangeOptions, Properties } from '../../exchange/index.ts';
import { Texts } from '../../store/index.ts';
import type { Placed, TimelineReader, TimelineSpec } from '../../store/index.ts';
import type { HubContext } from '../exits.ts';
import type { WithdrawnVersions } from './withdrawn.ts';

/** One STIX object as TAXII tells of it. */
export interface Item {
  readonly id: string;
  readonly type: string;
  /** `modified` or `created`; '' for what has neither. */
  readonly version: string;
  readonly addedUtcUs: number;
  readonly text: string;
  /** The version that it came from; 0 for what all objects refer to. */
  readonly seq: number;
  readonly entry?: EntryId;
}

export interface Collection {
  readonly id: string;
  readonly alias: string;
  readonly title: string;
  readonly description: string;
  readonly isWritable: boolean;
  readonly spec: TimelineSpec;
  /** The objects of places, in order. */
  readonly itemsOf: (reader: TimelineReader, places: readonly Placed[], context: HubContext) => Item[];
  /** The entries whose objects have this STIX id, as far as the caller sees them. */
  readonly entriesOf: (stixId: string, reader: TimelineReader, context: HubContext) => EntryId[];
  /** The texts of newest versions; undefined where a place may be several objects. */
  readonly textsOf?: (reader: TimelineReader, seqs: readonly number[], party: PartyId) => string[];
}

export function collectionsOf(
  party: PartyId,
  exchange: ExchangeOptions,
  withdrawn: WithdrawnVersions,
): readonly Collection[] {
  return [threatIntelligence(party, exchange, withdrawn), findings(party, exchange)];
}

/** A collection's id: a version 5 UUID of its name, the same after every start. */
function idOf(party: PartyId, alias: string): string {
  return derivedId('collection', party, alias).slice('collection--'.length);
}

function threatIntelligence(
  party: PartyId,
  { exercise }: ExchangeOptions,
  withdrawn: WithdrawnVersions,
): Collection {
  const texts = new Texts((entry, reader) =>
    isStixObject(entry) ? stixText(entry, reader, exercise) : { text: '', isSameForAll: true },
  );
  return {
    id: idOf(party, 'cti'),
    alias: 'cti',
    title: 'Cyber threat intelligence',
    description: 'STIX objects that the caller’s organisation gave or may see.',
    isWritable: true,
    spec: {
      name: 'taxii-cti',
      types: (type) => type === stixObjectType.type,
      strideUs: 1,
      rivals: 'cti-stix-id',
    },
    itemsOf: (reader, places, { viewer }) => {
      const entries = reader.entries(places.map(({ seq }) => seq)).for(viewer.party);
      return places.flatMap(({ seq, addedUtcUs }) => {
        const entry = entries.get(seq);
        if (entry === undefined || !isStixObject(entry)) return [];
        const { stixId, kind, stixVersion } = entry.body;
        if (withdrawn.of(entry.id).has(stixVersion)) return [];
        const { text } = stixText(entry, viewer.party, exercise);
        if (text === '') return [];
        return [
          { id: shownJson(stixId), type: kind, version: stixVersion, addedUtcUs, text, seq, entry: entry.id },
        ];
      });
    },
    textsOf: (reader, seqs, viewer) =>
      reader
        .texts(texts, seqs)
        .for(viewer)
        .filter((text): text is string => text !== undefined && text !== ''),
    entriesOf: (stixId, _reader, context) =>
      context
        .rows('cti-stix-id', { key: stixId })
        .for(context.viewer.party)
        .map(({ value }) => String(value) as EntryId),
  };
}

/** As many objects as one entry may become: dates of entries stand so far apart, µs. */
const partsOfEntry = 1000;

function findings(party: PartyId, exchange: ExchangeOptions): Collection {
  const index = new ObjectIndex(exchange);
  return {
    id: idOf(party, 'findings'),
    alias: 'findings',
    title: 'Findings',
    description: 'Findings with their evidence, judgements, relations and cases, as STIX objects.',
    isWritable: false,
    spec: {
      name: 'taxii-findings',
      types: (type) => type !== stixObjectType.type,
      strideUs: partsOfEntry,
      before: (release) =>
        commonObjects(release, 'en', exchange).map((object) => ({
          key: String(object.id),
          text: JSON.stringify(object),
        })),
    },
    itemsOf: (reader, places, context) => index.itemsOf(reader, places, context),
    entriesOf: (stixId, reader, context) => index.entriesOf(stixId, reader, context),
  };
}

const maxKnown = 200_000;
const scanPage = 500;

/** Entries as objects, and which entry an object's id came from: ids are derived and tell nothing by themselves. */
class ObjectIndex {
  readonly #exchange: ExchangeOptions;
  readonly #known = new Map<string, EntryId>();

  constructor(exchange: ExchangeOptions) {
    this.#exchange = exchange;
  }

  itemsOf(reader: TimelineReader, places: readonly Placed[], context: HubContext): Item[] {
    const entries = reader.entries(places.flatMap(({ seq }) => (seq > 0 ? [seq] : [])));
    const found = entries.for(context.viewer.party);
    const byEntry = this.#objectsOf(
      entries.map((all) => [...all.values()]),
      context,
    );
    return places.flatMap(({ seq, addedUtcUs, text }) => {
      if (text !== undefined) return [itemOf(JSON.parse(text) as Properties, text, addedUtcUs, 0)];
      const entry = found.get(seq);
      const own = entry === undefined ? [] : (byEntry.get(entry.id) ?? []);
      return own
        .slice(0, partsOfEntry)
        .map((object, i) => itemOf(object, JSON.stringify(object), addedUtcUs + i, seq, entry?.id));
    });
  }

  entriesOf(stixId: string, reader: TimelineReader, context: HubContext): EntryId[] {
    if (!this.#known.has(stixId)) this.#scan(stixId, reader, context);
    const entry = this.#known.get(stixId);
    return entry === undefined || !context.sees(entry) ? [] : [entry];
  }

  /** Looks through what the caller sees: an id that was never given out is asked for rarely. */
  #scan(stixId: string, reader: TimelineReader, context: HubContext): void {
    for (let after: number | undefined; !this.#known.has(stixId); ) {
      const places = reader.page({ afterUtcUs: after, limit: scanPage }).for(context.viewer.party);
      this.itemsOf(reader, places, context);
      if (places.length <= scanPage) return;
      after = places[scanPage - 1].addedUtcUs;
    }
  }

  #objectsOf(entries: Parameters<typeof stixObjects>[0], context: HubContext): Map<EntryId, Properties[]> {
    const { party } = context.viewer;
    const named = new Set(entries.for(party).flatMap((entry: Entry) => referencesOf(entry)));
    const objects = stixObjects(entries, context.entriesById([...named]), party, 'en', this.#exchange);
    const byEntry = new Map<EntryId, Properties[]>();
    for (const object of objects) {
      const id = readEntryId(object);
      if (id === undefined) continue;
      const own = byEntry.get(id);
      if (own === undefined) byEntry.set(id, [object]);
      else own.push(object);
      if (this.#known.size < maxKnown) this.#known.set(String(object.id), id);
    }
    return byEntry;
  }
}

function itemOf(object: Properties, text: string, addedUtcUs: number, seq: number, entry?: EntryId): Item {
  const item = {
    id: String(object.id),
    type: String(object.type),
    version: versionOf(object),
    addedUtcUs,
    text,
    seq,
  };
  return entry === undefined ? item : { ...item, entry };
}
