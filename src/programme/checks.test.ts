import { describe, expect, it } from 'vitest';
import { Speaker } from '../words/index.ts';
import { programmeWords } from '../words/programme.ts';
import { Asker } from './ask.ts';
import type { CheckName } from './checks.ts';
import { checkNames, runChecks } from './checks.ts';
import type { Activity, Instrument, ProgrammeRecord, Statement } from './record.ts';
import { emptyRecord, heldAt } from './record.ts';

const at = '2026-11-22';
const sources = [{ address: 'https://example.org/' }];

function statement(change: Partial<Statement> = {}): Statement {
  const quote = change.quote ?? 'Japan joined the talks';
  return {
    id: 'a:0',
    file: 'a.txt',
    quote,
    start: 0,
    end: quote.length,
    date: '2022-11',
    datePrecision: 'month',
    dateBasis: 'explicit',
    kind: 'policy',
    title: quote,
    actors: ['Japan'],
    level: 'domestic',
    areas: [],
    places: [],
    amounts: [],
    modality: 'done',
    ...change,
  };
}

const raa = (change: Partial<Instrument> = {}): Instrument => ({
  id: 'raa',
  type: 'raa',
  title: 'RAA',
  level: 'member-state',
  parties: ['Japan', 'Australia'],
  signed: '2022-01-06',
  inForce: '2023-08-13',
  sources,
  ...change,
});

const exercise = (change: Partial<Activity> = {}): Activity => ({
  id: 'x',
  title: 'Exercise',
  kind: 'exercise',
  area: 'maritime',
  level: 'member-state',
  host: 'Australia',
  participants: ['Japan', 'Australia'],
  forces: true,
  start: '2026-03-01',
  sources,
  ...change,
});

const claim = (id: string, object: string, change: Partial<Statement> = {}) =>
  statement({ id, subject: 'NSS', predicate: 'status', object, ...change });
const dated = (quote: string, date: string, start: number) =>
  statement({ id: `d:${start}`, quote, date, start, end: start + quote.length });
const proposal = {
  id: 'p',
  title: 'Mission',
  states: [{ state: 'considered', at: '2022-09', source: sources[0] }],
} as const;
const commitment = {
  id: 'c',
  title: 'List EDTs',
  by: 'Japan',
  due: '2022-09-30',
  outcome: 'unknown',
  sources,
} as const;
const obstacle = { id: 'o', title: 'Mandate', status: 'open', sources } as const;
const goal = { id: 'g', title: 'Sea', area: 'maritime', instrument: 'i', sources } as const;
const body = { id: 'b', title: 'NIAG', eligible: ['Japan'], joined: [], sources } as const;
const dependency = {
  id: 'd',
  item: 'Rare earths',
  year: 2023,
  shares: { China: 0.69, Other: 0.31 },
  sources,
} as const;
const programme = raa({
  id: 'i',
  type: 'programme',
  parties: ['Japan', 'NATO'],
  expiry: '2026',
  inForce: undefined,
});
const document = { file: 'a.txt', date: null, dateBasis: 'none' } as const;

/** For each check a record on which it fires, and its twin, a little different, on which it stays silent. */
const cases: Readonly<
  Record<CheckName, readonly [planted: Partial<ProgrammeRecord>, twin: Partial<ProgrammeRecord>]>
