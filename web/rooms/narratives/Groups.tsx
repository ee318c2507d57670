import { useEffect, useMemo, useRef } from 'react';
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import Sigma from 'sigma';
import type { Analysis, EdgeRow, GroupRow, LayerName } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useLatest } from '../../state/latest.ts';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { WithAnalysis } from './CollectionHead.tsx';
import { pageOf } from './pages.ts';
import type { CollectionEntry } from './pages.ts';
import { Posts } from './Posts.tsx';
import { lagText, shortAccount, useNarrativesWords } from './words.ts';

const drawnAtMost = 1500;
const listedAtMost = 60;

/** Who acts together more than chance allows: drawn, and as tables; harmless reasons before any label. */
export function Groups() {
  return (
    <WithAnalysis>
      {(analysis, collection) => <Coordination analysis={analysis} collection={collection} />}
    </WithAnalysis>
  );
}

function Coordination({ analysis, collection }: { analysis: Analysis; collection: CollectionEntry }) {
  const { n, layer } = useNarrativesWords();
  const { groups, edges, settings } = analysis;
  const { layer: chosen = '', edge } = usePlace().query;
  const layers = [...new Set(edges.flatMap((each) => each.layers.map((one) => one.layer)))].sort();
  const shown = useMemo(
    () => (chosen === '' ? edges : edges.filter((each) => each.layers.some((one) => one.layer === chosen))),
    [edges, chosen],
  );
  return (
    <>
      <p className="dim">{n('groups.about', { minutes: Math.round(settings.windowS / 60) })}</p>
      {groups.length === 0 && edges.length === 0 ? (
        <Empty>{n('groups.none')}</Empty>
      ) : (
        <>
          <GroupTable groups={groups} />
          <label className="field narratives-choice no-print">
            <span>{n('groups.layer')}</span>
            <select
              value={chosen}
              onChange={({ target }) =>
                go({ query: { layer: target.value, edge: undefined } }, { replace: true })
              }
            >
              <option value="">{n('list.all')}</option>
              {layers.map((name) => (
                <option key={name} value={name}>
                  {layer(name)}
                </option>
              ))}
            </select>
          </label>
          <Network groups={groups} edges={shown} />
          <EdgeTable edges={shown} chosen={edge} layerChosen={chosen as LayerName | ''} />
          {edge !== undefined && (
            <section className="stack" id="narratives-edge">
              <h2>{n('posts')}</h2>
              <Posts key={edge} collection={collection.id} of={{ edge }} />
            </section>
          )}
        </>
      )}
    </>
  );
}

