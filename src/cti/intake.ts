/** Objects that somebody gives the hub, judged one by one: what does not validate is refused with its reason. */
import type { EntryDraft, PartyId, PartyLevel } from '../core/index.ts';
import {
  compareTimestamps,
  isRecord,
  isTimestamp,
  markedAs,
  releaseOf,
  validateStix,
  withoutReleaseExtension,
} from '../exchange/index.ts';
import type { Addressees, Issue, Properties } from '../exchange/index.ts';
import { draftOf, refsOf, versionOf } from './stixobject.ts';
import type { StixObjectBody } from './stixobject.ts';

export interface Giver {
  /** Who will own the entries. */
  readonly owner: PartyId;
  readonly level: PartyLevel;
  readonly addressees: Addressees;
  readonly source?: string;
}

export type Judged =
  | {
      readonly kind: 'taken';
      readonly id: string;
      readonly version: string;
      /** What it refers to, by STIX ids. */
      readonly refs: readonly string[];
      readonly draft: EntryDraft<StixObjectBody>;
    }
  | {
      readonly kind: 'refused';
      readonly id: string;
      readonly version: string;
      readonly issues: readonly Issue[];
    };

const maxIdLength = 300;

/** Judges an object; never throws. */
export function judgeObject(value: unknown, giver: Giver): Judged {
  const object = isRecord(value) ? value : {};
  const id = String(object.id ?? '').slice(0, maxIdLength);
  const version = versionOf(object).slice(0, 40);
  const { valid, issues } = validateStix(value);
  if (!valid || object.type === 'bundle')
    return {
      kind: 'refused',
      id,
      version,
      issues: issues.filter(({ level }) => level === 'must').slice(0, 5),
    };
  const { release, stated } = releaseOf(object, giver.owner, giver.addressees);
  const kept = withoutReleaseExtension(object);
  const draft = draftOf(kept, {
    owner: giver.owner,
    level: giver.level,
    release,
    stated,
    marked: markedAs(release),
    ...(giver.source === undefined ? {} : { source: giver.source }),
  });
  return { kind: 'taken', id, version, refs: refsOf(kept), draft };
}

/** The objects as they were given, but of several versions of one object each comes after the one that it follows. */
export function inVersionOrder(objects: readonly unknown[]): unknown[] {
  const ordered = [...objects];
  const places = new Map<unknown, number[]>();
  for (const [i, object] of objects.entries()) {
    if (!isRecord(object) || !isTimestamp(object.modified)) continue;
    const own = places.get(object.id);
    if (own === undefined) places.set(object.id, [i]);
    else own.push(i);
  }
  for (const own of places.values()) {
    if (own.length === 1) continue;
    const versions = own.map((i) => objects[i] as Properties & { modified: string });
    versions.sort((a, b) => compareTimestamps(a.modified, b.modified));
    for (const [n, i] of own.entries()) ordered[i] = versions[n];
  }
  return ordered;
}

/** One line of why an object was refused. */
export function reasonOf(issues: readonly Issue[]): string {
  if (issues.length === 0) return 'An envelope holds objects, not bundles.';
  return issues
    .map(({ check, path, value }) => `${check} ${path}${value === undefined ? '' : `: ${value}`}`)
    .join('; ');
}
