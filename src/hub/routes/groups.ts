import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../../core/index.ts';
import type { Group } from '../../core/index.ts';
import { packageRoot } from '../../store/index.ts';
import type { ReadyGroup } from '../api.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext } from '../exits.ts';
import { assertHolder } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams } from './schemas.ts';

/** The groups that come with the program, of `data/groups`: each with its source. */
export function readyGroupRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'groups.ready',
      method: 'GET',
      path: '/groups/ready-made',
      summary: 'Groups that come with the program: who belongs to them, and which of those are on this hub.',
      permission: 'administer',
      handle: (context) => {
        assertHolder(parts, context);
        return context.common(readyGroups(parts));
      },
    },
    {
      kind: 'json',
      name: 'groups.take',
      method: 'POST',
      path: '/groups/ready-made/:id',
      summary: 'Takes a ready-made group over, or the members of it that have come since, as a new version.',
      permission: 'administer',
      params: IdParams,
      handle: async (context, { params }) => {
        assertHolder(parts, context);
        await takeGroup(params.id, context, parts);
        return context.common(readyGroups(parts));
      },
    },
  ];
}

type Table = Pick<ReadyGroup, 'id' | 'name' | 'level' | 'source'> & { readonly members: readonly string[] };

let table: readonly Table[] | undefined;

function readTable(): readonly Table[] {
  table ??= (
    JSON.parse(readFileSync(join(packageRoot(), 'data', 'groups', 'groups.json'), 'utf8')) as {
      groups: readonly Table[];
    }
  ).groups;
  return table;
}

function readyGroups({ store }: HubParts): ReadyGroup[] {
  return readTable().map(({ id, name, level, members, source }) => ({
    id,
    name,
    ...(level === undefined ? {} : { level }),
    source,
    members: members.map((member) => ({ id: member, isHere: store.parties.get(member) !== undefined })),
    isTaken: store.groups.get(id) !== undefined,
  }));
}

async function takeGroup(id: string, context: HubContext, { store }: HubParts): Promise<void> {
  const ready = readTable().find((each) => each.id === id);
  if (ready === undefined) throw new CommonwatchError('group.unknown', id);
  const members = ready.members.filter((member) => store.parties.get(member) !== undefined);
  const versions = [...(store.groups.get(id)?.versions ?? []), { from: context.at, members }];
  const { name, level } = ready;
  const group: Group = { id, name, ...(level === undefined ? {} : { level }), versions };
  await store.groups.put(group, principalOf(context).account.account);
}
