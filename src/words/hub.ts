import type { Catalogue } from './catalogue.ts';

/** What the hub itself says: cases, releases, the brief's frame. */
export const hubWords = {
  'hub.public.title': { en: '{hub}: released to everyone', ja: '{hub}：一般公開情報' },
  'hub.public.about': {
    en: 'What this hub has released to everyone, newest first. As of',
    ja: 'このハブが一般に公開した情報（新しい順）。現在時刻',
  },
  'hub.public.none': {
    en: 'Nothing is released to everyone at present.',
    ja: '現在、一般公開の情報はありません。',
  },
  'hub.public.from': { en: 'from', ja: '提供：' },
  'hub.public.left-out': {
    en: 'Left out or made coarser on purpose:',
    ja: '意図的に省略または粗くした項目：',
  },
  'hub.public.against': { en: 'What speaks against it:', ja: '反証となりうる点：' },
  'hub.public.feed': { en: 'Atom feed', ja: 'Atom フィード' },
  'hub.public.everyone': { en: 'everyone', ja: '一般' },
  'hub.digest.subject': {
    en: '[{marking}] Brief for {party}, {at}',
    ja: '【{marking}】{party}宛 情勢報告 {at}',
  },
  'hub.case': { en: 'Case: {title}', ja: '事案：{title}' },
  'hub.left-out.redaction': { en: 'Left out or made coarser: {what}', ja: '省略または粗くした項目：{what}' },
  'hub.left-out.evidence': {
    en: '{party} does not see {count:count:piece|pieces} of the evidence.',
    ja: '{party} には根拠のうち {count:int} 件が見えません。',
  },
  'hub.left-out.members': {
    en: '{party} does not see {count:count:entry|entries} of the case.',
    ja: '{party} には事案の項目のうち {count:int} 件が見えません。',
  },
  'hub.left-out.notes': {
    en: 'Decisions, notes and assessments that are not shared stay with you.',
    ja: '決定、メモ、共有していない評価は相手に渡りません。',
  },
  'hub.redaction.place': { en: 'the place (grid of {grid})', ja: '位置（{grid} 格子）' },
  'hub.redaction.time': { en: 'the times (whole {grid})', ja: '時刻（{grid} 単位）' },
  'hub.redaction.subjects': { en: 'names and numbers of the vessels', ja: '船舶の名称と番号' },
  'hub.redaction.evidence': { en: 'the evidence', ja: '根拠' },
  'hub.brief.lead.none': {
    en: 'Nothing that may be shown to you changed between {since:time} and {at:time}.',
    ja: '{since:time}から{at:time}までに、貴組織に開示できる変化はありませんでした。',
  },
  'hub.brief.lead.findings': {
    en: '{count:count:finding is|findings are} new or changed since {since:time}: {kinds}.',
    ja: '{since:time}以降、新規または更新の検出が{count:int}件あります：{kinds}。',
  },
  'hub.brief.lead.kind': { en: '{kind} {count:int}', ja: '{kind} {count:int}件' },
  'hub.brief.lead.confirmed': {
    en: 'A person has confirmed {count:int} of them; any other is as the detectors reported it.',
    ja: 'うち{count:int}件は担当者が確認済みで、残りは検出器の報告のままです。',
  },
  'hub.brief.lead.unconfirmed': {
    en: 'No person has confirmed any of them yet.',
    ja: 'いずれも担当者による確認はまだありません。',
  },
  'hub.brief.cases': { en: 'Cases', ja: '事案' },
  'hub.brief.case': { en: '{title} ({status})', ja: '{title}（{status}）' },
  'hub.brief.case.open': { en: 'open', ja: '対応中' },
  'hub.brief.case.closed': { en: 'closed', ja: '終了' },
  'hub.brief.assessment': {
    en: '{by} assesses, with confidence {confidence:int} of 100: {text}',
    ja: '{by} の評価（確信度 100 分の {confidence:int}）：{text}',
  },
  'hub.brief.dissent': {
    en: '{by} sees it differently, with confidence {confidence:int} of 100: {text}',
    ja: '{by} の異なる見解（確信度 100 分の {confidence:int}）：{text}',
  },
  'hub.brief.decision': { en: 'Decided by {by}, {at:time}: {text}', ja: '{by} が決定（{at:time}）：{text}' },
  'hub.brief.source.entry': { en: '{title}', ja: '{title}' },
  'hub.brief.source.hub': { en: 'Counted from what this brief may show', ja: '本資料に示せる内容からの集計' },
  'hub.brief.onward.nobody': { en: 'Anyone else', ja: 'その他' },
  'hub.brief.onward.own': { en: 'Your own organisation', ja: '貴組織内' },
  'hub.brief.onward.group': { en: 'Members of {group}', ja: '{group} の構成員' },
  'hub.brief.onward.public': { en: 'The public', ja: '一般' },
  'hub.brief.onward.owner': { en: '{owner}', ja: '{owner}' },
  'hub.brief.onward.what': {
    en: '{tlp} from {owner}: {count:count:item|items}',
    ja: '{owner} の {tlp}：{count:int} 件',
  },
  'hub.brief.onward.all': { en: 'Everything in this brief', ja: '本資料のすべて' },
  'hub.brief.onward.rest': {
    en: 'Whatever this brief does not say may be passed on: ask {owner} first',
    ja: '本資料に転送可と記されていないもの：先に {owner} に照会',
  },
} as const satisfies Catalogue;
