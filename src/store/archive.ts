/**
 * The archive of positions: Parquet by UTC day, sorted by vessel and time, so that one vessel's track reads a few row
 * groups. New rows wait in memory (and are read there too) until they are sealed into a file of their day; late rows
 * make further files of an old day, which `compact` joins. A file is never changed, and its SHA-256 is kept.
 *
 * Every row carries its feed: the caller names the feeds that the viewer may see, and nothing else is read.
 */
import { join } from 'node:path';
import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  FLOAT,
  INTEGER,
  UINTEGER,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { PositionBatch, StaticBatch } from '../ais/index.ts';
import { Seals } from './archiveseals.ts';
import type { Seal } from './archiveseals.ts';

export type { Seal } from './archiveseals.ts';

/** One vessel's fixes in order of time; doubles (two receivers, one report) once. Unknown speeds and courses are NaN. */
export interface ArchivedTrack {
  readonly timeUtcMs: Float64Array;
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly sogKn: Float32Array;
  readonly cogDeg: Float32Array;
}

/** The newest fix of each vessel, ascending by MMSI. */
export interface ArchivedFleet extends ArchivedTrack {
  readonly mmsi: Uint32Array;
  readonly status: Uint8Array;
}

/** What a vessel said of itself last; '' and 0 where it never did. */
export interface ArchivedStatics {
  readonly mmsi: number;
  readonly imo: number;
  readonly shipType: number;
  readonly lengthM: number;
  readonly beamM: number;
  readonly draughtM: number;
  readonly name: string;
  readonly callSign: string;
  readonly destination: string;
}

/** A column of the waiting table and of the files. */
interface Column {
  readonly name: string;
  readonly type: DuckDBType;
}

/** Places are kept in 1e-7 degree: a centimetre, in four bytes that compress well. */
const placeScale = 1e7;
const dayMs = 86_400_000;
const chunkRows = 2048;

const tables = {
  positions: [
    { name: 'time_utc_ms', type: DOUBLE },
    { name: 'mmsi', type: UINTEGER },
    { name: 'lon_e7', type: INTEGER },
    { name: 'lat_e7', type: INTEGER },
    { name: 'sog_kn', type: FLOAT },
    { name: 'cog_deg', type: FLOAT },
    { name: 'heading_deg', type: FLOAT },
    { name: 'status', type: UTINYINT },
    { name: 'message_type', type: UTINYINT },
    { name: 'reception', type: UTINYINT },
    { name: 'feed', type: VARCHAR },
    { name: 'receiver', type: VARCHAR },
  ],
  statics: [
    { name: 'time_utc_ms', type: DOUBLE },
    { name: 'mmsi', type: UINTEGER },
    { name: 'imo', type: UINTEGER },
    { name: 'ship_type', type: UTINYINT },
    { name: 'length_m', type: FLOAT },
    { name: 'beam_m', type: FLOAT },
    { name: 'draught_m', type: FLOAT },
    { name: 'name', type: VARCHAR },
    { name: 'call_sign', type: VARCHAR },
    { name: 'destination', type: VARCHAR },
    { name: 'feed', type: VARCHAR },
  ],
} as const satisfies Record<Seal['table'], readonly Column[]>;
type Table = Seal['table'];

/** Rows that are not sealed yet: a table in memory. While one is being sealed, the next takes what arrives. */
interface Waiting {
  readonly name: string;
  readonly appender: DuckDBAppender;
  rows: number;
}

/** The archive in a folder. Open it with `openArchive`; one process at a time. */
export class PositionArchive {
  readonly #connection: DuckDBConnection;
  readonly #seals: Seals;
  readonly #releases: ReadonlyMap<string, unknown>;
  readonly #waiting: Record<Table, Waiting[]> = { positions: [], statics: [] };
  readonly #saidBefore = new Map<string, string>();
  #tables = 0;
  #sealing: Promise<unknown> = Promise.resolve();

  private constructor(connection: DuckDBConnection, seals: Seals, releases: ReadonlyMap<string, unknown>) {
    this.#connection = connection;
    this.#seals = seals;
    this.#releases = releases;
  }

