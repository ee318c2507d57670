import { derivedId } from '../core/index.ts';
import type { Json, Release, Tlp } from '../core/index.ts';

/**
 * A release as STIX markings. TLP 2.0 is the OASIS extension with its published ids (cti-stix-common-objects); beside
 * it stands TLP 1.0, which STIX 2.1 has built in, for readers that know nothing else. The native marking may only
 * narrow: AMBER+STRICT falls back to RED, and so does whatever a TLP cannot say (caveats, originator control,
 * a classification). CLEAR falls back to WHITE.
 */
const tlp2Extension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

const tlp2Ids: Readonly<Record<Tlp, string>> = {
  CLEAR: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  GREEN: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  AMBER: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'AMBER+STRICT': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  RED: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

const nativeIds = {
  white: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  red: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
} as const;

const nativeOf: Readonly<Record<Tlp, keyof typeof nativeIds>> = {
  CLEAR: 'white',
  GREEN: 'green',
  AMBER: 'amber',
  'AMBER+STRICT': 'red',
  RED: 'red',
};

export interface Marking {
  readonly id: string;
  readonly [property: string]: Json;
}

/** The marking definitions under which an object of this release stands, the TLP 2.0 one first. */
export function markingsOf(release: Release, exercise: boolean): Marking[] {
  const handling = handlingOf(release);
  const native = handling === undefined ? nativeOf[release.tlp] : 'red';
  return [
    tlp2(release.tlp),
    tlp1(native),
    ...(handling === undefined ? [] : [statement(handling)]),
    ...(exercise ? [exerciseMarking] : []),
  ];
}

/** The built-in marking of an id, or the one that says no more than a TLP does. */
export function nativeMarking(of: string): Marking | undefined {
  if (Object.hasOwn(nativeOf, of)) return tlp1(nativeOf[of as Tlp]);
  const found = Object.entries(nativeIds).find(([, id]) => id === of);
  return found === undefined ? undefined : tlp1(found[0] as keyof typeof nativeIds);
}

function tlp2(tlp: Tlp): Marking {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: tlp2Ids[tlp],
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${tlp}`,
    extensions: { [tlp2Extension]: { extension_type: 'property-extension', tlp_2_0: tlp.toLowerCase() } },
  };
}

function tlp1(tlp: keyof typeof nativeIds): Marking {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: nativeIds[tlp],
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: `TLP:${tlp.toUpperCase()}`,
    definition: { tlp },
  };
}

/** The definitions of every TLP, of both versions: part of a finding may stand under a narrower one than the whole. */
export const tlpMarkings: readonly Marking[] = [
  ...(Object.keys(tlp2Ids) as Tlp[]).map(tlp2),
  ...(Object.keys(nativeIds) as (keyof typeof nativeIds)[]).map(tlp1),
];

/** What a TLP cannot say, as one line; undefined when there is nothing of the kind. */
export function handlingOf({ policy, classification, caveats, orcon }: Release): string | undefined {
  if (classification === 'UNCLASSIFIED' && caveats.length === 0 && !orcon) return undefined;
  return [`${policy} ${classification}`, ...caveats, ...(orcon ? ['ORCON'] : [])].join(' // ');
}

function statement(text: string): Marking {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: derivedId('marking-definition', 'statement', text),
    created: '2026-01-01T00:00:00.000Z',
    definition_type: 'statement',
    definition: { statement: text },
  };
}

export const exerciseMarking = statement('EXERCISE — EXERCISE — EXERCISE. Nothing here is real.');
