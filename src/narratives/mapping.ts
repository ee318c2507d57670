/** A saved mapping: which column, or path into JSON, each field of a post stands in. */
import type { Json } from '../core/index.ts';
import { CommonwatchError } from '../core/index.ts';
import type { FieldPlaces } from './formats.ts';

/** A saved mapping as JSON. @throws `narratives.mapping` */
export function parseMapping(value: Json): FieldPlaces {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommonwatchError('narratives.mapping', value);
  const places: Record<string, readonly string[]> = {};
  for (const [field, names] of Object.entries(value)) {
    const list = typeof names === 'string' ? [names] : names;
    if (!mappable.has(field) || !Array.isArray(list) || !list.every((name) => typeof name === 'string'))
      throw new CommonwatchError('narratives.mapping', field);
    places[field] = list as readonly string[];
  }
  for (const field of ['post', 'account', 'time'])
    if (places[field] === undefined) throw new CommonwatchError('narratives.mapping', field);
  return places as unknown as FieldPlaces;
}

const mappable = new Set([
  'engagement',
  'post',
  'account',
  'time',
  'text',
  'repostOf',
  'replyTo',
  'urls',
  'tags',
  'media',
  'language',
  'platform',
  'country',
  'object',
  'automated',
]);
