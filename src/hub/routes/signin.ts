import { Type } from 'typebox';
import { CommonwatchError } from '../../core/index.ts';
import { oidcKey } from '../identities.ts';
import type { ExternalIdentity, IdentityKind } from '../identities.ts';
import { OpenIdLogin } from '../oidc.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext, HubRequest } from '../exits.ts';
import { assertHolder } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

const Code = Type.String({ minLength: 1, maxLength: 40 });
const word = Type.Optional(Type.String({ maxLength: 4096 }));

/** The ways in besides a password alone: a second factor, an OpenID provider, a certificate; and one's sessions. */
export function signInRoutes(parts: HubParts): Exit[] {
  return [
    ...providerRoutes(parts),
    ...factorRoutes(parts),
    ...ownSessionRoutes(parts),
    ...identityRoutes(parts),
  ];
}

function providerRoutes({ accounts, config }: HubParts): Exit[] {
  const provider = new OpenIdLogin(config.oidc, Date.now);
  const assertOffered = () => {
    if (!provider.isOffered) throw new CommonwatchError('route.not-found');
  };
  return [
    {
      kind: 'json',
      name: 'session.ways',
      method: 'GET',
      path: '/session/ways',
      summary: 'How one may sign in here.',
      permission: 'anyone',
      handle: (context, { certificate }) =>
        context.common({
          ...(provider.isOffered ? { oidc: { label: config.oidc.label } } : {}),
          certificate:
            certificate !== undefined &&
            accounts.identities.accountOf('certificate', certificate) !== undefined,
        }),
    },
    {
      kind: 'redirect',
      name: 'session.oidc',
      method: 'GET',
      path: '/session/oidc',
      summary: 'Begins a login by the OpenID provider.',
      permission: 'anyone',
      isLogin: true,
      handle: async (context, request) => {
        assertOffered();
        const { url, state } = await provider.start(`${request.origin}/api/session/oidc/callback`);
        request.setBegunLogin(state);
        return context.common(url);
      },
    },
    {
      kind: 'file',
      name: 'session.oidc-callback',
      method: 'GET',
      path: '/session/oidc/callback',
      summary: 'Where the provider sends the browser back to.',
      permission: 'anyone',
      isLogin: true,
      query: strictObject({
        code: word,
        state: word,
        iss: word,
        scope: word,
        session_state: word,
        error: word,
        error_description: word,
      }),
      handle: async (context, request) => {
        assertOffered();
        const said = await provider.finish(request.address, request.begunLogin);
        request.setBegunLogin(undefined);
        const account =
          accounts.identities.accountOf('oidc', oidcKey(provider.issuer, said.subject)) ?? said.claim;
        if (account === undefined || !accounts.list().some((each) => each.account === account))
          throw new CommonwatchError('login.refused');
        request.setSession(accounts.open(account));
        // A page instead of a redirect: on a way that began at another site the browser would keep the cookie back.
        return context.common({ mediaType: 'text/html; charset=utf-8', content: homeward });
      },
    },
    {
      kind: 'json',
      name: 'session.certificate',
      method: 'POST',
      path: '/session/certificate',
      summary: 'Signs in by the client certificate of this connection.',
      permission: 'anyone',
      isLogin: true,
      handle: (context, { certificate, setSession }) => {
        const account =
          certificate === undefined ? undefined : accounts.identities.accountOf('certificate', certificate);
        if (account === undefined) throw new CommonwatchError('login.refused');
        setSession(accounts.open(account));
        return context.common({ ok: true });
      },
    },
  ];
}

const homeward =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">' +
  '<title>Commonwatch</title><p><a href="/">Commonwatch</a></p></html>';

