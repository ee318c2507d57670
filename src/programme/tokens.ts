/**
 * What a text is found by: stems of its words (pairs of characters for Japanese), and what they stand for, so that
 * "drill", "exercise" and 演習 meet: `@` an actor or place, `#` an area, `%` a kind, `~` a word of the field.
 */
import { actors, places } from './gazetteer.ts';
import { areaWords, kindWords } from './lexicon.ts';
import { Phrases } from './phrases.ts';
import type { Phrase } from './phrases.ts';
import { fold, lower } from './text.ts';

const stopWords = new Set(
  'the a an of to in on at by for with from and or is are was were be been has have had do does did it its this that these those what which who whom whose when where why how may can could should would will there any some as under about between into than then not only record according s most many much say says said paper papers document documents name names named tell tells mention mentions'.split(
    ' ',
  ),
);

/** Stems of a text: words without common endings, cut to six letters; pairs of characters for Japanese. */
export function stemsOf(text: string): string[] {
  const plain = lower(fold(text));
  const stems: string[] = [];
  for (const [word] of plain.matchAll(/[a-zà-ÿ0-9][a-zà-ÿ0-9-]*/g)) {
    if (stopWords.has(word)) continue;
    stems.push(stemOf(word));
    if (word.includes('-'))
      for (const part of word.split('-'))
        if (part.length > 2 && !stopWords.has(part)) stems.push(stemOf(part));
  }
  for (const [run] of plain.matchAll(/[\u3040-\u30ff\u4e00-\u9fff]+/g))
    for (let i = 0; i + 2 <= run.length; i++) stems.push(run.slice(i, i + 2));
  return stems;
}

function stemOf(word: string): string {
  return word
    .replace(/'s$/, '')
    .replace(/(?:ations?|ments?|ings?|ied|ies|ed|es|s)$/, (end) => (word.length - end.length >= 3 ? '' : end))
    .slice(0, 6);
}

/** Words of the field that mean the same, in both languages; the first is the group's name. */
const synonyms: readonly string[] = [
  'raa|reciprocal access|visiting forces|status of forces|sofa|円滑化協定|訪問部隊|地位協定',
  'liaison|liaison office|連絡事務所|連絡官',
  'mission|representation at nato|mission to nato|mission of japan|own ambassador|代表部',
  'oppose|opposed|opposes|opposition|against|block*|veto|object*|does not want|do not want|prevent*|反対|阻止|拒否',
  'obstacle|obstacle*|hurdle*|constraint*|limit*|hinder*|barrier*|impediment*|challenge*|障害|制約|課題|限界',
  'support|in favour|in favor|support*|advocat*|welcom*|支持|賛成|歓迎',
  'first|for the first time|inaugural|historic|初めて|初の|初参加',
  'attend|attended|attendance|participat*|took part|takes part|take part|member of|joined|join|出席|参加',
  'buy|bought|buy|purchas*|procure*|acquir*|購入|調達|取得',
  'money|how much|budget*|spending|spend|expenditure*|cost*|fund*|request*|予算|費用|防衛費|いくら|概算要求',
  'share|per cent|percent*|share|ninety-nine|割合|パーセント|割',
  'sea|by sea|by ship|seaborne|shipping|ships|海上|船|海路',
  'warn|warn*|alarm|concern*|caution*|worr*|警告|懸念|警鐘',
  'depend|depend*|relian*|overrelian*|rely|relies|依存',
  'agree|agreed|agreement*|signed|sign|concluded|adopted|合意|署名|締結|採択',
  'propose|propos*|suggest*|recommend*|should|could|may wish|提案|提言|べき',
  'begin|began|begin|start*|since|開始|始ま',
  'end|expir*|ends|end in|run out|runs out|successor|succeed*|follows|期限|失効|満了|後継|終了',
  'update|renew*|revis*|update*|replac*|successor|改定|更新',
  'draft|draft*|drawing up|being drafted|prepar*|策定|起草',
  'summit|summit*|首脳会合|首脳会議|サミット',
  'war|invasion|invaded|invade|aggression|war in ukraine|侵攻|侵略|戦争',
  'election|election*|選挙',
  'pandemic|covid-19|covid|pandemic|coronavirus|infectious|vaccin*|感染症|コロナ',
  'inseparable|inseparable|indivisible|linked|connected|不可分|切り離せない',
  'stock|stocks|stockpil*|ammunition|supplies|replacement parts|備蓄|弾薬|補給',
  'coordinate|coordinat*|central and local|local government*|national government*|調整|地方自治体|連携体制',
  'coe|centre of excellence|centres of excellence|center of excellence|centers of excellence|coe|coes|center for regional studies|センター',
  'law|law|legislation|constitution|article 9|legal|憲法|法律|法制|9条',
  'forces|troops|forces|soldiers|部隊|軍',
  'nuclear|nuclear test*|nuclear|核実験|核',
  'deadline|by the end of|deadline|due|until|期限|までに',
  'lawmaker|lawmaker*|parliamentar*|diet|legislator*|member of parliament|議員|国会|議会',
  'country|countries|nations|states|どの国|諸国',
  'sanction|sanction*|制裁',
  'piracy|piracy|anti-piracy|illegal fishing|海賊|違法漁業',
  'climate|climate|ports|気候',
  'triangle|triangle|三角形',
  'vehicle|unmanned|drone*|uncrewed|無人機|無人',
  'carrier|f-35*|izumo|osprey|v-22|aircraft|fighter*|戦闘機|航空機',
  'defensive|counterstrike|counter strike|stand-off|反撃能力|スタンド・オフ',
  'trust|trial balloon*|pilot project*|try out|試行',
  'position|position*|stance|view of|立場',
  'port|port call*|called at|寄港',
];

const concepts = new Phrases<string>(conceptPhrases());

function* conceptPhrases(): Generator<Phrase<string>> {
  for (const { name, aliases, capitals } of actors)
    for (const text of [...aliases, ...capitals]) yield { text, value: `@${name}` };
  for (const [place, ...aliases] of places)
    for (const text of [place, ...aliases]) yield { text, value: `@${place}` };
}

const fieldPhrases = new Phrases<string>(
  synonyms.flatMap((group) => {
    const [name, ...texts] = group.split('|');
    return texts.map((text) => ({ text, value: `~${name}` }));
  }),
);
const areaPhrases = new Phrases<string>(
  Object.entries(areaWords).flatMap(([area, text]) =>
    text.split('|').map((phrase) => ({ text: phrase, value: `#${area}` })),
  ),
);
const kindPhrases = new Phrases<string>(
  Object.entries(kindWords).flatMap(([kind, byWeight]) =>
    Object.entries(byWeight).flatMap(([weight, text]) =>
      weight === '1' ? [] : text.split('|').map((phrase) => ({ text: phrase, value: `%${kind}` })),
    ),
  ),
);

/** What the words of a text stand for. */
export function conceptsOf(text: string): string[] {
  const folded = fold(text);
  const lowered = lower(folded);
  return [concepts, fieldPhrases, areaPhrases, kindPhrases].flatMap((phrases) =>
    phrases.find(folded, lowered, 0, folded.length).map(({ value }) => value),
  );
}

/** How much a token says by what it is: what everything is about says little. */
export function tokenWeight(token: string): number {
  switch (token[0]) {
    case '@':
      return token === '@Japan' || token === '@NATO' ? 0.25 : 1.1;
    case '#':
      return 0.6;
    case '%':
      return 0.35;
    case '~':
      return 0.8;
    default:
      return token.length <= 2 ? 0.5 : 1;
  }
}
