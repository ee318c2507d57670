import { Suspense, lazy, useMemo } from 'react';
import type { Feature, FeatureCollection } from 'geojson';
import type { View } from '../../chart/ChartView.ts';
import { useWords } from '../../state/words.tsx';
import { useReliefState } from './state.tsx';

const Chart = lazy(() => import('../../chart/Chart.tsx'));
const none: FeatureCollection = { type: 'FeatureCollection', features: [] };
const padding = { left: 20, right: 20, top: 20, bottom: 20 };
const nothing = () => {};

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

/** Places and what is on its way between them, on the chart; the list beside it says the same. */
export function ReliefMap({ more = [], at: asked }: { more?: readonly Feature[]; at?: View }) {
  const { t } = useWords();
  const { state } = useReliefState();
  const drawn = useMemo(() => {
    const at = new Map<string, [number, number]>();
    for (const { body } of state.organisations)
      if (body.place !== undefined) at.set(body.party, [body.place.lonDeg, body.place.latDeg]);
    for (const { id, body } of state.sites)
      if (body.place !== undefined) at.set(id, [body.place.lonDeg, body.place.latDeg]);
    const named = [
      ...state.organisations.map(({ body }) => [body.party, body.name] as const),
      ...state.sites.map(({ id, body }) => [id, body.name] as const),
    ].filter(([id]) => at.has(id));
    const labels = named.map(
      ([id, name]): Feature => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: at.get(id) as [number, number] },
        properties: { ...name },
      }),
    );
    const places = labels.map((feature): Feature => ({ ...feature, properties: { kind: 'fix' } }));
    const ways = state.consignments
      .filter(({ state: standing }) => standing !== 'confirmed' && standing !== 'cancelled')
      .flatMap(({ body, stays }): Feature[] => {
        const stops = [body.from, ...stays.map(({ site }) => site), body.destination ?? body.to];
        const coordinates = stops.flatMap((stop) => (at.has(stop) ? [at.get(stop) as [number, number]] : []));
        return coordinates.length < 2
          ? []
          : [
              {
                type: 'Feature',
                geometry: { type: 'LineString', coordinates },
                properties: { kind: 'evidence' },
              },
            ];
      });
    const points = [...at.values()];
    const middle = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / points.length;
    const start =
      points.length === 0
        ? { lonDeg: 137, latDeg: 37, zoom: 4 }
        : { lonDeg: middle(0), latDeg: middle(1), zoom: 8.5 };
    return { labels: collection(labels), evidence: collection([...more, ...ways, ...places]), start };
  }, [state, more]);
  return (
    <div className="relief-map">
      <Suspense fallback={<p className="empty">{t('chart.loading')}</p>}>
        <Chart
          start={asked ?? drawn.start}
          vessels={undefined}
          areas={drawn.labels}
          gates={none}
          tracks={none}
          evidence={drawn.evidence}
          target={undefined}
          look={undefined}
          padding={padding}
          onPick={nothing}
          onHover={nothing}
          onMoved={nothing}
        />
      </Suspense>
    </div>
  );
}
