import { useState } from 'react';
import type { FormEvent } from 'react';
import type {
  CountryResult,
  CountryTotal,
  LaneGate,
  ScenarioResult,
  StockCover,
} from '../../../src/lanes/api.ts';
import { PlotFigure } from '../../parts/PlotFigure.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { go } from '../../state/location.ts';
import type { Computed, Draft } from './draft.ts';
import { Exposure } from './Exposure.tsx';
import { mass, money, nm, percent, useLanesWords } from './words.ts';

/** What a scenario costs, whom it hits, how long stocks last: the figures first, then tables and plots. */
export function Results({ draft, gates }: { draft: Draft; gates: readonly LaneGate[] }) {
  const { p } = useLanesWords();
  const { computed, isRunning, problem } = draft;
  if (problem !== undefined)
    return (
      <p className="warning" role="alert">
        {problem.message}
      </p>
    );
  if (computed === undefined) return <p className="empty">{isRunning ? p('running') : p('results.none')}</p>;
  const { result } = computed;
  return (
    <div className={`stack lanes-results ${isRunning ? 'is-stale' : ''}`} aria-busy={isRunning}>
      <Headline computed={computed} />
      <Keep draft={draft} />
      <Countries result={result} />
      <Tornado result={result} />
      <Stocks result={result} />
      <Exposure result={result} gates={gates} />
      <Flows result={result} gates={gates} />
      <Fleet result={result} />
      <Sources result={result} />
    </div>
  );
}

function Headline({ computed: { result, tookMs } }: { computed: Computed }) {
  const { p } = useLanesWords();
  const { resourceCostUsd: cost, freightRatio: drawn } = result.monteCarlo;
  const severed = result.flows.filter(({ status }) => status === 'severed').length;
  const delayed = result.flows.filter(({ diverted, waiting }) => diverted + waiting > 0).length;
  const facts: [string, string, string][] = [
    [p('cost'), money(cost.p50), p('range', { low: money(cost.p5), high: money(cost.p95) })],
    [
      p('freight'),
      result.freightRatio === null ? '—' : `× ${result.freightRatio.toFixed(2)}`,
      drawn === null
        ? p('freight.market')
        : p('range', { low: drawn.p5.toFixed(2), high: drawn.p95.toFixed(2) }),
    ],
    [p('delayed'), String(delayed), p('flows.of', { count: result.flows.length })],
    [p('severed'), String(severed), p('flows.of', { count: result.flows.length })],
    ['CO₂', mass(result.co2T), p('extra')],
  ];
  return (
    <section className="panel" aria-label={p('headline')}>
      <dl className="lanes-facts">
        {facts.map(([name, value, note]) => (
          <div key={name}>
            <dt className="small dim">{name}</dt>
            <dd>{value}</dd>
            <dd className="small dim">{note}</dd>
          </div>
        ))}
      </dl>
      <p className="small dim">
        {p('computed', {
          days: Math.round(result.durationDays),
          draws: result.monteCarlo.draws,
          ms: Math.round(tookMs),
        })}
      </p>
    </section>
  );
}

/** A scenario is kept as an entry with its owner alone; from there it is released, joined to a case and printed. */
function Keep({ draft }: { draft: Draft }) {
  const { p } = useLanesWords();
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  if (session.seeingAs !== undefined) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name')).trim();
    void attempt(async () => {
      const { id } = await hub.post<{ id: string }>('/lanes/scenarios', { name, scenario: draft.scenario });
      go({ item: 'report', query: { kept: id, ready: undefined } });
    }, p('kept'));
  };
  return (
    <form className="row" onSubmit={submit}>
      <label className="field grow">
        <span>{p('keep.name')}</span>
        <input name="name" required maxLength={200} defaultValue={draft.scenario.name ?? ''} />
      </label>
      <button type="submit" className="button primary">
        {p('keep')}
      </button>
    </form>
  );
}

function Countries({ result }: { result: ScenarioResult }) {
  const { p, country, commodity } = useLanesWords();
  const [open, setOpen] = useState<string>();
  const hit = result.totals
    .filter(
      ({ tonnesDelayed, tonnesSevered, tonnesLostAtOrigin, costUsd, valueMissingUsd }) =>
        tonnesDelayed + tonnesSevered + tonnesLostAtOrigin + costUsd + valueMissingUsd > 0,
    )
    .toSorted((a, b) => b.tonnesSevered - a.tonnesSevered || b.costUsd - a.costUsd);
  return (
    <section className="panel stack">
      <h2>{p('countries')}</h2>
      {hit.length === 0 && <p>{p('countries.none')}</p>}
      {hit.length > 0 && (
        <div className="scroll-x">
          <table className="lanes-table">
            <caption className="visually-hidden">{p('countries')}</caption>
            <thead>
              <tr>
                <th scope="col">{p('country')}</th>
                <th scope="col">{p('before')}</th>
                <th scope="col">{p('delayed')}</th>
                <th scope="col">{p('severed')}</th>
                <th scope="col">{p('missing')}</th>
                <th scope="col">{p('cost')}</th>
              </tr>
            </thead>
            {hit.map((total) => (
              <CountryRows
                key={total.country}
                total={total}
                parts={result.countries.filter((row) => row.country === total.country)}
                isOpen={open === total.country}
                onToggle={() => setOpen(open === total.country ? undefined : total.country)}
                country={country}
                commodity={commodity}
              />
            ))}
          </table>
        </div>
      )}
    </section>
  );
}

