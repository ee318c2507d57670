/** A question read: its tokens, and the structure that counts beside them (who, when, money, level, kind). */
import { boundsOf, resolve } from './context.ts';
import { timesIn } from './dates.ts';
import { namesOf, stateOf } from './sense.ts';
import { fold, isJapanese } from './text.ts';
import { conceptsOf, stemsOf } from './tokens.ts';
import type { FactKind, Level } from './vocabulary.ts';

export interface Question {
  readonly text: string;
  readonly isJapanese: boolean;
  /** Distinct stems and concepts. */
  readonly tokens: readonly string[];
  readonly stems: readonly string[];
  readonly actors: readonly string[];
  /** First and last day of each time that it names. */
  readonly periods: readonly (readonly [string, string])[];
  readonly asksMoney: boolean;
  readonly asksNumber: boolean;
  /** Whether forces may be somewhere: answered from agreements on visiting forces. */
  readonly asksBasis: boolean;
  readonly level: Level | undefined;
  readonly kinds: readonly FactKind[];
  /** Asks for several areas: what names many of them answers better. */
  readonly asksAreas: boolean;
  readonly topics: ReadonlySet<Topic>;
  /** A paper that is asked about: "paper 002". */
  readonly paper: string | undefined;
}

/** Questions about the record itself, which its checks and objects answer. */
export type Topic =
  | 'forces'
  | 'no-activity'
  | 'expiry'
  | 'commitment'
  | 'conflict'
  | 'voice'
  | 'arithmetic'
  | 'obstacle'
  | 'membership'
  | 'name'
  | 'document-date'
  | 'author'
  | 'goals'
  | 'blocked';

const topics: readonly (readonly [Topic, RegExp])[] = [
  [
    'forces',
    /visiting forces|reciprocal access|\bRAAs?\b|status of forces|\bSOFA\b|円滑化協定|訪問部隊|地位協定/i,
  ],
  [
    'no-activity',
    /(?:\bgoals?|\bareas?|\bissues?|\bobjectives?|分野|目標).*(?:\bnever|\bno |\bwithout|\bnot\b|\black|ない|なし|未実施)|(?:without|no) (?:any )?activit/i,
  ],
  [
    'expiry',
    /\bexpir|\bsuccessor|\bsucceed|\bruns? out|\bends?\b|\bfollows?\b|\bafter 20\d\d|\bcomes? after|\bnext\b|期限|失効|満了|後継|終了|20\d\d年以降/i,
  ],
  [
    'commitment',
    /\bcommit(?:ted|ments?)\b|\bdeadline|\boverdue|\bkept\b|\bpromised?\b|\bfulfil|\bby the end of\b|\bfall(?:s|ing)? due|\btarget|約束|期限|までに|履行/i,
  ],
  ['conflict', /contradict|conflicting|\bdisagree|inconsisten|\bdiffer(?:s|ent)?\b|矛盾|食い違|不一致/i],
  [
    'voice',
    /single (?:source|voice)|one voice|same (?:author|voice|person)|only one source|also quoted|independent (?:source|of)|同じ人物|同一人物|単一/i,
  ],
  [
    'arithmetic',
    /(?:decade|years?).*(?:correct|right|true|really|add up|accurate|how long)|(?:correct|right|true|really|accurate|how (?:long|many years)).*(?:decade|years)|正し|何年/i,
  ],
  [
    'obstacle',
    /obstacle|hurdle|constrain|hinder|block|prevent|stand(?:s|ing)? in the way|limit|障害|制約|課題|妨げ/i,
  ],
  ['membership', /\bmember of\b|\bjoin(?:ed)?\b|\bbelongs?\b|\bparticipates?\b|\beligible|加盟|参加してい/i],
  [
    'name',
    /(?:name|spel|written|called|variant|“?individuali[sz]ed).*(?:differ|variant|correct|name|individual)|名称|表記/i,
  ],
  [
    'document-date',
    /(?:date|when).*(?:paper|document|published|written|\b00\d\b)|(?:paper|document|\b00\d\b).*(?:dated?\b|published|written)|発行日|文書の日付|いつ書/i,
  ],
  ['goals', /\bobjectives?\b|\bpriority issues?\b|\bgoals?\b|戦略目標|優先課題|目標/i],
  ['blocked', /proposals?.*(?:block|obstacle|stuck|prevent)|\bstuck\b|行き詰/i],
  ['author', /\bauthor|\bwho wrote\b|\bwritten by\b|著者|執筆/i],
];

