import type { Catalogue } from './catalogue.ts';

/** Cyber threat intelligence: STIX objects by their types, what is said of them, and why one is refused. */
export const ctiWords = {
  'cti.import.misp': { en: 'MISP events (JSON)', ja: 'MISPイベント（JSON）' },
  'cti.import.misp.note': {
    en: 'Events stay with your party until you release them; a sharing group counts only with distribution 4 and only if it is a group of this hub.',
    ja: 'イベントは公開するまで自組織だけが閲覧できます。共有グループは、配布レベルが4で、かつこのハブのグループである場合に限り有効です。',
  },
  'cti.object.title': { en: '{kind}: {name}', ja: '{kind}：{name}' },
  'cti.kind.other': { en: 'Object of type {kind}', ja: '{kind} 型のオブジェクト' },
  'cti.kind.attack-pattern': { en: 'Attack pattern', ja: '攻撃手法' },
  'cti.kind.campaign': { en: 'Campaign', ja: '攻撃活動' },
  'cti.kind.course-of-action': { en: 'Course of action', ja: '対処方針' },
  'cti.kind.grouping': { en: 'Grouping', ja: 'グループ化' },
  'cti.kind.identity': { en: 'Identity', ja: '主体' },
  'cti.kind.incident': { en: 'Incident', ja: 'インシデント' },
  'cti.kind.indicator': { en: 'Indicator', ja: 'インジケーター' },
  'cti.kind.infrastructure': { en: 'Infrastructure', ja: 'インフラ' },
  'cti.kind.intrusion-set': { en: 'Intrusion set', ja: '侵入活動群' },
  'cti.kind.location': { en: 'Location', ja: '場所' },
  'cti.kind.malware': { en: 'Malware', ja: 'マルウェア' },
  'cti.kind.malware-analysis': { en: 'Malware analysis', ja: 'マルウェア解析' },
  'cti.kind.note': { en: 'Note', ja: '注記' },
  'cti.kind.observed-data': { en: 'Observed data', ja: '観測データ' },
  'cti.kind.opinion': { en: 'Opinion', ja: '意見' },
  'cti.kind.report': { en: 'Report', ja: '報告' },
  'cti.kind.threat-actor': { en: 'Threat actor', ja: '脅威アクター' },
  'cti.kind.tool': { en: 'Tool', ja: 'ツール' },
  'cti.kind.vulnerability': { en: 'Vulnerability', ja: '脆弱性' },
  'cti.kind.relationship': { en: 'Relationship', ja: '関係' },
  'cti.kind.sighting': { en: 'Sighting', ja: '目撃' },
  'cti.kind.language-content': { en: 'Translation', ja: '翻訳' },
  'cti.kind.marking-definition': { en: 'Marking', ja: '表示区分' },
  'cti.kind.extension-definition': { en: 'Extension definition', ja: '拡張定義' },
  'cti.kind.artifact': { en: 'Artifact', ja: 'アーティファクト' },
  'cti.kind.autonomous-system': { en: 'Autonomous system', ja: '自律システム' },
  'cti.kind.directory': { en: 'Directory', ja: 'ディレクトリ' },
  'cti.kind.domain-name': { en: 'Domain name', ja: 'ドメイン名' },
  'cti.kind.email-addr': { en: 'Email address', ja: 'メールアドレス' },
  'cti.kind.email-message': { en: 'Email message', ja: 'メール' },
  'cti.kind.file': { en: 'File', ja: 'ファイル' },
  'cti.kind.ipv4-addr': { en: 'IPv4 address', ja: 'IPv4アドレス' },
  'cti.kind.ipv6-addr': { en: 'IPv6 address', ja: 'IPv6アドレス' },
  'cti.kind.mac-addr': { en: 'MAC address', ja: 'MACアドレス' },
  'cti.kind.mutex': { en: 'Mutex', ja: 'ミューテックス' },
  'cti.kind.network-traffic': { en: 'Network traffic', ja: '通信' },
  'cti.kind.process': { en: 'Process', ja: 'プロセス' },
  'cti.kind.software': { en: 'Software', ja: 'ソフトウェア' },
  'cti.kind.url': { en: 'URL', ja: 'URL' },
  'cti.kind.user-account': { en: 'User account', ja: 'ユーザーアカウント' },
  'cti.kind.windows-registry-key': { en: 'Registry key', ja: 'レジストリキー' },
  'cti.kind.x509-certificate': { en: 'Certificate (X.509)', ja: '証明書（X.509）' },
  'cti.check.form': {
    en: 'A property has the form that the specification gives it.',
    ja: 'プロパティは仕様の定める形式に従う。',
  },
  'cti.check.required': {
    en: 'A required property is there.',
    ja: '必須プロパティが存在する。',
  },
  'cti.check.at-least-one': {
    en: 'At least one of these properties is there.',
    ja: 'これらのプロパティのうち少なくとも一つが存在する。',
  },
  'cti.check.combination': {
    en: 'These properties fit together.',
    ja: 'これらのプロパティは互いに整合する。',
  },
  'cti.check.unknown-name': {
    en: 'A name follows the rules for names, and is not reserved.',
    ja: '名前は命名規則に従い、予約語ではない。',
  },
  'cti.check.id-type': {
    en: 'An id begins with the type of its object.',
    ja: 'id はオブジェクトの型で始まる。',
  },
  'cti.check.uuid-version': {
    en: 'An observable that nothing names has a random id (UUID version 4).',
    ja: '識別要素のない観測対象の id はランダム（UUID 第4版）である。',
  },
  'cti.check.time-order': {
    en: 'Times stand in their order.',
    ja: '時刻の前後関係が正しい。',
  },
  'cti.check.marking-circular': {
    en: 'A marking does not mark itself.',
    ja: '表示区分は自身を参照しない。',
  },
  'cti.check.selector': {
    en: 'A selector leads to something in the object.',
    ja: 'セレクターはオブジェクト内の要素を指す。',
  },
  'cti.check.reference': {
    en: 'A reference leads to an object that is there.',
    ja: '参照先のオブジェクトが存在する。',
  },
  'cti.check.pattern': {
    en: 'A STIX pattern follows the grammar.',
    ja: 'STIX パターンは文法に従う。',
  },
  'cti.check.too-deep': {
    en: 'JSON is nested at most 64 levels deep.',
    ja: 'JSON の入れ子は64段以内である。',
  },
  'cti.check.strict-types': {
    en: 'Types are those of the specification.',
    ja: '型は仕様で定められたものである。',
  },
  'cti.check.strict-properties': {
    en: 'Properties are those of the specification.',
    ja: 'プロパティは仕様で定められたものである。',
  },
  'cti.check.unresolved': {
    en: 'The ends of a relation are in the bundle.',
    ja: '関係の両端がバンドル内に存在する。',
  },
  'cti.check.unknown-check': {
    en: 'There is no check of this name or number.',
    ja: 'この名前または番号の検査はありません。',
  },
  'cti.check.custom-prefix': {
    en: 'Custom names begin with x and a source.',
    ja: '独自の名前は x と出典で始まる。',
  },
  'cti.check.custom-prefix-lax': {
    en: 'Custom names begin with x.',
    ja: '独自の名前は x で始まる。',
  },
  'cti.check.uuid-check': {
    en: 'Ids of observables are derived (UUID version 5), others are random (version 4).',
    ja: '観測対象の id は導出値（UUID 第5版）、その他はランダム（第4版）である。',
  },
  'cti.check.open-vocab-format': {
    en: 'Words of a vocabulary are lower case, with hyphens.',
    ja: '語彙の語は小文字でハイフン区切りである。',
  },
  'cti.check.kill-chain-names': {
    en: 'Names of kill chains and phases are lower case, with hyphens.',
    ja: 'キルチェーンと段階の名前は小文字でハイフン区切りである。',
  },
  'cti.check.observable-object-keys': {
    en: 'Keys of observables are whole numbers.',
    ja: '観測対象のキーは整数である。',
  },
  'cti.check.observable-dictionary-keys': {
    en: 'Keys in observables are lower case.',
    ja: '観測対象内のキーは小文字である。',
  },
  'cti.check.malware-analysis-product': {
    en: 'A product is lower case, with hyphens.',
    ja: '製品名は小文字でハイフン区切りである。',
  },
  'cti.check.windows-process-priority-format': {
    en: 'A priority ends in _CLASS.',
    ja: '優先度は _CLASS で終わる。',
  },
  'cti.check.hash-length': {
    en: 'Names of hashes have at most 30 characters.',
    ja: 'ハッシュ名は30文字以内である。',
  },
  'cti.check.marking-definition-type': {
    en: 'A marking is a statement or a TLP.',
    ja: '表示区分は statement または TLP である。',
  },
  'cti.check.relationship-types': {
    en: 'A relation is one that the specification suggests for its ends.',
    ja: '関係は仕様が両端に対して示すものである。',
  },
  'cti.check.duplicate-ids': {
    en: 'Versions of an object differ in their time of modification.',
    ja: '同じオブジェクトの版は更新時刻が異なる。',
  },
  'cti.check.mime-type': {
    en: 'A media type is a registered one.',
    ja: 'メディアタイプは登録済みのものである。',
  },
  'cti.check.protocols': {
    en: 'Protocols have their registered names.',
    ja: 'プロトコルは登録済みの名前である。',
  },
  'cti.check.ipfix': {
    en: 'IPFIX keys have their registered names.',
    ja: 'IPFIX のキーは登録済みの名前である。',
  },
  'cti.check.http-request-headers': {
    en: 'Headers are those of HTTP requests.',
    ja: 'ヘッダーは HTTP 要求のものである。',
  },
  'cti.check.socket-options': {
    en: 'Socket options are known ones.',
    ja: 'ソケットオプションは既知のものである。',
  },
  'cti.check.pdf-doc-info': {
    en: 'Keys are those of a PDF’s information dictionary.',
    ja: 'キーは PDF 文書情報辞書のものである。',
  },
  'cti.check.countries': {
    en: 'A country or economy has its ISO 3166-1 code.',
    ja: '国・地域は ISO 3166-1 コードで示す。',
  },
  'cti.check.network-traffic-ports': {
    en: 'Traffic names both ports.',
    ja: '通信は両方のポートを示す。',
  },
  'cti.check.extref-hashes': {
    en: 'A reference with a URL has a hash.',
    ja: 'URL を持つ参照にはハッシュを付ける。',
  },
  'cti.check.indicator-properties': {
    en: 'An indicator has a name and a description.',
    ja: 'インジケーターには名前と説明がある。',
  },
  'cti.check.deprecated-properties': {
    en: 'No deprecated property is used.',
    ja: '廃止予定のプロパティを使わない。',
  },
  'cti.check.extension-description': {
    en: 'An extension definition has a description.',
    ja: '拡張定義には説明がある。',
  },
  'cti.check.extension-properties': {
    en: 'An extension of top-level properties lists them.',
    ja: '最上位プロパティの拡張はそれらを列挙する。',
  },
  'cti.check.extensions-use': {
    en: 'Custom content is named by an extension definition.',
    ja: '独自の内容は拡張定義で示す。',
  },
  'cti.check.vocabulary': {
    en: 'A word is one of its vocabulary.',
    ja: '語は所定の語彙に含まれる。',
  },
  'cti.validate.valid': { en: '{file}: valid STIX 2.1', ja: '{file}：有効な STIX 2.1' },
  'cti.validate.invalid': { en: '{file}: not valid STIX 2.1', ja: '{file}：有効な STIX 2.1 ではない' },
  'cti.validate.must': { en: 'must', ja: '必須' },
  'cti.validate.should': { en: 'should', ja: '推奨' },
  'cti.section.title': { en: 'Cyber threat intelligence', ja: 'サイバー脅威情報' },
  'cti.section.new': {
    en: '{kind} “{name}”, given by {by} under TLP:{tlp}.',
    ja: '{kind}「{name}」（{by}提供、TLP:{tlp}）。',
  },
  'cti.section.sighted': {
    en: '{what} was sighted {count:count:time|times}, according to {by}.',
    ja: '{by}によれば、{what}が{count:int}回目撃された。',
  },
  'cti.section.kind': { en: 'Kind', ja: '種別' },
  'cti.section.count': { en: 'New or changed', ja: '新規・更新' },
  'cti.section.number': { en: '{n:int}', ja: '{n:int}' },
  'cti.section.source': { en: 'STIX object, given by {by}', ja: 'STIX オブジェクト（{by}提供）' },
  'cti.page.found': {
    en: 'Objects',
    ja: 'オブジェクト',
  },
  'cti.page.none': {
    en: 'Nothing has been given yet. Partners’ tools add objects over TAXII; the exchange page shows the address.',
    ja: 'まだ何もありません。パートナーのツールが TAXII で追加します。アドレスは情報交換の画面にあります。',
  },
  'cti.page.none-found': {
    en: 'Nothing that you may see fits.',
    ja: '閲覧できる該当オブジェクトはありません。',
  },
  'cti.page.first': {
    en: 'First page',
    ja: '最初のページ',
  },
  'cti.page.more': {
    en: 'More',
    ja: 'さらに表示',
  },
  'cti.page.search': {
    en: 'Search',
    ja: '検索',
  },
  'cti.page.search.hint': {
    en: 'Name, value, word of a pattern',
    ja: '名称、値、パターン中の語',
  },
  'cti.page.search.go': {
    en: 'Search',
    ja: '検索',
  },
  'cti.page.kind': {
    en: 'Kind',
    ja: '種別',
  },
  'cti.page.kind.all': {
    en: 'All kinds',
    ja: 'すべて',
  },
  'cti.page.name': {
    en: 'Name',
    ja: '名称',
  },
  'cti.page.owner': {
    en: 'Given by',
    ja: '提供元',
  },
  'cti.page.modified': {
    en: 'Changed',
    ja: '更新',
  },
  'cti.page.close': {
    en: 'Close',
    ja: '閉じる',
  },
  'cti.page.given-by': {
    en: 'given by {by}',
    ja: '{by}提供',
  },
  'cti.page.json': {
    en: 'The STIX object',
    ja: 'STIX オブジェクト',
  },
  'cti.page.matches': {
    en: 'What this hub holds that matches',
    ja: '本ハブの保有情報との一致',
  },
  'cti.page.matches.none': {
    en: 'Nothing that you may see matches.',
    ja: '閲覧できる情報に一致するものはありません。',
  },
  'cti.page.matches.looked': {
    en: '{n:count:observation was|observations were} looked at.',
    ja: '観測{n:int}件を照合した。',
  },
  'cti.page.matches.cut': {
    en: 'The newest {n:count:observation was|observations were} looked at; there are more.',
    ja: '新しい観測{n:int}件を照合した（ほかにもあり）。',
  },
  'cti.page.matches.not-stix': {
    en: 'The pattern is not a STIX pattern; it is not matched here.',
    ja: 'STIX パターンではないため、照合しない。',
  },
  'cti.page.matches.too-complex': {
    en: 'The pattern asks for more combinations than are tried.',
    ja: '組み合わせが多すぎるため、照合しない。',
  },
  'cti.page.sightings': {
    en: 'Sightings',
    ja: '目撃',
  },
  'cti.page.sightings.none': {
    en: 'None that you may see.',
    ja: '閲覧できる目撃はありません。',
  },
  'cti.page.sighted': {
    en: '{n:count:time|times}, according to {by}',
    ja: '{n:int}回（{by}）',
  },
  'cti.page.sight': {
    en: 'Note a sighting',
    ja: '目撃を記録',
  },
  'cti.page.sight.count': {
    en: 'How often',
    ja: '回数',
  },
  'cti.page.sight.first': {
    en: 'First (UTC)',
    ja: '最初（UTC）',
  },
  'cti.page.sight.last': {
    en: 'Last (UTC)',
    ja: '最後（UTC）',
  },
  'cti.page.sight.note': {
    en: 'Note',
    ja: '備考',
  },
  'cti.page.sight.alone': {
    en: 'It starts with your own organisation; release it from its entry.',
    ja: '当初は自組織のみが閲覧できる。開示は個別に行う。',
  },
  'cti.page.sight.go': {
    en: 'Note it',
    ja: '記録する',
  },
  'cti.page.sight.done': {
    en: 'The sighting was noted.',
    ja: '目撃を記録した。',
  },
  'cti.page.graph': {
    en: 'What hangs together',
    ja: '関連図',
  },
  'cti.page.graph.cut': {
    en: 'There is more than is drawn.',
    ja: '一部のみを表示している。',
  },
  'cti.page.graph.list': {
    en: 'As a list',
    ja: '一覧で表示',
  },
  'cti.taxii.title': {
    en: 'TAXII 2.1',
    ja: 'TAXII 2.1',
  },
  'cti.taxii.address': {
    en: 'Partners’ tools read and add objects at',
    ja: 'パートナーのツールの接続先：',
  },
  'cti.taxii.none': {
    en: 'No collection of a partner is polled; name one in the configuration under taxii.feeds.',
    ja: '取得対象のコレクションはありません。設定の taxii.feeds に追加してください。',
  },
  'cti.taxii.feed': {
    en: 'Collection',
    ja: 'コレクション',
  },
  'cti.taxii.polledAt': {
    en: 'Polled',
    ja: '最終取得',
  },
  'cti.taxii.taken': {
    en: 'Taken',
    ja: '取り込み',
  },
  'cti.taxii.aside': {
    en: 'Kept aside',
    ja: '保留',
  },
  'cti.taxii.state': {
    en: 'State',
    ja: '状態',
  },
  'cti.taxii.well': {
    en: 'Well',
    ja: '正常',
  },
  'cti.taxii.poll': {
    en: 'Poll now',
    ja: '今すぐ取得',
  },
  'cti.taxii.polled': {
    en: 'The collection was polled.',
    ja: 'コレクションを取得した。',
  },
  'cti.taxii.quarantined': {
    en: '{n:count:object was|objects were} kept aside',
    ja: '保留中のオブジェクト：{n:int}件',
  },
} as const satisfies Catalogue;
