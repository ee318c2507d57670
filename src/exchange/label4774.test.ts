import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifications, instant, parseRelease, tlps } from '../core/index.ts';
import type { Release } from '../core/index.ts';
import { release } from './entries.test-support.ts';
import { readLabel, writeLabel } from './label4774.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
/** Texts that XML keeps as they are: no characters that it forbids, no spaces at the ends. */
const text = fc.stringMatching(/^[A-Za-z0-9&<>"'é海 ]{1,20}$/).map((value) => `x${value}x`);
const anyRelease = fc
  .record({
    owner: name,
    policy: text,
    classification: fc.constantFrom(...classifications),
    tlp: fc.constantFrom(...tlps),
    audience: fc.oneof(
      fc.constant({ kind: 'owner' } as const),
      fc.constant({ kind: 'public' } as const),
      fc.record({
        kind: fc.constant('named' as const),
        parties: fc.array(name, { minLength: 1, maxLength: 4 }),
        groups: fc.array(name, { maxLength: 3 }),
      }),
    ),
    caveats: fc.array(text, { maxLength: 3 }),
    orcon: fc.boolean(),
    expiresAt: fc.integer({ min: 0, max: 4e12 }).map(instant),
  })
  .map((fields) => ({ ...fields, redactions: [], labelVersion: 1 }) as Release)
  .filter((any) => isLawful(any) && !onlyOwnerNamed(any));

function isLawful(any: Release): boolean {
  try {
    parseRelease(any);
    return true;
  } catch {
    return false;
  }
}

/** "The owner" by name reads back as the owner alone, which is the same audience. */
function onlyOwnerNamed({ audience, owner }: Release): boolean {
  return (
    audience.kind === 'named' &&
    audience.groups.length === 0 &&
    audience.parties.every((party) => party === owner)
  );
}

describe('a confidentiality label', () => {
  it('carries a whole release and gives it back', () => {
    fc.assert(
      fc.property(anyRelease, (any) => {
        expect(readLabel(writeLabel(any, '2026-11-21T06:00:00Z'))).toEqual(any);
      }),
    );
  });

  it('is unreadable with a category that is not understood, because dropping it would widen it', () => {
    const label = writeLabel(release, '2026-11-21T06:00:00Z').replace('"TLP 2.0"', '"Eyes Only"');
    expect(() => readLabel(label)).toThrow(expect.objectContaining({ code: 'label.invalid' }));
  });

  it('is unreadable with a classification that nobody knows', () => {
    const label = writeLabel(release, '2026-11-21T06:00:00Z').replace('UNCLASSIFIED', 'COSMIC');
    expect(() => readLabel(label)).toThrow(expect.objectContaining({ code: 'label.invalid' }));
  });
});
