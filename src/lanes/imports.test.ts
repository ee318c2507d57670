import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLanes } from '../hub/lanes.ts';
import { CsvReader, numberOf } from './csv.ts';
import { FlowImport, importFlows } from './imports.ts';
import type { ImportFormat } from './imports.ts';

const lanes = loadLanes();
const read = (format: ImportFormat, text: string, mapping = {}) =>
  importFlows(lanes, { format, mapping, source: 'test' }, text);

describe('CSV', () => {
  it('is read the same however it is cut', () => {
    const cell = fc.stringMatching(/^[a-z"\n, ]{0,6}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const text = rows
          .map((cells) => cells.map((x) => `"${x.replaceAll('"', '""')}"`).join(','))
          .join('\r\n');
        const reader = new CsvReader();
        const found = [];
        for (let i = 0; i < text.length; i += size) found.push(...reader.push(text.slice(i, i + size)));
        found.push(...reader.end());
        expect(found.map(({ cells }) => cells)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a quote that is never closed', () => {
    const reader = new CsvReader();
    reader.push('a,b\n"never');
    expect(() => reader.end()).toThrow(/not closed/);
  });

  it('knows what is a number', () => {
    expect(['1', '-2.5', '1,234.5', '', 'NA', '1e3'].map(numberOf)).toEqual([
      1,
      -2.5,
      1234.5,
      null,
      null,
      1000,
    ]);
    expect(['1,23', 'x', '1 000', '--1'].map(numberOf).every(Number.isNaN)).toBe(true);
  });
});

describe('BACI', () => {
  it('becomes flows by country and commodity, in tonnes and dollars', () => {
    const { flows, report, totals } = read(
      'baci',
      't,i,j,k,v,q\n2023,682,392,270900,40000,60000\n2023,682,392,270900,1000,1500\n2023,490,392,854231,500,2\n',
    );
    expect(report).toMatchObject({ read: 3, taken: 3, refused: 0 });
    expect(flows).toHaveLength(2);
    expect(flows[0]).toMatchObject({
      origin: 'SA',
      originPort: 'ras-tanura',
      destination: 'JP',
      commodity: 'crude',
      class: 'vlcc',
      tonnes: 61_500,
      valueUsd: 41_000_000,
    });
    expect(flows[1]).toMatchObject({
      origin: 'TW',
      commodity: 'semiconductors',
      mode: 'air',
      originPort: 'tpe',
    });
    expect(totals).toEqual({ tonnes: 61_502, valueUsd: 41_500_000 });
  });

  it('says of every row that it does not take why', () => {
    const { report } = read(
      'baci',
      [
        't,i,j,k,v,q',
        '2023,999,392,270900,1,1',
        '2023,682,392,270900,-1,1',
        '2023,682,392,270900,x,1',
        '1066,682,392,270900,1,1',
        '2023,392,392,270900,1,1',
        '2023,417,392,270900,1,1',
        '2023,682,392,270900,,',
        '2023,682,392',
      ].join('\n'),
    );
    expect(report.taken).toBe(0);
    expect(report.rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'unknown-country'],
      [3, 'negative'],
      [4, 'not-a-number'],
      [5, 'impossible-date'],
      [6, 'same-country'],
      [7, 'no-port'],
      [8, 'no-amount'],
      [9, 'columns-missing'],
    ]);
  });

  it('accounts for every row, whatever it holds', () => {
    const cell = fc.oneof(
      fc.constantFrom('682', '392', '2023', '270900', '-5', '', 'x'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { maxLength: 12 }), (rows) => {
        const lines = rows.map((cells) => cells.map((x) => `"${x.replaceAll('"', '""')}"`).join(','));
        const job = new FlowImport(lanes, { format: 'baci', source: 'test' });
        for (const line of ['t,i,j,k,v,q', ...lines]) job.push(`${line}\n`);
        const { report, flows } = job.end();
        expect(report.read).toBe(rows.length);
        expect(report.taken + report.refused).toBe(report.read);
        expect(report.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(report.refused);
        expect(flows.length).toBeLessThanOrEqual(report.taken);
      }),
      { numRuns: 100 },
    );
  });
});

describe('UN Comtrade', () => {
  it('takes imports alone, in kilograms', () => {
    const { flows, report } = read(
      'comtrade',
      'refYear,reporterISO,flowCode,partnerISO,cmdCode,primaryValue,netWgt\n2023,JPN,M,AUS,2701,1000,5000\n2023,JPN,X,AUS,2701,1,1\n',
    );
    expect(flows[0]).toMatchObject({ origin: 'AU', destination: 'JP', commodity: 'coal', tonnes: 5 });
    expect(report.reasons).toEqual([{ reason: 'not-an-import', count: 1 }]);
  });
});

describe('one’s own table', () => {
  const mapping = {
    origin: 'von',
    destination: 'nach',
    commodity: '=coal',
    class: '=capesize',
    tonnes: 't',
    year: '=2025',
  };

  it('is read by a mapping of columns, with a semicolon too', () => {
    const { flows } = read('own', 'von;nach;t\nAU;JP;1000\n', mapping);
    expect(flows[0]).toMatchObject({
      origin: 'AU',
      destination: 'JP',
      commodity: 'coal',
      tonnes: 1000,
      year: 2025,
    });
  });

  it('is refused when the mapping names a column that is not there', () => {
    expect(() => read('own', 'a,b\n1,2\n', mapping)).toThrow(/columns/);
  });

  it('keeps unknown ports and classes out', () => {
    const text =
      'origin,destination,originPort,class,commodity,tonnes,year\nAU,JP,atlantis,,x,1,2025\nAU,JP,,canoe,x,1,2025\n';
    expect(read('own', text).report.rejected.map(({ reason }) => reason)).toEqual([
      'unknown-port',
      'unknown-class',
    ]);
  });
});

describe('PortWatch', () => {
  it('gives transits by gate and day', () => {
    const { transits, report } = read(
      'portwatch',
      'date,portid,portname,n_total,capacity\n2024/01/02 00:00:00+00,chokepoint1,Suez Canal,49,3000000\n2024-02-30,chokepoint1,Suez Canal,1,1\n2024-01-02,chokepoint99,Styx,1,1\n',
    );
    expect(transits).toEqual([{ gate: 'suez', date: '2024-01-02', transits: 49, capacityT: 3_000_000 }]);
    expect(report.rejected.map(({ reason }) => reason)).toEqual(['impossible-date', 'unknown-gate']);
  });
});
