import { beforeAll, describe, expect, it } from 'vitest';
import { loadEarth } from '../feeds/earth.ts';
import { Speaker } from '../words/index.ts';
import { exerciseWords } from '../words/exercise.ts';
import { exerciseRoom, injects, told } from './room.ts';
import type { ExerciseTold } from './room.ts';
import { scenario } from './scenario.ts';

let exercise: ExerciseTold;
beforeAll(() => {
  exercise = told(scenario(3, { vessels: 180 }, loadEarth()));
}, 120_000);

describe("the director's list", () => {
  it('holds every planted event and every near miss, in order of time', () => {
    const list = injects(exercise);
    expect(list.filter(({ isTwin }) => isTwin)).toHaveLength(60);
    expect(list.filter(({ isTwin }) => !isTwin).length).toBeGreaterThanOrEqual(60);
    expect(list.map(({ startUtcMs }) => startUtcMs)).toEqual(
      list.map(({ startUtcMs }) => startUtcMs).sort((a, b) => a - b),
    );
    for (const { isTwin, magnitude } of list) expect(magnitude < 1 && isTwin).toBe(isTwin);
  });

  it('reads in both languages, with no gap left open', () => {
    const speaker = new Speaker([exerciseWords]);
    for (const { sentence } of injects(exercise))
      for (const language of ['en', 'ja'] as const) {
        expect(speaker.has(sentence.key), sentence.key).toBe(true);
        expect(speaker.say(language, sentence)).not.toMatch(/[{}]/);
      }
  });

  it('survives the way between threads', () => {
    expect(structuredClone(exercise)).toEqual(exercise);
  });

  it('is for the director alone', () => {
    expect(new Set(exerciseRoom.routes.map(({ permission }) => permission))).toEqual(new Set(['exercise']));
  });
});
