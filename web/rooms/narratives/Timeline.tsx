import type { CalendarEntry, NarrativeRow, TrackCell } from '../../../src/narratives/api.ts';
import { PlotFigure } from '../../parts/PlotFigure.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { timeText } from '../../parts/times.ts';
import { useNarrativesWords } from './words.ts';

const binMs = 3 * 3_600_000;
const dayMs = 86_400_000;
/** Platforms by colour; the table names them, and rows of the plot tell the languages. */
const fills = ['var(--cargo)', 'var(--tanker)', 'var(--fishing)', 'var(--accent)', 'var(--other)'];

interface Bin {
  readonly language: string;
  readonly platform: string;
  readonly from: Date;
  readonly to: Date;
  readonly posts: number;
}

/** When a narrative was posted, a row a language, with the calendar and the bursts beside it. */
export function Timeline({
  row,
  cells,
  calendar,
}: {
  row: NarrativeRow;
  cells: readonly TrackCell[];
  calendar: readonly CalendarEntry[];
}) {
  const { n, tongue } = useNarrativesWords();
  const bins = binsOf(cells, tongue);
  const platforms = [...new Set(bins.map(({ platform }) => platform))].sort();
  const [startMs, endMs] = [Date.parse(row.first), Date.parse(row.last) + binMs];
  const marks = calendar.filter(
    ({ from, to }) => Date.parse(from) < endMs + 2 * dayMs && Date.parse(to) + dayMs > startMs - 2 * dayMs,
  );
  const languages = new Set(bins.map(({ language }) => language)).size;
  return (
    <section className="panel stack">
      <h2>{n('one.timeline')}</h2>
      <PlotFigure
        caption={n('one.timeline.caption')}
        drawn={`${row.id} ${bins.length} ${marks.length} ${languages}`}
        tableLabel={n('one.table')}
        draw={(plot, widthPx) =>
          plot.plot({
            width: widthPx,
            height: 70 + languages * 62,
            marginLeft: 40,
            marginRight: 76,
            style: {
              background: 'transparent',
              color: 'var(--ink)',
              fontSize: '11px',
              fontFamily: 'inherit',
            },
            x: {
              type: 'utc',
              label: null,
              ticks:
                endMs - startMs < Math.floor(widthPx / 60) * dayMs
                  ? 'day'
                  : Math.max(2, Math.floor(widthPx / 90)),
              tickFormat: (time: Date) => time.toISOString().slice(5, 10),
            },
            y: { label: null, grid: true, ticks: 3 },
            fy: { label: null, padding: 0.25 },
            color: {
              domain: platforms,
              range: fills.slice(0, platforms.length),
              legend: platforms.length > 1,
            },
            marks: [
              plot.rect(marks, {
                x1: ({ from }: CalendarEntry) => new Date(from),
                x2: ({ to }: CalendarEntry) => new Date(Date.parse(to) + dayMs),
                fill: 'var(--accent)',
                fillOpacity: 0.1,
              }),
              plot.rectY(bins, {
                x1: 'from',
                x2: 'to',
                y: 'posts',
                fill: 'platform',
                fy: 'language',
                inset: 0.5,
              }),
              plot.ruleX(row.bursts, {
                x: ({ hour }: { hour: string }) => new Date(hour),
                stroke: 'var(--alarm)',
                strokeDasharray: '2,3',
              }),
              plot.ruleY([0], { stroke: 'var(--rule)' }),
            ],
          })
        }
      >
        <ScrollBox label={n('one.timeline')} plain>
          <table>
            <thead>
              <tr>
                <th scope="col">{n('one.hour')}</th>
                <th scope="col">{n('list.language')}</th>
                <th scope="col">{n('col.platform')}</th>
                <th scope="col" className="number">
                  {n('col.posts')}
                </th>
              </tr>
            </thead>
            <tbody>
              {bins.map((bin) => (
                <tr key={`${bin.from.getTime()} ${bin.language} ${bin.platform}`}>
                  <td>{timeText(bin.from.getTime())}</td>
                  <td>{bin.language}</td>
                  <td>{bin.platform}</td>
                  <td className="number">{bin.posts}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      </PlotFigure>
      {marks.length > 0 && (
        <ul className="small">
          {marks.map(({ name, from, to }) => (
            <li key={`${name} ${from}`}>
              {from === to ? from : `${from} – ${to}`} · {name}
            </li>
          ))}
        </ul>
      )}
      {row.bursts.length > 0 && (
        <>
          <h3>{n('one.bursts')}</h3>
          <ul className="small">
            {row.bursts.slice(0, 8).map(({ hour, posts, expected, near }) => (
              <li key={hour}>
                {n('one.burst', { hour: timeText(hour), posts, expected })}{' '}
                {near.length > 0 && n('one.near', { names: near.map(({ name }) => name).join('; ') })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function binsOf(cells: readonly TrackCell[], tongue: (tag: string) => string): Bin[] {
  const sums = new Map<string, Bin>();
  for (const { language, platform, hourUtcMs, posts } of cells) {
    const fromMs = Math.floor(hourUtcMs / binMs) * binMs;
    const key = `${fromMs} ${language} ${platform}`;
    const bin = sums.get(key);
    sums.set(key, {
      language: tongue(language),
      platform,
      from: new Date(fromMs),
      to: new Date(fromMs + binMs),
      posts: (bin?.posts ?? 0) + posts,
    });
  }
  return [...sums.values()].sort(
    (a, b) => a.from.getTime() - b.from.getTime() || (a.language < b.language ? -1 : 1),
  );
}
