import { Type } from 'typebox';
import { CommonwatchError } from '../../core/index.ts';
import type { Entry, Released } from '../../core/index.ts';
import type { ProposalView } from '../api.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext } from '../exits.ts';
import { planRelease } from '../releasing.ts';
import type { Proposal } from '../secondperson.ts';
import { viewOf } from '../views.ts';
import { noteRelease } from './entries.ts';
import { directoryFor } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

/** Releases that wait for a second person of the same organisation. */
export function proposalRoutes(parts: HubParts): Exit[] {
  const { proposals } = parts;
  return [
    {
      kind: 'json',
      name: 'proposals.list',
      method: 'GET',
      path: '/proposals',
      summary: 'Releases that wait for a second person: who asked, for what, and how.',
      permission: 'release',
      handle: (context) => listed(context, parts),
    },
    {
      kind: 'json',
      name: 'proposals.settle',
      method: 'POST',
      path: '/proposals/:id',
      summary: 'Agrees to a release that somebody else proposed, or refuses it.',
      permission: 'release',
      params: IdParams,
      body: strictObject({ agree: Type.Boolean() }),
      handle: async (context, { params, body }) => {
        const proposal = proposals.get(context.viewer.party, params.id);
        if ((body as { agree: boolean }).agree) await agree(proposal, context, parts);
        proposals.remove(proposal.id);
        return listed(parts.renewed(context), parts);
      },
    },
  ];
}

/** @throws `proposal.same-person`, `proposal.outdated`, and what `planRelease` throws now */
async function agree(proposal: Proposal, context: HubContext, parts: HubParts): Promise<void> {
  const { account } = principalOf(context).account;
  if (account === proposal.account) throw new CommonwatchError('proposal.same-person');
  const entry = context.entry(proposal.entry).for(context.viewer.party);
  if (entry.modified !== proposal.modified) throw new CommonwatchError('proposal.outdated', proposal.entry);
  const plan = planRelease(entry, proposal.request, context, directoryFor(context, parts));
  await parts.store.record(
    'decision',
    { act: 'release agreed', entry: entry.id, proposedBy: proposal.account, agreedBy: account },
    account,
  );
  const [released] = await context.append(plan.drafts);
  noteRelease(entry, plan.release, released.id, 'proposals.settle', context, parts);
}

/** Those whose entry is seen; what is said of the rest would speak of it. */
function listed(context: HubContext, parts: HubParts): Released<readonly ProposalView[]> {
  const { party } = context.viewer;
  const own = parts.proposals.of(party);
  return context.entriesById(own.map(({ entry }) => entry)).map((entries: readonly Entry[]) =>
    own.flatMap(({ id, account, entry: entryId, request, at }): ProposalView[] => {
      const entry = entries.find((each) => each.id === entryId);
      return entry === undefined
        ? []
        : [{ id, by: account, at, request, entry: viewOf(entry, context, parts) }];
    }),
  );
}
