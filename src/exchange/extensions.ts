import { derivedId } from '../core/index.ts';
import type { Json } from '../core/index.ts';

/** Our STIX extensions (STIX 2.1, section 7.3). Ids are fixed by their names; `version` grows with their content. */
const definedAt = '2026-11-22T00:00:00.000Z';

export const releaseExtension = derivedId('extension-definition', 'commonwatch', 'release', 1);
export const findingExtension = derivedId('extension-definition', 'commonwatch', 'finding', 1);

/** Who made the extensions; the objects themselves are created by their owners. */
export const projectIdentity = {
  type: 'identity',
  spec_version: '2.1',
  id: derivedId('identity', 'commonwatch', 'project'),
  created: definedAt,
  modified: definedAt,
  name: 'Commonwatch',
  description: 'The software that wrote this bundle.',
  identity_class: 'system',
} as const satisfies Record<string, Json>;

function definition(id: string, name: string, description: string, schema: string, types: readonly string[]) {
  return {
    type: 'extension-definition',
    spec_version: '2.1',
    id,
    created_by_ref: projectIdentity.id,
    created: definedAt,
    modified: definedAt,
    name,
    description,
    schema,
    version: '1.0.0',
    extension_types: types,
  } as const satisfies Record<string, Json>;
}

export const extensionDefinitions = [
  definition(
    releaseExtension,
    'Commonwatch release',
    'The whole release of an object: owner, policy, classification, TLP 2.0, audience, caveats, originator control, ' +
      'expiry and provenance. A reader that does not understand it follows the TLP markings, which are never wider.',
    'entry: id of the entry (type--uuid). release: {owner, policy, classification, tlp, audience: {kind: ' +
      'owner|named|public, parties[], groups[]}, caveats[], orcon, review_at, expires_at, derived_from, ' +
      'redactions[], label_version}. An absent list is empty. Whoever cannot read it holds the object for its ' +
      'owner alone.',
    ['property-extension'],
  ),
  definition(
    findingExtension,
    'Commonwatch finding',
    'What a detector observed: kind, detector with version, subjects, place and measured figures. It attributes no ' +
      'intent.',
    'x-commonwatch-finding: {room, kind, detector_name, detector_version, detector_source, parameters[{name, ' +
      'value}], subjects[{kind, value, name, facts[{name, value}]}], ongoing, facts[{name, value}], longitude, ' +
      'latitude, uncertainty_nm}. Units stand in the names of the figures.',
    ['new-sco'],
  ),
] as const;
