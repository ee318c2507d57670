/** Seeded draws: mulberry32 and triangular distributions. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A draw between `low` and `high` whose median is `mode`: half of the draws fall on each side, each side triangular. So
 * the median of the draws agrees with the point estimate, even for a skewed range.
 */
export function drawn(u: number, low: number, mode: number, high: number): number {
  if (u < 0.5) return low + (mode - low) * Math.sqrt(2 * u);
  return high - (high - mode) * Math.sqrt(2 * (1 - u));
}
