/**
 * What a clause says in the main: without what leads up to it ("In response to …, ") and what trails behind it
 * (", which …", ", leaving …"). What is kept stands for the whole clause where it can.
 */
import type { TimeExpression } from './dates.ts';
import type { Span } from './text.ts';
import { isJapanese, trim } from './text.ts';

/** A shorter clause stays as it is. */
const shortest = 80;
/** From here on modifiers that no comma sets off are cut as well. */
const long = 150;
/** What is left must stand for the whole clause: a reader may have taken either. */
const keptShare = 0.5;
/** The shortest main clause, in UTF-16 units. */
const shortestKernel = 44;
const finite =
  /\b(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|did|does|do|said|sent|held|made|gave|took|led|met|became|began|built|told|went|spends?|forbids?|allows?|requires?|holds?|owns?|lacks?|seeks?|serves?|supports?|opposes?|needs?|remains?|plans?|wants?|aims?|fears?|hosts?|exports?|imports?|accounts|\w{3,}ed)\b/;
const medial =
  /^,? (?:which|who|whose|where|whom)\b[^,]*, (?:\w+ly )?(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|did|does|\w{3,}ed|\w{3,}s)\b/;
const lead =
  /^(?:As|While|Although|Though|Despite|Because|Since|Given|By|In (?:response|addition|order|contrast|line|view|light|parallel) to|To [a-z]+|Having|With|Beyond|Apart from|Through|Amid|Amidst|Alongside|When|Once|After|Following|[A-Z][a-z]+ing) /;
/** "Recalling the summit of May 2023, the ministers agreed": what is recalled dates nothing. */
const recalling =
  /^(?:Acknowledging|Recalling|Welcoming|Noting|Recogni[sz]ing|Reaffirming|Building on|Having) /;
const participle =
  'adding|aimed|alleging|allowing|arguing|based|becoming|bringing|causing|citing|claiming|committing|covering|creating|demanding|driven|enabling|encouraging|ensuring|forcing|followed|giving|helping|including|increasing|led|leading|leaving|making|marking|meaning|mirroring|noting|offering|pointing|prompted|prompting|providing|putting|raising|reducing|reflecting|replacing|requiring|resulting|saying|sending|showing|signalling|signaling|sparking|supported|suggesting|targeting|thereby|turning|underlining|using|warning|yielding';
const tail = new RegExp(
  `(?:,? (?:(?:to|in|of|for|with|by|from|under|on|at|through) )?(?:which|whom)|,? (?:whose|where|whereas|so that|in order to|as well as how|because|thereby|thus)) |, (?:who|while|as|but also|such as|just as|even (?:though|if|as)|although|though|rather than|not least|chiefly|mainly|partly|largely|mostly|especially|particularly|in particular|among them|together with|according to|compared with|despite|unless|until|far (?:more|less)|an? (?:\\w+[ -]){0,3}(?:move|step|decision|figure|project|sign|reminder|first|goal|idea|question|policy|result) |with (?:a|the|no|its|their|\\w+s) |${participle})\\b|, (?:an?|the) [^,"]{8,}$`,
  'g',
);
const looseTail =
  / (?:although|even though|while|so as to|in order that|as part of|on the grounds? (?:that|of)|for fear of|in an effort to|in an attempt to|with a view to|for the purpose of|due to|rather than|instead of|including|such as|in case|in the event) |\b(?:if|unless|until) [A-Z]/g;

/** The main part of a clause; Japanese, whose predicate stands last, stays whole. */
export function kernelOf(folded: string, span: Span, times: readonly TimeExpression[]): Span {
  const { start, end } = span;
  const text = folded.slice(start, end);
  // Who is named in front as the source stays with what is said.
  if (text.length < shortest || isJapanese(text) || text.startsWith('According to ')) return span;
  const isDated = (from: number, to: number) =>
    times.some((time) => time.start < to && from < time.end && time.precision !== 'vague');
  const from = start + leadOf(text, (at) => isDated(start, start + at));
  const cut = cutOf(folded.slice(from, end), (at) => isDated(from + at, end) && !isDated(from, from + at));
  const main = cut === undefined ? end : from + cut;
  const kernel = trim(folded, from, main);
  return kernel.end - kernel.start < (end - start) * keptShare ? span : kernel;
}

/** Up to the first comma after it that stands in no bracket, from which enough is left. */
function leadingLength(text: string): number {
  const opening = lead.exec(text)?.[0].length;
  if (opening === undefined) return 0;
  for (const { index } of text.slice(opening).matchAll(/, /g))
    if (index >= 5 && !isWithin(text, opening + index)) return opening + index + 2;
  return 0;
}

/** How much leads up to the clause: a subordinate clause, or the one to whose place a dated relative clause belongs. */
function leadOf(text: string, isDated: (to: number) => boolean): number {
  const led = leadingLength(text);
  const isFree = !isDated(led) || recalling.test(text);
  if (led > 0 && text.length - led >= text.length * keptShare && isFree) return led;
  const placed = /^[^,"]{10,90}, (?:where|in which|during which|under which) (?=[^,]*\b(?:19|20)\d\d\b)/.exec(
    text,
  );
  return placed !== null && !isDated(placed[0].length) ? placed[0].length : 0;
}

/** Where the clause ends in the main, so that enough of it is left. */
function cutOf(text: string, isKept: (at: number) => boolean): number | undefined {
  const patterns = text.length >= long ? [tail, looseTail] : [tail];
  const led = leadingLength(text);
  return cutsIn(text, patterns, isKept).find((at) => at > led && at >= text.length * keptShare);
}

function cutsIn(text: string, patterns: readonly RegExp[], isKept: (at: number) => boolean): number[] {
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => index))
    .filter((at) => at >= shortestKernel && !isWithin(text, at) && !isKept(at) && !isMedial(text, at))
    .filter((at) => !/^.{0,24}"/.test(text.slice(at)))
    .sort((a, b) => a - b);
}

/** ", which shattered so much, did so": the clause goes on behind the relative clause. */
function isMedial(text: string, at: number): boolean {
  return medial.test(text.slice(at)) && !finite.test(text.slice(0, at));
}

/** Whether a place stands inside a quotation or a bracket: what is quoted is not cut. */
export function isWithin(text: string, at: number): boolean {
  let quotes = 0;
  let depth = 0;
  for (let i = 0; i < at; i++) {
    const char = text[i];
    if (char === '"') quotes++;
    else if (char === '(' || char === '[' || char === '「') depth++;
    else if (char === ')' || char === ']' || char === '」') depth--;
  }
  return quotes % 2 === 1 || depth > 0;
}
