/** Groups as findings under the gate: what was measured, by which method, and what would speak against it. */
import { derivedId, message } from '../core/index.ts';
import type { EntryId, Evidence, FindingDraft, MessageRef } from '../core/index.ts';
import type { Analysis, GroupRow, PostRow } from './api.ts';
import { sha256Hex } from './nearduplicates.ts';

export const analysisVersion = '2';
const subjectsShown = 200;
const quotesShown = 20;

/**
 * A coordinated group as a finding. Its id comes of the collection and the group's members, so that keeping it again
 * makes a version and no double.
 * @param posts some of the posts that join it, as evidence
 */
export function groupFinding(
  group: GroupRow,
  analysis: Analysis,
  collection: EntryId,
  posts: readonly PostRow[],
): FindingDraft {
  const { settings } = analysis;
  return {
    id: derivedId('finding', 'narratives', 'coordinated-group', collection, group.id),
    confidence: group.confidence,
    evidence: [
      { kind: 'entry', id: collection },
      ...posts.slice(0, quotesShown).map((post) => quoteOf(post, collection)),
    ],
    body: {
      schema: 1,
      room: 'narratives',
      kind: group.verdict === 'coordinated' ? 'coordinated-group' : 'benign-group',
      detector: {
        name: 'narratives-coordination',
        version: analysisVersion,
        parameters: {
          windowS: settings.windowS,
          minObjects: settings.minObjects,
          falseDiscovery: settings.falseDiscovery,
        },
        source:
          'Degree-corrected null model, Poisson tail, Benjamini–Hochberg 1995; triage of src/narratives/README.md',
      },
      subjects: group.members.slice(0, subjectsShown).map((id) => ({ kind: 'account', id })),
      startUtcMs: Date.parse(group.first),
      endUtcMs: Date.parse(group.last),
      ongoing: false,
      sentence: message(
        group.verdict === 'coordinated' ? 'narratives.finding.group' : 'narratives.finding.benign',
        {
          members: group.members.length,
          posts: group.posts.length,
          layers: group.layers.map((layer) => message(`narratives.layer.${layer}`)),
          reason: message(`narratives.benign.${group.reason ?? 'none'}`),
        },
      ),
      against: against(group),
      facts: {
        group: group.id,
        members: group.members.length,
        posts: group.posts.length,
        edges: group.edges,
        density: group.density,
        windowsActive: group.persistence.active,
        windows: group.persistence.windows,
      },
      withdrawn: false,
    },
  };
}

function quoteOf({ post, text }: PostRow, collection: EntryId): Evidence {
  const quote = text.slice(0, 4000);
  return {
    kind: 'document',
    document: `${collection} ${post}`.slice(0, 500),
    sha256: sha256Hex(text),
    quote,
    start: 0,
    end: quote.length,
  };
}

/** What would explain it harmlessly: the rules of triage that came nearest, and what this collection cannot tell. */
function against({ triage, persistence, layers, members }: GroupRow): MessageRef[] {
  const near = triage
    .filter(({ share, threshold }) => share >= threshold / 2)
    .map(({ rule, share, threshold }) =>
      message('narratives.against.triage', {
        rule: message(`narratives.benign.${rule}`),
        share,
        threshold,
      }),
    );
  return [
    ...near,
    ...(persistence.active <= 1 ? [message('narratives.against.once')] : []),
    ...(layers.length === 1 ? [message('narratives.against.one-layer')] : []),
    ...(members.length < 3 ? [message('narratives.against.pair')] : []),
    message('narratives.against.collection'),
    message('narratives.against.intent'),
  ];
}