function factorRoutes(parts: HubParts): Exit[] {
  const { accounts, config } = parts;
  const { secondFactors } = accounts;
  const own = (context: HubContext) => {
    // One's own, by a session: a token must not take the second factor of its account off.
    const { account, csrf } = principalOf(context);
    if (csrf === undefined || context.isSeeingAs) throw new CommonwatchError('permission.missing');
    return account.account;
  };
  return [
    {
      kind: 'json',
      name: 'second-factor.get',
      method: 'GET',
      path: '/session/second-factor',
      summary: 'Whether the account has a second factor.',
      permission: 'session',
      handle: (context) =>
        context.common({
          ...secondFactors.view(principalOf(context).account.account),
          required: config.sessions.secondFactor === 'required',
        }),
    },
    {
      kind: 'json',
      name: 'second-factor.begin',
      method: 'POST',
      path: '/session/second-factor',
      summary: 'Makes a secret for an authenticator; it counts once a code of it was shown.',
      permission: 'session',
      handle: (context) => context.common(secondFactors.begin(own(context), `Commonwatch ${config.party}`)),
    },
    {
      kind: 'json',
      name: 'second-factor.confirm',
      method: 'PUT',
      path: '/session/second-factor',
      summary: 'Puts the second factor into force, by a code of it. Answers recovery codes, once.',
      permission: 'session',
      isLogin: true,
      body: strictObject({ code: Code }),
      handle: (context, { body }) => {
        const { code } = body as { code: string };
        return context.common({ recoveryCodes: secondFactors.confirm(own(context), code) });
      },
    },
    {
      kind: 'json',
      name: 'second-factor.remove',
      method: 'POST',
      path: '/session/second-factor/remove',
      summary: 'Takes the second factor off, by a code of it.',
      permission: 'session',
      isLogin: true,
      body: strictObject({ code: Code }),
      handle: (context, { body }) => {
        const account = own(context);
        if (!secondFactors.takes(account, (body as { code: string }).code))
          throw new CommonwatchError('login.second-factor');
        secondFactors.remove(account);
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'second-factor.reset',
      method: 'DELETE',
      path: '/accounts/:id/second-factor',
      summary: 'Takes the second factor off an account whose authenticator is lost; its sessions end.',
      permission: 'administer',
      params: IdParams,
      handle: (context, { params }) => {
        assertHolder(parts, context);
        accounts.get(params.id);
        secondFactors.remove(params.id);
        accounts.endSessions(params.id);
        return context.common({ ok: true });
      },
    },
  ];
}

function ownSessionRoutes(parts: HubParts): Exit[] {
  const { accounts } = parts;
  const own = (context: HubContext) => principalOf(context).account.account;
  return [
    {
      kind: 'json',
      name: 'sessions.list',
      method: 'GET',
      path: '/sessions',
      summary: 'Where the account is signed in.',
      permission: 'session',
      handle: (context, { session }) =>
        context.common(context.isSeeingAs ? [] : accounts.sessions(own(context), session)),
    },
    {
      kind: 'json',
      name: 'sessions.end',
      method: 'DELETE',
      path: '/sessions/:id',
      summary: 'Ends one of the account’s sessions.',
      permission: 'session',
      params: IdParams,
      handle: (context, { params }) => {
        accounts.endSessions(own(context), params.id);
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'accounts.end-sessions',
      method: 'DELETE',
      path: '/accounts/:id/sessions',
      summary: 'Ends every session of an account.',
      permission: 'administer',
      params: IdParams,
      handle: (context, { params }) => {
        assertHolder(parts, context);
        accounts.endSessions(accounts.get(params.id).account);
        return context.common({ ok: true });
      },
    },
  ];
}

function identityRoutes(parts: HubParts): Exit[] {
  const { accounts, config } = parts;
  const Identity = strictObject({
    kind: Type.Union([Type.Literal('oidc'), Type.Literal('certificate')]),
    /** The provider's subject, or the certificate's SHA-256 fingerprint with or without colons. */
    value: Type.String({ minLength: 1, maxLength: 500 }),
  });
  const keyOf = ({ body }: HubRequest): { kind: IdentityKind; key: string } => {
    const { kind, value } = body as { kind: IdentityKind; value: string };
    if (kind === 'oidc') return { kind, key: oidcKey(config.oidc.issuer, value) };
    const key = value.replaceAll(':', '').toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(key)) throw new CommonwatchError('request.invalid', value, { path: '/value' });
    return { kind, key };
  };
  return [
    {
      kind: 'json',
      name: 'accounts.identities',
      method: 'GET',
      path: '/accounts/:id/identities',
      summary: 'What lets an account in besides its password.',
      permission: 'administer',
      params: IdParams,
      handle: (context, { params }) => {
        assertHolder(parts, context);
        return context.common<ExternalIdentity[]>(accounts.identities.of(accounts.get(params.id).account));
      },
    },
    {
      kind: 'json',
      name: 'accounts.link',
      method: 'POST',
      path: '/accounts/:id/identities',
      summary: 'Lets a subject of the provider, or a certificate, in as an account.',
      permission: 'administer',
      params: IdParams,
      body: Identity,
      handle: (context, request) => {
        assertHolder(parts, context);
        const { account } = accounts.get(request.params.id);
        accounts.identities.link({ ...keyOf(request), account });
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'accounts.unlink',
      method: 'DELETE',
      path: '/accounts/:id/identities',
      summary: 'Takes that back; the account’s sessions end.',
      permission: 'administer',
      params: IdParams,
      body: Identity,
      handle: (context, request) => {
        assertHolder(parts, context);
        const { account } = accounts.get(request.params.id);
        const { kind, key } = keyOf(request);
        accounts.identities.unlink(account, kind, key);
        accounts.endSessions(account);
        return context.common({ ok: true });
      },
    },
  ];
}
