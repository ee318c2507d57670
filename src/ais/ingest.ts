/** One decoder for whatever comes: it looks at the first bytes and goes on as the decoder which they ask for. */
import { CommonwatchError } from '../core/errors.ts';
import type { PositionBatch, StaticBatch } from './batch.ts';
import { createCsvDecoder, type CsvDecoder } from './csv.ts';
import { createDecoder, type AisDecoder } from './decoder.ts';
import { type AisFormat, detectFormat, detectionBytes } from './detect.ts';
import type { MessageView } from './message.ts';
import type { RefusalCount } from './refusals.ts';

/** What came in, in the same words for sentences and for rows. `records` = `decoded` + `refused` + `waiting`. */
export interface IngestStats {
  readonly format: AisFormat;
  readonly bytes: number;
  /** Sentences or rows. */
  readonly records: number;
  readonly decoded: number;
  readonly refused: number;
  /** Sentences that wait for their other parts. */
  readonly waiting: number;
  readonly positions: number;
  readonly statics: number;
  readonly refusedByReason: Readonly<Record<string, RefusalCount | undefined>>;
  /** Lines that are no sentence at all, by kind. */
  readonly skippedByKind: Readonly<Record<string, RefusalCount | undefined>>;
}

export interface IngestOptions {
  onPositions?: (batch: PositionBatch) => void;
  onStatics?: (batch: StaticBatch) => void;
  /** Sentences only. */
  onMessage?: (view: MessageView) => void;
  satelliteSource?: (tag: string) => boolean;
  clock?: () => number;
  batchRows?: number;
  /** What the bytes are, where the caller knows. */
  format?: AisFormat;
}

export interface Ingest {
  push(bytes: Uint8Array): void;
  /** Treats what has come as whole lines; see `AisDecoder`. */
  endOfDatagram(): void;
  flush(): void;
  end(): void;
  stats(): IngestStats;
}

/**
 * A decoder for sentences or CSV, whichever comes. Throws `ais.unknown-format` once it has seen enough bytes that are
 * neither, and `ais.csv-columns` for a CSV without the columns that it needs.
 */
export function createIngest(options: IngestOptions = {}): Ingest {
  let format = options.format;
  let head = new Uint8Array(0);
  let nmea: AisDecoder | undefined;
  let csv: CsvDecoder | undefined;

  const choose = (): void => {
    format ??= detectFormat(head);
    if (format === 'unknown')
      throw new CommonwatchError(
        'ais.unknown-format',
        new TextDecoder('latin1').decode(head.subarray(0, 80)),
      );
    if (format === 'nmea') nmea = createDecoder(options);
    else csv = createCsvDecoder(options);
    (nmea ?? csv)?.push(head);
    head = new Uint8Array(0);
  };
  const gather = (bytes: Uint8Array): void => {
    const more = new Uint8Array(head.length + bytes.length);
    more.set(head);
    more.set(bytes, head.length);
    head = more;
  };
  const isChosen = (): boolean => nmea !== undefined || csv !== undefined;

  return {
    push(bytes) {
      if (isChosen()) return (nmea ?? csv)?.push(bytes);
      gather(bytes);
      if (format !== undefined || head.length >= detectionBytes || isPlain(head)) choose();
    },
    endOfDatagram() {
      if (!isChosen() && head.length > 0) choose();
      nmea?.endOfDatagram();
    },
    flush() {
      (nmea ?? csv)?.flush();
    },
    end() {
      if (!isChosen() && head.length > 0) choose();
      (nmea ?? csv)?.end();
    },
    stats: () => (csv !== undefined ? csvStats(csv) : nmeaStats(nmea, format ?? 'unknown')),
  };
}

function csvStats({ stats }: CsvDecoder): IngestStats {
  return {
    format: stats.format ?? 'csv-header',
    bytes: stats.bytes,
    records: stats.rows,
    decoded: stats.decoded,
    refused: stats.refused.total,
    waiting: 0,
    positions: stats.positions,
    statics: stats.statics,
    refusedByReason: stats.refused.toRecord(),
    skippedByKind: {},
  };
}

function nmeaStats(decoder: AisDecoder | undefined, format: AisFormat): IngestStats {
  const stats = decoder?.stats;
  return {
    format,
    bytes: stats?.bytes ?? 0,
    records: stats?.sentences ?? 0,
    decoded: stats?.decoded ?? 0,
    refused: stats?.refused.total ?? 0,
    waiting: stats?.waiting ?? 0,
    positions: stats?.positions ?? 0,
    statics: stats?.statics ?? 0,
    refusedByReason: stats?.refused.toRecord() ?? {},
    skippedByKind: stats?.skipped.toRecord() ?? {},
  };
}

/** A live feed says little at a time: one whole line that is known for what it is must do. */
function isPlain(head: Uint8Array): boolean {
  return head.includes(10) && detectFormat(head) !== 'unknown';
}
