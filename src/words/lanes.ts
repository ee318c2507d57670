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
  'lanes.section.lead': { en: '{name}', ja: '{name}' },
  'lanes.section.lead.case': { en: '{name} (case: {cases})', ja: '{name}（事案：{cases}）' },
  'lanes.section.closures': { en: '{what} closed', ja: '{what}の閉鎖' },
  'lanes.section.production': { en: 'Production cut', ja: '生産の減少' },
  'lanes.section.area': { en: '{count:count:drawn area|drawn areas}', ja: '描画した海域{count:int}か所' },
  'lanes.section.total': {
    en: '{closed} for {days:int} days: extra cost of carrying to all importers {p50MUsd:int} million US dollars (P5 to P95: {p5MUsd:int} to {p95MUsd:int}).',
    ja: '{closed}（{days:int}日間）：全輸入者の追加輸送費用は{p50MUsd:int}百万米ドル（P5～P95：{p5MUsd:int}～{p95MUsd:int}）。',
  },
  'lanes.section.own': {
    en: '{country}, {commodity}: {severed:dec1} Mt cut off, {delayed:dec1} Mt delayed, extra cost {costMUsd:int} million US dollars.',
    ja: '{country}・{commodity}：途絶{severed:dec1}百万トン、遅延{delayed:dec1}百万トン、追加費用{costMUsd:int}百万米ドル。',
  },
  'lanes.section.unknown': {
    en: '{country}, {commodity}: {severed:count:flow|flows} cut off and {delayed:int} delayed whose amount the sources do not give.',
    ja: '{country}・{commodity}：出典に数量のない流れのうち途絶{severed:int}件、遅延{delayed:int}件。',
  },
  'lanes.section.spared': {
    en: '{country}: no flow in the table meets these closures.',
    ja: '{country}：表中の流量でこの閉鎖の影響を受けるものはない。',
  },
  'lanes.section.stock': {
    en: 'Stock of {commodity}, {days:int} days as of {asOf}: used up on {emptyDate}.',
    ja: '{commodity}の備蓄{days:int}日分（{asOf}現在）：{emptyDate}に尽きる。',
  },
  'lanes.section.stock.source': { en: '{source}', ja: '{source}' },
  'lanes.section.against': {
    en: 'A model: flows are those of the sources named, at prices of the scenario; see docs/lanes.md.',
    ja: 'モデルによる試算。流量は各出典、価格はシナリオの設定による（docs/lanes.md 参照）。',
  },
  'lanes.section.source': {
    en: 'Scenario {name}, computed by this hub',
    ja: 'シナリオ「{name}」、本ハブによる計算',
  },
} as const satisfies Catalogue;
