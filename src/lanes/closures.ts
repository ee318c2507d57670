/** Gates by id, ship classes, and which gates a class may not take. */
import { CommonwatchError } from '../core/errors.ts';
import type { Gate } from '../earth/gates.ts';
import type { ClosedGates } from './search.ts';

/** Names of other tables, and how people write. */
const aliases: Readonly<Record<string, string>> = {
  goodhope: 'good-hope',
  cape: 'good-hope',
  'cape-of-good-hope': 'good-hope',
  nsr: 'northern-sea-route',
  nwp: 'northwest-passage',
  bab: 'bab-el-mandeb',
  babelmandeb: 'bab-el-mandeb',
  taiwan: 'taiwan-strait',
  luzon: 'luzon-strait',
  bosphorus: 'bosporus',
  'turkish-straits': 'bosporus',
  'cape-horn': 'horn',
};

/** Passages that are open to ordinary ships for some months alone; a route takes them only when it is told to. */
export const seasonalGates = ['northern-sea-route', 'northwest-passage'] as const;
/** To go by one of these is not to go by the others: a way by the Cape of Good Hope is one without Suez. */
export const insteadOf: Readonly<Record<string, readonly string[]>> = {
  suez: ['good-hope'],
  'good-hope': ['suez'],
  panama: ['magellan', 'horn'],
  magellan: ['panama', 'horn'],
  horn: ['panama', 'magellan'],
  'northern-sea-route': ['suez', 'panama', 'good-hope', 'magellan', 'horn'],
  'northwest-passage': ['suez', 'panama', 'good-hope', 'magellan', 'horn'],
};
/** First and last month (1–12) in which the Arctic passages are mostly open to ships with some ice class. */
export const arcticSeasonMonths: readonly [number, number] = [8, 10];

export class GateIndex {
  readonly gates: readonly Gate[];
  readonly #at: ReadonlyMap<string, number>;

  constructor(gates: readonly Gate[]) {
    this.gates = gates;
    this.#at = new Map(gates.map(({ id }, i) => [id, i]));
  }

  /** @throws `lanes.unknown-gate` */
  at(name: string): number {
    const id = name.trim().toLowerCase().replaceAll('_', '-');
    const index = this.#at.get(id) ?? this.#at.get(aliases[id] ?? '');
    if (index === undefined) throw new CommonwatchError('lanes.unknown-gate', name);
    return index;
  }

  /** The ids that mean the same gate. */
  aliasesOf(id: string): readonly string[] {
    return Object.keys(aliases).filter((alias) => aliases[alias] === id);
  }

  /** Closed gates as flags; what `except` names stays open. */
  closed(ids: readonly string[], except: readonly string[] = []): ClosedGates {
    const closed = new Uint8Array(this.gates.length);
    for (const id of ids) closed[this.at(id)] = 1;
    for (const id of except) closed[this.at(id)] = 0;
    return closed;
  }
}

/** A class of ship: what it burns, costs and carries, and where it does not fit. Sources stand in parameters.ts. */
export interface ShipClass {
  readonly id: string;
  readonly name: { readonly en: string; readonly ja: string };
  /** Service speed, knots. */
  readonly speedKn: number;
  /** Main engine fuel at service speed, tonnes a day. */
  readonly fuelTPerDay: number;
  /** US dollars a day, time charter. */
  readonly charterUsdPerDay: number;
  /** Tonnes (or TEU × 10 t for container ships) carried at a usual load. */
  readonly cargoT: number;
  /** Ships of the class in the world fleet, in round numbers. */
  readonly fleetShips: number;
  /** US dollars, for war-risk premiums. */
  readonly hullUsd: number;
  readonly canalTollUsd: { readonly suez: number; readonly panama: number };
  /** Gates it does not fit through, by draught, beam or length, or does not use. */
  readonly tooLargeFor: readonly string[];
}

const smallStraits = [
  'bali',
  'alas',
  'sape',
  'flores',
  'verde',
  'san-bernardino',
  'surigao',
  'little-belt',
  'kerch',
  'torres',
  'magellan',
  'messina',
  'riau',
];
/** The Great Belt takes 15 m of draught (Route T), which large container ships and part-laden bulk carriers have. */
const deep = [...smallStraits, 'kiel', 'sunda', 'karimata', 'oresund', 'panama'];

/**
 * Figures are round ones for a usual ship of the class; the fuel of the container ship and its exponent come from
 * Notteboom and Cariou (2009), the other figures are our own working values, to be edited in a scenario.
 */
