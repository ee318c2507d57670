import { describe, expect, it } from 'vitest';
import { loadLanes } from '../hub/lanes.ts';
import { endOf } from './dates.ts';
import { runScenario } from './scenario.ts';
import { resultTable, tableNames } from './tables.ts';

const result = runScenario(loadLanes(), {
  draws: 100,
  closures: [{ gates: ['hormuz'], from: '2027-01-01', to: '2027-02-01' }],
});

describe('a result as tables', () => {
  it('has a cell for every column in every row, and one row for each country and commodity, flow and exposure', () => {
    for (const name of tableNames) {
      const { columns, rows } = resultTable(name, result);
      expect(rows).toHaveLength(result[name].length);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });

  it('leaves the distance of a way that is cut off empty', () => {
    const { columns, rows } = resultTable('flows', result);
    const cut = rows.filter((row) => row[columns.indexOf('status')] === 'severed');
    expect(cut.length).toBeGreaterThan(0);
    for (const row of cut) expect(row[columns.indexOf('under_closures_nm')]).toBeUndefined();
  });
});

describe('an as-of date', () => {
  it('is the last instant of its year, month or day', () => {
    expect(['2023', '2024-02', '2024-12', '2024-12-31'].map(endOf)).toEqual([
      '2023-12-31T23:59:59.999Z',
      '2024-02-29T23:59:59.999Z',
      '2024-12-31T23:59:59.999Z',
      '2024-12-31T23:59:59.999Z',
    ]);
  });
});
