/** What researchers hold, read whole or in pieces, and what no reader gives away. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { caseDisguise, parseCaseKey } from './privacy.ts';
import type { PostReport, ReadOptions } from './reader.ts';
import { parseMapping, PostReader, readPosts } from './reader.ts';
import { readTime } from './times.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function read(text: string, options?: ReadOptions): { posts: Posts; report: PostReport } {
  const { posts, reports } = readPosts([{ name: 'file', bytes: bytesOf(text) }], options);
  return { posts, report: reports[0] };
}

/** One file of each format: text, the format's name, and account, time and links of the first post. */
const samples: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  [
    'twitter-io',
    'tweetid,userid,user_screen_name,tweet_text,tweet_time,tweet_language,tweet_client_name,is_retweet,retweet_tweetid,in_reply_to_tweetid,hashtags,urls\n1,u1,Ann,"Hello, ""you""\nthere",2019-01-02 03:04,en,dlvr.it,false,,,"[a, b]","[https://a.example/1, https://a.example/2]"\n',
    'u1',
    '2019-01-02T03:04:00.000Z',
    ['https://a.example/1', 'https://a.example/2'],
  ],
  [
    'crowdtangle',
    'Page Name,User Name,Facebook Id,Post Created,Message,URL,Link,Final Link\nA page,apage,77,2021-03-04 05:06:07 EST,Words,https://www.facebook.com/apage/posts/1,https://b.example/x,\n',
    '77',
    '2021-03-04T10:06:07.000Z',
    ['https://b.example/x'],
  ],
  [
    'meta-content-library',
    'id,post_owner.id,post_owner.name,creation_time,text,lang,link_attachment.link\n9,44,Name,2024-05-06T07:08:09+00:00,Words,en,https://c.example\n',
    '44',
    '2024-05-06T07:08:09.000Z',
    ['https://c.example'],
  ],
  [
    '4cat',
    'id,thread_id,author,body,timestamp,unix_timestamp,hashtags,urls\n5,5,ann,Words,2022-01-01 00:00:01,1640995201,"a,b","https://d.example/1,https://d.example/2"\n',
    'ann',
    '2022-01-01T00:00:01.000Z',
    ['https://d.example/1', 'https://d.example/2'],
  ],
  [
    'zeeschuimer-twitter',
    '{"item_id":"8","source_platform":"twitter.com","data":{"rest_id":"8","core":{"user_results":{"result":{"rest_id":"31"}}},"legacy":{"full_text":"Words","created_at":"Wed Oct 10 20:19:24 +0000 2018","lang":"en","entities":{"urls":[{"expanded_url":"https://e.example"}]}}}}\n',
    '31',
    '2018-10-10T20:19:24.000Z',
    ['https://e.example'],
  ],
  [
    'telegram',
    '{\n "name": "Channel",\n "id": 5,\n "messages": [\n  {"id": 0, "type": "service", "date": "2023-01-01T00:00:00", "actor": "x", "text": ""},\n  {"id": 1, "type": "message", "date": "2023-01-01T00:00:05", "date_unixtime": "1672531205", "from": "Ann", "from_id": "channel5", "text": ["See ", {"type": "link", "text": "https://f.example"}], "text_entities": [{"type":"text_link","text":"x","href":"https://f.example"}]}\n ]\n}\n',
    'channel5',
    '2023-01-01T00:00:05.000Z',
    ['https://f.example'],
  ],
  [
    'feed',
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title><link>https://g.example</link><item><title>Title &amp; more</title><link>https://g.example/1</link><guid>g1</guid><pubDate>Sat, 21 Nov 2026 10:00:00 +0900</pubDate></item></channel></rss>',
    'https://g.example',
    '2026-11-21T01:00:00.000Z',
    ['https://g.example/1'],
  ],
  [
    'gdelt-gkg',
    `20240101000000-1\t20240101001500\t1\th.example\thttps://h.example/1${'\t'.repeat(22)}<PAGE_TITLE>Title</PAGE_TITLE>\n`,
    'h.example',
    '2024-01-01T00:15:00.000Z',
    ['https://h.example/1'],
  ],
];

