/** The course vectors reach as far ahead as can be seen: hours over a whole sea, minutes in a strait. */
export function vectorMinutes(zoom: number): number {
  if (zoom < 6) return 120;
  return zoom < 8 ? 30 : 6;
}
