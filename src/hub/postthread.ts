/** The thread that has the posts, as the hub talks to it. */
import { CallThread } from './callthread.ts';
import type { PostCalls } from './narratives.messages.ts';

export class PostThread extends CallThread<PostCalls> {
  constructor() {
    super('hub/narratives');
  }
}
