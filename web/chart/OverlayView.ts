import { GeoJSONSource, LngLatBounds, Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import type { MapMouseEvent } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { FeatureCollection } from 'geojson';
import type { Language } from '../../src/hub/api.ts';
import type { Bounds, View } from './ChartView.ts';
import { lettersOf } from './letters.ts';
import { overlayStyle } from './overlaystyle.ts';
import type { OverlayData, OverlayLayer } from './overlaystyle.ts';
import { readPalette } from './palette.ts';
import { nothing } from './shapes.ts';

setWorkerUrl(workerUrl);

export interface OverlayHandlers {
  /** A feature with an `id` among its properties was clicked. */
  readonly onFeature: (layer: OverlayLayer, id: string) => void;
  /** Open water or land was clicked, degrees. */
  readonly onPlace: (lonDeg: number, latDeg: number) => void;
}

/** How near a click counts as on a line, px: a line of 2 px is no target for a hand. */
const reachPx = 7;
const clickable = ['overlay-points', 'overlay-lines', 'overlay-fills'] as const;

/** The chart under anything but vessels: areas, lines and points that say by their properties how they are drawn. */
export class OverlayView {
  readonly #map: MapLibreMap;
  readonly #data: Record<OverlayLayer, FeatureCollection> = {
    fills: nothing,
    lines: nothing,
    points: nothing,
  };
  #labels: FeatureCollection = nothing;
  #language: Language;
  #isGone = false;

  constructor(container: HTMLElement, view: View, language: Language, handlers: OverlayHandlers) {
    this.#language = language;
    this.#map = new MapLibreMap({
      container,
      style: this.#style(),
      center: [view.lonDeg, view.latDeg],
      zoom: view.zoom,
      minZoom: 0.5,
      maxZoom: 14,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      fadeDuration: 0,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ unit: 'nautical', maxWidth: 110 }), 'bottom-right');
    this.#map.on('click', (event) => this.#clicked(event, handlers));
    this.#map.on('mousemove', ({ point }) => this.#pointed(point));
    void this.#loadLabels();
  }

  async restyle(language: Language): Promise<void> {
    this.#language = language;
    await lettersOf(this.#labels, language);
    if (!this.#isGone) this.#map.setStyle(this.#style(), { diff: true });
  }

  async setData(layer: OverlayLayer, data: FeatureCollection): Promise<void> {
    this.#data[layer] = data;
    await lettersOf(data, this.#language);
    if (this.#isGone || this.#data[layer] !== data) return;
    const source = this.#map.getSource(`overlay-${layer}`);
    if (source instanceof GeoJSONSource) source.setData(data);
    else this.#map.once('styledata', () => void this.setData(layer, this.#data[layer]));
  }

  /** Brings bounds into view. */
  fit([west, south, east, north]: Bounds, paddingPx = 40): void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#map.fitBounds(new LngLatBounds([west, south], [east, north]), {
      padding: paddingPx,
      duration: calm ? 0 : 400,
      maxZoom: 8,
    });
  }

  zoomBy(steps: number): void {
    this.#map.zoomTo(this.#map.getZoom() + steps, { duration: 150 });
  }

  destroy(): void {
    this.#isGone = true;
    this.#map.remove();
  }

  #style() {
    const data: OverlayData = { ...this.#data, labels: this.#labels };
    return overlayStyle(readPalette(), this.#language, data);
  }

  /** The nearest feature with an `id` within reach. */
  #at({ x, y }: { readonly x: number; readonly y: number }) {
    const box: [[number, number], [number, number]] = [
      [x - reachPx, y - reachPx],
      [x + reachPx, y + reachPx],
    ];
    const layers = clickable.filter((layer) => this.#map.getLayer(layer) !== undefined);
    return this.#map
      .queryRenderedFeatures(box, { layers: [...layers] })
      .find(({ properties }) => typeof properties?.id === 'string');
  }

  /** What can be clicked says its `name`, if it has one. */
  #pointed(point: MapMouseEvent['point']): void {
    const found = this.#at(point);
    const canvas = this.#map.getCanvas();
    canvas.title = String(found?.properties.name ?? '');
    canvas.style.cursor = found === undefined ? '' : 'pointer';
  }

  #clicked({ point, lngLat }: MapMouseEvent, { onFeature, onPlace }: OverlayHandlers): void {
    const found = this.#at(point);
    if (found === undefined) onPlace(((((lngLat.lng + 180) % 360) + 360) % 360) - 180, lngLat.lat);
    else onFeature(found.layer.id.replace('overlay-', '') as OverlayLayer, String(found.properties.id));
  }

  async #loadLabels(): Promise<void> {
    try {
      const answer = await fetch('/chart/chart-labels.json');
      if (!answer.ok) return;
      this.#labels = (await answer.json()) as FeatureCollection;
      await this.restyle(this.#language);
    } catch {
      // A chart without names is still a chart; the lists name everything.
    }
  }
}