  /** @param releases the release of each feed, by its id: written into every file that holds its rows */
  static async open(folder: string, releases: ReadonlyMap<string, unknown>): Promise<PositionArchive> {
    const seals = new Seals(folder);
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '512MB' });
    const connection = await instance.connect();
    await connection.run(`SET temp_directory = ${quoted(join(folder, 'sorting'))}`);
    const archive = new PositionArchive(connection, seals, releases);
    for (const table of ['positions', 'statics'] as const) await archive.#begin(table);
    return archive;
  }

  /** What is sealed, in the order of sealing. */
  get seals(): readonly Seal[] {
    return this.#seals.all;
  }

  /** Rows that no file holds yet. */
  get waitingRows(): number {
    return Object.values(this.#waiting)
      .flat()
      .reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Takes position reports of a feed; rows without a place are left out. */
  appendPositions(feed: string, batch: PositionBatch): void {
    const { timeUtcMs, mmsi, lonDeg, latDeg, sogKn, cogDeg, headingDeg, status, messageType, reception } =
      batch;
    const rows = placed(batch);
    const place = (degrees: Float64Array) => (row: number) => Math.round(degrees[row] * placeScale);
    const column = (values: ArrayLike<number>) => (row: number) => values[row];
    this.#append('positions', rows, [
      column(timeUtcMs),
      column(mmsi),
      place(lonDeg),
      place(latDeg),
      column(sogKn),
      column(cogDeg),
      column(headingDeg),
      column(status),
      column(messageType),
      column(reception),
      () => feed,
      (row) => batch.strings[batch.receiver[row]] ?? '',
    ]);
  }

  /** Takes static reports of a feed; what a vessel says again and again is kept once. */
  appendStatics(feed: string, batch: StaticBatch): void {
    const { timeUtcMs, mmsi, imo, shipType, draughtM, strings } = batch;
    const sum = (a: number, b: number) => (Number.isFinite(a + b) ? a + b : 0);
    const values: ((row: number) => DuckDBValue)[] = [
      (row) => timeUtcMs[row],
      (row) => mmsi[row],
      (row) => imo[row],
      (row) => shipType[row],
      (row) => sum(batch.toBowM[row], batch.toSternM[row]),
      (row) => sum(batch.toPortM[row], batch.toStarboardM[row]),
      (row) => (Number.isFinite(draughtM[row]) ? draughtM[row] : 0),
      (row) => strings[batch.name[row]] ?? '',
      (row) => strings[batch.callSign[row]] ?? '',
      (row) => strings[batch.destination[row]] ?? '',
      () => feed,
    ];
    const rows: number[] = [];
    for (let row = 0; row < batch.length; row++) {
      const said = JSON.stringify(values.slice(2).map((value) => value(row)));
      // Parts A and B of a class B report are two sayings of one vessel.
      const key = `${feed} ${mmsi[row]} ${batch.name[row] === 0 ? 'b' : 'a'}`;
      if (this.#saidBefore.get(key) === said) continue;
      this.#saidBefore.set(key, said);
      rows.push(row);
    }
    this.#append('statics', rows, values);
  }

  /** One vessel's fixes between two times, both included, from the named feeds alone. */
  async track(
    mmsi: number,
    fromUtcMs: number,
    toUtcMs: number,
    feeds: readonly string[],
  ): Promise<ArchivedTrack> {
    const rows = await this.#read(
      'positions',
      fromUtcMs,
      toUtcMs,
      feeds,
      `SELECT DISTINCT ON (time_utc_ms, lon_e7, lat_e7) time_utc_ms, lon_e7, lat_e7, sog_kn, cog_deg
       FROM found WHERE mmsi = ${whole(mmsi)} ORDER BY time_utc_ms, lon_e7, lat_e7`,
    );
    return trackOf(rows);
  }

  /** The newest fix of every vessel at a time, looked for no further back than `withinMs` (a day unless told). */
  async latest(atUtcMs: number, feeds: readonly string[], withinMs = dayMs): Promise<ArchivedFleet> {
    const newest = (name: string) => `arg_max(${name}, time_utc_ms)`;
    const rows = await this.#read(
      'positions',
      atUtcMs - withinMs,
      atUtcMs,
      feeds,
      `SELECT max(time_utc_ms), ${newest('lon_e7')}, ${newest('lat_e7')}, ${newest('sog_kn')}, ${newest('cog_deg')},
       mmsi, ${newest('status')} FROM found GROUP BY mmsi ORDER BY mmsi`,
    );
    return {
      ...trackOf(rows),
      mmsi: Uint32Array.from(numbers(rows[5])),
      status: Uint8Array.from(numbers(rows[6])),
    };
  }

  /** What each vessel had said of itself by a time, ascending by MMSI. */
  async statics(atUtcMs: number, feeds: readonly string[]): Promise<ArchivedStatics[]> {
    const last = (name: string, nothing: string) =>
      `coalesce(arg_max(${name}, time_utc_ms) FILTER (${name} <> ${nothing}), ${nothing})`;
    const columns = await this.#read(
      'statics',
      Number.NEGATIVE_INFINITY,
      atUtcMs,
      feeds,
      `SELECT mmsi, ${last('imo', '0')}, ${last('ship_type', '255')}, ${last('length_m', '0')}, ${last('beam_m', '0')},
       ${last('draught_m', '0')}, ${last('name', "''")}, ${last('call_sign', "''")}, ${last('destination', "''")}
       FROM found GROUP BY mmsi ORDER BY mmsi`,
    );
    const [mmsi, imo, shipType, lengthM, beamM, draughtM] = columns.map(numbers);
    const [name, callSign, destination] = columns.slice(6).map((texts) => texts.map(String));
    return mmsi.map((_, i) => ({
      mmsi: mmsi[i],
      imo: imo[i],
      shipType: shipType[i],
      lengthM: lengthM[i],
      beamM: beamM[i],
      draughtM: draughtM[i],
      name: name[i],
      callSign: callSign[i],
      destination: destination[i],
    }));
  }

  /** Writes what waits into files of its days and returns their seals; what arrives meanwhile waits for the next time. */
  seal(): Promise<Seal[]> {
    return this.#inTurn(async () => [
      ...(await this.#sealTable('positions')),
      ...(await this.#sealTable('statics')),
    ]);
  }

  /** Joins the files of every day that has more than one, and returns the new seals. */
  compact(): Promise<Seal[]> {
    return this.#inTurn(async () => {
      const groups = new Map<string, Seal[]>();
      for (const seal of this.#seals.all) {
        const key = `${seal.table} ${seal.day}`;
        groups.set(key, [...(groups.get(key) ?? []), seal]);
      }
      const made: Seal[] = [];
      for (const parts of groups.values()) if (parts.length > 1) made.push(await this.#join(parts));
      return made;
    });
  }

  /** The sealed files whose bytes have changed since. */
  verify(): Promise<Seal[]> {
    return this.#inTurn(() => this.#seals.verify());
  }

  /** Seals what waits, then lets go. */
  async close(): Promise<Seal[]> {
    const seals = await this.seal();
    for (const waiting of Object.values(this.#waiting).flat()) waiting.appender.closeSync();
    this.#connection.closeSync();
    return seals;
  }

  /** One after the other: files are made and removed by one hand. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#sealing.then(work);
    this.#sealing = done.catch(() => undefined);
    return done;
  }

  async #begin(table: Table): Promise<void> {
    const name = `${table}_${this.#tables++}`;
    const columns = tables[table].map((column) => `${column.name} ${column.type}`).join(', ');
    await this.#connection.run(`CREATE TABLE ${name} (${columns})`);
    const appender = await this.#connection.createAppender(name);
    this.#waiting[table].push({ name, appender, rows: 0 });
  }

  #append(table: Table, rows: readonly number[], values: readonly ((row: number) => DuckDBValue)[]): void {
    const waiting = this.#waiting[table].at(-1) as Waiting;
    const types = tables[table].map(({ type }) => type);
    for (let from = 0; from < rows.length; from += chunkRows) {
      const part = rows.slice(from, from + chunkRows);
      const chunk = DuckDBDataChunk.create(types, part.length);
      values.forEach((value, column) => {
        const vector = chunk.getColumnVector(column);
        for (let i = 0; i < part.length; i++) vector.setItem(i, value(part[i]));
        vector.flush();
      });
      waiting.appender.appendDataChunk(chunk);
    }
    waiting.rows += rows.length;
  }

  async #sealTable(table: Table): Promise<Seal[]> {
    const [waiting] = this.#waiting[table];
    if (waiting.rows === 0) return [];
    await this.#begin(table);
    waiting.appender.closeSync();
    const day = `strftime(make_timestamp_ms(time_utc_ms::BIGINT), '%Y-%m-%d')`;
    const reader = await this.#connection.runAndReadAll(
      `SELECT ${day} AS day, count(*)::DOUBLE FROM ${waiting.name} GROUP BY day ORDER BY day`,
    );
    const seals: Seal[] = [];
    for (const [text, rows] of reader.getRows()) {
      const from = `(SELECT * FROM ${waiting.name} WHERE ${day} = ${quoted(String(text))})`;
      seals.push(await this.#write(table, String(text), Number(rows), from, []));
    }
    this.#waiting[table].shift();
    await this.#connection.run(`DROP TABLE ${waiting.name}`);
    return seals;
  }

  async #join(parts: readonly Seal[]): Promise<Seal> {
    const [{ table, day }] = parts;
    const files = parts.map(({ file }) => file);
    const paths = files.map((file) => join(this.#seals.folder, file));
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    return this.#write(table, day, rows, fromFiles(table, paths), files);
  }

  async #write(
    table: Table,
    day: string,
    rows: number,
    from: string,
    replaces: readonly string[],
  ): Promise<Seal> {
    const { file, writing } = this.#seals.nextFile(table, day);
    const columns = tables[table].map(({ name }) => name).slice(1);
    const metadata = await this.#metadata(from);
    await this.#connection.run(
      `COPY (SELECT make_timestamp_ms(time_utc_ms::BIGINT) AS time_utc, ${columns.join(', ')} FROM ${from}
       ORDER BY mmsi, time_utc_ms) TO ${quoted(writing)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440, KV_METADATA {releases: ${quoted(metadata)}})`,
    );
    return this.#seals.seal({ file, table, day, rows, replaces }, writing);
  }

  /** The releases of the feeds in some rows, as JSON: a file that leaves this folder still says who may see it. */
  async #metadata(from: string): Promise<string> {
    const reader = await this.#connection.runAndReadAll(`SELECT DISTINCT feed FROM ${from} ORDER BY feed`);
    const feeds = reader.getRows().map(([feed]) => String(feed));
    return JSON.stringify(Object.fromEntries(feeds.map((feed) => [feed, this.#releases.get(feed) ?? null])));
  }

  /** Runs a query over `found`: the rows of some feeds between two times, sealed and waiting. Answers in columns. */
  async #read(
    table: Table,
    fromUtcMs: number,
    toUtcMs: number,
    feeds: readonly string[],
    query: string,
  ): Promise<DuckDBValue[][]> {
    for (const { appender } of this.#waiting[table]) appender.flushSync();
    const paths = this.#seals.paths(table, dayOf(fromUtcMs), dayOf(toUtcMs));
    const sources = this.#waiting[table].map(({ name }) => `SELECT * FROM ${name}`);
    if (paths.length > 0) sources.push(`SELECT * FROM ${fromFiles(table, paths)}`);
    const within = [
      Number.isFinite(fromUtcMs) ? `time_utc_ms >= ${fromUtcMs}` : 'true',
      Number.isFinite(toUtcMs) ? `time_utc_ms <= ${toUtcMs}` : 'true',
      feeds.length === 0 ? 'false' : `feed IN (${feeds.map(quoted).join(', ')})`,
    ];
    const reader = await this.#connection.runAndReadAll(
      `WITH found AS (SELECT * FROM (${sources.join(' UNION ALL ')}) WHERE ${within.join(' AND ')}) ${query}`,
    );
    const columns = reader.getColumns();
    // Without rows there are no columns either.
    return Array.from({ length: reader.columnCount }, (_, i) => columns[i] ?? []);
  }
}

/** Opens the archive in a folder, made where there is none. @throws `archive.damaged` */
export function openArchive(
  folder: string,
  releases: ReadonlyMap<string, unknown> = new Map(),
): Promise<PositionArchive> {
  return PositionArchive.open(folder, releases);
}

/** Rows with a time and a place. */
function placed({ length, timeUtcMs, lonDeg, latDeg }: PositionBatch): number[] {
  const rows: number[] = [];
  for (let row = 0; row < length; row++)
    if (Number.isFinite(timeUtcMs[row]) && Math.abs(lonDeg[row]) <= 180 && Math.abs(latDeg[row]) <= 90)
      rows.push(row);
  return rows;
}

/** Files as rows with the columns of the waiting table. */
function fromFiles(table: Table, paths: readonly string[]): string {
  const columns = tables[table].map(({ name }) => name).slice(1);
  const list = paths.map(quoted).join(', ');
  return `(SELECT epoch_ms(time_utc)::DOUBLE AS time_utc_ms, ${columns.join(', ')} FROM read_parquet([${list}]))`;
}

/** A text as SQL. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A number as SQL: whole and not negative, or one that no vessel has. */
function whole(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** UTC day as text; texts of days sort as days do. */
function dayOf(timeUtcMs: number): string {
  if (timeUtcMs === Number.NEGATIVE_INFINITY) return '';
  return timeUtcMs === Number.POSITIVE_INFINITY ? '~' : new Date(timeUtcMs).toISOString().slice(0, 10);
}

function numbers(column: readonly DuckDBValue[]): number[] {
  return column.map((value) => (value === null ? Number.NaN : Number(value)));
}

function trackOf([time, lon, lat, sog, cog]: readonly DuckDBValue[][]): ArchivedTrack {
  return {
    timeUtcMs: Float64Array.from(numbers(time)),
    lonDeg: Float64Array.from(numbers(lon), (value) => value / placeScale),
    latDeg: Float64Array.from(numbers(lat), (value) => value / placeScale),
    sogKn: Float32Array.from(numbers(sog)),
    cogDeg: Float32Array.from(numbers(cog)),
  };
}