function CountryRows({
  total,
  parts,
  isOpen,
  onToggle,
  country,
  commodity,
}: {
  total: CountryTotal;
  parts: readonly CountryResult[];
  isOpen: boolean;
  onToggle: () => void;
  country: (code: string) => string;
  commodity: (name: string) => string;
}) {
  const { p } = useLanesWords();
  return (
    <tbody>
      <tr>
        <th scope="row">
          <button type="button" className="button quiet" aria-expanded={isOpen} onClick={onToggle}>
            {isOpen ? '▾' : '▸'} {country(total.country)}
          </button>
        </th>
        <td>{mass(total.tonnes)}</td>
        <td>{mass(total.tonnesDelayed)}</td>
        <td className={total.tonnesSevered > 0 ? 'alarm' : ''}>{mass(total.tonnesSevered)}</td>
        <td>{money(total.valueMissingUsd)}</td>
        <td>
          {money(total.costUsd)}
          <span className="small dim">
            {' '}
            {p('range', { low: money(total.costRangeUsd.p5), high: money(total.costRangeUsd.p95) })}
          </span>
        </td>
      </tr>
      {isOpen &&
        parts.map((row) => (
          <tr key={row.commodity} className="lanes-part">
            <th scope="row">
              {commodity(row.commodity)}
              {row.notQuantified.length > 0 && (
                <span className="tag warn">{p('not-quantified', { count: row.notQuantified.length })}</span>
              )}
            </th>
            <td>{mass(row.tonnes)}</td>
            <td>{mass(row.tonnesDelayed)}</td>
            <td className={row.tonnesSevered > 0 ? 'alarm' : ''}>{mass(row.tonnesSevered)}</td>
            <td>{money(row.valueMissingUsd)}</td>
            <td>{money(row.costUsd)}</td>
          </tr>
        ))}
    </tbody>
  );
}

