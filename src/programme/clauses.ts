/**
 * The part of a sentence that is the fact: without the connective in front ("Meanwhile, "), without who said it at
 * the end (", Nagashima said"), and in pieces where one sentence dates several events.
 */
import type { TimeExpression } from './dates.ts';
import type { Sentence, Span } from './text.ts';
import { isJapanese, trim } from './text.ts';

export interface Clause {
  readonly start: number;
  readonly end: number;
  readonly times: readonly TimeExpression[];
  /** Where the attribution that was cut off stands: who speaks is looked for there. */
  readonly attribution: { readonly start: number; readonly end: number } | undefined;
}

const connective =
  /^(?:(?:\d{1,2}[.)]?|[a-z]\)|\([a-z0-9]{1,2}\)|[-*•–]) +(?=[A-Z"])|(?:\d{1,2}[.．)）]?[ 　]+|[(（][\d一二三四五六七八九十]{1,2}[)）][ 　]*|[・○●◇◆■□※→][ 　]*|[(（](?:参考|注|補足)[)）][ 　]*)|(?:Meanwhile|Moreover|Furthermore|In addition|Additionally|However|For example|For instance|Still|Also|In particular|Specifically|Lastly|First|Second|Third|Finally|In fact|As a result|Therefore|Thus|In other words|Already|Nevertheless|In this context|Similarly|Alternatively|Here|At the same time|Unsurprisingly|Despite this|To this end), |(?:一方|また|さらに|なお|例えば|そして|しかし|このため|加えて|具体的には)、)/;
const saying =
  '(?:said|says|noted|stated|added|argued|explained|stressed|underlined|emphasi[sz]ed|told [^,]{3,40}|according to|wrote|writes|warned|heard|learned|understood)';
/** `…," said Jun Nagashima, professor at …` and `…, the delegation learned`. */
const trailing = [
  new RegExp(
    `[,"] ?"? ?(?:said|says|according to|wrote|writes|added) (?:[A-Z]|the |an? |Mr|Dr|he\\b|she\\b)[^."]*[.…"]*$`,
  ),
  new RegExp(`" ?${saying} (?:[A-Z]|Mr|Dr|he\\b|she\\b)[^."]*[.…"]*$`),
  new RegExp(
    `[,"] ?"? ?(?:[A-Z][\\w.'-]*|the [a-z]+|he|she|officials|they)(?: [A-Z][\\w.'-]*| [a-z]+){0,6}? ${saying}\\b[^."]{0,60}[.…"]*$`,
  ),
];

export function clausesOf(folded: string, sentence: Sentence, times: readonly TimeExpression[]): Clause[] {
  const body = bodyOf(folded, sentence, times);
  const dated = times.filter(
    ({ precision, inName }) => precision !== 'vague' && precision !== 'decade' && inName !== true,
  );
  const starters = times.filter(({ precision, inName }) => precision !== 'vague' && inName !== true);
  const cuts = dated.length >= 2 ? cutsBetween(folded, body, starters) : clauseCuts(folded, body);
  if (cuts.length === 0) return [{ ...body, times }];
  const edges = [body.start, ...cuts, body.end];
  return edges.slice(0, -1).map((from, i) => {
    // A piece too short to stand alone ("renewed in 2020") takes the one before with it.
    const begin =
      i > 0 && edges[i + 1] - from < shortestPiece && !isJapanese(folded.slice(from, edges[i + 1]))
        ? edges[i - 1]
        : from;
    const span = trim(folded, skipJoiner(folded, begin), edges[i + 1]);
    return {
      ...span,
      times: times.filter(({ start }) => start >= from && start < edges[i + 1]),
      attribution: body.attribution,
    };
  });
}

/** A sentence from this length on is shortened to what it says in the main. */
const longSentence = 170;
/** A shortened sentence keeps at least this share of itself: what is cut is the smaller part. */
const keptShare = 0.55;
const subordinateLead =
  /^(?:As|While|Although|Though|Despite|Because|Since|Given|By|If|In response to|In addition to|To [a-z]+|Having|[A-Z][a-z]+ing) [^,]{10,}?, /;
const subordinateTail =
  /,? (?:which|who|whom|whose|where|whereas|so that|in order to|as well as how|because|thereby|thus) |, (?:while|as|but also|increasing|leading|making|allowing|enabling|resulting|reflecting|especially|particularly|in particular|a |the )/g;

/** The main clause of a long English sentence: what leads up to it and what trails behind, where nothing is dated. */
function kernelOf(folded: string, span: Span, times: readonly TimeExpression[]): Span {
  let { start, end } = span;
  const length = end - start;
  if (length < longSentence || isJapanese(folded.slice(start, end))) return span;
  const isDated = (from: number, to: number) => times.some((time) => time.start < to && from < time.end);
  const lead = subordinateLead.exec(folded.slice(start, end))?.[0].length ?? 0;
  if (lead > 0 && (length - lead) / length >= keptShare && !isDated(start, start + lead)) start += lead;
  for (const { index } of folded.slice(start, end).matchAll(subordinateTail)) {
    const cut = start + index;
    if ((cut - start) / length < keptShare || isDated(cut, end)) continue;
    if (/["(]/.test(folded.slice(cut, end)) && !/["(]/.test(folded.slice(start, cut))) break;
    end = cut;
    break;
  }
  return trim(folded, start, end);
}

function bodyOf(folded: string, sentence: Sentence, times: readonly TimeExpression[]): Omit<Clause, 'times'> {
  let { start, end } = sentence;
  const text = () => folded.slice(start, end);
  // Ellipses and stray commas that a quoting editor left at the edges belong to no quote.
  start += /^[…,.;:*\s"']*/.exec(text())?.[0].replace(/["']$/, '').length ?? 0;
  let attribution: Clause['attribution'];
  for (const pattern of trailing) {
    const match = pattern.exec(text());
    if (match === null || match.index < 40) continue;
    attribution = { start: start + match.index, end };
    end = start + match.index;
    break;
  }
  start += connective.exec(text())?.[0].length ?? 0;
  end -= /(?:[….]{2,}|…|\[\d+\])+$/.exec(text())?.[0].length ?? 0;
  return { ...kernelOf(folded, trim(folded, start, end), times), attribution };
}

/** The shortest piece that can hold a fact by itself. */
const shortestPiece = 28;

/** Between each two dates, the place where the first one's clause ends; none where they belong to one statement. */
function cutsBetween(
  folded: string,
  body: { start: number; end: number },
  times: readonly TimeExpression[],
): number[] {
  const cuts: number[] = [];
  for (const [i, time] of times.slice(0, -1).entries()) {
    const next = times[i + 1];
    if (time.start < body.start || next.end > body.end) continue;
    const between = folded.slice(time.end, next.start);
    const joints = [
      ...between.matchAll(
        /, (?:followed by|with|and|while|before|after|when|which|but)\b|; |, | and |、|。/g,
      ),
    ];
    const leads = time.start - (cuts.at(-1) ?? body.start) < 12;
    const joint = leads ? joints.at(-1) : joints[0];
    if (joint === undefined || between.length < 6) continue;
    const cut = time.end + joint.index;
    const shortest = isJapanese(between) ? shortestPiece / 3 : shortestPiece;
    const isLong = cut - (cuts.at(-1) ?? body.start) >= shortest && body.end - cut >= shortest / 2;
    if (isLong) cuts.push(cut);
  }
  return cuts;
}

/** The shortest clause of its own that a sentence is parted at. */
const shortestClause = 42;
const ownSubject =
  /, (?:and|but|while|yet) (?=(?:(?:the|its|their|his|her) (?:[\w'-]+ ){1,4}|(?:[A-Z][\w'-]+ ){1,3})(?:is|are|was|were|has|have|had|will|would|can|could|remains?|lacks?|fears?|(?:\w+ly |only |also |still ){0,2}\w{3,}ed|said)\b)/g;

/** Where a clause with a subject of its own begins: what it says is another fact. */
function clauseCuts(folded: string, body: { start: number; end: number }): number[] {
  const text = folded.slice(body.start, body.end);
  if (/["(]/.test(text)) return [];
  const [joint] = text.matchAll(ownSubject);
  if (joint === undefined || joint.index < shortestClause || text.length - joint.index < shortestClause)
    return [];
  return [body.start + joint.index];
}

function skipJoiner(folded: string, from: number): number {
  const joiner = /^(?:[,;、] ?(?:and |with |while |but |yet )?| and )/.exec(folded.slice(from, from + 12));
  return from + (joiner?.[0].length ?? 0);
}
