import type { Release, ReleaseRequest, Sanitising } from '../../src/hub/api.ts';

export const hourMs = 3_600_000;

/** What the left column holds. */
export interface Choices {
  readonly tlp: Release['tlp'];
  readonly kind: Release['audience']['kind'];
  readonly parties: readonly string[];
  readonly groups: readonly string[];
  readonly orcon: boolean;
  /** Local to the form: `2026-11-30`, the day at whose end (UTC) it expires; '' is never. */
  readonly expires: string;
  readonly sanitise: boolean;
  readonly how: Required<Sanitising>;
}

export function choicesOf(release: Release): Choices {
  const { audience } = release;
  const named = audience.kind === 'named' ? audience : { parties: [], groups: [] };
  return {
    tlp: audience.kind === 'owner' ? 'AMBER' : release.tlp,
    // Somebody opened the dialog to release: an entry held so far is offered to named readers.
    kind: audience.kind === 'owner' ? 'named' : audience.kind,
    parties: [...named.parties],
    groups: [...named.groups],
    orcon: release.orcon,
    expires: release.expiresAt?.slice(0, 10) ?? '',
    sanitise: false,
    how: { placeGridDeg: 0.5, timeGridMs: 6 * hourMs, withoutEvidence: true, withoutSubjects: false },
  };
}

export function requestOf(choices: Choices, caveats: readonly string[]): ReleaseRequest {
  const { tlp, kind, parties, groups, orcon, expires, sanitise, how } = choices;
  return {
    tlp,
    audience: kind === 'named' ? { kind, parties: [...parties], groups: [...groups] } : { kind },
    caveats: [...caveats],
    orcon,
    ...(expires === '' ? {} : { expiresAt: `${expires}T23:59:59.000Z` }),
    ...(sanitise ? { sanitise: how } : {}),
  };
}
