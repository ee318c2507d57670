import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { amountsIn } from './amounts.ts';
import { extractFacts } from './extract.ts';
import type { Fact } from './extract.ts';
import { factsOfDocument, isQuoted } from './read.ts';
import { fold } from './text.ts';
import { dateBases } from './vocabulary.ts';

interface Gold {
  readonly quote: string;
  readonly date: string | null;
  readonly kind: string;
  readonly level: string;
}

/** One to one: spans that overlap by half of their union, and the same date. */
function score(text: string, facts: readonly Fact[], golds: readonly Gold[]) {
  const free = new Set(facts);
  let hits = 0;
  for (const { quote, date } of golds) {
    const start = text.indexOf(quote);
    expect(start, quote).toBeGreaterThanOrEqual(0);
    const end = start + quote.length;
    const hit = [...free].find((fact) => fact.date === date && overlap(fact, start, end) >= 0.5);
    if (hit !== undefined) free.delete(hit);
    if (hit !== undefined) hits += 1;
  }
  return { hits, golds: golds.length, facts: facts.length };
}

function overlap(fact: Fact, start: number, end: number): number {
  const shared = Math.min(fact.end, end) - Math.max(fact.start, start);
  return shared / (Math.max(fact.end, end) - Math.min(fact.start, start));
}

const golds = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Gold);
const fresh = new URL('./fresh/', import.meta.url).pathname;
const paper = sharedData('../seeds/003_1b97f3ec42a65ae5.txt');
const example = sharedData('programme/facts-example-003.jsonl');

