/** Who plays: fictional states, organisations, people and fleets. No party stands for a real one. */
import type { Group, Party, PartyLevel, Permission, Release } from '../core/index.ts';

/** A text in both languages of the house. */
export interface Names {
  readonly en: string;
  readonly ja: string;
}

/** A fictional state and its maritime identification digits, which ITU has assigned to nobody. */
export interface State {
  readonly id: string;
  readonly name: Names;
  readonly mid: number;
}

export const states: readonly State[] = [
  { id: 'meridia', name: { en: 'Meridia', ja: 'メリディア' }, mid: 281 },
  { id: 'lumen', name: { en: 'Lumen', ja: 'ルーメン' }, mid: 282 },
  { id: 'aurelia', name: { en: 'Aurelia', ja: 'アウレリア' }, mid: 283 },
  { id: 'tessaly', name: { en: 'Tessaly', ja: 'テッサリー' }, mid: 284 },
  { id: 'kestria', name: { en: 'Kestria', ja: 'ケストリア' }, mid: 285 },
  { id: 'orrin', name: { en: 'Orrin', ja: 'オリン' }, mid: 286 },
];

/** The party that runs the hub of the exercise and owns what is found there. */
export const hubParty = 'meridia-coast-watch';

const party = (id: string, level: PartyLevel, en: string, ja: string): Party => ({
  id,
  name: { en, ja },
  level,
  clearances: {},
  caveats: [],
});

export const parties: readonly Party[] = [
  party(hubParty, 'other', 'Coast Watch of Meridia', 'メリディア沿岸監視庁'),
  party('northern-compact', 'organisation', 'Northern Compact, international staff', '北方協約・国際事務局'),
  party(
    'compact-maritime-command',
    'organisation',
    'Northern Compact, maritime command',
    '北方協約・海上司令部',
  ),
  party('lumen', 'member-state', 'Lumen, Ministry of the Sea', 'ルーメン海洋省'),
  party('tessaly', 'member-state', 'Tessaly, Naval Staff', 'テッサリー海軍参謀部'),
  party('orrin', 'member-state', 'Orrin, Coastguard', 'オリン沿岸警備隊'),
  party('aurelia', 'minilateral', 'Aurelia, National Coast Watch Council', 'アウレリア国家沿岸監視会議'),
  party('meridia-relief', 'domestic', 'Meridia, Ministry of Relief', 'メリディア防災省'),
  party('minna-prefecture', 'domestic', 'Minna Prefecture', 'ミンナ県'),
  party('kirimi-town', 'domestic', 'Town of Kirimi', 'キリミ町'),
  party('hatsuura-village', 'domestic', 'Village of Hatsuura', 'ハツウラ村'),
  party(
    'meridia-assembly',
    'parliamentary',
    'Assembly of Meridia, committee on the sea',
    'メリディア議会海洋委員会',
  ),
  party('kestria', 'other', 'Kestria, Maritime Safety Office', 'ケストリア海事安全局'),
];

/** The time from which the groups stand: before any exercise. */
const always = '2020-01-01T00:00:00.000Z';
const group = (
  id: string,
  en: string,
  ja: string,
  members: readonly string[],
  level?: PartyLevel,
): Group => ({
  id,
  name: { en, ja },
  ...(level === undefined ? {} : { level }),
  versions: [{ from: always, members: [...members] }],
});

export const groups: readonly Group[] = [
  group(
    'compact-organisation',
    'Northern Compact, the organisation',
    '北方協約（機構）',
    ['northern-compact', 'compact-maritime-command'],
    'organisation',
  ),
  group(
    'compact-member-states',
    'Northern Compact, the member states',
    '北方協約の加盟国',
    ['lumen', 'tessaly', 'orrin'],
    'member-state',
  ),
  group('southern-four', 'The Southern Four', '南方四者', [hubParty, 'lumen', 'aurelia', 'tessaly']),
  group('watch-partners', 'Partners of the watch', '監視協力機関', [
    hubParty,
    'northern-compact',
    'compact-maritime-command',
    'lumen',
    'tessaly',
    'orrin',
    'aurelia',
    'minna-prefecture',
  ]),
];

/** A made-up person, offered on the login page of an exercise. */
export interface ExerciseAccount {
  readonly account: string;
  readonly name: Names;
  readonly party: string;
  readonly role: Names;
  readonly permissions: readonly Permission[];
}

const watcher: readonly Permission[] = ['read', 'watch', 'import'];
const account = (
  id: string,
  partyId: string,
  name: Names,
  role: Names,
  permissions: readonly Permission[],
): ExerciseAccount => ({ account: id, party: partyId, name, role, permissions });

