/** The exercise as a room: what its director sees. It adds nothing to what anybody else may see. */
import { Type } from 'typebox';
import { message } from '../core/index.ts';
import type { ActionContext, FindingBody, MessageRef, Released, Room, Route } from '../core/index.ts';
import type { InjectView, ScenarioView, ScoreView } from './api.ts';
import { score } from './score.ts';
import type { ScoredEvent } from './score.ts';
import type { Scenario } from './scenario.ts';
import type { SilentTwin, TruthEvent } from './truth.ts';

/**
 * What the hub offers under the service `exercise` while one is played: plain data, so that the thread which plays can
 * post it to the thread which answers.
 */
export interface ExerciseTold extends Pick<Scenario, 'seed' | 'startUtcMs' | 'endUtcMs' | 'truth' | 'twins'> {
  readonly vessels: number;
}

/** What is to be told of a scenario. */
export function told({ seed, startUtcMs, endUtcMs, truth, twins, vessels }: Scenario): ExerciseTold {
  return { seed, startUtcMs, endUtcMs, truth, twins, vessels: vessels.length };
}

const exerciseOf = (context: ActionContext) => context.service<ExerciseTold>('exercise');

const KindScoreSchema = Type.Object({
  kind: Type.String(),
  truth: Type.Integer(),
  findings: Type.Integer(),
  matched: Type.Integer(),
  recall: Type.Union([Type.Number(), Type.Null()]),
  precision: Type.Union([Type.Number(), Type.Null()]),
});

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/scenario',
    summary: 'The exercise that is played',
    permission: 'exercise',
    response: Type.Object({
      seed: Type.Integer(),
      startUtcMs: Type.Number(),
      endUtcMs: Type.Number(),
      vessels: Type.Integer(),
      events: Type.Integer(),
      twins: Type.Integer(),
    }),
    handle: (context) => context.common(scenarioView(exerciseOf(context))),
  },
  {
    method: 'GET',
    path: '/injects',
    summary: 'What was planted, and the near misses, in order of time',
    permission: 'exercise',
    response: Type.Array(
      Type.Object({
        startUtcMs: Type.Number(),
        endUtcMs: Type.Number(),
        kind: Type.String(),
        mmsis: Type.Array(Type.Integer()),
        magnitude: Type.Number(),
        isTwin: Type.Boolean(),
        sentence: Type.Object({
          key: Type.String(),
          params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        }),
      }),
    ),
    handle: (context) => context.common(injects(exerciseOf(context))),
  },
  {
    method: 'GET',
    path: '/score',
    summary: 'Of what is over by now, how much was found',
    permission: 'exercise',
    response: Type.Object({ atUtcMs: Type.Number(), kinds: Type.Array(KindScoreSchema) }),
    handle: scoreSoFar,
  },
];

function scenarioView({ seed, startUtcMs, endUtcMs, vessels, truth, twins }: ExerciseTold): ScenarioView {
  return { seed, startUtcMs, endUtcMs, vessels, events: truth.length, twins: twins.length };
}

/** Everything planted and every near miss, in order of time. Ordinary traffic's own passages are left out. */
export function injects({ truth, twins }: Pick<ExerciseTold, 'truth' | 'twins'>): InjectView[] {
  const planted = truth.filter(({ cause }) => cause === 'planted');
  return [
    ...planted.map((event) => inject(event, event.kind, false)),
    ...twins.map((twin) => inject(twin, twin.twinOf, true)),
  ].sort((a, b) => a.startUtcMs - b.startUtcMs || a.mmsis[0] - b.mmsis[0]);
}

function inject(event: TruthEvent | SilentTwin, kind: string, isTwin: boolean): InjectView {
  const { startUtcMs, endUtcMs, mmsis, magnitude = 1, gate = '', area = '' } = event;
  const sentence: MessageRef = message(`exercise.${isTwin ? 'twin' : 'planted'}.${kind}`, {
    mmsis: mmsis.map(String),
    gate,
    area,
  });
  return { startUtcMs, endUtcMs, kind, mmsis: [...mmsis], magnitude, isTwin, sentence };
}

/** Scores what is over against the findings that the director's party sees and that are closed. */
function scoreSoFar(context: ActionContext): Released<ScoreView> {
  const { truth } = exerciseOf(context);
  const atUtcMs = context.nowUtcMs;
  const isOver = ({ endUtcMs }: ScoredEvent) => endUtcMs <= atUtcMs;
  const { kinds } = score(truth.filter(isOver), findings(context).filter(isOver));
  return context.common({
    atUtcMs,
    kinds: kinds.map(({ kind, truth: happened, findings: found, matched, recall, precision }) => ({
      kind,
      truth: happened,
      findings: found,
      matched,
      recall: Number.isNaN(recall) ? null : recall,
      precision: Number.isNaN(precision) ? null : precision,
    })),
  });
}

function findings(context: ActionContext): ScoredEvent[] {
  const events: ScoredEvent[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const query = { types: ['finding'], limit: 1000, ...(cursor === undefined ? {} : { cursor }) };
    const page = context.entries(query).for(context.viewer.party);
    for (const { body } of page.entries) events.push(...eventOf(body as FindingBody));
    cursor = page.cursor;
  }
  return events;
}

function eventOf({ kind, subjects, startUtcMs, endUtcMs, ongoing, withdrawn }: FindingBody): ScoredEvent[] {
  const mmsis = subjects.flatMap((subject) => (subject.kind === 'vessel' ? [Number(subject.id)] : []));
  // A sanitised version names nobody and is no finding of its own.
  if (withdrawn || ongoing || mmsis.length === 0) return [];
  return [{ kind, mmsis: mmsis.sort((a, b) => a - b), startUtcMs, endUtcMs }];
}

export const exerciseRoom: Room = {
  name: 'exercise',
  entryTypes: [],
  importers: [],
  detectors: [],
  projections: [],
  routes,
  jobs: [],
  exports: [],
  shapes: [],
  sections: [],
  commands: [],
};
