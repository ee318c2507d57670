import type { Catalogue } from './catalogue.ts';

/** The lanes: closures, what they cost, how long stocks last. */
export const lanesWords = {
  'lanes.scenario.title': { en: 'Scenario: {name}', ja: 'シナリオ：{name}' },
  'lanes.flows.title': {
    en: 'Imported flows: {name} ({count:int} rows)',
    ja: '取り込んだ流量：{name}（{count:int}行）',
  },
  'lanes.transits.title': {
    en: 'Imported transits: {name} ({count:int} days)',
    ja: '取り込んだ通航数：{name}（{count:int}日分）',
  },
  'lanes.section.title': { en: 'Sea lanes', ja: '海上交通路' },
  'lanes.section.closed': {
    en: '{name}: with {gates} closed for {days:int} days, {country} has {severed:dec1} Mt of {commodity} cut off and {delayed:dec1} Mt delayed, at an extra {costMUsd:int} million US dollars.',
    ja: '{name}：{gates}が{days:int}日間閉鎖された場合、{country}の{commodity}は{severed:dec1}百万トンが途絶、{delayed:dec1}百万トンが遅延し、追加費用は{costMUsd:int}百万米ドル。',
  },
  'lanes.section.total': {
    en: '{name}: extra cost of carrying {p50MUsd:int} million US dollars over {days:int} days (from {p5MUsd:int} to {p95MUsd:int}, P5 to P95).',
    ja: '{name}：{days:int}日間の追加輸送費用は{p50MUsd:int}百万米ドル（P5～P95：{p5MUsd:int}～{p95MUsd:int}）。',
  },
  'lanes.section.stock': {
    en: 'The stock of {days:int} days ({asOf}) would be used up after {emptyDay:int} days.',
    ja: '備蓄{days:int}日分（{asOf}現在）は{emptyDay:int}日後に尽きる。',
  },
  'lanes.section.against': {
    en: 'A model: flows are those of the sources named, at prices of the scenario; see docs/lanes.md.',
    ja: 'モデルによる試算。流量は各出典、価格はシナリオの設定による（docs/lanes.md 参照）。',
  },
  'lanes.section.source': {
    en: 'Scenario {name}, computed by this hub',
    ja: 'シナリオ「{name}」、本ハブによる計算',
  },
} as const satisfies Catalogue;
