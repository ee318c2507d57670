/** Batches of posts as one collection, and a collection without what was erased. */
import type { ErasureRequest } from './api.ts';
import type { PostFields, Posts } from './posts.ts';
import { none, PostBuilder } from './posts.ts';

/** A row back as the fields it was made from. */
export function fieldsOf(posts: Posts, row: number): PostFields {
  const name = (index: number) => (index === none ? '' : posts.names.at(index));
  const list = ({ start, value }: Posts['urls']) =>
    Array.from(value.subarray(start[row], start[row + 1]), (index) => posts.names.at(index));
  return {
    post: name(posts.post[row]),
    account: posts.accounts[posts.account[row]],
    timeUtcMs: posts.timeUtcMs[row],
    precisionMs: posts.precision[row],
    text: posts.text.at(row),
    repostOf: name(posts.repostOf[row]),
    replyTo: name(posts.replyTo[row]),
    language: name(posts.language[row]),
    platform: name(posts.platform[row]),
    country: name(posts.country[row]),
    urls: list(posts.urls),
    tags: list(posts.tags),
    media: list(posts.media),
    object: name(posts.object[row]),
    declaredAutomated: posts.declaredAutomated[row] === 1,
    engagement: posts.engagement[row] === none ? undefined : posts.engagement[row],
    source: name(posts.source[row]),
  };
}

/** Batches that were read under one key, as one. */
export function joinPosts(batches: readonly Posts[]): Posts {
  const builder = new PostBuilder();
  for (const posts of batches) for (let row = 0; row < posts.length; row++) builder.add(fieldsOf(posts, row));
  return builder.done();
}

/**
 * The collection without an account, a post, or what is older than a time. Everything is built anew, so that no id and
 * no word of what was erased is left in a table; whoever named an erased account names nobody any more.
 */
export function erasePosts(posts: Posts, what: ErasureRequest): { posts: Posts; erased: number } {
  const builder = new PostBuilder();
  let erased = 0;
  for (let row = 0; row < posts.length; row++) {
    const fields = fieldsOf(posts, row);
    if (isErased(fields, what)) erased += 1;
    else builder.add(what.kind === 'account' ? withoutName(fields, what.account) : fields);
  }
  return { posts: builder.done(), erased };
}

function isErased({ account, post, timeUtcMs }: PostFields, what: ErasureRequest): boolean {
  switch (what.kind) {
    case 'account':
      return account === what.account;
    case 'post':
      return post === what.post;
    case 'before':
      return timeUtcMs < what.utcMs;
  }
}

function withoutName(fields: PostFields, account: string): PostFields {
  const without = (text: string) => text.replaceAll(account, 'erased');
  return {
    ...fields,
    text: without(fields.text),
    repostOf: without(fields.repostOf),
    urls: fields.urls.map(without),
    post: without(fields.post),
  };
}
