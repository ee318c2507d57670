/**
 * Where the exercise plays: real waters around Japan, Taiwan and Luzon. Ports and their roads are real places, rounded;
 * stations, shoals and reefs named here are made up.
 */
import type { AreaSpec, LonLat } from '../earth/index.ts';

/** West, south, east, north, degrees: the sea that vessels of the exercise keep to. */
export const theatre = [118.5, 14, 140, 34.5] as const;

/** A port with a place in its roads: in open water, within 5 km of its anchorages, and away from gate lines. */
export interface Port {
  readonly name: string;
  readonly roads: LonLat;
}

export const ports: readonly Port[] = [
  { name: 'Naha', roads: [127.62, 26.236] },
  { name: 'Ishigaki', roads: [124.145, 24.318] },
  { name: 'Shibushi', roads: [131.108, 31.438] },
  { name: 'Aburatsu', roads: [131.428, 31.566] },
  { name: 'Hososhima', roads: [131.696, 32.43] },
  { name: 'Kochi', roads: [133.57, 33.476] },
  { name: 'Nagasaki', roads: [129.754, 32.762] },
  { name: 'Omaezaki', roads: [138.235, 34.574] },
  { name: 'Keelung', roads: [121.75, 25.172] },
  { name: 'Hualien', roads: [121.63, 23.974] },
  { name: 'Kaohsiung', roads: [120.236, 22.6] },
  { name: 'Taichung', roads: [120.49, 24.298] },
  { name: 'Taipei', roads: [121.352, 25.202] },
  { name: 'Anping', roads: [120.145, 22.99] },
  { name: 'Basco', roads: [121.942, 20.454] },
  { name: 'Aparri', roads: [121.628, 18.38] },
  { name: 'San Vicente', roads: [122.13, 18.514] },
  { name: 'San Fernando', roads: [120.28, 16.632] },
  { name: 'Subic', roads: [120.25, 14.806] },
  { name: 'Masinloc', roads: [119.925, 15.546] },
];

/** Which network a station belongs to: a feed of its own. */
export type CoastalFeed = 'coastal-a' | 'coastal-b' | 'coastal-c';

/** A receiver ashore. */
export interface Station {
  readonly id: string;
  readonly feed: CoastalFeed;
  readonly place: LonLat;
  /** Height of the antenna above the sea, which sets how far it hears. */
  readonly antennaM: number;
}

const station = (id: string, feed: CoastalFeed, lon: number, lat: number, antennaM: number): Station => ({
  id,
  feed,
  place: [lon, lat],
  antennaM,
});

export const stations: readonly Station[] = [
  station('MER01', 'coastal-a', 127.75, 26.22, 160),
  station('MER02', 'coastal-a', 126.77, 26.34, 280),
  station('MER03', 'coastal-a', 125.35, 24.76, 110),
  station('MER04', 'coastal-a', 124.19, 24.42, 420),
  station('MER05', 'coastal-a', 122.99, 24.46, 190),
  station('MER06', 'coastal-a', 128.24, 26.75, 380),
  station('MER07', 'coastal-a', 129.35, 28.28, 440),
  station('MER08', 'coastal-a', 129.86, 29.86, 520),
  station('MER09', 'coastal-a', 130.95, 30.55, 240),
  station('MER10', 'coastal-a', 131.34, 31.42, 380),
  station('MER11', 'coastal-a', 131.72, 32.55, 300),
  station('MER12', 'coastal-a', 133.0, 32.78, 400),
  station('MER13', 'coastal-a', 133.95, 33.3, 320),
  station('MER14', 'coastal-a', 135.76, 33.46, 300),
  station('MER15', 'coastal-a', 136.9, 34.3, 420),
  station('MER16', 'coastal-a', 138.2, 34.64, 180),
  station('MER17', 'coastal-a', 129.73, 32.7, 400),
  station('MER18', 'coastal-a', 128.75, 32.68, 380),
  station('LUM01', 'coastal-b', 121.78, 25.12, 420),
  station('LUM02', 'coastal-b', 121.84, 24.58, 500),
  station('LUM03', 'coastal-b', 121.57, 23.9, 520),
  station('LUM04', 'coastal-b', 121.36, 23.0, 500),
  station('LUM05', 'coastal-b', 120.82, 22.0, 420),
  station('LUM06', 'coastal-b', 120.28, 22.62, 320),
  station('LUM07', 'coastal-b', 120.18, 23.1, 90),
  station('LUM08', 'coastal-b', 120.6, 24.3, 300),
  station('LUM09', 'coastal-b', 121.42, 25.15, 480),
  station('AUR01', 'coastal-c', 121.97, 20.44, 450),
  station('AUR02', 'coastal-c', 121.95, 19.3, 400),
  station('AUR03', 'coastal-c', 122.12, 18.48, 300),
  station('AUR04', 'coastal-c', 120.85, 18.5, 450),
  station('AUR05', 'coastal-c', 120.42, 17.55, 350),
  station('AUR06', 'coastal-c', 120.32, 16.6, 300),
  station('AUR07', 'coastal-c', 119.85, 15.6, 400),
  station('AUR08', 'coastal-c', 120.22, 14.78, 380),
  station('AUR09', 'coastal-c', 122.2, 16.95, 400),
];

