import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '../../src/hub/api.ts';
import type { ChartPalette } from './palette.ts';
import { nothing } from './shapes.ts';
import { chartStyle } from './style.ts';

export type OverlayLayer = 'fills' | 'lines' | 'points';
export type OverlayData = Readonly<Record<OverlayLayer | 'labels', FeatureCollection>>;

/**
 * What a feature's properties may say: `role` (a colour of the palette), `widthPx`, `radiusPx`, `opacity`, `dashed`, `label`,
 * `id` (it can be clicked). A role is never told by colour alone: whoever draws adds a dash, a width or a label.
 */
export type Role = 'accent' | 'ink' | 'dim' | 'alarm' | 'ok' | 'cargo' | 'tanker';

const font = ['Noto Sans', 'Noto Sans JP'];

/** The chart of style.ts with an overlay between its coast and its names. */
export function overlayStyle(
  palette: ChartPalette,
  language: Language,
  data: OverlayData,
): StyleSpecification {
  const base = chartStyle(palette, language, {
    labels: data.labels,
    areas: nothing,
    gates: nothing,
    tracks: nothing,
    evidence: nothing,
    ages: nothing,
  });
  const role: ExpressionSpecification = [
    'match',
    ['get', 'role'],
    'alarm',
    palette.alarm,
    'ok',
    palette.ok,
    'ink',
    palette.ink,
    'dim',
    palette.dim,
    'cargo',
    palette.cargo,
    'tanker',
    palette.tanker,
    palette.accent,
  ];
  const opacity: ExpressionSpecification = ['coalesce', ['get', 'opacity'], 1];
  const dashed: ExpressionSpecification = ['==', ['get', 'dashed'], true];
  const width: ExpressionSpecification = ['coalesce', ['get', 'widthPx'], 2];
  const names = base.layers.findIndex(({ id }) => id === 'sea-labels');
  const halo = { 'text-halo-color': palette.panel, 'text-halo-width': 1.4 };
  base.layers.splice(
    names,
    0,
    {
      id: 'overlay-fills',
      type: 'fill',
      source: 'overlay-fills',
      paint: { 'fill-color': role, 'fill-opacity': ['*', 0.18, opacity] },
    },
    {
      id: 'overlay-edges',
      type: 'line',
      source: 'overlay-fills',
      paint: { 'line-color': role, 'line-width': 1.4, 'line-opacity': opacity },
    },
    {
      id: 'overlay-dashes',
      type: 'line',
      source: 'overlay-lines',
      filter: dashed,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': role, 'line-width': width, 'line-opacity': opacity, 'line-dasharray': [2, 2] },
    },
    {
      id: 'overlay-lines',
      type: 'line',
      source: 'overlay-lines',
      filter: ['!', dashed],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': role, 'line-width': width, 'line-opacity': opacity },
    },
  );
  base.layers.push(
    {
      id: 'overlay-points',
      type: 'circle',
      source: 'overlay-points',
      paint: {
        'circle-color': role,
        'circle-opacity': opacity,
        'circle-radius': ['coalesce', ['get', 'radiusPx'], 5],
        'circle-stroke-color': palette.panel,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'overlay-names',
      type: 'symbol',
      source: 'overlay-points',
      filter: ['has', 'label'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': font,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.6],
        'text-max-width': 12,
      },
      paint: { 'text-color': palette.ink, ...halo },
    },
  );
  for (const layer of ['fills', 'lines', 'points'] as const)
    base.sources[`overlay-${layer}`] = { type: 'geojson', data: data[layer] };
  return base;
}
