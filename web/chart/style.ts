import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '../../src/hub/api.ts';
import type { ChartPalette } from './palette.ts';

/** What changes while the chart is looked at, source by source. */
export type ChartData = Record<
  'labels' | 'areas' | 'gates' | 'tracks' | 'evidence' | 'ages',
  FeatureCollection
>;

// No glyphs are fetched: MapLibre draws letters with the page's own fonts.
const font = ['Noto Sans', 'Noto Sans JP'];

export const agesFromZoom = 6;

/** The chart as a MapLibre style: everything but the vessels. Files come from the hub, nothing from elsewhere. */
export function chartStyle(
  { sea, within12, within24, land, coast, ink, dim, accent, panel }: ChartPalette,
  language: Language,
  data: ChartData,
): StyleSpecification {
  const halo = { 'text-halo-color': sea, 'text-halo-width': 1.2 };
  const name: ExpressionSpecification = ['get', language];
  const full: ExpressionSpecification = [
    'coalesce',
    ['get', language === 'ja' ? 'labelJa' : 'labelEn'],
    ['get', language],
  ];
  const within = (limitNm: number): ExpressionSpecification => ['==', ['get', 'limitNm'], limitNm];
  const kind = (value: string): ExpressionSpecification => ['==', ['get', 'kind'], value];
  const isGap: ExpressionSpecification = ['==', ['get', 'gap'], true];
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: '/chart/chart-land.json' },
      bands: { type: 'geojson', data: '/chart/chart-bands.json' },
      labels: { type: 'geojson', data: data.labels },
      areas: { type: 'geojson', data: data.areas },
      gates: { type: 'geojson', data: data.gates },
      tracks: { type: 'geojson', data: data.tracks },
      evidence: { type: 'geojson', data: data.evidence },
      ages: { type: 'geojson', data: data.ages },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      {
        id: 'within-24',
        type: 'fill',
        source: 'bands',
        filter: within(24),
        paint: { 'fill-color': within24 },
      },
      {
        id: 'within-12',
        type: 'fill',
        source: 'bands',
        filter: within(12),
        paint: { 'fill-color': within12 },
      },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': land } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': coast, 'line-width': 0.8 } },
      // Around features whose sovereignty or status is disputed the limit is a broken line: near whom, not whose.
      {
        id: 'disputed',
        type: 'line',
        source: 'bands',
        filter: ['all', within(12), ['==', ['get', 'of'], 'disputed']],
        minzoom: 5,
        paint: { 'line-color': dim, 'line-width': 0.8, 'line-dasharray': [4, 3], 'line-opacity': 0.7 },
      },
      { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': accent, 'fill-opacity': 0.06 } },
      {
        id: 'area-edges',
        type: 'line',
        source: 'areas',
        paint: { 'line-color': accent, 'line-width': 1.2, 'line-dasharray': [3, 2] },
      },
      {
        id: 'gates',
        type: 'line',
        source: 'gates',
        paint: { 'line-color': dim, 'line-width': 1.4, 'line-dasharray': [1, 1.5] },
      },
      {
        id: 'uncertainty',
        type: 'fill',
        source: 'evidence',
        filter: kind('uncertainty'),
        paint: { 'fill-color': accent, 'fill-opacity': 0.18 },
      },
      {
        id: 'tracks',
        type: 'line',
        source: 'tracks',
        filter: ['!', isGap],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': accent, 'line-width': 1.4, 'line-opacity': ['*', 0.75, ['get', 'fade']] },
      },
      {
        id: 'track-gaps',
        type: 'line',
        source: 'tracks',
        filter: isGap,
        paint: { 'line-color': accent, 'line-width': 1.2, 'line-opacity': 0.7, 'line-dasharray': [1, 3] },
      },
      {
        id: 'evidence',
        type: 'line',
        source: 'evidence',
        filter: ['all', kind('evidence'), ['!', isGap]],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': accent, 'line-width': 2.2 },
      },
      {
        id: 'evidence-gaps',
        type: 'line',
        source: 'evidence',
        filter: ['all', kind('evidence'), isGap],
        paint: { 'line-color': accent, 'line-width': 2, 'line-dasharray': [1, 2.5] },
      },
      {
        id: 'fixes',
        type: 'circle',
        source: 'evidence',
        filter: kind('fix'),
        minzoom: 7,
        paint: { 'circle-color': accent, 'circle-radius': 2.2 },
      },
      {
        id: 'place-ring',
        type: 'circle',
        source: 'evidence',
        filter: kind('place'),
        paint: {
          'circle-color': accent,
          'circle-opacity': 0.08,
          'circle-radius': 26,
          'circle-stroke-color': accent,
          'circle-stroke-opacity': 0.35,
          'circle-stroke-width': 9,
        },
      },
      {
        id: 'place',
        type: 'circle',
        source: 'evidence',
        filter: kind('place'),
        paint: {
          'circle-color': panel,
          'circle-opacity': 0.4,
          'circle-radius': 11,
          'circle-stroke-color': accent,
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'sea-labels',
        type: 'symbol',
        source: 'labels',
        filter: ['match', ['get', 'kind'], ['sea', 'ocean', 'strait'], true, false],
        layout: {
          'text-field': name,
          'text-font': font,
          'text-size': ['match', ['get', 'kind'], 'strait', 11, 13],
          'text-letter-spacing': 0.08,
          'text-max-width': 8,
          'symbol-sort-key': ['get', 'rank'],
        },
        paint: { 'text-color': dim, ...halo },
      },
      {
        id: 'land-labels',
        type: 'symbol',
        source: 'labels',
        filter: [
          'all',
          ['match', ['get', 'kind'], ['sea', 'ocean', 'strait'], false, true],
          ['<=', ['get', 'rank'], 2],
        ],
        layout: {
          'text-field': name,
          'text-font': font,
          'text-size': ['match', ['get', 'kind'], 'economy', 14, 12],
          'text-max-width': 9,
          'symbol-sort-key': ['get', 'rank'],
        },
        paint: { 'text-color': ink, 'text-halo-color': land, 'text-halo-width': 1.2 },
      },
      {
        id: 'feature-labels',
        type: 'symbol',
        source: 'labels',
        filter: ['>', ['get', 'rank'], 2],
        minzoom: 5.5,
        layout: {
          // Close enough to read it, a disputed feature is named with who administers it and who claims it.
          'text-field': ['step', ['zoom'], name, 7.5, full],
          'text-font': font,
          'text-size': 11,
          'text-anchor': 'top',
          'text-offset': [0, 0.4],
          'text-max-width': 16,
          'symbol-sort-key': ['get', 'rank'],
        },
        paint: { 'text-color': ink, ...halo },
      },
      {
        id: 'area-labels',
        type: 'symbol',
        source: 'areas',
        layout: { 'text-field': name, 'text-font': font, 'text-size': 11, 'text-max-width': 12 },
        paint: { 'text-color': accent, ...halo },
      },
      {
        id: 'ages',
        type: 'symbol',
        source: 'ages',
        minzoom: agesFromZoom,
        layout: {
          'text-field': ['get', 'text'],
          'text-font': font,
          'text-size': 10,
          'text-anchor': 'left',
          'text-offset': [0.9, 0],
        },
        paint: { 'text-color': dim, ...halo },
      },
    ],
  };
}
