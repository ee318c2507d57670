/**
 * The part of a sentence that is the fact: without the connective in front ("Meanwhile, "), without who said it at
 * the end (", Nagashima said"), and in pieces where one sentence dates several events.
 */
import type { TimeExpression } from './dates.ts';
import { isWithin, kernelOf } from './kernel.ts';
import type { Sentence, Span } from './text.ts';
import { isJapanese, trim } from './text.ts';

export interface Clause {
  readonly start: number;
  readonly end: number;
  /** Where its part of the sentence ends, with the tail that was cut and its footnote marks. */
  readonly to: number;
  readonly times: readonly TimeExpression[];
  /** Where the attribution that was cut off stands: who speaks is looked for there. */
  readonly attribution: { readonly start: number; readonly end: number } | undefined;
}

const connective =
  /^(?:(?:\d{1,2}[.)]?|[a-z]\)|\([a-z0-9]{1,2}\)|[-*•–]) +(?=[A-Z"])|(?:\d{1,2}[.．)）]?[ 　]+|[(（][\d一二三四五六七八九十]{1,2}[)）][ 　]*|[・○●◇◆■□※→][ 　]*|[(（](?:参考|注|補足)[)）][ 　]*)|(?:Meanwhile|Moreover|Furthermore|In addition|Additionally|However|For example|For instance|Still|Also|In particular|Specifically|Lastly|First|Second|Third|Finally|In fact|As a result|Therefore|Thus|In other words|Already|Nevertheless|In this context|Similarly|Alternatively|Here|At the same time|Unsurprisingly|Despite this|To this end), |(?:Yet|And|But) (?=[A-Z])|(?:一方|また|さらに|なお|例えば|そして|しかし|このため|加えて|具体的には)、)/;
const saying =
  '(?:said|says|noted|stated|added|argued|explained|stressed|underlined|emphasi[sz]ed|told [^,]{3,40}|according to|wrote|writes|warned|heard|learned|understood)';
/** `…," said Jun Nagashima, professor at …` and `…, the delegation learned`. */
const trailing = [
  new RegExp(`[,.…]?" (?=[A-Za-z][^"]{3,160}$)(?=[^"]*\\b${saying})[^"]*$`),
  new RegExp(
    `[,"] ?"? ?(?:said|says|according to|wrote|writes|added) (?:[A-Z]|the |an? |Mr|Dr|he\\b|she\\b)[^."]*[.…"]*$`,
  ),
  new RegExp(`" ?${saying} (?:[A-Z]|Mr|Dr|he\\b|she\\b)[^."]*[.…"]*$`),
  new RegExp(
    `[,"] ?"? ?(?:[A-Z][\\w.'-]*|the [a-z]+|he|she|officials|they)(?: [A-Z][\\w.'-]*| [a-z]+){0,6}? ${saying}\\b[^."]{0,60}[.…"]*$`,
  ),
];

export function clausesOf(folded: string, sentence: Sentence, times: readonly TimeExpression[]): Clause[] {
  const { attribution, ...body } = bodyOf(folded, sentence);
  const dated = times.filter(
    ({ precision, inName }) => precision !== 'vague' && precision !== 'decade' && inName !== true,
  );
  const starters = times.filter(({ precision, inName }) => precision !== 'vague' && inName !== true);
  const cuts = dated.length >= 2 ? cutsBetween(folded, body, starters) : [];
  const edges = [body.start, ...(cuts.length > 0 ? cuts : jointsOf(folded, body)), body.end];
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1];
    // A piece too short to stand alone ("renewed in 2020") takes the one before with it.
    const isShort = i > 0 && to - from < shortestPiece && !isJapanese(folded.slice(from, to));
    const begin = isShort ? edges[i - 1] : from;
    const span = trim(folded, skipJoiner(folded, begin), to);
    const own = times.filter(({ start }) => start >= from && start < to);
    const kernel = kernelOf(folded, span, own);
    const whole = i === edges.length - 2 ? sentence.end : to;
    return { ...kernel, to: whole, times: own.filter((time) => time.start < kernel.end), attribution };
  });
}

