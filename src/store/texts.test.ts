/** Texts at hand: however little room there is, a reader gets what would be written for it anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, finding, makeFixture, to } from '../../test/worlds/store.ts';
import { Texts } from './index.ts';
import type { Store } from './index.ts';

const readers = ['astoria', 'borealia'] as const;
const spec = { name: 'texts', types: () => true, strideUs: 1 };

/** The evidence alone: what is named and not seen is left out, and nothing else differs between readers. */
function textsWithRoomFor(bytes?: number): Texts {
  return new Texts((entry) => ({ text: JSON.stringify(entry.evidence), isSameForAll: true }), bytes);
}

/** Entries for both, each of which names one that Astoria alone sees. */
async function fill(store: Store): Promise<void> {
  const hidden = await store.append(
    Array.from({ length: 6 }, (_, i) => finding(`hidden ${i}`, to('astoria'))),
    account,
  );
  const naming = hidden.map(({ id }, i) =>
    finding(`open ${i}`, to(...readers), { evidence: [{ kind: 'entry', id, note: 'overheard' }] }),
  );
  await store.append(naming, account);
}

describe('texts at hand', () => {
  it('are what would be written anew, for each reader and in any order, however soon they are let go', async () => {
    const { store, end } = await makeFixture();
    try {
      await fill(store);
      const places = store.timeline('borealia', spec).page({ limit: 100 }).for('borealia');
      const seqs = places.map(({ seq }) => seq);
      const read = (texts: Texts, reader: string, asked: readonly number[]) =>
        store.timeline(reader, spec).texts(texts, asked).for(reader);
      const pages = fc.array(fc.tuple(fc.constantFrom(...readers), fc.subarray(seqs, { minLength: 1 })), {
        minLength: 4,
        maxLength: 12,
      });
      fc.assert(
        fc.property(fc.integer({ min: 200, max: 1500 }), pages, (bytes, asked) => {
          const kept = textsWithRoomFor(bytes);
          for (const [reader, page] of asked)
            expect(read(kept, reader, page)).toEqual(read(textsWithRoomFor(), reader, page));
        }),
        { numRuns: 300, seed: 5 },
      );
    } finally {
      await end();
    }
  });
});
