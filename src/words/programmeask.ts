import type { Catalogue } from './catalogue.ts';

/** The programme room: what is answered to questions. "None found" is never "not allowed". */
export const programmeAskWords = {
  'programme.ask.none': { en: 'None found in the record.', ja: '記録には見当たりません。' },
  'programme.ask.none-about': {
    en: 'None found in the record about {names:list}. The nearest passages are shown, if there are any.',
    ja: '{names:list}については記録に見当たりません。近い記述があれば示します。',
  },
  'programme.ask.none-forces': {
    en: 'None found in the record: no reciprocal access or status of forces agreement between {visitor} and {host}. That does not mean that it is not allowed.',
    ja: '記録には見当たりません：{visitor}と{host}の間の円滑化協定・地位協定はありません。認められないという意味ではありません。',
  },
  'programme.ask.none-of-kind': {
    en: 'None found in the record: {kinds:list} with {names:list}. The nearest passages are shown.',
    ja: '記録には見当たりません：{names:list}との{kinds:list}。近い記述を示します。',
  },
  'programme.ask.kind.agreement': { en: 'agreement', ja: '協定・合意' },
  'programme.ask.kind.exercise': { en: 'exercise', ja: '演習' },
  'programme.ask.kind.visit': { en: 'visit', ja: '訪問' },
  'programme.ask.kind.procurement': { en: 'procurement', ja: '調達' },
  'programme.ask.kind.deployment': { en: 'deployment', ja: '派遣' },
  'programme.ask.forces-of': {
    en: 'In the record for {visitor}: {instruments:list}.',
    ja: '{visitor}については次の記録があります：{instruments:list}。',
  },
  'programme.ask.instruments': {
    en: 'Instruments: {instruments:list}.',
    ja: '文書・協定：{instruments:list}。',
  },
  'programme.ask.instrument': { en: '{title} ({facts:list})', ja: '{title}（{facts:list}）' },
  'programme.ask.signed': { en: 'signed {date}', ja: '署名{date}' },
  'programme.ask.in-force': { en: 'in force {date}', ja: '発効{date}' },
  'programme.ask.ends': { en: 'ends {date}', ja: '終了{date}' },
  'programme.ask.says': { en: '{by} says: “{quote}”.', ja: '{by}の記述：「{quote}」。' },
  'programme.ask.says-dated': {
    en: '{by} says ({date}; date: {basis}): “{quote}”.',
    ja: '{by}の記述（{date}、日付の根拠：{basis}）：「{quote}」。',
  },
  'programme.ask.disputed': {
    en: 'Sources disagree: see the conflicts.',
    ja: '資料の記述は一致しません（矛盾を参照）。',
  },
  'programme.ask.unknown': {
    en: 'Unknown in the record: {unknowns:list}.',
    ja: '記録上不明：{unknowns:list}。',
  },
  'programme.ask.unknown-successor': {
    en: '{title} ends {expiry}; its successor is unknown',
    ja: '{title}は{expiry}に終了、後継は不明',
  },
  'programme.ask.unknown-outcome': {
    en: '{title} ({by}, due {due}): its outcome is unknown',
    ja: '{title}（{by}、期限{due}）の結果は不明',
  },
  'programme.ask.unknown-shares': { en: '{item}: no source gives shares', ja: '{item}：割合を示す資料なし' },
  'programme.ask.unknown-date': {
    en: '{file} (“{title}”): the document states no date',
    ja: '{file}（「{title}」）：文書に日付の記載なし',
  },
  'programme.ask.document': {
    en: '{file}: “{title}” by {author}, dated {date} ({basis}).',
    ja: '{file}：「{title}」（{author}、日付{date}、根拠：{basis}）。',
  },
  'programme.ask.document-undated': {
    en: '{file}: “{title}” by {author}; the document states no date.',
    ja: '{file}：「{title}」（{author}）。文書に日付の記載なし。',
  },
  'programme.ask.no-activity': {
    en: 'No activity in the record serves: {goals:list}.',
    ja: '活動の記録がない項目：{goals:list}。',
  },
  'programme.ask.goals': { en: 'In the record: {goals:list}.', ja: '記録にあるもの：{goals:list}。' },
  'programme.ask.blocked-by': {
    en: '“{title}” is blocked by: {obstacles:list}.',
    ja: '「{title}」を妨げているもの：{obstacles:list}。',
  },
  'programme.ask.membership': {
    en: '{actor} could take part in {body}; that it does is not in the record.',
    ja: '{actor}は{body}に参加し得るが、参加は記録に見当たらない。',
  },
  'programme.ask.position': {
    en: '{actor} is {stance} “{proposal}”.',
    ja: '{actor}は「{proposal}」に{stance}。',
  },
  'programme.ask.stance.for': { en: 'for', ja: '賛成' },
  'programme.ask.stance.against': { en: 'against', ja: '反対' },
  'programme.ask.stance.unknown': { en: 'of unknown position on', ja: '立場不明' },
  'programme.ask.proposal': { en: '“{title}”: {states:list}.', ja: '「{title}」：{states:list}。' },
  'programme.ask.blocked': {
    en: 'It is blocked by: {obstacles:list}.',
    ja: '妨げているもの：{obstacles:list}。',
  },
  'programme.ask.counted': {
    en: '{n:count:statement|statements} in the record match.',
    ja: '記録中の該当記述は{n:int}件。',
  },
} as const satisfies Catalogue;
