/**
 * TAXII 2.1 (OASIS Standard, 10 June 2021): media types, filters, status and error messages. Pure; the hub serves them.
 */
import { CommonwatchError, errorCodes } from '../core/index.ts';
import type { Json } from '../core/index.ts';
import { isTimestamp } from './stix21/index.ts';

export const taxiiMediaType = 'application/taxii+json;version=2.1';
export const stixMediaType = 'application/stix+json;version=2.1';

/** How many objects a page has unless told, and at most. */
export const defaultPage = 100;
export const maxPage = 1000;

/** A media range with its parameters, lower case. */
interface MediaRange {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function rangesOf(header: string): MediaRange[] {
  return header
    .slice(0, 2000)
    .split(',')
    .map((part) => {
      const [type, ...rest] = part.split(';').map((word) => word.trim().toLowerCase());
      const parameters = Object.fromEntries(
        rest
          .filter((word) => word.includes('='))
          .map((word) => {
            const equals = word.indexOf('=');
            return [
              word.slice(0, equals).trim(),
              word
                .slice(equals + 1)
                .trim()
                .replace(/^"|"$/g, ''),
            ];
          }),
      );
      return { type: type ?? '', parameters };
    });
}

function isOurs({ type, parameters }: MediaRange): boolean {
  return (
    type === 'application/taxii+json' && (parameters.version === undefined || parameters.version === '2.1')
  );
}

/** Whether an Accept header takes TAXII 2.1; one that is absent takes anything (RFC 9110). */
export function isAcceptable(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return rangesOf(accept).some(
    (range) =>
      Number(range.parameters.q ?? 1) > 0 &&
      (isOurs(range) || range.type === '*/*' || range.type === 'application/*'),
  );
}

/** Whether a body is TAXII 2.1. */
export function isTaxiiBody(contentType: string | undefined): boolean {
  const [range, ...more] = rangesOf(contentType ?? '');
  return more.length === 0 && range !== undefined && isOurs(range);
}

/** What a request asks of a collection's objects (TAXII 2.1, sections 3.4 and 5.3). */
export interface TaxiiFilters {
  /** As it was given. */
  readonly addedAfter?: string;
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  /** `first`, `last`, `all` or the times of versions. */
  readonly versions?: readonly string[];
  readonly specVersions?: readonly string[];
}

export interface TaxiiQuery {
  readonly filters: TaxiiFilters;
  readonly limit: number;
  readonly next?: string;
}

const maxMatches = 1000;

function listOf(query: Readonly<Record<string, unknown>>, name: string): string[] | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  const words = String(value)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > maxMatches) throw invalid(name, value);
  return words;
}

function invalid(name: string, value: unknown): CommonwatchError {
  return new CommonwatchError('taxii.query', value, { path: `/${name}` });
}

/** Reads what a request asks; parameters that TAXII does not know are left alone. @throws `taxii.query` */
export function taxiiQuery(query: Readonly<Record<string, unknown>>): TaxiiQuery {
  for (const [name, value] of Object.entries(query))
    if (typeof value !== 'string') throw invalid(name, value);
  const { added_after: addedAfter, limit, next } = query as Record<string, string | undefined>;
  if (addedAfter !== undefined && !isTimestamp(addedAfter)) throw invalid('added_after', addedAfter);
  if (limit !== undefined && !/^[1-9]\d{0,15}$/.test(limit)) throw invalid('limit', limit);
  const versions = listOf(query, 'match[version]');
  for (const version of versions ?? [])
    if (!/^(?:first|last|all)$/.test(version) && !isTimestamp(version))
      throw invalid('match[version]', version);
  const filters = {
    ...(addedAfter === undefined ? {} : { addedAfter }),
    ...named('ids', listOf(query, 'match[id]')),
    ...named('types', listOf(query, 'match[type]')),
    ...named('versions', versions),
    ...named('specVersions', listOf(query, 'match[spec_version]')),
  };
  return {
    filters,
    limit: Math.min(limit === undefined ? defaultPage : Number(limit), maxPage),
    ...(next === undefined ? {} : { next }),
  };
}

function named<K extends string>(name: K, value: string[] | undefined): Partial<Record<K, string[]>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<K, string[]>>);
}

/** Whether objects of STIX 2.1, which is all that is kept, are asked for. */
export function asksForStix21({ specVersions }: TaxiiFilters): boolean {
  return specVersions === undefined || specVersions.includes('2.1');
}

/** Whether more than newest versions are asked for. */
export function asksForOlder({ versions }: TaxiiFilters): boolean {
  return versions !== undefined && versions.some((version) => version !== 'last');
}

/** µs since 1970 UTC of an RFC 3339 time, what is finer than that cut off. */
export function utcUs(timestamp: string): number {
  const ms = Date.parse(`${timestamp.slice(0, 19).replace(/:60$/, ':59')}Z`);
  const fraction = (/\.(\d+)Z$/.exec(timestamp)?.[1] ?? '').padEnd(6, '0').slice(0, 6);
  return ms * 1000 + Number(fraction);
}

/** What happened to one object of a request to add some. */
export interface TaxiiOutcome {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

export interface TaxiiStatus {
  readonly id: string;
  readonly status: 'complete' | 'pending';
  readonly request_timestamp: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly successes: readonly TaxiiOutcome[];
  readonly failure_count: number;
  readonly failures: readonly TaxiiOutcome[];
  readonly pending_count: number;
  readonly pendings: readonly TaxiiOutcome[];
}

/** An error message (section 3.6): what it says is what the hub's own error says, and no more. */
export function taxiiError({ code, message, path }: CommonwatchError): { readonly [name: string]: Json } {
  const { status, rule } = errorCodes[code];
  return {
    title: rule,
    description: message,
    error_code: code,
    http_status: String(status),
    ...(path === undefined ? {} : { details: { path } }),
  };
}
