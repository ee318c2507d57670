import type { Catalogue } from './catalogue.ts';

/** The exercise, for its director: what was planted, and how it was found. */
export const exerciseWords = {
  'exercise.title': { en: 'Exercise', ja: '演習' },
  'exercise.planted.zone-entry': {
    en: '{mmsis:list} enters a watched area ({area})',
    ja: '{mmsis:list}が監視区域（{area}）に入域',
  },
  'exercise.planted.encounter': { en: '{mmsis:list} meet at sea', ja: '{mmsis:list}が洋上で会合' },
  'exercise.planted.coverage-gap': {
    en: '{mmsis:list} is not heard for a while',
    ja: '{mmsis:list}の信号が途絶える',
  },
  'exercise.planted.suspected-disabling': {
    en: '{mmsis:list} turns its transmitter off far offshore',
    ja: '{mmsis:list}が沖合で送信を停止',
  },
  'exercise.planted.loitering': { en: '{mmsis:list} drifts offshore', ja: '{mmsis:list}が沖合で漂泊' },
  'exercise.planted.passage': {
    en: '{mmsis:list} passes the gate {gate}',
    ja: '{mmsis:list}がゲート{gate}を通過',
  },
  'exercise.twin.zone-entry': {
    en: '{mmsis:list} passes close by a watched area ({area}) and stays outside: nothing should be found',
    ja: '{mmsis:list}が監視区域（{area}）の近くを通過するが入域しない：検出されないはず',
  },
  'exercise.twin.encounter': {
    en: '{mmsis:list} meet, but for less than two hours: nothing should be found',
    ja: '{mmsis:list}が会合するが2時間に満たない：検出されないはず',
  },
  'exercise.twin.coverage-gap': {
    en: '{mmsis:list} is not heard, but for less than six hours: nothing should be found',
    ja: '{mmsis:list}の信号が途絶えるが6時間に満たない：検出されないはず',
  },
  'exercise.twin.suspected-disabling': {
    en: '{mmsis:list} is not heard far offshore for less than twelve hours: a gap, and no more than that',
    ja: '{mmsis:list}の信号が沖合で途絶えるが12時間に満たない：空白であり、それ以上ではない',
  },
  'exercise.twin.loitering': {
    en: '{mmsis:list} drifts offshore, but for less than two hours: nothing should be found',
    ja: '{mmsis:list}が沖合で漂泊するが2時間に満たない：検出されないはず',
  },
  'exercise.twin.passage': {
    en: '{mmsis:list} turns back before the gate {gate}: nothing should be found',
    ja: '{mmsis:list}がゲート{gate}の手前で引き返す：検出されないはず',
  },
} as const satisfies Catalogue;
