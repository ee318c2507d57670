/**
 * How far south and north shipping goes. South: the 50th parallel, because of ice and weather, the 47th in the Indian
 * Ocean, where the winter load line zone begins north of it, and 59° S where ships round Cape Horn. North: the edge of the summer ice as ships find it, in steps of longitude; without it a great circle
 * would run through the pack. These are policy, not nature; the README names the reasons.
 */

/** Southernmost latitude of shipping at a longitude, degrees. */
export function southernLimitDeg(lonDeg: number): number {
  const lon = lonDeg >= -180 && lonDeg < 180 ? lonDeg : ((((lonDeg + 180) % 360) + 360) % 360) - 180;
  if (lon > 10 && lon < 144) return -47;
  return lon > -88 && lon < -48 ? -59 : -50;
}

/** From west to east: [from longitude, limit in degrees north]. */
const northern: readonly (readonly [number, number])[] = [
  [-180, 72.5],
  [-125, 76.5],
  [-60, 80],
  [0, 81],
  [60, 79],
  [115, 76.5],
];

/** It steps at whole degrees and is asked for at every step of a way: a value a degree, from −180. */
const northernByDegree = Float64Array.from({ length: 360 }, (_, at) =>
  northern.reduce((limit, [from, lat]) => (at - 180 >= from ? lat : limit), northern[0][1]),
);

/** Northernmost latitude of shipping at a longitude, degrees. */
export function northernLimitDeg(lonDeg: number): number {
  const at = Math.floor(lonDeg) + 180;
  return northernByDegree[at >= 0 && at < 360 ? at : ((at % 360) + 360) % 360];
}
