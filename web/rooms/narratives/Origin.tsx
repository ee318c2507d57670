import type { CascadeNode, CascadeView, NarrativeRow } from '../../../src/narratives/api.ts';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { timeText } from '../../parts/times.ts';
import { useQuery } from '../../state/query.ts';
import { gapsText } from './CollectionHead.tsx';
import { pathOf } from './pages.ts';
import { lagText, shortAccount, useNarrativesWords } from './words.ts';

/** Where a narrative began as far as this collection can tell, and which post followed which. */
export function Origin({ collection, row }: { collection: string; row: NarrativeRow }) {
  const { n } = useNarrativesWords();
  const { origin } = row;
  return (
    <section className="panel stack">
      <h2>{n('origin')}</h2>
      <p>
        {origin.kind === 'earliest-here'
          ? n('origin.earliest', { at: timeText(origin.at), account: shortAccount(origin.account ?? '') })
          : n('origin.missing', { at: timeText(origin.at) })}
      </p>
      <p className="small">
        {origin.gapsBefore.length > 0
          ? n('origin.gaps', { gaps: gapsText(origin.gapsBefore) })
          : n('origin.no-gaps')}
      </p>
      <p className="small dim">
        {n('origin.shape', {
          roots: origin.roots,
          depth: origin.depth,
          breadth: origin.breadth,
          half: lagText(origin.halfTimeMs),
        })}{' '}
        {n('origin.links', { known: origin.knownLinks, inferred: origin.inferredLinks })}
      </p>
      <Tree collection={collection} narrative={row.id} />
      <div className="narratives-three">
        <Counted
          title={n('origin.seed-sites')}
          rows={origin.seedDomains.map(({ domain, posts }) => [domain, posts])}
        />
        <Counted
          title={n('origin.seed-accounts')}
          rows={origin.seedAccounts.map(({ account, posts }) => [account, posts])}
        />
        <Counted
          title={n('origin.spreaders')}
          rows={origin.spreaders.map(({ account, descendants }) => [account, descendants])}
        />
      </div>
    </section>
  );
}

export function Counted({ title, rows }: { title: string; rows: readonly (readonly [string, number])[] }) {
  return (
    <div>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="small dim">—</p>
      ) : (
        <ul className="small">
          {rows.slice(0, 8).map(([name, count]) => (
            <li key={name} className="row spread">
              <span className={name.startsWith('acct-') ? 'mono' : undefined} title={name}>
                {shortAccount(name)}
              </span>
              <span className="number">{count}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const drawnAtMost = 60;
const [width, margin] = [900, 14];

/** Left to right by time; what is inferred is dashed. */
function Tree({ collection, narrative }: { collection: string; narrative: string }) {
  const { n } = useNarrativesWords();
  const { data } = useQuery<CascadeView>(`${pathOf(collection)}/cascade/${narrative}`);
  if (data === undefined) return null;
  const nodes = data.nodes.slice(0, drawnAtMost);
  const places = placesOf(nodes);
  const height = 2 * margin + 11 * Math.max(1, nodes.length);
  const startMs = Date.parse(nodes[0].at);
  const spanMs = Math.max(1, Date.parse(nodes[nodes.length - 1].at) - startMs);
  const x = ({ at }: CascadeNode) => margin + ((Date.parse(at) - startMs) / spanMs) * (width - 2 * margin);
  const y = (i: number) => margin + 11 * places[i] + 5;
  return (
    <figure className="stack">
      <figcaption className="small">
        {n('origin.tree')} · ● {n('origin.root')} · ── {n('origin.stated')} · ┄┄ {n('origin.inferred')}
      </figcaption>
      <ScrollBox label={n('origin.tree')} plain>
        <svg
          className="narratives-tree"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={n('origin.tree.label', { shown: nodes.length, posts: data.posts })}
        >
          {nodes.map((node, i) =>
            node.parent === null || node.parent >= nodes.length ? null : (
              <path
                key={node.row}
                className={node.link}
                d={`M${x(nodes[node.parent])} ${y(node.parent)}V${y(i)}H${x(node)}`}
              />
            ),
          )}
          {nodes.map((node, i) => (
            <circle
              key={node.row}
              cx={x(node)}
              cy={y(i)}
              r={node.link === 'root' ? 4.5 : 3}
              className={node.link}
            >
              <title>{`${timeText(node.at)} ${node.account}`}</title>
            </circle>
          ))}
        </svg>
      </ScrollBox>
      <details className="small">
        <summary>{n('one.table')}</summary>
        <ul>
          {nodes.map((node) => (
            <li key={node.row} style={{ paddingLeft: Math.min(8, node.depth) * 14 }}>
              {timeText(node.at)} · <span className="mono">{shortAccount(node.account)}</span> ·{' '}
              {n(`origin.${node.link}`)} · {node.platform} {node.language}
            </li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

/** Lines from the top: each post below the one that it followed, before its later siblings. */
function placesOf(nodes: readonly CascadeNode[]): number[] {
  const children = new Map<number, number[]>();
  for (const [i, { parent }] of nodes.entries()) {
    const above = parent === null || parent >= nodes.length ? -1 : parent;
    children.set(above, [...(children.get(above) ?? []), i]);
  }
  const places = nodes.map(() => 0);
  let next = 0;
  const waiting = [...(children.get(-1) ?? [])].reverse();
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    places[i] = next++;
    waiting.push(...[...(children.get(i) ?? [])].reverse());
  }
  return places;
}