function GroupTable({ groups }: { groups: readonly GroupRow[] }) {
  const { n, layer, verdict, benign } = useNarrativesWords();
  const sorted = groups.toSorted(
    (a, b) => Number(a.verdict === 'benign') - Number(b.verdict === 'benign') || b.confidence - a.confidence,
  );
  return (
    <ScrollBox label={n('groups.group')}>
      <table className="narratives-table">
        <thead>
          <tr>
            <th scope="col">{n('groups.verdict')}</th>
            <th scope="col" className="number">
              {n('groups.members')}
            </th>
            <th scope="col">{n('groups.layers')}</th>
            <th scope="col" className="number">
              {n('col.posts')}
            </th>
            <th scope="col" className="number">
              {n('groups.days')}
            </th>
            <th scope="col">{n('group.sites')}</th>
            <th scope="col" className="number">
              {n('groups.confidence')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, listedAtMost).map((group) => (
            <tr key={group.id}>
              <td>
                <Link to={pageOf('group', { thing: group.id })}>
                  {group.verdict === 'benign' ? benign(group.reason ?? 'mixed') : verdict(group.verdict)}
                </Link>
              </td>
              <td className="number">{group.members.length}</td>
              <td>{group.layers.map(layer).join(' · ')}</td>
              <td className="number">{group.posts.length}</td>
              <td className="number">
                {group.persistence.active}/{group.persistence.windows}
              </td>
              <td className="small">
                {group.domains
                  .slice(0, 2)
                  .map(({ domain }) => domain)
                  .join(' · ')}
              </td>
              <td className="number">{group.verdict === 'benign' ? '—' : group.confidence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Network({ groups, edges }: { groups: readonly GroupRow[]; edges: readonly EdgeRow[] }) {
  const { n } = useNarrativesWords();
  const holder = useRef<HTMLDivElement>(null);
  const open = useLatest((group: string) => go(pageOf('group', { thing: group })));
  const graph = useMemo(() => graphOf(groups, edges), [groups, edges]);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const renderer = new Sigma(graph, element, {
      renderLabels: false,
      defaultEdgeColor: colour('--rule'),
      allowInvalidContainer: true,
      nodeReducer: (_node, data) => ({
        ...data,
        color: colour(data.verdict === 'coordinated' ? '--accent' : '--other'),
      }),
      edgeReducer: (_edge, data) => ({ ...data, color: colour('--coast') }),
    });
    renderer.on('clickNode', ({ node }) => {
      const group = graph.getNodeAttribute(node, 'group') as string | undefined;
      if (group !== undefined) open.current(group);
    });
    return () => renderer.kill();
  }, [graph, open]);
  return (
    <div
      ref={holder}
      className="narratives-network panel"
      role="img"
      aria-label={n('groups.network', { accounts: graph.order, edges: graph.size })}
    />
  );
}

/** Laid out from the order of the edges alone: the same collection gives the same picture. */
function graphOf(groups: readonly GroupRow[], edges: readonly EdgeRow[]): Graph {
  const graph = new Graph();
  const of = new Map(groups.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const drawn = edges.slice(0, drawnAtMost);
  const accounts = [...new Set(drawn.flatMap(({ from, to }) => [from, to]))].sort();
  for (const [i, account] of accounts.entries()) {
    const group = of.get(account);
    const angle = (2 * Math.PI * i) / accounts.length;
    const verdict = group?.verdict ?? 'none';
    graph.addNode(account, {
      group: group?.id,
      verdict,
      // Size tells what colour tells.
      size: verdict === 'coordinated' ? 7 : 4,
      x: Math.cos(angle),
      y: Math.sin(angle),
    });
  }
  for (const { from, to, weight } of drawn)
    graph.mergeEdge(from, to, { weight, size: Math.min(4, 0.5 + Math.log2(1 + weight) / 2) });
  if (graph.order > 1)
    forceAtlas2.assign(graph, {
      iterations: 400,
      settings: { ...forceAtlas2.inferSettings(graph), linLogMode: true, gravity: 0.5, scalingRatio: 4 },
    });
  return graph;
}

/** Pairs of accounts with what joins them; each opens its posts. */
export function EdgeTable({
  edges,
  chosen,
  layerChosen = '',
}: {
  edges: readonly EdgeRow[];
  chosen: string | undefined;
  layerChosen?: LayerName | '';
}) {
  const { n, layer } = useNarrativesWords();
  return (
    <section className="stack">
      <h2>{n('groups.edges')}</h2>
      <p className="small dim">
        {n('list.shown', { shown: Math.min(edges.length, listedAtMost), count: edges.length })}
      </p>
      <ScrollBox label={n('groups.edges')}>
        <table className="narratives-table">
          <thead>
            <tr>
              <th scope="col">{n('groups.pair')}</th>
              <th scope="col">{n('groups.layers')}</th>
              <th scope="col" className="number">
                {n('groups.weight')}
              </th>
              <th scope="col" className="number">
                {n('groups.expected')}
              </th>
              <th scope="col" className="number">
                {n('groups.lag')}
              </th>
              <th scope="col">{n('posts')}</th>
            </tr>
          </thead>
          <tbody>
            {edges.slice(0, listedAtMost).map((edge) => {
              const layers = edge.layers.filter((one) => layerChosen === '' || one.layer === layerChosen);
              return (
                <tr key={edge.id} aria-current={edge.id === chosen ? 'true' : undefined}>
                  <td className="mono no-wrap" title={`${edge.from} ${edge.to}`}>
                    {shortAccount(edge.from)} – {shortAccount(edge.to)}
                  </td>
                  <td>{layers.map((one) => layer(one.layer)).join(' · ')}</td>
                  <td className="number">{layers.map(({ weight }) => weight).join(' · ')}</td>
                  <td className="number">{layers.map(({ expected }) => expected.toFixed(2)).join(' · ')}</td>
                  <td className="number">{layers.map(({ meanLagMs }) => lagText(meanLagMs)).join(' · ')}</td>
                  <td>
                    <Link to={{ query: { edge: edge.id } }}>
                      {n('posts.open')} ({edge.posts})
                    </Link>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
