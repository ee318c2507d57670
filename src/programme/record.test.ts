import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { Asker } from './ask.ts';
import { runChecks } from './checks.ts';
import type { CheckName } from './checks.ts';
import { emptyRecord } from './record.ts';
import type { ProgrammeRecord, Statement } from './record.ts';
import { timelineOf } from './timeline.ts';
import { areas, dateBases, factKinds } from './vocabulary.ts';

const table = (name: string) =>
  readFileSync(new URL(`../../data/programme/${name}`, import.meta.url), 'utf8');
const shipped = JSON.parse(table('record.json')) as ProgrammeRecord;
const statements = table('papers.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Statement);
const record: ProgrammeRecord = { ...emptyRecord, ...shipped, statements };
const findings = (name: CheckName) =>
  runChecks(record, '2026-11-28').find(({ check }) => check === name)?.findings ?? [];
const params = (name: CheckName) => findings(name).map(({ sentence }) => sentence.params ?? {});

describe('the record that ships', () => {
  it('quotes shortly, says who says it, and gives every date its basis', () => {
    expect(statements.length).toBeGreaterThan(150);
    expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
    for (const it of statements) {
      expect(it.quote.length, it.id).toBeLessThanOrEqual(300);
      expect(it.assertedBy, it.id).not.toBe('');
      expect(dateBases, it.id).toContain(it.dateBasis);
      expect(factKinds, it.id).toContain(it.kind);
      for (const area of it.areas) expect(areas, it.id).toContain(area);
      if (it.date !== null) expect(it.dateBasis, it.id).not.toBe('none');
    }
    for (const { date, dateBasis } of timelineOf(record))
      expect(date === null || dateBasis !== 'none').toBe(true);
  });

  it('has a source for every object, and no link that leads nowhere', () => {
    const { instruments, goals, activities, commitments, proposals, obstacles, positions } = record;
    const { technologies, dependencies, bodies } = record;
    for (const it of [...instruments, ...goals, ...activities, ...commitments, ...obstacles, ...positions])
      expect(it.sources.length, it.id).toBeGreaterThan(0);
    for (const it of [...technologies, ...dependencies, ...bodies])
      expect(it.sources.length, it.id).toBeGreaterThan(0);
    const ids = new Set([...instruments, ...proposals, ...obstacles].map(({ id }) => id));
    for (const { supersedes } of instruments) if (supersedes !== undefined) expect(ids).toContain(supersedes);
    for (const { instrument } of goals) expect(ids).toContain(instrument);
    for (const { proposal } of positions) expect(ids).toContain(proposal);
    for (const { blockedBy = [] } of proposals) for (const id of blockedBy) expect(ids).toContain(id);
    expect(technologies).toHaveLength(9);
  });

  it('is quoted from the papers as they are, where they are at hand', (context) => {
    const path = sharedData(`../seeds/${record.documents[0].file}`);
    if (path === undefined) return context.skip('the papers are not beside the checkout');
    const texts = new Map(
      record.documents.map(({ file }) => [file, readFileSync(sharedData(`../seeds/${file}`) ?? '', 'utf8')]),
    );
    for (const { file, quote, start, end } of statements)
      expect(texts.get(file)?.slice(start, end)).toBe(quote);
  });
});

describe('the traps of the five papers', () => {
  it('adopted in November 2022 against being drafted on 6 December is a conflict', () => {
    expect(params('statement-conflict')).toContainEqual(
      expect.objectContaining({ values: ['adopted in November 2022', 'being drafted on 6 December 2022'] }),
    );
  });

  it('the early 1990s, a little more than a decade and 1982 are a conflict', () => {
    const [values] = params('statement-conflict')
      .filter(({ predicate }) => predicate === 'began')
      .map((it) => it.values as readonly string[]);
    expect(values).toHaveLength(3);
  });

  it('proposed against agreed is a conflict, and both sides are shown as evidence', () => {
    const { conflicts, evidence } = new Asker(record).ask('Was the ITPP agreed or only proposed?');
    expect(conflicts[0].values).toEqual(['proposed as the key framework', 'agreed at Vilnius']);
    expect(new Set(evidence.map(({ file }) => file.slice(0, 3)))).toEqual(new Set(['002', '004']));
  });

  it('“more than a decade later” is measured: nine years and two months', () => {
    const [measured] = params('arithmetic');
    expect(measured).toMatchObject({ from: '2014-05-06', to: '2023-07', years: 9.2 });
  });

  it('two papers that carry one voice are told as one', () => {
    expect(params('single-source')).toContainEqual(
      expect.objectContaining({ voice: 'Jun Nagashima', documents: 2 }),
    );
  });

  it('papers without a date of their own have none in the record', () => {
    const undated = record.documents.filter(({ date }) => date === null).map(({ file }) => file.slice(0, 3));
    expect(undated).toEqual(['001', '002']);
    for (const it of statements.filter(({ file }) => undated.includes(file.slice(0, 3))))
      expect(it.dateBasis, it.id).not.toBe('document-date');
  });

  it('“Individual” and “Individualized” are told as drift of one name', () => {
    const [names] = params('name-drift').filter(({ short }) => short === 'IPCP');
    expect(names.names).toHaveLength(2);
  });

  it('quotes across non-breaking spaces stand as they are and are found with plain ones', () => {
    const [kept] = statements.filter(({ quote }) => quote.includes('\u00a0'));
    if (kept === undefined) return;
    const words = kept.quote.replaceAll('\u00a0', ' ');
    const { evidence } = new Asker(record).ask(words);
    expect(evidence.map(({ quote }) => quote)).toContain(kept.quote);
  });

  it('the end of the ITPP in 2026 is found with its evidence, its successor unknown', () => {
    const [ending] = findings('expiring-instrument');
    expect(ending.subject).toBe('ITPP-JPN-2023');
    expect(ending.evidence.some(({ quote }) => quote?.includes('2023 – 2026') === true)).toBe(true);
    expect(record.instruments.find(({ id }) => id === ending.subject)?.successor).toBe('unknown');
  });
});
