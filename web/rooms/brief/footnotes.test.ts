import { describe, expect, it } from 'vitest';
import { wordsIn } from '../../state/words.tsx';
import { footnotes } from './footnotes.ts';

const source = (key: string, asOf = '2026-11-21T06:00:00.000Z') => ({ text: { key }, asOf });
const sentence = (...sources: ReturnType<typeof source>[]) =>
  ({ kind: 'sentence', text: { key: 'x' }, sources }) as const;

describe('the sources of a brief', () => {
  const brief = {
    lead: [sentence(source('first'))],
    sections: [{ title: { key: 't' }, blocks: [sentence(source('second'), source('first'))] }],
  };
  const notes = footnotes(brief, wordsIn('en'));

  it('stand once, in the order in which the page names them', () => {
    expect(notes.texts.map((text) => text.split(',')[0])).toEqual(['first', 'second']);
    expect([notes.numberOf(source('second')), notes.numberOf(source('first'))]).toEqual([2, 1]);
  });

  it('differ when they are of different times', () => {
    const later = source('first', '2026-11-21T07:00:00.000Z');
    const both = footnotes({ lead: [sentence(source('first'), later)], sections: [] }, wordsIn('en'));
    expect(both.texts).toHaveLength(2);
  });

  it('say as of when', () => {
    expect(notes.texts[0]).toBe('first, as of 2026-11-21 06:00 UTC');
  });
});
