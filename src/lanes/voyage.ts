/** What a longer voyage costs more than the usual one. The formulas and their sources stand in README.md. */
import type { ShipClass } from './closures.ts';
import type { Parameters } from './parameters.ts';

export interface VoyageCost {
  /** More days at sea than usual. */
  readonly days: number;
  readonly charterUsd: number;
  readonly fuelUsd: number;
  readonly fuelT: number;
  readonly co2T: number;
  readonly etsUsd: number;
  /** Canal tolls that are saved, less those that are paid instead. */
  readonly tollSavedUsd: number;
  /** Capital bound in the cargo for longer. */
  readonly cargoUsd: number;
  readonly totalUsd: number;
}

export interface VoyageChange {
  readonly openNm: number;
  readonly closedNm: number;
  readonly valueUsdPerT: number;
  readonly savesSuez: boolean;
  readonly takesPanama: boolean;
}

/** Of one voyage of a ship of the class, US dollars at resource prices. */
export function extraVoyage(ship: ShipClass, change: VoyageChange, p: Parameters): VoyageCost {
  const { openNm, closedNm, valueUsdPerT, savesSuez, takesPanama } = change;
  const daysOpen = openNm / (24 * ship.speedKn);
  const days = closedNm / (24 * ship.speedKn * p.speedFactor) - daysOpen;
  // Fuel a day goes with a power of the speed (Notteboom and Cariou 2009); the usual voyage runs at service speed.
  const fuelT = ship.fuelTPerDay * (p.speedFactor ** p.fuelExponent * (daysOpen + days) - daysOpen);
  const charterUsd = Math.max(0, days) * ship.charterUsdPerDay * p.charterFactor;
  const fuelUsd = fuelT * p.bunkerUsdPerT;
  const co2T = fuelT * p.co2TPerTFuel;
  const etsUsd = savesSuez ? co2T * p.etsUsdPerTCo2 * p.etsShare : 0;
  const tollSavedUsd =
    (savesSuez ? ship.canalTollUsd.suez : 0) - (takesPanama ? ship.canalTollUsd.panama : 0);
  const cargoUsd = (Math.max(0, days) * ship.cargoT * valueUsdPerT * p.capitalRatePerYear) / 365;
  const totalUsd = charterUsd + fuelUsd + etsUsd - tollSavedUsd + cargoUsd;
  return { days, charterUsd, fuelUsd, fuelT, co2T, etsUsd, tollSavedUsd, cargoUsd, totalUsd };
}
