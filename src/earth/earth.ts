/** The earth as one plain value: what the sea room, the exercise and feeds ask about places. */
import { CommonwatchError } from '../core/errors.ts';
import type { AreaSpec } from './areas.ts';
import { createArea } from './areas.ts';
import type { CoastHeader, Run } from './coast.ts';
import { decodeCoast, LandTest, toChains } from './coast.ts';
import { describePresence, describeZone } from './describe.ts';
import type { Feature, FeatureRow, Name, Party } from './features.ts';
import { coastFeature, featureLabel } from './features.ts';
import type { Gate } from './gates.ts';
import { Gates } from './gates.ts';
import { arcToChordM, chordToArcM, gaussianRadiusM, metresPerNm, toCartesian } from './geodesy.ts';
import { lazily } from './lazily.ts';
import type { NearPort, PortTable } from './ports.ts';
import { Ports } from './ports.ts';
import type { Nearest } from './tree.ts';
import { ChainTree } from './tree.ts';
import type { Presence, Strait, Zone } from './zones.ts';
import {
  groupFeatures,
  innermost,
  marginOf,
  overlaps,
  presenceAt,
  searchNm,
  territorialSeaNm,
} from './zones.ts';

/** What `createEarth` is made from: the files of data/earth/, parsed. */
export interface EarthTables {
  readonly coastHeader: CoastHeader;
  readonly coast: ArrayBuffer;
  readonly features: { readonly features: readonly FeatureRow[] };
  readonly countries: { readonly countries: readonly Party[] };
  readonly ports: PortTable;
  readonly gates: { readonly gates: readonly Gate[] };
  readonly straits: { readonly straits: readonly StraitRow[] };
  readonly boundaries: { readonly noAgreedBoundary: readonly (readonly string[])[] };
}

/** A row of data/earth/straits.json. */
export interface StraitRow {
  readonly id: string;
  readonly parties: readonly string[];
  readonly territorialSeaNm: number;
  readonly area: AreaSpec;
  readonly source: string;
}

/** The nearest stretch of coast. */
export interface NearCoast {
  readonly distanceNm: number;
  readonly feature: Feature;
}

/**
 * Questions about places; longitude before latitude, degrees. All answers are pure, but the value keeps scratch
 * space: one `Earth` belongs to one thread.
 */
export interface Earth {
  /** Distance to the nearest coast, nautical miles, from the sea or from inland; right to 3 m for the recorded coast. */
  distanceToCoastNm(lonDeg: number, latDeg: number): number;
  nearestCoast(lonDeg: number, latDeg: number): NearCoast;
  /** Whether a place is on land. Lakes and rivers count as land. */
  isLand(lonDeg: number, latDeg: number): boolean;
  zoneAt(lonDeg: number, latDeg: number): Zone;
  /** Distance to the nearest port or anchorage point, kilometres. */
  distanceToPortKm(lonDeg: number, latDeg: number): number;
  nearestPort(lonDeg: number, latDeg: number): NearPort | undefined;
  readonly gates: Gates;
  readonly parties: ReadonlyMap<string, Party>;
  readonly features: readonly Feature[];
  /** The neutral name of a feature, with who administers and who claims it where that is in dispute. */
  label(feature: Feature, language: keyof Name): string;
  /** A presence in words, such as "within 12 nm of Uotsuri-shima / Diaoyu Dao (administered by Japan; …)". */
  describePresence(presence: Presence, language: keyof Name): string;
  /** A zone in one sentence. */
  describeZone(zone: Zone, language: keyof Name): string;
}

/** Reads the tables; the indexes of coasts, land and ports are built when first asked (about 0.3 s). Throws `earth.invalid-table` when the tables do not belong together. */
export function createEarth(tables: EarthTables): Earth {
  const parties = new Map(tables.countries.countries.map((party) => [party.id, party]));
  const ports = new Ports(tables.ports);
  const gates = new Gates(tables.gates.gates);
  const coasts = indexCoasts(tables, parties);
  const { features } = coasts;
  const describing = { parties, noAgreedBoundary: tables.boundaries.noAgreedBoundary };
  return {
    ...measure(
      coasts,
      tables.straits.straits.map((row) => ({ ...row, area: createArea(row.area) })),
    ),
    distanceToPortKm: (lon, lat) => ports.distanceKm(lon, lat),
    nearestPort: (lon, lat) => ports.nearest(lon, lat),
    gates,
    parties,
    features,
    label: (feature, language) => featureLabel(feature, parties, language),
    describePresence: (presence, language) => describePresence(presence, describing, language),
    describeZone: (zone, language) => describeZone(zone, describing, language),
  };
}

interface Coasts extends ReturnType<typeof groupFeatures> {
  readonly features: readonly Feature[];
  /** Index of the feature of each chain. */
  readonly featureOfChain: Uint16Array;
  readonly tree: () => ChainTree;
  readonly land: () => LandTest;
}

