/**
 * Whether a clause is worth a desk officer's record. A fact names who, says something that happened, holds, is
 * planned or is proposed, and can be checked; a thought about the world order cannot. The points were chosen by what
 * each feature says about that, and read off fresh texts (README.md gives the figures), not fitted.
 */
import type { Amount } from './amounts.ts';
import { argumentIn } from './argument.ts';
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
  /** It goes on with a dated event that was told before. */
  readonly isInherited: boolean;
  /** A footnote is cited for it. */
  readonly isCited: boolean;
}

const officials =
  /\b(?:officials|interlocutors|briefers|representatives|spokes\w+|delegates|lawmakers|participants?|speakers?|experts?|analysts?|critics|ministers|leaders|both sides|the two sides|diplomats?|officers?)\b|関係者|当局者|参加者|両大臣|両首脳|双方|専門家|大臣|^(?:some|others|several) (?:proposed|suggested|argued|called)/i;
/** "has joined", "are building", "is examining": what is so, in the words of reports. */
const standing =
  /\b(?:has|have) (?:(?:\w+ly|also|since|not|so far|long|only|always|never|yet|now|already) ){0,2}(?:asked|\w+ed|been|become|begun|built|chosen|found|given|grown|held|kept|led|made|put|sent|set|taken|won)\b|\b(?:is|are) (?:\w+ly |also |still |not |now )?(?:close to|wary of|likely to|\w+ing|\w+ed|built|led)\b|ていない|でいない|られている|立場をと|限って/;
/** A finished event in the simple past, or in the passive. */
const happened =
  /\b(?:was|were) (?:\w+ly |also |first |then )?(?:\w{3,}ed|cut|sent|held|built|made|given|taken|set up|sunk|shot|hit|laid|put|won|lost|sold|bought|brought|begun|led|chosen)\b|\b(?:allowed|ended|boarded|severed|damaged|seized|nationali[sz]ed|completed|started|stopped|suspended|cancelled|rejected|refused|declined|replaced|merged|moved|opened|closed|created|founded|financed|funded|gave|bought|sold|built|began|became|won|lost|took|stole|praised|criticised|criticized|called)\b|初めて|[れしきいっんまえ](?:た|だ|ました)(?:が|ものの)?[。、]?$/;
/** A name that the gazetteer does not know stands in the clause. */
const properName = /(?<=[a-z,;'] )(?:[A-Z][a-z]+[\w'-]*|[A-Z]{2,})/;
const leadingName = /^(?:the |The )?(?:[A-Z]{2,}|[A-Z][\w'-]+ [A-Z][\w'-]+)\b/;
const isOccasion: ReadonlySet<string> = new Set(['meeting', 'visit', 'exercise', 'agreement']);

/** Points for and against; a fact needs `worthLimit`. */
export function worthOf({
  text,
  sense,
  clause,
  amounts,
  isIntroduction,
  isInherited,
  isCited,
}: Weighed): number {
  if (/[?？]$/.test(text) || text.length < (/[\u3040-\u30ff]/.test(text) ? 10 : 30)) return 0;
  const { cues, actors, people, speaker, areas, places, kindWeight } = sense;
  const names = actors.length - people.length;
  const hasDate = clause.times.some(({ precision }) => precision !== 'vague');
  let points = 0;
  if (hasDate) points += 3;
  if (amounts.some(({ unit }) => unit.length === 3 || unit === '%')) points += 2;
  else if (amounts.length > 0) points += 1;
  if (amounts.length > 1) points += 0.5;
  points += Math.min(2, names);
  const isNamed = names === 0 && people.length === 0 && properName.test(text);
  if (isNamed || (names === 0 && leadingName.test(text))) points += 1;
  if (people.length > 0) points += 1;
  if (speaker !== undefined || clause.attribution !== undefined) points += 1;
  if (clause.attribution !== undefined && speaker !== undefined) points += 1;
  if (clause.attribution !== undefined && /^["']/.test(text)) points += 0.5;
  if (officials.test(text) && cues.has('speech')) points += 1;
  if (isOccasion.has(sense.kind) && kindWeight >= 2 && (names > 0 || people.length > 0)) points += 1;
  const says = cues.size > 0 || amounts.length > 0 || hasDate || standing.test(text) || happened.test(text);
  if (says && (sense.leads || leadingName.test(text) || /^(?:Its|Their|His|Her) /.test(text))) points += 1;
  if (sense.instruments > 0) points += 1;
  if (cues.has('event')) points += 2;
  else if (happened.test(text)) points += 1;
  if (cues.has('state') || (!cues.has('event') && standing.test(text))) points += 1;
  if (cues.has('speech')) points += 1;
  if (cues.has('request') || cues.has('plan')) points += 1;
  if (cues.has('proposal') || cues.has('obstacle')) points += names > 0 ? 2 : 1;
  if (/\bI (?:propose|recommend|suggest)\b/.test(text)) points += 2;
  if (isCited) points += 1;
  const isAnyones = names === 0 && people.length === 0 && sense.instruments === 0 && !hasDate;
  if (cues.has('proposal') && isAnyones && speaker === undefined && !/\bI \w+/.test(text)) points -= 1.5;
  if (cues.has('forecast') && !hasDate) points -= 1;
  if (cues.has('vague')) points -= 1;
  if (areas.length > 0) points += 1;
  if (places.length > 0) points += 0.5;
  if (kindWeight >= 3) points += 0.5;
  if (
    /^(?:This|These|That|It|They|Such|There|Both|Each|Here|As such|Although|これ|それ|こうした)\b/.test(
      text,
    ) &&
    !hasDate &&
    !isInherited
  )
    points -= 2;
  const isTold = cues.has('event') || cues.has('speech') || happened.test(text);
  const isOfSomeone = names > 0 || people.length > 0 || isNamed || clause.attribution !== undefined;
  if (isInherited && isTold && isOfSomeone) points += /^(?:It|They|He|She) /.test(text) ? 2 : 1;
  if (isIntroduction && !hasDate) points -= 3;
  points -= argumentIn({
    text,
    hasDate,
    isSpoken: speaker !== undefined,
    namesInstrument: sense.instruments > 0,
    namesNobody: names === 0 && people.length === 0,
  });
  return points;
}
