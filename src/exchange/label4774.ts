/**
 * A release as a confidentiality label in the XML of ADatP-4774 (edition A), and back. A named audience becomes a
 * PERMISSIVE category, caveats and originator control RESTRICTIVE ones, TLP an INFORMATIVE one. Written from the
 * published element names; not tested against the standard's own schema, which is not public.
 */
import { CommonwatchError, parseRelease } from '../core/index.ts';
import type { Release } from '../core/index.ts';
import { readXml, writeXml } from './xml.ts';
import type { Xml, XmlNode } from './xml.ts';

const namespace = 'urn:nato:stanag:4774:confidentialitymetadatalabel:1:0';
const tags = {
  parties: 'Releasable To',
  groups: 'Releasable To Groups',
  public: 'Releasable To Public',
  caveats: 'Caveats',
  orcon: 'Originator Controlled',
  tlp: 'TLP 2.0',
} as const;
type CategoryType = 'PERMISSIVE' | 'RESTRICTIVE' | 'INFORMATIVE';

/** @param createdAt when the label was given: the `modified` of the entry it stands on */
export function writeLabel(release: Release, createdAt: string): string {
  return writeXml({ 'slab:originatorConfidentialityLabel': labelOf(release, createdAt) });
}

function labelOf(release: Release, createdAt: string): Xml {
  const { audience } = release;
  return {
    '@xmlns:slab': namespace,
    '@ReviewDateTime': release.reviewAt,
    'slab:ConfidentialityInformation': {
      'slab:PolicyIdentifier': release.policy,
      'slab:Classification': release.classification,
      'slab:Category': [
        ...(audience.kind === 'named' ? category(tags.parties, 'PERMISSIVE', audience.parties) : []),
        ...(audience.kind === 'named' ? category(tags.groups, 'PERMISSIVE', audience.groups) : []),
        // The owner alone is an audience too: without it a label would read as releasable to whom the policy lets.
        ...(audience.kind === 'owner' ? category(tags.parties, 'PERMISSIVE', [release.owner]) : []),
        ...(audience.kind === 'public' ? category(tags.public, 'PERMISSIVE', ['PUBLIC']) : []),
        ...category(tags.caveats, 'RESTRICTIVE', release.caveats),
        ...category(tags.orcon, 'RESTRICTIVE', release.orcon ? ['ORCON'] : []),
        ...category(tags.tlp, 'INFORMATIVE', [release.tlp]),
      ],
    },
    'slab:OriginatorID': { '@IDType': 'uniformResourceIdentifier', '#text': originatorOf(release.owner) },
    'slab:CreationDateTime': createdAt,
    'slab:SuccessionHandling':
      release.expiresAt === undefined
        ? undefined
        : { 'slab:SuccessionDateTime': release.expiresAt, ...successor(release) },
  };
}

/** From the expiry on only the owner sees it. */
function successor({ policy, classification, owner }: Release): { readonly [name: string]: Xml } {
  return {
    'slab:SuccessorConfidentialityInformation': {
      'slab:PolicyIdentifier': policy,
      'slab:Classification': classification,
      'slab:Category': category(tags.parties, 'PERMISSIVE', [owner]),
    },
  };
}

function category(name: string, type: CategoryType, values: readonly string[]): Xml[] {
  if (values.length === 0) return [];
  return [{ '@TagName': name, '@Type': type, 'slab:GenericValue': [...values] }];
}

const originatorPrefix = 'urn:commonwatch:party:';
const originatorOf = (party: string) => `${originatorPrefix}${party}`;

/**
 * Reads a label of ours, or another's as far as it says the same. Whatever is not understood makes it unreadable: a
 * category that is dropped would widen it.
 * @throws `label.invalid` (hold what it stands on as the owner's alone), `xml.*`
 */
export function readLabel(text: string): Release {
  const root = first(readXml(text).originatorConfidentialityLabel);
  const information = first(root?.ConfidentialityInformation);
  if (root === undefined || information === undefined)
    throw new CommonwatchError('label.invalid', 'no label');
  const categories = nodes(information.Category);
  const known = new Set<string>(Object.values(tags));
  for (const { '@TagName': name } of categories)
    if (!known.has(String(name))) throw new CommonwatchError('label.invalid', name);
  const values = (tag: string) =>
    categories.filter((each) => each['@TagName'] === tag).flatMap((each) => texts(each.GenericValue));
  const owner = textOf(root.OriginatorID)?.replace(originatorPrefix, '') ?? '';
  const review = root['@ReviewDateTime'];
  const expires = textOf(first(root.SuccessionHandling)?.SuccessionDateTime);
  try {
    return parseRelease({
      owner,
      policy: textOf(information.PolicyIdentifier) ?? '',
      classification: textOf(information.Classification) ?? '',
      tlp: values(tags.tlp)[0],
      audience: audienceOf(values, owner),
      caveats: values(tags.caveats),
      orcon: values(tags.orcon).length > 0,
      redactions: [],
      labelVersion: 1,
      ...(review === undefined ? {} : { reviewAt: String(review) }),
      ...(expires === undefined ? {} : { expiresAt: expires }),
    });
  } catch (error) {
    throw new CommonwatchError('label.invalid', undefined, { cause: error });
  }
}

function audienceOf(values: (tag: string) => string[], owner: string): unknown {
  if (values(tags.public).length > 0) return { kind: 'public' };
  const parties = values(tags.parties);
  const groups = values(tags.groups);
  const isOwnerAlone = groups.length === 0 && parties.every((party) => party === owner);
  return isOwnerAlone ? { kind: 'owner' } : { kind: 'named', parties, groups };
}

function nodes(value: unknown): XmlNode[] {
  return Array.isArray(value) ? value.filter((node) => typeof node === 'object' && node !== null) : [];
}

function first(value: unknown): XmlNode | undefined {
  return nodes(value)[0];
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((node) => String(typeof node === 'object' && node !== null ? node['#text'] : node));
}

function textOf(value: unknown): string | undefined {
  return texts(value)[0];
}
