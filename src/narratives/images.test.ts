import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCoordination } from './groups.ts';
import { imageNames, mostBitsApart } from './images.ts';
import { findNarratives } from './narratives.ts';
import type { Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { randomFrom } from './world.test-support.ts';

function postsWith(media: readonly (readonly string[])[], accounts = 1, stepS = 60): Posts {
  const builder = new PostBuilder();
  media.forEach((own, i) =>
    builder.add({
      post: `p${i}`,
      account: `a${i % accounts}`,
      timeUtcMs: (1_700_000_000 + i * stepS) * 1000,
      precisionMs: 1000,
      text: '',
      repostOf: '',
      replyTo: '',
      language: '',
      platform: '',
      country: '',
      urls: [],
      tags: [],
      media: own,
      object: '',
      declaredAutomated: false,
    }),
  );
  return builder.done();
}

/** Each hash with the name that it goes by. */
function namesOf(media: readonly string[]): Record<string, string> {
  const posts = postsWith([media]);
  return Object.fromEntries([...imageNames(posts)].map(([number, name]) => [posts.names.at(number), name]));
}

const hashOf = (value: bigint) => value.toString(16).padStart(16, '0');
const hash = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(hashOf);
const distance = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;

describe('images that are nearly one', () => {
  it('go by one name when few bits differ, whatever bits they are, in any order', () => {
    fc.assert(
      fc.property(hash, fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 12 }), (one, places) => {
        const other = hashOf(
          places.reduce((value, place) => value ^ (1n << BigInt(place)), BigInt(`0x${one}`)),
        );
        const names = namesOf([one, other]);
        expect(names[one] === names[other]).toBe(places.length <= mostBitsApart);
        expect(namesOf([other, one])).toEqual(names);
      }),
    );
  });

  it('go by the name of a hash that is near enough, never by a chain of near ones', () => {
    fc.assert(
      fc.property(
        hash,
        fc.array(fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 9 }), { maxLength: 30 }),
        (base, all) => {
          const near = all.map((places) =>
            hashOf(places.reduce((value, place) => value ^ (1n << BigInt(place)), BigInt(`0x${base}`))),
          );
          for (const [own, name] of Object.entries(namesOf([base, ...near])))
            expect(distance(own, name)).toBeLessThanOrEqual(mostBitsApart);
        },
      ),
    );
  });

  it('are compared as they stand where their mark is no perceptual hash', () => {
    const marks = [
      'd41d8cd98f00b204e9800998ecf8427e',
      'd41d8cd98f00b204e9800998ecf8427f',
      'https://img.example/1.jpg',
    ];
    expect(Object.values(namesOf(marks))).toEqual(marks);
  });

  it('join accounts that post a picture scaled, cut and lettered anew', () => {
    const random = randomFrom(11);
    const any = () =>
      hashOf(BigInt(Math.floor(random() * 2 ** 32)) * (1n << 32n) + BigInt(Math.floor(random() * 2 ** 32)));
    const rows: string[][] = [];
    for (let picture = 0; picture < 24; picture++) {
      const value = BigInt(`0x${any()}`);
      for (let account = 0; account < 40; account++) {
        const bit = () => 1n << BigInt(Math.floor(random() * 64));
        rows.push([account < 5 ? hashOf(value ^ bit() ^ bit() ^ bit()) : any()]);
      }
    }
    const posts = postsWith(rows, 40);
    const { groups } = findCoordination(posts, findNarratives(posts), {});
    expect(groups.map(({ members }) => [...members].sort())).toEqual([['a0', 'a1', 'a2', 'a3', 'a4']]);
    expect(groups[0].layers).toEqual(['co-image']);
  });
});
