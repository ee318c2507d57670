import { useEffect, useMemo, useRef } from 'react';
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import Sigma from 'sigma';
import type { NetworkView } from '../../../src/programme/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useLatest } from '../../state/latest.ts';
import { useQuery } from '../../state/query.ts';
import { pageOf } from './pages.ts';
import { Choice } from '../../parts/Choice.tsx';
import { StatementList } from './Statement.tsx';
import { ScrollBox } from './ScrollBox.tsx';
import { useProgrammeWords } from './words.ts';
import type { StatementPage } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';

/** Who stands together with whom in statements: drawn, and as a list for one actor. */
export function Network() {
  const { p } = useProgrammeWords();
  const { actor } = usePlace().query;
  const { data, problem, reload } = useQuery<NetworkView>('/programme/network', { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const names = data.nodes.map(({ name }) => name);
  const chosen = actor ?? names.at(0) ?? '';
  const choose = (name: string) => go(pageOf('network', { actor: name }), { replace: true });
  return (
    <>
      <p className="dim">{p('network.about')}</p>
      <Drawing view={data} chosen={chosen} onChoose={choose} />
      <div className="programme-choice">
        <Choice
          label={p('network.choose')}
          value={chosen}
          onChange={choose}
          options={names.map((name) => [name, name])}
        />
      </div>
      <Together view={data} chosen={chosen} onChoose={choose} />
      <SaidOf actor={chosen} />
    </>
  );
}

/** A colour and, beside it, a size: the class is told in the list as well. */
const colours: Readonly<Record<string, string>> = {
  nato: '--cargo',
  organisation: '--cargo',
  parliament: '--fishing',
  ally: '--tanker',
  japan: '--accent',
  state: '--other',
};

function Drawing({
  view,
  chosen,
  onChoose,
}: {
  view: NetworkView;
  chosen: string;
  onChoose: (name: string) => void;
}) {
  const { p } = useProgrammeWords();
  const holder = useRef<HTMLDivElement>(null);
  const choose = useLatest(onChoose);
  const graph = useMemo(() => graphOf(view), [view]);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const renderer = new Sigma(graph, element, {
      labelColor: { color: colour('--ink') },
      labelFont: '"Noto Sans", "Noto Sans JP", sans-serif',
      labelSize: 12,
      labelDensity: 1.2,
      defaultEdgeColor: colour('--rule'),
      allowInvalidContainer: true,
      nodeReducer: (node, data) => ({
        ...data,
        color: colour(colours[data.kind as string] ?? '--other'),
        highlighted: false,
        ...(node === chosen ? { color: colour('--accent'), zIndex: 1, forceLabel: true } : {}),
      }),
      edgeReducer: (edge, data) => ({
        ...data,
        color: graph.hasExtremity(edge, chosen) ? colour('--accent') : colour('--rule'),
      }),
    });
    renderer.on('clickNode', ({ node }) => choose.current(node));
    return () => renderer.kill();
  }, [graph, chosen, choose]);
  return (
    <div
      ref={holder}
      className="programme-network panel"
      role="img"
      aria-label={p('network.label', { nodes: view.nodes.length })}
    />
  );
}

/** Laid out once: the same record gives the same picture. */
function graphOf({ nodes, edges }: NetworkView): Graph {
  const graph = new Graph();
  const most = Math.max(1, ...nodes.map(({ count }) => count));
  for (const [i, { name, count, class: kind }] of nodes.entries()) {
    const angle = (2 * Math.PI * i) / nodes.length;
    graph.addNode(name, {
      label: name,
      size: 3 + 11 * Math.sqrt(count / most),
      kind,
      x: Math.cos(angle),
      y: Math.sin(angle),
    });
  }
  for (const { from, to, count } of edges)
    graph.addEdge(nodes[from].name, nodes[to].name, {
      weight: count,
      size: Math.min(4, 0.5 + Math.log2(count)),
    });
  forceAtlas2.assign(graph, {
    iterations: 250,
    settings: { ...forceAtlas2.inferSettings(graph), adjustSizes: true, gravity: 1.4 },
  });
  return graph;
}

function Together({
  view: { nodes, edges },
  chosen,
  onChoose,
}: {
  view: NetworkView;
  chosen: string;
  onChoose: (name: string) => void;
}) {
  const { p, named } = useProgrammeWords();
  const at = nodes.findIndex(({ name }) => name === chosen);
  const rows = edges
    .filter(({ from, to }) => from === at || to === at)
    .map(({ from, to, count, kinds }) => ({ name: nodes[from === at ? to : from].name, count, kinds }));
  return (
    <ScrollBox label={p('network.with')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{p('network.with')}</th>
            <th scope="col" className="number">
              {p('network.count')}
            </th>
            <th scope="col">{p('network.kinds')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 30).map(({ name, count, kinds }) => (
            <tr key={name}>
              <td>
                <button type="button" className="button quiet" onClick={() => onChoose(name)}>
                  {name}
                </button>
              </td>
              <td className="number">{count}</td>
              <td>{kinds.map((kind) => named('fact', kind)).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function SaidOf({ actor }: { actor: string }) {
  const { p } = useProgrammeWords();
  const path = actor === '' ? undefined : withQuery('/programme/statements', { actor, limit: 20 });
  const { data } = useQuery<StatementPage>(path);
  if (data === undefined) return null;
  return (
    <section className="stack">
      <h2>{actor}</h2>
      <p className="small dim">
        {p('statements.shown', { shown: data.statements.length, count: data.count })}
      </p>
      <StatementList statements={data.statements} />
    </section>
  );
}
