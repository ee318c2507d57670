import type { Catalogue } from './catalogue.ts';

/** The words that a printed brief adds to those of the rooms. */
export const printWords = {
  'print.title': { en: 'Morning brief for {party}', ja: '{party}宛 朝の情勢報告' },
  'print.subtitle': {
    en: 'What you may see, as of {at:time}.',
    ja: '{at:time}時点で開示されている内容です。',
  },
  'print.period': { en: '{at:time} · since {since:time}', ja: '{at:time}（{since:time}以降）' },
  'print.marking': { en: '{marking} · from {from}', ja: '{marking} ・ 発行：{from}' },
  'print.against': { en: 'Against: {reasons}', ja: '反対の見方：{reasons}' },
  'print.onward': { en: 'What you may pass on', ja: '転送できる範囲' },
  'print.sources': { en: 'Sources', ja: '出典' },
  'print.source': { en: '{text}, as of {asOf:time}', ja: '{text}（{asOf:time}時点）' },
  'print.page': { en: 'page {page} of {pages}', ja: '{page}／{pages}ページ' },
  'print.exercise': { en: 'EXERCISE — EXERCISE — EXERCISE', ja: '演習 — EXERCISE — 演習' },
  'print.curve': {
    en: '{title}: P5 to P95 and the middle, from {first} to {last}; lowest {low}, highest {high}.',
    ja: '{title}：P5〜P95の帯と中央値。横軸 {first}〜{last}、最小 {low}、最大 {high}。',
  },
  'print.allowed': { en: '{to} (may be passed on)', ja: '{to}（転送可）' },
  'print.forbidden': { en: '{to} (may not be passed on)', ja: '{to}（転送不可）' },
} as const satisfies Catalogue;
