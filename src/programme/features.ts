/**
 * What a clause shows, as named numbers. `chosen.ts` weighs them; the weights are learned from texts
 * in which people read the facts (`scripts/programme/train.ts`).
 */
import type { Candidate, Reading } from './candidates.ts';
import { marks } from './marks.ts';
import { likeness } from './retold.ts';
import { isJapanese } from './text.ts';

/** Features of one candidate: its name, and mostly 1. */
export type Features = ReadonlyMap<string, number>;

const markList = Object.entries(marks);
const namesOf = ['names:0', 'names:1', 'names:2', 'names:3'];
const areasOf = ['areas:0', 'areas:1', 'areas:2', 'areas:3'];

/** The features of every candidate of a document, in order. */
export function featuresOf(reading: Reading): Features[] {
  const { candidates, lowered } = reading;
  const retold = likeness(
    candidates.map(({ clause: { start, end }, sentence }) => ({
      text: lowered.slice(start, end),
      of: sentence.start,
    })),
  );
  return candidates.map((candidate, i) => ownFeatures(reading, candidate, retold[i]));
}

/** From this share of its words on, a clause without a date of its own only tells again what was told. */
const retoldShare = 0.6;

function ownFeatures({ folded }: Reading, candidate: Candidate, retold: number): Features {
  const { clause, sense, date, amounts, sentence } = candidate;
  const text = folded.slice(clause.start, clause.end);
  const japanese = isJapanese(text);
  const features = new Map<string, number>();
  const has = (name: string, is: boolean) => {
    if (is) features.set(name, 1);
  };
  features.set(japanese ? 'ja' : 'en', 1);
  const length = text.length * (japanese ? 2.4 : 1);
  has('short', length < 60);
  has('length:-90', length >= 60 && length < 90);
  has('length:-140', length >= 90 && length < 140);
  has('length:200-', length >= 200);
  const names = sense.actors.length - sense.people.length;
  features.set(namesOf[Math.max(0, Math.min(3, names))], 1);
  has('people', sense.people.length > 0);
  has('speaker', sense.speaker !== undefined);
  has('attribution', clause.attribution !== undefined);
  has('leads', sense.leads);
  has(
    'date:own',
    clause.times.some(({ precision }) => precision !== 'vague'),
  );
  has(
    'date:vague',
    clause.times.some(({ precision }) => precision === 'vague'),
  );
  has('date:two', clause.times.length > 1);
  if (clause.times.length > 0) has(`precision:${date.datePrecision}`, true);
  has(`basis:${date.dateBasis}`, true);
  has(
    'money',
    amounts.some(({ unit }) => unit.length === 3 || unit === '%'),
  );
  has('amounts', amounts.length > 0);
  has('amounts:two', amounts.length > 1);
  has('instruments', sense.instruments > 0);
  features.set(areasOf[Math.min(3, sense.areas.length)], 1);
  has('places', sense.places.length > 0);
  features.set(`kind:${sense.kind}`, 1);
  features.set('kindWeight', Math.min(4, sense.kindWeight) / 4);
  for (const cue of sense.cues) features.set(`cue:${cue}`, 1);
  for (const actorClass of sense.classes) features.set(`class:${actorClass}`, 1);
  has('nato+japan', sense.classes.has('nato') && sense.classes.has('japan'));
  has('cited', /\[\d{1,3}\]/.test(folded.slice(clause.start, sentence.end)));
  has('introduction', candidate.isIntroduction);
  has('footnote', candidate.isFootnote);
  has('question', /[?？]["」]?$/.test(text));
  has('retold', retold >= retoldShare && clause.times.length === 0);
  for (const [name, pattern] of markList) has(name, pattern.test(text));
  has('piece:first', candidate.pieces > 1 && candidate.piece === 0);
  has('piece:later', candidate.piece > 0);
  has(
    'piece:no subject',
    candidate.piece > 0 && /^(?:is|are|was|were|has|have|had|will|would|remains)\b/.test(text),
  );
  has('cut', clause.end - clause.start < 0.8 * (sentence.end - sentence.start));
  return features;
}
