/**
 * Flows from the tables of others: UN Comtrade and BACI (CEPII), IMF PortWatch's daily transits, one's own CSV. Pure and
 * in pieces. Each row is taken or refused with its reason, and `read = taken + refused`, always.
 */
import { CommonwatchError } from '../core/errors.ts';
import { CsvReader, numberOf, separatorOf } from './csv.ts';
import type { CsvRow } from './csv.ts';
import { shipClass } from './closures.ts';
import type { Flow } from './flows.ts';
import { countryOfCode } from './isocodes.ts';
import type { Lanes } from './lanes.ts';
import { dateUtcMs } from './schema.ts';
import { commodityOf } from './trade.ts';

export const importFormats = ['own', 'comtrade', 'baci', 'portwatch'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** For one's own CSV: the column of each field, or `=text` for the same text in every row. */
export const ownFields = [
  'id',
  'origin',
  'originPort',
  'destination',
  'destinationPort',
  'commodity',
  'class',
  'mode',
  'tonnes',
  'valueUsd',
  'year',
  'source',
] as const;
export type OwnField = (typeof ownFields)[number];
export type Mapping = Readonly<Partial<Record<OwnField, string>>>;

export interface ImportOptions {
  readonly format: ImportFormat;
  readonly mapping?: Mapping;
  /** Named in every row that has no source of its own, such as "BACI HS22 V202501, 2023". */
  readonly source: string;
}

/** Why a row was not taken. */
export const rejections = [
  'columns-missing',
  'not-a-number',
  'negative',
  'unknown-country',
  'unknown-port',
  'unknown-class',
  'unknown-mode',
  'unknown-gate',
  'impossible-date',
  'same-country',
  'no-port',
  'no-amount',
  'not-an-import',
] as const;
export type Rejection = (typeof rejections)[number];

export interface RejectedRow {
  readonly line: number;
  readonly reason: Rejection;
  readonly value: string;
}

/** Transits of a gate on one day. */
export interface TransitDay {
  readonly gate: string;
  readonly date: string;
  readonly transits: number;
  /** Deadweight tonnes; null where the table has none. */
  readonly capacityT: number | null;
}

export interface ImportReportRows {
  readonly read: number;
  readonly taken: number;
  readonly refused: number;
  readonly reasons: readonly { readonly reason: Rejection; readonly count: number }[];
  /** The first refused rows, at most 200. */
  readonly rejected: readonly RejectedRow[];
}

export interface Imported {
  readonly format: ImportFormat;
  readonly columns: readonly string[];
  readonly report: ImportReportRows;
  /** Rows of the same origin, destination, commodity and year are one flow; `taken` rows went into them. */
  readonly flows: readonly Flow[];
  readonly transits: readonly TransitDay[];
  readonly totals: { readonly tonnes: number; readonly valueUsd: number };
}

const keptRejections = 200;

/** What a row gives, or why it gives nothing. */
type Taken =
  | { readonly flow: Flow }
  | { readonly transit: TransitDay }
  | { readonly reason: Rejection; readonly value: string };
type RowReader = (cell: (name: string) => string) => Taken;

export class FlowImport {
  readonly #lanes: Lanes;
  readonly #options: ImportOptions;
  #csv: CsvReader | undefined;
  #columns: readonly string[] = [];
  #reader: RowReader | undefined;
  readonly #flows = new Map<string, Flow>();
  readonly #transits: TransitDay[] = [];
  readonly #reasons = new Map<Rejection, number>();
  readonly #rejected: RejectedRow[] = [];
  #read = 0;
  #taken = 0;

  constructor(lanes: Lanes, options: ImportOptions) {
    this.#lanes = lanes;
    this.#options = options;
  }

  /** @throws `lanes.invalid-import` when the header lacks a column that the format needs */
  push(text: string): void {
    this.#csv ??= new CsvReader(separatorOf(text));
    for (const row of this.#csv.push(text)) this.#row(row);
  }

  end(): Imported {
    for (const row of this.#csv?.end() ?? []) this.#row(row);
    if (this.#reader === undefined) throw new CommonwatchError('lanes.invalid-import', 'no header');
    const flows = [...this.#flows.values()];
    const refused = this.#read - this.#taken;
    return {
      format: this.#options.format,
      columns: this.#columns,
      report: {
        read: this.#read,
        taken: this.#taken,
        refused,
        reasons: [...this.#reasons].map(([reason, count]) => ({ reason, count })),
        rejected: this.#rejected,
      },
      flows,
      transits: this.#transits,
      totals: {
        tonnes: flows.reduce((sum, { tonnes }) => sum + (tonnes ?? 0), 0),
        valueUsd: flows.reduce((sum, { valueUsd }) => sum + (valueUsd ?? 0), 0),
      },
    };
  }

  #row({ line, cells }: CsvRow): void {
    if (this.#reader === undefined) {
      this.#columns = cells.map((name) => name.trim());
      this.#reader = readerOf(this.#lanes, this.#options, this.#columns);
      return;
    }
    this.#read++;
    const at = (name: string) => cells[this.#columns.indexOf(name)]?.trim() ?? '';
    const found: Taken =
      cells.length < this.#columns.length
        ? { reason: 'columns-missing', value: `${cells.length} of ${this.#columns.length}` }
        : this.#reader(at);
    if ('reason' in found) {
      this.#reasons.set(found.reason, (this.#reasons.get(found.reason) ?? 0) + 1);
      if (this.#rejected.length < keptRejections) this.#rejected.push({ line, ...found });
      return;
    }
    this.#taken++;
    if ('transit' in found) this.#transits.push(found.transit);
    else this.#add(found.flow);
  }

  #add(flow: Flow): void {
    const known = this.#flows.get(flow.id);
    const sum = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);
    this.#flows.set(
      flow.id,
      known === undefined
        ? flow
        : {
            ...known,
            tonnes: sum(known.tonnes, flow.tonnes),
            valueUsd: sum(known.valueUsd, flow.valueUsd),
          },
    );
  }
}

function readerOf(lanes: Lanes, options: ImportOptions, columns: readonly string[]): RowReader {
  const { format } = options;
  if (format === 'own') return ownReader(lanes, options, columns);
  if (format === 'portwatch') return portwatchReader(lanes, columns);
  const names = format === 'baci' ? baciColumns : comtradeColumns.find((set) => has(columns, set));
  if (names === undefined || !has(columns, names))
    throw new CommonwatchError('lanes.invalid-import', `${format}: columns ${columns.join(', ')}`);
  return tradeReader(lanes, options, names);
}

interface TradeColumns {
  readonly exporter: string;
  readonly importer: string;
  readonly code: string;
  readonly year: string;
  readonly value: string;
  readonly weight: string;
  /** Says whether a row is an import; BACI holds each flow once. */
  readonly flow?: string;
  readonly usdPerUnit: number;
  readonly tonnesPerUnit: number;
}

/** CEPII: i exporter, j importer, k product, t year, v thousand US dollars, q tonnes. */
const baciColumns: TradeColumns = {
  exporter: 'i',
  importer: 'j',
  code: 'k',
  year: 't',
  value: 'v',
  weight: 'q',
  usdPerUnit: 1000,
  tonnesPerUnit: 1,
};

/** The present download of UN Comtrade, and the one before it. */
const comtradeColumns: readonly TradeColumns[] = [
  {
    exporter: 'partnerISO',
    importer: 'reporterISO',
    code: 'cmdCode',
    year: 'refYear',
    value: 'primaryValue',
    weight: 'netWgt',
    flow: 'flowCode',
    usdPerUnit: 1,
    tonnesPerUnit: 0.001,
  },
  {
    exporter: 'Partner ISO',
    importer: 'Reporter ISO',
    code: 'Commodity Code',
    year: 'Year',
    value: 'Trade Value (US$)',
    weight: 'Netweight (kg)',
    flow: 'Trade Flow',
    usdPerUnit: 1,
    tonnesPerUnit: 0.001,
  },
];

function has(columns: readonly string[], names: TradeColumns): boolean {
  const { exporter, importer, code, year, value, weight } = names;
  return [exporter, importer, code, year, value, weight].every((name) => columns.includes(name));
}

function tradeReader(lanes: Lanes, { source }: ImportOptions, names: TradeColumns): RowReader {
  return (cell) => {
    if (names.flow !== undefined && !/^m|import/i.test(cell(names.flow)))
      return { reason: 'not-an-import', value: cell(names.flow) };
    const [origin, destination] = [countryOfCode(cell(names.exporter)), countryOfCode(cell(names.importer))];
    if (origin === undefined) return { reason: 'unknown-country', value: cell(names.exporter) };
    if (destination === undefined) return { reason: 'unknown-country', value: cell(names.importer) };
    const { id: commodity, class: ship, mode } = commodityOf(cell(names.code));
    const year = Number(cell(names.year));
    const tonnes = scaled(cell(names.weight), names.tonnesPerUnit);
    const valueUsd = scaled(cell(names.value), names.usdPerUnit);
    return flowOrReason(lanes, {
      id: `${destination}-${commodity.replaceAll(' ', '-')}-${origin}-${year}`.toLowerCase(),
      origin,
      originPort: defaultPort(lanes, origin, mode),
      destination,
      destinationPort: defaultPort(lanes, destination, mode),
      commodity,
      class: ship,
      mode,
      tonnes,
      valueUsd,
      year,
      source,
    });
  };
}

function ownReader(
  lanes: Lanes,
  { mapping = {}, source }: ImportOptions,
  columns: readonly string[],
): RowReader {
  for (const [field, column] of Object.entries(mapping))
    if (!column.startsWith('=') && !columns.includes(column))
      throw new CommonwatchError('lanes.invalid-import', `${field}: ${column}`);
  for (const field of ['origin', 'destination', 'commodity', 'year'] as const)
    if (mapping[field] === undefined && !columns.includes(field))
      throw new CommonwatchError('lanes.invalid-import', `no column for ${field}`);
  let row = 0;
  return (cell) => {
    row++;
    const text = (field: OwnField) => {
      const column = mapping[field] ?? field;
      return column.startsWith('=') ? column.slice(1) : cell(column);
    };
    const usual = commodityOf('');
    const mode = text('mode') === '' ? usual.mode : text('mode').toLowerCase();
    if (mode !== 'sea' && mode !== 'air') return { reason: 'unknown-mode', value: mode };
    const [origin, destination] = [countryOfCode(text('origin')), countryOfCode(text('destination'))];
    if (origin === undefined) return { reason: 'unknown-country', value: text('origin') };
    if (destination === undefined) return { reason: 'unknown-country', value: text('destination') };
    return flowOrReason(lanes, {
      id: text('id') === '' ? `own-${row}` : text('id').slice(0, 80),
      origin,
      originPort: text('originPort') || defaultPort(lanes, origin, mode),
      destination,
      destinationPort: text('destinationPort') || defaultPort(lanes, destination, mode),
      commodity: text('commodity').slice(0, 80),
      class: text('class') || usual.class,
      mode,
      tonnes: numberOf(text('tonnes')),
      valueUsd: numberOf(text('valueUsd')),
      year: Number(text('year')),
      source: text('source') || source,
    });
  };
}

function scaled(text: string, factor: number): number | null {
  const x = numberOf(text);
  return x === null ? null : x * factor;
}

/** The first port (or airport) of a country in the tables; empty where there is none, as in a landlocked country. */
function defaultPort(lanes: Lanes, country: string, mode: 'sea' | 'air'): string {
  const list: readonly { id: string; country: string }[] = mode === 'air' ? lanes.airports : lanes.ports;
  return list.find((port) => port.country === country)?.id ?? '';
}

function flowOrReason(lanes: Lanes, flow: Flow): Taken {
  const { tonnes, valueUsd, year } = flow;
  for (const amount of [tonnes, valueUsd]) {
    if (amount === null) continue;
    if (!Number.isFinite(amount)) return { reason: 'not-a-number', value: String(amount) };
    if (amount < 0) return { reason: 'negative', value: String(amount) };
  }
  if (tonnes === null && valueUsd === null) return { reason: 'no-amount', value: flow.id };
  if (!Number.isInteger(year) || year < 1900 || year > 2200)
    return { reason: 'impossible-date', value: String(year) };
  if (flow.origin === flow.destination) return { reason: 'same-country', value: flow.origin };
  for (const [country, port] of [
    [flow.origin, flow.originPort],
    [flow.destination, flow.destinationPort],
  ]) {
    if (port === '') return { reason: 'no-port', value: country };
    const known =
      flow.mode === 'air'
        ? lanes.airports.some(({ id }) => id === port)
        : lanes.ports.some(({ id }) => id === port);
    if (!known) return { reason: 'unknown-port', value: port };
  }
  try {
    shipClass(flow.class);
  } catch {
    return { reason: 'unknown-class', value: flow.class };
  }
  return { flow };
}

/** IMF PortWatch's names of its chokepoints, in lower case, and the gates that they are. */
const portwatchGates: Readonly<Record<string, string>> = {
  'suez canal': 'suez',
  'panama canal': 'panama',
  'bosporus strait': 'bosporus',
  'bab el-mandeb strait': 'bab-el-mandeb',
  'malacca strait': 'malacca',
  'strait of hormuz': 'hormuz',
  'cape of good hope': 'good-hope',
  'gibraltar strait': 'gibraltar',
  'dover strait': 'dover',
  'oresund strait': 'oresund',
  'taiwan strait': 'taiwan-strait',
  'korea strait': 'tsushima-west',
  'tsugaru strait': 'tsugaru',
  'luzon strait': 'luzon-strait',
  'lombok strait': 'lombok',
  'ombai strait': 'ombai-wetar',
  'torres strait': 'torres',
  'sunda strait': 'sunda',
  'makassar strait': 'makassar',
  'magellan strait': 'magellan',
  'yucatan channel': 'yucatan',
  'windward passage': 'windward',
  'mona passage': 'mona',
  'balabac strait': 'balabac',
  'bering strait': 'bering',
  'mindoro strait': 'mindoro',
  'kerch strait': 'kerch',
};

/** Daily_Chokepoints_Data: date, portid, portname, n_total, capacity. Its own terms of use apply. */
function portwatchReader(lanes: Lanes, columns: readonly string[]): RowReader {
  const missing = ['date', 'portname', 'n_total'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new CommonwatchError('lanes.invalid-import', `portwatch: no ${missing.join(', ')}`);
  return (cell) => {
    const gate = portwatchGates[cell('portname').toLowerCase()];
    if (gate === undefined) return { reason: 'unknown-gate', value: cell('portname') };
    const date = cell('date').slice(0, 10).replaceAll('/', '-');
    if (Number.isNaN(dateUtcMs(date))) return { reason: 'impossible-date', value: cell('date') };
    const transits = numberOf(cell('n_total'));
    const capacityT = numberOf(cell('capacity'));
    for (const x of [transits, capacityT]) {
      if (x !== null && !Number.isFinite(x)) return { reason: 'not-a-number', value: cell('n_total') };
      if (x !== null && x < 0) return { reason: 'negative', value: String(x) };
    }
    if (transits === null) return { reason: 'no-amount', value: cell('portname') };
    return { transit: { gate: lanes.index.gates[lanes.index.at(gate)].id, date, transits, capacityT } };
  };
}

/** A whole text at once. */
export function importFlows(lanes: Lanes, options: ImportOptions, text: string): Imported {
  const job = new FlowImport(lanes, options);
  job.push(text);
  return job.end();
}
