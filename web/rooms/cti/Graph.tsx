import type { GraphAnswer, GraphEdge, GraphNode } from '../../../src/cti/api.ts';
import { Link } from '../../parts/Link.tsx';
import { useCtiWords } from './words.ts';

const size = 560;
const ring = 118;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places on rings around the object asked about, those of one distance on one ring. */
export function placesOf(nodes: readonly GraphNode[]): Map<string, Point> {
  const places = new Map<string, Point>();
  for (let distance = 0; distance <= 3; distance++) {
    const own = nodes.filter((node) => node.distance === distance);
    for (const [i, { line }] of own.entries()) {
      const angle = (2 * Math.PI * i) / own.length - Math.PI / 2 + distance * 0.35;
      const radius = Math.min(distance * ring, size / 2 - 40);
      places.set(line.id, { x: size / 2 + radius * Math.cos(angle), y: size / 2 + radius * Math.sin(angle) });
    }
  }
  return places;
}

/** What hangs together with an object; each point leads to its own page. The same stands below as a list. */
export function Graph({ graph: { nodes, edges, isCut } }: { graph: GraphAnswer }) {
  const { c, stixKind } = useCtiWords();
  const places = placesOf(nodes);
  const names = new Map(nodes.map(({ line }) => [line.id, line.name]));
  return (
    <section className="stack">
      <h3>{c('graph')}</h3>
      {isCut && <p className="dim small">{c('graph.cut')}</p>}
      <svg className="cti-graph" viewBox={`0 0 ${size} ${size}`} role="group" aria-label={c('graph')}>
        {edges.map((edge) => (
          <Edge key={`${edge.from} ${edge.to} ${edge.label}`} edge={edge} places={places} />
        ))}
        {nodes.map(({ line, distance }) => {
          const at = places.get(line.id);
          if (at === undefined) return null;
          return (
            <Link key={line.id} to={{ item: line.id }}>
              <circle
                cx={at.x}
                cy={at.y}
                r={distance === 0 ? 9 : 6}
                className={distance === 0 ? 'cti-start' : 'cti-node'}
              />
              <text x={at.x} y={at.y + 20} textAnchor="middle">
                <tspan className="cti-kind">{stixKind(line.kind)} </tspan>
                <tspan x={at.x} dy="1.15em">
                  {shortened(line.name)}
                </tspan>
              </text>
            </Link>
          );
        })}
      </svg>
      <details>
        <summary>{c('graph.list')}</summary>
        <ul className="lines small">
          {edges.map(({ from, to, label }) => (
            <li key={`${from} ${to} ${label}`}>
              {names.get(from) ?? '…'} — {label} → {names.get(to) ?? '…'}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Edge({
  edge: { from, to, label },
  places,
}: {
  edge: GraphEdge;
  places: ReadonlyMap<string, Point>;
}) {
  const [a, b] = [places.get(from), places.get(to)];
  if (a === undefined || b === undefined) return null;
  return (
    <g className="cti-edge">
      <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
      <text x={(a.x + b.x) / 2} y={(a.y + b.y) / 2} textAnchor="middle">
        {label}
      </text>
    </g>
  );
}

function shortened(name: string): string {
  return name.length <= 22 ? name : `${name.slice(0, 21)}…`;
}
