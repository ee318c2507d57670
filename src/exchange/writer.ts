import type {
  Entry,
  EntryTypes,
  FindingBody,
  Group,
  Language,
  PartyId,
  Released,
  Shape,
} from '../core/index.ts';
import { findingType } from '../core/index.ts';
import type { Speaker } from '../words/index.ts';

/** What a hub tells every writer of its ways out. */
export interface ExchangeOptions {
  /** The rooms' own forms; a type (and kind) without one is written in the generic way. */
  readonly shapes: readonly Shape[];
  readonly types: EntryTypes;
  readonly speaker: Speaker;
  /** Everything that leaves says EXERCISE. */
  readonly exercise: boolean;
  /** The party whose hub writes. */
  readonly source: PartyId;
  readonly partyName: (party: PartyId) => { readonly en: string; readonly ja: string };
  /** Groups by id, for formats that name one; absent, none is known. */
  readonly groupOf?: (group: string) => Pick<Group, 'id' | 'name'> | undefined;
}

/** What one file is written from: entries that passed the gate for one viewer, and for whom and when. */
export interface Delivery {
  readonly entries: readonly Entry[];
  readonly viewer: PartyId;
  readonly asOf: string;
  readonly language: Language;
}

/** Opens what was released, for its viewer alone. @throws `released.foreign-viewer` */
export function deliveryOf(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
): Delivery {
  return { entries: released.for(viewer), viewer, asOf: released.at, language };
}

/** The shape for an entry: that of its type and kind before that of its type alone. */
export function shapeOf(
  entry: Entry,
  shapes: readonly Shape[],
  form: 'geojson' | 'stix' | 'cap',
): Shape | undefined {
  const kind = asFinding(entry)?.body.kind;
  const fits = shapes.filter((shape) => shape.type === entry.type && shape[form] !== undefined);
  return (
    fits.find((shape) => shape.kind !== undefined && shape.kind === kind) ??
    fits.find((shape) => shape.kind === undefined)
  );
}

export function asFinding(entry: Entry): Entry<FindingBody> | undefined {
  return entry.type === findingType.type ? (entry as Entry<FindingBody>) : undefined;
}

/** The line of an entry that a person can read aloud. */
export function titleOf(entry: Entry, { types, speaker }: ExchangeOptions, language: Language): string {
  return speaker.say(language, types.get(entry.type).title(entry));
}
