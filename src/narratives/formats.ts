/**
 * What researchers hold, as tables: each format says by which columns it is known and where each field of a post
 * stands. A new format is a row here. Sources: the documentation or code of each tool, named beside it.
 */

/** Where fields stand: the first column (or path into JSON, `a.b`) that is there and not empty. */
export interface FieldPlaces {
  readonly post: readonly string[];
  readonly account: readonly string[];
  readonly time: readonly string[];
  readonly text?: readonly string[];
  readonly repostOf?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly urls?: readonly string[];
  readonly tags?: readonly string[];
  readonly media?: readonly string[];
  readonly language?: readonly string[];
  readonly platform?: readonly string[];
  readonly country?: readonly string[];
  /** The coordinated object itself, where a file has a column for it. */
  readonly object?: readonly string[];
  /** A field that is true, or names an automatic client, where the source declares automation. */
  readonly automated?: readonly string[];
  /** Likes, shares, comments: whole numbers, all that are there summed up. */
  readonly engagement?: readonly string[];
}

export interface PostFormat {
  readonly name: string;
  /** Columns (or paths) that a file of this format has, all of them. */
  readonly has: readonly string[];
  readonly places: FieldPlaces;
  /** Where the format names its platform once and for all. */
  readonly platform?: string;
  /** Its texts are HTML. */
  readonly html?: boolean;
  /** Its times name no zone and are UTC by its own description: the zone that a caller names is not for them. */
  readonly utc?: boolean;
}

