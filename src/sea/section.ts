/** The sea's part of a partner's brief: what that partner may see, each sentence with its source. */
import type {
  BriefBlock,
  BriefSection,
  BriefSource,
  Entry,
  FindingBody,
  Section,
  SectionContext,
} from '../core/index.ts';
import { instant, message } from '../core/index.ts';
import { isSeaFinding } from './projections.ts';

/** Kinds in the order in which a reader wants them; a kind that is not named comes last. */
const order = ['suspected-disabling', 'zone-entry', 'encounter', 'loitering', 'passage', 'coverage-gap'];
/** Kinds told one by one; the others, which are many and say little each, are counted in the table. */
const told = new Set(['suspected-disabling', 'zone-entry', 'encounter', 'loitering']);
/** One page has room for this many sentences. */
const sentences = 8;

export const seaSection: Section = {
  name: 'sea',
  order: 10,
  build: (context: SectionContext): BriefSection | undefined => {
    const findings = context.entries
      .for(context.viewer)
      .filter(isSeaFinding)
      .filter(({ body }) => !body.withdrawn);
    if (findings.length === 0) return undefined;
    const ranked = findings.filter(({ body }) => told.has(body.kind)).sort(byWeight);
    const blocks: BriefBlock[] = ranked.slice(0, sentences).map(sentenceOf);
    return { title: message('sea.section.title'), blocks: [...blocks, tableOf(findings)] };
  },
};

function byWeight(a: Entry<FindingBody>, b: Entry<FindingBody>): number {
  return (
    rankOf(a.body.kind) - rankOf(b.body.kind) ||
    b.confidence - a.confidence ||
    b.body.startUtcMs - a.body.startUtcMs ||
    (a.id < b.id ? -1 : 1)
  );
}

function rankOf(kind: string): number {
  const rank = order.indexOf(kind);
  return rank < 0 ? order.length : rank;
}

function sentenceOf(finding: Entry<FindingBody>): BriefBlock {
  const { body, confidence } = finding;
  return {
    kind: 'sentence',
    lead: message('sea.section.confidence', { confidence }),
    text:
      body.place?.words === undefined
        ? body.sentence
        : message('sea.section.placed', { sentence: body.sentence, place: body.place.words }),
    against: body.against.slice(0, 2),
    sources: [sourceOf(finding)],
  };
}

function sourceOf({ id, body, evidence }: Entry<FindingBody>): BriefSource {
  const feeds = [...new Set(evidence.flatMap((piece) => (piece.kind === 'fixes' ? [piece.feed] : [])))];
  const detector = body.detector.name;
  return {
    entry: id,
    text:
      feeds.length === 0
        ? message('sea.section.source.sanitised', { detector })
        : message('sea.section.source', { feeds: feeds.sort(), detector }),
    asOf: instant(body.endUtcMs),
  };
}

/** How many of each kind, from what this reader may see. */
function tableOf(findings: readonly Entry<FindingBody>[]): BriefBlock {
  const kinds = [...new Set(findings.map(({ body }) => body.kind))].sort((a, b) => rankOf(a) - rankOf(b));
  return {
    kind: 'table',
    columns: [message('sea.section.kind'), message('sea.section.count'), message('sea.section.vessels')],
    rows: kinds.map((kind) => {
      const ofKind = findings.filter(({ body }) => body.kind === kind);
      const vessels = new Set(
        ofKind.flatMap(({ body }) => body.subjects.filter((s) => s.kind === 'vessel').map((s) => s.id)),
      );
      return [
        message(`sea.kind.${kind}`),
        message('sea.section.number', { n: ofKind.length }),
        // A sanitised version names no vessel: that is no count of them.
        vessels.size === 0 ? message('sea.section.none') : message('sea.section.number', { n: vessels.size }),
      ];
    }),
    sources: findings.slice(0, 20).map(sourceOf),
  };
}