function bodyOf(folded: string, sentence: Sentence): Omit<Clause, 'times' | 'to'> {
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
  return { ...trim(folded, start, end), attribution };
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
    if (joint === undefined || between.length < (isJapanese(between) ? 4 : 6)) continue;
    const cut = time.end + joint.index;
    const shortest = isJapanese(between) ? shortestPiece / 3 : shortestPiece;
    const isLong = cut - (cuts.at(-1) ?? body.start) >= shortest && body.end - cut >= shortest / 2;
    if (isLong) cuts.push(cut);
  }
  return cuts;
}

/** The shortest clause of its own that a sentence is parted at. */
const shortestClause = 34;
const finite =
  '(?:exceeds?|depends?|reach|reaches|oppose|opposes|sit|sits|suggests?|shows?|means|reflects?|lies|spends?|forbids?|serve|serves|come|comes|work|works|train|trains|cost|costs|matter|matters|belong|belongs|is|are|was|were|has|have|had|will|would|can|cannot|could|should|must|may|does|did|do|remains?|lacks?|fears?|holds?|owns?|wants?|needs?|makes?|gives?|takes?|sees?|said|says|began|became|came|sent|met|led|held|made|took|gave|went|told|put|set|saw|won|lost|built|(?!hundred|need|speed|indeed|shared|allied)\\w{3,}ed)';
/** `, and its officers sit in` and `, but Tokyo has` begin a clause with a subject of its own. */
const ownSubject = new RegExp(
  `(?:, (?:and|but|while|yet|whereas|so|for|although|though) |; (?:and |but )?)(?=(?:in \\d{4},? )?(?:the|its|their|his|her|it|they|he|she|we|one|two|three|four|five|six|seven|eight|nine|ten|both|no|some|many|most|several|another|an?|this|these|that|(?:more than|about|nearly|almost|over|roughly|up to)|(?:[a-z]+ )?[a-z]{4,}s|[A-Z][\\w'-]+) (?:[\\w'.-]+ ){0,9}?(?:\\w+ly |also |still |never |not )?${finite}\\b)`,
  'g',
);
/** `, and is one of three` goes on with the same subject and another predicate. */
const otherPredicate = /, (?:and|but) (?=(?:is|are|was|were|has|have|had|will|remains) )/g;
const barePredicate = / (?:and|but) (?=(?:is|was|has|have|had|will|remains) )/g;
const semicolon = /; /g;
/** From here on a side of a bare "and" is a clause of its own. */
const shortestBare = 48;
/** 「〜が、」「〜ものの、」 before a clause with a topic of its own. */
const japaneseJoint =
  /(?:[るいただすうくぐむぶぬつ]が|ものの|一方で?|のに対し|ており|でおり|ため|なく)、(?=[^、。]{1,18}[はがも])/g;

/** Where a clause that says another thing begins, at the joint before it. */
function jointsOf(folded: string, body: Span): number[] {
  const text = folded.slice(body.start, body.end);
  const japanese = isJapanese(text);
  const least = japanese ? shortestClause / 3 : shortestClause;
  const places = japanese
    ? [...text.matchAll(japaneseJoint)].map(({ 0: joint, index }) => index + joint.length - 1)
    : [
        ...[ownSubject, otherPredicate, semicolon].flatMap((joint) =>
          [...text.matchAll(joint)].map(({ index }) => index),
        ),
        ...[...text.matchAll(barePredicate)]
          .map(({ index }) => index)
          .filter((at) => at >= shortestBare && text.length - at >= shortestBare),
      ];
  const cuts: number[] = [];
  for (const at of places.sort((a, b) => a - b))
    if (at - (cuts.at(-1) ?? 0) >= least && text.length - at >= least && !isWithin(text, at)) cuts.push(at);
  return cuts.map((at) => body.start + at);
}

function skipJoiner(folded: string, from: number): number {
  const joiner =
    /^(?:[,;、] ?(?:and |with |while |but |yet |whereas |so |for |although |though )?| and )/.exec(
      folded.slice(from, from + 14),
    );
  return from + (joiner?.[0].length ?? 0);
}
