/**
 * Geometry as RFC 7946 wants it: nothing crosses the antimeridian (section 3.1.9), exterior rings run
 * counter-clockwise and holes clockwise (3.1.6), and a bounding box may have west > east (5.2).
 */

/** [longitude, latitude], degrees; anything after the first two is dropped. */
export type Position = readonly number[];

export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'MultiPoint' | 'LineString'; readonly coordinates: readonly Position[] }
  | {
      readonly type: 'MultiLineString' | 'Polygon';
      readonly coordinates: readonly (readonly Position[])[];
    }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] }
  | { readonly type: 'GeometryCollection'; readonly geometries: readonly Geometry[] };

/** west, south, east, north, degrees; west > east crosses the antimeridian. */
export type Bbox = readonly [number, number, number, number];

/** The same places, cut at ±180° and wound as RFC 7946 asks; longitudes beyond ±180° come back into range. */
export function cutAtAntimeridian(geometry: Geometry): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: tidy(geometry.coordinates) };
    case 'MultiPoint':
      return { type: 'MultiPoint', coordinates: geometry.coordinates.map(tidy) };
    case 'LineString':
      return lines(cutLine(geometry.coordinates));
    case 'MultiLineString':
      return lines(geometry.coordinates.flatMap(cutLine));
    case 'Polygon':
      return polygons(cutPolygon(geometry.coordinates));
    case 'MultiPolygon':
      return polygons(geometry.coordinates.flatMap(cutPolygon));
    case 'GeometryCollection':
      return { type: 'GeometryCollection', geometries: geometry.geometries.map(cutAtAntimeridian) };
  }
}

function lines(parts: readonly (readonly Position[])[]): Geometry {
  return parts.length === 1
    ? { type: 'LineString', coordinates: parts[0] }
    : { type: 'MultiLineString', coordinates: parts };
}

function polygons(parts: readonly (readonly (readonly Position[])[])[]): Geometry {
  return parts.length === 1
    ? { type: 'Polygon', coordinates: parts[0] }
    : { type: 'MultiPolygon', coordinates: parts };
}

/** Six decimals are 0.1 m: more says nothing (RFC 7946, section 11.2). */
function round(valueDeg: number): number {
  return Math.round(valueDeg * 1e6) / 1e6;
}

function tidy([lonDeg, latDeg]: Position): Position {
  return [round(wrap(lonDeg)), round(latDeg)];
}

/** A longitude in [-180, 180]; 180 itself stays. */
function wrap(lonDeg: number): number {
  if (lonDeg >= -180 && lonDeg <= 180) return lonDeg;
  return ((((lonDeg + 180) % 360) + 360) % 360) - 180;
}

/** Longitudes made continuous: each vertex within 180° of the one before, because a leg takes the shorter way. */
function unwrapped(positions: readonly Position[]): [number, number][] {
  let previous = Number.NaN;
  return positions.map(([lonDeg, latDeg]) => {
    let lon = wrap(lonDeg);
    if (!Number.isNaN(previous)) lon += Math.round((previous - lon) / 360) * 360;
    previous = lon;
    return [lon, latDeg];
  });
}

/** In which 360° window a longitude lies: 0 for [-180, 180). */
function windowOf(lonDeg: number): number {
  return Math.floor((lonDeg + 180) / 360);
}

function cutLine(positions: readonly Position[]): Position[][] {
  const parts: Position[][] = [];
  let part: Position[] = [];
  const points = unwrapped(positions);
  for (const [i, [lon, lat]] of points.entries()) {
    const previous = points[i - 1];
    if (previous !== undefined && windowOf(previous[0]) !== windowOf(lon)) {
      const east = lon > previous[0];
      const edge = 360 * Math.max(windowOf(previous[0]), windowOf(lon)) - 180;
      const edgeLat = round(previous[1] + ((edge - previous[0]) / (lon - previous[0])) * (lat - previous[1]));
      part.push([east ? 180 : -180, edgeLat]);
      parts.push(part);
      part = [[east ? -180 : 180, edgeLat]];
    }
    part.push(tidy([lon - 360 * windowOf(lon), lat]));
  }
  parts.push(part);
  const long = parts.map(withoutRepeats).filter((cut) => cut.length > 1);
  return long.length > 0 ? long : [positions.map(tidy)];
}

function withoutRepeats(positions: readonly Position[]): Position[] {
  return positions.filter(
    ([lon, lat], i) => i === 0 || lon !== positions[i - 1][0] || lat !== positions[i - 1][1],
  );
}