export const accounts: readonly ExerciseAccount[] = [
  account(
    'hana',
    hubParty,
    { en: 'Hana Velmori', ja: 'ハナ・ヴェルモリ' },
    { en: 'Watch officer', ja: '当直士官' },
    watcher,
  ),
  account(
    'taro',
    hubParty,
    { en: 'Taro Quillan', ja: 'タロウ・クイラン' },
    { en: 'Releasing officer', ja: '開示責任者' },
    [...watcher, 'release', 'programme', 'coordinate'],
  ),
  account(
    'iris',
    hubParty,
    { en: 'Iris Damaret', ja: 'イリス・ダマレ' },
    { en: 'Exercise director', ja: '演習統裁官' },
    [...watcher, 'release', 'exercise'],
  ),
  account(
    'odo',
    hubParty,
    { en: 'Odo Fenwarren', ja: 'オド・フェンワレン' },
    { en: 'Administrator', ja: '管理者' },
    ['read', 'administer'],
  ),
  account(
    'compact',
    'northern-compact',
    { en: 'Sella Brandt-Ivar', ja: 'セラ・ブラント＝イーヴァル' },
    { en: 'Desk officer', ja: '担当官' },
    ['read'],
  ),
  account(
    'lumen',
    'lumen',
    { en: 'Pieter Lumeau', ja: 'ピーター・リュモー' },
    { en: 'Liaison officer', ja: '連絡官' },
    ['read'],
  ),
  account(
    'tessaly',
    'tessaly',
    { en: 'Anwen Corvale', ja: 'アンウェン・コーヴェイル' },
    { en: 'Liaison officer', ja: '連絡官' },
    ['read'],
  ),
  account(
    'aurelia',
    'aurelia',
    { en: 'Rosa Calindro', ja: 'ロサ・カリンドロ' },
    { en: 'Watch and relief officer', ja: '当直・救援担当' },
    ['read', 'coordinate'],
  ),
  account(
    'relief',
    'meridia-relief',
    { en: 'Soren Halvatti', ja: 'ソレン・ハルヴァッティ' },
    { en: 'Relief coordinator', ja: '災害対応調整官' },
    ['read', 'coordinate'],
  ),
  account(
    'kirimi',
    'kirimi-town',
    { en: 'Nao Belisande', ja: 'ナオ・ベリサンデ' },
    { en: 'Town clerk for relief', ja: '町防災担当' },
    ['read', 'coordinate'],
  ),
  account(
    'minna',
    'minna-prefecture',
    { en: 'Mio Tarandel', ja: 'ミオ・タランデル' },
    { en: 'Crisis officer', ja: '危機管理担当' },
    ['read', 'coordinate'],
  ),
  account(
    'kestria',
    'kestria',
    { en: 'Davor Kestrin', ja: 'ダヴォル・ケストリン' },
    { en: 'Observer', ja: 'オブザーバー' },
    ['read'],
  ),
];

/** A source of positions. Findings that rest on it start no wider than its release. */
export interface ExerciseFeed {
  readonly id: 'coastal-a' | 'coastal-b' | 'coastal-c' | 'satellite-1';
  readonly name: Names;
  readonly release: Release;
}

/** The partners know what this exercise watches together. */
export const areaRelease: Release = release('AMBER', ['watch-partners']);

/** @param groupIds none: the owner alone */
function release(tlp: Release['tlp'], groupIds: readonly string[]): Release {
  return {
    owner: hubParty,
    policy: 'OPEN',
    classification: 'UNCLASSIFIED',
    tlp,
    audience:
      groupIds.length === 0 ? { kind: 'owner' } : { kind: 'named', parties: [], groups: [...groupIds] },
    caveats: [],
    orcon: false,
    redactions: [],
    labelVersion: 1,
  };
}

/**
 * Coastal receivers are shared with the partners of the watch. The satellite's contract allows its buyer alone to see
 * its positions: a finding that rests on them leaves only as a sanitised derivative.
 */
export const feeds: readonly ExerciseFeed[] = [
  {
    id: 'coastal-a',
    name: { en: 'Coastal receivers of Meridia', ja: 'メリディア沿岸受信局' },
    release: release('AMBER', ['watch-partners']),
  },
  {
    id: 'coastal-b',
    name: { en: 'Coastal receivers of Lumen', ja: 'ルーメン沿岸受信局' },
    release: release('AMBER', ['watch-partners']),
  },
  {
    id: 'coastal-c',
    name: { en: 'Coastal receivers of Aurelia', ja: 'アウレリア沿岸受信局' },
    release: release('AMBER', ['watch-partners']),
  },
  {
    id: 'satellite-1',
    name: { en: 'Satellite reception, Kite constellation', ja: '衛星受信（カイト衛星群）' },
    release: release('AMBER+STRICT', []),
  },
];

/** First and second words of ships' names; every pair is made up, and fits the 20 characters of AIS. */
export const nameWords = {
  first: [
    'AMBER',
    'AZURE',
    'BRISK',
    'CALM',
    'CEDAR',
    'CORAL',
    'CRIMSON',
    'DAWN',
    'EMBER',
    'EVEN',
    'FAIR',
    'FROST',
    'GENTLE',
    'GILDED',
    'HAZEL',
    'INDIGO',
    'IVORY',
    'JADE',
    'LATE',
    'LINDEN',
    'LUCENT',
    'MAPLE',
    'MELLOW',
    'NORTH',
    'OPAL',
    'PALE',
    'QUIET',
    'RUSSET',
    'SABLE',
    'SILVER',
    'SOLEMN',
    'TAWNY',
    'UMBER',
    'VELVET',
    'VIVID',
    'WILLOW',
  ],
  second: [
    'ALBATROSS',
    'ANCHOR',
    'BEACON',
    'CAPE',
    'COMPASS',
    'CREST',
    'CURRENT',
    'DOLPHIN',
    'DRIFTER',
    'EGRET',
    'FATHOM',
    'GANNET',
    'HARBOUR',
    'HERON',
    'HORIZON',
    'KITTIWAKE',
    'LANTERN',
    'LEEWARD',
    'MERIDIAN',
    'NAVIGATOR',
    'OSPREY',
    'PETREL',
    'PILGRIM',
    'PLOVER',
    'QUAY',
    'REEF',
    'SANDPIPER',
    'SEXTANT',
    'SHEARWATER',
    'SKERRY',
    'SOUNDING',
    'TERN',
    'TIDE',
    'VOYAGER',
    'WAKE',
    'ZEPHYR',
  ],
} as const;
