/**
 * Words that tell what a sentence is about (area), what it reports (kind) and how (cues of fact, plan, opinion).
 * Compiled by hand from the usage of defence ministries, NATO and think tanks in both languages; a `*` stands for
 * any ending. Weights are small whole numbers: how far one word alone decides.
 */
import type { Area, FactKind, Modality } from './vocabulary.ts';

export const areaWords: Readonly<Record<Area, string>> = {
  dialogue:
    'dialogue*|consultation*|summit|political declaration|foreign ministers|relationship with nato|relations with nato|closer relationship|strengthen* relations|partnership with nato|natural partner*|対話|協議|首脳会合|首脳会議|会談',
  programme:
    'ITPP|IPCP|partnership programme|partnership program|cooperation programme|cooperation program|framework for cooperation|partnership interoperability initiative|協力計画|適合パートナーシップ',
  cyber: 'cyber*|サイバー',
  disinformation:
    'disinformation|misinformation|cognitive warfare|cognitive attack*|propaganda|偽情報|認知戦|情報操作',
  'strategic-communication':
    'strategic communication*|public diplomacy|security messages|戦略的コミュニケーション|戦略的発信',
  maritime:
    'maritime|naval|navy|ships|vessels|mine clearing|submarine*|destroyer*|frigate*|coast guard|port calls|anti-piracy|piracy|海洋|海上|艦艇|護衛艦|フリゲート|海賊',
  sloc: 'sea line* of communication*|SLOC|SLOCs|sea lanes|shipping|seaborne|trade routes|sea routes|シーレーン|海上交通路|航路',
  'grey-zone': 'grey zone|gray zone|grey-zone|gray-zone|hybrid|グレーゾーン|ハイブリッド',
  lawfare: 'lawfare|coast guard law|法律戦',
  sar: 'search and rescue|捜索救難|捜索救助',
  hadr: 'humanitarian assistance|disaster relief|disaster response|HADR|HA/DR|人道支援|災害救援|災害派遣',
  contingency: 'contingenc*|invasion|reunification|armed conflict|war in ukraine|有事|侵攻|侵略',
  logistics:
    'logistic*|stockpil*|ammunition|replacement parts|sustainability capabilities|supply stocks|cross-servicing|兵站|後方支援|弾薬|補給|物品役務',
  interoperability: 'interoperab*|standardization|standardisation|相互運用性|標準化',
  exercises: 'exercise|exercises|exercised|drill|drills|joint training|training exercise*|演習|共同訓練|訓練',
  'military-activity':
    'nuclear tests|missile launch*|military exercise|provocative actions|military activities|military activity|air incursion*|bombers|軍事活動|核実験|ミサイル発射|爆撃機',
  presence:
    'presence|deployment|deployed|forward-based|liaison office|us bases|us troops|port call*|dispatch*|プレゼンス|派遣|展開|連絡事務所|寄港',
  'defence-capability':
    'counterstrike|counter strike|stand-off|capabilities|capability|unmanned|F-35*|fighter aircraft|destroyers|modernization|modernisation|military capabilities|command and control|amphibious|反撃能力|防衛力|無人機|戦闘機|スタンド・オフ',
  'defence-industry':
    'armaments|defence industr*|defense industr*|industrial advisory|joint development|co-development|defence equipment|defense equipment|equipment cooperation|high visibility projects|weaponry|防衛産業|装備品|共同開発|防衛装備',
  'missile-defence':
    'missile defense|missile defence|air-and-missile|air defense|air defence|ballistic missile*|ミサイル防衛|弾道ミサイル',
  edt: 'emerging and disruptive|EDT|EDTs|artificial intelligence|AI|quantum|biotechnolog*|hypersonic*|big data|disruptive technolog*|autonomy|先端技術|新興・破壊的技術|人工知能|量子',
  'dual-use': 'dual-use|dual use|civilian technologies|デュアルユース|軍民両用',
  research: 'research|science and technology|S&T|research and development|laborator*|研究|科学技術',
  space: 'space|outer space|satellite*|space domain|宇宙|衛星',
  'economic-security':
    'economic security|critical technolog*|economic coercion|strategically important technologies|経済安全保障|経済的威圧',
  'supply-chain': 'supply chain*|サプライチェーン|供給網',
  semiconductors: 'semiconductor*|microchip*|半導体',
  'rare-earths': 'rare earth*|rare-earth*|レアアース|希土類',
  energy: 'energy|oil|gas|LNG|crude|エネルギー|原油|液化天然ガス',
  climate: 'climate|気候',
  health: 'COVID-19|pandemic|infectious disease*|vaccin*|health|感染症|新型コロナ|ワクチン',
  sanctions: 'sanction*|制裁',
  nonproliferation:
    'non-proliferation|nonproliferation|nuclear test*|nuclear weapon*|WMD|不拡散|核兵器|核実験',
  budget:
    'budget*|defence spending|defense spending|of GDP|of its GDP|GDP|defense expenditure*|defence expenditure*|fiscal year|予算|防衛費|概算要求',
  policy:
    'national security strategy|strategic concept|security policy|basic policy|white paper|national defense strategy|strategy|国家安全保障戦略|戦略概念|防衛白書|方針',
  legal:
    'legislation|constitution|article 9|legal|law|treaty|reciprocal access|RAA|international law|憲法|法制|法律|協定|条約|国際法',
  institution:
    'center of excellence|centre of excellence|centres of excellence|centers of excellence|COE|COEs|mission to nato|representation at nato|liaison office|ambassador|secretariat|headquarters|代表部|大使|センター|事務所',
  'information-sharing':
    'intelligence sharing|information sharing|sharing of information|share information|domain awareness|information security agreement|sharing and disseminating|情報共有|情報保護|海洋状況把握',
};

