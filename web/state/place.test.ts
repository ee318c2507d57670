import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, readPlace, writePlace } from './place.ts';

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const query = fc.dictionary(name, fc.string({ minLength: 1, maxLength: 12 }), { noNullPrototype: true });

describe('a place in the address', () => {
  it('is read back as it was written, whatever its parts hold', () => {
    fc.assert(
      fc.property(name, fc.string({ maxLength: 20, unit: 'grapheme' }), query, (room, item, values) => {
        const [path, search = ''] = writePlace({ room, item, query: values }).split('?');
        expect(readPlace(path, search)).toEqual({ room, item, query: values });
      }),
    );
  });

  it('keeps borrowed eyes, and nothing else, when the room changes', () => {
    const from = {
      room: 'sea',
      item: '',
      query: { as: 'lumen', select: 'vessel:1', at: '2026-11-21T17:22:00Z' },
    };
    expect(moved(from, { room: 'brief' })).toEqual({ room: 'brief', item: '', query: { as: 'lumen' } });
  });

  it('keeps the rest of the query within a room, and drops what is set to undefined', () => {
    const from = { room: 'sea', item: '', query: { select: 'vessel:1', tab: 'evidence' } };
    expect(moved(from, { query: { tab: undefined, kind: 'gap' } }).query).toEqual({
      select: 'vessel:1',
      kind: 'gap',
    });
  });
});
