import { Type } from 'typebox';
import { CommonwatchError, message } from '../../core/index.ts';
import type { Brief, Entry } from '../../core/index.ts';
import { csvOf } from '../../exchange/index.ts';
import {
  ScenarioSchema,
  flowsNamed,
  parseScenario,
  resultTable,
  scenarioReport,
  scenarioType,
  tableNames,
} from '../../lanes/index.ts';
import type { LaneScenarioBody, Scenario } from '../../lanes/index.ts';
import { briefPdf } from '../../print/index.ts';
import type { Exit, HubContext } from '../exits.ts';
import { idFrom, partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

const TableSchema = strictObject({
  table: Type.Union(tableNames.map((name) => Type.Literal(name))),
  scenario: ScenarioSchema,
});

/** What the lanes give as files, which a room does not make: the report of two pages, and the tables. */
export function laneRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'file',
      name: 'lanes.report',
      method: 'GET',
      path: '/lanes/scenarios/:id/report.pdf',
      summary: 'A kept scenario as a report of two pages, with its sources.',
      permission: 'read',
      params: IdParams,
      handle: async (context, { params }) => {
        const released = context.entry(idFrom(params.id));
        const entry = released.for(context.viewer.party);
        if (entry.type !== scenarioType.type) throw new CommonwatchError('entry.not-found', params.id);
        const report = reportOf(entry as Entry as Entry<LaneScenarioBody>, context, parts);
        const content = await briefPdf(report, parts.speaker);
        return released.map(({ id }) => ({
          mediaType: 'application/pdf',
          fileName: `lanes-${id.slice(-12)}.pdf`,
          content,
        }));
      },
    },
    {
      kind: 'file',
      name: 'lanes.table',
      method: 'POST',
      path: '/lanes/scenarios/table.csv',
      summary: 'A table of a scenario as CSV: countries, flows or exposure.',
      permission: 'read',
      body: TableSchema,
      handle: async (context, { body }) => {
        const { table, scenario } = body as { table: (typeof tableNames)[number]; scenario: Scenario };
        const parsed = parseScenario(scenario);
        const result = await parts.lanes.scenario(parsed, flowsNamed(context, parsed));
        const { columns, rows } = resultTable(table, result);
        const handling = [result.name, context.at, parts.config.exercise.enabled];
        return context.common({
          mediaType: 'text/csv; charset=utf-8',
          fileName: `lanes-${table}.csv`,
          content: csvOf(
            [...columns, 'scenario', 'as_of_utc', 'exercise'],
            rows.map((row) => [...row, ...handling]),
          ),
        });
      },
    },
  ];
}

function reportOf(entry: Entry<LaneScenarioBody>, context: HubContext, parts: HubParts): Brief {
  const { viewer, language, at } = context;
  const { startUtcMs } = entry.body.result;
  return {
    party: viewer.party,
    partyName: partyOf(parts, viewer.party).name,
    from: partyOf(parts, parts.holder).name,
    since: new Date(startUtcMs).toISOString(),
    at,
    language,
    exercise: parts.config.exercise.enabled,
    marking: `TLP:${entry.release.tlp}`,
    heading: {
      title: message('lanes.report.title', { name: entry.body.name }),
      period: message('lanes.report.period', { at: entry.modified }),
    },
    lead: [
      {
        kind: 'sentence',
        text: message('lanes.report.lead'),
        sources: [
          {
            entry: entry.id,
            text: message('lanes.section.source', { name: entry.body.name }),
            asOf: entry.modified,
          },
        ],
      },
    ],
    sections: scenarioReport(entry),
    onward: [],
  };
}
