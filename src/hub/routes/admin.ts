import { Type } from 'typebox';
import { PartyIdSchema, PartySchema, membersAt } from '../../core/index.ts';
import type { Group, Party } from '../../core/index.ts';
import type { AccountDraft } from '../accounts.ts';
import type { GroupView, PartyView } from '../api.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext } from '../exits.ts';
import { roleNames } from '../roles.ts';
import { assertHolder, partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, Names, strictObject } from './schemas.ts';

const AccountFields = {
  name: Names,
  party: PartyIdSchema,
  role: Type.Union(roleNames.map((role) => Type.Literal(role))),
  password: Type.Optional(Type.String({ maxLength: 1024 })),
};

/** Organisations, groups and accounts. */
export function adminRoutes(parts: HubParts): Exit[] {
  return [...directoryRoutes(parts), ...accountRoutes(parts)];
}

function directoryRoutes(parts: HubParts): Exit[] {
  const { store } = parts;
  return [
    {
      kind: 'json',
      name: 'parties.list',
      method: 'GET',
      path: '/parties',
      summary: 'Organisations on this hub. Others than the hub’s own see themselves and the hub.',
      permission: 'read',
      handle: (context) => context.common(partiesFor(context, parts)),
    },
    {
      kind: 'json',
      name: 'groups.list',
      method: 'GET',
      path: '/groups',
      summary: 'Groups with their present members. Others than the hub’s own see the groups they belong to.',
      permission: 'read',
      handle: (context) => context.common(groupsFor(context, parts)),
    },
    {
      kind: 'json',
      name: 'parties.put',
      method: 'PUT',
      path: '/parties/:id',
      summary: 'Adds or changes an organisation: its level, clearances and caveats decide what it may see.',
      permission: 'administer',
      params: strictObject({ id: PartyIdSchema }),
      body: PartySchema,
      handle: async (context, { params, body }) => {
        assertHolder(parts, context);
        const party = { ...(body as Party), id: params.id };
        await store.parties.put(party, principalOf(context).account.account);
        return context.common(partyView(party, parts));
      },
    },
    {
      kind: 'json',
      name: 'groups.put',
      method: 'PUT',
      path: '/groups/:id',
      summary: 'Sets who belongs to a group from now on. Who belonged before stays known.',
      permission: 'administer',
      params: strictObject({ id: PartyIdSchema }),
      body: strictObject({
        name: Names,
        level: Type.Optional(PartySchema.properties.level),
        members: Type.Array(PartyIdSchema, { maxItems: 1000 }),
      }),
      handle: async (context, { params, body }) => {
        assertHolder(parts, context);
        const { members, name, level } = body as Omit<GroupView, 'id'>;
        for (const member of members) partyOf(parts, member);
        const before = store.groups.get(params.id);
        const versions: Group['versions'] = [...(before?.versions ?? []), { from: context.at, members }];
        const group: Group = { id: params.id, name, ...(level === undefined ? {} : { level }), versions };
        await store.groups.put(group, principalOf(context).account.account);
        return context.common(groupView(group, context.at));
      },
    },
  ];
}

/** Which partners a hub has is its own affair: a partner is told of itself and of the hub. */
function partiesFor(context: HubContext, parts: HubParts): PartyView[] {
  const { party } = context.viewer;
  const { parties } = parts.directory();
  const shown =
    party === parts.holder ? parties : parties.filter(({ id }) => id === party || id === parts.holder);
  return shown.map((each) => {
    const view = partyView(each, parts);
    return party === parts.holder || each.id === party ? view : { ...view, people: 0 };
  });
}

function groupsFor(context: HubContext, parts: HubParts): GroupView[] {
  const { viewer, at } = context;
  const { groups } = parts.directory();
  const shown = viewer.party === parts.holder ? groups : groups.filter(({ id }) => viewer.groups.has(id));
  return shown.map((group) => groupView(group, at));
}

function partyView({ id, name, level, country }: Party, { accounts }: HubParts): PartyView {
  const at = country === undefined ? {} : { country };
  return { id, name, level, ...at, people: accounts.peopleOf(id) };
}

function groupView(group: Group, at: string): GroupView {
  const { id, name, level } = group;
  return { id, name, ...(level === undefined ? {} : { level }), members: [...membersAt(group, at)] };
}

function accountRoutes(parts: HubParts): Exit[] {
  const { accounts } = parts;
  return [
    {
      kind: 'json',
      name: 'accounts.list',
      method: 'GET',
      path: '/accounts',
      summary: 'Accounts on this hub.',
      permission: 'administer',
      handle: (context) => {
        assertHolder(parts, context);
        return context.common(accounts.list());
      },
    },
    {
      kind: 'json',
      name: 'accounts.create',
      method: 'POST',
      path: '/accounts',
      summary: 'Adds an account.',
      permission: 'administer',
      body: strictObject({ account: Type.String({ maxLength: 63 }), ...AccountFields }),
      handle: async (context, { body }) => {
        assertHolder(parts, context);
        const draft = body as AccountDraft;
        partyOf(parts, draft.party);
        return context.common(await accounts.create(draft));
      },
    },
    {
      kind: 'json',
      name: 'accounts.change',
      method: 'PUT',
      path: '/accounts/:id',
      summary: 'Changes an account; its sessions end.',
      permission: 'administer',
      params: IdParams,
      body: Type.Partial(strictObject({ ...AccountFields, disabled: Type.Boolean() })),
      handle: async (context, { params, body }) => {
        assertHolder(parts, context);
        const draft = body as Partial<AccountDraft>;
        if (draft.party !== undefined) partyOf(parts, draft.party);
        return context.common(await accounts.change(params.id, draft));
      },
    },
  ];
}
