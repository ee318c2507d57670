/**
 * Where the page stands. The address bar is the only store of it, so that a link opens exactly what its sender saw:
 * `/sea?select=finding--…&tab=evidence&at=2026-11-21T17:22:00Z&as=alliance-staff`.
 */
export interface Place {
  readonly room: string;
  /** What of the room, such as a case's id; '' for the room itself. */
  readonly item: string;
  readonly query: Readonly<Record<string, string>>;
}

export function readPlace(path: string, search: string): Place {
  const [room = '', ...rest] = path.split('/').filter((part) => part !== '');
  return {
    room,
    item: decodeURIComponent(rest.join('/')),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function writePlace({ room, item, query }: Place): string {
  const path = item === '' ? `/${room}` : `/${room}/${encodeURIComponent(item)}`;
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A change of place: an undefined value takes a name out of the query. */
export interface Move {
  readonly room?: string;
  readonly item?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
}

/** Going to another room drops that room's state but keeps whose eyes are borrowed. */
export function moved(from: Place, { room, item, query = {} }: Move): Place {
  const leaves = room !== undefined && room !== from.room;
  const kept = leaves ? (from.query.as === undefined ? {} : { as: from.query.as }) : from.query;
  const next: Record<string, string> = { ...kept };
  for (const [name, value] of Object.entries(query))
    if (value === undefined) delete next[name];
    else next[name] = value;
  return { room: room ?? from.room, item: item ?? (leaves ? '' : from.item), query: next };
}
