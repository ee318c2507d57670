import { describe, expect, it } from 'vitest';
import { instant } from '../core/index.ts';
import type { Entry, SectionContext } from '../core/index.ts';
import { seal } from '../core/seal.ts';
import { loadLanes } from '../hub/lanes.ts';
import { keptScenario } from './routes.ts';
import { lanesSection } from './section.ts';
import { LaneWorker } from './work.ts';

const at = instant(Date.UTC(2026, 10, 28));
const party = 'ministry-of-the-sea';
const work = new LaneWorker(loadLanes());
const kept = {
  ...(await keptScenario({ viewer: { party, level: 'other' }, service: () => work } as never, {
    name: 'Hormuz for two years',
    draws: 200,
    closures: [{ gates: ['hormuz'], from: '2027-01-01', to: '2029-01-01' }],
  })),
  id: 'lane-scenario--1',
  modified: at,
};
const joining = { type: 'case', id: 'case--1', body: { title: 'The Gulf', members: [{ entry: kept.id }] } };

function section({
  country,
  changed = [kept],
  cases = [],
}: {
  country?: string;
  changed?: object[];
  cases?: object[];
}) {
  const released = (entries: readonly object[]) => seal(entries as unknown as readonly Entry[], party, at);
  const given = {
    viewer: party,
    country,
    language: 'en',
    since: at,
    at,
    entries: released(changed),
    named: released(changed.includes(kept) ? [] : [kept]),
    standing: () => released(cases),
  } as unknown as SectionContext;
  const blocks = lanesSection.build(given)?.blocks ?? [];
  return blocks.flatMap((block) => (block.kind === 'sentence' ? [block] : []));
}
const keys = (blocks: ReturnType<typeof section>) => blocks.map(({ text }) => text.key);

describe('the brief’s section of the lanes', () => {
  it('says what the reader’s own country or economy bears, and when its stocks run out', () => {
    const japan = section({ country: 'JP' });
    expect(keys(japan)).toEqual(
      expect.arrayContaining(['lanes.section.total', 'lanes.section.own', 'lanes.section.stock']),
    );
    const own = japan.filter(({ text }) => text.key === 'lanes.section.own');
    for (const { text } of own) expect(text.params?.country).toEqual({ en: 'Japan', ja: '日本' });
    expect(own.map(({ text }) => text.params?.commodity)).toContainEqual({ key: 'lanes.commodity.crude' });
  });

  it('says so when nothing of it is hit, and gives the total alone to who has no country', () => {
    expect(keys(section({ country: 'IS' }))).toEqual(['lanes.section.total', 'lanes.section.spared']);
    expect(keys(section({}))).toEqual(['lanes.section.total']);
  });

  it('names what is hit though its sources give no amount, and spares nobody by silence', () => {
    const pakistan = section({ country: 'PK' });
    expect(keys(pakistan)).toEqual(['lanes.section.total', 'lanes.section.unknown']);
    expect(pakistan[1].text.params).toMatchObject({ severed: 1, delayed: 0 });
  });

  it('names the case that joins a scenario, whichever of the two is new', () => {
    for (const changed of [[kept], [joining]]) {
      const [total] = section({ changed, cases: [joining] });
      expect(total.lead).toEqual({
        key: 'lanes.section.lead.case',
        params: { name: 'Hormuz for two years', cases: ['The Gulf'] },
      });
    }
    expect(section({})[0].lead?.key).toBe('lanes.section.lead');
  });
});
