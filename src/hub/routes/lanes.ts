import { CommonwatchError, message } from '../../core/index.ts';
import type { Brief, Entry, Language } from '../../core/index.ts';
import { scenarioReport, scenarioType } from '../../lanes/index.ts';
import type { LaneScenarioBody } from '../../lanes/index.ts';
import { briefPdf } from '../../print/index.ts';
import type { Exit, HubContext } from '../exits.ts';
import { loadLanes } from '../lanes.ts';
import { idFrom, partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams } from './schemas.ts';

/** The lanes' report of two pages: a room prints nothing, so the hub does. */
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
    lead: [
      {
        kind: 'sentence',
        text: message('lanes.report.title', { name: entry.body.name }),
        sources: [
          {
            entry: entry.id,
            text: message('lanes.section.source', { name: entry.body.name }),
            asOf: entry.modified,
          },
        ],
      },
    ],
    sections: scenarioReport(entry, nameOf(language), countryOf(language)),
    onward: [],
  };
}

function nameOf(language: Language): (id: string) => string {
  const { index, areas } = loadLanes();
  return (id) =>
    (index.gates.find((gate) => gate.id === id) ?? areas.find((area) => area.id === id))?.name[language] ??
    id;
}

/** The names that ICU has for countries and economies. */
function countryOf(language: Language): (code: string) => string {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return (code) => names.of(code) ?? code;
}
