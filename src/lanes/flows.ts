/** Who ships what, and who holds how much in stock. */
import type { Scenario } from './schema.ts';

export interface Flow {
  readonly id: string;
  /** ISO 3166 codes of countries or economies; `originPort` is a port of the network, or an airport by air. */
  readonly origin: string;
  readonly originPort: string;
  readonly destination: string;
  readonly destinationPort: string;
  readonly commodity: string;
  readonly class: string;
  readonly mode: 'sea' | 'air';
  /** Gates that the source says it passes; the shortest way when absent. */
  readonly via?: readonly string[];
  /** Amounts a year; null where the source gives none. */
  readonly tonnes: number | null;
  readonly valueUsd: number | null;
  readonly year: number;
  readonly source: string;
}

export interface Stock {
  readonly country: string;
  readonly commodity: string;
  /** Days of use. */
  readonly days: number;
  readonly asOf: string;
  readonly source: string;
}

/** All that a country takes in of a commodity, of which the flows are a part. */
export interface ImportTotal {
  readonly country: string;
  readonly commodity: string;
  readonly tonnes: number;
  readonly year: number;
  readonly source: string;
}

/** data/lanes/airports.json: nodes of what goes by air. */
export interface Airport {
  readonly id: string;
  readonly name: { readonly en: string; readonly ja: string };
  readonly country: string;
  readonly lonDeg: number;
  readonly latDeg: number;
}

/** data/lanes/scenarios.json: scenarios to begin with, each with its sources. */
export interface ReadyScenario {
  readonly id: string;
  readonly name: { readonly en: string; readonly ja: string };
  readonly about: { readonly en: string; readonly ja: string };
  readonly sources: readonly { readonly text: string; readonly asOf: string }[];
  readonly scenario: Scenario;
}

export interface StartingTable {
  readonly flows: readonly Flow[];
  readonly stocks: readonly Stock[];
  readonly totals: readonly ImportTotal[];
  readonly disagreements: readonly {
    readonly about: string;
    readonly figures: readonly {
      readonly value: number;
      readonly year: number | null;
      readonly source: string;
    }[];
  }[];
}
