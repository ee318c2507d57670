import type { Catalogue } from './catalogue.ts';

/** Where to put things and where to search: assumptions of plans, and the names of what they hold. */
export const sitingWords = {
  'siting.assume.days': { en: 'It is to last {days:dec1} days', ja: '期間は{days:dec1}日分' },
  'siting.assume.margin': {
    en: '{share:percent} is added for people who are not counted',
    ja: '未把握の避難者のため{share:percent}を加算',
  },
  'siting.assume.people': {
    en: '{place}: {people:int} people ({source}, as of {asOf})',
    ja: '{place}：{people:int}人（{source}、{asOf}現在）',
  },
  'siting.assume.per-person-day': {
    en: '{item}: {amount:dec1} {unit} for each person and day ({source})',
    ja: '{item}：1人1日あたり{amount:dec1} {unit}（{source}）',
  },
  'siting.assume.per-person': {
    en: '{item}: {amount} {unit} for each person, once ({source})',
    ja: '{item}：1人あたり{amount} {unit}、1回限り（{source}）',
  },
  'siting.assume.pallets-per-truck': {
    en: 'A truck carries {count:int} pallets',
    ja: 'トラック1台の積載は{count:int}パレット',
  },
  'siting.assume.unmet-penalty': {
    en: 'What does not come is counted as a cost of {cost:int} a unit',
    ja: '届かない分は1単位あたり費用{cost:int}として計算',
  },
  'siting.item.meals': { en: 'Meals', ja: '食料（食）' },
  'siting.item.drinking-water': { en: 'Drinking water', ja: '飲料水' },
  'siting.item.water-all-uses': { en: 'Water for all uses', ja: '生活用水を含む水' },
  'siting.item.blankets': { en: 'Blankets', ja: '毛布' },
  'siting.item.portable-toilet-bags': { en: 'Portable toilet bags', ja: '携帯トイレ' },
  'siting.item.toilets': { en: 'Toilets', ja: '仮設トイレ' },
  'siting.wrong-people': {
    en: '{place}: planned for {assumed:int} people, {observed:int} reported as of {asOf}',
    ja: '{place}：計画は{assumed:int}人分、報告は{observed:int}人（{asOf}現在）',
  },
  'siting.choke': {
    en: '{hub}: from hour {from:int} to hour {to:int}, up to {trucks:int} trucks wait, for as long as {wait:dec1} hours',
    ja: '{hub}：{from:int}時間目から{to:int}時間目まで、最大{trucks:int}台が待機、待ち時間は最長{wait:dec1}時間',
  },
  'siting.gap': {
    en: 'At most {gap:percent} from the best plan there is',
    ja: '最良の計画との差は最大{gap:percent}',
  },
  'siting.optimal': { en: 'Proved: there is no better plan', ja: '最適と証明済み' },
  'drift.assume.no-current': {
    en: 'No current was given: none is assumed',
    ja: '海流の入力なし：流れはないものと仮定',
  },
  'drift.assume.no-coast': { en: 'The coast is not taken into account', ja: '海岸への漂着は考慮しない' },
  'drift.assume.uniform-wind': { en: 'The wind is the same everywhere', ja: '風は全域で一様と仮定' },
  'drift.assume.uniform-current': { en: 'The current is the same everywhere', ja: '海流は全域で一様と仮定' },
  'drift.assume.search-time': {
    en: '{percent:int} % of the time on scene is spent searching, the rest on turns and investigations',
    ja: '現場滞在時間の{percent:int} %を捜索に充て、残りは旋回と確認に要する',
  },
  'drift.status.waiting': { en: 'Not yet adrift', ja: '漂流開始前' },
  'drift.status.adrift': { en: 'Adrift', ja: '漂流中' },
  'drift.status.aground': { en: 'Aground', ja: '漂着' },
  'drift.status.leftField': { en: 'Left the area of wind and current', ja: '風・海流データの範囲外' },
  'drift.pattern.parallel-sweep': { en: 'Parallel sweep', ja: '平行捜索' },
  'drift.pattern.creeping-line': { en: 'Creeping line', ja: 'クリーピングライン捜索' },
  'drift.pattern.expanding-square': { en: 'Expanding square', ja: '拡大方形捜索' },
  'drift.pattern.sector': { en: 'Sector search', ja: '扇形捜索' },
} as const satisfies Catalogue;
