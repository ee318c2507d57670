/** What researchers hold, read whole or in pieces, and what no reader gives away. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { caseDisguise, parseCaseKey } from './privacy.ts';
import type { PostReport, ReadOptions } from './reader.ts';
import { parseMapping } from './mapping.ts';
import { PostReader, readPosts } from './reader.ts';
import { readTime } from './times.ts';
import { preview } from './preview.ts';
import { fieldsOf } from './collection.ts';

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
  [
    'gdelt-events',
    `1098765432\t20240101\t${'x\t'.repeat(57)}20240101123000\thttps://www.paper.example/world/1\n`,
    'paper.example',
    '2024-01-01T12:30:00.000Z',
    ['https://www.paper.example/world/1'],
  ],
  [
    'gdelt-mentions',
    `1098765432\t20240101123000\t20240101124500\t1\tpaper.example\thttps://paper.example/2\t1\t-1\t5\t9\t1\t50\t900\t-2.5\t\t\n`,
    'paper.example',
    '2024-01-01T12:45:00.000Z',
    ['https://paper.example/2'],
  ],
  [
    'zeeschuimer-mastodon',
    '{"item_id":"7","source_platform":"truthsocial.com","data":{"id":"7","content":"<p>Words &amp; more</p>","created_at":"2024-05-01T10:00:00.000Z","account":{"id":"55"},"card":{"url":"https://i.example/1"}}}\n',
    '55',
    '2024-05-01T10:00:00.000Z',
    ['https://i.example/1'],
  ],
  [
    'bluesky',
    '{"uri":"at://did:plc:a/app.bsky.feed.post/1","author":{"did":"did:plc:a","handle":"ann.example"},"record":{"text":"Words","createdAt":"2024-05-01T10:00:00Z","embed":{"external":{"uri":"https://j.example"}}}}\n',
    'did:plc:a',
    '2024-05-01T10:00:00.000Z',
    ['https://j.example'],
  ],
  [
    'warc',
    warcOf([
      'WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n',
      'software: x',
      'WARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: https://www.k.example/1\r\n',
      'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html lang="en"><head><title>A title</title><script>no()</script></head><body><p>Some words</p></body></html>',
    ]),
    'k.example',
    '2024-05-01T10:00:00.000Z',
    ['https://www.k.example/1'],
  ],
];

/** Headers and blocks of records, by turns. */
function warcOf(parts: readonly string[]): string {
  return parts
    .flatMap((headers, i) =>
      i % 2 === 1
        ? []
        : [
            `WARC/1.1\r\n${headers}Content-Length: ${bytesOf(parts[i + 1]).length}\r\n\r\n${parts[i + 1]}\r\n\r\n`,
          ],
    )
    .join('');
}

