/** The thread that has the posts: it reads exports, works collections out, and erases. The hub's own loop never does. */
import { openSync, readFileSync, readSync, closeSync, statSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { CommonwatchError } from '../core/index.ts';
import {
  PostBuilder,
  PostReader,
  analyse,
  caseDisguise,
  cascadeView,
  erasePosts,
  fieldsOf,
  inOrder,
  parseCaseKey,
  postPage,
  preview,
} from '../narratives/index.ts';
import type { AnalysisSettings, ErasureRequest, Posts, ReadOptions } from '../narratives/index.ts';
import { packingOf, readUnpacked } from '../feeds/index.ts';
import { analysisFile, readAnalysis, removeAnalyses, writeAnalysis } from './analysiscache.ts';
import type { KeptAnalysis } from './analysiscache.ts';
import { loadNarrativeTables } from './narrativestables.ts';
import type { Answered, Asked } from './callthread.ts';
import type { CollectionPlace, PostCall, PostCalls, Quoting } from './narratives.messages.ts';
import {
  batchFile,
  namedIn,
  readHandles,
  readPosts,
  removeBatch,
  writeHandles,
  writePosts,
} from './postbatches.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');

type Progress = (done: number, total: number | undefined) => void;
type Handlers = {
  [Name in PostCall]: (input: PostCalls[Name][0], progress: Progress) => Promise<PostCalls[Name][1]>;
};

/** A collection worked out; its posts are read when first needed, where the rest was kept. */
interface Held extends KeptAnalysis {
  posts?: Posts;
}

/** Collections that are held worked out; the one asked for longest ago makes room. */
const maxHeld = 3;
const held = new Map<string, Held>();
/** The built program's file names its parts by what is in them: another program works out anew. */
const program = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex');
/** Bytes between two messages of progress. */
const sliceBytes = 1_048_576;

async function workedOut(
  place: CollectionPlace,
  settings: AnalysisSettings,
  progress: Progress = () => undefined,
): Promise<Held> {
  const key = JSON.stringify([place.collection, place.batches, settings]);
  let found = held.get(key);
  held.delete(key);
  found ??= keptOf(place, settings) ?? (await workOut(place, settings, progress));
  held.set(key, found);
  if (held.size > maxHeld) held.delete(held.keys().next().value as string);
  return found;
}

function fileOf({ folder, batches, files }: CollectionPlace, settings: AnalysisSettings): string {
  const about = JSON.stringify([program, loadNarrativeTables(), batches, files, settings]);
  return analysisFile(folder, about);
}

function keptOf(place: CollectionPlace, settings: AnalysisSettings): Held | undefined {
  return readAnalysis(fileOf(place, settings));
}

async function workOut(
  place: CollectionPlace,
  settings: AnalysisSettings,
  progress: Progress,
): Promise<Held> {
  const read = await readPosts(place.folder, place.batches);
  const { analysis, narratives, posts } = analyse(
    read,
    settings,
    loadNarrativeTables(),
    place.files,
    progress,
  );
  if (place.batches.length > 0)
    writeAnalysis(place.folder, fileOf(place, settings), { analysis, narratives });
  return { analysis, narratives, posts };
}

/** The posts in the order of the analysis. */
async function postsOf(place: CollectionPlace, found: Held): Promise<Posts> {
  found.posts ??= inOrder(await readPosts(place.folder, place.batches));
  return found.posts;
}

function optionsOf({ zoneMinutes, mapping, encoding }: PostCalls['read'][0]['setup']): ReadOptions {
  return { zoneMinutes, mapping, encoding };
}

