import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { PickingInfo } from '@deck.gl/core';
import { GeoJSONSource, Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { FeatureCollection } from 'geojson';
import type { Language } from '../../src/hub/api.ts';
import type { VesselColumns } from '../../src/sea/api.ts';
import { lettersOf } from './letters.ts';
import { readPalette } from './palette.ts';
import type { ChartPalette } from './palette.ts';
import { ageShapes, collection, nothing } from './shapes.ts';
import { agesFromZoom, chartStyle } from './style.ts';
import type { ChartData } from './style.ts';
import { vectorMinutes } from './vectors.ts';
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
    labels: nothing,
    areas: nothing,
    gates: nothing,
    tracks: nothing,
    evidence: nothing,
    ages: nothing,
  };
  #handlers: ChartHandlers;
  #palette: ChartPalette = readPalette();
  #language: Language;
  #isGone = false;
  #vessels: VesselColumns | undefined;
  /** For which reach the course vectors were last computed. */
  #drawnMinutes = 0;

  constructor(container: HTMLElement, view: View, language: Language, handlers: ChartHandlers) {
    this.#handlers = handlers;
    this.#language = language;
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
      // Nothing moves by itself: names appear, they do not fade in with every report.
      fadeDuration: 0,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ unit: 'nautical', maxWidth: 110 }), 'bottom-right');
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
    void this.#loadLabels();
  }

  set handlers(handlers: ChartHandlers) {
    this.#handlers = handlers;
  }

  /** The style sheet's palette has changed, or the language of the labels. */
  async restyle(language: Language): Promise<void> {
    this.#language = language;
    this.#palette = readPalette();
    await Promise.all([lettersOf(this.#data.labels, language), lettersOf(this.#data.areas, language)]);
    if (this.#isGone || this.#language !== language) return;
    this.#map.setStyle(chartStyle(this.#palette, language, this.#data), { diff: true });
    this.#redraw();
  }

  setVessels(vessels: VesselColumns): void {
    this.#vessels = vessels;
    this.#redraw();
  }

  /** Replaces what bears names, once its letters are there. */
  async setNamed(name: 'labels' | 'areas', data: FeatureCollection): Promise<void> {
    this.#data[name] = data;
    await lettersOf(data, this.#language);
    if (!this.#isGone && this.#data[name] === data) this.setData(name, data);
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
    this.#isGone = true;
    this.#map.remove();
  }

  /** Ages are read close up only; far out the many would cost every poll a placing of names. */
  #drawAges(vessels: VesselColumns, zoom: number): void {
    const isClose = zoom >= agesFromZoom;
    if (isClose) this.setData('ages', collection(ageShapes(vessels)));
    else if (this.#data.ages !== nothing) this.setData('ages', nothing);
  }

  async #loadLabels(): Promise<void> {
    try {
      const answer = await fetch('/chart/chart-labels.json');
      if (answer.ok) await this.setNamed('labels', (await answer.json()) as FeatureCollection);
    } catch {
      // A chart without names is still a chart; the lists name everything.
    }
  }

  #mmsiOf(info: PickingInfo): number | undefined {
    return info.index < 0 ? undefined : this.#vessels?.mmsi[info.index];
  }

  #redraw(): void {
    if (this.#vessels === undefined) return;
    const zoom = this.#map.getZoom();
    this.#drawnMinutes = vectorMinutes(zoom);
    this.#drawAges(this.#vessels, zoom);
    const drawing = drawVessels(this.#vessels, this.#palette, zoom);
    this.#overlay.setProps({ layers: vesselLayers(drawing, this.#palette, zoom) });
  }

  #moved(): void {
    const zoom = this.#map.getZoom();
    const isClose = zoom >= agesFromZoom;
    if (vectorMinutes(zoom) !== this.#drawnMinutes || isClose !== (this.#data.ages !== nothing))
      this.#redraw();
    const bounds = this.#map.getBounds();
    const { lng, lat } = this.#map.getCenter();
    this.#handlers.onMoved([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], {
      lonDeg: lng,
      latDeg: lat,
      zoom: this.#map.getZoom(),
    });
  }
}
