import { Type } from 'typebox';
import { CommonwatchError, instant, isEntryId } from '../../core/index.ts';
import { auditActions } from '../access.ts';
import type { AccessRecord, AuditAction } from '../access.ts';
import type { AuditPage, AuditRow } from '../api.ts';
import { csvOf } from '../../exchange/index.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext, HubRequest } from '../exits.ts';
import { timeOf } from '../query.ts';
import { titleOf } from '../views.ts';
import type { HubParts } from './parts.ts';
import { InstantText, strictObject } from './schemas.ts';

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const AuditFields = {
  account: text(63),
  action: Type.Optional(Type.Union(auditActions.map((action) => Type.Literal(action)))),
  target: text(200),
  from: InstantText,
  to: InstantText,
};
/** One file of it; a longer stretch is asked for in parts. */
const maxExported = 50_000;

/**
 * The audit: the hub's own administrators see all of it, everybody else what people of their own party did here. What
 * it names is under the gate like everything: an entry that the reader may not see is not named.
 */
export function auditRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'audit.list',
      method: 'GET',
      path: '/audit',
      summary: 'Who saw, exported, judged, released and revoked what, newest first.',
      permission: 'read',
      query: strictObject({
        ...AuditFields,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        cursor: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
      }),
      handle: (context, request) => {
        const limit = (request.query.limit as number | undefined) ?? 100;
        const rows = recordsFor(context, request, parts, limit + 1);
        const more = rows.length > limit;
        const page: AuditPage = {
          rows: rows.slice(0, limit).map((record) => rowOf(record, context, parts)),
          ...(more ? { cursor: String(rows[limit - 1].n) } : {}),
        };
        return context.common(page);
      },
    },
    {
      kind: 'file',
      name: 'audit.csv',
      method: 'GET',
      path: '/audit.csv',
      summary: 'The audit as a table.',
      permission: 'read',
      query: strictObject(AuditFields),
      handle: (context, request) => {
        const rows = recordsFor(context, request, parts, maxExported).map((record) =>
          rowOf(record, context, parts),
        );
        const content = csvOf(
          ['time_utc', 'account', 'party', 'seeing_as', 'action', 'what', 'target', 'title', 'detail'],
          rows.map((row) => [
            row.at,
            row.account,
            row.party,
            row.seeingAs ?? '',
            row.action,
            row.exit,
            row.target,
            row.title ?? '',
            row.detail,
          ]),
        );
        return context.common({ mediaType: 'text/csv; charset=utf-8', fileName: 'audit.csv', content });
      },
    },
  ];
}

function recordsFor(
  context: HubContext,
  { query }: HubRequest,
  { access, holder }: HubParts,
  limit: number,
): AccessRecord[] {
  const { permissions } = principalOf(context);
  const { party } = context.viewer;
  const seesAll = party === holder && permissions.includes('administer') && !context.isSeeingAs;
  if (context.isSeeingAs) throw new CommonwatchError('permission.missing');
  const time = (key: string) => (query[key] === undefined ? undefined : timeOf(query[key] as string));
  return access.list({
    ...(seesAll ? {} : { party }),
    account: query.account as string | undefined,
    action: query.action as AuditAction | undefined,
    target: query.target as string | undefined,
    fromUtcMs: time('from'),
    toUtcMs: time('to'),
    before: query.cursor === undefined ? undefined : Number(query.cursor),
    limit,
  });
}

function rowOf(record: AccessRecord, context: HubContext, parts: HubParts): AuditRow {
  const { timeUtcMs, account, party, viewer, action, exit, target, detail } = record;
  const isEntry = isEntryId(target);
  const [entry] = isEntry ? context.entriesById([target]).for(context.viewer.party) : [];
  const isHidden = isEntry && entry === undefined;
  return {
    at: instant(timeUtcMs),
    account,
    party,
    ...(viewer === party || viewer === '' ? {} : { seeingAs: viewer }),
    action,
    exit,
    target: isHidden ? '' : target,
    ...(entry === undefined ? {} : { title: titleOf(entry, context, parts) }),
    detail: isHidden ? '' : detail,
  };
}
