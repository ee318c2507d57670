import type { Bounds } from '../../chart/ChartView.ts';

/** Seen from this far out the whole picture is asked for once instead of a box. */
const wholeDeg = 180;

/** A little more than what is seen, so that vessels come in at the edge; '' is everywhere. */
export function boxText([west, south, east, north]: Bounds): string {
  if (east - west >= wholeDeg) return '';
  const margin = 0.1 * (east - west);
  const wrap = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const lat = (value: number) => Math.max(-90, Math.min(90, value));
  return [wrap(west - margin), lat(south - margin), wrap(east + margin), lat(north + margin)]
    .map((value) => value.toFixed(3))
    .join(',');
}
