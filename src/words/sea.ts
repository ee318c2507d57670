import type { Catalogue } from './catalogue.ts';

/** The sea: what was seen, what would explain it innocently, and why something was taken back. */
export const seaWords = {
  'sea.vessel': { en: '{name} (MMSI {mmsi})', ja: '{name}（MMSI {mmsi}）' },
  'sea.vessel.unnamed': { en: 'MMSI {mmsi}', ja: 'MMSI {mmsi} の船舶' },

  'sea.zone-entry': {
    en: '{vessel} entered {area} at {startUtcMs:time} and stayed for {durationMs:duration}, up to {deepestNm:nm} inside the limit.',
    ja: '{vessel}が{startUtcMs:time}に{area}に入域し、{durationMs:duration}とどまった（境界線から最大{deepestNm:nm}内側）。',
  },
  'sea.zone-entry.ongoing': {
    en: '{vessel} entered {area} at {startUtcMs:time} and is still inside, up to {deepestNm:nm} inside the limit.',
    ja: '{vessel}が{startUtcMs:time}に{area}に入域し、引き続き域内にある（境界線から最大{deepestNm:nm}内側）。',
  },
  'sea.encounter': {
    en: '{a} and {b} stayed within {closestM:m} of each other at the closest, for {durationMs:duration} from {startUtcMs:time}.',
    ja: '{a}と{b}が{startUtcMs:time}から{durationMs:duration}にわたり接近していた（最接近{closestM:m}）。',
  },
  'sea.encounter.ongoing': {
    en: '{a} and {b} have been close to each other since {startUtcMs:time}, {closestM:m} at the closest.',
    ja: '{a}と{b}が{startUtcMs:time}から接近を続けている（最接近{closestM:m}）。',
  },
  'sea.coverage-gap': {
    en: '{vessel} was not heard for {durationMs:duration} from {startUtcMs:time}. This is a gap in coverage; nothing more is known.',
    ja: '{vessel}のAIS信号が{startUtcMs:time}から{durationMs:duration}受信されなかった。受信の空白であり、それ以上のことは分からない。',
  },
  'sea.coverage-gap.ongoing': {
    en: '{vessel} has not been heard since {startUtcMs:time}, {durationMs:duration} so far. This is a gap in coverage; nothing more is known.',
    ja: '{vessel}のAIS信号が{startUtcMs:time}以降、{durationMs:duration}受信されていない。受信の空白であり、それ以上のことは分からない。',
  },
  'sea.suspected-disabling': {
    en: '{vessel} fell silent for {durationMs:duration} from {startUtcMs:time}, {coastNm:nm} offshore, where vessels are well received. The AIS may have been switched off.',
    ja: '{vessel}のAIS信号が、受信状況の良い沖合{coastNm:nm}で{startUtcMs:time}から{durationMs:duration}途絶えた。AISが停止された可能性がある。',
  },
  'sea.suspected-disabling.ongoing': {
    en: '{vessel} has been silent since {startUtcMs:time}, {durationMs:duration} so far, {coastNm:nm} offshore, where vessels are well received. The AIS may have been switched off.',
    ja: '{vessel}のAIS信号が、受信状況の良い沖合{coastNm:nm}で{startUtcMs:time}以降、{durationMs:duration}途絶えている。AISが停止された可能性がある。',
  },
  'sea.loitering': {
    en: '{vessel} loitered for {durationMs:duration} from {startUtcMs:time}, on average {meanCoastNm:nm} from the coast.',
    ja: '{vessel}が{startUtcMs:time}から{durationMs:duration}、海岸から平均{meanCoastNm:nm}の海域を低速で漂泊・徘徊した。',
  },
  'sea.loitering.ongoing': {
    en: '{vessel} has been loitering since {startUtcMs:time}, on average {meanCoastNm:nm} from the coast.',
    ja: '{vessel}が{startUtcMs:time}以降、海岸から平均{meanCoastNm:nm}の海域で低速の漂泊・徘徊を続けている。',
  },
  'sea.passage': {
    en: '{vessel} passed {gate} towards {to} at {crossedUtcMs:time}.',
    ja: '{vessel}が{crossedUtcMs:time}に{gate}を{to}へ通過した。',
  },
  'sea.passages': {
    en: '{count:count:passage|passages} of {gate}, the latest towards {to} at {crossedUtcMs:time}.',
    ja: '{gate}の通過{count:int}件。最新は{crossedUtcMs:time}、{to}へ。',
  },

  'sea.place.port': {
    en: '{distanceNm:nm} from the nearest port or anchorage ({port})',
    ja: '最寄りの港・錨地（{port}）から{distanceNm:nm}',
  },
  'sea.place.anchorage': {
    en: '{distanceNm:nm} from the nearest anchorage',
    ja: '最寄りの錨地から{distanceNm:nm}',
  },
  'sea.place.coast': {
    en: '{distanceNm:nm} from the coast of {coast}',
    ja: '{coast}の海岸から{distanceNm:nm}',
  },

  'sea.against.passage-right': {
    en: 'Ships of all states may pass through a territorial sea; being inside is not unlawful in itself.',
    ja: 'すべての国の船舶は領海において無害通航権を有し、域内にあること自体は違法ではない。',
  },
  'sea.against.ordinary-passage': {
    en: 'Passing a strait is ordinary navigation and says nothing by itself.',
    ja: '海峡等の通過は通常の航行であり、それ自体に特段の意味はない。',
  },
  'sea.against.near-boundary': {
    en: 'At most {depthNm:nm} inside, and the limit itself is uncertain by {uncertaintyNm:nm}.',
    ja: '境界線の内側へは最大{depthNm:nm}にとどまり、境界線自体に{uncertaintyNm:nm}の不確かさがある。',
  },
  'sea.against.few-fixes': {
    en: 'Rests on {count} positions well inside only.',
    ja: '明らかに域内といえる測位は{count}点のみ。',
  },
  'sea.against.distance-only': {
    en: 'AIS shows that they were close, not what they did. A transfer was not observed.',
    ja: 'AISで分かるのは接近の事実のみであり、洋上での積替え等は確認されていない。',
  },
  'sea.against.bunkering': {
    en: 'A tanker is involved: supplying fuel at sea is usual in many places.',
    ja: 'タンカーが関与している。洋上給油は多くの海域で通常行われている。',
  },
  'sea.against.tug-or-pilot': {
    en: 'A tug or pilot vessel is involved: staying alongside is its work.',
    ja: '曳船または水先船が関与している。並走・接舷は通常業務である。',
  },
  'sea.against.fishing-pair': {
    en: 'Both are fishing vessels, which often work in pairs or groups.',
    ja: '双方とも漁船であり、二艘曳きや船団での操業は一般的である。',
  },
  'sea.against.types-unknown': {
    en: 'The type of neither vessel is known.',
    ja: 'いずれの船種も不明である。',
  },
  'sea.against.near-port': {
    en: 'The nearest port or anchorage is only {portKm:km} away; vessels often wait there.',
    ja: '最寄りの港・錨地まで{portKm:km}しかなく、待機船舶の多い海域である。',
  },
  'sea.against.in-company': {
    en: 'They were under way together at {medianKn:kn}: sailing in company, towing and escorting look the same.',
    ja: '双方が{medianKn:kn}で航行していた。同航・曳航・護衛でも同様に見える。',
  },
  'sea.against.coverage': {
    en: 'Poor reception, a busy channel or a receiver that failed would look the same.',
    ja: '受信状況の悪化、通信の混雑、受信局の故障でも同じように見える。',
  },
  'sea.against.gap-short': {
    en: 'Shorter than the {hours} hours from which a disabling is suspected.',
    ja: 'AIS停止を疑う基準である{hours}時間に満たない。',
  },
  'sea.against.gap-inshore': {
    en: 'It began {coastNm:nm} from the coast; a disabling is suspected from {limitNm:nm} only.',
    ja: '海岸から{coastNm:nm}で始まっており、AIS停止を疑う基準（{limitNm:nm}以遠）を満たさない。',
  },
  'sea.against.gap-reception': {
    en: 'Vessels are received only {perDay:dec1} times a day there.',
    ja: 'この海域での受信は1隻あたり1日{perDay:dec1}回にとどまる。',
  },
  'sea.against.gap-satellite': {
    en: 'Only {count} satellite positions in the 12 hours before: too few to expect more.',
    ja: '直前12時間の衛星受信は{count}点のみで、その後の受信を期待するには少ない。',
  },
  'sea.against.few-vessels': {
    en: 'Fewer than ten vessels were heard at the time: the feed itself may have been silent.',
    ja: '当時受信されていた船舶は10隻未満であり、受信系統自体が停止していた可能性がある。',
  },
  'sea.against.power-failure': {
    en: 'A failure of power, transponder or antenna would look the same.',
    ja: '電源・送信機・アンテナの故障でも同じように見える。',
  },
  'sea.against.piracy-area': {
    en: 'A master may switch AIS off where the safety of the ship demands it (IMO resolution A.1106).',
    ja: '船長は船舶の安全上必要な場合、AISを停止することができる（IMO決議A.1106）。',
  },
  'sea.against.late-data': {
    en: 'Satellite data may still arrive late; the finding is then revised or withdrawn.',
    ja: '衛星データが遅れて届く可能性があり、その場合は修正または撤回する。',
  },
  'sea.against.weather': {
    en: 'Waiting for orders, a berth, the tide or better weather looks the same, and so does a failed engine.',
    ja: '指示待ち、着岸待ち、潮待ち、荒天回避、機関故障でも同じように見える。',
  },
  'sea.against.says-anchored': {
    en: 'The vessel itself reported that it was at anchor or moored.',
    ja: '当該船舶は錨泊中または係留中と自ら通報している。',
  },
  'sea.against.fishing': {
    en: 'It is, or reported itself as, fishing: slow and irregular movement is usual.',
    ja: '漁船である、または操業中と通報しており、低速で不規則な動きは通常である。',
  },
  'sea.against.working-vessel': {
    en: 'It is a working vessel (towing, dredging, diving): staying in place is its work.',
    ja: '作業船（曳航・浚渫・潜水等）であり、一定海域にとどまることは通常業務である。',
  },
  'sea.against.fixes-apart': {
    en: 'The positions on both sides of the line are {apartMs:duration} apart; when and where it was crossed is uncertain.',
    ja: '通過線の前後の測位が{apartMs:duration}離れており、通過の時刻と地点は不確かである。',
  },
  'sea.against.may-return': {
    en: 'The data end soon after the crossing; the vessel may have turned back.',
    ja: '通過直後にデータが終わっており、引き返した可能性がある。',
  },

  'sea.mark.junk-identity': {
    en: 'The MMSI is a factory setting that many transmitters carry: the identity means nothing.',
    ja: 'MMSIが初期設定値であり、多数の送信機が使用しているため、船舶の特定にはならない。',
  },
  'sea.mark.invalid-mid': {
    en: 'The MMSI does not begin with the digits of any country: the identity cannot be checked.',
    ja: 'MMSIの先頭が有効な国別番号（MID）ではなく、船舶の身元を確認できない。',
  },
  'sea.mark.auxiliary-craft': {
    en: 'The MMSI is that of an auxiliary craft of another ship.',
    ja: 'MMSIが母船に付属する小型艇のものである。',
  },

  'sea.withdrawn.late': {
    en: 'Reports that arrived late show that {vessel} was heard in between.',
    ja: '遅れて届いた信号により、{vessel}がその間にも受信されていたことが判明した。',
  },
  'sea.withdrawn.loitering': {
    en: 'What followed brought the mean distance from the coast below the limit.',
    ja: 'その後の位置により、海岸からの平均距離が基準を下回った。',
  },
  'sea.withdrawn.encounter': {
    en: 'What followed no longer meets the conditions: the vessels gathered speed or came into port together.',
    ja: 'その後の動き（増速または入港）により、接近の条件を満たさなくなった。',
  },

  'sea.kind.zone-entry': { en: 'Entry into a watched area', ja: '監視区域への入域' },
  'sea.kind.encounter': { en: 'Encounter of two vessels', ja: '2隻の接近' },
  'sea.kind.coverage-gap': { en: 'Coverage gap', ja: '受信の空白' },
  'sea.kind.suspected-disabling': { en: 'Suspected AIS disabling', ja: 'AIS停止の疑い' },
  'sea.kind.loitering': { en: 'Loitering', ja: '漂泊・徘徊' },
  'sea.kind.passage': { en: 'Passage', ja: '海峡等の通過' },

  'sea.section.title': { en: 'At sea', ja: '海上' },
  'sea.section.confidence': { en: 'Confidence {confidence} %', ja: '確度{confidence}％' },
  'sea.section.placed': { en: '{sentence} Place: {place}.', ja: '{sentence}場所：{place}。' },
  'sea.section.source': {
    en: 'Positions of {feeds}; detector {detector}',
    ja: '測位源：{feeds}、検出器：{detector}',
  },
  'sea.section.source.sanitised': {
    en: 'Sanitised version, without its positions; detector {detector}',
    ja: '秘匿処理済み（測位は非開示）、検出器：{detector}',
  },
  'sea.section.none': { en: '–', ja: '–' },
  'sea.section.kind': { en: 'What', ja: '種別' },
  'sea.section.count': { en: 'Findings', ja: '件数' },
  'sea.section.vessels': { en: 'Vessels', ja: '隻数' },
  'sea.section.number': { en: '{n:int}', ja: '{n:int}' },

  'sea.importer.ais-sentences': { en: 'AIS sentences (NMEA 0183)', ja: 'AISセンテンス（NMEA 0183）' },
  'sea.importer.ais-csv': { en: 'AIS positions as CSV', ja: 'AIS位置データ（CSV）' },
  'sea.importer.note': {
    en: '{positions:int} positions and {statics:int} static reports.',
    ja: '測位{positions:int}件、静的情報{statics:int}件。',
  },

  'sea.silence.no-track': {
    en: 'No positions of this vessel in this time from the feeds that you may see.',
    ja: '閲覧可能なフィードには、この期間の当該船舶の測位がない。',
  },
  'sea.silence.short': {
    en: 'Loitering: less than an hour of positions.',
    ja: '漂泊・徘徊：測位が1時間に満たない。',
  },
  'sea.silence.gap': {
    en: 'Gap: its longest silence was {longestMs:duration}; more than {hours} hours are reported.',
    ja: '受信の空白：最長{longestMs:duration}。{hours}時間を超えると報告する。',
  },
  'sea.silence.loitering': {
    en: 'Loitering: its slowest hour was at {slowestKn:kn}, {coastNm:nm} from the coast; below {limitKn:kn} and beyond {limitNm:nm} are reported.',
    ja: '漂泊・徘徊：最も遅い1時間は{slowestKn:kn}、海岸から{coastNm:nm}。{limitKn:kn}未満かつ{limitNm:nm}以遠の場合に報告する。',
  },
  'sea.silence.no-passage': { en: 'Passage: it crossed no gate.', ja: '通過：通過線を横切っていない。' },
  'sea.silence.crossed': {
    en: 'Passage: it crossed {gates}; a vessel that comes back at once is not reported.',
    ja: '通過：{gates}の通過線を横切った。直ちに引き返した場合は報告しない。',
  },
  'sea.silence.inside': {
    en: '{area}: it was up to {deepestNm:nm} inside. A vessel that was inside when first seen is not an entry.',
    ja: '{area}：最大{deepestNm:nm}内側にあった。最初の測位から域内にある船舶は入域として扱わない。',
  },
  'sea.silence.outside': {
    en: '{area}: it came no nearer than {nearestNm:nm}.',
    ja: '{area}：最接近時でも{nearestNm:nm}離れていた。',
  },
  'sea.silence.encounter': {
    en: 'Encounter: reported when another vessel stays within {metres:m} for {minutes} minutes away from ports; one track alone does not show how near others came.',
    ja: '接近：港から離れた海域で他船が{metres:m}以内に{minutes}分間とどまると報告する。1隻の航跡だけでは他船との距離は分からない。',
  },
} as const satisfies Catalogue;
