import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../core/index.ts';
import { parseTables } from './tables.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../data/narratives/${name}`, import.meta.url), 'utf8')) as {
    [key: string]: Json;
  };
const [written, glossary] = [read('disarm.json'), read('glossary.json')];

describe('the table of DISARM', () => {
  const { disarm } = parseTables(written, glossary);
  const of = (id: string) => disarm.techniques.find((technique) => technique.id === id);

  it('has what came to the framework later, and says of which version it is', () => {
    expect(['T0015.002', 'T0143.003', 'T0149.003'].map((id) => of(id)?.name)).toEqual([
      'Create New Hashtag',
      'Impersonated Persona',
      'Lookalike Domain',
    ]);
    expect(disarm.version).toContain('49df5f6');
  });

  it('marks what was withdrawn, and gives it no address of a page that is gone', () => {
    expect(of('T0090.003')).toMatchObject({ withdrawn: true });
    expect(of('T0090.003')?.ref).not.toContain('T0090');
    expect(of('T0084.001')).toMatchObject({ withdrawn: false });
    expect(of('T0084.001')?.ref).toMatch(/\/T0084\.001\.md$/);
  });

  it('is refused where an id stands twice or a tactic is unknown', () => {
    const later = (row: Json) => ({
      ...written,
      later: { ...(written.later as object), techniques: [row] },
    });
    for (const row of [
      { id: 'T0084.001', name: 'Again', tactic: 'Develop Content' },
      { id: 'T0999', name: 'New', tactic: 'Nowhere' },
    ])
      expect(() => parseTables(later(row), glossary)).toThrow(
        expect.objectContaining({ code: 'narratives.table-invalid' }),
      );
  });
});
