/** A scenario as a report of two pages: what is closed, what it costs, whom it hits, how long stocks last, and why. */
import { message } from '../core/index.ts';
import type {
  BriefBlock,
  BriefSection,
  BriefSource,
  Entry,
  MessageParam,
  MessageRef,
} from '../core/index.ts';
import type { LaneScenarioBody, ScenarioResult } from './api.ts';
import { endOf } from './dates.ts';
import { commodityName, countryName } from './names.ts';
import type { Closure } from './schema.ts';

const million = 1e6;
const rows = 14;
const curves = 3;
const bars = 8;
const text = (value: MessageParam): MessageRef => message('lanes.report.text', { text: value });
const whole = (n: number): MessageRef => message('lanes.report.number', { n });

export function scenarioReport(entry: Entry<LaneScenarioBody>): BriefSection[] {
  const { scenario, result, name } = entry.body;
  const own: BriefSource = {
    entry: entry.id,
    text: message('lanes.section.source', { name }),
    asOf: entry.modified,
  };
  const sources = [
    own,
    ...result.sources.slice(0, 20).map((source) => ({ text: text(source.text), asOf: endOf(source.asOf) })),
  ];
  const section = (title: string, blocks: BriefBlock[]): BriefSection[] =>
    blocks.length === 0 ? [] : [{ title: message(title), blocks }];
  return [
    ...section(
      'lanes.report.closed',
      scenario.closures.map((closure) => closureSentence(closure, result.closed, own)),
    ),
    ...section('lanes.report.cost.head', costSentences(entry, own)),
    ...section('lanes.report.hit', [countryTable(entry, sources), ...unknownBlocks(entry, own)]),
    ...section('lanes.report.stocks', stockBlocks(entry)),
    ...section('lanes.report.ways', [wayTable(entry, sources)]),
    ...section('lanes.report.why', [inputTable(entry, own)]),
  ];
}

function closureSentence(
  closure: Closure,
  closed: ScenarioResult['closed'],
  source: BriefSource,
): BriefBlock {
  const { gates = [], areas = [], ports = [], polygon, from, to, shareLost = 1, note } = closure;
  const named = [...gates, ...areas].map((id) => closed.find((each) => each.id === id)?.name ?? id);
  const drawn = polygon === undefined ? [] : [message('lanes.section.area', { count: 1 })];
  return {
    kind: 'sentence',
    text: message('lanes.report.closure', {
      what: [...named, ...ports, ...drawn],
      from: from.slice(0, 10),
      to: to.slice(0, 10),
      share: shareLost,
    }),
    ...(note === undefined ? {} : { against: [text(note)] }),
    sources: [source],
  };
}

function costSentences({ body: { result } }: Entry<LaneScenarioBody>, source: BriefSource): BriefBlock[] {
  const { p5, p50, p95 } = result.monteCarlo.resourceCostUsd;
  const cost: BriefBlock = {
    kind: 'sentence',
    text: message('lanes.report.cost', {
      days: result.durationDays,
      p5: p5 / million,
      p50: p50 / million,
      p95: p95 / million,
    }),
    against: [message('lanes.section.against')],
    sources: [source],
  };
  if (result.freightRatio === null) return [cost];
  const freight = message('lanes.report.freight', { ratio: result.freightRatio });
  return [cost, { kind: 'sentence', text: freight, sources: [source] }];
}

function countryTable({ body: { result } }: Entry<LaneScenarioBody>, sources: BriefSource[]): BriefBlock {
  const hit = result.totals
    .filter(({ tonnesDelayed, tonnesSevered, costUsd }) => tonnesDelayed + tonnesSevered + costUsd > 0)
    .toSorted((a, b) => b.tonnesSevered - a.tonnesSevered || b.costUsd - a.costUsd)
    .slice(0, rows);
  return {
    kind: 'table',
    columns: ['country', 'delayed', 'severed', 'cost'].map((name) => message(`lanes.report.column.${name}`)),
    rows: hit.map((total) => [
      text(countryName(total.country)),
      whole(total.tonnesDelayed / 1000),
      whole(total.tonnesSevered / 1000),
      whole(total.costUsd / million),
    ]),
    sources,
  };
}

