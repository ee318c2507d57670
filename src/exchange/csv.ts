import { instant } from '../core/index.ts';
import type { Entry, Language, PartyId, Released } from '../core/index.ts';
import { handlingOf } from './markings.ts';
import { asFinding, deliveryOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';

export type Cell = string | number | boolean | undefined;

/** The columns, in order. Times are RFC 3339 in UTC; lists are joined by a space. */
const columns: Readonly<
  Record<string, (entry: Entry, delivery: Delivery, options: ExchangeOptions) => Cell>
> = {
  id: ({ id }) => id,
  type: ({ type }) => type,
  kind: (entry) => asFinding(entry)?.body.kind,
  title: (entry, { language }, options) => titleOf(entry, options, language),
  start_utc: (entry) => time(asFinding(entry)?.body.startUtcMs),
  end_utc: (entry) => time(asFinding(entry)?.body.endUtcMs),
  ongoing: (entry) => asFinding(entry)?.body.ongoing,
  withdrawn: (entry) => asFinding(entry)?.body.withdrawn,
  confidence: ({ confidence }) => confidence,
  lon_deg: (entry, _, { types }) => types.get(entry.type).place?.(entry.body)?.lonDeg,
  lat_deg: (entry, _, { types }) => types.get(entry.type).place?.(entry.body)?.latDeg,
  uncertainty_nm: (entry) => asFinding(entry)?.body.place?.uncertaintyNm,
  subjects: (entry) =>
    asFinding(entry)
      ?.body.subjects.map(({ id }) => id)
      .join(' '),
  owner: ({ owner }) => owner,
  marking: ({ release }) => `TLP:${release.tlp}`,
  handling: ({ release }) => handlingOf(release),
  audience: ({ release }) => release.audience.kind,
  expires_utc: ({ release }) => release.expiresAt,
  created_utc: ({ created }) => created,
  modified_utc: ({ modified }) => modified,
  source: ({ owner }, { language }, { partyName }) => partyName(owner)[language],
  as_of_utc: (_, { asOf }) => asOf,
  exercise: (_, __, { exercise }) => exercise,
};

/**
 * Entries as CSV (RFC 4180: UTF-8, CRLF, one header row). A text that a spreadsheet would take for a formula gets an
 * apostrophe in front (OWASP, "CSV Injection"); numbers stay numbers.
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function csv(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): string {
  const { header, rows } = tableOf(released, viewer, language, options);
  return csvOf(header, rows);
}

/** Columns that are no text. */
export const columnTypes: Readonly<Record<string, 'number' | 'boolean' | undefined>> = {
  ongoing: 'boolean',
  withdrawn: 'boolean',
  confidence: 'number',
  lon_deg: 'number',
  lat_deg: 'number',
  uncertainty_nm: 'number',
  exercise: 'boolean',
};

/** The same columns and rows for every tabular format. @throws `released.foreign-viewer`, `released.forged` */
export function tableOf(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): { readonly header: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const delivery = deliveryOf(released, viewer, language);
  const rows = delivery.entries.map((entry) =>
    Object.values(columns).map((column) => column(entry, delivery, options)),
  );
  return { header: Object.keys(columns), rows };
}

/** Any table, by the same rules. */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows.map((row) => row.map(cell))].map((row) => `${row.join(',')}\r\n`).join('');
}

function time(timeUtcMs: number | undefined): string | undefined {
  return timeUtcMs === undefined ? undefined : instant(timeUtcMs);
}

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
