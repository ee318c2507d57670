/** Under which flags ships sail, for closures that name flags. */

/**
 * Share of the world fleet's deadweight by flag of registration, rounded to whole per cent after UNCTAD, Review of
 * Maritime Transport 2023 (fleet of 1 January 2023). Flows whose own flags are not known are taken to sail as the world
 * fleet does.
 */
export const fleetByFlag: Readonly<Record<string, number>> = {
  LR: 0.17,
  PA: 0.16,
  MH: 0.13,
  HK: 0.09,
  SG: 0.06,
  CN: 0.05,
  MT: 0.05,
  BS: 0.03,
  GR: 0.03,
  JP: 0.02,
};

/** Share of a flow's ships that a closure to some flags meets; 1 when it names none. */
export function flagShare(flags?: readonly string[], exceptFlags: readonly string[] = []): number {
  const shareOf = (list: readonly string[]) =>
    Math.min(
      1,
      [...new Set(list)].reduce((sum, flag) => sum + (fleetByFlag[flag] ?? 0), 0),
    );
  if (flags === undefined) return 1 - shareOf(exceptFlags);
  return shareOf(flags.filter((flag) => !exceptFlags.includes(flag)));
}