const handlers: Handlers = {
  analysis: async ({ place, settings }, progress) => (await workedOut(place, settings, progress)).analysis,

  posts: async ({ place, settings, rows, from, limit }) => {
    const posts = await postsOf(place, await workedOut(place, settings));
    return postPage(posts, rows, from, limit);
  },

  cascade: async ({ place, settings, narrative }) => {
    const found = await workedOut(place, settings);
    const asked = found.narratives.get(narrative);
    if (asked === undefined) throw new CommonwatchError('entry.not-found', narrative);
    return cascadeView(await postsOf(place, found), asked);
  },

  read: async ({ place, batch, setup, keyHex, sealHex }, progress) => {
    const handles = new Map<string, string>();
    const builder = new PostBuilder(
      caseDisguise(parseCaseKey(keyHex), (name, handle) => handles.set(name, handle)),
    );
    const reader = new PostReader(builder, setup.fileName, optionsOf(setup));
    const total = packed(setup.path) ? undefined : statSync(setup.path).size;
    let [done, said] = [0, 0];
    for await (const chunk of readUnpacked(setup.path)) {
      reader.push(chunk);
      done += chunk.length;
      if (done - said < sliceBytes) continue;
      said = done;
      progress(done, total);
    }
    const report = reader.end();
    const posts = builder.done();
    // Handles first: a batch without its handles could never be told who is in it.
    writeHandles(place.folder, batch, sealHex, handles);
    await writePosts(batchFile(place.folder, batch), posts);
    progress(done, total ?? done);
    return { file: setup.fileName, ...report };
  },

  preview: async ({ setup, isWhole }) => {
    const parts: Uint8Array[] = [];
    for await (const chunk of readUnpacked(setup.path)) parts.push(chunk);
    // Pseudonyms of a key that is thrown away.
    const disguise = caseDisguise(randomBytes(32));
    return preview(setup.fileName, Buffer.concat(parts), isWhole, { ...optionsOf(setup), disguise });
  },

  erase: async ({ place, what, sealHex, quoting }) => {
    forget(place);
    const gone = new Gone(place.collection, what);
    const left: { batch: string; posts: number }[] = [];
    let count = 0;
    for (const batch of place.batches) {
      const before = await readPosts(place.folder, [batch]);
      const { posts, erased } = erasePosts(before, what);
      for (let row = 0; row < before.length; row++) gone.look(fieldsOf(before, row));
      count += erased;
      left.push({ batch, posts: posts.length });
      if (posts.length === 0) {
        removeBatch(place.folder, batch);
        continue;
      }
      // Who is mentioned and not the author of a post is taken out of texts too, so a batch is always written anew.
      await writePosts(batchFile(place.folder, batch), posts);
      const named = namedIn(posts);
      const handles = [...readHandles(place.folder, batch, sealHex)].filter(([name]) => named.has(name));
      writeHandles(place.folder, batch, sealHex, handles);
    }
    return {
      posts: count,
      left,
      quoting: quoting.filter((each) => gone.isIn(each)).map(({ entry }) => entry),
    };
  },

  expire: async ({ place, batches }) => {
    forget(place);
    for (const batch of batches) removeBatch(place.folder, batch);
  },

  reidentify: async ({ place, sealHex, pseudonyms }) => {
    const found: Record<string, string> = {};
    for (const batch of place.batches) {
      const handles = readHandles(place.folder, batch, sealHex);
      for (const name of pseudonyms) {
        const handle = handles.get(name);
        if (handle !== undefined) found[name] = handle;
      }
    }
    return found;
  },
};

/** Before posts go: what was worked out of them goes first. */
function forget({ folder }: CollectionPlace): void {
  held.clear();
  removeAnalyses(folder);
}

/** What was erased, by the marks that a quotation of it bears. */
class Gone {
  readonly #documents = new Set<string>();
  readonly #texts = new Set<string>();
  readonly #collection: string;
  readonly #what: ErasureRequest;

  constructor(collection: string, what: ErasureRequest) {
    this.#collection = collection;
    this.#what = what;
  }

  look({ account, post, timeUtcMs, text }: ReturnType<typeof fieldsOf>): void {
    const what = this.#what;
    const isGone =
      what.kind === 'account'
        ? account === what.account
        : what.kind === 'post'
          ? post === what.post
          : timeUtcMs < what.utcMs;
    if (!isGone) return;
    this.#documents.add(`${this.#collection} ${post}`.slice(0, 500));
    for (const length of quotedLengths) this.#texts.add(text.slice(0, length));
    this.#texts.delete('');
  }

  isIn({ documents, texts, accounts }: Quoting): boolean {
    return (
      (this.#what.kind === 'account' && accounts.includes(this.#what.account)) ||
      documents.some((document) => this.#documents.has(document)) ||
      texts.some((text) => this.#texts.has(text))
    );
  }
}

/** How long quotations of a post are in findings, narratives, sheets and titles. */
const quotedLengths = [120, 300, 4000];

function packed(path: string): boolean {
  const head = new Uint8Array(16);
  const file = openSync(path, 'r');
  try {
    return packingOf(head.subarray(0, readSync(file, head))) !== 'none';
  } finally {
    closeSync(file);
  }
}

/** One at a time: two analyses at once would need the memory of both. */
let turn: Promise<unknown> = Promise.resolve();

port.on('message', (asked: Asked<PostCall>) => {
  turn = turn.then(() => answer(asked));
});

async function answer({ id, name, input }: Asked<PostCall>): Promise<void> {
  const say = (message: Answered) => port?.postMessage(message);
  const progress: Progress = (done, total) => say({ id, kind: 'progress', done, total });
  try {
    const value = await (handlers[name] as (input: unknown, progress: Progress) => Promise<unknown>)(
      input,
      progress,
    );
    say({ id, kind: 'done', value });
  } catch (error) {
    const known = error instanceof CommonwatchError;
    say({ id, kind: 'failed', code: known ? error.code : 'hub.failed', message: known ? error.message : '' });
  }
}
