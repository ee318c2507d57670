/** The tables of a result as rows for a file, one unit a column. */
import type { ScenarioResult } from './scenario.ts';

type Cell = string | number | undefined;
type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

const countries: Columns<ScenarioResult['countries'][number]> = {
  country: (row) => row.country,
  commodity: (row) => row.commodity,
  tonnes: (row) => row.tonnes,
  tonnes_unaffected: (row) => row.tonnesUnaffected,
  tonnes_delayed: (row) => row.tonnesDelayed,
  tonnes_cut_off: (row) => row.tonnesSevered,
  tonnes_by_pipeline: (row) => row.tonnesBypassed,
  tonnes_not_made: (row) => row.tonnesLostAtOrigin,
  cost_usd: (row) => row.costUsd,
  value_missing_usd: (row) => row.valueMissingUsd,
  flows_without_amount: (row) => row.notQuantified.join(' '),
  delayed_without_amount: (row) => row.hitWithoutAmount?.delayed,
  cut_off_without_amount: (row) => row.hitWithoutAmount?.severed,
  stock_days: (row) => row.stocks.map(({ stock }) => stock.days).join(' '),
  stock_as_of: (row) => row.stocks.map(({ stock }) => stock.asOf).join(' '),
  stock_used_up: (row) => row.stocks.map(({ emptyDate }) => emptyDate ?? 'lasts').join(' '),
};

const flows: Columns<ScenarioResult['flows'][number]> = {
  flow: (row) => row.flow,
  origin: (row) => row.origin,
  destination: (row) => row.destination,
  commodity: (row) => row.commodity,
  status: (row) => row.status,
  before_nm: (row) => row.openNm ?? undefined,
  under_closures_nm: (row) => row.closedNm ?? undefined,
  passages_before: (row) => row.openPassages.join(' '),
  passages_under_closures: (row) => row.closedPassages.join(' '),
  share_hit: (row) => row.shareHit,
  share_diverted: (row) => row.diverted,
  share_waiting: (row) => row.waiting,
  share_cancelled: (row) => row.cancelled,
  share_by_pipeline: (row) => row.bypassed,
  extra_days: (row) => row.extraDays ?? undefined,
  wait_days: (row) => row.waitDays ?? undefined,
  tonnes: (row) => row.tonnes ?? undefined,
  tonnes_delayed: (row) => row.tonnesDelayed ?? undefined,
  tonnes_cut_off: (row) => row.tonnesSevered ?? undefined,
  cost_usd: (row) => row.costUsd ?? undefined,
  source: (row) => row.source,
};

const exposure: Columns<ScenarioResult['exposure'][number]> = {
  country: (row) => row.country,
  gate: (row) => row.gate,
  tonnes_a_year: (row) => row.tonnes,
  value_usd_a_year: (row) => row.valueUsd,
  share_of_value: (row) => row.shareOfValue,
  commodities: (row) => row.commodities.map(({ commodity }) => commodity).join('; '),
};

const tables = {
  countries: (result) => rowsOf(countries, result.countries),
  flows: (result) => rowsOf(flows, result.flows),
  exposure: (result) => rowsOf(exposure, result.exposure),
} as const satisfies Record<string, (result: ScenarioResult) => Table>;

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
export const tableNames = Object.keys(tables) as readonly (keyof typeof tables)[];

/** A table of a result; a cell is empty where there is no figure, such as the distance of a way that is cut off. */
export function resultTable(name: keyof typeof tables, result: ScenarioResult): Table {
  return tables[name](result);
}

function rowsOf<Row>(columns: Columns<Row>, rows: readonly Row[]): Table {
  return {
    columns: Object.keys(columns),
    rows: rows.map((row) => Object.values(columns).map((cell) => cell(row))),
  };
}
