import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { message } from '../core/index.ts';
import { sampleBrief, speaker } from '../../test/fixtures/brief.ts';
import { pdfText } from '../../test/fixtures/pdftext.ts';
import { fillColumns } from './columns.ts';
import { typefaceFor } from './fonts.ts';
import { Footnotes } from './footnotes.ts';
import { briefMarkdown, briefPdf, briefText } from './index.ts';
import { glued, mayBreak, unbreakables, wordJoiner } from './linebreak.ts';
import type { Piece } from './flow.ts';

const pdfOf = (...parameters: Parameters<typeof sampleBrief>) =>
  briefPdf(sampleBrief(...parameters), speaker, { compress: false });
const pagesOf = (pdf: Uint8Array) => pdfText(pdf).split('\f');
/** Text without the spaces and line ends that layout moves about. */
const dense = (text: string) => text.replaceAll(/[\s\u00a0]/g, '');

describe('the printed brief', () => {
  it.each(['en', 'ja'] as const)('says everything that the text says, on one page (%s)', async (language) => {
    const [page, ...more] = pagesOf(await pdfOf(language)).map(dense);
    expect(more).toEqual([]);
    const text = briefText(sampleBrief(language), speaker, 10_000);
    for (const line of text.split('\n').filter((each) => /[\p{L}]/u.test(each) && !each.includes('  ')))
      for (const part of line.replaceAll(/^\* |^\[\d\] /g, '').split(/ \[[\d,]+\] ?/))
        expect(page).toContain(dense(part));
  });

  it('is the same, byte for byte, for the same brief', async () => {
    const [first, second] = await Promise.all([pdfOf('ja'), pdfOf('ja')]);
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it('shrinks a little to stay on one page, and goes back to full size when that is not enough', async () => {
    const sizes = async (repeat: number) => {
      const pdf = Buffer.from(await pdfOf('en', { repeat })).toString('latin1');
      return { pages: pagesOf(Buffer.from(pdf, 'latin1')).length, full: pdf.includes(' 8.8 Tf') };
    };
    expect(await sizes(4)).toEqual({ pages: 1, full: true });
    expect(await sizes(9)).toEqual({ pages: 1, full: false });
    expect(await sizes(20)).toEqual({ pages: 2, full: true });
  });

  it('goes on over more pages, each marked at top and bottom and called an exercise', async () => {
    const pages = pagesOf(await pdfOf('en', { repeat: 40 }));
    expect(pages.length).toBeGreaterThan(2);
    for (const [i, page] of pages.entries()) {
      expect(page.match(/TLP:AMBER/g)?.length).toBeGreaterThanOrEqual(2);
      expect(page).toContain('EXERCISE');
      expect(dense(page)).toContain(`page${i + 1}of${pages.length}`);
    }
    expect(dense(pages.join('')).match(/nodraughtreport/g)).toHaveLength(40);
  });

  it('is not called an exercise when it is none', async () => {
    const pdf = await briefPdf({ ...sampleBrief('en'), exercise: false }, speaker, { compress: false });
    expect(pdfText(pdf)).not.toContain('EXERCISE');
  });

  it('does not print a sentence, table or curve that has no source', async () => {
    const brief = sampleBrief('en');
    const unsourced = { ...brief, lead: [{ ...brief.lead[0], sources: [] }] };
    expect(() => briefPdf(unsourced, speaker)).toThrow(expect.objectContaining({ code: 'brief.unsourced' }));
    expect(() => briefText(unsourced, speaker)).toThrow(expect.objectContaining({ code: 'brief.unsourced' }));
  });

  it('prints the title, language, structure and date that readers and archives look for', async () => {
    const source = Buffer.from(await pdfOf('ja')).toString('latin1');
    expect(source).toContain('/Lang (ja)');
    expect(source).toContain('/Marked true');
    expect(source).toContain('/DisplayDocTitle true');
    expect(source).toContain('(D:20261121060000Z)');
    for (const tag of ['H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Note'])
      expect(source).toMatch(new RegExp(`/S /${tag}\n`));
  });

  it('prints an empty morning, and a curve of one point, of equal values or of none', async () => {
    const brief = sampleBrief('en');
    const sources = brief.lead[0].sources;
    const curve = (xs: number[], values: number[]) =>
      ({
        kind: 'curve',
        title: message('test.curve'),
        xs,
        low: values,
        mid: values,
        high: values,
        sources,
      }) as const;
    const blocks = [curve([1], [5]), curve([1, 2], [3, 3]), curve([], []), curve([0, 1], [Number.NaN, 2])];
    const pdf = await briefPdf(
      { ...brief, lead: [], onward: [], sections: [{ title: message('test.costs'), blocks }] },
      speaker,
      { compress: false },
    );
    expect(Buffer.from(pdf).toString('latin1')).not.toMatch(/NaN|Infinity/);
    expect(
      pagesOf(await briefPdf({ ...brief, lead: [], onward: [], sections: [] }, speaker, { compress: false })),
    ).toHaveLength(1);
  });

  it('drops control characters and changes of direction from names', async () => {
    const ships = 'EVIL\u001b[2J\u202eSHIP\u0000';
    expect(dense(pdfText(await pdfOf('en', { ships })))).toContain('EVIL[2JSHIP');
    const text = briefText(sampleBrief('en', { ships }), speaker);
    for (const char of '\u001b\u202e\u0000') expect(text).not.toContain(char);
  });

  it('keeps what names hold from becoming markup', () => {
    const text = briefMarkdown(sampleBrief('en', { ships: '<img src=x> [a](b) **c** | d' }), speaker);
    expect(text).toContain('\\<img src=x\\> \\[a\\](b) \\*\\*c\\*\\* \\| d');
  });

  it('wraps text for a terminal to its width, wide characters counting two', () => {
    for (const language of ['en', 'ja'] as const)
      for (const line of briefText(sampleBrief(language), speaker, 60).split('\n'))
        expect(
          [...line].reduce((width, char) => width + (/[\u2e80-\uff60]/.test(char) ? 2 : 1), 0),
        ).toBeLessThanOrEqual(60);
  });
});

describe('source marks', () => {
  it('join what follows on each other', () => {
    const brief = sampleBrief('en');
    const [source] = brief.lead[0].sources;
    const sources = [1, 2, 3, 4, 6, 8, 9].map((day) => ({
      ...source,
      asOf: `2026-11-0${day}T00:00:00.000Z`,
    }));
    const all = Array.from({ length: 9 }, (_, i) => ({ ...source, asOf: `2026-11-0${i + 1}T00:00:00.000Z` }));
    const first = { ...brief.lead[0], sources: all };
    const second = { ...brief.lead[0], sources };
    const notes = new Footnotes({ ...brief, lead: [first, second], sections: [] });
    expect(notes.sources).toHaveLength(9);
    expect(notes.markText(first)).toBe('1–9');
    expect(notes.markText(second)).toBe('1–4,6,8,9');
  });
});

describe('typefaces', () => {
  it('have every character of everyday Japanese, names with rare characters, and European letters', () => {
    for (const char of 'Aあア亜鷗髙﨑𠮷德塚々〜㎞①ÅŁŐżαЖ≤→°′″')
      for (const weight of [400, 700] as const)
        expect(typefaceFor(char.codePointAt(0) ?? 0, weight)?.name, char).toMatch(/^noto-sans/);
  });

  it('print a geta mark for what they lack, and say so once a character', async () => {
    expect(typefaceFor(0x10ffff, 400)).toBeUndefined();
    expect(dense(pdfText(await pdfOf('en', { ships: 'A\u{10fffd}B' })))).toContain('A〓B');
  });
});

describe('line breaks', () => {
  it('follow kinsoku: nothing closing begins a line, nothing opening ends one', () => {
    expect(unbreakables('通航は38隻（平均57隻）。終日')).toEqual([
      '通',
      '航',
      'は',
      '38隻',
      '（平',
      '均',
      '57隻）。',
      '終',
      '日',
    ]);
    expect(mayBreak('ッ', 'ト')).toBe(true);
    expect(mayBreak('セ', 'ッ')).toBe(false);
  });

  it('keep figures with their units, and times and dates whole', () => {
    expect(unbreakables(glued('92 nm from 17:22–21:02 on 2026-11-21, 32 %'))).toEqual([
      '92\u00a0nm ',
      'from ',
      '17:22–21:02 ',
      'on ',
      '2026-11-21, ',
      '32\u00a0%',
    ]);
  });

  it('never come before a source mark', () => {
    expect(unbreakables(`ない。${wordJoiner}1${wordJoiner}`)).toEqual([
      'な',
      `い。${wordJoiner}1${wordJoiner}`,
    ]);
  });

  it('lose nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unbreakables(text).join('')).toBe(text);
      }),
    );
  });
});

describe('two columns', () => {
  const piece = (heightPt: number): Piece => ({
    heightPt,
    gapPt: 5,
    keepWithNext: false,
    draw: () => undefined,
  });

  it('take what fits, in order, the left one first', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 30 });
    fc.assert(
      fc.property(heights, fc.integer({ min: 60, max: 300 }), (all, room) => {
        const blocks = all.map((heightPt) => ({ left: [piece(heightPt)], right: [piece(heightPt + 1)] }));
        const { left, right, taken, heightPt } = fillColumns(blocks, [], [], room);
        expect(left.length + right.length).toBe(taken);
        expect(left.map((each) => each.heightPt)).toEqual(all.slice(0, left.length));
        expect(right.map((each) => each.heightPt - 1)).toEqual(all.slice(left.length, taken));
        expect(heightPt).toBeLessThanOrEqual(room + 0.01);
        if (all.length > 0) expect(taken).toBeGreaterThan(0);
      }),
    );
  });
});
