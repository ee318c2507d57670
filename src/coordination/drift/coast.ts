/** A test for land that asks the coast itself only where a coast is near. */
import { lonDifferenceDeg, wrapLonDeg } from '../../earth/index.ts';

export interface Coast {
  isLand(lonDeg: number, latDeg: number): boolean;
  distanceToCoastNm(lonDeg: number, latDeg: number): number;
}

/** Side of a cell, degrees: 1.2 nm of latitude. */
const cellDeg = 0.02;
const perRow = Math.round(360 / cellDeg);

/** Cells that no coast comes near are sea or land as a whole; each is asked for once, when a particle comes there. */
export function landTest(coast: Coast): (lonDeg: number, latDeg: number) => boolean {
  const known = new Map<number, boolean | undefined>();
  const judge = (column: number, row: number): boolean | undefined => {
    const lon = wrapLonDeg((column + 0.5) * cellDeg - 180);
    const lat = (row + 0.5) * cellDeg - 90;
    // Half the diagonal of a cell at the equator, 0.85 nm, and 3 m for the error of the distance.
    return coast.distanceToCoastNm(lon, lat) > 0.853 ? coast.isLand(lon, lat) : undefined;
  };
  return (lonDeg, latDeg) => {
    const column = Math.floor((lonDifferenceDeg(0, lonDeg) + 180) / cellDeg);
    const row = Math.floor((latDeg + 90) / cellDeg);
    const key = row * perRow + column;
    let whole = known.get(key);
    if (whole === undefined && !known.has(key)) {
      whole = judge(column, row);
      known.set(key, whole);
    }
    return whole ?? coast.isLand(lonDeg, latDeg);
  };
}