const levelWords: readonly (readonly [Level, RegExp])[] = [
  ['parliamentary', /parliament|lawmaker|legislat|\bDiet\b|議員|議会|国会/i],
  ['minilateral', /minilateral|trilateral|quadrilateral|\bQuad\b|AUKUS|Camp David|三か国|ミニラテラル/i],
  [
    'member-state',
    /member[- ]states?|individual (?:NATO )?(?:members?|allies|countries)|bilateral|NATO members\b|加盟国|二国間/i,
  ],
  [
    'organisation',
    /as an organi[sz]ation|organi[sz]ation(?:al)?[- ]level|at the level of the organi[sz]ation|NATO itself|機構として|組織レベル|機構レベル/i,
  ],
  ['domestic', /domestic|within Japan|国内/i],
];

const deeds = /\bactivit(?:y|ies)\b|what (?:was|has been) done|活動|取組/i;
const kindAsked: readonly (readonly [FactKind, RegExp])[] = [
  ['exercise', deeds],
  ['visit', deeds],
  ['meeting', deeds],
  ['deployment', deeds],
  ['exercise', /\bexercises?\b|\bdrills?\b|演習|共同訓練/i],
  ['visit', /\bvisit(?:s|ed)?\b|\bcame to\b|訪問|来日/i],
  ['meeting', /\bmeetings?\b|\bsummits?\b|\bmet\b|会談|会合|会議/i],
  ['proposal', /\bpropos|\bsuggest|提案|提言/i],
  ['budget', /\bbudget|\bspending|予算|防衛費/i],
  ['procurement', /\bbuy|\bbought|\bprocure|\bpurchase|調達|購入/i],
  ['deployment', /\bdeploy|派遣|展開/i],
  ['incident', /\bincidents?\b|\battacks?\b|事案|攻撃/i],
  ['agreement', /\bagreements?\b|\binstruments?\b|\btreat(?:y|ies)\b|協定|条約/i],
  ['policy', /\bpolic(?:y|ies)\b|\bstrateg(?:y|ies)\b|政策|戦略/i],
];

const isBasis =
  /\b(?:may|allowed|can|could|permitted|legal(?:ly)?|lawful(?:ly)?)\b.*\b(?:territory|soil|waters|under an agreement|host|land|train in|train on|bases?)\b|\b(?:legal )?basis\b.*\b(?:forces|troops|exercises?)\b|\b(?:forces|troops)\b.*\bbasis\b|(?:領土|領域|国内|基地).*(?:でき|可能|許)/i;

export function readQuestion(question: string): Question {
  const folded = fold(question);
  const paper = /\b(0\d\d)\b/.exec(folded)?.[1];
  const stems = [...new Set(stemsOf(question))].filter((stem) => stem !== paper);
  return {
    text: folded,
    isJapanese: isJapanese(folded),
    tokens: [...new Set([...stems, ...conceptsOf(question)])],
    stems,
    actors: [...new Set(namesOf(question))],
    periods: periodsIn(folded),
    asksMoney:
      /how much|budget|spend|spent|cost|per ?cent|percent|%|billion|million|trillion|予算|いくら|費用|割合/i.test(
        folded,
      ),
    asksNumber:
      /how many|how much|how often|number of|share of|what share|いくつ|何[隻人か回件機年]|いくら/i.test(
        folded,
      ),
    asksBasis: isBasis.test(folded),
    level: levelWords.find(([, pattern]) => pattern.test(folded))?.[0],
    kinds: [...new Set(kindAsked.filter(([, pattern]) => pattern.test(folded)).map(([kind]) => kind))],
    asksAreas: /\b(?:areas|fields|topics|domains) of\b|分野/i.test(folded),
    topics: new Set(topics.filter(([, pattern]) => pattern.test(folded)).map(([topic]) => topic)),
    paper,
  };
}

function periodsIn(folded: string): (readonly [string, string])[] {
  const around = { documentDate: undefined, usualYear: undefined, nearYear: undefined };
  return timesIn(folded, 0, folded.length).flatMap((time) => {
    if (time.from?.year === undefined) return [];
    const { date, datePrecision } = resolve(time, around);
    const bounds = boundsOf(date, datePrecision);
    return bounds === undefined ? [] : [bounds];
  });
}

/** The states that a question names, Japan for its bodies; NATO is none. */
export function statesOf(actors: readonly string[]): string[] {
  return [...new Set(actors.map(stateOf))].filter((name) => name !== 'NATO');
}
