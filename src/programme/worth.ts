/**
 * Whether a clause is worth a desk officer's record. A fact names who, says something that happened, holds, is
 * planned or is proposed, and can be checked; a thought about the world order cannot. The points were chosen by what
 * each feature says about that, and read off fresh texts (README.md gives the figures), not fitted.
 */
import type { Amount } from './amounts.ts';
import type { Clause } from './clauses.ts';
import type { Sense } from './sense.ts';

export const worthLimit = 4;

export interface Weighed {
  readonly text: string;
  readonly sense: Sense;
  readonly clause: Clause;
  readonly amounts: readonly Amount[];
  /** The next sentence gives the example of which this one is the introduction. */
  readonly isIntroduction: boolean;
  /** A footnote is cited for it. */
  readonly isCited: boolean;
}

const officials =
  /\b(?:officials|interlocutors|briefers|representatives|spokes\w+|delegates|lawmakers)\b|関係者|当局者/i;
const isOccasion: ReadonlySet<string> = new Set(['meeting', 'visit', 'exercise', 'agreement']);

/** Points for and against; a fact needs `worthLimit`. */
export function worthOf({ text, sense, clause, amounts, isIntroduction, isCited }: Weighed): number {
  if (/[?？]$/.test(text) || text.length < (/[\u3040-\u30ff]/.test(text) ? 10 : 30)) return 0;
  const { cues, actors, people, speaker, areas, places, kindWeight } = sense;
  const names = actors.length - people.length;
  const hasDate = clause.times.some(({ precision }) => precision !== 'vague');
  let points = 0;
  if (hasDate) points += 3;
  if (amounts.some(({ unit }) => unit.length === 3 || unit === '%')) points += 2;
  else if (amounts.length > 0) points += 1;
  points += Math.min(2, names);
  if (people.length > 0) points += 1;
  if (speaker !== undefined || clause.attribution !== undefined) points += 1;
  if (clause.attribution !== undefined && /^["']/.test(text)) points += 1;
  if (officials.test(text) && cues.has('speech')) points += 1;
  if (isOccasion.has(sense.kind) && kindWeight >= 2 && (names > 0 || people.length > 0)) points += 1;
  if (sense.instruments > 0) points += 1;
  if (cues.has('event')) points += 2;
  if (cues.has('state')) points += 1;
  if (cues.has('speech')) points += 1;
  if (cues.has('request') || cues.has('plan')) points += 1;
  if (cues.has('proposal') || cues.has('obstacle')) points += names > 0 ? 2 : 1;
  if (/\bI (?:propose|recommend|suggest)\b/.test(text)) points += 2;
  if (isCited) points += 1;
  if (cues.has('forecast') && !hasDate) points -= 1;
  if (cues.has('vague')) points -= 1;
  if (areas.length > 0) points += 1;
  if (places.length > 0) points += 0.5;
  if (kindWeight >= 3) points += 0.5;
  if (
    /^(?:This|These|That|It|They|Such|There|Both|Each|Here|As such|Although|これ|それ|こうした)\b/.test(
      text,
    ) &&
    !hasDate
  )
    points -= 2;
  if (/\b(?:they're|we're|you|let us)\b/i.test(text)) points -= 2;
  if (isIntroduction && !hasDate) points -= 3;
  return points;
}
