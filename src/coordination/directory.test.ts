import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findLocal, isLocalCode, parseDirectory } from './directory.ts';

const table = (name: string) => readFileSync(`data/coordination/${name}.csv`, 'utf8');
const directory = parseDirectory(table('prefectures'), table('municipalities'));

describe('the directory of local governments', () => {
  it('holds 47 prefectures and 1,741 municipalities, each code once and with its check digit', () => {
    const codes = [...directory.prefectures, ...directory.municipalities].map(({ code }) => code);
    expect([directory.prefectures.length, directory.municipalities.length]).toEqual([47, 1741]);
    expect(new Set(codes).size).toBe(1788);
    expect(codes.filter((code) => !isLocalCode(code))).toEqual([]);
  });

  it('places every one of them in Japan', () => {
    for (const { lonDeg, latDeg, code } of directory.municipalities)
      expect([code, lonDeg > 122 && lonDeg < 154 && latDeg > 24 && latDeg < 46]).toEqual([code, true]);
  });

  it('finds them by name, reading and code', () => {
    const found = (words: string) => findLocal(directory, words, 5).map(({ name }) => name.ja);
    expect(found('わじま')).toEqual(['輪島市', '川島町', '宇和島市']);
    expect(found('輪島')).toEqual(['輪島市']);
    expect(found('Ishikawa')).toEqual(['石川県']);
    expect(found('172049')).toEqual(['輪島市']);
    expect(found(' ')).toEqual([]);
  });

  it('refuses a code whose check digit is wrong', () => {
    expect(isLocalCode('172048')).toBe(false);
    const wrong = table('municipalities').replace('172049', '172048');
    expect(() => parseDirectory(table('prefectures'), wrong)).toThrow(/check digits/);
  });
});
