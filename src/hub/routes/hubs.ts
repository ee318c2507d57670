import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { CommonwatchError, PartyIdSchema } from '../../core/index.ts';
import type { PartyId } from '../../core/index.ts';
import { ChunkSchema, CursorSchema } from '../../partners/index.ts';
import type { Cursor, LinkSettings } from '../../partners/index.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext, HubRequest } from '../exits.ts';
import { assertHolder, idFrom, partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

/** Hub to hub: what partners' hubs ask and bring, how the links stand, and the same by file. */
export function hubRoutes(parts: HubParts): Exit[] {
  return [...machineRoutes(parts), ...linkRoutes(parts), ...quarantineRoutes(parts), ...bundleRoutes(parts)];
}

/** A chunk may be larger than other bodies: it holds up to 500 entries. */
const maxChunkBytes = 25_165_824;
const maxBundleBytes = 268_435_456;
const tokenDays = 365;

/** The partner for whose hub an account stands. People never do. @throws `partner.unknown` */
function partnerOf(context: HubContext, { partners }: HubParts): PartyId {
  const { account } = principalOf(context).account;
  const party = partners.byAccount(account);
  if (party === undefined || party !== context.viewer.party) throw new CommonwatchError('partner.unknown');
  return party;
}

function machineRoutes(parts: HubParts): Exit[] {
  const { partners } = parts;
  return [
    {
      kind: 'json',
      name: 'hubs.outbox',
      method: 'GET',
      path: '/hubs/outbox',
      summary: 'The next chunk for a partner’s hub, which acknowledges everything before it.',
      permission: 'read',
      query: strictObject({
        stream: Type.Optional(CursorSchema.properties.stream),
        n: Type.Optional(CursorSchema.properties.n),
        hash: Type.Optional(CursorSchema.properties.hash),
      }),
      handle: async (context, { query }) => {
        const party = partnerOf(context, parts);
        const { stream = '', n = 0, hash = '0'.repeat(64) } = query as Partial<Cursor>;
        const chunk = await partners.chunkAfter(party, { stream, n, hash });
        // Made from the partner's own window, for this partner: `partners/copying.ts`.
        return context.common(chunk === undefined ? {} : { chunk });
      },
    },
    {
      kind: 'json',
      name: 'hubs.cursor',
      method: 'GET',
      path: '/hubs/cursor',
      summary: 'How far this hub has the stream of the hub that asks.',
      permission: 'read',
      handle: (context) => context.common(partners.cursor(partnerOf(context, parts))),
    },
    {
      kind: 'json',
      name: 'hubs.chunks',
      method: 'POST',
      path: '/hubs/chunks',
      summary: 'Takes a chunk from a partner’s hub and says how far its stream is here.',
      permission: 'read',
      maxBodyBytes: maxChunkBytes,
      body: ChunkSchema,
      handle: async (context, { body }) =>
        context.common(await partners.receive(partnerOf(context, parts), body)),
    },
    {
      kind: 'json',
      name: 'hubs.provenance',
      method: 'GET',
      path: '/entries/:id/provenance',
      summary: 'The hubs that an entry came through; none for one that was issued here.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) =>
        context.entry(idFrom(params.id)).map(({ id }) => partners.provenance(id) ?? { path: [] }),
    },
  ];
}

const PartnerParams = strictObject({ id: PartyIdSchema });
const Fingerprint = Type.String({ maxLength: 200 });
const Parties = Type.Array(PartyIdSchema, { maxItems: 100 });

function linkRoutes(parts: HubParts): Exit[] {
  const { partners } = parts;
  const admin = (handle: (context: HubContext, request: HubRequest) => Promise<unknown>) => {
    return async (context: HubContext, request: HubRequest) => {
      assertHolder(parts, context);
      return context.common((await handle(context, request)) ?? {});
    };
  };
  const accountOf = (context: HubContext) => principalOf(context).account.account;
  return [
    {
      kind: 'json',
      name: 'hubs.card',
      method: 'GET',
      path: '/hubs/card',
      summary: 'This hub’s own card and fingerprint, to be handed to a partner.',
      permission: 'administer',
      handle: admin(() => partners.card()),
    },
    {
      kind: 'json',
      name: 'hubs.partners',
      method: 'GET',
      path: '/hubs/partners',
      summary: 'Partners’ hubs and how the exchange with each stands.',
      permission: 'administer',
      handle: admin(async () => partners.list()),
    },
    {
      kind: 'json',
      name: 'hubs.register',
      method: 'POST',
      path: '/hubs/partners',
      summary:
        'Registers a partner’s hub by its card; with the fingerprint as two people compared it, it holds.',
      permission: 'administer',
      body: strictObject({ card: Type.Unknown(), fingerprint: Type.Optional(Fingerprint) }),
      handle: admin(async (context, { body }) => {
        const { card, fingerprint } = body as { card: unknown; fingerprint?: string };
        await partners.register(card, fingerprint, accountOf(context));
        return partners.list();
      }),
    },
    {
      kind: 'json',
      name: 'hubs.verify',
      method: 'POST',
      path: '/hubs/partners/:id/verify',
      summary: 'Confirms the fingerprint of a partner’s hub, as it was compared with a person there.',
      permission: 'administer',
      params: PartnerParams,
      body: strictObject({ fingerprint: Fingerprint }),
      handle: admin(async (context, { params, body }) => {
        await partners.verify(params.id, (body as { fingerprint: string }).fingerprint, accountOf(context));
        return partners.list();
      }),
    },
    {
      kind: 'json',
      name: 'hubs.change',
      method: 'PUT',
      path: '/hubs/partners/:id',
      summary: 'How a partner’s hub is reached, whom it may pass on to, and whether the exchange is stopped.',
      permission: 'administer',
      params: PartnerParams,
      body: Type.Partial(
        strictObject({
          url: Type.String({ maxLength: 500 }),
          token: Type.String({ maxLength: 200 }),
          certificate: Type.String({ pattern: '^([0-9a-f]{64})?$' }),
          passesTo: Parties,
          hosts: Parties,
          pushes: Type.Boolean(),
          stopped: Type.Boolean(),
        }),
      ),
      handle: admin(async (context, { params, body }) => {
        await partners.change(params.id, body as Partial<LinkSettings>, accountOf(context));
        return partners.list();
      }),
    },
    {
      kind: 'json',
      name: 'hubs.remove',
      method: 'DELETE',
      path: '/hubs/partners/:id',
      summary: 'Forgets a partner’s hub. What it gave stays as it is.',
      permission: 'administer',
      params: PartnerParams,
      handle: admin(async (context, { params }) => {
        await partners.remove(params.id, accountOf(context));
        return partners.list();
      }),
    },
    {
      kind: 'json',
      name: 'hubs.token',
      method: 'POST',
      path: '/hubs/partners/:id/token',
      summary: 'A token with which a partner’s hub comes to this one. It is shown once; those before it end.',
      permission: 'administer',
      params: PartnerParams,
      handle: admin(async (context, { params }) => tokenFor(params.id, parts, accountOf(context))),
    },
    {
      kind: 'json',
      name: 'hubs.visit',
      method: 'POST',
      path: '/hubs/partners/:id/visit',
      summary: 'Visits a partner’s hub now, instead of at the next time.',
      permission: 'administer',
      params: PartnerParams,
      handle: admin(async (_context, { params }) => partners.visit(params.id)),
    },
  ];
}

/** The account of a partner's hub may read, and nothing else. */
async function tokenFor(party: PartyId, parts: HubParts, by: string): Promise<{ token: string }> {
  const { partners, accounts } = parts;
  partners.settings(party);
  const { name } = partyOf(parts, party);
  const account = `hub.${party}`;
  if (!accounts.list().some((each) => each.account === account))
    await accounts.create({ account, name, party, role: 'partner-reader' });
  for (const { id } of accounts.tokens(account)) accounts.revokeToken(account, id);
  const { token } = accounts.createToken(accounts.get(account), 'hub', ['read'], tokenDays);
  await partners.change(party, { account }, by);
  return { token };
}

function quarantineRoutes(parts: HubParts): Exit[] {
  const { partners } = parts;
  return [
    {
      kind: 'json',
      name: 'hubs.quarantine',
      method: 'GET',
      path: '/hubs/quarantine',
      summary: 'What partners’ hubs gave and could not be taken, with the reason.',
      permission: 'administer',
      handle: (context) => {
        assertHolder(parts, context);
        return context.common(partners.quarantine());
      },
    },
    {
      kind: 'json',
      name: 'hubs.settle',
      method: 'POST',
      path: '/hubs/quarantine/:id',
      summary: 'Tries an item in quarantine once more, or throws it away.',
      permission: 'administer',
      params: IdParams,
      body: strictObject({ how: Type.Union([Type.Literal('retry'), Type.Literal('discard')]) }),
      handle: async (context, { params, body }) => {
        assertHolder(parts, context);
        const { how } = body as { how: 'retry' | 'discard' };
        await partners.settle(Number(params.id), how, principalOf(context).account.account);
        return context.common(partners.quarantine());
      },
    },
  ];
}

function bundleRoutes(parts: HubParts): Exit[] {
  const { partners } = parts;
  return [
    {
      kind: 'file',
      name: 'hubs.bundle',
      method: 'POST',
      path: '/hubs/partners/:id/bundle',
      summary: 'What a partner’s hub has not been sent, as a file encrypted for it and signed.',
      permission: 'administer',
      params: PartnerParams,
      body: strictObject({
        again: Type.Optional(Type.Boolean()),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
      }),
      handle: async (context, { params, body }) => {
        assertHolder(parts, context);
        const { bytes, manifest } = await partners.exportBundle(
          params.id,
          body as { again?: boolean; days?: number },
        );
        const { from, to, first, last } = manifest;
        return context.common({
          mediaType: 'application/octet-stream',
          fileName: `${from}-to-${to}-${first}-${last}.cwbundle`,
          content: bytes,
        });
      },
    },
    {
      kind: 'json',
      name: 'hubs.inspect',
      method: 'POST',
      path: '/hubs/bundles/inspect',
      summary: 'What a bundle holds, and whether it would be taken. Nothing is imported.',
      permission: 'administer',
      isUpload: true,
      handle: async (context, request) => {
        assertHolder(parts, context);
        return context.common(await partners.inspectBundle(await uploaded(request)));
      },
    },
    {
      kind: 'json',
      name: 'hubs.import',
      method: 'POST',
      path: '/hubs/bundles',
      summary: 'Imports a bundle: all of it, or none with the reason.',
      permission: 'administer',
      isUpload: true,
      handle: async (context, request) => {
        assertHolder(parts, context);
        return context.common(await partners.importBundle(await uploaded(request)));
      },
    },
  ];
}

/** @throws `import.too-large` */
async function uploaded({ upload }: HubRequest): Promise<Uint8Array> {
  const { bytes } = await upload();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as Readable) {
    size += (chunk as Buffer).length;
    if (size > maxBundleBytes) throw new CommonwatchError('import.too-large', size);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
