/** Geodesy, coasts and zones, passages, ports, watched areas. Pure: the caller brings the tables of data/earth/. */
export type { Area, AreaHead, AreaSpec, CircleSpec, PolygonSpec } from './areas.ts';
export { areasFromGeoJson, createArea, maxAreas, maxAreaVertices } from './areas.ts';
export type { Describing } from './describe.ts';
export { describePresence, describeZone } from './describe.ts';
export type { Earth, EarthTables, NearCoast, StraitRow } from './earth.ts';
export { createEarth } from './earth.ts';
export type { BandLimitNm, Feature, FeatureRow, FeatureStatus, Name, Party } from './features.ts';
export { bandLimitsNm, featureLabel, isEntitled, reachNm } from './features.ts';
export type { Crossing, Gate } from './gates.ts';
export { crossing, Gates } from './gates.ts';
export type { Geodesic, LonLat } from './geodesy.ts';
export {
  bearingDeg,
  crossTrack,
  destination,
  direct,
  distanceM,
  distanceNm,
  haversineM,
  inverse,
  lonDifferenceDeg,
  metresPerNm,
  nearDistanceM,
  nearDistanceNm,
  wrapLonDeg,
} from './geodesy.ts';
export type { NearPort, PortTable } from './ports.ts';
export { Ports } from './ports.ts';
export type { Band, Presence, Strait, Zone } from './zones.ts';