> = {
  'visiting-forces': [
    { activities: [exercise({ start: '2023-01-10' })], instruments: [raa()] }, // signed, not yet in force
    { activities: [exercise({ start: '2023-08-14' })], instruments: [raa()] },
  ],
  'outside-mandate': [
    { activities: [exercise({ level: 'organisation', host: 'Japan', participants: ['NATO', 'Japan'] })] },
    { activities: [exercise({ level: 'organisation', host: 'Norway', participants: ['NATO', 'Japan'] })] },
  ],
  'stale-goal': [
    { goals: [goal], activities: [exercise({ start: '2025-10-01' })] },
    { goals: [goal], activities: [exercise({ start: '2025-12-01' })] },
  ],
  'expiring-instrument': [
    { instruments: [programme] },
    { instruments: [programme, raa({ id: 'next', type: 'programme', supersedes: 'i', expiry: '2030' })] },
  ],
  'commitment-overdue': [
    { commitments: [commitment] },
    { commitments: [{ ...commitment, outcome: 'kept' }] },
  ],
  'proposal-contradicted': [
    {
      proposals: [
        { ...proposal, states: [...proposal.states, { state: 'done', at: '2025-01', source: sources[0] }] },
      ],
    },
    { proposals: [proposal] },
  ],
  'statement-conflict': [
    { statements: [claim('1', 'adopted'), claim('2', 'being drafted')] },
    { statements: [claim('1', 'adopted'), claim('2', 'adopted')] },
  ],
  arithmetic: [
    {
      statements: [
        dated('On May 6, 2014, he spoke', '2014-05-06', 0),
        dated('More than a decade later', '2023-07', 60),
      ],
    },
    {
      statements: [
        dated('On May 6, 2013, he spoke', '2013-05-06', 0),
        dated('More than a decade later', '2023-07', 60),
      ],
    },
  ],
  'single-source': [
    // Two papers, one voice.
    {
      statements: [
        claim('1', 'adopted', { assertedBy: 'N' }),
        claim('2', 'adopted', { file: 'b.txt', assertedBy: 'N' }),
      ],
    },
    {
      statements: [
        claim('1', 'adopted', { assertedBy: 'N' }),
        claim('2', 'adopted', { file: 'b.txt', assertedBy: 'M' }),
      ],
    },
  ],
  'succession-gap': [
    {
      instruments: [
        raa({ id: 'old', expiry: '2020-06-30' }),
        raa({ id: 'new', supersedes: 'old', signed: '2021-01-01', inForce: undefined }),
      ],
    },
    {
      instruments: [
        raa({ id: 'old', expiry: '2020-06-30' }),
        raa({ id: 'new', supersedes: 'old', signed: '2020-07-01', inForce: undefined }),
      ],
    },
  ],
  'eligible-not-joined': [{ bodies: [body] }, { bodies: [{ ...body, joined: ['Japan'] }] }],
  'open-obstacle': [
    { proposals: [{ ...proposal, blockedBy: ['o'] }], obstacles: [obstacle] },
    { proposals: [{ ...proposal, blockedBy: ['o'], mitigation: 'a pilot' }], obstacles: [obstacle] },
  ],
  'less-restricted': [
    { documents: [{ ...document, tlp: 'AMBER' }], statements: [statement({ tlp: 'GREEN' })] },
    { documents: [{ ...document, tlp: 'AMBER' }], statements: [statement({ tlp: 'AMBER' })] },
  ],
  'name-drift': [
    {
      statements: [
        statement({ quote: 'the Individual Partnership Programme (IPP)' }),
        statement({ id: '2', quote: 'the Individualized Partnership Programme (IPP)' }),
      ],
    },
    {
      statements: [
        statement({ quote: 'the Individual Partnership Programme (IPP)' }),
        statement({ id: '2', quote: 'an Individual Partnership Programme (IPP)' }),
      ],
    },
  ],
  'supplier-concentration': [
    { dependencies: [dependency] },
    { dependencies: [{ ...dependency, shares: { A: 0.25, B: 0.25, C: 0.2, D: 0.15, E: 0.15 } }] },
  ],
  'date-without-basis': [{ statements: [statement({ dateBasis: 'none' })] }, { statements: [statement()] }],
  'level-mismatch': [
    { activities: [exercise({ level: 'organisation', host: 'Norway', participants: ['Japan', 'Norway'] })] },
    { activities: [exercise({ level: 'organisation', host: 'Norway', participants: ['NATO', 'Japan'] })] },
  ],
  'quote-missing': [
    { documents: [{ ...document, text: 'Japan left the talks' }], statements: [statement()] },
    { documents: [{ ...document, text: 'Japan joined the talks' }], statements: [statement()] },
  ],
};

const found = (record: Partial<ProgrammeRecord>, name: CheckName) =>
  runChecks({ ...emptyRecord, ...record }, at).find(({ check }) => check === name)?.findings ?? [];

describe('the eighteen checks', () => {
  it('are eighteen', () => expect(checkNames).toHaveLength(18));

  it.each(checkNames)('%s fires on its planted case, with evidence, and stays silent on the twin', (name) => {
    const [planted, twin] = cases[name];
    const findings = found(planted, name);
    expect(findings.length).toBeGreaterThan(0);
    for (const { evidence, sentence } of findings) {
      expect(evidence.length).toBeGreaterThan(0);
      const speaker = new Speaker([programmeWords]);
      for (const language of ['en', 'ja'] as const)
        expect(speaker.say(language, sentence)).not.toMatch(/[{}]|^programme\./);
    }
    expect(found(twin, name)).toEqual([]);
  });
});

describe('questions', () => {
  const record = {
    ...emptyRecord,
    instruments: [raa(), { ...programme, title: 'ITPP', successor: 'unknown' }],
  };

  it('are answered “none found”, never “not allowed”, where no agreement is in the record', () => {
    const { answer } = new Asker(record).ask(
      'May the JMSDF hold an exercise on French territory with French forces under an agreement?',
    );
    expect(answer).toMatch(/^None found in the record: .*between Japan and France/);
    expect(answer).toContain('in force 2023-08-13');
  });

  it('name the agreement where one is', () => {
    expect(new Asker(record).ask('May Japanese forces train on Australian soil?').answer).toContain(
      'signed 2022-01-06',
    );
  });

  it('say what is unknown', () => {
    expect(new Asker(record).ask('Which instrument follows the ITPP?').unknowns[0]).toContain(
      'successor is unknown',
    );
    expect(new Asker(record).ask('How many penguins live in Hokkaido?').answer).toBe(
      'None found in the record.',
    );
  });

  it('flag what sources disagree about', () => {
    const statements = [
      claim('1', 'adopted', { quote: 'Japan adopted the NSS' }),
      claim('2', 'being drafted', { quote: 'Japan drafts the NSS', start: 50 }),
    ];
    expect(new Asker({ ...record, statements }).ask('Was the NSS adopted?').conflicts[0]?.values).toEqual([
      'adopted',
      'being drafted',
    ]);
  });
});

describe('the record', () => {
  it('is bitemporal: what was retracted was held before', () => {
    const held = statement({
      recordedAt: '2026-01-01T00:00:00.000Z',
      retractedAt: '2026-02-01T00:00:00.000Z',
    });
    expect(heldAt([held], '2026-01-15T00:00:00.000Z')).toHaveLength(1);
    expect(heldAt([held], '2026-02-01T00:00:00.000Z')).toHaveLength(0);
  });
});