/** The coast of Natural Earth and the points of the islets, in one tree. */
function indexCoasts(tables: EarthTables, parties: ReadonlyMap<string, Party>): Coasts {
  const { coastHeader: header } = tables;
  const rows = tables.features.features;
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const labelled: Feature[] = header.labels.map((id) => {
    const party = parties.get(id);
    const feature = rowOf.get(id) ?? (party && coastFeature(party, header.uncertaintyNm));
    if (feature === undefined) throw new CommonwatchError('earth.invalid-table', `coast of ${id}`);
    // A coast out of Natural Earth is no surer than Natural Earth, whatever the row says of its points.
    return { ...feature, uncertaintyNm: Math.max(feature.uncertaintyNm, header.uncertaintyNm) };
  });
  const features = [...labelled, ...rows.filter(({ points }) => points.length > 0)];
  const coastline = decodeCoast(header, tables.coast);
  const chains = toChains(runsOf(coastline, features, labelled.length, rows));
  const { groups, groupOf } = groupFeatures(features);
  const featureOfChain = chains.groups;
  const tree = lazily(
    () => new ChainTree({ ...chains, groups: featureOfChain.map((feature) => groupOf[feature]) }),
  );
  return { features, featureOfChain, groups, groupOf, tree, land: lazily(() => new LandTest(coastline)) };
}

/** Polylines of the coast, then every islet point as a run of one; the group of a run is its feature. */
function* runsOf(
  { lonDeg, latDeg, starts, labels }: ReturnType<typeof decodeCoast>,
  features: readonly Feature[],
  firstRow: number,
  rows: readonly FeatureRow[],
): Generator<Run> {
  for (let i = 0; i < labels.length; i++) {
    yield { lonDeg, latDeg, from: starts[i], to: starts[i + 1], group: labels[i] };
  }
  const pointsOf = new Map(rows.map((row) => [row.id, row.points]));
  for (let group = firstRow; group < features.length; group++) {
    for (const [lon, lat] of pointsOf.get(features[group].id)!) {
      yield { lonDeg: [lon], latDeg: [lat], from: 0, to: 1, group };
    }
  }
}

type Measures = Pick<Earth, 'distanceToCoastNm' | 'nearestCoast' | 'isLand' | 'zoneAt'>;

/** No two places are farther apart than this chord. */
const everywhereM = 1.3e7;

function measure(
  { tree, land, features, featureOfChain, groups }: Coasts,
  straits: readonly Strait[],
): Measures {
  const found: Nearest = { chain: -1, chordM: 0 };
  const point = new Float64Array(3);
  const chainOf = new Int32Array(groups.length);
  const chordOfM = new Float64Array(groups.length);

  const distanceToCoastNm = (lon: number, lat: number) => {
    toCartesian(lon, lat, point);
    tree().nearest(point[0], point[1], point[2], everywhereM, found);
    return chordToArcM(found.chordM, gaussianRadiusM(lat)) / metresPerNm;
  };

  const nearestCoast = (lon: number, lat: number): NearCoast => {
    const distanceNm = distanceToCoastNm(lon, lat);
    return { distanceNm, feature: features[featureOfChain[found.chain]] };
  };

  const zoneAt = (lon: number, lat: number): Zone => {
    const radiusM = gaussianRadiusM(lat);
    toCartesian(lon, lat, point);
    tree().nearestOfGroups(
      point[0],
      point[1],
      point[2],
      arcToChordM(searchNm * metresPerNm, radiusM),
      chainOf,
      chordOfM,
    );
    const byClaim = new Map<string, Presence>();
    let marginNm = searchNm - 200;
    const straitsHere: Strait[] = [];
    for (const strait of straits) {
      const edgeNm = strait.area.signedDistanceNm(lon, lat);
      marginNm = Math.min(marginNm, Math.abs(edgeNm));
      if (edgeNm <= 0) straitsHere.push(strait);
    }
    for (let g = 0; g < groups.length; g++) {
      if (chainOf[g] < 0) continue;
      const feature = features[featureOfChain[chainOf[g]]];
      const distanceNm = chordToArcM(chordOfM[g], radiusM) / metresPerNm;
      const seaNm = territorialSeaNm(feature, straitsHere);
      // Going ashore changes the answer too, hence the distance itself.
      marginNm = Math.min(marginNm, distanceNm, marginOf(groups[g], distanceNm, seaNm));
      const presence = presenceAt(groups[g], feature, distanceNm, seaNm);
      if (presence !== undefined)
        byClaim.set(groups[g].claim, innermost(byClaim.get(groups[g].claim), presence));
    }
    const presences = [...byClaim.values()].sort(
      (a, b) => a.limitNm - b.limitNm || a.distanceNm - b.distanceNm,
    );
    return { onLand: land().isLand(lon, lat), presences, overlap: overlaps(presences), marginNm };
  };

  return { distanceToCoastNm, nearestCoast, zoneAt, isLand: (lon, lat) => land().isLand(lon, lat) };
}
