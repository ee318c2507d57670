/** Files of posts as the hub's imports read them: one batch of columns, under pseudonyms from the first byte. */
import { CommonwatchError, message } from '../core/index.ts';
import type { Importer, ImportReport, Json } from '../core/index.ts';
import type { Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { caseDisguise, parseCaseKey } from './privacy.ts';
import type { HandleTable } from './privacy.ts';
import type { PostReport } from './reader.ts';
import { looksLikePosts } from './detect.ts';
import { parseMapping } from './mapping.ts';
import { PostReader } from './reader.ts';

/** What an import hands on: the posts, and the handles for the sealed table of the collection. */
export interface PostBatch {
  readonly posts: Posts;
  readonly handles: HandleTable;
  readonly report: PostReport;
}

/**
 * Options: `caseKey` (64 hexadecimal digits, needed), `zoneMinutes`, `mapping`, `fileName`.
 * @throws `narratives.key-invalid`, `narratives.mapping`
 */
export const postImporter: Importer<PostBatch> = {
  name: 'posts',
  label: message('narratives.importer.posts'),
  detect: (fileName, head) => looksLikePosts(fileName, head),
  open: (sink, options) => {
    const handles = new Map<string, string>();
    const builder = new PostBuilder(
      caseDisguise(parseCaseKey(String(options.caseKey ?? '')), (name, handle) => handles.set(name, handle)),
    );
    const reader = new PostReader(builder, textOf(options.fileName, 'file'), {
      zoneMinutes: zoneOf(options.zoneMinutes),
      mapping: options.mapping === undefined ? undefined : parseMapping(options.mapping),
    });
    return {
      push: (bytes) => reader.push(bytes),
      report: () => reportOf(reader.report()),
      end: () => {
        const report = reader.end();
        sink.batch('posts', { posts: builder.done(), handles, report });
        return reportOf(report);
      },
    };
  },
};

function textOf(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** @throws `narratives.parameters-invalid` */
function zoneOf(value: Json | undefined): number {
  if (value === undefined) return 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 840)
    throw new CommonwatchError('narratives.parameters-invalid', value, { path: '/zoneMinutes' });
  return value;
}

function reportOf({ read, taken, refused }: PostReport): ImportReport {
  return { read, taken, refused, notes: [] };
}
