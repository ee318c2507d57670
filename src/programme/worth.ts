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
  /\b(?:officials|interlocutors|briefers|representatives|spokes\w+|delegates|lawmakers|participants?|speakers?|experts?|analysts?|critics|ministers|leaders|both sides|the two sides|diplomats?|officers?|governments)\b|関係者|当局者|参加者|両大臣|両首脳|双方|専門家|大臣|^(?:some|others|several) (?:proposed|suggested|argued|called)/i;
/** "has joined", "are building", "is examining": what is so, in the words of reports. */
const standing =
  /\b(?:has|have) (?:(?:\w+ly|also|since|not|so far|long|only|always|never|yet|now|already) ){0,2}(?:asked|\w+ed|been|become|begun|built|chosen|found|given|grown|shown|spread|driven|risen|fallen|drawn|cut|laid|held|kept|led|made|put|sent|set|taken|won)\b|\b(?:is|are) (?:\w+ly |also |still |not |now )?(?:close to|wary of|likely to|\w+ing|\w+ed|built|led)\b|ていない|でいない|られている|立場をと|限って/;
/** A finished event in the simple past, or in the passive. */
const happened =
  /\b(?:was|were) (?:\w+ly |also |first |then )?(?:\w{3,}ed|cut|sent|held|built|made|given|taken|set up|sunk|shot|hit|laid|put|won|lost|sold|bought|brought|begun|led|chosen)\b|\b(?:allowed|ended|boarded|severed|damaged|seized|nationali[sz]ed|completed|started|stopped|suspended|cancelled|rejected|refused|declined|replaced|merged|moved|opened|closed|created|founded|financed|funded|gave|bought|sold|built|began|became|won|lost|took|stole|praised|criticised|criticized|called)\b|初めて|[れしきいっんまえ](?:た|だ|ました)(?:が|ものの)?[。、]?$/;
/** A name that the gazetteer does not know stands in the clause. */
const properName = /(?<=[a-z,;'] )(?:[A-Z][a-z]+[\w'-]*|[A-Z]{2,})/;
const leadingName = /^(?:the |The )?(?:[A-Z]{2,}|[A-Z][\w'-]+ [A-Z][\w'-]+)\b/;
const isOccasion: ReadonlySet<string> = new Set(['meeting', 'visit', 'exercise', 'agreement']);

/** Those who act together without being named: "the partners", "both sides". */
const collective =
  /\b(?:the (?:two |four |three )?(?:partners|sides|allies|governments|powers)|both (?:partners|sides|countries|governments|powers)|member states|the partnership|cooperation between|the (?:members|delegation|committee|visitors))\b|両国|両者|双方|各国|日本側/i;
/** A share told in words. */
const share =
  /\b(?:about |over |nearly |almost |more than |roughly |some )?(?:half|a third|two[- ]thirds|a quarter|three[- ]quarters|almost all|nearly all|the (?:vast )?majority|a fifth|a tenth) of\b|過半|大半|半数|割(?:を|が|に)/;
/** "In the short term, it will lead to": what is foreseen, by when. */
const horizon = /\bin the (?:short|medium|near|long|longer) (?:term|run)\b|(?:短期|中期|長期)的には|今後/i;
/** "It is not enough to": what an author asks for. */
const asked =
  /\bit is (?:\w+ly )?(?:not enough|(?:also )?(?:important|necessary|essential|crucial|vital|imperative|advisable|desirable|time)) (?:to|that|for)\b|\bI (?:propose|recommend|suggest)\b|(?:十分ではない|不可欠である|必要がある|求められる|望ましい)(?:。|$)/i;
/** "These centres are financed by their members": what is so of things just named. */
const isPassive = /^(?:These|Such) [a-z]{4,} (?:are|were) \w{3,}ed\b/;
const pronoun = /^(?:It|They|He|She|We)\b/;
const pointing = /^(?:This|These|That|Such|There|Both|Each|Here|As such|Although|これ|それ|こうした)\b/;

