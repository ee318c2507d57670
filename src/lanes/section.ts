/** The lanes' part of a partner's brief: what the scenarios it may see, and those of its cases, would cost this partner. */
import type { BriefBlock, BriefSection, Entry, MessageRef, Section, SectionContext } from '../core/index.ts';
import { message } from '../core/index.ts';
import type { LaneScenarioBody } from './api.ts';
import { endOf } from './dates.ts';
import { commodityName, countryName } from './names.ts';
import { scenarioType } from './scenariotype.ts';

/** One page has room for this many scenarios. */
const scenarios = 3;

type Kept = Entry<LaneScenarioBody>;

export const lanesSection: Section = {
  name: 'lanes',
  order: 20,
  build: ({ entries, named, standing, viewer, country }: SectionContext): BriefSection | undefined => {
    // A scenario is news when it changed, and when a case that joins it did.
    const news = [...entries.for(viewer), ...named.for(viewer)].filter(
      ({ type }) => type === scenarioType.type,
    );
    if (news.length === 0) return undefined;
    const cases = casesOf(standing({ types: ['case'] }).for(viewer));
    const blocks = (news as unknown as Kept[])
      .slice(0, scenarios)
      .flatMap((entry) => blocksOf(entry, country, cases.get(entry.id) ?? []));
    return { title: message('lanes.section.title'), blocks };
  },
};

/** The titles of the cases that join an entry, by its id. */
function casesOf(cases: readonly Entry[]): Map<string, string[]> {
  const titles = new Map<string, string[]>();
  for (const { body } of cases) {
    const { title, members } = body as unknown as { title: string; members: readonly { entry: string }[] };
    for (const { entry } of members) titles.set(entry, [...(titles.get(entry) ?? []), title]);
  }
  return titles;
}

const million = 1e6;

function blocksOf(entry: Kept, country: string | undefined, cases: readonly string[]): BriefBlock[] {
  const { name, result } = entry.body;
  const sources = [
    { entry: entry.id, text: message('lanes.section.source', { name }), asOf: entry.modified },
  ];
  const { p5, p50, p95 } = result.monteCarlo.resourceCostUsd;
  const lead =
    cases.length === 0
      ? message('lanes.section.lead', { name })
      : message('lanes.section.lead.case', { name, cases: [...cases] });
  const total: BriefBlock = {
    kind: 'sentence',
    lead,
    text: message('lanes.section.total', {
      closed: closedOf(entry.body),
      days: result.durationDays,
      p5MUsd: p5 / million,
      p50MUsd: p50 / million,
      p95MUsd: p95 / million,
    }),
    against: [message('lanes.section.against')],
    sources,
  };
  return country === undefined ? [total] : [total, ...ownBlocks(entry.body, country, sources)];
}

function closedOf({ scenario: { closures }, result }: LaneScenarioBody): MessageRef {
  const names = result.closed.map(({ name }) => name);
  const ports = closures.flatMap((closure) => closure.ports ?? []);
  const drawn = closures.filter(({ polygon }) => polygon !== undefined).length;
  if (names.length + ports.length + drawn === 0) return message('lanes.section.production');
  return message('lanes.section.closures', {
    what: [...names, ...ports, ...(drawn === 0 ? [] : [message('lanes.section.area', { count: drawn })])],
  });
}

/** What the reader's own country or economy bears: a sentence a commodity, and one for each stock that runs out. */
function ownBlocks({ result }: LaneScenarioBody, code: string, sources: BriefBlock['sources']): BriefBlock[] {
  const country = countryName(code);
  const rows = result.countries.filter((row) => row.country === code);
  const mine = rows.filter((row) => row.tonnesDelayed + row.tonnesSevered + row.tonnesLostAtOrigin > 0);
  const unknown = rows.flatMap(({ commodity, hitWithoutAmount }): BriefBlock[] => {
    const { delayed = 0, severed = 0 } = hitWithoutAmount ?? {};
    if (delayed + severed === 0) return [];
    const said = { country, commodity: commodityName(commodity), delayed, severed };
    return [{ kind: 'sentence', text: message('lanes.section.unknown', said), sources }];
  });
  if (mine.length + unknown.length === 0)
    return [{ kind: 'sentence', text: message('lanes.section.spared', { country }), sources }];
  const known = mine.flatMap((row): BriefBlock[] => {
    const commodity = commodityName(row.commodity);
    const own = message('lanes.section.own', {
      country,
      commodity,
      severed: row.tonnesSevered / million,
      delayed: row.tonnesDelayed / million,
      costMUsd: row.costUsd / million,
    });
    return [
      { kind: 'sentence', text: own, sources },
      ...row.stocks
        .filter(({ emptyDate }) => emptyDate !== null)
        .map(
          ({ stock, emptyDate }): BriefBlock => ({
            kind: 'sentence',
            text: message('lanes.section.stock', {
              commodity,
              days: stock.days,
              asOf: stock.asOf,
              emptyDate: emptyDate ?? '',
            }),
            sources: [
              ...sources,
              {
                text: message('lanes.section.stock.source', { source: stock.source }),
                asOf: endOf(stock.asOf),
              },
            ],
          }),
        ),
    ];
  });
  return [...known, ...unknown];
}