const rowsOf = (posts: Posts) => Array.from({ length: posts.length }, (_, row) => fieldsOf(posts, row));

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
        expect(rowsOf(builder.done())).toEqual(rowsOf(whole.posts));
      }),
      { numRuns: 60 },
    );
  });

  it('tell the messages of several chats apart, whose numbers begin anew in each', () => {
    const chat = (id: number) =>
      `{"name":"C${id}","type":"public_channel","id":${id},"messages":[{"id":1,"type":"message","date":"2023-01-01T00:00:05","from_id":"channel${id}","text":"one"},{"id":2,"type":"message","date":"2023-01-01T00:00:09","from_id":"user9","reply_to_message_id":1,"text":"two"}]}`;
    const { posts } = read(`{"about":"x","chats":{"about":"y","list":[${chat(11)},\n${chat(12)}]}}`);
    expect(rowsOf(posts).map(({ post, replyTo }) => [post, replyTo])).toEqual([
      ['11/1', ''],
      ['11/2', '11/1'],
      ['12/1', ''],
      ['12/2', '12/1'],
    ]);
  });

  it('are read in the encoding that their mark or their reader names, and what is none is counted', () => {
    const text = 'id,author,created_at,text\n1,a,2024-01-01T00:00:00Z,ёлка\n';
    const wide = new Uint8Array(2 + text.length * 2);
    wide.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++)
      new DataView(wide.buffer).setUint16(2 + i * 2, text.charCodeAt(i), true);
    const of = (bytes: Uint8Array, options?: ReadOptions) => {
      const { posts, reports } = readPosts([{ name: 'f', bytes }], options);
      return [posts.text.at(0), reports[0].undecodable];
    };
    const cyrillic = Uint8Array.from(text, (c) =>
      c < '\u0080' ? c.charCodeAt(0) : c === 'ё' ? 0xb8 : c.charCodeAt(0) - 0x350,
    );
    expect(of(wide)).toEqual(['ёлка', undefined]);
    expect(of(cyrillic, { encoding: 'windows-1251' })).toEqual(['ёлка', undefined]);
    expect(of(cyrillic)).toEqual(['\uFFFD\uFFFD\uFFFD\uFFFD', 4]);
  });

  it('can be looked at before they are kept: columns, places and first posts', () => {
    const head = bytesOf('nr;who;when;said\n1;ann;2024-01-01;one\n2;bob;yesterday;two\n3;cut');
    const mapping = parseMapping({ post: 'nr', account: 'who', time: 'when', text: 'said' });
    const report = preview('file.csv', head, false, { mapping });
    expect(report).toMatchObject({
      columns: ['nr', 'who', 'when', 'said'],
      places: { post: 'nr', account: 'who', time: 'when', text: 'said' },
      read: 2,
      taken: 1,
      refused: [{ reason: 'time-invalid', count: 1 }],
    });
    expect(report.posts.map(({ text, precisionMs }) => [text, precisionMs])).toEqual([['one', 86_400_000]]);
  });

  it('keep the reach that the source states, and none where it states none', () => {
    const { posts } = read(
      'id,author,created_at,text,likes,shares\n1,a,2024-01-01T00:00:00Z,x,"1,200",3\n2,b,2024-01-01T00:00:00Z,y,,\n',
    );
    expect([...posts.engagement]).toEqual([1203, 0xffffffff]);
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

  it('of web archives lose the record without a length and keep the next', () => {
    const good = samples[samples.length - 1][1];
    const { posts, report } = read(`${good}WARC/1.0\r\nWARC-Type: response\r\n\r\nbroken\r\n\r\n${good}`);
    expect([posts.length, report.refused.map(({ reason }) => reason)]).toEqual([2, ['warc-invalid']]);
  });

  it('hold at most one record in memory, however deep it is nested', () => {
    const { report } = read(`${'['.repeat(100_000)}\n`);
    expect(report.taken).toBe(0);
  });
});

describe('times', () => {
  it('are UTC where the format says so, whatever zone is named for those that name none', () => {
    const at = (text: string) =>
      readPosts([{ name: 'f', bytes: bytesOf(text) }], { zoneMinutes: 540 }).posts.timeUtcMs[0];
    const noon = Date.UTC(2024, 0, 2, 12);
    expect(at('tweetid,userid,tweet_text,tweet_time\n1,2,Words,2024-01-02 12:00\n')).toBe(noon);
    expect(at('id,thread_id,author,body,timestamp\n1,1,ann,Words,2024-01-02 12:00:00\n')).toBe(noon);
    expect(at('id,author,created_at,text\n1,ann,2024-01-02 12:00:00,Words\n')).toBe(noon - 9 * 3_600_000);
  });

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
    expect(
      JSON.stringify([rowsOf(posts), posts.accounts, [...posts.names], report]).toLowerCase(),
    ).not.toContain(handle.toLowerCase());
    expect(posts.accounts[0]).toMatch(/^acct-[0-9a-f]{20}$/);
  });

  it('hides whom a message was forwarded from, and names that tags cut in two', () => {
    const disguise = caseDisguise(parseCaseKey('5a'.repeat(32)));
    const telegram = samples
      .find(([name]) => name === 'telegram')?.[1]
      .replace('"from":', '"forwarded_from_id":"user777","from":');
    const mastodon =
      '{"item_id":"7","source_platform":"x","data":{"id":"7","content":"<p>Hi <a href=\\"https://m.example/@bob\\">@<span>bob</span></a></p>","created_at":"2024-05-01T10:00:00Z","account":{"id":"55"}}}\n';
    for (const text of [telegram ?? '', mastodon])
      expect(JSON.stringify(rowsOf(read(text, { disguise }).posts))).not.toMatch(/user777|bob/);
  });

  it('gives an account another name in another case', () => {
    const names = ['00', '01'].map((byte) => {
      const disguise = caseDisguise(parseCaseKey(byte.repeat(32)));
      return disguise.account('x', 'ann');
    });
    expect(names[0]).not.toBe(names[1]);
  });
});