/** Points for and against; a fact needs `worthLimit`. */
export function worthOf(weighed: Weighed): number {
  const { text, sense, clause, isIntroduction } = weighed;
  if (/[?？]$/.test(text) || text.length < (/[\u3040-\u30ff]/.test(text) ? 10 : 30)) return 0;
  const hasDate = clause.times.some(({ precision }) => precision !== 'vague');
  const names = sense.actors.length - sense.people.length;
  const points = ofWhom(weighed, names) + ofWhat(weighed, hasDate) + howSaid(weighed, names, hasDate);
  const isBare = isIntroduction && !hasDate;
  return (
    points -
    (isBare ? 3 : 0) -
    argumentIn({
      text,
      hasDate,
      isSpoken: sense.speaker !== undefined,
      namesInstrument: sense.instruments > 0,
      isLed: sense.leads,
      namesNobody: names === 0 && sense.people.length === 0,
      isTopical: sense.areas.length > 1 || (sense.areas.length > 0 && names > 0),
    })
  );
}

/** Who is named, and whether the clause is about them. */
function ofWhom({ text, sense, clause }: Weighed, names: number): number {
  const { people, speaker, cues, leads } = sense;
  let points = Math.min(2, names);
  if (names === 0 && collective.test(text)) points += 1;
  const isUnknown = names === 0 && people.length === 0 && properName.test(text);
  if (isUnknown || (names === 0 && leadingName.test(text))) points += 1;
  if (people.length > 0) points += 1;
  if (speaker !== undefined || clause.attribution !== undefined) points += 1;
  if (clause.attribution !== undefined && speaker !== undefined) points += 1;
  if (clause.attribution !== undefined && /^["']/.test(text)) points += 0.5;
  if (officials.test(text) && cues.has('speech')) points += 1;
  if (leads || leadingName.test(text) || /^(?:Its|Their|His|Her) /.test(text)) points += 1;
  else if (pronoun.test(text) && names > 0) points += 1;
  return points;
}

/** What can be checked: days, amounts, instruments, and of which area of the programme it is. */
function ofWhat({ text, sense, amounts, isCited }: Weighed, hasDate: boolean): number {
  const { areas, places, kindWeight, instruments } = sense;
  let points = hasDate ? 3 : 0;
  if (amounts.some(({ unit }) => unit.length === 3 || unit === '%')) points += 2;
  else if (amounts.length > 0 || share.test(text)) points += 1;
  if (amounts.length > 1) points += 0.5;
  if (instruments > 0) points += 1;
  if (areas.length > 0) points += Math.min(2, 0.5 + 0.5 * areas.length);
  if (places.length > 0) points += 0.5;
  if (kindWeight >= 3) points += 0.5;
  if (isCited) points += 1;
  return points;
}

/** What is said to happen, hold, be planned, asked for or foreseen. */
function howSaid({ text, sense, clause, isInherited }: Weighed, names: number, hasDate: boolean): number {
  const { cues, people, speaker, instruments, areas, kind, kindWeight } = sense;
  const isOfSomeone = names > 0 || people.length > 0;
  const hasHappened = happened.test(text);
  const isTold = cues.has('event') || cues.has('speech') || hasHappened;
  let points = 0;
  if (isOccasion.has(kind) && kindWeight >= 2 && (isOfSomeone || isInherited)) points += 1;
  if (cues.has('event')) points += 2;
  else if (hasHappened) points += 1;
  if (cues.has('state') || (!cues.has('event') && standing.test(text))) points += 1;
  if (cues.has('speech')) points += 1;
  if (cues.has('request') || cues.has('plan')) points += 1;
  const isOfAll = names > 0 || collective.test(text);
  if (cues.has('obstacle') || (cues.has('proposal') && isOfAll)) points += 2;
  else if (cues.has('proposal')) points += 1;
  if (asked.test(text)) points += 2.5;
  if (horizon.test(text)) points += 1.5;
  const isAnyones = !isOfSomeone && instruments === 0 && !hasDate && speaker === undefined;
  if (cues.has('proposal') && isAnyones && !collective.test(text) && !asked.test(text)) points -= 1;
  if (cues.has('forecast') && !hasDate) points += areas.length > 0 ? 1 : -0.5;
  if (cues.has('vague')) points -= 1;
  if (!hasDate && pointing.test(text) && (!isInherited || !isTold)) points -= isPassive.test(text) ? 1 : 2;
  if (!hasDate && !isInherited && pronoun.test(text)) points -= names > 0 ? 0.5 : 2;
  const isNamed = isOfSomeone || properName.test(text) || clause.attribution !== undefined;
  if (isInherited && isTold && isNamed) points += pronoun.test(text) ? 2 : 1;
  return points;
}
