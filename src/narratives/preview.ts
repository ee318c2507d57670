/** What a mapping would make of a file, from its first bytes, before anything is kept. */
import { postPage } from './pages.ts';
import type { PreviewReport } from './api.ts';
import { PostBuilder } from './posts.ts';
import type { ReadOptions } from './reader.ts';
import { PostReader } from './reader.ts';

/** Enough for a first look. */
export const previewBytes = 1 << 18;
const previewPosts = 20;

/**
 * @param head the first bytes of the file; the record that they cut off is left out
 * @param isWhole whether the file ends there
 * @throws `narratives.columns` where a table lacks a column that posts need
 */
export function preview(
  fileName: string,
  head: Uint8Array,
  isWhole: boolean,
  options: ReadOptions,
): PreviewReport {
  const builder = new PostBuilder(options.disguise);
  const reader = new PostReader(builder, fileName, options);
  // The reader looks at the first thousands of characters before it begins: a shorter piece ends at its last line.
  const isShort = head.length < previewBytes / 8;
  reader.push(isShort && !isWhole ? head.subarray(0, head.lastIndexOf(10) + 1) : head);
  const report = isWhole || isShort ? reader.end() : reader.report();
  return {
    file: fileName,
    ...report,
    ...reader.layout(),
    posts: postPage(builder.done(), 'all', 0, previewPosts).posts,
  };
}
