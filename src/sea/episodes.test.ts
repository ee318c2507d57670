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

  it('put ordinary passages after what a watch has to look at, however new they are', () => {
    const encounter = finding('e', 'encounter', 0, {
      subjects: [{ kind: 'vessel', id: 'x' }],
      sentence: message('sea.encounter'),
    });
    const kinds = episodesOf([passage('a', 5 * hour), encounter], () => 'open', say).map(({ kind }) => kind);
    expect(kinds).toEqual(['encounter', 'passage']);
  });
});