function cutPolygon(rings: readonly (readonly Position[])[]): Position[][][] {
  const [outer, ...inner] = rings.map(unwrapped);
  if (outer === undefined) return [];
  // A ring around a pole has no inside in the plane: it stays as it is.
  if (Math.abs(outer[0][0] - outer[outer.length - 1][0]) > 180) return [rings.map((ring) => ring.map(tidy))];
  const lons = outer.map(([lon]) => lon);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const holes = inner.map((hole) => shiftedInto(hole, west, east));
  const [first, last] = [windowOf(west), windowOf(east - 1e-9)];
  const parts: Position[][][] = [];
  for (let window = first; window <= last; window++) {
    const cut = clipRing(outer, window);
    if (cut === undefined) continue;
    const inside = holes.map((hole) => clipRing(hole, window)).filter((ring) => ring !== undefined);
    parts.push([wound(cut, true), ...inside.map((ring) => wound(ring, false))]);
  }
  return parts;
}

/** A hole on the same turn of the globe as its exterior ring. */
function shiftedInto(hole: readonly [number, number][], west: number, east: number): [number, number][] {
  const lons = hole.map(([lon]) => lon);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const turns = Math.round(((west + east) / 2 - middle) / 360);
  return hole.map(([lon, lat]) => [lon + 360 * turns, lat]);
}

/** What of a ring lies in a window, moved to [-180, 180] and closed; undefined when nothing does. */
function clipRing(ring: readonly [number, number][], window: number): Position[] | undefined {
  const west = 360 * window - 180;
  const kept = clipSide(
    clipSide(ring.slice(0, -1), west, (lon) => lon >= west),
    west + 360,
    (lon) => lon <= west + 360,
  );
  const tidied = withoutRepeats(kept.map(([lon, lat]) => [round(lon - 360 * window), round(lat)]));
  if (tidied.length < 3 || areaOf([...tidied, tidied[0]]) === 0) return undefined;
  const [first, last] = [tidied[0], tidied[tidied.length - 1]];
  return first[0] === last[0] && first[1] === last[1] ? tidied : [...tidied, first];
}

/** Sutherland and Hodgman (1974), one edge: a meridian. */
function clipSide(
  points: readonly [number, number][],
  edge: number,
  inside: (lonDeg: number) => boolean,
): [number, number][] {
  const kept: [number, number][] = [];
  for (const [i, point] of points.entries()) {
    const previous = points[(i + points.length - 1) % points.length];
    if (inside(point[0]) !== inside(previous[0])) {
      const share = (edge - previous[0]) / (point[0] - previous[0]);
      kept.push([edge, previous[1] + share * (point[1] - previous[1])]);
    }
    if (inside(point[0])) kept.push(point);
  }
  return kept;
}

/** Twice the signed area of a closed ring, square degrees; positive when counter-clockwise. */
function areaOf(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return sum;
}

function wound(ring: Position[], counterClockwise: boolean): Position[] {
  return areaOf(ring) > 0 === counterClockwise ? ring : ring.toReversed();
}

function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positionsOf);
  const depth = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
  return ([geometry.coordinates] as unknown[]).flat(depth[geometry.type]) as Position[];
}

/** The smallest box around geometries that were cut; undefined when there is none. */
export function bboxOf(geometries: readonly Geometry[]): Bbox | undefined {
  const positions = geometries.flatMap(positionsOf);
  if (positions.length === 0) return undefined;
  let [south, north] = [90, -90];
  for (const [, lat] of positions) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const [west, east] = spanOf(geometries);
  return [west, south, east, north];
}

/** West and east of the shortest arc that covers every geometry's own span. */
function spanOf(geometries: readonly Geometry[]): readonly [number, number] {
  const spans = geometries
    .flatMap(pieces)
    .map((lons): [number, number] => [Math.min(...lons), Math.max(...lons)])
    .sort((a, b) => a[0] - b[0]);
  let [west, east] = spans[0];
  let covered = east;
  let widest = -1;
  for (const [from, to] of spans.slice(1)) {
    if (from - covered > widest && from > covered) {
      widest = from - covered;
      [west, east] = [from, covered];
    }
    covered = Math.max(covered, to);
  }
  // The gap that is not drawn on the box is the widest one; the one across ±180° counts too.
  return spans[0][0] + 360 - covered >= widest ? [spans[0][0], covered] : [west, east];
}

/** The longitudes of each connected piece of a geometry. */
function pieces(geometry: Geometry): number[][] {
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates[0]]];
    case 'MultiPoint':
      return geometry.coordinates.map(([lon]) => [lon]);
    case 'LineString':
      return [geometry.coordinates.map(([lon]) => lon)];
    case 'MultiLineString':
      return geometry.coordinates.map((line) => line.map(([lon]) => lon));
    case 'Polygon':
      return [(geometry.coordinates[0] ?? []).map(([lon]) => lon)];
    case 'MultiPolygon':
      return geometry.coordinates.map(([outer]) => outer.map(([lon]) => lon));
    case 'GeometryCollection':
      return geometry.geometries.flatMap(pieces);
  }
}
