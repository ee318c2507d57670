import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clausesOf } from './clauses.ts';
import { timesIn } from './dates.ts';
import { extractFacts } from './extract.ts';
import { fold, paragraphsOf, sentencesOf } from './text.ts';

function quotesOf(text: string): string[] {
  const folded = fold(text);
  return sentencesOf(folded, paragraphsOf(folded)).flatMap((sentence) =>
    clausesOf(folded, sentence, timesIn(folded, sentence.start, sentence.end)).map(({ start, end }) =>
      text.slice(start, end),
    ),
  );
}

describe('a sentence in its clauses', () => {
  it.each([
    [
      'a relative clause is cut',
      'Seoul hosted its own exercise in September 2024, to which it invited specialists.',
      ['Seoul hosted its own exercise in September 2024'],
    ],
    [
      'a relative clause that is the greater part is kept',
      'Seoul hosted its own exercise in September 2024, to which it invited specialists from twenty countries.',
      [
        'Seoul hosted its own exercise in September 2024, to which it invited specialists from twenty countries.',
      ],
    ],
    [
      'what follows from it is cut',
      'The two cables to the islands were severed in February 2023, leaving some 13,000 residents without a line.',
      ['The two cables to the islands were severed in February 2023'],
    ],
    [
      'a clause with a subject of its own stands alone',
      'Norway is building a factory near Newcastle for missiles, and its officers sit in on the conference of directors.',
      [
        'Norway is building a factory near Newcastle for missiles',
        'its officers sit in on the conference of directors.',
      ],
    ],
    [
      'another predicate of the same subject stands alone',
      'The company has laid more than 400,000 kilometres of cable, and is one of three that dominate the market.',
      [
        'The company has laid more than 400,000 kilometres of cable',
        'is one of three that dominate the market.',
      ],
    ],
    [
      'a list is no clause',
      'The request named missiles, unmanned vehicles, command and control, and logistics as its priorities.',
      [
        'The request named missiles, unmanned vehicles, command and control, and logistics as its priorities.',
      ],
    ],
    [
      'a quotation stays whole',
      'The minister told the press in Oslo that the plan was “a start, which we owe to our friends in the north”.',
      [
        'The minister told the press in Oslo that the plan was “a start, which we owe to our friends in the north”.',
      ],
    ],
    [
      'Japanese parts where another topic begins',
      '中国は磁石の製造技術の輸出を禁止しており、日本企業は欧州で代わりの工場を探している。',
      ['中国は磁石の製造技術の輸出を禁止しており', '日本企業は欧州で代わりの工場を探している。'],
    ],
  ])('%s', (_, text, quotes) => {
    expect(quotesOf(text)).toEqual(quotes);
  });

  it('holds its clauses, whatever the text', () => {
    const words = fc.constantFrom(
      'Japan',
      'NATO',
      'has',
      'signed',
      ', and its',
      ', which',
      'in May 2014',
      ', ',
      '(',
      '“',
      '”',
      '、',
      'は',
      '合意し、',
      '。',
      '. ',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(words, { maxLength: 50 }), (parts) => {
        const folded = fold(parts.join(' '));
        for (const sentence of sentencesOf(folded, paragraphsOf(folded)))
          for (const { start, end, to } of clausesOf(
            folded,
            sentence,
            timesIn(folded, sentence.start, sentence.end),
          )) {
            expect(start).toBeGreaterThanOrEqual(sentence.start);
            expect(end).toBeLessThanOrEqual(sentence.end);
            expect(to).toBeGreaterThanOrEqual(end);
          }
      }),
      { numRuns: 300 },
    );
  });
});

describe('an essay', () => {
  const datesOf = (text: string) => extractFacts('essay', text).map(({ date }) => date);

  it('goes on in the past on the day of the event before, in the same paragraph', () => {
    const text =
      'NATO launched a patrol in the Baltic on 14 January 2025. It sent two frigates to the Estonian coast.';
    expect(datesOf(text)).toEqual(['2025-01-14', '2025-01-14']);
  });

  it('does not date what holds today by the event before', () => {
    const text =
      'NATO set up a cell for undersea cables in February 2023. It has signed an agreement with Japan on cyber defence.';
    expect(datesOf(text)).toEqual(['2023-02', null]);
  });

  it('does not date the speech by a day told in it', () => {
    const text =
      'Japanese officials noted that Chinese vessels had entered the East China Sea in 2023. They urged NATO to send two frigates to Japan for an exercise.';
    expect(datesOf(text)).toEqual(['2023', null]);
  });

  it('dates what the visitors did by their visit, though another year was named in between', () => {
    const text =
      'Report\n\n16 May 2024\n\nA delegation of the NATO Parliamentary Assembly visited Tokyo from 6 to 10 May. Finland and Japan signed a memorandum in 2019. The delegation toured a shipyard of the Japan Coast Guard.';
    expect(datesOf(text)).toEqual(['2024-05-06/2024-05-10', '2019', '2024-05-06/2024-05-10']);
  });

  it('tells an event once', () => {
    const text =
      'Japan lacks a security clearance system for companies that build fighter aircraft with Italy. As was said, Japan still lacks a security clearance system for companies with fighter aircraft from Italy.';
    expect(extractFacts('essay', text)).toHaveLength(1);
  });

  it('argues in sentences that are no facts', () => {
    const text =
      'This essay asks what the Alliance might make of it. The obstacles are legal and cultural. If presence deters, then only because it is seen. It remains to be seen whether presence deters anyone.';
    expect(extractFacts('essay', text)).toEqual([]);
  });
});