export const shipClasses: readonly ShipClass[] = [
  {
    id: 'vlcc',
    name: { en: 'VLCC', ja: 'VLCC（大型原油タンカー）' },
    speedKn: 13,
    fuelTPerDay: 62,
    charterUsdPerDay: 45_000,
    cargoT: 270_000,
    fleetShips: 900,
    hullUsd: 110e6,
    canalTollUsd: { suez: 480_000, panama: 0 },
    tooLargeFor: deep,
  },
  {
    id: 'suezmax',
    name: { en: 'Suezmax tanker', ja: 'スエズマックス型タンカー' },
    speedKn: 13,
    fuelTPerDay: 46,
    charterUsdPerDay: 38_000,
    cargoT: 140_000,
    fleetShips: 650,
    hullUsd: 80e6,
    canalTollUsd: { suez: 350_000, panama: 0 },
    tooLargeFor: [...smallStraits, 'kiel', 'oresund', 'panama', 'karimata'],
  },
  {
    id: 'aframax',
    name: { en: 'Aframax tanker', ja: 'アフラマックス型タンカー' },
    speedKn: 13,
    fuelTPerDay: 40,
    charterUsdPerDay: 32_000,
    cargoT: 95_000,
    fleetShips: 1100,
    hullUsd: 65e6,
    canalTollUsd: { suez: 280_000, panama: 350_000 },
    tooLargeFor: [...smallStraits, 'kiel', 'oresund'],
  },
  {
    id: 'lng',
    name: { en: 'LNG carrier', ja: 'LNG船' },
    speedKn: 17,
    fuelTPerDay: 85,
    charterUsdPerDay: 70_000,
    cargoT: 75_000,
    fleetShips: 750,
    hullUsd: 230e6,
    canalTollUsd: { suez: 450_000, panama: 500_000 },
    tooLargeFor: [...smallStraits, 'kiel', 'oresund', 'karimata'],
  },
  {
    id: 'capesize',
    name: { en: 'Capesize bulk carrier', ja: 'ケープサイズばら積み船' },
    speedKn: 12.5,
    fuelTPerDay: 36,
    charterUsdPerDay: 22_000,
    cargoT: 170_000,
    fleetShips: 2000,
    hullUsd: 60e6,
    canalTollUsd: { suez: 400_000, panama: 0 },
    tooLargeFor: deep,
  },
  {
    id: 'panamax',
    name: { en: 'Panamax bulk carrier', ja: 'パナマックス型ばら積み船' },
    speedKn: 12.5,
    fuelTPerDay: 30,
    charterUsdPerDay: 15_000,
    cargoT: 72_000,
    fleetShips: 3200,
    hullUsd: 35e6,
    canalTollUsd: { suez: 220_000, panama: 250_000 },
    tooLargeFor: [...smallStraits, 'kiel'],
  },
  {
    id: 'container',
    name: { en: 'Container ship, 8,000 TEU', ja: 'コンテナ船（8,000 TEU）' },
    speedKn: 18,
    fuelTPerDay: 94,
    charterUsdPerDay: 45_000,
    cargoT: 64_000,
    fleetShips: 1500,
    hullUsd: 100e6,
    canalTollUsd: { suez: 500_000, panama: 750_000 },
    tooLargeFor: [...smallStraits, 'kiel', 'karimata'],
  },
  {
    id: 'container-large',
    name: { en: 'Container ship, 20,000 TEU', ja: 'コンテナ船（20,000 TEU）' },
    speedKn: 18,
    fuelTPerDay: 150,
    charterUsdPerDay: 80_000,
    cargoT: 160_000,
    fleetShips: 600,
    hullUsd: 190e6,
    canalTollUsd: { suez: 800_000, panama: 0 },
    tooLargeFor: deep,
  },
  {
    id: 'car-carrier',
    name: { en: 'Car carrier', ja: '自動車運搬船' },
    speedKn: 17,
    fuelTPerDay: 45,
    charterUsdPerDay: 60_000,
    cargoT: 15_000,
    fleetShips: 800,
    hullUsd: 90e6,
    canalTollUsd: { suez: 300_000, panama: 350_000 },
    tooLargeFor: [...smallStraits, 'kiel'],
  },
  {
    id: 'handysize',
    name: { en: 'Handysize bulk carrier', ja: 'ハンディサイズばら積み船' },
    speedKn: 12.5,
    fuelTPerDay: 22,
    charterUsdPerDay: 11_000,
    cargoT: 32_000,
    fleetShips: 4000,
    hullUsd: 25e6,
    canalTollUsd: { suez: 130_000, panama: 120_000 },
    tooLargeFor: [],
  },
];

/** @throws `lanes.unknown-class` */
export function shipClass(id: string): ShipClass {
  const found = shipClasses.find((ship) => ship.id === id.trim().toLowerCase());
  if (found === undefined) throw new CommonwatchError('lanes.unknown-class', id);
  return found;
}
