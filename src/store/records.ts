/** The journal as a list to read: headers, who wrote, and what of. */
import { hex } from './record.ts';
import type { Kept } from './kept.ts';

/** A record as a person reads it. */
export interface RecordSummary {
  readonly epoch: number;
  readonly seq: number;
  readonly timeUtcMs: number;
  readonly kind: string;
  /** Hex. */
  readonly digest: string;
  /** The account that wrote it; absent for keys, and for what was erased. */
  readonly account?: string;
  /** For an entry or its erasure. */
  readonly entry?: string;
  /** The content is gone, lawfully or not: `verify` tells which. */
  readonly erased: boolean;
}

export interface RecordPage {
  readonly records: readonly RecordSummary[];
  /** Ask for those `before` this seq next; absent at the end. */
  readonly before?: number;
}

export function readRecords(
  kept: Kept,
  { limit = 100, before, kind }: { limit?: number; before?: number; kind?: string },
): RecordPage {
  type Row = [number, number, number, string, Uint8Array, Uint8Array | null];
  // The index holds all kinds but entries: SQLite uses it only where the query says so itself.
  const ofKind =
    kind === undefined ? "'' = ?" : kind === 'entry' ? 'kind = ?' : "kind = ? AND kind <> 'entry'";
  const rows = kept.sql.all<Row>(
    `SELECT seq, epoch, time, kind, digest, content FROM journal WHERE seq < ? AND ${ofKind}
     ORDER BY seq DESC LIMIT ?`,
    before ?? Number.MAX_SAFE_INTEGER,
    kind ?? '',
    limit,
  );
  const records = rows.map(([seq, epoch, timeUtcMs, rowKind, digest, content]) => ({
    epoch,
    seq,
    timeUtcMs,
    kind: rowKind,
    digest: hex(digest),
    erased: content === null,
    ...said(content),
  }));
  return rows.length < limit ? { records } : { records, before: rows[rows.length - 1][0] };
}

function said(content: Uint8Array | null): { account?: string; entry?: string } {
  if (content === null) return {};
  const { by, entry } = JSON.parse(Buffer.from(content).toString('utf8')) as {
    by?: string;
    entry?: string | { id: string };
  };
  return { account: by, entry: typeof entry === 'object' ? entry.id : entry };
}
