import { useId, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { gapMs } from '../chart/shapes.ts';
import { useWords } from '../state/words.tsx';
import { minuteText, timeText } from './times.ts';

export interface SpeedSeries {
  readonly label: string;
  readonly timeUtcMs: readonly number[];
  readonly sogKn: readonly (number | null)[];
}

const width = 372;
const height = 96;
const margin = { left: 4, right: 26, top: 8, bottom: 18 };
/** Two ships are told apart by the dash as well as by the place in the legend. */
const dashes = ['', '5 3', '1.5 2.5'];

/** Speed over ground by time. Read it by pointer or, with the focus on it, by the arrow keys. */
export function SpeedPlot({
  series,
  startUtcMs,
  endUtcMs,
}: {
  series: readonly SpeedSeries[];
  /** The finding's own span, marked below the lines. */
  startUtcMs: number;
  endUtcMs: number;
}) {
  const { t } = useWords();
  const titleId = useId();
  const [at, setAt] = useState<number>();
  const times = [...new Set(series.flatMap(({ timeUtcMs }) => timeUtcMs))].sort((a, b) => a - b);
  if (times.length < 2) return <p className="dim">{t('evidence.too-few')}</p>;
  const [from, to] = [times[0], times[times.length - 1]];
  const top = Math.max(4, ...series.flatMap(({ sogKn }) => sogKn.map((value) => value ?? 0)));
  const x = (time: number) =>
    margin.left + ((width - margin.left - margin.right) * (time - from)) / (to - from);
  const y = (knots: number) => height - margin.bottom - ((height - margin.top - margin.bottom) * knots) / top;
  const tick =
    Math.pow(10, Math.floor(Math.log10(top))) *
    (top / Math.pow(10, Math.floor(Math.log10(top))) >= 5 ? 5 : 1);

  const readAt = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const wanted =
      from +
      ((((event.clientX - box.left) / box.width) * width - margin.left) /
        (width - margin.left - margin.right)) *
        (to - from);
    setAt(nearest(times, wanted));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setAt((before) =>
      Math.max(0, Math.min(times.length - 1, (before ?? (step > 0 ? -1 : times.length)) + step)),
    );
  };
  const time = at === undefined ? undefined : times[at];
  return (
    <figure className="plot">
      <figcaption id={titleId}>
        <h3>{t('evidence.speed')}</h3>
        {series.length > 1 && (
          <ul className="row small">
            {series.map(({ label }, i) => (
              <li key={label} className="row">
                <svg width="22" height="6" aria-hidden="true">
                  <line
                    x1="0"
                    x2="22"
                    y1="3"
                    y2="3"
                    className="plot-line"
                    strokeDasharray={dashes[i % dashes.length]}
                  />
                </svg>
                {label}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys read the plot out */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={titleId}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- figures are reachable by key
        tabIndex={0}
        onPointerMove={readAt}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={onKeyDown}
      >
        <rect
          className="plot-span"
          x={x(Math.max(from, startUtcMs))}
          y={margin.top}
          height={height - margin.top - margin.bottom}
          width={Math.max(0, x(Math.min(to, endUtcMs)) - x(Math.max(from, startUtcMs)))}
        />
        <line className="plot-rule" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
        <text className="plot-text" x={width - margin.right + 4} y={y(tick) + 4}>
          {tick}
        </text>
        <line className="plot-axis" x1={margin.left} x2={width - margin.right} y1={y(0)} y2={y(0)} />
        {series.map(({ label, timeUtcMs, sogKn }, i) => (
          <path
            key={label}
            className="plot-line"
            strokeDasharray={dashes[i % dashes.length]}
            d={pathOf(timeUtcMs, sogKn, x, y)}
          />
        ))}
        {[from, (from + to) / 2, to].map((value, i) => (
          <text
            key={value}
            className="plot-text"
            x={x(value)}
            y={height - 4}
            textAnchor={(['start', 'middle', 'end'] as const)[i]}
          >
            {minuteText(value)}
          </text>
        ))}
        {time !== undefined && (
          <line className="plot-cursor" x1={x(time)} x2={x(time)} y1={margin.top} y2={y(0)} />
        )}
      </svg>
      <p className="small dim" aria-live="polite">
        {time === undefined
          ? t('evidence.speed.hint')
          : `${timeText(time)}: ${series.map(({ label, timeUtcMs, sogKn }) => `${label} ${speedText(sogKn[nearest(timeUtcMs, time)])}`).join(' · ')}`}
      </p>
    </figure>
  );
}

function speedText(sogKn: number | null): string {
  return sogKn === null ? '—' : `${sogKn.toFixed(1)} kn`;
}

/** A line is broken where no speed was reported and where a gap lies. */
function pathOf(
  times: readonly number[],
  knots: readonly (number | null)[],
  x: (time: number) => number,
  y: (knots: number) => number,
): string {
  let path = '';
  let pen = 'M';
  for (const [i, time] of times.entries()) {
    const value = knots[i];
    if (value === null || (i > 0 && time - times[i - 1] > gapMs)) pen = 'M';
    if (value === null) continue;
    path += `${pen}${x(time).toFixed(1)},${y(value).toFixed(1)}`;
    pen = 'L';
  }
  return path;
}

/** The index of the value nearest to `wanted`. */
function nearest(values: readonly number[], wanted: number): number {
  let best = 0;
  for (const [i, value] of values.entries())
    if (Math.abs(value - wanted) < Math.abs(values[best] - wanted)) best = i;
  return best;
}