/** The more particular first; `generic` last. */
export const postFormats: readonly PostFormat[] = [
  {
    // CooRTweet 2.1.3, prep_data().
    name: 'coortweet',
    has: ['object_id', 'account_id', 'content_id', 'timestamp_share'],
    places: {
      post: ['content_id'],
      account: ['account_id'],
      time: ['timestamp_share'],
      object: ['object_id'],
      text: ['text', 'message', 'content'],
    },
  },
  {
    // QUT coordination-network-toolkit, preprocess.py.
    name: 'qut',
    has: ['message_id', 'user_id', 'repost_id', 'reply_id', 'message', 'timestamp', 'urls'],
    places: {
      post: ['message_id'],
      account: ['user_id'],
      time: ['timestamp'],
      text: ['message'],
      repostOf: ['repost_id'],
      replyTo: ['reply_id'],
      urls: ['urls'],
    },
  },
  {
    // Twitter (X) information operations archive, readme of the data sets.
    name: 'twitter-io',
    utc: true,
    has: ['tweetid', 'userid', 'tweet_text', 'tweet_time'],
    platform: 'twitter',
    places: {
      post: ['tweetid'],
      account: ['userid'],
      time: ['tweet_time'],
      text: ['tweet_text'],
      repostOf: ['retweet_tweetid'],
      replyTo: ['in_reply_to_tweetid'],
      urls: ['urls'],
      tags: ['hashtags'],
      language: ['tweet_language'],
      automated: ['tweet_client_name'],
      engagement: ['quote_count', 'reply_count', 'like_count', 'retweet_count'],
    },
  },
  {
    // CrowdTangle, historical data downloads of Facebook and Instagram.
    name: 'crowdtangle',
    has: ['Post Created', 'Message', 'URL'],
    platform: 'facebook',
    places: {
      post: ['URL'],
      account: ['Facebook Id', 'Account', 'User Name', 'Page Name', 'Group Name'],
      time: ['Post Created'],
      text: ['Message', 'Description'],
      urls: ['Final Link', 'Link'],
      country: ['Page Admin Top Country'],
      engagement: ['Likes', 'Comments', 'Shares', 'Love', 'Wow', 'Haha', 'Sad', 'Angry', 'Care'],
    },
  },
  {
    // Meta Content Library, fields of posts.
    name: 'meta-content-library',
    has: ['post_owner.id', 'creation_time', 'text'],
    platform: 'facebook',
    places: {
      post: ['id', 'mcl_url'],
      account: ['post_owner.id', 'post_owner.name'],
      time: ['creation_time'],
      text: ['text'],
      urls: ['link_attachment.link'],
      tags: ['hashtags'],
      language: ['lang'],
      platform: ['surface.type'],
      country: ['post_owner.country'],
      engagement: [
        'statistics.like_count',
        'statistics.share_count',
        'statistics.comment_count',
        'statistics.reaction_count',
      ],
    },
  },
  {
    // 4CAT, the columns that every data source maps to (map_item).
    name: '4cat',
    utc: true,
    has: ['id', 'thread_id', 'author', 'body', 'timestamp'],
    places: {
      post: ['id'],
      account: ['author_id', 'author'],
      time: ['unix_timestamp', 'timestamp'],
      text: ['body'],
      repostOf: ['retweeted_id', 'forwarded_from_id', 'reposted_id'],
      replyTo: ['reply_to', 'replied_id', 'in_reply_to'],
      urls: ['urls', 'link', 'url_list'],
      tags: ['hashtags'],
      media: ['image_md5', 'images', 'image_url'],
      language: ['language_guess', 'language', 'lang'],
      platform: ['platform'],
      engagement: [
        'like_count',
        'likes',
        'retweet_count',
        'shares',
        'reply_count',
        'comments',
        'quote_count',
      ],
    },
  },
  {
    // Zeeschuimer, items of X (twitter.com).
    name: 'zeeschuimer-twitter',
    has: ['source_platform', 'data.legacy.full_text'],
    platform: 'twitter',
    places: {
      post: ['data.rest_id', 'item_id'],
      account: ['data.core.user_results.result.rest_id', 'data.legacy.user_id_str'],
      time: ['data.legacy.created_at'],
      text: ['data.legacy.full_text'],
      repostOf: ['data.legacy.retweeted_status_result.result.rest_id'],
      replyTo: ['data.legacy.in_reply_to_status_id_str'],
      urls: ['data.legacy.entities.urls.*.expanded_url'],
      tags: ['data.legacy.entities.hashtags.*.text'],
      media: ['data.legacy.entities.media.*.media_url_https'],
      language: ['data.legacy.lang'],
      engagement: [
        'data.legacy.favorite_count',
        'data.legacy.retweet_count',
        'data.legacy.reply_count',
        'data.legacy.quote_count',
      ],
    },
  },
  {
    // Zeeschuimer, items of TikTok.
    name: 'zeeschuimer-tiktok',
    has: ['source_platform', 'data.desc', 'data.createTime'],
    platform: 'tiktok',
    places: {
      post: ['data.id', 'item_id'],
      account: ['data.author.id', 'data.author'],
      time: ['data.createTime'],
      text: ['data.desc'],
      tags: ['data.challenges.*.title'],
      media: ['data.music.id'],
      language: ['data.textLanguage'],
      engagement: ['data.stats.diggCount', 'data.stats.shareCount', 'data.stats.commentCount'],
    },
  },
  {
    // Zeeschuimer, items of Douyin.
    name: 'zeeschuimer-douyin',
    has: ['source_platform', 'data.aweme_id', 'data.create_time'],
    platform: 'douyin',
    places: {
      post: ['data.aweme_id', 'item_id'],
      account: ['data.author.uid', 'data.author_user_id'],
      time: ['data.create_time'],
      text: ['data.desc'],
      tags: ['data.text_extra.*.hashtag_name'],
      engagement: [
        'data.statistics.digg_count',
        'data.statistics.share_count',
        'data.statistics.comment_count',
      ],
    },
  },
  {
    // Zeeschuimer, items of Threads, which share their shape with those of Instagram.
    name: 'zeeschuimer-threads',
    has: ['source_platform', 'data.taken_at', 'data.text_post_app_info'],
    platform: 'threads',
    places: {
      post: ['data.code', 'data.pk', 'data.id', 'item_id'],
      account: ['data.user.pk', 'data.user.id'],
      time: ['data.taken_at'],
      text: ['data.caption.text'],
      urls: ['data.text_post_app_info.link_preview_attachment.url'],
      media: ['data.image_versions2.candidates.0.url'],
      engagement: ['data.like_count'],
    },
  },
  {
    // Zeeschuimer, items of Truth Social and Gab: the statuses of Mastodon's API.
    name: 'zeeschuimer-mastodon',
    has: ['source_platform', 'data.content', 'data.account.id', 'data.created_at'],
    html: true,
    places: {
      post: ['data.id', 'item_id'],
      account: ['data.account.id'],
      time: ['data.created_at'],
      text: ['data.content'],
      repostOf: ['data.reblog.id', 'data.reblog_of_id'],
      replyTo: ['data.in_reply_to_id'],
      urls: ['data.card.url'],
      tags: ['data.tags.*.name'],
      media: ['data.media_attachments.*.url'],
      language: ['data.language'],
      platform: ['source_platform'],
      automated: ['data.account.bot'],
      engagement: ['data.favourites_count', 'data.reblogs_count', 'data.replies_count'],
    },
  },
  {
    // Zeeschuimer, items of 9GAG.
    name: 'zeeschuimer-9gag',
    has: ['source_platform', 'data.creationTs', 'data.title'],
    platform: '9gag',
    places: {
      post: ['data.id', 'item_id'],
      account: ['data.creator.userId', 'data.creator.username'],
      time: ['data.creationTs'],
      text: ['data.title'],
      urls: ['data.sourceUrl'],
      tags: ['data.tags.*.key'],
      media: ['data.images.image700.url'],
      engagement: ['data.upVoteCount', 'data.commentsCount'],
    },
  },
  {
    // Statuses of Mastodon's API, as it hands them out.
    name: 'mastodon',
    has: ['content', 'account.id', 'created_at', 'uri'],
    html: true,
    platform: 'mastodon',
    places: {
      post: ['uri', 'id'],
      account: ['account.acct', 'account.id'],
      time: ['created_at'],
      text: ['content'],
      repostOf: ['reblog.uri'],
      replyTo: ['in_reply_to_id'],
      urls: ['card.url'],
      tags: ['tags.*.name'],
      media: ['media_attachments.*.url'],
      language: ['language'],
      automated: ['account.bot'],
      engagement: ['favourites_count', 'reblogs_count', 'replies_count'],
    },
  },
  {
    // Bluesky, post views of its API (app.bsky.feed).
    name: 'bluesky',
    has: ['uri', 'author.did', 'record.createdAt'],
    platform: 'bluesky',
    places: {
      post: ['uri'],
      account: ['author.did'],
      time: ['record.createdAt'],
      text: ['record.text'],
      replyTo: ['record.reply.parent.uri'],
      urls: ['record.embed.external.uri'],
      language: ['record.langs.0'],
      engagement: ['likeCount', 'repostCount', 'replyCount', 'quoteCount'],
    },
  },
  {
    // Zeeschuimer, items of Instagram.
    name: 'zeeschuimer-instagram',
    has: ['source_platform', 'data.taken_at'],
    platform: 'instagram',
    places: {
      post: ['data.code', 'data.id', 'item_id'],
      account: ['data.user.id', 'data.owner.id', 'data.user.pk'],
      time: ['data.taken_at'],
      text: ['data.caption.text'],
      media: ['data.image_versions2.candidates.0.url'],
      engagement: ['data.like_count', 'data.comment_count'],
    },
  },
  {
    // Telegram Desktop, result.json of one chat.
    name: 'telegram',
    has: ['from_id', 'date', 'text', 'type'],
    platform: 'telegram',
    places: {
      // Numbers of messages begin anew in each chat: the reader puts the chat's id before them.
      post: ['id'],
      account: ['from_id', 'actor_id'],
      time: ['date_unixtime', 'date'],
      text: ['text', 'text_entities.*.text'],
      repostOf: ['forwarded_from_id'],
      replyTo: ['reply_to_message_id'],
      urls: ['text_entities.*.href'],
      media: ['photo', 'file'],
    },
  },
  {
    // JSON Feed 1.1.
    name: 'json-feed',
    has: ['date_published', 'id', 'url'],
    html: true,
    platform: 'web',
    places: {
      post: ['id'],
      account: ['authors.0.url', 'authors.0.name', 'author.name', 'url'],
      time: ['date_published'],
      text: ['content_text', 'title', 'summary', 'content_html'],
      urls: ['url', 'external_url'],
      tags: ['tags'],
      language: ['language'],
    },
  },
  {
    // RSS 2.0, RSS 1.0 and Atom, as feedrecords.ts reads them.
    name: 'feed',
    has: ['feed.link', 'feed.time'],
    platform: 'web',
    places: {
      post: ['feed.id', 'feed.link'],
      account: ['feed.author', 'feed.source'],
      time: ['feed.time'],
      text: ['feed.text'],
      urls: ['feed.link'],
      tags: ['feed.tags'],
      language: ['feed.language'],
    },
  },
  {
    // GDELT 2.1 Global Knowledge Graph, codebook V2.1: columns by number, no header.
    name: 'gdelt-gkg',
    utc: true,
    has: ['gkg.0', 'gkg.4'],
    platform: 'web',
    places: {
      post: ['gkg.0'],
      account: ['gkg.3'],
      time: ['gkg.1'],
      text: ['gkg.title'],
      urls: ['gkg.4'],
      media: ['gkg.18'],
    },
  },
  {
    // Web archives (ISO 28500), pages of HTML as warc.ts reads them.
    name: 'warc',
    has: ['warc.id', 'warc.date'],
    platform: 'web',
    places: {
      post: ['warc.id'],
      account: ['warc.domain'],
      time: ['warc.date'],
      text: ['warc.text'],
      urls: ['warc.url'],
      language: ['warc.language'],
    },
  },
  {
    // GDELT 2.0 Event Database, codebook V2.0. Country codes are FIPS there, so that none is taken.
    name: 'gdelt-events',
    utc: true,
    has: ['events.0', 'events.1'],
    platform: 'web',
    places: {
      post: ['events.0'],
      account: ['events.domain'],
      time: ['events.59', 'events.1'],
      urls: ['events.60', 'events.57'],
      tags: ['events.26'],
    },
  },
  {
    // GDELT 2.0 Mentions, the same codebook: a mention of an event by a source.
    name: 'gdelt-mentions',
    utc: true,
    has: ['mentions.0', 'mentions.2'],
    platform: 'web',
    places: {
      post: ['mentions.mention'],
      account: ['mentions.4'],
      time: ['mentions.2'],
      urls: ['mentions.5'],
      object: ['mentions.0'],
    },
  },
  {
    name: 'generic',
    has: [],
    places: {
      post: ['post_id', 'postId', 'content_id', 'message_id', 'tweet_id', 'status_id', 'id', 'uri', 'url'],
      account: [
        'account_id',
        'accountId',
        'author_id',
        'user_id',
        'userId',
        'account',
        'author',
        'author.id',
        'user.id',
        'username',
        'user',
        'channel',
        'domain',
      ],
      time: [
        'timestamp_share',
        'timestamp',
        'created_at',
        'createdAt',
        'created',
        'time',
        'date',
        'datetime',
        'published',
        'published_at',
        'creation_time',
      ],
      text: ['text', 'message', 'body', 'content', 'full_text', 'title'],
      repostOf: ['repost_of', 'repostOf', 'repost_id', 'retweet_id', 'retweeted_id', 'share_of'],
      replyTo: ['reply_to', 'replyTo', 'reply_id', 'in_reply_to', 'in_reply_to_id'],
      urls: ['urls', 'links', 'url_list', 'link', 'expanded_url', 'url'],
      tags: ['tags', 'hashtags', 'hashtag'],
      media: [
        'image_hash',
        'media_hash',
        'phash',
        'dhash',
        'ahash',
        'perceptual_hash',
        'phash_id',
        'media',
        'images',
      ],
      language: ['lang', 'language'],
      platform: ['platform', 'source_platform', 'network'],
      country: ['country', 'country_code'],
      object: ['object_id', 'object'],
      automated: ['declared_automated', 'is_bot', 'bot', 'automated'],
      engagement: ['engagement', 'likes', 'shares', 'comments', 'like_count', 'share_count', 'comment_count'],
    },
  },
];

/** The format of a file from its columns, or of a record from its paths. */
export function formatFor(has: (place: string) => boolean): PostFormat {
  const found = postFormats.find((format) => format.has.length > 0 && format.has.every(has));
  return found ?? postFormats[postFormats.length - 1];
}