describe('formats', () => {
  it.each(samples)('%s is recognised and read', (format, text, account, time, urls) => {
    const { posts, report } = read(text);
    const refused = report.refused.reduce((sum, { count }) => sum + count, 0);
    expect([report.format, posts.length, report.read]).toEqual([format, 1, report.taken + refused]);
    expect(posts.accounts[posts.account[0]]).toBe(account);
    expect(new Date(posts.timeUtcMs[0]).toISOString()).toBe(time);
    expect(Array.from(posts.urls.value, (url) => posts.names.at(url))).toEqual(urls);
  });

  it('are read the same in pieces of any size', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.integer({ min: 1, max: 40 }), ([, text], size) => {
        const builder = new PostBuilder();
        const reader = new PostReader(builder, 'file');
        const bytes = bytesOf(text);
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
        const report = reader.end();
        const whole = read(text);
        expect(report).toEqual(whole.report);
        expect(builder.done()).toEqual(whole.posts);
      }),
      { numRuns: 60 },
    );
  });

  it('lets a saved mapping go first, and refuses one that lacks a field', () => {
    const mapping = parseMapping({ post: 'nr', account: 'who', time: ['when'] });
    const { posts } = read('nr;who;when\n1;ann;2024-01-01\n', { mapping });
    expect([posts.length, posts.precisionMs]).toEqual([1, 86_400_000]);
    expect(() => parseMapping({ post: 'nr', time: 'when' })).toThrow(
      expect.objectContaining({ code: 'narratives.mapping' }),
    );
  });

  it('refuses a table without the columns of posts, by name', () => {
    expect(() => read('a,b\n1,2\n')).toThrow(expect.objectContaining({ code: 'narratives.columns' }));
  });
});

describe('hostile files', () => {
  it('lose the broken records and keep the rest', () => {
    const rows = ['id,author,created_at,text', '1,a,2024-01-01T00:00:00Z,one', '2,b', '3,c,31/12/2024,three'];
    const { report } = read(
      `${rows.join('\n')}\n4,,2024-01-01T00:00:00Z,four\n5,e,2024-01-01T00:00:00Z,"five`,
    );
    expect(report.taken).toBe(1);
    expect(report.refused.map(({ reason, count }) => [reason, count])).toEqual([
      ['row-fields', 2],
      ['time-invalid', 1],
      ['account-missing', 1],
    ]);
  });

  it('of JSON lines go on after a line that was cut off', () => {
    const good = (id: number) => `{"id":"${id}","author":"a","created_at":"2024-01-01T00:00:00Z"}`;
    const { report } = read(`${good(1)}\n{"id":"2","author":"b","crea\n${good(3)}\n`);
    expect([report.taken, report.refused.map(({ reason }) => reason)]).toEqual([2, ['json-invalid']]);
  });

  it('hold at most one record in memory, however deep it is nested', () => {
    const { report } = read(`${'['.repeat(100_000)}\n`);
    expect(report.taken).toBe(0);
  });
});

describe('times', () => {
  it.each([
    ['1606451170.518101', 1606451170518.101, 1],
    ['1606451170', 1606451170000, 1000],
    ['2024-02-29', Date.UTC(2024, 1, 29), 86_400_000],
    ['2024-02-29T10:30+09:00', Date.UTC(2024, 1, 29, 1, 30), 60_000],
  ])('%s keeps its precision', (text, timeUtcMs, precisionMs) =>
    expect(readTime(text)).toEqual({ timeUtcMs, precisionMs }),
  );

  it.each(['31/12/2024', '2024-02-30', '2024-01-01T25:00', 'yesterday', ''])('%s is refused', (text) =>
    expect(readTime(text)).toBeUndefined(),
  );
});

describe('privacy', () => {
  it('leaves no handle in any column, wherever the file names it', () => {
    const disguise = caseDisguise(parseCaseKey('5a'.repeat(32)));
    const handle = 'Secret_Handle';
    const text = `post_id,username,created_at,text,urls,platform
https://x.com/${handle}/status/1,@${handle},2024-01-01T00:00:00Z,"Hi @${handle}, see https://t.me/${handle} or ${handle}@mail.example",https://www.facebook.com/${handle}/posts/2,x
`;
    const { posts, report } = read(text, { disguise });
    expect(JSON.stringify([posts, report]).toLowerCase()).not.toContain(handle.toLowerCase());
    expect(posts.accounts[0]).toMatch(/^acct-[0-9a-f]{20}$/);
  });

  it('gives an account another name in another case', () => {
    const names = ['00', '01'].map((byte) => {
      const disguise = caseDisguise(parseCaseKey(byte.repeat(32)));
      return disguise.account('x', 'ann');
    });
    expect(names[0]).not.toBe(names[1]);
  });
});
