import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { PickingInfo } from '@deck.gl/core';
import {
  AttributionControl,
  GeoJSONSource,
  Map as MapLibreMap,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { FeatureCollection } from 'geojson';
import type { Language } from '../../src/hub/api.ts';
import type { VesselColumns } from '../../src/sea/api.ts';
import { readPalette } from './palette.ts';
import type { ChartPalette } from './palette.ts';
import { ageShapes, collection, nothing } from './shapes.ts';
import { chartStyle } from './style.ts';
import type { ChartData } from './style.ts';
import { drawVessels, vesselLayers } from './vessels.ts';

setWorkerUrl(workerUrl);

export interface ChartHandlers {
  /** A vessel was clicked; undefined is open water. */
  readonly onPick: (mmsi: number | undefined) => void;
  /** The pointer rests on a vessel, at page pixels; undefined when it left. */
  readonly onHover: (vessel: { mmsi: number; x: number; y: number } | undefined) => void;
  /** The chart stands still again at these bounds: west, south, east, north, degrees. */
  readonly onMoved: (bounds: Bounds, view: View) => void;
}

export type Bounds = readonly [west: number, south: number, east: number, north: number];

export interface View {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly zoom: number;
}

/** Room left free by the floating panels, px. */
export interface Padding {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The only place that knows MapLibre and deck.gl. It holds what is drawn and passes on what changed, and nothing else:
 * a poll replaces typed arrays, a selection one small GeoJSON source, a theme the style.
 */
export class ChartView {
  readonly #map: MapLibreMap;
  readonly #overlay: MapLibreOverlay;
  readonly #data: ChartData = {
    areas: nothing,
    gates: nothing,
    tracks: nothing,
    evidence: nothing,
    ages: nothing,
  };
  #handlers: ChartHandlers;
  #palette: ChartPalette = readPalette();
  #vessels: VesselColumns | undefined;

  constructor(container: HTMLElement, view: View, language: Language, handlers: ChartHandlers) {
    this.#handlers = handlers;
    this.#map = new MapLibreMap({
      container,
      style: chartStyle(this.#palette, language, this.#data),
      center: [view.lonDeg, view.latDeg],
      zoom: view.zoom,
      minZoom: 1,
      maxZoom: 15,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      canvasContextAttributes: { antialias: true },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ unit: 'nautical', maxWidth: 110 }), 'bottom-right');
    this.#map.addControl(
      new AttributionControl({ compact: true, customAttribution: 'Natural Earth' }),
      'bottom-right',
    );
    this.#overlay = new MapLibreOverlay({
      interleaved: false,
      pickingRadius: 6,
      layers: [],
      onClick: (info) => this.#handlers.onPick(this.#mmsiOf(info)),
      onHover: (info) => {
        const mmsi = this.#mmsiOf(info);
        this.#handlers.onHover(mmsi === undefined ? undefined : { mmsi, x: info.x, y: info.y });
      },
      getCursor: ({ isHovering }) => (isHovering ? 'pointer' : 'grab'),
    });
    this.#map.addControl(this.#overlay);
    this.#map.on('moveend', () => this.#moved());
    this.#map.once('load', () => this.#moved());
  }

  set handlers(handlers: ChartHandlers) {
    this.#handlers = handlers;
  }

  /** The style sheet's palette has changed, or the language of the labels. */
  restyle(language: Language): void {
    this.#palette = readPalette();
    this.#map.setStyle(chartStyle(this.#palette, language, this.#data), { diff: true });
    this.#redraw();
  }

  setVessels(vessels: VesselColumns): void {
    this.#vessels = vessels;
    this.setData('ages', collection(ageShapes(vessels)));
    this.#redraw();
  }

  setData(name: keyof ChartData, data: FeatureCollection): void {
    this.#data[name] = data;
    const source = this.#map.getSource(name);
    if (source instanceof GeoJSONSource) source.setData(data);
    else this.#map.once('styledata', () => this.setData(name, this.#data[name]));
  }

  /** Brings a place into the free part of the chart, only if it is not there already. */
  show(lonDeg: number, latDeg: number, padding: Padding, zoom?: number): void {
    const { x, y } = this.#map.project([lonDeg, latDeg]);
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const isFree =
      x > padding.left &&
      x < clientWidth - padding.right &&
      y > padding.top &&
      y < clientHeight - padding.bottom;
    if (isFree && zoom === undefined) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#map.easeTo({
      center: [lonDeg, latDeg],
      offset: [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2],
      zoom: zoom ?? this.#map.getZoom(),
      duration: calm ? 0 : 400,
    });
  }

  zoomBy(steps: number): void {
    this.#map.zoomTo(this.#map.getZoom() + steps, { duration: 150 });
  }

  destroy(): void {
    this.#map.remove();
  }

  #mmsiOf(info: PickingInfo): number | undefined {
    return info.index < 0 ? undefined : this.#vessels?.mmsi[info.index];
  }

  #redraw(): void {
    if (this.#vessels === undefined) return;
    const drawing = drawVessels(this.#vessels, this.#palette);
    this.#overlay.setProps({ layers: vesselLayers(drawing, this.#palette) });
  }

  #moved(): void {
    const bounds = this.#map.getBounds();
    const { lng, lat } = this.#map.getCenter();
    this.#handlers.onMoved([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], {
      lonDeg: lng,
      latDeg: lat,
      zoom: this.#map.getZoom(),
    });
  }
}
