import { describe, expect, it } from 'vitest';
import { message } from '../core/index.ts';
import type { Entry, FindingBody, MessageRef } from '../core/index.ts';
import { episodesOf } from './episodes.ts';

const hour = 3_600_000;
const say = (ref: MessageRef) => `${ref.key} ${JSON.stringify(ref.params)}`;

function passage(id: string, crossedUtcMs: number): Entry<FindingBody> {
  return finding(id, 'passage', crossedUtcMs, {
    subjects: [
      { kind: 'vessel', id },
      { kind: 'gate', id: 'miyako' },
    ],
    sentence: message('sea.passage', { vessel: id, gate: 'Miyako', to: 'Philippine Sea', crossedUtcMs }),
  });
}

function finding(id: string, kind: string, at: number, body: Partial<FindingBody>): Entry<FindingBody> {
  return {
    id: `finding--${id}`,
    confidence: 80,
    release: {},
    body: { kind, startUtcMs: at, endUtcMs: at, ongoing: false, withdrawn: false, subjects: [], ...body },
  } as unknown as Entry<FindingBody>;
}

describe('episodes', () => {
  it('tell several passages of one gate in one line, with the newest', () => {
    const [episode] = episodesOf([passage('a', 0), passage('b', hour)], () => 'open', say);
    expect(episode.findings).toEqual(['finding--b', 'finding--a']);
    expect(episode.title).toBe(
      `sea.passages {"count":2,"gate":"Miyako","to":"Philippine Sea","crossedUtcMs":${hour}}`,
    );
  });

  it('leave the sentence of a single passage as it is', () => {
    expect(episodesOf([passage('a', 0)], () => 'open', say)[0].title).toMatch(/^sea\.passage /);
  });

  it('tell of a finding once, not of its sanitised version too', () => {
    const whole = finding('a', 'encounter', 0, { sentence: message('sea.encounter') });
    const version = {
      ...finding('b', 'encounter', 0, { sentence: message('core.finding.sanitised') }),
      release: { derivedFrom: whole.id },
    } as Entry<FindingBody>;
    expect(episodesOf([whole, version], () => 'open', say).map(({ findings }) => findings)).toEqual([
      [whole.id],
    ]);
    expect(episodesOf([version], () => 'open', say)).toHaveLength(1);
  });

  it('put ordinary passages after what a watch has to look at, however new they are', () => {
    const encounter = finding('e', 'encounter', 0, {
      subjects: [{ kind: 'vessel', id: 'x' }],
      sentence: message('sea.encounter'),
    });
    const kinds = episodesOf([passage('a', 5 * hour), encounter], () => 'open', say).map(({ kind }) => kind);
    expect(kinds).toEqual(['encounter', 'passage']);
  });
});
