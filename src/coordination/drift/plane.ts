/** A plane in nautical miles that touches the earth at an origin: for search areas and maps, up to about 300 nm across. */
import type { LonLat } from '../../earth/index.ts';

export interface Plane {
  readonly lonDeg: number;
  readonly latDeg: number;
  /** Nautical miles a degree. */
  readonly nmPerLon: number;
  readonly nmPerLat: number;
}

export function planeAt(lonDeg: number, latDeg: number): Plane {
  const lat = (latDeg * Math.PI) / 180;
  const e2 = 0.00669437999014;
  const w = Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  const degree = Math.PI / 180 / 1852;
  return {
    lonDeg,
    latDeg,
    nmPerLon: degree * (6378137 / w) * Math.cos(lat),
    nmPerLat: degree * ((6378137 * (1 - e2)) / w ** 3),
  };
}

export function toPlane(plane: Plane, lonDeg: number, latDeg: number): [eastNm: number, northNm: number] {
  const lon = lonDeg - plane.lonDeg;
  return [(lon - 360 * Math.round(lon / 360)) * plane.nmPerLon, (latDeg - plane.latDeg) * plane.nmPerLat];
}

export function fromPlane(plane: Plane, eastNm: number, northNm: number): LonLat {
  const lon = plane.lonDeg + eastNm / plane.nmPerLon;
  return [lon - 360 * Math.floor((lon + 180) / 360), plane.latDeg + northNm / plane.nmPerLat];
}

/** A rectangle on the plane: its length lies along `axisDeg` (degrees true). */
export interface Rectangle {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly lengthNm: number;
  readonly widthNm: number;
  readonly axisDeg: number;
}

/** Whether a place lies in a rectangle, its edge included. */
export function inRectangle(area: Rectangle, lonDeg: number, latDeg: number): boolean {
  const [east, north] = toPlane(planeAt(area.lonDeg, area.latDeg), lonDeg, latDeg);
  const [along, across] = turned(east, north, area.axisDeg);
  return Math.abs(along) <= area.lengthNm / 2 + 1e-9 && Math.abs(across) <= area.widthNm / 2 + 1e-9;
}

/** Along and to starboard of an axis. */
export function turned(
  eastNm: number,
  northNm: number,
  axisDeg: number,
): [alongNm: number, acrossNm: number] {
  const axis = (axisDeg * Math.PI) / 180;
  return [
    eastNm * Math.sin(axis) + northNm * Math.cos(axis),
    eastNm * Math.cos(axis) - northNm * Math.sin(axis),
  ];
}

/** The place that lies so far along and to starboard of a rectangle's centre. */
export function fromCentre(area: Rectangle, alongNm: number, acrossNm: number): LonLat {
  const axis = (area.axisDeg * Math.PI) / 180;
  return fromPlane(
    planeAt(area.lonDeg, area.latDeg),
    alongNm * Math.sin(axis) + acrossNm * Math.cos(axis),
    alongNm * Math.cos(axis) - acrossNm * Math.sin(axis),
  );
}

/** The four corners, clockwise from ahead on the port side. */
export function corners(area: Rectangle): LonLat[] {
  const [a, b] = [area.lengthNm / 2, area.widthNm / 2];
  return [fromCentre(area, a, -b), fromCentre(area, a, b), fromCentre(area, -a, b), fromCentre(area, -a, -b)];
}
