/** The room's part of a partner's brief: what it was asked for, what it offered, what it owes, what may concern it. */
import { message } from '../core/index.ts';
import type { BriefBlock, BriefSection, Entry, Section, SectionContext } from '../core/index.ts';
import { fold } from './fold.ts';
import type { State, SubjectView } from './api.ts';
import { kinds } from './bodies.ts';
import { itemWords, isKind, typeOfKind } from './types.ts';
import { subjectsOf } from './views.ts';

/** One page has room for so many sentences of a contingency. */
const mostSentences = 6;

/** A query for a brief gives so many at most. */
const mostOfAType = 1000;
/** Goods are told by their consignments: the ledger's lines stay out of a page. */
const typesTold = kinds.filter((kind) => kind !== 'movement' && kind !== 'lot').map(typeOfKind);

export const coordinationSection: Section = {
  name: 'coordination',
  order: 40,
  build: ({ standing, viewer, at }: SectionContext): BriefSection | undefined => {
    const lists = typesTold.map((type) => standing({ types: [type], limit: mostOfAType }).for(viewer));
    const isPartial = lists.some((list) => list.length >= mostOfAType);
    const all = lists.flat();
    const blocks = all
      .filter((entry) => isKind(entry, 'contingency'))
      .flatMap((head) => {
        const state = fold(all, head.id);
        return state === undefined ? [] : blocksOf(state, head, viewer, Date.parse(at), isPartial);
      });
    return blocks.length === 0 ? undefined : { title: message('coordination.section.title'), blocks };
  },
};

function blocksOf(
  state: State,
  head: Entry,
  viewer: string,
  nowUtcMs: number,
  isPartial: boolean,
): BriefBlock[] {
  const { name } = state.contingency.body;
  const names = new Map(state.organisations.map(({ body }) => [body.party, body.name]));
  const nameOf = (party: string) => names.get(party) ?? party;
  const source = (subject: SubjectView) => [
    {
      entry: subject.id as Entry['id'],
      text: message('coordination.section.source', { by: nameOf(subject.owner) }),
      asOf: new Date(subject.asOfUtcMs).toISOString(),
    },
  ];
  const sentence = (
    text: string,
    subject: SubjectView,
    params: Parameters<typeof message>[1],
  ): BriefBlock => ({
    kind: 'sentence',
    text: message(text, params),
    sources: source(subject),
  });
  const asked = state.requests
    .filter(
      ({ body, state: at }) => body.askedOf === viewer && !['met', 'declined', 'withdrawn'].includes(at),
    )
    .map((request) =>
      sentence('coordination.section.asked', request, {
        ...goods(request.body),
        by: nameOf(request.body.requester),
        confirmed: request.confirmed,
      }),
    );
  const offered = state.offers
    .filter(({ body }) => body.donor === viewer)
    .map((offer) =>
      sentence('coordination.section.offered', offer, {
        ...goods(offer.body),
        state: message(`coordination.state.${offer.state}`),
        confirmed: offer.confirmed,
      }),
    );
  // What waits for this partner beside what was said of its own requests and offers already.
  const told = new Set<string>(
    [...state.requests, ...state.offers].filter((each) => isTold(each, viewer)).map(({ id }) => id),
  );
  const owes = subjectsOf(state)
    .filter(({ waitingOn, id }) => waitingOn.includes(viewer) && !told.has(id))
    .map((subject) =>
      sentence(`coordination.section.owes.${subject.kind}`, subject, {
        state: message(`coordination.state.${subject.state}`),
        waitedMs: Math.max(0, nowUtcMs - subject.waitingSinceUtcMs),
      }),
    );
  const short = state.consignments
    .filter((each) => each.short > 0 && (each.body.from === viewer || each.body.to === viewer))
    .map((each) =>
      sentence('coordination.flag.short', each, { to: nameOf(each.body.to), quantity: each.short }),
    );
  const sentences = [...short, ...asked, ...offered, ...owes].slice(0, mostSentences);
  const open = state.requests.filter(({ state: at }) =>
    ['submitted', 'endorsed', 'escalated', 'partly-met'].includes(at),
  );
  const overview: BriefBlock = {
    kind: 'sentence',
    lead: message('coordination.section.lead', { name }),
    ...(isPartial ? { against: [message('coordination.section.partial')] } : {}),
    text: message('coordination.section.overview', {
      open: open.length,
      moving: state.consignments.filter(({ state: at }) => !['confirmed', 'cancelled'].includes(at)).length,
    }),
    sources: [
      {
        entry: head.id,
        text: message('coordination.section.source', { by: nameOf(head.owner) }),
        asOf: head.modified,
      },
    ],
  };
  return [overview, ...sentences];
}

/** Whether a sentence of its own tells of it. */
function isTold(subject: SubjectView, viewer: string): boolean {
  if (subject.kind === 'request') return subject.body.askedOf === viewer;
  return subject.kind === 'offer' && subject.body.donor === viewer;
}

const goods = ({ item, unit, quantity }: { item: string; unit: string; quantity: number }) => ({
  item: itemWords(item),
  unit,
  quantity,
});
