import type { ShipClass } from '../../src/sea/api.ts';

/** The chart's colours, read from the style sheet so that there is one table of them (styles/tokens.css). */
export interface ChartPalette {
  readonly sea: string;
  readonly within12: string;
  readonly within24: string;
  readonly land: string;
  readonly coast: string;
  readonly ink: string;
  readonly dim: string;
  readonly panel: string;
  readonly accent: string;
  readonly alarm: string;
  readonly ok: string;
  readonly cargo: string;
  readonly tanker: string;
  readonly fishing: string;
  readonly other: string;
}

export function readPalette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: colour('sea'),
    within12: colour('within-12'),
    within24: colour('within-24'),
    land: colour('land'),
    coast: colour('coast'),
    ink: colour('ink'),
    dim: colour('dim'),
    panel: colour('panel'),
    accent: colour('accent'),
    alarm: colour('alarm'),
    ok: colour('ok'),
    cargo: colour('cargo'),
    tanker: colour('tanker'),
    fishing: colour('fishing'),
    other: colour('other'),
  };
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** `#a3107c` as bytes. */
export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Four colours for nine classes: more could not be told apart; the rest is told by shape. */
export function colourOf(shipClass: ShipClass, palette: ChartPalette): string {
  if (shipClass === 'cargo' || shipClass === 'tanker' || shipClass === 'fishing') return palette[shipClass];
  return palette.other;
}
