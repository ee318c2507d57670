import type { Catalogue } from './catalogue.ts';

/** Alerts of others: their words are kept as theirs. */
export const alertsWords = {
  'alerts.title.says': { en: '{sender} says: {headline}', ja: '{sender}の発表：{headline}' },
  'alerts.title.cancels': { en: '{sender} cancels: {headline}', ja: '{sender}が取り消し：{headline}' },
  'alerts.title.marked': { en: '{status}: {said}', ja: '{status}：{said}' },
  /** A sender's text, as it is. */
  'alerts.words': { en: '{words}', ja: '{words}' },
  'alerts.import.cap': { en: 'Alerts (CAP 1.2)', ja: '警報（CAP 1.2）' },
  'alerts.import.note': {
    en: 'An alert stays with your party until you release it, whatever scope its sender gave it.',
    ja: '警報は、発信者が定めた範囲にかかわらず、公開するまで自組織だけが閲覧できます。',
  },
  'alerts.section.title': { en: 'Alerts of others ({count})', ja: '他機関の警報（{count}件）' },
  'alerts.section.source': {
    en: 'Alert of {sender}; severity as sent: {severity}',
    ja: '{sender}の警報。発信時の深刻度：{severity}',
  },
} as const satisfies Catalogue;
