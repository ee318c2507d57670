/**
 * Whom a MISP node may reach. Distribution 0 to 3 names communities of another server, which are nobody here; a
 * sharing group counts with level 4 alone (MISP CVE-2026-85533, CVE-2026-112178), and only one that this hub knows by
 * its UUID. Whatever is missing, unknown or marked more strictly leaves the node with its owner.
 */
import { derivedId, ownerOnly, tlps, uuidOf } from '../../core/index.ts';
import type { GroupId, PartyId, Release, Tlp } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import type { Properties } from '../stix21/index.ts';
import { tagsOf, textOf } from './read.ts';

export interface MispReaders {
  readonly owner: PartyId;
  /** Groups that a file may name; none where whoever imports may not release. */
  readonly groups: readonly GroupId[];
}

/** What a node says, before it is a release. */
export interface MispHandling {
  readonly group?: GroupId;
  readonly tlp?: Tlp;
  /** A marking that no TLP can say, or that is not known. */
  readonly isHeld: boolean;
}

/** The UUID under which a group is written as a sharing group, and read again. */
export function sharingGroupUuid(group: GroupId): string {
  return uuidOf(derivedId('group', 'sharing', group));
}

/** @param parent the event of an attribute, the object of one of its attributes; undefined for an event */
export function handlingIn(
  node: Properties,
  parent: MispHandling | undefined,
  groups: readonly GroupId[],
): MispHandling {
  const tags = tagsOf(node).map((tag) => tag.toLowerCase());
  const group = groupOf(node, parent, groups);
  const tlp = narrowest([parent?.tlp, ...tags.map((tag) => tlpByTag[tag])]);
  const isHeld = parent?.isHeld === true || tags.some(isHolding);
  return { isHeld, ...(group === undefined ? {} : { group }), ...(tlp === undefined ? {} : { tlp }) };
}

export function releaseFrom({ group, tlp, isHeld }: MispHandling, owner: PartyId): Release {
  const narrow = ownerOnly(owner);
  if (isHeld) return narrow;
  if (group === undefined || tlp === 'RED') return { ...narrow, tlp: tlp ?? narrow.tlp };
  // A sharing group without a TLP: its members, and nobody beyond them.
  const audience = { kind: 'named' as const, parties: [], groups: [group] };
  return { ...narrow, tlp: tlp ?? 'AMBER+STRICT', audience };
}

const inherits = '5';
const sharingGroup = '4';

function groupOf(
  node: Properties,
  parent: MispHandling | undefined,
  groups: readonly GroupId[],
): GroupId | undefined {
  const level = textOf(node.distribution);
  if (level === inherits) return parent?.group;
  if (level !== sharingGroup || !isRecord(node.SharingGroup)) return undefined;
  const uuid = textOf(node.SharingGroup.uuid).toLowerCase();
  const group = groups.find((each) => sharingGroupUuid(each) === uuid);
  // A part is never wider than its whole.
  return parent === undefined || parent.group === group ? group : undefined;
}

const tlpByTag: Readonly<Record<string, Tlp | undefined>> = {
  'tlp:white': 'CLEAR',
  'tlp:clear': 'CLEAR',
  'tlp:green': 'GREEN',
  'tlp:amber': 'AMBER',
  'tlp:amber+strict': 'AMBER+STRICT',
  'tlp:red': 'RED',
};

/** A TLP that is not known, a classification of some state or alliance, our own line of what a TLP cannot say. */
function isHolding(tag: string): boolean {
  if (tag.startsWith('tlp:')) return tlpByTag[tag] === undefined;
  return /classif|^commonwatch:handling=|^pap:red$/.test(tag);
}

function narrowest(given: readonly (Tlp | undefined)[]): Tlp | undefined {
  const known = given.filter((tlp) => tlp !== undefined);
  return known.sort((a, b) => tlps.indexOf(b) - tlps.indexOf(a))[0];
}
