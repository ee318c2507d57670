/** STIX objects of entries as texts, for whoever passed the gate. */
import type { Entry, PartyId } from '../core/index.ts';
import { markedAs, markedRed, markingRefsOf, shownJson, standing, withRelease } from '../exchange/index.ts';
import type { Properties } from '../exchange/index.ts';
import { entryOfRef, stixOf, withoutRefs } from './stixobject.ts';
import type { StixObjectBody } from './stixobject.ts';

/**
 * An object as its reader gets it: as it came, without references to what is withheld; with our extension where the
 * release was said by one, or was changed here so that its markings no longer tell it. '' for one that cannot stand
 * without what is withheld.
 */
export function stixText(
  entry: Entry<StixObjectBody>,
  reader: PartyId,
  exercise: boolean,
): { readonly text: string; readonly isSameForAll: boolean } {
  const { body, release, owner } = entry;
  const isWhole = reader === owner || body.refs.length === body.refCount;
  if (isWhole && isMarked(entry)) return { text: shownJson(body.object), isSameForAll: true };
  const object = isWhole ? stixOf(entry) : standing(shownObject(entry));
  if (object === undefined) return { text: '', isSameForAll: true };
  if (isMarked(entry)) return { text: JSON.stringify(object), isSameForAll: true };
  // The release names its reader, and nobody else. Markings are ours then, but for what a withheld one may have asked.
  const written = withRelease(object, release, exercise);
  const text = JSON.stringify(isWhole || !losesMarking(entry, object) ? written : markedRed(written));
  return { text, isSameForAll: false };
}

function losesMarking(entry: Entry<StixObjectBody>, shown: Properties): boolean {
  const left = new Set(markingRefsOf(shown));
  return markingRefsOf(stixOf(entry)).some((ref) => !left.has(ref));
}

/** The object without the references that the gate withheld. */
export function shownObject(entry: Entry<StixObjectBody>): Properties {
  const { body } = entry;
  if (body.refs.length === body.refCount) return stixOf(entry);
  const shown = new Set(body.refs);
  return withoutRefs(stixOf(entry), (ref) => shown.has(entryOfRef(entry, ref)));
}

/** Whether the object's own markings tell its release. */
function isMarked({ body, release }: Entry<StixObjectBody>): boolean {
  return !body.stated && body.marked === markedAs(release);
}
