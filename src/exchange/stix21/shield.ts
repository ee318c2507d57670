/**
 * STIX ids look like ids of entries, and the gate withholds every mention of an entry that a reader may not see. A
 * STIX object that is kept inside an entry is shielded from that: its references are kept, and judged, beside it.
 * In JSON text `-\u002d` is two hyphens, which no writer of JSON makes by itself.
 */
const shield = '-\\u002d';

/** Text in which nothing reads as an id. */
export function shieldedJson(text: string): string {
  return text.replaceAll('--', shield);
}

/** The text as it was. */
export function shownJson(text: string): string {
  return text.includes(shield) ? text.replaceAll(shield, '--') : text;
}