/** Words of a kind, by weight: `3` decides, `1` hints. */
export const kindWords: Readonly<Record<FactKind, Readonly<Partial<Record<1 | 2 | 3, string>>>>> = {
  agreement: {
    3: 'signed|契約を結|取決めに署名|agreed in|ことで一致|で合意|was concluded|concluded an agreement|entered into force|enter into force|agreed to the|joint political declaration|reciprocal access agreement*|RAA|treaty|memorandum*|agreed to|revised|署名|締結|発効|円滑化協定|合意し|合意した|改定',
    2: 'agreement*|individual partnership and cooperation programme|individualized partnership and cooperation programme|individually tailored partnership programme|partnership programme|ITPP|IPCP|物品役務相互提供|joint projects|flagship projects|working group|declaration|renewed|agreed in|accord|pact|ratified|合意|協定|宣言|条約|協力計画|作成|を発表',
    1: 'agreed|agree',
  },
  meeting: {
    3: "attended|policy dialogue|workshop|seminar|symposium|address the north atlantic council|addressed the north atlantic council|participated in a nato summit|held talks|summit meeting|foreign ministers' meeting|defence ministers' meeting|held a meeting|2+2|会談し|会談した|出席し|首脳会合|開催され|対話",
    2: 'summit|meeting|meetings|met with|met|talks|conference|attendance|participated in the|participates in|participate regularly|staff talks|kicked off|briefings|会談|会議|会合|協議',
    1: 'participated|participation|discussed|session',
  },
  visit: {
    3: 'visited|called at|docked|paid an official visit|paid a visit|port call*|official visit|visits to|toured|came to tokyo|arrived at|arrived in|訪問|寄港|訪日|来日',
    2: 'visit|delegation|trip to|travelled to|arrived in',
  },
  exercise: {
    3: 'joint exercise*|locked shields|cyber coalition|steadfast*|pitch black|共同訓練|戦術訓練|演習にオブザーバー|military exercise*|joint drill*|exercised|training exercise|conducted exercises|held drills|trained with|trained alongside|alongside japanese aircraft|共同訓練|演習|合同訓練',
    2: 'exercise|exercises|drill|drills|RIMPAC|joint training|sailed together|訓練',
  },
  statement: {
    3: 'condemned|disagree|disagrees|would veto|意見が分かれ|regards|avoided|is concerned|are concerned|reluctant|hamper*|would disrupt|would cut|it will lead|警鐘を鳴らし|関心を示し|慎重な|say|object to|objects to|opposes|opposed|立場を示し|意向を示し|明らかにした|表明して|反対して|反対し|reaffirmed|reiterated|thanked|expressed serious concern|expressed concern|commended|explained|pointed out|一致し|歓迎し|非難|懸念を示|との認識',
    2: 'said|says|stated|noted|stressed|emphasised|emphasized|underlined|told|argued|warned|declared|remarks|speech|voiced|signaled|signalled|denounced|according to|expressed|recognised japan as|welcomed|raised|highlighted|述べ|強調|表明|発言|指摘|警告|演説|声明|語っ',
    1: 'believes|considered|called|describes|described|views|understand*|と述べた',
  },
  policy: {
    3: 'national security strategy|permits|regulation|禁止し|輸出管理|発効し|目標を掲げ|公表し|法律がない|controls on|set itself the target|rethink|export licences|sanctions act|passed the|凍結|制裁の対象|export rules|clearance system|law forbids|law requires|law on|法は|cabinet allowed|cabinet eased|認めていない|対応していない|clear right|strategic concept|adopted a new|white paper|security directive*|国家安全保障戦略|閣議決定|防衛白書|戦略概念',
    2: 'seeks to|moving to|devoted|possesses|lacks|owns|does not cover|do not allow|does not allow|cannot be certified|has not joined|制裁|policy|policies|strategy|legislation|law|constitution|article 9|directive*|guidelines|prioritised|prioritized|priorities|doctrine|collective self-defence|政策|方針|法|憲法|決定',
    1: 'defence-oriented|seeks|recognises|recognizes|supports|goals|adopted',
  },
  procurement: {
    3: 'purchase of|supplied|donated|delivered|sold|sale of|hand over|handed over|in service|配備開始|nationalised|nationalized|missile factory|asked for machine tools|procure*|acquire*|acquisition of|delivery of|bought|ordered|購入|調達|取得',
    2: 'purchase*|出資|建造|refitting|contract|fighter aircraft|acquisition|deliver*|発注|納入|契約',
  },
  deployment: {
    3: 'deployed|serves in|reconstruction team|under nato command|rotated|serves at|served at|liaison officer*|second a|observer to the centre|baltic sentry|launched operation|operation aspides|kept a destroyer|troops under|rotate|輸送した|物資を運|連絡官|deploy|deploys|deployment|plans to send|will send|embarked|dispatched|stationed|landing trials|派遣|配備|展開',
    2: 'sent the frigate|sent a|frigate|carrier|troops|fleet|air patrol*|forces were sent|carrier strike group|port of call|部隊',
  },
  programme: {
    3: 'initiative|standardization agreement*|established a|opened a mission|開設|設置|占めた|programme of work|projects|working with the alliance|project|established nearly|計画|事業|プログラム',
    2: 'programme|program|cooperation on|cooperation in|working on|developing|collaboration|priorit*|center of excellence|centres of excellence|COEs|established|supports|dependen*|rel* on|協力|設置|開発',
    1: 'framework|supply chain*|engaged in|partner since|regularly|focused|seeks closer cooperation',
  },
  budget: {
    3: 'budget|of their profit|spends|補正予算|費用として|financed|trust fund|revenue|defence spending|defense spending|of gdp|of its gdp|兆円|requested more than|billion for|spending|予算|防衛費|概算要求',
    2: 'billion|trillion|million|expenditure|yen|億円|兆円',
  },
  proposal: {
    3: 'propose|proposes|proposed|should|could participate|may wish to|may establish|i propose|recommend*|is considering|considering|could be established|needs to|need to|need* to be|could include|should be|提案|検討|べき|必要がある|求められ',
    2: 'could|would|calls for|calling for|is urging|urging|expressed an interest|trial balloons|advisable|期待|望まし',
    1: 'must|might|if japan',
  },
  incident: {
    3: 'attack|injured|wounded|water cannon|滞っ|strikes on|destroyed|driven up|spread the claim|spread disinformation|had entered|共同で飛行|並んで航行|沈没|severed|sabotage*|damaged|damaging|dragged its anchor|were cut|was cut|boarded|stole|seized|hacked|hackers|were killed|faults|explosion|rammed|cyberattack*|切断|損傷|要した|attacks|attacked|invaded|invasion|nuclear tests|nuclear test|missile launch*|collision|incursion*|terrorist attack|sank|fired|disrupted|entered japanese airspace|airspace|violated|flew near|領空|侵入|攻撃|侵攻|発射|領海侵入|衝突|核実験',
    2: 'aggression|爆撃機|lost hm*|disinformation campaign*|swarm*|coerci*|bypass|disruption|disseminated disinformation|use of disinformation|war on ukraine|disruptions|威圧|侵略|妨害|偽情報',
    1: 'threat*|operations',
  },
};

