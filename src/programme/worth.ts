/**
 * Whether a clause is worth a desk officer's record. A fact names who, says something that happened, holds, is
 * planned or is proposed, and can be checked; a thought about the world order cannot. The points were chosen by what
 * each feature says about that, and read off fresh texts (README.md gives the figures), not fitted.
 */
import type { Amount } from './amounts.ts';
import type { Clause } from './clauses.ts';
import type { Sense } from './sense.ts';

export const worthLimit = 3.5;

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
  /\b(?:officials|interlocutors|briefers|representatives|spokes\w+|delegates|lawmakers|participants?|speakers?|experts?|analysts?|critics|ministers|leaders|both sides|the two sides|diplomats?|officers?)\b|関係者|当局者|参加者|両大臣|両首脳|双方|専門家|大臣|^(?:some|others|several) (?:proposed|suggested|argued|called)/i;
/** "has joined", "are building", "is examining": what is so, in the words of reports. */
const standing =
  /\b(?:has|have) (?:(?:\w+ly|also|since|not|so far|long|only|always|never|yet|now|already) ){0,2}(?:asked|\w+ed|been|become|begun|built|chosen|found|given|grown|held|kept|led|made|put|sent|set|taken|won)\b|\b(?:is|are) (?:\w+ly |also |still |not |now )?(?:close to|wary of|likely to|\w+ing|\w+ed|built|led)\b|ていない|でいない|られている|立場をと|限って/;
/** What might come of something is a thought, no fact: "could spiral", "may become"; "could join" is a proposal. */
const possibility =
  /\b(?:could|may|might|would|can) (?:\w+ly )?(?:be(?:come)?|lead|spiral|impact|affect|create|aggravate|encourage|change|undermine|threaten|result|trigger|escalate|look|attract|cause|prove|still|not|have|help|make|mean|disrupt|challenge|likely|occur|emerge|shift|weaken|engender|increase)\b|(?:かもしれない|だろう|恐れがある|おそれがある|可能性がある)(?:。|$)/;
/** Words of essays on the order of the world, in which little can be checked. */
const abstract =
  /rules-based|international order|world order|like-minded|\bnorms\b|\btrust\b|trajector|synerg|imperative|existential|downstream|ramification|stakeholder|destiny|geopolitic|of the utmost|great importance|makes sense|in light of|keenly aware|\bdemonstrates?d?\b how|opportunities for|国際秩序|価値観|信頼関係|意義を持つ|意味がある|必要不可欠/;
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
  if (clause.attribution !== undefined && speaker !== undefined) points += 1;
  if (clause.attribution !== undefined && /^["']/.test(text)) points += 0.5;
  if (officials.test(text) && cues.has('speech')) points += 1;
  if (isOccasion.has(sense.kind) && kindWeight >= 2 && (names > 0 || people.length > 0)) points += 1;
  const says = cues.size > 0 || amounts.length > 0 || hasDate || standing.test(text);
  if (says && (sense.leads || /^(?:Its|Their|His|Her) /.test(text))) points += 1;
  if (sense.instruments > 0) points += 1;
  if (cues.has('event')) points += 2;
  if (cues.has('state') || (!cues.has('event') && standing.test(text))) points += 1;
  if (cues.has('speech')) points += 1;
  if (cues.has('request') || cues.has('plan')) points += 1;
  if (cues.has('proposal') || cues.has('obstacle')) points += names > 0 ? 2 : 1;
  if (/\bI (?:propose|recommend|suggest)\b/.test(text)) points += 2;
  if (isCited) points += 1;
  if (cues.has('forecast') && !hasDate) points -= 1;
  if (possibility.test(text) && !hasDate && speaker === undefined) points -= 2;
  if (/^(?:If|While|Although|Whether|As long as)\b/.test(text) && !hasDate) points -= 1;
  if (cues.has('vague')) points -= 1;
  if (abstract.test(text) && !hasDate && sense.instruments === 0) points -= 1.5;
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
  if (/\b(?:they're|we're|you|let us)\b/i.test(text)) points -= 3;
  if (isIntroduction && !hasDate) points -= 3;
  return points;
}
