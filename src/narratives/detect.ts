/** What a file is, by its first characters. */
import { looksLikeFeed } from './feedrecords.ts';
import { formatFor } from './formats.ts';

/**
 * Whether a file looks like posts, from its first bytes: a known format, or a table or JSON with the usual names of a
 * post, an account and a time, and words or an address.
 */
export function looksLikePosts(_fileName: string, head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/, '');
  const first = text.trimStart()[0];
  if (looksLikeFeed(text) || gdeltKind(text) !== undefined || text.startsWith('WARC/1.')) return true;
  const isJson = first === '{' || first === '[';
  const line = text.split('\n', 1)[0];
  const names = new Set(
    isJson ? [] : line.split(delimiterOf(line)).map((name) => name.replaceAll('"', '').trim()),
  );
  const has = (place: string) => (isJson ? text.includes(`"${place.split('.').at(-1)}"`) : names.has(place));
  const { name, places } = formatFor(has);
  if (name !== 'generic') return true;
  const fields = [places.post, places.account, places.time, [...(places.text ?? []), ...(places.urls ?? [])]];
  return fields.every((list) => list.some(has));
}

export function delimiterOf(line: string): string {
  return ['\t', ';', ','].reduce((best, mark) =>
    line.split(mark).length > line.split(best).length ? mark : best,
  );
}

/** Which table of GDELT a text without a header is, by its first row. */
export function gdeltKind(text: string): 'gkg' | 'events' | 'mentions' | undefined {
  const fields = text.split('\n', 1)[0].split('\t');
  if (/^\d{14}-T?\d+$/.test(fields[0])) return 'gkg';
  if (!/^\d{6,12}$/.test(fields[0])) return undefined;
  if (fields.length >= 58 && /^\d{8}$/.test(fields[1])) return 'events';
  return fields.length >= 14 && /^\d{14}$/.test(fields[1]) && /^\d{14}$/.test(fields[2])
    ? 'mentions'
    : undefined;
}
