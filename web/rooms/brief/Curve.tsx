import type { BriefBlock } from '../../../src/hub/api.ts';

const width = 320;
const height = 90;

/** A middle line in its band, low to high. The figures are in the label for whoever cannot see it. */
export function Curve({ block, title }: { block: Extract<BriefBlock, { kind: 'curve' }>; title: string }) {
  const { xs, low, mid, high } = block;
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const top = Math.max(...high, 1e-9);
  const point = (value: number, i: number) =>
    `${((width * (xs[i] - left)) / Math.max(1e-9, right - left)).toFixed(1)},${(height - (height * value) / top).toFixed(1)}`;
  const line = mid.map(point).join(' ');
  const band = [...high.map(point), ...low.map(point).toReversed()].join(' ');
  return (
    <figure>
      <figcaption className="small dim">{title}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}: ${mid.join(', ')}`}
        className="curve"
      >
        <polygon points={band} className="curve-band" />
        <polyline points={line} className="plot-line" />
        <line x1="0" x2={width} y1={height} y2={height} className="plot-axis" />
      </svg>
    </figure>
  );
}
