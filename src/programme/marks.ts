/**
 * Marks of how a clause is said that the lexicon does not hold, English and Japanese: what reports say, what essays argue.
 * Each is a feature of a clause; what it weighs is learned (`weights.ts`).
 */

export const marks: Readonly<Record<string, RegExp>> = {
  officials:
    /\b(?:officials|interlocutors|briefers|representatives|spokes\w+|delegates|lawmakers|participants?|speakers?|experts?|analysts?|critics|ministers|leaders|both sides|the two sides|diplomats?|officers?|governments)\b|関係者|当局者|参加者|両大臣|両首脳|双方|専門家|大臣|^(?:some|others|several) (?:proposed|suggested|argued|called)/i,
  /** "has joined", "are building", "is examining": what is so, in the words of reports. */
  standing:
    /\b(?:has|have) (?:(?:\w+ly|also|since|not|so far|long|only|always|never|yet|now|already) ){0,2}(?:asked|\w+ed|been|become|begun|built|chosen|found|given|grown|shown|spread|driven|risen|fallen|drawn|cut|laid|held|kept|led|made|put|sent|set|taken|won)\b|\b(?:is|are) (?:\w+ly |also |still |not |now )?(?:close to|wary of|likely to|\w+ing|\w+ed|built|led)\b|ていない|でいない|られている|立場をと|限って/,
  /** A finished event in the simple past, or in the passive. */
  happened:
    /\b(?:was|were) (?:\w+ly |also |first |then )?(?:\w{3,}ed|cut|sent|held|built|made|given|taken|set up|sunk|shot|hit|laid|put|won|lost|sold|bought|brought|begun|led|chosen)\b|\b(?:allowed|ended|boarded|severed|damaged|seized|nationali[sz]ed|completed|started|stopped|suspended|cancelled|rejected|refused|declined|replaced|merged|moved|opened|closed|created|founded|financed|funded|gave|bought|sold|built|began|became|won|lost|took|stole|praised|criticised|criticized|called)\b|初めて|[れしきいっんまえ](?:た|だ|ました)(?:が|ものの)?[。、]?$/,
  /** A name that the gazetteer does not know stands in the clause. */
  properName: /(?<=[a-z,;'] )(?:[A-Z][a-z]+[\w'-]*|[A-Z]{2,})/,
  leadingName: /^(?:the |The )?(?:[A-Z]{2,}|[A-Z][\w'-]+ [A-Z][\w'-]+)\b/,
  /** Those who act together without being named: "the partners", "both sides". */
  collective:
    /\b(?:the (?:two |four |three )?(?:partners|sides|allies|governments|powers)|both (?:partners|sides|countries|governments|powers)|member states|the partnership|cooperation between|the (?:members|delegation|committee|visitors))\b|両国|両者|双方|各国|日本側/i,
  /** A share told in words. */
  share:
    /\b(?:about |over |nearly |almost |more than |roughly |some )?(?:half|a third|two[- ]thirds|a quarter|three[- ]quarters|almost all|nearly all|the (?:vast )?majority|a fifth|a tenth) of\b|過半|大半|半数|割(?:を|が|に)/,
  /** "It is not enough to": what an author asks for. */
  asked:
    /\bit is (?:\w+ly )?(?:not enough|(?:also )?(?:important|necessary|essential|crucial|vital|imperative|advisable|desirable|time)) (?:to|that|for)\b|\bI (?:propose|recommend|suggest)\b|(?:十分ではない|不可欠である|必要がある|求められる|望ましい)(?:。|$)/i,
  /** "These centres are financed by their members": what is so of things just named. */
  passive: /^(?:These|Such) [a-z]{4,} (?:are|were) \w{3,}ed\b/,
  pronoun: /^(?:It|They|He|She|We)\b/,
  pointing: /^(?:This|These|That|Such|There|Both|Each|Here|As such|Although|これ|それ|こうした)\b/,
  /** What might come of something is a thought, no fact: "could spiral", "may become"; "could join" is a proposal. */
  possibility:
    /\b(?:could|may|might|would|can) (?:\w+ly )?(?:be(?:come)?|lead|spiral|impact|affect|create|aggravate|encourage|change|undermine|threaten|result|trigger|escalate|look|attract|cause|prove|still|not|have|help|make|mean|disrupt|challenge|likely|occur|emerge|shift|weaken|engender|increase)\b|(?:かもしれない|だろう|恐れがある|おそれがある|可能性がある|なりかねない|なり得る)(?:。|$)/,
  /** Words of essays on the order of the world, in which little can be checked. */
  abstract:
    /rules-based|international order|world order|like-minded|\bnorms\b|\btrust\b|trajector|synerg|imperative|existential|downstream|ramification|stakeholder|destiny|geopolitic|of the utmost|great importance|makes sense|in light of|keenly aware|\bdemonstrates?d?\b how|opportunities for|国際秩序|価値観|信頼関係|意義を持つ|意味がある|意味を持つ|必要不可欠/,
  /** How a thing is to be looked at. */
  judgement:
    /\b(?:must|should|can|may|might|could|need to|has to|have to) (?:\w+ly |also |not |best )?be (?:\w+ly )?(?:understood|seen|viewed|read|regarded|remembered|noted|analy[sz]ed|considered|assessed|taken|borne|judged|interpreted|weighed|exaggerated|underestimated|overstated)\b|\b(?:it is|it was|it would be|it may be|it seems|it appears|it follows|it remains|there is little|there is no) (?:\w+ly )?(?:an? |not )?(?:\w+ )?(?:that|to|tempting|hard|clear|mistake|doubt|worth|natural|surprising|difficult|obvious|telling|therefore)\b|\b(?:depends?|will depend|hinges?|will hinge) on (?!imports|foreign|oil|gas)|\b(?:frequently|often|commonly|usually|sometimes) (?:portrayed|depicted|framed|cast|treated|dismissed)\b|\ba closer look\b|\b(?:anyone|those|whoever|nobody|no one) who\b|\bsuggests? that\b|\bremains to be seen\b|\bone (?:should|must|may|can|could|might)\b|\b(?:in essence|so to speak|as the saying goes|at its core|at heart|in the end)\b|(?:と言える|と言えよう|と思われる|ように思う|ように見える|と考えられる|と考える|に見える|ではないだろうか|に違いない|にほかならない|他ならない|ざるを得ない|否定できない|避けられない|否めない|想像に難くない|忘れてはならない|言うまでもない|とは限らない)(?:だろう)?(?:。|$)/i,
  /** A sentence about the text itself. */
  aboutItself:
    /\b(?:this|the present) (?:essay|paper|article|commentary|brief|report|chapter|section|analysis) (?:asks|argues|examines|looks|considers|explores|discusses|seeks|aims|will|has|is|concludes|turns)\b|\b(?:I|we) (?:argue|examine|turn|conclude|return) \b|^(?:本稿|本論|本章|本節|以下では|以上を踏まえ|筆者は)/,
  /** A subject that stands for no one: what is said of it is a judgement. */
  abstractSubject:
    /^(?:The|That|This|Such|Its|Their|An?|Much|Part|Most|None|Few|One|What|Here|These|Those|Obstacles|Politics|Trust|Partnership|Resilience|Deterrence|Ambition|History|Geography|Cooperation) ?(?:(?:real|harder|central|first|second|third|main|key|broader|deeper|larger|practical|political|more|most) ){0,2}(?:obstacles?|record|results?|significance|points?|tasks?|reasons?|roots?|answers?|questions?|problems?|challenges?|lessons?|logic|ideas?|picture|issues?|notion|difficulty|danger|risk|temptation|irony|paradox|truth|stakes|consequences?|implications?|effects?|outlook|debate|argument|case|choice|trouble|catch|good news|bad news|remains?|is|are|was|will|would|has|lies|matters?|of (?:this|these|that|it|them))\b/,
  /** What something is likened to. */
  likened:
    /\b(?:an? |the )(?:\w+ )?(?:preview|reminder|wake-up call|turning point|watershed|milestone|microcosm|harbinger|foretaste|test case|symptom|symbol|example|mirror|lesson|schooling|question of|matter of)\b|\bcontinues? to (?:evolve|change|shift|grow)\b|\bin tandem with\b|\b(?:smaller|larger|weaker|stronger|better|worse|wider|deeper|more \w+) (?:but|and) (?:is )?no longer\b/,
  firstPerson: /\b(?:they're|we're|you|let us)\b/i,
  ought: /\b(?:should|ought to|must|needs? to|has to|have to)\b|べき|必要がある|求められ|なければならない/,
  present: /\b(?:is|are|has|have|remains?)\b|ている|である|です|ます(?:。|$)/,
  negation: /\b(?:not|no|never|nor|neither|cannot|without)\b|n't\b|ない|ません|ず(?:、|に)/,
  condition: /\b(?:if|unless|whether|provided that|as long as)\b|(?:れば|なら|場合)(?:、|は|に)/i,
  contrast:
    /\b(?:but|however|although|though|while|whereas|yet|despite|rather than|instead)\b|一方|しかし|ものの|が、/i,
  compared:
    /\b(?:more|less|fewer|greater|higher|lower|further|increas\w+|grow\w+|ris\w+|declin\w+|fell|rose) \w|増|減|拡大|強化|上回|下回/i,
  weOrI: /\b(?:we|our|us|I|my)\b|我々|私たち|筆者|我が国/,
  colon: /[:;：；]/,
  bracketed: /[(（[]/,
  quoted: /"|「/,
  listed: /(?:,[^,]+){3}|(?:、[^、]+){4}/,
  digits: /\d/,
  acronym: /\b[A-Z]{3,}\b/,
  gerundOpening: /^[A-Z][a-z]+ing\b/,
  articleOpening: /^(?:The|A|An)\b/,
  adverbOpening:
    /^(?:[A-Z][a-z]+ly|Still|Indeed|Yet|So|Thus|Hence|Rather|Instead|Even|Perhaps|Now|Today|Then)\b|^(?:つまり|すなわち|したがって|もっとも|ただし|ただ|もちろん|とはいえ|そもそも|むしろ|実際|まず|次に)/,
  evaluative:
    /\b(?:important|crucial|vital|significant|critical|essential|key|clear|difficult|complex|natural|strong|great|serious|necessary|valuable)\b|重要|不可欠|意義|課題|深刻|困難/,
  mental:
    /\b(?:think|believe|seem|seems|appear|appears|consider|regard|view|views|see|sees|understand|know|feel|hope)\b|思|考え|みられ|見られ|とされ|見る/,
  nominalEnd: /[\u4e00-\u9fff](?:。|$)/,
};
