import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Asker } from './ask.ts';
import type { Answer } from './ask.ts';
import { emptyRecord } from './record.ts';
import type { ProgrammeRecord, Statement } from './record.ts';

const table = (name: string) =>
  readFileSync(new URL(`../../data/programme/${name}`, import.meta.url), 'utf8');
const shipped = JSON.parse(table('record.json')) as ProgrammeRecord;
const papers = table('papers.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Statement);
const asker = new Asker({ ...emptyRecord, ...shipped, statements: [...shipped.statements, ...papers] });

interface Asked {
  readonly question: string;
  /** Pieces of quotes of which one must stand in the first five; several lists: one of each. */
  readonly quotes: readonly (readonly string[])[];
  readonly says?: RegExp;
  readonly conflict?: boolean;
  readonly unknown?: boolean;
}
const ask = (question: string, quotes: Asked['quotes'], more: Omit<Asked, 'question' | 'quotes'> = {}) => ({
  question,
  quotes,
  ...more,
});

/** Written from the papers before the search was measured on them. */
const questions: readonly Asked[] = [
  ask('Which NATO summit was the first with a Japanese prime minister, and who attended?', [
    ['2022 event in Madrid', 'NATO Summit in Madrid'],
  ]),
  ask(
    'May the JMSDF hold a joint exercise on French territory with French forces under an agreement in the record?',
    [['reciprocal access agreements with London and Canberra']],
    { says: /none found/i },
  ),
  ask('What are NATO’s nine priority technology areas?', [['NATO has prioritised nine areas']]),
  ask(
    'Was the Individually Tailored Partnership Programme agreed or only proposed?',
    [['has been proposed as the key framework'], ['agree to the "Individually Tailored']],
    { conflict: true },
  ),
  ask('How much money did Japan’s defence ministry ask for in fiscal year 2023?', [
    ['more than $40 billion'],
  ]),
  ask(
    'When did cooperation between Japan and NATO begin?',
    [['since the early 1990s', 'a little more than a decade', 'since 1982']],
    { conflict: true },
  ),
  ask(
    'Had Japan adopted its new National Security Strategy by December 2022?',
    [['in November 2022, Japan adopted'], ['drafting a new national security strategy']],
    { conflict: true },
  ),
  ask('Who opposes a NATO liaison office in Tokyo?', [['French opposition has prevented']]),
  ask('Which countries do not want NATO to move resources to the Indo-Pacific?', [
    ['Central and Eastern Europe, which does not want'],
  ]),
  ask('What share of Japanese imports arrives by ship?', [['Ninety-nine per cent']]),
  ask('By how much did shipping costs rise when ships avoided the Red Sea?', [['175 to 200 per cent']]),
  ask(
    'Is Japan a member of the NATO Industrial Advisory Group?',
    [['NATO Industrial Advisory Group, or NIAG']],
    { says: /could|not in the record|none found|unknown/i },
  ),
  ask('In which NATO armaments body does Japan take part?', [['Conference of National Armaments Directors']]),
  ask(
    'Did Japan name its indispensable emerging technologies by the end of September 2022?',
    [['by the end of September in 2022']],
    { unknown: true },
  ),
  ask('What follows the ITPP after 2026?', [['2023 – 2026']], { unknown: true }),
  ask('Which exercises did Japan hold with individual NATO members?', [
    ['Canada, the UK, France, Germany and the Netherlands'],
  ]),
  ask('Which exercises did Japan hold with NATO as an organisation?', [
    ['joint exercise with NATO in the Mediterranean', 'exercised twice with NATO fleets'],
  ]),
  ask('What is said about Article 9?', [
    [
      'Article 9 of the Japanese Constitution that makes it illegal',
      'limits to the extent of its cooperation',
    ],
  ]),
  ask('Is Japan prepared to coordinate central and local government in a contingency?', [
    ['has yet to develop a coordination mechanism'],
  ]),
  ask('Which supplies should be distributed throughout Japan?', [['ammunition, replacement parts, fuel']]),
  ask('How many Centres of Excellence does NATO have?', [['nearly 30 COEs']]),
  ask('What does Stoltenberg say about rare earths?', [['overreliance on China for rare earths']]),
  ask('What happened in June 2022?', [
    ['official visit to Japan in June 2022', 'In mid-June, a Japanese fleet'],
  ]),
  ask('Which activities took place at the parliamentary level?', [
    ['delegation of the NATO Parliamentary Assembly', 'Diet Members’ Council', 'NATO PA partner since 1982'],
  ]),
  ask('How many lawmakers came to Japan and from how many countries?', [['15 national lawmakers from 13']]),
  ask('How many fighter aircraft did Japan buy?', [['147 F-35']]),
  ask('Which goals never had an activity?', [], { says: /cyber|space|climate/i }),
  ask(
    'Is “more than a decade later” correct for the time between Abe’s speech and Vilnius?',
    [['On May 6, 2014', 'More than a decade later']],
    { says: /9\.\d years|9 years/ },
  ),
  ask('What proposals are there for the AUKUS partners?', [['cooperate with the AUKUS members']]),
  ask('Who wrote that Japan and the US form a triangle for interoperability?', [['I see it as a triangle']]),
  ask('What is the defence spending target in per cent of GDP?', [['from 1% of GDP']]),
  ask('Which Chinese law lets the Coast Guard use force?', [['2021 Chinese Coast Guard law']]),
  ask('Where does China use disinformation against US bases in Japan?', [['Ryukyu independence']]),
  ask('How many nuclear tests has North Korea carried out?', [['six nuclear tests']]),
  ask('What is the date of paper 002?', [], { unknown: true }),
  ask(
    'Which agreements on visiting forces has Japan signed?',
    [['reciprocal access agreements with London and Canberra']],
    { says: /Australia[\s\S]*United Kingdom|United Kingdom[\s\S]*Australia/ },
  ),
  ask('日本が初めて参加したNATO首脳会合はいつ、誰が出席したか', [
    ['2022 event in Madrid', 'NATO Summit in Madrid'],
  ]),
  ask('東京の連絡事務所に反対しているのはどの国か', [['French opposition has prevented']]),
  ask('2023年度の防衛予算の概算要求はいくらか', [['more than $40 billion']]),
  ask(
    'ITPPは合意されたのか、提案されただけか',
    [['has been proposed as the key framework', 'agree to the "Individually Tailored']],
    { conflict: true },
  ),
  ask('レアアースの中国依存について誰が警告したか', [['overreliance on China for rare earths']]),
  ask('What did Prime Minister Abe say to the North Atlantic Council?', [['On May 6, 2014']]),
  ask('What is Japan’s relation with the NATO Parliamentary Assembly?', [
    ['NATO PA partner since 1982', 'Japanese delegation to the NATO PA'],
  ]),
  ask('Which areas of cooperation does paper 001 name?', [
    ['cyber defence, maritime security, humanitarian assistance'],
  ]),
  ask('What does the record say about quantum technology?', [
    [
      'artificial intelligence (AI), autonomy, quantum',
      'AI, quantum computing, big data',
      'AI and quantum computing',
      'Toshiba’s Corporate',
    ],
  ]),
  ask('Which obstacles does Nagy name for cooperation between Japan and NATO?', [
    ['divisions within NATO', 'limits to the extent of its cooperation'],
  ]),
  ask('Who argues that space and cyberspace remove the limits of distance?', [
    ['emergence of space and cyberspace'],
  ]),
  ask('How large was the request for the defence budget and what priorities did it set?', [
    ['more than $40 billion'],
    ['seven key areas'],
  ]),
  ask('Which summit agreed to intensify dialogue with Japan, Australia, South Korea and New Zealand?', [
    ['NATO Brussels Summit in 2021'],
  ]),
  ask('What trade value passes through the South China Sea and neighbouring waters each year?', [
    ['5.5 trillion'],
  ]),
  ask(
    'Is Jun Nagashima an independent source in papers 003 and 004, or the same voice?',
    [['interoperability']],
    { says: /one voice/i },
  ),
  ask(
    'Has Japan considered an independent mission to NATO, and was it opened?',
    [['upgrading its representation']],
    { says: /2025/ },
  ),
  ask('Which military exercise did China join in the Far East?', [['Vostok 2022']]),
  ask('What is the role of Narita airport in supply chains?', [['The airport is crucial']]),
  ask('Did Japan ratify a treaty with Canada?', [], { says: /none found/i }),
  ask('Which research centres did the delegation visit?', [
    ['Naval Systems Research Center', 'Toshiba’s Corporate', 'visited several research centres'],
  ]),
  ask('Which NATO members forces could the Indo-Pacific Deployment 2022 call at?', [
    ['Indo-Pacific Deployment 2022'],
  ]),
  ask('What did NATO officials say about Taiwan?', [['Taiwan contingency']]),
  ask(
    'Is it the Individual or the Individualized Partnership and Cooperation Programme?',
    [['Individualized Partnership'], ['Individual Partnership']],
    { conflict: true },
  ),
  ask('自衛隊はどの加盟国と太平洋で共同訓練を行ったか', [['Canada, the UK, France']]),
  ask('憲法9条はどのような障害になっているか', [['Article 9']]),
  ask(
    'What is the legal basis for forces of the United Kingdom in Japan?',
    [['reciprocal access agreements with London and Canberra']],
    { says: /in force 2023-10-15/ },
  ),
  ask('Which bodies of NATO could Japan join, and which has it joined?', [['NIAG'], ['CNAD']]),
  ask('What did Brazil agree with NATO on quantum technology?', [], { says: /none found/i }),
];

function misses({ quotes, says, conflict, unknown }: Asked, answer: Answer): string[] {
  const shown = answer.evidence.map(({ quote }) => quote.replaceAll('\u00a0', ' '));
  return [
    ...quotes
      .filter((any) => !any.some((piece) => shown.some((quote) => quote.includes(piece))))
      .map((any) => `not in the first five: ${any.join(' / ')}`),
    ...(says === undefined || says.test(answer.answer) ? [] : [`does not say ${says}: ${answer.answer}`]),
    ...(conflict === true && answer.conflicts.length === 0 ? ['no conflict told'] : []),
    ...(unknown === true && answer.unknowns.length === 0 ? ['nothing told as unknown'] : []),
  ];
}

describe('questions of a desk officer to the record that ships', () => {
  it.each(questions)('$question', (asked) => {
    const answer = asker.ask(asked.question);
    expect(answer.evidence.length).toBeLessThanOrEqual(5);
    expect(misses(asked, answer)).toEqual([]);
  });
});
