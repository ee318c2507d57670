/** The lanes' part of a partner's brief: what the scenarios it may see would cost this partner. */
import type { BriefBlock, BriefSection, Entry, Section, SectionContext } from '../core/index.ts';
import { message } from '../core/index.ts';
import type { LaneScenarioBody } from './api.ts';
import { scenarioType } from './scenariotype.ts';

/** One page has room for this many scenarios. */
const scenarios = 3;

export const lanesSection: Section = {
  name: 'lanes',
  order: 20,
  build: ({ entries, viewer }: SectionContext): BriefSection | undefined => {
    const seen = entries
      .for(viewer)
      .filter(({ type }) => type === scenarioType.type) as Entry<LaneScenarioBody>[];
    if (seen.length === 0) return undefined;
    const blocks = seen.slice(0, scenarios).flatMap((entry) => blocksOf(entry, countryOf(viewer)));
    return { title: message('lanes.section.title'), blocks };
  },
};

/** The country of a party whose id ends in its ISO code, such as `jp` or `party-jp`; undefined for others. */
function countryOf(party: string): string | undefined {
  return /(?:^|[-.])([a-z]{2})$/i.exec(party)?.[1].toUpperCase();
}

function blocksOf(entry: Entry<LaneScenarioBody>, country: string | undefined): BriefBlock[] {
  const { name, scenario, result } = entry.body;
  const sources = [
    { entry: entry.id, text: message('lanes.section.source', { name }), asOf: entry.modified },
  ];
  const against = [message('lanes.section.against')];
  const days = result.durationDays;
  const draws = result.monteCarlo.resourceCostUsd;
  const million = 1e6;
  const total: BriefBlock = {
    kind: 'sentence',
    text: message('lanes.section.total', {
      name,
      days,
      p5MUsd: draws.p5 / million,
      p50MUsd: draws.p50 / million,
      p95MUsd: draws.p95 / million,
    }),
    against,
    sources,
  };
  const gates = [
    ...new Set(scenario.closures.flatMap(({ gates: closed = [], areas = [] }) => [...closed, ...areas])),
  ];
  const mine = result.countries.filter(
    (row) => row.country === country && row.tonnesDelayed + row.tonnesSevered > 0,
  );
  const own = mine.flatMap((row): BriefBlock[] => [
    {
      kind: 'sentence',
      text: message('lanes.section.closed', {
        name,
        gates,
        days,
        country: row.country,
        commodity: row.commodity,
        severed: row.tonnesSevered / million,
        delayed: row.tonnesDelayed / million,
        costMUsd: row.costUsd / million,
      }),
      against,
      sources,
    },
    ...row.stocks
      .filter(({ emptyDay }) => emptyDay !== null)
      .map(
        ({ stock, emptyDay }): BriefBlock => ({
          kind: 'sentence',
          text: message('lanes.section.stock', {
            days: stock.days,
            asOf: stock.asOf,
            emptyDay: emptyDay ?? 0,
          }),
          sources: [
            ...sources,
            {
              text: message('lanes.section.source', { name: stock.source }),
              asOf: `${stock.asOf}T00:00:00Z`,
            },
          ],
        }),
      ),
  ]);
  return [total, ...own];
}
