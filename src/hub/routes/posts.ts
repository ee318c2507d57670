/** Files of posts into collections: a look at what would be read, reading as a job, and saved mappings. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline as pipe } from 'node:stream/promises';
import { Type } from 'typebox';
import { CommonwatchError } from '../../core/index.ts';
import type { Entry, Json, Released } from '../../core/index.ts';
import { isEncoding, parseMapping } from '../../narratives/index.ts';
import type { CollectionBody } from '../../narratives/index.ts';
import type { JobView } from '../api.ts';
import type { Exit, HubContext, HubRequest } from '../exits.ts';
import type { ReadSetup } from '../narratives.messages.ts';
import { idFrom } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams } from './schemas.ts';

const NameParams = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });
const MappingBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), mapping: Type.Unknown() },
  { additionalProperties: false },
);

export function postRoutes(parts: HubParts): Exit[] {
  const { collections } = parts;
  return [
    {
      kind: 'json',
      name: 'narratives.files',
      method: 'POST',
      path: '/narratives/collections/:id/files',
      summary:
        'Uploads an export (multipart: zoneMinutes?, mapping?, encoding?, file) and starts reading it.',
      permission: 'import',
      isUpload: true,
      params: IdParams,
      handle: async (context, request) => {
        const collection = ownCollection(context, request.params.id);
        return context.common(await startReading(collection, context, request, parts));
      },
    },
    {
      kind: 'json',
      name: 'narratives.preview',
      method: 'POST',
      path: '/narratives/collections/:id/preview',
      summary:
        'What would be read of the first bytes of an export (multipart: isWhole?, zoneMinutes?, mapping?, encoding?, file).',
      permission: 'import',
      isUpload: true,
      params: IdParams,
      handle: async (context, request) => {
        const collection = ownCollection(context, request.params.id);
        const { setup, fields } = await received(collection, context, request, parts);
        try {
          const report = await collections.preview(setup, fields.isWhole === 'true');
          return collection.map(() => report);
        } finally {
          await rm(setup.path, { force: true });
        }
      },
    },
    {
      kind: 'json',
      name: 'narratives.mappings',
      method: 'GET',
      path: '/narratives/mappings',
      summary: 'Mappings that the viewer’s party has saved.',
      permission: 'read',
      handle: (context) => context.common(collections.mappings(context.viewer.party)),
    },
    {
      kind: 'json',
      name: 'narratives.mappings.save',
      method: 'POST',
      path: '/narratives/mappings',
      summary: 'Saves a mapping of columns under a name.',
      permission: 'import',
      body: MappingBody,
      handle: (context, { body }) => {
        const { name, mapping } = body as { name: string; mapping: Json };
        parseMapping(mapping);
        collections.saveMapping(context.viewer.party, { name, mapping });
        return context.common({ name, mapping });
      },
    },
    {
      kind: 'json',
      name: 'narratives.mappings.remove',
      method: 'DELETE',
      path: '/narratives/mappings/:name',
      summary: 'Removes a saved mapping.',
      permission: 'import',
      params: NameParams,
      handle: (context, { params }) => {
        collections.removeMapping(context.viewer.party, params.name);
        return context.common({ removed: params.name });
      },
    },
  ];
}

type Collection = Released<Entry<CollectionBody>>;

/** @throws `entry.not-found`, `entry.not-owner` */
function ownCollection(context: HubContext, id: string): Collection {
  const released = context.entry(idFrom(id)) as Released<Entry>;
  const { type, owner } = released.for(context.viewer.party);
  if (type !== 'post-collection') throw new CommonwatchError('entry.not-found', id);
  if (owner !== context.viewer.party) throw new CommonwatchError('entry.not-owner', id);
  return released as unknown as Collection;
}

/** Saves what was sent. @throws `import.too-large`, `narratives.mapping`, `narratives.encoding`, `narratives.parameters-invalid` */
async function received(
  collection: Collection,
  context: HubContext,
  request: HubRequest,
  parts: HubParts,
): Promise<{ setup: ReadSetup; fields: Readonly<Record<string, string>> }> {
  const { bytes, fields, fileName } = await request.upload();
  const path = join(parts.importFolder, randomUUID());
  try {
    await pipe(bytes, createWriteStream(path, { mode: 0o600 }));
    if ((bytes as { truncated?: boolean }).truncated === true) throw new CommonwatchError('import.too-large');
    const { body } = collection.for(context.viewer.party);
    const setup: ReadSetup = {
      path,
      fileName: basename(fileName).slice(0, 150) || 'file',
      zoneMinutes: zoneOf(fields.zoneMinutes, body.zoneMinutes),
      ...(fields.mapping ? { mapping: mappingOf(fields.mapping) } : {}),
      ...(fields.encoding ? { encoding: encodingOf(fields.encoding) } : {}),
    };
    return { setup, fields };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function startReading(
  collection: Collection,
  context: HubContext,
  request: HubRequest,
  parts: HubParts,
): Promise<JobView> {
  const { setup } = await received(collection, context, request, parts);
  const { id, body } = collection.for(context.viewer.party);
  const { collections, jobs } = parts;
  return jobs.start({
    name: 'narratives.read',
    label: setup.fileName,
    unit: 'bytes',
    account: context.account,
    party: context.viewer.party,
    run: async (control) => {
      try {
        await collections.read(id, setup, control);
        // Worked out here, so that the page that comes next need not wait.
        await collections.analysis(id, body.settings);
      } finally {
        await rm(setup.path, { force: true });
      }
    },
  });
}

function zoneOf(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || Math.abs(minutes) > 840)
    throw new CommonwatchError('narratives.parameters-invalid', text, { path: '/zoneMinutes' });
  return minutes;
}

function mappingOf(text: string): ReturnType<typeof parseMapping> {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (cause) {
    throw new CommonwatchError('narratives.mapping', undefined, { cause });
  }
  return parseMapping(json);
}

function encodingOf(name: string): string {
  if (!isEncoding(name)) throw new CommonwatchError('narratives.encoding', name);
  return name;
}
