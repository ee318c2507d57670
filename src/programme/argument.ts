/**
 * What tells an essay's argument from what can be checked: thoughts about what a thing means, ought to be seen as, or
 * might come to, and sentences about the text itself. Each mark counts against a clause (`worth.ts`).
 */

/** What might come of something is a thought, no fact: "could spiral", "may become"; "could join" is a proposal. */
const possibility =
  /\b(?:could|may|might|would|can) (?:\w+ly )?(?:be(?:come)?|lead|spiral|impact|affect|create|aggravate|encourage|change|undermine|threaten|result|trigger|escalate|look|attract|cause|prove|still|not|have|help|make|mean|disrupt|challenge|likely|occur|emerge|shift|weaken|engender|increase)\b|(?:かもしれない|だろう|恐れがある|おそれがある|可能性がある|なりかねない|なり得る)(?:。|$)/;
/** Words of essays on the order of the world, in which little can be checked. */
const abstract =
  /rules-based|international order|world order|like-minded|\bnorms\b|\btrust\b|trajector|synerg|imperative|existential|downstream|ramification|stakeholder|destiny|geopolitic|of the utmost|great importance|makes sense|in light of|keenly aware|\bdemonstrates?d?\b how|opportunities for|国際秩序|価値観|信頼関係|意義を持つ|意味がある|意味を持つ|必要不可欠/;
/** How a thing is to be looked at. */
const judgement =
  /\b(?:must|should|can|may|might|could|need to|has to|have to) (?:\w+ly |also |not |best )?be (?:\w+ly )?(?:understood|seen|viewed|read|regarded|remembered|noted|analy[sz]ed|considered|assessed|taken|borne|judged|interpreted|weighed|exaggerated|underestimated|overstated)\b|\b(?:it is|it was|it would be|it may be|it seems|it appears|it follows|it remains|there is little|there is no) (?:\w+ly )?(?:an? |not )?(?:\w+ )?(?:that|to|tempting|hard|clear|mistake|doubt|worth|natural|surprising|difficult|obvious|telling|therefore)\b|\b(?:depends?|will depend|hinges?|will hinge) on (?!imports|foreign|oil|gas)|\b(?:frequently|often|commonly|usually|sometimes) (?:portrayed|depicted|framed|cast|treated|dismissed)\b|\ba closer look\b|\b(?:anyone|those|whoever|nobody|no one) who\b|\bsuggests? that\b|\bremains to be seen\b|\bone (?:should|must|may|can|could|might)\b|\b(?:in essence|so to speak|as the saying goes|at its core|at heart|in the end)\b|(?:と言える|と言えよう|と思われる|ように思う|ように見える|と考えられる|と考える|に見える|ではないだろうか|に違いない|にほかならない|他ならない|ざるを得ない|否定できない|避けられない|否めない|想像に難くない|忘れてはならない|言うまでもない|とは限らない)(?:だろう)?(?:。|$)/i;
/** A sentence about the text itself. */
const aboutItself =
  /\b(?:this|the present) (?:essay|paper|article|commentary|brief|report|chapter|section|analysis) (?:asks|argues|examines|looks|considers|explores|discusses|seeks|aims|will|has|is|concludes|turns)\b|\b(?:I|we) (?:argue|examine|turn|conclude|return) \b|^(?:本稿|本論|本章|本節|以下では|以上を踏まえ|筆者は)/;
/** A subject that stands for no one: what is said of it is a judgement. */
const abstractSubject =
  /^(?:The|That|This|Such|Its|Their|An?|Much|Part|Most|None|Few|One|What|Here|These|Those|Obstacles|Politics|Trust|Partnership|Resilience|Deterrence|Ambition|History|Geography|Cooperation) ?(?:(?:real|harder|central|first|second|third|main|key|broader|deeper|larger|practical|political|more|most) ){0,2}(?:obstacles?|record|results?|significance|points?|tasks?|reasons?|roots?|answers?|questions?|problems?|challenges?|lessons?|logic|ideas?|picture|issues?|notion|difficulty|danger|risk|temptation|irony|paradox|truth|stakes|consequences?|implications?|effects?|outlook|debate|argument|case|choice|trouble|catch|good news|bad news|remains?|is|are|was|will|would|has|lies|matters?|of (?:this|these|that|it|them))\b/;
/** What an event is said to show: told of a thing, not said by somebody. */
const shows =
  /\b(?:ma[dk]es?|made) (?:it )?(?:\w+ly )?(?:clear|plain|obvious|evident)\b|\b(?:demonstrate|illustrate|symboli[sz]e|exemplif|epitomi[sz]e|embod|testif|underscore|underline|highlight|attest|reveal|remind|reflect|show|suggest|mean|represent|serve)(?:s|d|ed|y|ies|ied|n)?\b (?:how|that|why|the (?:need|importance|value|benefits?|limits?|extent|degree|nature|fact)|an? )/;
/** What something is likened to. */
const likened =
  /\b(?:an? |the )(?:\w+ )?(?:preview|reminder|wake-up call|turning point|watershed|milestone|microcosm|harbinger|foretaste|test case|symptom|symbol|example|mirror|lesson|schooling|question of|matter of)\b|\bcontinues? to (?:evolve|change|shift|grow)\b|\bin tandem with\b|\b(?:smaller|larger|weaker|stronger|better|worse|wider|deeper|more \w+) (?:but|and) (?:is )?no longer\b/;
/** 「課題も少なくない」: that there are problems is told by those that follow. */
const thereAreProblems =
  /(?:課題|問題|障害|背景|理由|限界)[がはも][^。]{0,16}(?:ある|少なくない|残る|多い|大きい)(?:。|$)/;
const firstPerson = /\b(?:they're|we're|you|let us)\b/i;
/** What a speaker or an author asks for is no mere possibility. */
const demanded = /\b(?:should|ought to|must|needs? to)\b/;

export interface Said {
  readonly text: string;
  readonly hasDate: boolean;
  readonly isSpoken: boolean;
  /** An instrument of the partnership is named. */
  readonly namesInstrument: boolean;
  readonly namesNobody: boolean;
  /** A named actor stands in front. */
  readonly isLed: boolean;
  /** It is about an area of the programme, and about someone or two areas. */
  readonly isTopical: boolean;
}

/** Points against a clause, zero or more. */
export function argumentIn({
  text,
  hasDate,
  isSpoken,
  namesInstrument,
  namesNobody,
  isLed,
  isTopical,
}: Said): number {
  let points = 0;
  if (aboutItself.test(text)) points += 3;
  if (firstPerson.test(text)) points += 4;
  if (/^(?:This|That|These) (?:will|would|may|might|could)\b/.test(text)) points += 2;
  if (hasDate) return points;
  // That a conflict would disrupt sea lanes and chips is a forecast; that it might change much is a thought.
  if (possibility.test(text) && !isSpoken && !isTopical && !demanded.test(text)) points += 2;
  if (/^If\b/.test(text)) points += 3;
  else if (/^(?:While|Although|Whether|As long as)\b/.test(text)) points += 1;
  if (abstract.test(text) && !namesInstrument) points += isTopical ? 1 : 1.5;
  if (isSpoken) return points;
  if (judgement.test(text)) points += 2.5;
  if (!isLed && shows.test(text)) points += 2;
  if (likened.test(text)) points += 1.5;
  if (abstractSubject.test(text)) points += namesNobody ? 3 : 1.5;
  if (thereAreProblems.test(text)) points += 3;
  if (/\b(?:could|would|might) (?:not )?have \w+/.test(text)) points += 2;
  return points;
}
