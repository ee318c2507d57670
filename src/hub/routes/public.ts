import { Type } from 'typebox';
import { CommonwatchError, PartyIdSchema, instant } from '../../core/index.ts';
import type { Entry, Language, Party, Released } from '../../core/index.ts';
import { digestFeed, digestPage } from '../../exchange/index.ts';
import type { DigestWords } from '../../exchange/index.ts';
import { briefMarkdown, briefPdf } from '../../print/index.ts';
import type { SubscriptionDraft } from '../api.ts';
import { assembleBrief } from '../brief.ts';
import type { MakeMail } from '../digests.ts';
import type { Exit, HubContext } from '../exits.ts';
import { assertHolder, partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

/** What anyone may read, without a login; the same feed for a partner's reader; and digests by mail. */
export function publicRoutes(parts: HubParts): Exit[] {
  return [...publicExits(parts), ...subscriptionExits(parts)];
}

/** The newest of them; whoever wants all asks the OGC API. */
const maxShown = 500;
const dayMs = 86_400_000;

function publicExits(parts: HubParts): Exit[] {
  const file = (
    name: string,
    path: string,
    summary: string,
    mediaType: string,
    write: (context: HubContext, entries: Released<readonly Entry[]>, origin: string) => string,
  ): Exit => ({
    kind: 'file',
    name,
    method: 'GET',
    path,
    summary,
    permission: 'anyone',
    query: strictObject({ lang: Type.Optional(Type.String()) }),
    handle: (context, { query, origin }) => {
      assertPublic(parts);
      const seen = asAnyone(context, parts, query.lang as string | undefined);
      const entries = newest(seen);
      const content = write(seen, entries, origin);
      // Who is signed in reads here what anyone reads.
      return context.common({ mediaType, content });
    },
  });
  const { exchange } = parts;
  return [
    file(
      'public.page',
      '/public/page',
      'What is released to everyone, as a page.',
      'text/html; charset=utf-8',
      ({ language }, entries) => digestPage(entries, '', language, exchange, wordsFor(language, parts)),
    ),
    file(
      'public.feed',
      '/public/feed.atom',
      'What is released to everyone, as an Atom feed.',
      'application/atom+xml; charset=utf-8',
      ({ language }, entries, origin) =>
        digestFeed(
          entries,
          '',
          language,
          exchange,
          wordsFor(language, parts),
          `${origin}/api/public/feed.atom`,
        ),
    ),
    file(
      'public.digest',
      '/public/digest.md',
      'The brief of the last day for everyone, as text.',
      'text/markdown; charset=utf-8',
      (context) => {
        const name = { en: word('en', 'everyone', parts), ja: word('ja', 'everyone', parts) };
        const anyone: Party = { id: '', name, level: 'other', clearances: {}, caveats: [] };
        return briefMarkdown(briefOf(anyone, context, context.nowUtcMs - dayMs, parts), parts.speaker);
      },
    ),
    {
      kind: 'file',
      name: 'brief.feed',
      method: 'GET',
      path: '/brief.atom',
      summary: 'What a reader may see, newest first, as an Atom feed.',
      permission: 'read',
      handle: (context, { origin }) => {
        const entries = newest(context);
        const { language, viewer } = context;
        const words = wordsFor(language, parts);
        const content = digestFeed(
          entries,
          viewer.party,
          language,
          exchange,
          words,
          `${origin}/api/brief.atom`,
        );
        return entries.map(() => ({ mediaType: 'application/atom+xml; charset=utf-8', content }));
      },
    },
  ];
}

/** @throws `route.not-found` where the public tier is switched off */
function assertPublic({ config }: HubParts): void {
  if (!config.public.enabled) throw new CommonwatchError('route.not-found');
}

/** The window of anyone at all, whoever asks. */
function asAnyone(context: HubContext, parts: HubParts, lang: string | undefined): HubContext {
  return parts.publicContext(lang === 'ja' || lang === 'en' ? lang : context.language);
}

function newest(context: HubContext): Released<readonly Entry[]> {
  return context.entries({ limit: maxShown }).map(({ entries }) => entries);
}

function word(language: Language, key: string, { speaker }: HubParts): string {
  return speaker.say(language, { key: `hub.public.${key}` });
}

function wordsFor(language: Language, parts: HubParts): DigestWords {
  const say = (key: string) => word(language, key, parts);
  const hub = parts.store.parties.get(parts.holder)?.name[language] ?? parts.holder;
  return {
    title: parts.speaker.say(language, { key: 'hub.public.title', params: { hub } }),
    about: say('about'),
    none: say('none'),
    from: say('from'),
    leftOut: say('left-out'),
    against: say('against'),
    feed: say('feed'),
  };
}

function briefOf(party: Party, context: HubContext, sinceUtcMs: number, parts: HubParts) {
  return assembleBrief(context, {
    rooms: parts.rooms,
    viewing: parts,
    party,
    from: partyOf(parts, parts.holder),
    groups: parts.directory().groups,
    since: instant(sinceUtcMs),
    exercise: parts.config.exercise.enabled,
  }).for(party.id);
}

/** One party's mail: its own brief, through its own eyes. */
export function mailMaker(parts: HubParts): MakeMail {
  return async (partyId, language, sinceUtcMs) => {
    const party = partyOf(parts, partyId);
    const context = parts.partyContext(partyId, language);
    const brief = briefOf(party, context, sinceUtcMs, parts);
    const params = { party: party.name[language], marking: brief.marking, at: brief.at.slice(0, 10) };
    return {
      brief,
      subject: parts.speaker.say(language, { key: 'hub.digest.subject', params }),
      text: briefMarkdown(brief, parts.speaker),
      pdf: await briefPdf(brief, parts.speaker),
    };
  };
}

function subscriptionExits(parts: HubParts): Exit[] {
  const { digests } = parts;
  return [
    {
      kind: 'json',
      name: 'subscriptions.list',
      method: 'GET',
      path: '/subscriptions',
      summary: 'Who is sent a digest, and when the next is due.',
      permission: 'administer',
      handle: (context) => {
        assertHolder(parts, context);
        return context.common(digests.list());
      },
    },
    {
      kind: 'json',
      name: 'subscriptions.add',
      method: 'POST',
      path: '/subscriptions',
      summary: 'A party’s brief as a mail file, at an hour of the day (UTC).',
      permission: 'administer',
      body: strictObject({
        party: PartyIdSchema,
        // One mailbox and nothing that could begin another header.
        address: Type.String({ pattern: '^[^\\s@<>",;:]{1,64}@[A-Za-z0-9.-]{1,250}$' }),
        language: Type.Union([Type.Literal('en'), Type.Literal('ja')]),
        everyHours: Type.Integer({ minimum: 1, maximum: 168 }),
        atHourUtc: Type.Integer({ minimum: 0, maximum: 23 }),
      }),
      handle: (context, { body }) => {
        assertHolder(parts, context);
        const draft = body as SubscriptionDraft;
        partyOf(parts, draft.party);
        return context.common(digests.add(draft));
      },
    },
    {
      kind: 'json',
      name: 'subscriptions.remove',
      method: 'DELETE',
      path: '/subscriptions/:id',
      summary: 'Ends a subscription.',
      permission: 'administer',
      params: IdParams,
      handle: (context, { params }) => {
        assertHolder(parts, context);
        return context.common(digests.remove(params.id));
      },
    },
  ];
}
