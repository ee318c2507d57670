import type { ScenarioResult, StockCover } from '../../../src/lanes/api.ts';
import { PlotFigure } from '../../parts/PlotFigure.tsx';
import { percent, useLanesWords } from './words.ts';

/** The cost with one input at its P5 and P95 at a time. */
export function Tornado({ result }: { result: ScenarioResult }) {
  const { money, p, input } = useLanesWords();
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
            style: { background: 'none', color: 'var(--ink)', fontSize: '12px', fontFamily: 'inherit' },
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

/** Days of use left, by stock, with the band of the draws. */
export function Stocks({ result }: { result: ScenarioResult }) {
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
          style: { background: 'none', color: 'var(--ink)', fontSize: '12px', fontFamily: 'inherit' },
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
