import { Type } from 'typebox';
import { CommonwatchError, permissions } from '../../core/index.ts';
import type { Language, Permission } from '../../core/index.ts';
import type { Session } from '../api.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext } from '../exits.ts';
import type { Theme } from '../accounts.ts';
import { version } from '../version.ts';
import { partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

const Account = Type.String({ minLength: 1, maxLength: 63 });

/** Signing in and out, preferences, and tokens for machines. */
export function sessionRoutes(parts: HubParts): Exit[] {
  const { accounts, config } = parts;
  return [
    {
      kind: 'json',
      name: 'session.get',
      method: 'GET',
      path: '/session',
      summary: 'Who is signed in, with which permissions, and the clock of the feeds.',
      permission: 'session',
      handle: (context) => context.common(sessionOf(context, parts)),
    },
    {
      kind: 'json',
      name: 'session.open',
      method: 'POST',
      path: '/session',
      summary: 'Signs in by account and password.',
      permission: 'anyone',
      isLogin: true,
      body: strictObject({
        account: Account,
        password: Type.String({ minLength: 1, maxLength: 1024 }),
        code: Type.Optional(Type.String({ maxLength: 40 })),
      }),
      handle: async (context, request) => {
        const { account, password, code } = request.body as {
          account: string;
          password: string;
          code?: string;
        };
        request.setSession(await accounts.login(account, password, code));
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'session.close',
      method: 'DELETE',
      path: '/session',
      summary: 'Signs out.',
      permission: 'session',
      handle: (context, request) => {
        if (request.session !== undefined) accounts.close(request.session);
        request.setSession(undefined);
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'session.identities',
      method: 'GET',
      path: '/session/identities',
      summary: 'The made-up people of an exercise; none in real use.',
      permission: 'anyone',
      handle: (context) => context.common(parts.identities()),
    },
    {
      kind: 'json',
      name: 'session.identity',
      method: 'POST',
      path: '/session/identity',
      summary: 'Signs in as a made-up person of an exercise, without a password.',
      permission: 'anyone',
      body: strictObject({ account: Account }),
      handle: (context, request) => {
        const { account } = request.body as { account: string };
        const isMadeUp = parts.identities().some((identity) => identity.account === account);
        if (!config.exercise.enabled || !isMadeUp) throw new CommonwatchError('login.refused');
        request.setSession(accounts.open(account));
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'session.prefer',
      method: 'PUT',
      path: '/session/preferences',
      summary: 'Sets language and theme.',
      permission: 'session',
      body: strictObject({
        language: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('ja')])),
        theme: Type.Optional(
          Type.Union(['day', 'night', 'contrast', 'system'].map((theme) => Type.Literal(theme))),
        ),
      }),
      handle: (context, request) => {
        const { language, theme } = request.body as { language?: Language; theme?: Theme };
        accounts.prefer(principalOf(context).account.account, language, theme);
        return context.common({ ok: true });
      },
    },
    {
      kind: 'json',
      name: 'tokens.list',
      method: 'GET',
      path: '/tokens',
      summary: 'The tokens of the account, without their secrets.',
      permission: 'session',
      // One's own, whoever's eyes one looks through: seeing as another shows none.
      handle: (context) =>
        context.common(context.isSeeingAs ? [] : accounts.tokens(principalOf(context).account.account)),
    },
    {
      kind: 'json',
      name: 'tokens.create',
      method: 'POST',
      path: '/tokens',
      summary: 'Makes a token for a machine. It is shown once.',
      permission: 'session',
      body: strictObject({
        label: Type.String({ minLength: 1, maxLength: 200 }),
        scopes: Type.Array(Type.Union(permissions.map((each) => Type.Literal(each))), { minItems: 1 }),
        days: Type.Integer({ minimum: 1, maximum: 366 }),
      }),
      handle: (context, request) => {
        const { account, permissions: held } = forTokens(context);
        const { label, scopes, days } = request.body as { label: string; scopes: Permission[]; days: number };
        for (const scope of scopes)
          if (!held.includes(scope)) throw new CommonwatchError('token.scope', scope);
        return context.common(accounts.createToken(account, label, scopes, days));
      },
    },
    {
      kind: 'json',
      name: 'tokens.revoke',
      method: 'DELETE',
      path: '/tokens/:id',
      summary: 'Ends a token.',
      permission: 'session',
      params: IdParams,
      handle: (context, request) => {
        accounts.revokeToken(forTokens(context).account.account, request.params.id);
        return context.common({ ok: true });
      },
    },
  ];
}

/** A machine's token makes and revokes none: a stolen one neither outlives its own end nor puts others out. */
function forTokens(context: HubContext) {
  const principal = principalOf(context);
  if (principal.csrf === undefined) throw new CommonwatchError('permission.missing');
  return principal;
}

function sessionOf(context: HubContext, parts: HubParts): Session {
  const { account, permissions: held, csrf } = principalOf(context);
  const own = partyOf(parts, account.party);
  const seen = partyOf(parts, context.viewer.party);
  return {
    account: account.account,
    accountName: account.name[context.language],
    role: account.role,
    party: own.id,
    partyName: own.name,
    permissions: [...held],
    language: account.language,
    theme: account.theme,
    ...(context.isSeeingAs ? { seeingAs: { party: seen.id, partyName: seen.name } } : {}),
    exercise: parts.config.exercise.enabled,
    hub: { party: parts.holder, name: partyOf(parts, parts.holder).name },
    nowUtcMs: parts.clock.nowUtcMs(),
    clockRate: parts.clock.rate,
    csrf: csrf ?? '',
    version,
  };
}
