/** What is selected on the watch floor, as the address holds it: `finding--…` or `vessel:412345678`. */
export type Selection =
  | { readonly kind: 'entry'; readonly id: string }
  | { readonly kind: 'vessel'; readonly mmsi: number }
  | undefined;

export function readSelection(text: string | undefined): Selection {
  if (text === undefined || text === '') return undefined;
  const vessel = /^vessel:(\d{1,10})$/.exec(text);
  if (vessel !== null) return { kind: 'vessel', mmsi: Number(vessel[1]) };
  return /^[a-z-]+--[0-9a-f-]{36}$/.test(text) ? { kind: 'entry', id: text } : undefined;
}

/** `lon,lat,zoom` of the address; undefined when it is no such thing. */
export function readView(
  text: string | undefined,
): { lonDeg: number; latDeg: number; zoom: number } | undefined {
  const parts = (text ?? '').split(',').map(Number);
  if (parts.length !== 3 || parts.some((part) => !Number.isFinite(part))) return undefined;
  const [lonDeg, latDeg, zoom] = parts;
  return Math.abs(latDeg) <= 90 && zoom >= 0 && zoom <= 22 ? { lonDeg, latDeg, zoom } : undefined;
}