describe('facts read out of documents', () => {
  it.skipIf(paper === undefined || example === undefined)(
    'are those that a person read in paper 003 (skipped where it is not beside the checkout)',
    () => {
      const text = readFileSync(paper ?? '', 'utf8');
      const { hits, ...counts } = score(text, extractFacts('003', text), golds(example ?? ''));
      expect(hits / counts.golds).toBeGreaterThanOrEqual(0.85);
      expect(hits / counts.facts).toBeGreaterThanOrEqual(0.85);
    },
  );

  it('are most of those in thirty-five fresh texts of many genres, English and Japanese', () => {
    const sum = { hits: 0, golds: 0, facts: 0 };
    for (const file of readdirSync(fresh).filter((name) => name.endsWith('.txt'))) {
      const text = readFileSync(`${fresh}${file}`, 'utf8');
      const counts = score(
        text,
        extractFacts(file, text),
        golds(`${fresh}${file.replace('.txt', '.jsonl')}`),
      );
      for (const key of ['hits', 'golds', 'facts'] as const) sum[key] += counts[key];
    }
    expect(sum.hits / sum.golds).toBeGreaterThanOrEqual(0.8);
    expect(sum.hits / sum.facts).toBeGreaterThanOrEqual(0.85);
  });

  it('quote exactly, whatever the text, and print no date without a basis', () => {
    const words = fc.constantFrom(
      'Japan',
      'NATO',
      'signed',
      'in',
      'May 2014',
      '2023年7月12日',
      '防衛省は',
      '述べた。',
      '. ',
      '\n',
      '\u00a0',
      '“',
      '”',
      '[1]',
      'on 6',
      '(',
      '…',
      'said',
      '$40 billion',
      'by 2027',
      '\ud83d',
      '𠮷',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }), (parts) => {
        const text = parts.join(' ');
        for (const fact of extractFacts('any', text)) {
          expect(text.slice(fact.start, fact.end)).toBe(fact.quote);
          expect(dateBases).toContain(fact.dateBasis);
          if (fact.date !== null) expect(fact.dateBasis).not.toBe('none');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keep non-breaking spaces in the quote and read the date through them', () => {
    const text = 'Japan and NATO signed a joint political declaration on 13\u00a0April\u00a02013 in Tokyo.';
    const [fact] = extractFacts('nbsp', text);
    expect(fact).toMatchObject({ date: '2013-04-13', dateBasis: 'explicit', kind: 'agreement', quote: text });
  });

  it.each([
    ['on Saturday', '9 September 2024', 'A Dutch frigate arrived at Yokosuka on Saturday.', '2024-09-07'],
    ['22日', '2024年8月23日', 'イタリア海軍の空母が22日、横須賀に寄港した。', '2024-08-22'],
    [
      '27日から29日',
      '2024年8月23日',
      '海上自衛隊は27日から29日に共同訓練を行う予定だ。',
      '2024-08-27/2024-08-29',
    ],
    [
      '同日',
      '2024年8月23日',
      '日英は2023年1月11日に協定に署名した。同日、両国の防衛相が会談した。',
      '2023-01-11',
    ],
    [
      'the following year',
      '3 May 2024',
      'Japan and NATO signed a declaration in 2013. The following year Japan and NATO agreed a programme.',
      '2014',
    ],
    [
      'a month to come',
      '21 March 2024',
      'Japan and Germany will hold a joint exercise in September.',
      '2024-09',
    ],
    ['a month gone', '21 March 2024', 'Japan and Germany held a joint exercise in September.', '2023-09'],
    [
      'a month that opens its sentence',
      '21 March 2024',
      'In September, Japan and Germany held a joint exercise.',
      '2023-09',
    ],
    ['18（平成30）年', '2019年9月1日', '18（平成30）年5月、日英は協定に署名した。', '2018-05'],
    ['平成30（2018）年', '2019年9月1日', '平成30（2018）年5月3日、日英は協定に署名した。', '2018-05-03'],
    [
      'the day on which the leaders met',
      '27 March 2025',
      'Japan and the United States held a summit on 7 February 2025.\n\nMuch was written about it.\n\nThe two leaders reaffirmed their opposition to coercion in the East China Sea.',
      '2025-02-07',
    ],
    [
      '令和 in the head',
      '令和6年11月5日',
      '11月1日、東京において日NATOサイバー対話が開催されました。',
      '2024-11-01',
    ],
  ])('date %s by its document', (_, day, text, date) => {
    const facts = extractFacts('dated', `Head\n\n${day}\n\n${text}`);
    expect(facts.at(-1)).toMatchObject({ date });
    expect(facts.at(-1)?.dateBasis).not.toBe('none');
  });

  it.each([
    ['Commentary, MAY 2023', '2023-05'],
    ['First published 12 May 2023; updated 3 June 2023', '2023-05'],
    ['SWP Comment 2023/C 22, 12.05.2023, 7 Pages', '2023-05'],
    ['Singapore, 18–19 May 2023', '2023-05'],
    ['文責 山田太郎　2023年5月', '2023-05'],
  ])('take the day of a document from its head: %s', (head, date) => {
    const text = `Title\n\n${head}\n\nJapan has stationed a military officer at NATO headquarters in Brussels.`;
    expect(extractFacts('headed', text)[0]).toMatchObject({ date, dateBasis: 'document-date' });
  });

  it('take no day of a document from its sources', () => {
    const text =
      'Title\n\nJapan has stationed a military officer at NATO headquarters in Brussels.\n\nNotes\n\n1 Ministry of Defense, Press release, 12 July 2023';
    expect(extractFacts('noted', text)[0]).toMatchObject({ date: null, dateBasis: 'none' });
  });

  it('say that there is no date where the document has none', () => {
    const [fact] = extractFacts(
      'undated',
      'Japan should establish a liaison office at NATO headquarters in Brussels.',
    );
    expect(fact).toMatchObject({ date: null, dateBasis: 'none', kind: 'proposal' });
  });

  it('lead back into the source of a page, past tags and entities', () => {
    const page =
      '<html><head><meta property="article:published_time" content="2024-05-03T10:00"></head><body><nav>Japan signed</nav><p>Japan &amp; NATO <b>agreed</b> to expand cyber defence cooperation in Brussels.</p></body></html>';
    const [fact] = factsOfDocument('page.html', page, 'html');
    expect(fact.quote).toBe('Japan & NATO agreed to expand cyber defence cooperation in Brussels.');
    expect(page.slice(fact.start, fact.end)).toBe(
      'Japan &amp; NATO <b>agreed</b> to expand cyber defence cooperation in Brussels.',
    );
    expect(isQuoted(page, fact)).toBe(true);
    expect(fact).toMatchObject({ date: '2024-05', datePrecision: 'as-of', dateBasis: 'document-date' });
  });
});

describe('amounts', () => {
  it.each([
    ['requested more than $40 billion', { value: 40e9, op: '>', unit: 'USD' }],
    ['approximately 5.5 trillion US dollars', { value: 5.5e12, op: '~', unit: 'USD' }],
    ['by 175 to 200 per cent', { value: 175, toValue: 200, unit: '%' }],
    ['約7兆9,500億円', { value: 7.95e12, op: '~', unit: 'JPY' }],
    ['Ninety-nine per cent of imports', { value: 99, unit: '%' }],
  ])('are read: %s', (text, amount) => {
    expect(amountsIn(fold(text).replace('Ninety', 'ninety'))[0]).toEqual(amount);
  });
});