/** Earth-observation satellites with receivers; their tags begin as networks write them. */
export const satellites = ['SAT-KITE-1', 'SAT-KITE-2', 'SAT-KITE-3', 'SAT-KITE-4'] as const;

/** How far a station hears a ship's antenna 20 m up, nautical miles: 2.2 (√h₁ + √h₂) with heights in metres, the VHF radio horizon. */
export function rangeNm({ antennaM }: Station): number {
  return 2.2 * (Math.sqrt(antennaM) + Math.sqrt(20));
}

/** What may be asked of an area on its way through the exercise: its size around a centre. */
export interface WatchedArea {
  readonly spec: AreaSpec;
  readonly centre: LonLat;
  /** Within this distance of the centre a place is inside for sure. */
  readonly innerNm: number;
  /** Beyond this distance of the centre a place is outside for sure. */
  readonly outerNm: number;
}

const circle = (id: string, en: string, ja: string, centre: LonLat, radiusNm: number): WatchedArea => ({
  spec: { kind: 'circle', id, name: { en, ja }, centre, radiusNm },
  centre,
  innerNm: radiusNm,
  outerNm: radiusNm,
});

/** A regular hexagon, flat to the north, by the distance of its sides from the centre. */
function hexagon(id: string, en: string, ja: string, centre: LonLat, innerNm: number): WatchedArea {
  const outerNm = innerNm / Math.cos(Math.PI / 6);
  const ring = Array.from({ length: 7 }, (_, i): LonLat => {
    const bearing = ((i % 6) * Math.PI) / 3 + Math.PI / 2;
    const x = outerNm * Math.sin(bearing);
    const y = outerNm * Math.cos(bearing);
    return [
      Number((centre[0] + x / 60 / Math.cos((centre[1] * Math.PI) / 180)).toFixed(5)),
      Number((centre[1] + y / 60).toFixed(5)),
    ];
  });
  // GeoJSON wants the outside ring counter-clockwise (RFC 7946, 3.1.6); bearings run clockwise.
  const outside = [...ring].reverse();
  // A hundredth on each side for what the plane leaves out.
  return {
    spec: { kind: 'polygon', id, name: { en, ja }, parts: [[outside]] },
    centre,
    innerNm: innerNm * 0.99,
    outerNm: outerNm * 1.01,
  };
}

/**
 * The areas that the exercise watches. "Minna Shoal" stands for a disputed feature: its name says who administers and
 * who claims it, and it is watched as a distance from a feature, not as anybody's sea.
 */
export const watchedAreas: readonly WatchedArea[] = [
  circle(
    'minna-shoal',
    'within 12 nm of Minna Shoal / Lumine Bank (administered by Meridia; claimed by Kestria)',
    'ミンナ礁／ルミネ堆（メリディアが管理、ケストリアが領有を主張）から12海里以内',
    [125.05, 25.42],
    12,
  ),
  circle('halcyon-reef', 'within 8 nm of Halcyon Reef', 'ハルシオン礁から8海里以内', [119.72, 17.5], 8),
  circle('kestrel-bank', 'within 9 nm of Kestrel Bank', 'ケストレル堆から9海里以内', [120.32, 21.55], 9),
  hexagon('osprey-box', 'Exercise area Osprey', '訓練海域オスプレイ', [131.95, 30.95], 8),
  hexagon('survey-field', 'Lumen survey field', 'ルーメン調査海域', [122.42, 25.28], 7),
];
