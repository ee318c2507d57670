/**
 * How likely a search finds what it passes over. Coverage C = sweep width × track length / area. Detection: B. O. Koopman,
 * "Search and Screening" (OEG Report 56, 1946); the curves of IAMSAR volume II, figure N-10, are `inverse-cube` for ideal
 * and `exponential` for normal conditions.
 */
export type DetectionModel = 'exponential' | 'inverse-cube' | 'definite-range';

/** Probability of detection of an object that is in the area. */
export function probabilityOfDetection(coverage: number, model: DetectionModel): number {
  if (model === 'definite-range') return Math.min(1, coverage);
  if (model === 'inverse-cube') return erf((Math.sqrt(Math.PI) / 2) * coverage);
  return 1 - Math.exp(-coverage);
}

export function coverageOf(sweepWidthNm: number, trackNm: number, areaNm2: number): number {
  return areaNm2 > 0 ? (sweepWidthNm * trackNm) / areaNm2 : 0;
}

/** Factors on an uncorrected sweep width: weather, fatigue and speed (IAMSAR volume II, appendix N). */
export interface SweepWidth {
  readonly sweepWidthNm: number;
  readonly weatherFactor?: number;
  readonly fatigueFactor?: number;
  readonly speedFactor?: number;
}

export function correctedSweepWidthNm(width: SweepWidth): number {
  return (
    width.sweepWidthNm * (width.weatherFactor ?? 1) * (width.fatigueFactor ?? 1) * (width.speedFactor ?? 1)
  );
}

/** The error function, to 1.5 · 10⁻⁷ (M. Abramowitz and I. A. Stegun, 7.1.26). */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
