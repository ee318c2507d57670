import type { Catalogue } from './catalogue.ts';

/** The programme room: what its checks say. None of them says "allowed" or "forbidden". */
export const programmeWords = {
  'programme.none': { en: 'None found in the record.', ja: '記録には見当たりません。' },
  'programme.check.visiting-forces': {
    en: '{activity} ({date}): forces of {visitor} in {host}; no agreement on visiting forces in force on that day is in the record ({count:int} between the two in all).',
    ja: '{activity}（{date}）：{host}における{visitor}の部隊について、当日発効中の訪問部隊協定は記録に見当たらない（両国間の協定は全{count:int}件）。',
  },
  'programme.check.outside-mandate': {
    en: '{activity} is listed at the level of the organisation and takes place outside its treaty area ({place}); no basis is recorded.',
    ja: '{activity}は機構レベルとされるが、条約区域外（{place}）で行われ、根拠の記録がない。',
  },
  'programme.check.stale-goal': {
    en: '{goal}: no activity in the twelve months before {at} is in the record.',
    ja: '{goal}：{at}までの12か月間の活動は記録に見当たらない。',
  },
  'programme.check.expiring-instrument': {
    en: '{instrument} ends in {expiry}; its successor is unknown in the record.',
    ja: '{instrument}は{expiry}に終了する。後継は記録上不明。',
  },
  'programme.check.commitment-overdue': {
    en: '{commitment} ({by}) was due {due}; no outcome is in the record.',
    ja: '{commitment}（{by}）の期限は{due}だったが、結果は記録に見当たらない。',
  },
  'programme.check.proposal-contradicted': {
    en: '{proposal} is told as open; later evidence says {state} ({at}).',
    ja: '{proposal}は検討中とされるが、後の資料では「{state}」（{at}）。',
  },
  'programme.check.statement-conflict': {
    en: '{subject}, {predicate}: sources say {values:list}.',
    ja: '{subject}の{predicate}：資料により異なる（{values:list}）。',
  },
  'programme.check.arithmetic': {
    en: '“{claim}”: from {from} to {to} is {years} years.',
    ja: '「{claim}」：{from}から{to}までは{years}年。',
  },
  'programme.check.single-source': {
    en: '{title}: one voice only ({voice}), in {documents:count:document|documents}.',
    ja: '{title}：出所は一つ（{voice}）、文書{documents:int}件。',
  },
  'programme.check.succession-gap': {
    en: '{days:int} days without an instrument between {earlier} and {later}.',
    ja: '{earlier}と{later}の間に{days:int}日の空白がある。',
  },
  'programme.check.eligible-not-joined': {
    en: '{actor} could take part in {body}; that it does is not in the record.',
    ja: '{actor}は{body}に参加できるが、参加は記録に見当たらない。',
  },
  'programme.check.open-obstacle': {
    en: '{proposal} meets an open obstacle without a recorded remedy: {obstacle}.',
    ja: '{proposal}には未解決の障害がある（対応策の記録なし）：{obstacle}。',
  },
  'programme.check.less-restricted': {
    en: '{title} is marked TLP:{tlp}, its evidence TLP:{evidence}.',
    ja: '{title}はTLP:{tlp}だが、根拠はTLP:{evidence}。',
  },
  'programme.check.name-drift': {
    en: '{short} is written out in different ways: {names:list}.',
    ja: '{short}の正式名が一致しない：{names:list}。',
  },
  'programme.check.supplier-concentration': {
    en: '{item} ({year}): {supplier} supplies {share:percent}; concentration (HHI) {hhi}.',
    ja: '{item}（{year}年）：{supplier}が{share:percent}を供給、集中度（HHI）{hhi}。',
  },
  'programme.check.date-without-basis': {
    en: '{title}: the date {date} has no recorded basis.',
    ja: '{title}：日付{date}の根拠が記録されていない。',
  },
  'programme.check.level-mismatch': {
    en: '{activity} is listed at the level of the organisation; its participants are states ({participants:list}).',
    ja: '{activity}は機構レベルとされるが、参加者は国家（{participants:list}）。',
  },
  'programme.check.quote-missing': {
    en: '{title}: the quote no longer stands in {document}.',
    ja: '{title}：引用は{document}に見当たらない。',
  },
} as const satisfies Catalogue;
