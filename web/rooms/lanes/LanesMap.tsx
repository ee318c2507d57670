import { Suspense, lazy, useMemo, useState } from 'react';
import type { Feature, FeatureCollection } from 'geojson';
import type { LaneArea, LaneFlowLines, LaneGate, LaneLine, Polygon } from '../../../src/lanes/api.ts';
import type { Language } from '../../../src/hub/api.ts';
import { collection, nothing } from '../../chart/shapes.ts';
import { closedGates } from './draft.ts';
import type { Draft } from './draft.ts';
import { useLanesWords } from './words.ts';

const OverlayMap = lazy(() => import('../../chart/OverlayMap.tsx'));
const start = { lonDeg: 88, latDeg: 16, zoom: 1.25 };

/** The ways before and under the closures; a click on a gate closes or opens it, an area is drawn corner by corner. */
export function LanesMap({
  draft,
  gates,
  areas,
}: {
  draft: Draft;
  gates: readonly LaneGate[];
  areas: readonly LaneArea[];
}) {
  const { p, language } = useLanesWords();
  const [corners, setCorners] = useState<Polygon>();
  const closed = closedGates(draft.scenario);
  const fills = useMemo(() => areaShapes(draft, areas, corners), [draft, areas, corners]);
  const lines = useMemo(
    () =>
      collection([
        ...wayShapes(draft.computed?.lines ?? []),
        ...gateShapes(gates, closedGates(draft.scenario), language),
      ]),
    [draft.computed, draft.scenario, gates, language],
  );
  const points = useMemo(() => cornerShapes(corners), [corners]);
  return (
    <section className="lanes-map" aria-label={p('map')}>
      <Suspense fallback={<p className="empty">{p('map.loading')}</p>}>
        <OverlayMap
          start={start}
          fills={fills}
          lines={lines}
          points={points}
          label={p('map.label', { closed: closed.size })}
          onFeature={(layer, id) => {
            if (layer === 'lines' && id.startsWith('gate:') && corners === undefined)
              draft.toggleGate(id.slice('gate:'.length));
          }}
          onPlace={(lonDeg, latDeg) => {
            if (corners !== undefined) setCorners([...corners, [lonDeg, latDeg]]);
          }}
        />
      </Suspense>
      <div className="lanes-map-tools panel row">
        {corners === undefined ? (
          <button type="button" className="button" onClick={() => setCorners([])}>
            {p('draw')}
          </button>
        ) : (
          <>
            <span className="small">{p('draw.corners', { count: corners.length })}</span>
            <button
              type="button"
              className="button primary"
              disabled={corners.length < 3}
              onClick={() => {
                draft.addPolygon(corners);
                setCorners(undefined);
              }}
            >
              {p('draw.close')}
            </button>
            <button type="button" className="button" onClick={() => setCorners(undefined)}>
              {p('draw.leave')}
            </button>
          </>
        )}
        <Legend />
      </div>
    </section>
  );
}

function Legend() {
  const { p } = useLanesWords();
  return (
    <ul className="lanes-legend small">
      <li>
        <span className="swatch before" /> {p('legend.before')}
      </li>
      <li>
        <span className="swatch after" /> {p('legend.after')}
      </li>
      <li>
        <span className="swatch severed" /> {p('legend.severed')}
      </li>
      <li>
        <span className="swatch closed" /> {p('legend.closed')}
      </li>
    </ul>
  );
}

function wayShapes(lines: readonly LaneFlowLines[]): Feature[] {
  const way = (line: LaneLine, properties: object): Feature[] =>
    line.map((coordinates) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'LineString', coordinates: coordinates.map((at) => [...at]) },
    }));
  return lines.flatMap(({ before, after }) => [
    ...way(before, { role: after === null ? 'alarm' : 'dim', dashed: true, widthPx: 1.3, opacity: 0.8 }),
    ...(after === null ? [] : way(after, { role: 'cargo', widthPx: 1.8, opacity: 0.75 })),
  ]);
}

function gateShapes(gates: readonly LaneGate[], closed: ReadonlySet<string>, language: Language): Feature[] {
  return gates.map((gate) => ({
    type: 'Feature',
    properties: {
      id: `gate:${gate.id}`,
      name: gate.name[language],
      role: closed.has(gate.id) ? 'accent' : 'ink',
      widthPx: closed.has(gate.id) ? 6 : 2.4,
    },
    geometry: { type: 'LineString', coordinates: gate.line.map((at) => [...at]) },
  }));
}

function areaShapes(
  { scenario }: Draft,
  areas: readonly LaneArea[],
  corners: Polygon | undefined,
): FeatureCollection {
  const rings = scenario.closures.flatMap(({ areas: named = [], polygon }) => [
    ...areas.filter(({ id }) => named.includes(id)).map(({ ring }) => ring),
    ...(polygon === undefined ? [] : [polygon]),
  ]);
  if (corners !== undefined && corners.length >= 3) rings.push(corners);
  if (rings.length === 0) return nothing;
  return collection(
    rings.map(
      (ring): Feature => ({
        type: 'Feature',
        properties: { role: 'accent' },
        geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]].map((at) => [...at])] },
      }),
    ),
  );
}

function cornerShapes(corners: Polygon | undefined): FeatureCollection {
  if (corners === undefined) return nothing;
  return collection(
    corners.map(
      (at): Feature => ({
        type: 'Feature',
        properties: { role: 'accent' },
        geometry: { type: 'Point', coordinates: [...at] },
      }),
    ),
  );
}