export type Cue =
  | 'event'
  | 'state'
  | 'speech'
  | 'plan'
  | 'proposal'
  | 'obstacle'
  | 'request'
  | 'forecast'
  | 'vague';

/** Cues by what they make of a sentence. */
export const cueWords: Readonly<Record<Cue, string>> = {
  event:
    'signed|presented|toured|briefed|agreed|adopted|visited|met|held|hosted|attended|participated|conducted|exercised|deployed|established|launched|announced|joined|opened|concluded|renewed|delivered|purchased|purchase|embarked|invaded|attacked|attack|attacks|demonstrated|disseminated|introduced|introduction|delivery|took place|took part|paid an official visit|kicked off|appointed|approved|decided|elected|ratified|entered into force|inaugural|recognised|recognized|prioritised|prioritized|witnessed|outlined|discussed|led by|consisted of|increased|sent|dispatched|trials|prevented|experience*|expanded|deepened|strengthened|intensified|concurred|arrived|docked|sailed|sent|flew|entered|violated|issued|pledged|contributed|donated|provided|transferred|commissioned|accounted for|refined|overtook|doubled|rose|fell|set up|提出|一致|示した|示しました|拠出|供与|就任|侵入|決めた|立ち上げ|署名|締結|合意|訪問|会談|開催|参加|実施|採択|決定|発表|発効|設置|開設|派遣|出席|改定|寄港|侵攻|発射|閣議決定|更新|入港',
  state:
    'holds|train|funds|finances|presents|disagree|disagrees|contributes|participates|cooperates|cooperate|maintains|monitors|patrols|使われ|分かれて|されていない|依存して|頼って|possesses|runs|is concerned|are concerned|compelled to|forced to|urged to|shifting|exceed|exceeds|belong to|reluctant|refines|produces|weighing|rest on|rests on|depends on|takes care|avoided|avoid|has its|has a|have an|has an|serves|serve|forbid|object to|objects to|covers|cover|gives|does not cover|cannot be|earns|employs|produces|relies on|refuses|declines|belongs to|sits on|sit in|takes part|take part|を持たない|を持つ|がまだない|はない|認められていない|できない|満たない|spends|imports|exports|accounts for|covers|comprises|consists of|passes through|pass through|hosts|operates|lacks|has no|have no|owns|trains|leads|chairs|forbids|prohibits|bars|permits|requires|restricts|bans|do not allow|does not allow|禁じ|認めていない|義務づけ|is drafting|is currently|has been|have been|remains|remain|holds the status|participate regularly|participates|serves as|is based on|based on three|is developing|is examining|are located|are managed|supports|support|seeks|seek|continues to|continue to|recognises|recognizes|is worried|sees|is concerned|are critical|is crucial|plays an important role|outlines|facilitate*|works|working with|investing|is improving|focuses on|enable|advocate*|depend on|highly dependent|続け|進め|務め|担っ|継続|支援し|依存し|している|ている',
  speech:
    'said|says|say|suggested|cautioned|noted|stressed|stated|told|condemned|reaffirmed|reiterated|recalled|confirmed|affirmed|thanked|commended|criticised|criticized|called on|urged|worry|worries|fear|fears|pointed out|paid tribute|歓迎|確認|非難|懸念|意見交換|共有し|一致し|訴え|underlined|emphasised|emphasized|argued|warned|welcomed|denounced|voiced|signaled|signalled|highlighted|expressed|explained|added|learned|heard|according to|describes|described|writes|wrote|declared|remarks|speech|raised the question|concern*|considered it|agreed that|述べた|述べ|強調した|強調|表明|指摘|語った|発言|警告|訴え|との認識|考えを示し',
  plan: 'is planned|are planned|planned for|plans to|planning to|intends to|intend to|will|is set to|aims to|is considering|considering upgrading|is expected to|intention of|under negotiation|plan to|予定|計画し|見込み|方針|検討',
  proposal:
    'should|ought to|need a|needs a|need an|望ましい|could|may wish to|may establish|proposes|propose|proposed|needs to|need to|recommend*|advisable|must|calls for|calling for|urging|urges|expressed an interest|want to|trial balloons|would enable|provide platforms|べき|必要がある|必要だ|提案|求め|期待',
  obstacle:
    'obstacle*|a lack of|hamper*|impede*|delayed|reluctant|shrink|shrunk|dispute|wary of|慎重な|object to|objects to|declined|opposed|opposes|lacks|hurdle*|constraint*|opposition|limits to|limitation*|divisions within|does not want|has yet to|have not been|nor have|prevented|hamstring*|illegal to use|problematic|bridge too far|overreliance|vulnerab*|disjunction|not enough|not directly|lack of|absence of|no regional|障害|課題|制約|反対|困難|不足|遅れ|欠如|未整備',
  request: 'requested|requests|request|概算要求|要求',
  forecast:
    'will be|will lead|would disrupt|would cut|would gain|would dampen|would bring|would mean|would likely|is likely to|are likely to|expected to|would improve|would make|would help|would allow|could become|could lead|possibility|may impact|would disrupt|見通し|可能性|おそれ',
  vague:
    'not only|manifold|world order|it is natural|of the word|as possible|to name a few|at first glance|what is clear|it appears|in the true sense',
};

/** What a cue makes of a fact. */
export const cueModality: Readonly<Partial<Record<Cue, Modality>>> = {
  request: 'requested',
  plan: 'planned',
  proposal: 'proposed',
  forecast: 'expected',
  obstacle: 'ongoing',
  state: 'ongoing',
};
