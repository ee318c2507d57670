import { IconLayer, LineLayer } from '@deck.gl/layers';
import type { VesselColumns } from '../../src/sea/api.ts';
import { shipClasses, vesselFlags } from '../api/vessels.ts';
import { drawAtlas, iconIndex, iconMapping, iconNames, symbolOf } from './icons.ts';
import { colourOf, rgbOf } from './palette.ts';
import type { ChartPalette } from './palette.ts';
import { vectorMinutes } from './vectors.ts';

/** What the layers draw from: columns only, no object a vessel. Positions are [lon, lat], degrees. */
export interface VesselDrawing {
  readonly count: number;
  readonly positions: Float32Array;
  /** Where each would be after `vectorMinutes(zoom)` at its course and speed. */
  readonly ahead: Float32Array;
  /** Counter-clockwise from north, degrees, as deck.gl turns icons. */
  readonly angles: Float32Array;
  readonly colours: Uint8Array;
  readonly sizes: Float32Array;
  readonly icons: Uint8Array;
}

/** Seen from far out symbols shrink, so that a busy sea does not become one blot. */
function symbolScale(zoom: number): number {
  return zoom < 6 ? 0.7 : 1;
}
const movingKn = 0.5;
const degPerNm = 1 / 60;
const sizePx = { moving: 16, moored: 8, station: 11 } as const;
/** A vessel not heard for an hour is half faded; it never vanishes by fading alone. */
const fadeS = 3_600;
const faintest = 110;

/** Columns of the hub → columns of the layers. */
export function drawVessels(columns: VesselColumns, palette: ChartPalette, zoom: number): VesselDrawing {
  const minutes = vectorMinutes(zoom);
  const { count, lonDeg, latDeg, sogKn, cogDeg, headingDeg, ageS, shipClass, flags } = columns;
  const drawing = {
    count,
    positions: new Float32Array(2 * count),
    ahead: new Float32Array(2 * count),
    angles: new Float32Array(count),
    colours: new Uint8Array(4 * count),
    sizes: new Float32Array(count),
    icons: new Uint8Array(count),
  };
  const rgb = shipClasses.map((name) => rgbOf(colourOf(name, palette)));
  for (let i = 0; i < count; i++) {
    const kind = shipClasses[shipClass[i]] ?? 'other';
    const isMoored = (flags[i] & vesselFlags.moored) !== 0;
    const isLost = (flags[i] & vesselFlags.lost) !== 0;
    const isStation = kind === 'aton' || kind === 'base';
    const courseDeg = Number.isNaN(headingDeg[i]) ? cogDeg[i] : headingDeg[i];
    drawing.positions[2 * i] = lonDeg[i];
    drawing.positions[2 * i + 1] = latDeg[i];
    const reachNm = isMoored || isLost ? 0 : (sogKn[i] * minutes) / 60;
    aim(drawing.ahead, i, lonDeg[i], latDeg[i], sogKn[i] < movingKn ? 0 : reachNm, cogDeg[i]);
    drawing.angles[i] = Number.isNaN(courseDeg) || isStation ? 0 : -courseDeg;
    drawing.colours.set(rgb[shipClass[i]] ?? rgb[0], 4 * i);
    drawing.colours[4 * i + 3] = isLost ? Math.max(faintest, 255 * (fadeS / (fadeS + ageS[i]))) : 255;
    drawing.sizes[i] = isStation ? sizePx.station : isMoored ? sizePx.moored : sizePx.moving;
    drawing.icons[i] = iconIndex(symbolOf(kind, isMoored), isLost);
  }
  return drawing;
}

/** Equirectangular: over two hours at sea speed the error is below a pixel. */
function aim(
  ahead: Float32Array,
  i: number,
  lonDeg: number,
  latDeg: number,
  reachNm: number,
  cogDeg: number,
): void {
  const moves = reachNm > 0 && !Number.isNaN(cogDeg);
  const reachDeg = reachNm * degPerNm;
  const course = (cogDeg * Math.PI) / 180;
  const shrink = Math.max(0.01, Math.cos((latDeg * Math.PI) / 180));
  ahead[2 * i] = moves ? lonDeg + (reachDeg * Math.sin(course)) / shrink : lonDeg;
  ahead[2 * i + 1] = moves ? latDeg + reachDeg * Math.cos(course) : latDeg;
}

let atlas: ImageData | undefined;

export function vesselLayers(drawing: VesselDrawing, palette: ChartPalette, zoom: number) {
  const { count, positions, ahead, angles, colours, sizes, icons } = drawing;
  atlas ??= drawAtlas();
  return [
    new LineLayer({
      id: 'vectors',
      data: {
        length: count,
        attributes: {
          getSourcePosition: { value: positions, size: 2 },
          getTargetPosition: { value: ahead, size: 2 },
        },
      },
      getColor: [...rgbOf(palette.dim), 150],
      getWidth: 1,
    }),
    new IconLayer({
      id: 'vessels',
      data: {
        length: count,
        attributes: {
          getPosition: { value: positions, size: 2 },
          getAngle: { value: angles, size: 1 },
          getColor: { value: colours, size: 4, normalized: true },
          getSize: { value: sizes, size: 1 },
        },
      },
      iconAtlas: atlas as unknown as string,
      iconMapping,
      getIcon: (_: unknown, { index }: { index: number }) => iconNames[icons[index]],
      sizeUnits: 'pixels',
      sizeScale: symbolScale(zoom),
      pickable: true,
    }),
  ];
}
