/** The room's lists as files to save: tables as CSV with HXL hashtags, places and consignments as GeoJSON. */
import type { Language, MessageParam, MessageRef } from '../core/index.ts';
import { coordinationWords, Speaker } from '../words/index.ts';
import type { CoordinationFile, Report, ReportCell, State } from './api.ts';
import { compare } from './ledger.ts';
import { reportNames, reportOf } from './reports.ts';
import type { ReportName } from './reports.ts';

const speaker = new Speaker([coordinationWords]);

export const fileNames = [...reportNames.map((name) => `${name}.csv`), 'places.geojson'] as const;

export function fileOf(
  name: string,
  state: State,
  nowUtcMs: number,
  language: Language,
): CoordinationFile | undefined {
  if (name === 'places.geojson')
    return {
      fileName: name,
      mediaType: 'application/geo+json',
      content: `${JSON.stringify(places(state, nowUtcMs))}\n`,
    };
  const report = reportNames.find((each) => `${each}.csv` === name);
  if (report === undefined) return undefined;
  return {
    fileName: name,
    mediaType: 'text/csv',
    content: csvOf(reportOf(report as ReportName, state, nowUtcMs), language),
  };
}

/**
 * One table a block, each with its row of HXL hashtags under the header (HXL standard 1.1), and columns for source and
 * as-of time wherever a table holds figures.
 */
export function csvOf({ tables, asOfUtcMs }: Report, language: Language): string {
  const say = (text: MessageRef) => speaker.say(language, text);
  const blocks = tables.map(({ title, columns, rows }) => {
    const header = [
      ...columns.map((each) => say(each.title)),
      say({ key: 'coordination.report.figures-source' }),
      'UTC',
    ];
    const tags = [...columns.map(({ hxl }) => hxl), '#meta+source', '#date+asof'];
    const lines = rows.map((row) => {
      const figures = row.filter(({ source }) => source !== undefined);
      const sources = [...new Set(figures.map(({ source }) => source as string))].join('; ');
      const asOf = figures.length === 0 ? asOfUtcMs : Math.max(...figures.map((each) => each.asOfUtcMs ?? 0));
      return [...row.map((cell) => valueOf(cell, say)), sources, new Date(asOf).toISOString()];
    });
    return [[say(title)], header, tags, ...lines];
  });
  return blocks
    .flatMap((block, i) => (i === 0 ? block : [[], ...block]))
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('');
}

function valueOf({ value, timeUtcMs, party, text }: ReportCell, say: (text: MessageRef) => string): string {
  if (value !== undefined) return String(value);
  if (timeUtcMs !== undefined) return new Date(timeUtcMs).toISOString();
  return party ?? say(text);
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"). */
function quoted(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Properties = Record<string, MessageParam | undefined>;

/** Sites and organisations as points; a consignment as the line from where it left to where it goes. */
export function places(state: State, nowUtcMs: number) {
  const point = (id: string, place: { lonDeg: number; latDeg: number }, properties: Properties) => ({
    type: 'Feature' as const,
    id,
    geometry: { type: 'Point' as const, coordinates: [place.lonDeg, place.latDeg] },
    properties,
  });
  const sites = state.sites.flatMap(({ id, body, responsible, state: at, asOfUtcMs, source }) =>
    body.place === undefined
      ? []
      : [
          point(id, body.place, {
            kind: body.kind,
            name: body.name.en,
            name_ja: body.name.ja,
            people: body.people,
            responsible,
            state: at,
            source,
            as_of_utc: new Date(asOfUtcMs).toISOString(),
          }),
        ],
  );
  const organisations = state.organisations.flatMap(({ id, body }) =>
    body.place === undefined
      ? []
      : [
          point(id, body.place, {
            kind: body.level,
            name: body.name.en,
            name_ja: body.name.ja,
            code: body.code,
          }),
        ],
  );
  const at = positions(state);
  const consignments = state.consignments.flatMap(
    ({ id, body, state: standing, stays, asOfUtcMs, source }) => {
      const stops = [body.from, ...stays.map(({ site }) => site), body.destination ?? body.to];
      const coordinates = stops.flatMap((stop) => (at.has(stop) ? [at.get(stop) as [number, number]] : []));
      if (coordinates.length < 2 || standing === 'cancelled') return [];
      return [
        {
          type: 'Feature' as const,
          id,
          geometry: { type: 'LineString' as const, coordinates },
          properties: {
            kind: 'consignment',
            from: body.from,
            to: body.to,
            state: standing,
            vehicles: body.vehicles,
            source,
            as_of_utc: new Date(asOfUtcMs).toISOString(),
          },
        },
      ];
    },
  );
  const features = [...organisations, ...sites, ...consignments].sort((a, b) => compare(a.id, b.id));
  return { type: 'FeatureCollection' as const, as_of_utc: new Date(nowUtcMs).toISOString(), features };
}

function positions(state: State): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>();
  for (const { body } of state.organisations)
    if (body.place !== undefined) found.set(body.party, [body.place.lonDeg, body.place.latDeg]);
  for (const { id, body } of state.sites)
    if (body.place !== undefined) found.set(id, [body.place.lonDeg, body.place.latDeg]);
  return found;
}
