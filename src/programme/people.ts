/**
 * Persons, by the patterns in which newspapers and papers introduce them: a title before the name, a role behind it,
 * a verb of saying before it. Once introduced, the surname alone stands for the person in that document.
 */
import { actors } from './gazetteer.ts';
import { Phrases } from './phrases.ts';

const titles =
  '(?:(?:Japanese |Former |former |then-|Deputy |Vice |State |Acting )*(?:Prime Minister|PM|President|Vice President|Chancellor|(?:Foreign|Defence|Defense|Finance) Minister|Minister (?:of|for) (?:Defence|Defense|Foreign Affairs)|State Minister for Foreign Affairs|Secretary[ -]General|NATO Secretary[ -]General|Defense Secretary|Secretary of State|Foreign Secretary|Defence Secretary|Ambassador|General|Admiral|Vice Admiral|Rear Admiral|Lieutenant General|Major General|Colonel|Captain|Commander|Chairperson|Chairman|Speaker|Senator|Professor|Dr\\.?|Mr\\.?|Mrs\\.?|Ms\\.?|H\\.E\\. Mr\\.))';
const name =
  "([A-Z][a-zà-ÿŌō'-]+(?: (?:van|von|de|der|den|bin))?(?: [A-Z]\\.)?(?: [A-Z][a-zA-Zà-ÿ'-]+){0,2})";
const saying = '(?:said|says|noted|stated|argued|added|explained|told|writes|wrote|[Aa]ccording to)';
const role =
  '(?:adjunct |senior |Senior |associate |deputy |Deputy |State |Visiting |chief |Chief |industry |former )*(?:Director|director|Minister|minister|Professor|professor|Fellow|fellow|Analyst|analyst|CEO|coordinator|Commissioner|Vice-Commissioner|President|president|Speaker|Chair|chair|Officer|officer|researcher|spokes|Secretary|Ambassador|ambassador|Director-General|Chairperson)';

const patterns: readonly RegExp[] = [
  new RegExp(`\\b${titles} ${name}`, 'g'),
  new RegExp(`\\b${saying} (?:${titles} )?([A-Z][a-zà-ÿ'-]+ [A-Z][a-zà-ÿ'-]+)`, 'g'),
  new RegExp(`\\b([A-Z][a-zà-ÿ'-]+ [A-Z][a-zà-ÿ'-]+), (?:the |an? )?${role}`, 'g'),
  new RegExp(`\\b([A-Z][a-zà-ÿ'-]+ [A-Z][a-zà-ÿ'-]+) of the [A-Z]`, 'g'),
];
const japanesePattern =
  /([\u4e00-\u9fff々]{2,5}|[\u30a1-\u30ffー]{2,10}(?:[・=][\u30a1-\u30ffー]{2,10}){0,2})(?:内閣総理大臣|総理大臣|首相|総理|外務大臣|外相|防衛大臣|防衛相|大臣|事務総長|大統領|国務長官|国防長官|長官|大使|委員長|議長|教授|統合幕僚長|海上幕僚長|参事官|氏)/g;

/** Words that begin with a capital and are no names of persons. */
const notNames =
  /^(?:The|This|That|These|Ministry|Minister|Prime|Foreign|Defence|Defense|State|Japan|Japanese|NATO|United|European|National|Security|International|Affairs|General|Council|North|South|East|West|Committee|Institute|University|University|Director|Secretary|Strategic|Military|Maritime|New|Indo|Asia|Republic|House|Russia|China|Germany|France|Italy|Ukraine|Australia|Korea|Canada)$/;
const notJapaneseNames =
  /^(?:日本|米国|英国|韓国|中国|北大西洋条約機構|防衛|外務|内閣|同|両|各|欧州|前|元|仏|独|副|加盟国|議会|国防|国務)$/;
const actorNames = new Set(actors.flatMap(({ aliases }) => aliases));
const titleWords = new RegExp(`^${titles} `);

export class People {
  readonly #byName = new Map<string, string>();
  readonly phrases: Phrases<string>;

  constructor(folded: string) {
    for (const pattern of patterns)
      for (const match of folded.matchAll(pattern)) this.#add(clean(match[1] ?? ''));
    for (const match of folded.matchAll(japanesePattern)) this.#addJapanese(match[1]);
    this.#joinSurnames();
    this.phrases = new Phrases([...this.#byName].map(([text, value]) => ({ text, value })));
  }

  #add(full: string): void {
    const parts = full.split(' ');
    if (full.length < 3 || parts.some((part) => notNames.test(part))) return;
    this.#byName.set(full, full);
  }

  /** "シコルスキ・ポーランド外務大臣" without the state; "岩屋大臣" is the 岩屋毅 of before. */
  #addJapanese(written: string): void {
    const parts = written.split(/[・=]/).filter((part) => part !== '');
    while (parts.length > 1 && actorNames.has(parts[parts.length - 1])) parts.pop();
    const name = parts.join('・');
    if (name.length < 2 || notJapaneseNames.test(name) || actorNames.has(name)) return;
    const known = [...this.#byName.values()].find(
      (full) => full.startsWith(name) || full.endsWith(`・${name}`),
    );
    this.#byName.set(name, known ?? name);
    if (parts.length > 1) this.#byName.set(parts[parts.length - 1], known ?? name);
  }

  /** "Kishida" is Fumio Kishida where he was introduced so; doubled surnames stay as they are. */
  #joinSurnames(): void {
    const bySurname = new Map<string, Set<string>>();
    for (const full of this.#byName.keys()) {
      const parts = full.split(' ');
      if (parts.length < 2) continue;
      const surname = parts[parts.length - 1];
      bySurname.set(surname, (bySurname.get(surname) ?? new Set()).add(full));
    }
    for (const [surname, fulls] of bySurname) {
      const [first] = fulls;
      this.#byName.set(surname, fulls.size === 1 ? first : surname);
    }
  }
}

/** Without a possessive, a title that stuck to it, or a word that begins the next clause. */
function clean(text: string): string {
  return text
    .replace(titleWords, '')
    .replace(/'s?$/, '')
    .replace(/ (?:At|In|On|The|And|During|For|To)$/, '')
    .trim();
}
