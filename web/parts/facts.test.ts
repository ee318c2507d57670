import { describe, expect, it } from 'vitest';
import { factName, factText } from './facts.ts';
import { ageText, spanText } from './times.ts';

describe('figures', () => {
  it('carry the unit that their name ends in', () => {
    expect(factText('closestM', 180, 'en')).toBe('180 m');
    expect(factText('distanceNm', 92.04, 'en')).toBe('92.04 nm');
    expect(factText('distanceNm', 92, 'ja')).toBe('92 海里');
    expect(factText('durationMs', 7_200_000, 'en')).toBe('120 min');
    expect(factText('endUtcMs', 0, 'en')).toBe('1970-01-01 00:00 UTC');
  });

  it('are named without it', () => {
    expect(factName('nearestAnchorageNm')).toBe('nearest anchorage');
    expect(factName('meanSogKn')).toBe('mean sog');
    expect(factName('M')).toBe('m');
  });

  it('say what is not known', () => {
    expect(factText('draughtM', null, 'en')).toBe('—');
  });
});

describe('times', () => {
  it('name the day once for a span within it, twice across midnight', () => {
    const start = Date.parse('2026-11-21T17:22:00Z');
    expect(spanText(start, start + 13_200_000)).toBe('2026-11-21 17:22–21:02 UTC');
    expect(spanText(start, start + 36_000_000)).toBe('2026-11-21 17:22 – 2026-11-22 03:22 UTC');
  });

  it('give an age in its largest whole unit', () => {
    expect([30, 600, 7_200, 259_200].map(ageText)).toEqual(['30 s', '10 min', '2 h', '3 d']);
  });
});
