/** What the detectors ask about places: a part of `Earth`, and the areas that somebody watches. */
import type { Area, Earth } from '../earth/index.ts';
import type { MessageRef } from '../core/index.ts';
import { message } from '../core/index.ts';

export type SeaEarth = Pick<
  Earth,
  'distanceToCoastNm' | 'nearestCoast' | 'isLand' | 'distanceToPortKm' | 'nearestPort' | 'gates' | 'label'
>;

export interface SeaWorld {
  readonly earth: SeaEarth;
  /** Areas for zone entry; empty unless somebody watches one. */
  readonly areas: readonly WatchedArea[];
}

/** A watched area; how far its edge may be off, where its maker knows. */
export type WatchedArea = Area & { readonly uncertaintyNm?: number };

const kmPerNm = 1.852;

/** A place in words: from the nearest anchorage when that is near, else from the nearest coast. */
export function placeWords({ earth }: SeaWorld, lonDeg: number, latDeg: number): MessageRef {
  const port = earth.nearestPort(lonDeg, latDeg);
  if (port !== undefined && port.distanceKm <= 100 * kmPerNm) {
    const distanceNm = port.distanceKm / kmPerNm;
    return port.name === ''
      ? message('sea.place.anchorage', { distanceNm })
      : message('sea.place.port', { distanceNm, port: port.name });
  }
  const { distanceNm, feature } = earth.nearestCoast(lonDeg, latDeg);
  const coast = { en: earth.label(feature, 'en'), ja: earth.label(feature, 'ja') };
  return message('sea.place.coast', { distanceNm, coast });
}