/** Countries that are hit by flows of unknown amount alone: they are in no table. */
function unknownBlocks({ body: { result } }: Entry<LaneScenarioBody>, source: BriefSource): BriefBlock[] {
  const countries = result.totals
    .filter(
      ({ tonnesDelayed, tonnesSevered, costUsd, hitWithoutAmount }) =>
        tonnesDelayed + tonnesSevered + costUsd === 0 &&
        (hitWithoutAmount?.delayed ?? 0) + (hitWithoutAmount?.severed ?? 0) > 0,
    )
    .map(({ country }) => countryName(country));
  if (countries.length === 0) return [];
  return [{ kind: 'sentence', text: message('lanes.report.unknown', { countries }), sources: [source] }];
}

function stockBlocks({ body: { result } }: Entry<LaneScenarioBody>): BriefBlock[] {
  const covers = result.countries
    .flatMap(({ stocks }) => stocks)
    .filter(({ shortfallShare }) => shortfallShare > 0)
    .toSorted((a, b) => (a.emptyDay ?? Number.MAX_VALUE) - (b.emptyDay ?? Number.MAX_VALUE));
  const sourceOf = ({ stock }: (typeof covers)[number]): BriefSource[] => [
    { text: text(stock.source), asOf: endOf(stock.asOf) },
  ];
  const sentences = covers.slice(0, rows).map((cover): BriefBlock => {
    const { stock, emptyDate } = cover;
    const said = {
      country: countryName(stock.country),
      commodity: commodityName(stock.commodity),
      days: stock.days,
    };
    return {
      kind: 'sentence',
      text:
        emptyDate === null
          ? message('lanes.report.stock.holds', said)
          : message('lanes.report.stock.empty', { ...said, date: emptyDate }),
      sources: sourceOf(cover),
    };
  });
  const drawn = covers.slice(0, curves).map((cover): BriefBlock => {
    const { stock, curve } = cover;
    const title = { country: countryName(stock.country), commodity: commodityName(stock.commodity) };
    return {
      kind: 'curve',
      title: message('lanes.report.curve', title),
      xs: curve.map(({ day }) => day),
      low: curve.map(({ low }) => low),
      mid: curve.map(({ days }) => days),
      high: curve.map(({ high }) => high),
      sources: sourceOf(cover),
    };
  });
  return [...sentences, ...drawn];
}

function wayTable({ body: { result } }: Entry<LaneScenarioBody>, sources: BriefSource[]): BriefBlock {
  const hit = result.flows.filter(({ shareHit }) => shareHit > 0).slice(0, rows);
  return {
    kind: 'table',
    columns: ['flow', 'before', 'after', 'days'].map((name) => message(`lanes.report.column.${name}`)),
    rows: hit.map((flow) => [
      message('lanes.report.way', {
        origin: countryName(flow.origin),
        destination: countryName(flow.destination),
        commodity: commodityName(flow.commodity),
      }),
      flow.openNm === null ? text('—') : whole(flow.openNm),
      flow.closedNm === null ? message('lanes.report.severed') : whole(flow.closedNm),
      text(flow.extraDays === null ? '∞' : flow.extraDays.toFixed(1)),
    ]),
    sources,
  };
}

function inputTable({ body: { result } }: Entry<LaneScenarioBody>, source: BriefSource): BriefBlock {
  return {
    kind: 'table',
    columns: ['input', 'low', 'high'].map((name) => message(`lanes.report.column.${name}`)),
    rows: result.monteCarlo.contributions
      .slice(0, bars)
      .map(({ input, lowUsd, highUsd }) => [
        message(`lanes.parameter.${input}`),
        whole(lowUsd / million),
        whole(highUsd / million),
      ]),
    sources: [source],
  };
}
