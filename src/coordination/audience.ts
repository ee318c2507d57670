/**
 * Whom an entry is given to when nobody says otherwise: those who have a part in it and those above them. Nothing goes
 * to a partner or to a neighbour that has no part; more is shared by hand, by the hub's release dialog.
 */
import type { PartyId, Release } from '../core/index.ts';
import type { Cast, Orgs } from './acts.ts';
import type { Bodies, Kind, OrgLevel } from './bodies.ts';
import { compare, parseAccount } from './ledger.ts';

const domestic: readonly OrgLevel[] = ['national', 'prefecture', 'municipality', 'institution'];

export function isDomestic(orgs: Orgs, party: PartyId): boolean {
  const level = orgs.get(party)?.level;
  return level !== undefined && domestic.includes(level);
}

export function domesticParties(orgs: Orgs): PartyId[] {
  return [...orgs.keys()].filter((party) => isDomestic(orgs, party));
}

/** The prefecture that a party is or stands under; undefined for the national level, partners and others. */
function regionOf(party: PartyId, orgs: Orgs): PartyId | undefined {
  for (let at: PartyId | undefined = party, hops = 0; at !== undefined && hops < 8; hops++) {
    if (orgs.get(at)?.level === 'prefecture') return at;
    at = orgs.get(at)?.parent;
  }
  return undefined;
}

/**
 * The host's side of what concerns these parties: the national level and the whole of each prefecture concerned, which
 * help each other; where no prefecture is concerned, all of the host's side.
 */
function hostsOf(parties: readonly PartyId[], orgs: Orgs): PartyId[] {
  const regions = new Set(
    parties.map((party) => regionOf(party, orgs)).filter((region) => region !== undefined),
  );
  if (regions.size === 0) return domesticParties(orgs);
  return domesticParties(orgs).filter((party) => {
    const region = regionOf(party, orgs);
    return orgs.get(party)?.level === 'national' || (region !== undefined && regions.has(region));
  });
}

function withHosts(parties: readonly (PartyId | undefined)[], orgs: Orgs): PartyId[] {
  const known = parties.filter((party) => party !== undefined);
  return [...known, ...hostsOf(known, orgs)];
}

/** The parts that parties play, as a subject's body names them. */
export function castOf<K extends Kind>(kind: K, owner: PartyId, body: Bodies[K]): Cast {
  const named = body as Partial<
    Record<'requester' | 'askedOf' | 'donor' | 'host' | 'assignee' | 'from' | 'to', PartyId>
  >;
  const { requester, askedOf, donor, host, assignee, from, to } = named;
  const areas = kind === 'directive' ? (body as Bodies['directive']).areas : undefined;
  return { owner, requester, askedOf, donor, host, assignee, from, to, areas };
}

export function partiesOf({ areas = [], ...parts }: Cast): PartyId[] {
  return [...Object.values(parts as Record<string, PartyId | undefined>), ...areas].filter(
    (party) => party !== undefined,
  );
}

/** The readers of a new subject. A draft has none but its owner and the one it is entered for. */
export function readersOfSubject<K extends Kind>(
  kind: K,
  owner: PartyId,
  body: Bodies[K],
  orgs: Orgs,
): PartyId[] {
  const { actingFor } = body as { actingFor?: PartyId };
  const cast = castOf(kind, owner, body);
  if (['lot', 'site', 'offer', 'plan'].includes(kind))
    return [...domesticParties(orgs), ...partiesOf(cast), ...(actingFor === undefined ? [] : [actingFor])];
  return withHosts([...partiesOf(cast), actingFor], orgs);
}

/** The readers of what is done to a subject: all who have a part in it, those above them, and further ones. */
export function readersOfAct(
  actor: PartyId,
  cast: Cast,
  further: readonly (PartyId | undefined)[],
  orgs: Orgs,
) {
  return withHosts([actor, ...partiesOf(cast), ...further], orgs);
}

/** The readers of a movement: the host's side shares one ledger, and whoever's account it touches. */
export function readersOfMovement(
  flows: readonly { readonly from: string; readonly to: string }[],
  further: readonly PartyId[],
  orgs: Orgs,
): PartyId[] {
  const named = flows
    .flatMap(({ from, to }) => [parseAccount(from), parseAccount(to)])
    .flatMap(({ node, to }) => [node, to])
    .filter((party) => party !== '');
  return [...domesticParties(orgs), ...named, ...further];
}

export function releaseTo(owner: PartyId, readers: Iterable<PartyId>): Release {
  const parties = [...new Set(readers)].filter((party) => party !== owner).sort(compare);
  return {
    owner,
    policy: 'OPEN',
    classification: 'UNCLASSIFIED',
    tlp: parties.length === 0 ? 'RED' : 'AMBER',
    audience: parties.length === 0 ? { kind: 'owner' } : { kind: 'named', parties, groups: [] },
    caveats: [],
    orcon: false,
    redactions: [],
    labelVersion: 1,
  };
}
