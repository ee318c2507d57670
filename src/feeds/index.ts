/** Where bytes come in: files, growing files, TCP, UDP. */
export type { Feed, FeedHealth, FeedIdentity, FeedOptions, FeedState } from './feed.ts';
export { createFileFeed, type FileFeedOptions } from './file.ts';
export { createTailFeed, type TailFeedOptions } from './tail.ts';
export { createTcpFeed, type TcpFeedOptions } from './tcp.ts';
export { createUdpFeed, type UdpFeed, type UdpFeedOptions } from './udp.ts';
export { type Packing, packingOf, readUnpacked, unpack } from './unpack.ts';
