/** The room's part of a partner's brief: what that partner may see, each sentence with its source. */
import type {
  BriefBlock,
  BriefSection,
  Entry,
  EntryId,
  FindingBody,
  MessageRef,
  Section,
  SectionContext,
} from '../core/index.ts';
import { instant, message } from '../core/index.ts';
import type { ExplainerBody, NarrativeBody } from './api.ts';

const sentences = 6;

export const narrativesSection: Section = {
  name: 'narratives',
  order: 30,
  build: (context: SectionContext): BriefSection | undefined => {
    const entries = context.entries.for(context.viewer);
    const groups = entries.filter(isGroup).sort((a, b) => b.confidence - a.confidence || byId(a, b));
    const narratives = entries
      .filter((entry): entry is Entry<NarrativeBody> => entry.type === 'narrative')
      .sort((a, b) => b.body.posts - a.body.posts || byId(a, b));
    const briefs = entries.filter(
      (entry): entry is Entry<ExplainerBody> =>
        entry.type === 'explainer-brief' && (entry.body as ExplainerBody).state === 'signed',
    );
    const blocks = [
      ...groups.slice(0, sentences).map(ofGroup),
      ...narratives.slice(0, sentences).map(ofNarrative),
      ...briefs.slice(0, sentences).map(ofBrief),
    ];
    return blocks.length === 0 ? undefined : { title: message('narratives.section.title'), blocks };
  },
};

function isGroup(entry: Entry): entry is Entry<FindingBody> {
  const body = entry.body as FindingBody;
  return (
    entry.type === 'finding' &&
    body.room === 'narratives' &&
    body.kind === 'coordinated-group' &&
    !body.withdrawn
  );
}

function byId(a: { id: EntryId }, b: { id: EntryId }): number {
  return a.id < b.id ? -1 : 1;
}

function ofGroup({ id, body, confidence }: Entry<FindingBody>): BriefBlock {
  return sentence(id, instant(body.endUtcMs), body.sentence, message('narratives.section.source.group'), {
    lead: message('narratives.section.confidence', { confidence }),
    against: body.against.slice(0, 2),
  });
}

function ofNarrative({ id, body }: Entry<NarrativeBody>): BriefBlock {
  const text = message(
    body.origin === 'earliest-here' ? 'narratives.section.narrative' : 'narratives.section.narrative-unknown',
    {
      title: body.title,
      posts: body.posts,
      accounts: body.accounts,
      languages: body.languages,
      first: instant(body.firstUtcMs),
    },
  );
  return sentence(id, instant(body.lastUtcMs), text, message('narratives.section.source.narrative'));
}

function ofBrief({ id, body, modified }: Entry<ExplainerBody>): BriefBlock {
  const text = message(body.doNotAmplify ? 'narratives.section.brief-quiet' : 'narratives.section.brief', {
    title: body.title,
    audience: body.audience,
    languages: body.languages,
  });
  return sentence(id, body.signedAt ?? modified, text, message('narratives.section.source.brief'));
}

function sentence(
  entry: EntryId,
  asOf: string,
  text: MessageRef,
  source: MessageRef,
  more: { lead?: MessageRef; against?: readonly MessageRef[] } = {},
): BriefBlock {
  return { kind: 'sentence', ...more, text, sources: [{ entry, text: source, asOf }] };
}
