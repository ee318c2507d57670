/**
 * What becomes of an object of which references were taken away: STIX has no empty lists, and many objects must refer to
 * something. What cannot be said any more without being wrong is not said.
 */
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import type { Properties } from './object.ts';
import { shapeNamed } from './shapes.ts';
import type { ExtensionShape } from './shapes.ts';

/**
 * The object as one that stands: a list that it must have, and that is gone, names its creator or else the object
 * itself. Undefined where there is no such list to put there: an observation of nothing, a translation of nothing.
 * @param object valid before references were taken away
 */
export function standing(object: Properties): Properties | undefined {
  const shape = shapeNamed(String(object.type));
  if (shape === undefined) return object;
  const next: Record<string, Json> = { ...object };
  if (isRecord(object.extensions)) {
    const kept = Object.entries(object.extensions).filter(([key, extension]) => {
      const known = Object.hasOwn(shape.extensions ?? {}, key) ? shape.extensions?.[key] : undefined;
      return known === undefined || (isRecord(extension) && hasWhatItMust(extension, known));
    });
    if (kept.length > 0) next.extensions = Object.fromEntries(kept);
    else delete next.extensions;
  }
  for (const [name, form] of Object.entries(shape.properties))
    if (form === 'id[]!' && next[name] === undefined) next[name] = [next.created_by_ref ?? next.id];
  if (next.type === 'observed-data' && next.objects === undefined && next.object_refs === undefined)
    return undefined;
  return hasWhatItMust(next, shape) ? next : undefined;
}

function hasWhatItMust(object: Properties, { properties, atLeastOne = [] }: ExtensionShape): boolean {
  return (
    Object.entries(properties).every(([name, form]) => !form.endsWith('!') || object[name] !== undefined) &&
    atLeastOne.every((names) => names.some((name) => object[name] !== undefined))
  );
}
