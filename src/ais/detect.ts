import { missingColumns, readHeader } from './csvcolumns.ts';

/** What a stream of bytes is, by its beginning. */
export type AisFormat = 'nmea' | 'csv-marinecadastre' | 'csv-danish' | 'csv-header' | 'unknown';

const latin1 = new TextDecoder('latin1');

/** How many bytes {@link detectFormat} wants to see; fewer will do if there are no more. */
export const detectionBytes = 4096;

/**
 * Tells sentences from CSV by the first bytes (already unpacked). A CSV is known by a header that names time, MMSI
 * and position; sentences by anything that begins like one.
 */
export function detectFormat(head: Uint8Array): AisFormat {
  const text = latin1.decode(head.subarray(0, detectionBytes));
  const header = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const shape = readHeader(header);
  if (missingColumns(shape).length === 0) return shape.format;
  if (/![A-Z]{2}VD[MO],|\$[A-Z]{4,5},|\\[a-z]:[^\\]*\\!/.test(text)) return 'nmea';
  return 'unknown';
}
