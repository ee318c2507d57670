/** Texts that say the same, in four languages, in any order, and in disguise. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';
import { jaccard, leastJaccard, NearDuplicates, shingles } from './nearduplicates.ts';
import { canonicalUrl, domainOf, isComparable, isDebunk, normalise } from './normalise.ts';
import type { WorldLanguage } from './world.test-support.ts';
import { randomFrom, vocabulary, worldLanguages } from './world.test-support.ts';

/** Texts of which many are one another's variants, a word or some exchanged. */
function variants(language: WorldLanguage, seed: number): string[] {
  const random = randomFrom(seed);
  const word = () => vocabulary[language][Math.floor(random() * vocabulary[language].length)];
  const glue = language === 'ja' || language === 'zh' ? '' : ' ';
  return Array.from({ length: 40 }, () => Array.from({ length: 14 }, word)).flatMap((words) =>
    [0, 0.05, 0.1, 0.15].map((share) => words.map((w) => (random() < share ? word() : w)).join(glue)),
  );
}

function clusterOf(texts: readonly string[]): Map<string, string> {
  const near = new NearDuplicates();
  for (const text of texts) near.add(normalise(text));
  const cluster = new Map<string, string>();
  for (const { documents, medoid } of near.clusters())
    for (const d of documents) cluster.set(near.text(d), near.text(medoid));
  return cluster;
}

describe('near-duplicates', () => {
  it.each(worldLanguages)(
    'in %s are found for at least 98 of 100 pairs at Jaccard 0.6 and above',
    (language) => {
      const texts = [...new Set(variants(language, 7).map(normalise))];
      const cluster = clusterOf(texts);
      const grams = texts.map((text) => shingles(text).slice());
      let [pairs, found] = [0, 0];
      for (let i = 0; i < texts.length; i++)
        for (let j = i + 1; j < texts.length; j++)
          if (jaccard(grams[i], grams[j]) >= leastJaccard) {
            pairs += 1;
            if (cluster.get(texts[i]) === cluster.get(texts[j])) found += 1;
          }
      expect(pairs).toBeGreaterThan(50);
      expect(found / pairs).toBeGreaterThanOrEqual(0.98);
    },
  );

  it('come out the same in any order', () => {
    const texts = variants('ja', 3);
    const sorted = (map: Map<string, string>) => [...map].sort();
    expect(sorted(clusterOf(texts.toReversed()))).toEqual(sorted(clusterOf(texts)));
  });

  it('do not chain: what shares too little with the medoid stands apart', () => {
    const words = Array.from({ length: 40 }, (_, i) => `word${String.fromCharCode(97 + (i % 26), 97 + i)}`);
    const chain = Array.from({ length: 25 }, (_, step) => words.slice(step, step + 16).join(' '));
    const cluster = clusterOf(chain);
    expect(cluster.get(chain[0])).not.toBe(cluster.get(chain[24]));
  });

  it('are seen through zero-width characters, full width, look-alikes, emoji, links and mentions', () => {
    const plain = normalise('The harbour bridge will be closed tomorrow');
    expect(
      normalise('RT @someone: The har\u200bbour bridge 🚢 will be closed tomorrow https://t.example/x'),
    ).toBe(plain);
    expect(normalise('Ｔｈｅ harbour bridge will be clоsed tomorrow!')).toBe(plain);
  });

  it('are compared in one form, whether a text is folded the short way or the long', () => {
    const letters = fc.constantFrom(
      ...'abZ09 .,:!?\'"«»—…#/ёЁжЯあんアー漢字、。！？「」（'.split(''),
      'rt ',
      'привет',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        // An invisible letter sends it the long way.
        expect(normalise(text)).toBe(normalise(`${text}\u200b`));
      }),
    );
  });

  it('keep a debunk apart from what it debunks', () => {
    const near = new NearDuplicates();
    const claim = near.add(normalise('The bridge was sold to strangers last night'), 0);
    const debunk = near.add(normalise('The bridge was sold to strangers last night'), 1);
    expect(near.clusters().map(({ documents }) => documents)).toEqual([[claim], [debunk]]);
    expect([isDebunk('ファクトチェック：橋は売られていない'), isDebunk('これはデマンド型です')]).toEqual([
      true,
      false,
    ]);
  });

  it('are not looked for in texts that say too little', () => {
    expect(['good day', '橋は閉鎖', '橋は明日閉鎖', 'twelve chars'].map(isComparable)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('addresses', () => {
  it('have one form for one page', () => {
    expect(canonicalUrl('https://www.News.example/a/b/?utm_source=x&id=2&b=1#top')).toBe(
      'news.example/a/b?b=1&id=2',
    );
    expect(canonicalUrl('HTTP://m.news.example/a/b?b=1&id=2&fbclid=zzz')).toBe('news.example/a/b?b=1&id=2');
  });

  it('belong to the domain that somebody registered', () => {
    expect(['news.site.co.jp/x', 'a.b.example.org', '10.0.0.1/x', 'word'].map(domainOf)).toEqual([
      'site.co.jp',
      'example.org',
      '',
      '',
    ]);
  });
});

describe('the language of a text', () => {
  it.each([
    ['en', 'The council will vote on the new bridge in the evening'],
    ['ru', 'Городской совет сегодня вечером проголосует за новый мост'],
    ['ja', '市議会は今夜新しい橋について投票する'],
    ['zh', '市议会今晚将对新桥进行投票表决'],
    ['de', 'Der Stadtrat stimmt heute Abend über die neue Brücke ab'],
    ['', '12345 !!!'],
  ])('is %s', (language, text) => expect(languageOf(text)).toBe(language));
});
