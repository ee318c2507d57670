/** Routes as a map draws them: cut at the antimeridian, thinned, longitudes within ±180°. */

export type LonLat = readonly [lonDeg: number, latDeg: number];

/** Longest stretch between two places of a thinned line, degrees: the great circle still looks round. */
const stretchDeg = 1;
/** A bend smaller than this between two short stretches does not show, radians. */
const bendRad = 0.01;

/** Leaves out places of a line that change neither its shape nor its bow; both ends stay. */
export function thinned(line: readonly LonLat[]): LonLat[] {
  const out: LonLat[] = [];
  line.forEach((at, i) => {
    const last = out[out.length - 1];
    const next = line[i + 1];
    const isNeeded =
      last === undefined ||
      next === undefined ||
      Math.abs(bearing(last, at) - bearing(at, next)) > bendRad ||
      Math.hypot(next[0] - last[0], next[1] - last[1]) > stretchDeg;
    if (isNeeded) out.push([round(at[0]), round(at[1])]);
  });
  return out;
}

/** Pieces whose longitudes lie within ±180°; each piece has at least two places. */
export function splitAtAntimeridian(line: readonly LonLat[]): LonLat[][] {
  if (line.length === 0) return [];
  const turn = (lon: number) => 360 * Math.floor((lon + 180) / 360);
  let shift = turn(line[0][0]);
  let piece: LonLat[] = [[line[0][0] - shift, line[0][1]]];
  const pieces = [piece];
  for (let i = 1; i < line.length; i++) {
    const [lon, lat] = line[i];
    // A place exactly on 180° stays with the piece that it ends.
    while (lon - shift > 180 || lon - shift < -180) {
      const east = lon - shift > 180;
      const edge = shift + (east ? 180 : -180);
      const [lonA, latA] = line[i - 1];
      const t = (edge - lonA) / (lon - lonA);
      const latAt = latA + (lat - latA) * t;
      piece.push([east ? 180 : -180, round(latAt)]);
      shift += east ? 360 : -360;
      piece = [[east ? -180 : 180, round(latAt)]];
      pieces.push(piece);
    }
    piece.push([round(lon - shift), lat]);
  }
  return pieces.filter((places) => places.length > 1);
}

function bearing([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  return Math.atan2(lonB - lonA, latB - latA);
}

function round(x: number): number {
  return Math.round(x * 1e4) / 1e4;
}
