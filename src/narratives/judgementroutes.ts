/** Routes of what people say: the register, techniques, judgements, ABCDE sheets, explainer briefs. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CommonwatchError, instant } from '../core/index.ts';
import type { ActionContext, Evidence, Route } from '../core/index.ts';
import type {
  AbcdeBody,
  CoordinationJudgementBody,
  DisarmConfirmationBody,
  ExplainerBody,
  KnownNarrativeBody,
} from './api.ts';
import {
  abcdeProperties,
  disarmProperties,
  explainerProperties,
  judgementProperties,
  knownProperties,
} from './entries.ts';
import { readyFaults, signed } from './explainer.ts';
import {
  anything,
  casesOf,
  closed,
  collectionOf,
  collectionParams,
  draftOf,
  kept,
  listOf,
  revised,
} from './routeparts.ts';

const KnownRequest = Type.Object(knownProperties, closed);
const AbcdeRequest = Type.Object(abcdeProperties, closed);
const ExplainerRequest = Type.Object(explainerProperties, closed);
const DisarmRequest = Type.Object(disarmProperties, closed);
const JudgementRequest = Type.Object(judgementProperties, closed);

const register: readonly Route[] = [
  listOf('narrative', '/kept', 'Narratives that were kept.'),
  listOf('known-narrative', '/register', 'The register of known narratives.'),
  {
    method: 'POST',
    path: '/register',
    summary: 'Adds a known narrative to the register.',
    permission: 'watch',
    body: KnownRequest,
    response: anything,
    handle: (context, { body }) =>
      kept(
        context,
        draftOf(context, 'known-narrative', { schema: 1, ...(body as Omit<KnownNarrativeBody, 'schema'>) }),
      ),
  },
  {
    method: 'PUT',
    path: '/register/:id',
    summary: 'Changes a known narrative.',
    permission: 'watch',
    params: collectionParams,
    body: KnownRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<KnownNarrativeBody>(context, params.id, 'known-narrative', () => ({
        schema: 1,
        ...(body as Omit<KnownNarrativeBody, 'schema'>),
      })),
  },
];

const judging: readonly Route[] = [
  {
    method: 'GET',
    path: '/disarm/techniques',
    summary: 'The techniques of DISARM, in the pinned version.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(casesOf(context).disarm()),
  },
  listOf('disarm-confirmation', '/disarm', 'Techniques that were confirmed or rejected.'),
  {
    method: 'POST',
    path: '/disarm',
    summary: 'Confirms or rejects a technique for a narrative or a group.',
    permission: 'watch',
    body: DisarmRequest,
    response: anything,
    handle: (context, { body }) => {
      const asked = body as Static<typeof DisarmRequest>;
      const { techniques, version } = casesOf(context).disarm();
      const technique = techniques.find(({ id }) => id === asked.technique);
      if (technique === undefined) throw new CommonwatchError('narratives.technique', asked.technique);
      return kept(
        context,
        draftOf(context, 'disarm-confirmation', {
          schema: 1,
          ...aboutSeen(context, asked),
          techniqueName: technique.name,
          tactic: technique.tactic,
          tableVersion: version,
          by: context.account,
        } as DisarmConfirmationBody),
      );
    },
  },
  listOf('coordination-judgement', '/judgements', 'Judgements of groups that people made.'),
  {
    method: 'POST',
    path: '/judgements',
    summary: 'An analyst calls a group inauthentic, attributed or organic, with reasons of their own.',
    permission: 'watch',
    body: JudgementRequest,
    response: anything,
    handle: (context, { body }) => {
      const asked = body as Static<typeof JudgementRequest>;
      if (asked.judgement === 'attributed' && asked.to.trim() === '')
        throw new CommonwatchError('request.invalid', asked.to, { path: '/body/to' });
      const said: Evidence = {
        kind: 'judgement',
        by: context.account,
        at: instant(context.nowUtcMs),
        text: asked.reason.slice(0, 4000),
      };
      return kept(
        context,
        draftOf(
          context,
          'coordination-judgement',
          { schema: 1, ...aboutSeen(context, asked), by: context.account } as CoordinationJudgementBody,
          50,
          [said],
        ),
      );
    },
  },
  listOf('abcde-sheet', '/abcde', 'ABCDE sheets.'),
  {
    method: 'POST',
    path: '/abcde',
    summary: 'Keeps an ABCDE sheet.',
    permission: 'watch',
    body: AbcdeRequest,
    response: anything,
    handle: (context, { body }) =>
      kept(
        context,
        draftOf(context, 'abcde-sheet', { schema: 1, ...(body as Omit<AbcdeBody, 'schema'>) } as AbcdeBody),
      ),
  },
  {
    method: 'PUT',
    path: '/abcde/:id',
    summary: 'Changes an ABCDE sheet.',
    permission: 'watch',
    params: collectionParams,
    body: AbcdeRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<AbcdeBody>(context, params.id, 'abcde-sheet', () => ({
        schema: 1,
        ...(body as Omit<AbcdeBody, 'schema'>),
      })),
  },
];

/** An analyst's words are about something that they may see. @throws `entry.not-found` */
function aboutSeen<T extends { collection?: string }>(context: ActionContext, asked: T): T {
  if (asked.collection !== undefined) collectionOf(context, asked.collection);
  return asked;
}

const explaining: readonly Route[] = [
  listOf('explainer-brief', '/explainers', 'Explainer briefs.'),
  {
    method: 'POST',
    path: '/explainers',
    summary: 'Keeps a draft of an explainer brief.',
    permission: 'watch',
    body: ExplainerRequest,
    response: anything,
    handle: (context, { body }) =>
      kept(
        context,
        draftOf(context, 'explainer-brief', {
          schema: 1,
          ...(body as Static<typeof ExplainerRequest>),
          state: 'draft',
          writtenBy: context.account,
        } as ExplainerBody),
      ),
  },
  {
    method: 'PUT',
    path: '/explainers/:id',
    summary: 'Changes a brief; a change takes a signature back.',
    permission: 'watch',
    params: collectionParams,
    body: ExplainerRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<ExplainerBody>(
        context,
        params.id,
        'explainer-brief',
        () =>
          ({
            schema: 1,
            ...(body as Static<typeof ExplainerRequest>),
            state: 'draft',
            // Whoever changed it last has written it: nobody signs their own words.
            writtenBy: context.account,
          }) as ExplainerBody,
      ),
  },
  {
    method: 'POST',
    path: '/explainers/:id/ready',
    summary: 'Says that a brief is ready to be signed by a second person.',
    permission: 'watch',
    params: collectionParams,
    response: anything,
    handle: (context, { params }) =>
      revised<ExplainerBody>(context, params.id, 'explainer-brief', (body) => {
        const [fault] = readyFaults(body);
        if (fault !== undefined)
          throw new CommonwatchError('narratives.brief-not-ready', fault, { path: `/${fault}` });
        return { ...body, state: 'ready' };
      }),
  },
  {
    method: 'POST',
    path: '/explainers/:id/sign',
    summary: 'A second person signs a brief that is ready.',
    permission: 'release',
    params: collectionParams,
    response: anything,
    handle: (context, { params }) =>
      revised<ExplainerBody>(context, params.id, 'explainer-brief', (body) =>
        signed(body, context.account, instant(context.nowUtcMs)),
      ),
  },
];

export const judgementRoutes: readonly Route[] = [...register, ...judging, ...explaining];