function Tornado({ result }: { result: ScenarioResult }) {
  const { p, input } = useLanesWords();
  const bars = result.monteCarlo.contributions.slice(0, 10);
  if (bars.length === 0 || result.monteCarlo.resourceCostUsd.p50 === 0) return null;
  const centre = result.resourceCostUsd;
  return (
    <section className="panel stack">
      <h2>{p('tornado')}</h2>
      <PlotFigure
        caption={p('tornado.about', { draws: result.monteCarlo.draws })}
        drawn={result}
        tableLabel={p('as-table')}
        draw={(plot, width) =>
          plot.plot({
            width,
            height: 40 + 24 * bars.length,
            marginLeft: 170,
            x: { label: null, tickFormat: (usd: number) => money(usd), ticks: 4 },
            y: { label: null, domain: bars.map((bar) => input(bar.input)) },
            style: { background: 'none', color: 'var(--ink)', fontSize: '12px' },
            marks: [
              plot.barX(bars, {
                x1: 'lowUsd',
                x2: 'highUsd',
                y: (bar: (typeof bars)[number]) => input(bar.input),
                fill: 'var(--cargo)',
                insetTop: 3,
                insetBottom: 3,
              }),
              plot.ruleX([centre], { stroke: 'var(--accent)', strokeWidth: 2 }),
            ],
          })
        }
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{p('input')}</th>
              <th scope="col">{p('input.low')}</th>
              <th scope="col">{p('input.high')}</th>
              <th scope="col">{p('input.share')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.input}>
                <th scope="row">{input(bar.input)}</th>
                <td>
                  {money(bar.lowUsd)} ({bar.lowValue.toPrecision(3)})
                </td>
                <td>
                  {money(bar.highUsd)} ({bar.highValue.toPrecision(3)})
                </td>
                <td>{percent(bar.share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </PlotFigure>
    </section>
  );
}

function Stocks({ result }: { result: ScenarioResult }) {
  const { p, country, commodity } = useLanesWords();
  const covers = result.countries
    .flatMap(({ stocks }) => stocks)
    .filter(({ shortfallShare }) => shortfallShare > 0);
  return (
    <section className="panel stack">
      <h2>{p('stocks')}</h2>
      {covers.length === 0 && <p className="dim">{p('stocks.none')}</p>}
      {covers.map((cover) => (
        <StockCurve
          key={`${cover.stock.country} ${cover.stock.commodity} ${cover.stock.source}`}
          cover={cover}
          title={`${country(cover.stock.country)} · ${commodity(cover.stock.commodity)}`}
        />
      ))}
    </section>
  );
}

function StockCurve({ cover, title }: { cover: StockCover; title: string }) {
  const { p } = useLanesWords();
  const { stock, curve, emptyDate, emptyDayIfItGoesOn } = cover;
  const caption =
    emptyDate !== null
      ? p('stock.empty', { title, date: emptyDate })
      : emptyDayIfItGoesOn !== null
        ? p('stock.lasts', { title, day: Math.round(emptyDayIfItGoesOn) })
        : p('stock.holds', { title });
  return (
    <PlotFigure
      caption={`${caption} ${p('source', { source: stock.source, asOf: stock.asOf })}`}
      drawn={cover}
      tableLabel={p('as-table')}
      draw={(plot, width) => {
        const points = curve.map((at) => ({ ...at, date: new Date(at.date) }));
        return plot.plot({
          width,
          height: 150,
          x: { type: 'utc', label: null },
          y: { label: p('stock.days'), zero: true, grid: true },
          style: { background: 'none', color: 'var(--ink)', fontSize: '12px' },
          marks: [
            plot.areaY(points, { x: 'date', y1: 'low', y2: 'high', fill: 'var(--cargo)', fillOpacity: 0.2 }),
            plot.lineY(points, { x: 'date', y: 'days', stroke: 'var(--cargo)', strokeWidth: 2 }),
            plot.ruleY([0], { stroke: 'var(--ink)' }),
          ],
        });
      }}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{p('stock.date')}</th>
            <th scope="col">{p('stock.days')}</th>
            <th scope="col">P5–P95</th>
          </tr>
        </thead>
        <tbody>
          {curve.map(({ date, days, low, high }) => (
            <tr key={date}>
              <td>{date}</td>
              <td>{days.toFixed(0)}</td>
              <td>
                {low.toFixed(0)}–{high.toFixed(0)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </PlotFigure>
  );
}

function Flows({ result, gates }: { result: ScenarioResult; gates: readonly LaneGate[] }) {
  const { p, country, commodity, named } = useLanesWords();
  const hit = result.flows.filter(({ shareHit, lostAtOrigin }) => shareHit + lostAtOrigin > 0);
  const by = (ids: readonly string[]) =>
    ids.map((id) => named(gates.find((gate) => gate.id === id)?.name, id)).join(' → ') || '—';
  return (
    <details className="panel">
      <summary>
        <strong>{p('flows', { count: hit.length })}</strong>
      </summary>
      <div className="scroll-x">
        <table className="lanes-table">
          <thead>
            <tr>
              <th scope="col">{p('flow')}</th>
              <th scope="col">{p('way.before')}</th>
              <th scope="col">{p('way.after')}</th>
              <th scope="col">{p('days.extra')}</th>
              <th scope="col">{p('source.short')}</th>
            </tr>
          </thead>
          <tbody>
            {hit.map((flow) => (
              <tr key={flow.flow}>
                <th scope="row">
                  {country(flow.origin)} → {country(flow.destination)}, {commodity(flow.commodity)}
                </th>
                <td>
                  {flow.openNm === null ? '—' : nm(flow.openNm)}
                  <span className="small dim"> {by(flow.openPassages)}</span>
                </td>
                <td className={flow.status === 'severed' ? 'alarm' : ''}>
                  {flow.closedNm === null ? p('severed.word') : nm(flow.closedNm)}
                  <span className="small dim"> {by(flow.closedPassages)}</span>
                </td>
                <td>{flow.extraDays === null ? '∞' : flow.extraDays.toFixed(1)}</td>
                <td className="small dim">{flow.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Fleet({ result }: { result: ScenarioResult }) {
  const { p } = useLanesWords();
  return (
    <details className="panel">
      <summary>
        <strong>{p('fleet')}</strong>
      </summary>
      <ul>
        {result.fleet.map(({ class: name, ships, fleetShips, share, supply }) => (
          <li key={name}>
            {p('fleet.line', {
              name,
              ships: Math.round(ships),
              fleet: fleetShips,
              share: percent(share),
              supply: percent(supply),
            })}
          </li>
        ))}
        {result.queues.map(({ gates, meanWaitDays, clearsAfterDays }) => (
          <li key={gates.join()}>
            {p('queue', {
              gates: gates.join(', '),
              wait: meanWaitDays.toFixed(1),
              clear: clearsAfterDays.toFixed(0),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Sources({ result }: { result: ScenarioResult }) {
  const { p } = useLanesWords();
  return (
    <details className="panel">
      <summary>
        <strong>{p('sources', { count: result.sources.length })}</strong>
      </summary>
      <ul className="small">
        {result.sources.map((source) => (
          <li key={source}>{source}</li>
        ))}
      </ul>
    </details>
  );
}
