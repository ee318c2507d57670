import { describe, expect, it } from 'vitest';
import type { Release } from '../../src/hub/api.ts';
import { choicesOf, requestOf } from './choices.ts';

const held: Release = {
  owner: 'meridia',
  policy: 'OPEN',
  classification: 'UNCLASSIFIED',
  tlp: 'RED',
  audience: { kind: 'owner' },
  caveats: ['EYES'],
  orcon: false,
  redactions: [],
  labelVersion: 1,
};

describe('the choices of a release', () => {
  it('begin with nobody named, so that nothing is released by a slip', () => {
    expect(requestOf(choicesOf(held), held.caveats).audience).toEqual({
      kind: 'named',
      parties: [],
      groups: [],
    });
  });

  it('begin as it is released, where it is', () => {
    const release: Release = {
      ...held,
      tlp: 'GREEN',
      audience: { kind: 'named', parties: ['lumen'], groups: [] },
    };
    const { tlp, audience } = requestOf(choicesOf(release), []);
    expect({ tlp, audience }).toEqual({ tlp: 'GREEN', audience: release.audience });
  });

  it('keep the caveats, which only the owner of the entry may drop elsewhere', () => {
    expect(requestOf(choicesOf(held), held.caveats).caveats).toEqual(['EYES']);
  });

  it('sanitise only when it was chosen', () => {
    const choices = choicesOf(held);
    expect(requestOf(choices, []).sanitise).toBeUndefined();
    expect(requestOf({ ...choices, sanitise: true }, []).sanitise).toEqual(choices.how);
  });

  it('expire at the end of the chosen day', () => {
    expect(requestOf({ ...choicesOf(held), expires: '2026-11-30' }, []).expiresAt).toBe(
      '2026-11-30T23:59:59.000Z',
    );
  });
});
