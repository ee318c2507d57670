import { parseRelease } from '../core/index.ts';
import type { Audience, Json, Release } from '../core/index.ts';

/**
 * A whole release as the property of a STIX extension, and back. STIX asks for lower-case names with underscores and
 * allows no empty list, so an absent list is an empty one.
 */
export function writeRelease(release: Release): Readonly<Record<string, Json>> {
  const { audience } = release;
  return {
    owner: release.owner,
    policy: release.policy,
    classification: release.classification,
    tlp: release.tlp,
    audience: {
      kind: audience.kind,
      ...(audience.kind === 'named' ? { ...list('parties', audience.parties) } : {}),
      ...(audience.kind === 'named' ? { ...list('groups', audience.groups) } : {}),
    },
    ...list('caveats', release.caveats),
    orcon: release.orcon,
    ...given('review_at', release.reviewAt),
    ...given('expires_at', release.expiresAt),
    ...given('derived_from', release.derivedFrom),
    ...list('redactions', release.redactions),
    label_version: release.labelVersion,
  };
}

function list(name: string, values: readonly string[]): Record<string, Json> {
  return values.length === 0 ? {} : { [name]: values };
}

function given(name: string, value: string | undefined): Record<string, Json> {
  return value === undefined ? {} : { [name]: value };
}

/** @throws `release.*` when it is no release: whoever reads it then holds the object as its owner's alone */
export function parseStixRelease(value: Json): Release {
  const given = isRecord(value) ? value : {};
  const { review_at, expires_at, derived_from, label_version, ...rest } = given;
  return parseRelease({
    ...rest,
    audience: audienceOf(given.audience),
    caveats: given.caveats ?? [],
    redactions: given.redactions ?? [],
    labelVersion: label_version,
    ...(review_at === undefined ? {} : { reviewAt: review_at }),
    ...(expires_at === undefined ? {} : { expiresAt: expires_at }),
    ...(derived_from === undefined ? {} : { derivedFrom: derived_from }),
  });
}

function audienceOf(value: Json | undefined): unknown {
  if (!isRecord(value) || value.kind !== 'named') return value;
  return { parties: [], groups: [], ...value } satisfies { [key: string]: Json } as unknown as Audience;
}

export function isRecord(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
