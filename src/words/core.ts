import type { Catalogue } from './catalogue.ts';

/** What every room needs: judgements, relations, sanitised versions. */
export const coreWords = {
  'core.judgement.confirmed': { en: 'Confirmed by {by}: {reason}', ja: '{by} が確認：{reason}' },
  'core.judgement.dismissed': { en: 'Dismissed by {by}: {reason}', ja: '{by} が却下：{reason}' },
  'core.judgement.dissent': { en: '{by} sees it differently: {reason}', ja: '{by} の異なる見解：{reason}' },
  'core.judgement.withdrawn': {
    en: '{by} took the judgement back: {reason}',
    ja: '{by} が判断を撤回：{reason}',
  },
  'core.place': { en: 'around {at:lonlat}', ja: '{at:lonlat}付近' },
  'core.relation': { en: '{kind} {note}', ja: '{kind} {note}' },
  'core.finding.sanitised': {
    en: '{kind}, between {startUtcMs:time} and {endUtcMs:time} (details withheld)',
    ja: '{kind}、{startUtcMs:time}から{endUtcMs:time}の間（詳細は非開示）',
  },
  'core.against.sanitised': {
    en: 'This is a sanitised version: place, time or evidence were made coarser or left out on purpose.',
    ja: 'これは秘匿処理済みの版です。場所・時刻・根拠の一部を意図的に粗くするか省いています。',
  },
} as const satisfies Catalogue;
