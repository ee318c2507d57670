/**
 * What a clause says in the main: without what leads up to it ("In response to …, ") and what trails behind it
 * (", which …", ", leaving …"). Nearly half is always kept, so that the span stands for the whole clause.
 */
import type { TimeExpression } from './dates.ts';
import type { Span } from './text.ts';
import { isJapanese, trim } from './text.ts';

/** A shorter clause stays as it is. */
const shortest = 80;
/** From here on modifiers that no comma sets off are cut as well. */
const long = 150;
/** A shortened clause keeps at least this share of itself. */
const keptShare = 0.45;
const lead =
  /^(?:As|While|Although|Though|Despite|Because|Since|Given|By|In (?:response|addition|order|contrast|line|view|light|parallel) to|To [a-z]+|Having|With|Beyond|Apart from|[A-Z][a-z]+ing) [^,"]{10,}?, /;
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
  const least = text.length * keptShare;
  const led = lead.exec(text)?.[0].length ?? 0;
  const from = led > 0 && text.length - led >= least && !isDated(start, start + led) ? start + led : start;
  const cut = firstCut(folded.slice(from, end), least, (at) => isDated(from + at, end));
  return trim(folded, from, cut === undefined ? end : from + cut);
}

/** The first place from `least` on at which a tail begins, outside quotes and brackets. */
function firstCut(text: string, least: number, isKept: (at: number) => boolean): number | undefined {
  const patterns = text.length >= long ? [tail, looseTail] : [tail];
  const places = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => index));
  return places
    .filter((at) => at >= least && !isWithin(text, at) && !isKept(at))
    .sort((a, b) => a - b)
    .at(0);
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
