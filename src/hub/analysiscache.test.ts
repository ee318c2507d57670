import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptAnalysis } from './analysiscache.ts';
import { analysisFile, readAnalysis, removeAnalyses, writeAnalysis } from './analysiscache.ts';

const kept = {
  analysis: { groups: [{ id: 'g', surprise: Number.POSITIVE_INFINITY }] },
  narratives: new Map([['narrative-1', { id: 'narrative-1', rows: Uint32Array.of(3, 1, 4) }]]),
} as unknown as KeptAnalysis;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonwatch-analysis-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an analysis that is kept', () => {
  it('is read as it was written, to the last digit and in the same columns', () => {
    const file = analysisFile(folder, ['batch', { windowS: 60 }]);
    writeAnalysis(folder, file, kept);
    expect(readAnalysis(file)).toEqual(kept);
  });

  it('is another one for another batch or setting', () => {
    const names = [['a'], ['b'], ['a', { windowS: 1 }]].map((about) => analysisFile(folder, about));
    expect(new Set(names).size).toBe(3);
    expect(readAnalysis(names[0])).toBeUndefined();
  });

  it('is worked out anew when its file is broken, and the broken one goes', () => {
    const file = analysisFile(folder, ['a']);
    writeFileSync(file, 'no such thing');
    expect(readAnalysis(file)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes room: three are kept, and all go at once when asked, half-written ones too', () => {
    for (const about of ['a', 'b', 'c', 'd', 'e']) writeAnalysis(folder, analysisFile(folder, about), kept);
    expect(readdirSync(folder).length).toBe(3);
    writeFileSync(`${analysisFile(folder, 'f')}.0a1b.new`, 'half');
    removeAnalyses(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
