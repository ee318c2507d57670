import { Type } from 'typebox';
import { CommonwatchError, isEntryId, uuidOf } from '../../core/index.ts';
import type { Entry, EntryId, Released } from '../../core/index.ts';
import {
  capAlert,
  capFeed,
  findingsOfEvent,
  kml,
  kmlNetworkLink,
  mispEvents,
  mispManifest,
  writeLabel,
} from '../../exchange/index.ts';
import type { Exit, FileAnswer, HubContext, HubRequest } from '../exits.ts';
import { entryQuery } from '../query.ts';
import { idFrom } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, PageFields, QueryFields, strictObject } from './schemas.ts';

const kmlType = 'application/vnd.google-earth.kml+xml';
/** A feed tells of what is recent; older entries are found by the other ways out. */
const feedLength = 200;
const refreshSeconds = 60;

/** Alerts, overlays and feeds that tools of partners read by address. Lists as files are in reading.ts. */
export function formatRoutes(parts: HubParts): Exit[] {
  return [...kmlExits(parts), ...capExits(parts), ...mispExits(parts), labelExit()];
}

function kmlExits({ exchange, config }: HubParts): Exit[] {
  return [
    {
      kind: 'file',
      name: 'kml.link',
      method: 'GET',
      path: '/kml',
      summary: 'KML with a network link that fetches the findings again every minute.',
      permission: 'read',
      handle: (context, { origin }) => {
        const name = `Commonwatch ${config.party}${exchange.exercise ? ' EXERCISE' : ''}`;
        const content = kmlNetworkLink(name, `${origin}/api/kml/findings`, refreshSeconds);
        return context.common({ mediaType: kmlType, fileName: 'commonwatch.kml', content });
      },
    },
    {
      kind: 'file',
      name: 'kml.findings',
      method: 'GET',
      path: '/kml/findings',
      summary: 'Entries as KML, page by page: each page leads to the next by a network link.',
      permission: 'read',
      query: strictObject({ ...QueryFields, ...PageFields }),
      handle: (context, { query, origin }) => {
        const page = context.entries({ limit: 500, ...entryQuery({ types: 'finding', ...query }) });
        const entries: Released<readonly Entry[]> = page.map((each) => each.entries);
        return page.map(({ cursor }): FileAnswer => {
          const next = `${origin}/api/kml/findings?${wordsOf({ ...query, cursor })}`;
          const content = kml(
            entries,
            context.viewer.party,
            context.language,
            exchange,
            cursor === undefined ? undefined : next,
          );
          return { mediaType: kmlType, content };
        });
      },
    },
  ];
}

function wordsOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([name, value]) => value !== undefined && name !== 'as');
  return new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function capExits(parts: HubParts): Exit[] {
  return [
    {
      kind: 'file',
      name: 'cap.feed',
      method: 'GET',
      path: '/cap',
      summary: 'The newest alerts as an Atom feed of CAP 1.2.',
      permission: 'read',
      handle: (context, { origin }) => {
        const entries = newest(context);
        return entries.map(() => ({
          mediaType: 'application/atom+xml; charset=utf-8',
          content: capFeed(
            entries,
            context.viewer.party,
            context.language,
            parts.exchange,
            `${origin}/api/cap`,
          ),
        }));
      },
    },
    {
      kind: 'file',
      name: 'cap.alert',
      method: 'GET',
      path: '/cap/:id',
      summary: 'One entry as a CAP 1.2 alert.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) => {
        const entry = context.entry(idFrom(params.id));
        return entry.map(() => {
          const content = capAlert(entry, context.viewer.party, parts.exchange);
          if (content === undefined) throw new CommonwatchError('entry.not-found', params.id);
          return { mediaType: 'application/cap+xml', fileName: `${params.id}.cap.xml`, content };
        });
      },
    },
  ];
}

/** Everything recent that a type says an alert of, or that is a finding; newest first. */
function newest(context: HubContext): Released<readonly Entry[]> {
  return context.entries({ limit: feedLength }).map(({ entries }) => entries);
}

/** A MISP feed: the address of the folder is `/api/misp/feed`, with a token in the header `Authorization`. */
function mispExits(parts: HubParts): Exit[] {
  const events = (context: HubContext) => {
    const entries = context.entries({ types: ['finding'], limit: feedLength }).map((page) => page.entries);
    return entries.map(() => mispEvents(entries, context.viewer.party, context.language, parts.exchange));
  };
  return [
    {
      kind: 'json',
      name: 'misp.manifest',
      method: 'GET',
      path: '/misp/feed/manifest.json',
      summary: 'MISP feed: the manifest.',
      permission: 'read',
      handle: (context) => events(context).map(mispManifest),
    },
    {
      kind: 'json',
      name: 'misp.event',
      method: 'GET',
      path: '/misp/feed/:file',
      summary: 'MISP feed: one event, as `<uuid>.json`.',
      permission: 'read',
      params: strictObject({ file: Type.String({ maxLength: 60 }) }),
      handle: (context, { params }: HubRequest) => {
        const ids = findingsOfEvent(params.file.replace(/\.json$/, ''));
        const id = ids.find((each): each is EntryId => isEntryId(each) && context.sees(each));
        // The answer repeats what was asked, and no id that the caller did not write.
        if (id === undefined) throw new CommonwatchError('entry.not-found', params.file);
        const entry = context.entry(id);
        const one = entry.map((each): readonly Entry[] => [each]);
        return one.map(() => mispEvents(one, context.viewer.party, context.language, parts.exchange)[0]);
      },
    },
    {
      kind: 'file',
      name: 'misp.hashes',
      method: 'GET',
      path: '/misp/feed/hashes.csv',
      summary: 'MISP feed: no values for correlation, because a finding is no indicator.',
      permission: 'read',
      handle: (context) => context.common({ mediaType: 'text/csv; charset=utf-8', content: '' }),
    },
  ];
}

function labelExit(): Exit {
  return {
    kind: 'file',
    name: 'entries.label',
    method: 'GET',
    path: '/entries/:id/label',
    summary: 'The release of an entry as a confidentiality label in ADatP-4774 XML.',
    permission: 'read',
    params: IdParams,
    handle: (context, { params }) =>
      context.entry(idFrom(params.id)).map(({ id, release, modified }) => ({
        mediaType: 'application/xml',
        fileName: `${uuidOf(id)}.label.xml`,
        content: writeLabel(release, modified),
      })),
  };
}
