import { describe, expect, it } from 'vitest';
import { Speaker, coreWords, hubWords, printWords } from './index.ts';
import { coordinationWords } from './coordination.ts';
import { ctiWords } from './cti.ts';
import { exerciseWords } from './exercise.ts';
import { programmeWords } from './programme.ts';
import { programmeAskWords } from './programmeask.ts';
import { seaWords } from './sea.ts';
import { sitingWords } from './siting.ts';
import { webWords } from './web.ts';

const speaker = new Speaker([
  { found: { en: '{n:count:finding is|findings are} new', ja: '新規 {n:int} 件' } },
]);

describe('a count', () => {
  it('takes the words for one, and those for none or more, with thousands apart', () => {
    const say = (n: number) => speaker.say('en', { key: 'found', params: { n } });
    expect([0, 1, 2, 1200].map(say)).toEqual([
      '0 findings are new',
      '1 finding is new',
      '2 findings are new',
      '1,200 findings are new',
    ]);
    expect(speaker.say('ja', { key: 'found', params: { n: 1 } })).toBe('新規 1 件');
  });
});

describe('every sentence', () => {
  const catalogues = [
    coordinationWords,
    coreWords,
    ctiWords,
    hubWords,
    printWords,
    exerciseWords,
    programmeWords,
    programmeAskWords,
    seaWords,
    sitingWords,
    webWords,
  ];
  const all = catalogues.flatMap((catalogue) => Object.entries(catalogue));

  it('leaves no plural to its reader', () => {
    expect(all.filter(([, { en }]) => en.includes('(s)')).map(([key]) => key)).toEqual([]);
  });

  it('has the same gaps in both languages', () => {
    const gaps = (text: string) =>
      [...new Set([...text.matchAll(/\{([a-zA-Z0-9]+)/g)].map(([, name]) => name))].sort();
    const differing = all.filter(([, { en, ja }]) => gaps(en).join() !== gaps(ja).join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});
