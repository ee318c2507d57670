/** Who is there: parties and groups, every version of them, as the journal has them. */
import { CommonwatchError, viewerAt } from '../core/index.ts';
import type { Group, GroupId, Instant, Party, PartyId, Viewer } from '../core/index.ts';

interface Version<T> {
  readonly seq: number;
  readonly value: T;
}

/** Newest versions by default; `asOfSeq` asks what was known when the journal stood there. */
export class Directory {
  readonly #parties = new Map<PartyId, Version<Party>[]>();
  readonly #groups = new Map<GroupId, Version<Group>[]>();

  putParty(seq: number, party: Party): void {
    put(this.#parties, party.id, { seq, value: party });
  }

  putGroup(seq: number, group: Group): void {
    put(this.#groups, group.id, { seq, value: group });
  }

  party(id: PartyId, asOfSeq = Number.POSITIVE_INFINITY): Party | undefined {
    return newest(this.#parties.get(id), asOfSeq);
  }

  group(id: GroupId, asOfSeq = Number.POSITIVE_INFINITY): Group | undefined {
    return newest(this.#groups.get(id), asOfSeq);
  }

  /** Sorted by id. */
  parties(): Party[] {
    return everyNewest(this.#parties, Number.POSITIVE_INFINITY);
  }

  /** Sorted by id. */
  groups(asOfSeq = Number.POSITIVE_INFINITY): Group[] {
    return everyNewest(this.#groups, asOfSeq);
  }

  /** The viewer that a party is at an instant. @throws `party.unknown` */
  viewer(id: PartyId, at: Instant, asOfSeq = Number.POSITIVE_INFINITY): Viewer {
    const party = this.party(id, asOfSeq);
    if (party === undefined) throw new CommonwatchError('party.unknown', id);
    return viewerAt(party, this.groups(asOfSeq), at);
  }
}

function put<T>(versions: Map<string, Version<T>[]>, id: string, version: Version<T>): void {
  const known = versions.get(id);
  if (known === undefined) versions.set(id, [version]);
  else known.push(version);
}

function newest<T>(versions: readonly Version<T>[] | undefined, asOfSeq: number): T | undefined {
  return versions?.findLast(({ seq }) => seq <= asOfSeq)?.value;
}

function everyNewest<T>(versions: Map<string, Version<T>[]>, asOfSeq: number): T[] {
  return [...versions.keys()]
    .sort()
    .map((id) => newest(versions.get(id), asOfSeq))
    .filter((value) => value !== undefined);
}
