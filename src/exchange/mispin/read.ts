/**
 * MISP's JSON (core format 2.4), read defensively: the wrappers in which its servers, feeds and libraries put events,
 * fields that come as numbers or as texts, and bounds on all of it. Nothing here throws but for a text that is no JSON.
 */
import { CommonwatchError, depthOf, derivedId, maxDepth, uuidOf } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import type { Properties } from '../stix21/index.ts';

/** UTF-16 units of one file; MISP's own feeds keep an event to some megabytes. */
export const maxMispLength = 67_108_864;
const maxTags = 200;

/** @returns the events of a file; attributes that came without an event are one. @throws `misp.invalid` */
export function readMisp(text: string): Properties[] {
  const value = parsed(text);
  const events = eventsIn(value);
  if (events.length === 0) throw new CommonwatchError('misp.invalid', namesOf(value));
  return events;
}

function parsed(text: string): unknown {
  if (text.length > maxMispLength) throw new CommonwatchError('misp.invalid', text.length);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CommonwatchError('misp.invalid', text.slice(0, 60));
  }
  if (depthOf(value) > maxDepth) throw new CommonwatchError('misp.invalid', `> ${maxDepth}`);
  return value;
}

function namesOf(value: unknown): string {
  return isRecord(value) ? Object.keys(value).slice(0, 8).join(' ') : typeof value;
}

function eventsIn(value: unknown): Properties[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn);
  if (!isRecord(value)) return [];
  if (value.response !== undefined) return eventsIn(value.response);
  if (isRecord(value.Event)) return [value.Event];
  if (typeof value.info === 'string') return [value];
  const isLoose = Array.isArray(value.Attribute) || Array.isArray(value.Object);
  return isLoose && value.template_uuid === undefined ? [value] : [];
}

/** A field as text, whether it came as one or as a number; '' where there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function recordsOf(value: unknown): Properties[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The names of tags, and of the clusters of galaxies, which MISP writes as tags. */
export function tagsOf(node: Properties): string[] {
  const clusters = recordsOf(node.Galaxy).flatMap((galaxy) => recordsOf(galaxy.GalaxyCluster));
  const names = [
    ...recordsOf(node.Tag).map(({ name }) => textOf(name)),
    ...clusters.map(({ tag_name }) => textOf(tag_name)),
  ];
  return [...new Set(names)].filter((name) => name !== '').slice(0, maxTags);
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Its own UUID, or one derived from what it says, so that the same file gives the same entries again. */
export function uuidIn(node: Properties, ...parts: readonly string[]): string {
  const given = textOf(node.uuid).toLowerCase();
  return uuidForm.test(given) ? given : uuidOf(derivedId('misp', ...parts));
}

/** Seconds since 1970, as MISP has them, or a date; milliseconds UTC, undefined where it is neither. */
export function timeOf(value: unknown): number | undefined {
  const text = textOf(value);
  const timeUtcMs = /^\d{1,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  // Year 1 to 9999: what RFC 3339 can hold.
  return timeUtcMs >= -62_135_596_800_000 && timeUtcMs <= 253_402_300_799_000 && text !== '0'
    ? timeUtcMs
    : undefined;
}
