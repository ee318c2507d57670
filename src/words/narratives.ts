import type { Catalogue } from './catalogue.ts';

/** The narratives room. It says "coordinated", never "inauthentic"; "in this collection", never "the first". */
export const narrativesWords = {
  'narratives.importer.posts': {
    en: 'Posts: 4CAT, Zeeschuimer, CrowdTangle, Meta Content Library, Telegram, feeds, GDELT, WARC, CSV, JSON lines',
    ja: '投稿データ：4CAT、Zeeschuimer、CrowdTangle、Meta Content Library、Telegram、フィード、GDELT、WARC、CSV、JSON Lines',
  },
  'narratives.collection.title': { en: 'Collection: {title}', ja: '収集データ：{title}' },
  'narratives.narrative.title': { en: 'Narrative: {title}', ja: 'ナラティブ：{title}' },
  'narratives.narrative.debunk': { en: 'Debunk: {title}', ja: '反証：{title}' },
  'narratives.known.title': { en: 'Known narrative: {title}', ja: '既知のナラティブ：{title}' },
  'narratives.abcde.title': { en: 'ABCDE sheet: {title}', ja: 'ABCDEシート：{title}' },
  'narratives.explainer.draft': { en: 'Explainer (draft): {title}', ja: '解説（下書き）：{title}' },
  'narratives.explainer.ready': {
    en: 'Explainer (waits for a second signature): {title}',
    ja: '解説（第二署名待ち）：{title}',
  },
  'narratives.explainer.signed': { en: 'Explainer: {title}', ja: '解説：{title}' },
  'narratives.explainer.withdrawn': { en: 'Explainer (withdrawn): {title}', ja: '解説（取り下げ）：{title}' },
  'narratives.explainer.reach-low': {
    en: 'Few have seen it: {accounts:count:account|accounts}, engagement {engagement:int}, {platforms:count:platform|platforms}. A rebuttal would carry it further.',
    ja: '到達範囲が小さい（アカウント{accounts:int}、反応{engagement:int}、プラットフォーム{platforms:int}）。反論がかえって広めるおそれがある。',
  },
  'narratives.explainer.reach': {
    en: 'It has spread: {accounts:count:account|accounts}, engagement {engagement:int}, {platforms:count:platform|platforms}.',
    ja: 'すでに広がっている（アカウント{accounts:int}、反応{engagement:int}、プラットフォーム{platforms:int}）。',
  },
  'narratives.disarm.confirmed': {
    en: '{by} confirms {technique} ({name})',
    ja: '{by} が {technique}（{name}）を確認',
  },
  'narratives.disarm.rejected': {
    en: '{by} rejects {technique} ({name})',
    ja: '{by} が {technique}（{name}）を否定',
  },
  'narratives.disarm.copypasta': {
    en: '{members:count:account|accounts} posted nearly the same words, in {posts:count:post|posts}, inside the window.',
    ja: '{members:int}アカウントがほぼ同一の文面を窓内に{posts:int}件投稿した。',
  },
  'narratives.disarm.fast-repost': {
    en: '{members:count:account|accounts} repeatedly reposted the same posts within a minute of them.',
    ja: '{members:int}アカウントが同じ投稿を1分以内に繰り返し再共有した。',
  },
  'narratives.disarm.hashtags': {
    en: '{members:count:account|accounts} used the same sequences of hashtags inside the window.',
    ja: '{members:int}アカウントが同じハッシュタグ列を窓内に使用した。',
  },
  'narratives.disarm.domain': {
    en: 'Most of their links lead to one site: {domain} ({posts:count:post|posts}).',
    ja: 'リンクの大半が一つのサイト（{domain}、{posts:int}件）に向かう。',
  },
  'narratives.disarm.platforms': {
    en: 'The same was posted on several platforms: {platforms:list}.',
    ja: '複数のプラットフォームに投稿された：{platforms:list}。',
  },
  'narratives.disarm.amplify': {
    en: '{members:count:account|accounts} carried on what others had posted, in {posts:count:post|posts}.',
    ja: '{members:int}アカウントが他者の投稿を{posts:int}件で拡散した。',
  },
  'narratives.disarm.replies': {
    en: '{members:count:account|accounts} answered the same posts inside the window.',
    ja: '{members:int}アカウントが同じ投稿に窓内で返信した。',
  },
  'narratives.disarm.localised': {
    en: 'It stands in several languages: {languages:list}.',
    ja: '複数の言語で投稿されている：{languages:list}。',
  },
  'narratives.judgement.inauthentic': {
    en: '{by} judges it inauthentic: {reason}',
    ja: '{by} の判断：非真正（{reason}）',
  },
  'narratives.judgement.attributed': {
    en: '{by} attributes it to {to}: {reason}',
    ja: '{by} の判断：{to} に帰属（{reason}）',
  },
  'narratives.judgement.organic': {
    en: '{by} judges it organic: {reason}',
    ja: '{by} の判断：自然発生（{reason}）',
  },
  'narratives.kind.coordinated-group': { en: 'Group that posted together', ja: '同調して投稿した集団' },
  'narratives.kind.benign-group': {
    en: 'Group that posted together, with a harmless reason',
    ja: '同調して投稿したが問題のない集団',
  },
  'narratives.verdict.coordinated': { en: 'coordinated', ja: '協調あり' },
  'narratives.verdict.benign': { en: 'a harmless reason was recognised', ja: '無害な理由を確認' },
  'narratives.layer.co-repost': { en: 'the same reposts', ja: '同じ再共有' },
  'narratives.layer.fast-repost': { en: 'reposts within a minute', ja: '1分以内の再共有' },
  'narratives.layer.co-link': { en: 'the same links', ja: '同じリンク' },
  'narratives.layer.co-domain': { en: 'the same sites', ja: '同じサイト' },
  'narratives.layer.co-hashtags': { en: 'the same hashtags in the same order', ja: '同じ並びのハッシュタグ' },
  'narratives.layer.co-image': { en: 'the same images', ja: '同じ画像' },
  'narratives.layer.co-text': { en: 'nearly the same words', ja: 'ほぼ同じ文面' },
  'narratives.layer.co-reply': { en: 'replies to the same posts', ja: '同じ投稿への返信' },
  'narratives.benign.none': { en: 'none', ja: 'なし' },
  'narratives.benign.declared-automation': { en: 'they say that they are automated', ja: '自動投稿を明示' },
  'narratives.benign.declared-owner': {
    en: 'a site whose owner is declared',
    ja: '運営者が明示されたサイト',
  },
  'narratives.benign.same-owner': {
    en: 'accounts that name one owner',
    ja: '同一運営者を明示するアカウント',
  },
  'narratives.benign.syndication': {
    en: 'a wire: the same texts, each on its own site',
    ja: '配信記事：各社が自社サイトで同文を掲載',
  },
  'narratives.benign.greetings': { en: 'everyday greetings', ja: '日常のあいさつ' },
  'narratives.benign.share-button': { en: 'a page’s share button', ja: 'ページの共有ボタン' },
  'narratives.benign.breaking-news': { en: 'breaking news', ja: '速報' },
  'narratives.benign.popular-objects': { en: 'what mostly others shared', ja: '大半を第三者が共有したもの' },
  'narratives.benign.fans': { en: 'people who like the same thing', ja: '同じものを好む人々' },
  'narratives.benign.mixed': { en: 'several harmless reasons together', ja: '複数の無害な理由の組み合わせ' },
  'narratives.finding.group': {
    en: '{members:count:account|accounts} acted together more often than chance allows ({layers:list}; {posts:count:post|posts}); no harmless reason was recognised.',
    ja: '{members:int}アカウントが偶然では説明できない頻度で協調して行動（{layers:list}、投稿{posts:int}件）。無害な理由は確認されなかった。',
  },
  'narratives.finding.benign': {
    en: '{members:count:account|accounts} acted together ({layers:list}; {posts:count:post|posts}), for a harmless reason: {reason}.',
    ja: '{members:int}アカウントが同じ行動（{layers:list}、投稿{posts:int}件）。無害な理由：{reason}。',
  },
  'narratives.against.triage': {
    en: 'Partly: {rule} ({share:percent}; the rule holds from {threshold:percent}).',
    ja: '部分的に該当：{rule}（{share:percent}、基準{threshold:percent}）。',
  },
  'narratives.against.once': {
    en: 'It was seen on one day only.',
    ja: '観測は1日のみ。',
  },
  'narratives.against.one-layer': {
    en: 'It shows in one kind of action only.',
    ja: '1種類の行動にのみ現れる。',
  },
  'narratives.against.pair': {
    en: 'Two accounts may belong to one person.',
    ja: '2アカウントは同一人物の可能性がある。',
  },
  'narratives.against.collection': {
    en: 'What was not collected may explain it: a common source outside this collection.',
    ja: '収集外の共通の情報源で説明できる可能性がある。',
  },
  'narratives.against.intent': {
    en: 'Acting together says nothing about who is behind it, or why, or whether it is true.',
    ja: '協調していることは、主体・意図・真偽を示さない。',
  },
  'narratives.abcde.actor': {
    en: '{members:count:account|accounts}: {verdict}.',
    ja: '{members:int}アカウント：{verdict}。',
  },
  'narratives.abcde.actor.unknown': {
    en: 'Who is behind the accounts is not known to this hub.',
    ja: 'アカウントの背後にいる主体は本ハブでは不明。',
  },
  'narratives.abcde.behaviour': {
    en: '{posts:count:post|posts} join them by {layers:list}, on {active:int} of {windows:int} days on which they posted.',
    ja: '投稿{posts:int}件が{layers:list}で結び付く。投稿した{windows:int}日のうち{active:int}日で協調。',
  },
  'narratives.abcde.content': { en: '“{text}” ({languages:list})', ja: '「{text}」（{languages:list}）' },
  'narratives.abcde.content.debunk': {
    en: 'A debunk: “{text}” ({languages:list})',
    ja: '反証：「{text}」（{languages:list}）',
  },
  'narratives.abcde.degree': {
    en: '{posts:count:post|posts} by {accounts:count:account|accounts} on {platforms:count:platform|platforms}, {first:time} to {last:time}.',
    ja: '投稿{posts:int}件、アカウント{accounts:int}、プラットフォーム{platforms:int}（{first:time}～{last:time}）。',
  },
  'narratives.abcde.burst': {
    en: '{hour:time}: {posts:count:post|posts} in the hour where {expected:dec1} were usual.',
    ja: '{hour:time}：通常{expected:dec1}件の時間帯に{posts:int}件。',
  },
  'narratives.abcde.effect.unmeasured': {
    en: 'Posts show what was said, not what it did. Effect needs other evidence.',
    ja: '投稿からは発信内容しか分からない。影響の評価には別の根拠が要る。',
  },
  'narratives.section.title': { en: 'The information space', ja: '情報空間' },
  'narratives.section.confidence': { en: '{confidence:int} of 100', ja: '確度{confidence:int}/100' },
  'narratives.section.narrative': {
    en: '{title}: {posts:count:post|posts} by {accounts:count:account|accounts} ({languages:list}), earliest in this collection {first:time}.',
    ja: '{title}：投稿{posts:int}件、アカウント{accounts:int}（{languages:list}）。本収集での最古は{first:time}。',
  },
  'narratives.section.narrative-unknown': {
    en: '{title}: {posts:count:post|posts} by {accounts:count:account|accounts} ({languages:list}); where it began is not in this collection.',
    ja: '{title}：投稿{posts:int}件、アカウント{accounts:int}（{languages:list}）。発端は本収集にない。',
  },
  'narratives.section.brief': {
    en: 'Explainer signed: {title}, for {audience} ({languages:list}).',
    ja: '解説を署名済み：{title}、対象は{audience}（{languages:list}）。',
  },
  'narratives.section.brief-quiet': {
    en: 'Explainer signed: {title}, for {audience} ({languages:list}). Do not amplify.',
    ja: '解説を署名済み：{title}、対象は{audience}（{languages:list}）。拡散させないこと。',
  },
  'narratives.section.source.group': {
    en: 'Co-action of accounts, measured by this hub',
    ja: 'アカウントの協調、本ハブによる測定',
  },
  'narratives.section.source.narrative': {
    en: 'Posts in a collection of this hub',
    ja: '本ハブの収集データの投稿',
  },
  'narratives.section.source.brief': { en: 'An explainer, signed by two persons', ja: '2名が署名した解説' },
} as const satisfies Catalogue;
