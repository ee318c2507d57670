/** The sea's routes; what each answers is typed in api.ts. */
import { Type } from 'typebox';
import { mmsiIdentity } from '../ais/index.ts';
import type { ActionContext, Entry, EntryPage, Released, Route } from '../core/index.ts';
import { CommonwatchError, findingType, message, utcMs } from '../core/index.ts';
import { coreWords, Speaker } from '../words/index.ts';
import { seaWords } from '../words/sea.ts';
import type { AreaSpec } from '../earth/index.ts';
import { createArea, destination } from '../earth/index.ts';
import type { AreaView, Episode, GateView, SilenceView, VesselView } from './api.ts';
import { episodesOf } from './episodes.ts';
import type { Standing } from './episodes.ts';
import { flagName } from './flags.ts';
import { defaults } from './parameters.ts';
import { isSeaFinding, standings } from './projections.ts';
import type { AreasService, EarthService, PositionsService } from './services.ts';
import { silenceOf } from './silence.ts';
import { identityMarks } from './vessels.ts';

const dayMs = 24 * 3_600_000;
/** The longest time that one answer covers. */
const longestMs = 90 * dayMs;
const pageSize = 500;
const maxPages = 20;

const speaker = new Speaker([coreWords, seaWords]);
const mmsiParams = Type.Object({ mmsi: Type.Integer({ minimum: 0, maximum: 1_073_741_823 }) });
const span = Type.Object({
  from: Type.Optional(Type.String({ maxLength: 40 })),
  to: Type.Optional(Type.String({ maxLength: 40 })),
});
/** The types in api.ts say what an answer holds; the hub writes it as it is. */
const anything = Type.Unknown();

export const seaRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/vessels/:mmsi',
    summary: 'A vessel: what it last reported, its flag, and what is odd about its identity.',
    permission: 'read',
    params: mmsiParams,
    response: anything,
    handle: (context, { params }) => context.common(vesselView(context, Number(params.mmsi))),
  },
  {
    method: 'GET',
    path: '/episodes',
    summary: 'Findings that belong together, newest first.',
    permission: 'read',
    query: span,
    response: anything,
    handle: (context, { query }) => episodes(context, spanOf(query, context.nowUtcMs, 2 * dayMs)),
  },
  {
    method: 'GET',
    path: '/silence/:mmsi',
    summary: 'Why a vessel raised nothing: how near it came to each threshold.',
    permission: 'read',
    params: mmsiParams,
    query: span,
    response: anything,
    handle: async (context, { params, query }) =>
      context.common(await silence(context, Number(params.mmsi), spanOf(query, context.nowUtcMs, dayMs))),
  },
  {
    method: 'GET',
    path: '/gates',
    summary: 'The passages that are watched, as lines.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(gateViews(context.service<EarthService>('earth'))),
  },
  {
    method: 'GET',
    path: '/areas',
    summary: 'The watched areas, as rings.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(context.service<AreasService>('areas').map(areaView)),
  },
];

interface Span {
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

/** @throws `time.invalid` */
function spanOf(query: Readonly<Record<string, unknown>>, nowUtcMs: number, usualMs: number): Span {
  const toUtcMs = typeof query.to === 'string' ? utcMs(query.to) : nowUtcMs;
  const fromUtcMs = typeof query.from === 'string' ? utcMs(query.from) : toUtcMs - usualMs;
  if (fromUtcMs > toUtcMs || toUtcMs - fromUtcMs > longestMs)
    throw new CommonwatchError('time.invalid', query.from);
  return { fromUtcMs, toUtcMs };
}

/** @throws `entry.not-found` for a vessel that no feed of the viewer's has, as for one that never was */
function vesselView(context: ActionContext, mmsi: number): VesselView {
  const latest = context.service<PositionsService>('positions').latest(mmsi);
  if (latest === undefined) throw new CommonwatchError('entry.not-found', mmsi);
  return {
    ...latest,
    flag: flagName(mmsiIdentity(mmsi).mid),
    marks: identityMarks(mmsi).map((mark) => message(`sea.mark.${mark}`)),
  };
}

function episodes(context: ActionContext, { fromUtcMs, toUtcMs }: Span): Released<Episode[]> {
  const say = (ref: Parameters<Speaker['say']>[1]) => speaker.say(context.language, ref);
  const judged = context.rows(standings.name, { limit: 10_000 });
  return findingsIn(context, fromUtcMs, toUtcMs)
    .with(judged)
    .map(([entries, rows]) => {
      const verdicts = new Map(rows.map(({ key, value }) => [key, value]));
      const standingOf = (id: string): Standing => {
        const verdict = verdicts.get(id);
        return verdict === 'confirmed' || verdict === 'dismissed' ? verdict : 'open';
      };
      return episodesOf(entries.filter(isSeaFinding), standingOf, say);
    });
}

/** All findings of a span, page by page. */
function findingsIn(context: ActionContext, fromUtcMs: number, toUtcMs: number): Released<readonly Entry[]> {
  const query = { types: [findingType.type], fromUtcMs, toUtcMs, limit: pageSize };
  let page: Released<EntryPage> = context.entries(query);
  let all = page.map(({ entries }) => entries);
  for (let i = 1; i < maxPages; i++) {
    const { cursor } = page.for(context.viewer.party);
    if (cursor === undefined) break;
    page = context.entries({ ...query, cursor });
    all = all.with(page).map(([before, { entries }]) => [...before, ...entries]);
  }
  return all;
}

async function silence(
  context: ActionContext,
  mmsi: number,
  { fromUtcMs, toUtcMs }: Span,
): Promise<SilenceView> {
  const track = await context.service<PositionsService>('positions').track(mmsi, fromUtcMs, toUtcMs);
  const areas = context.service<AreasService>('areas').map(createArea);
  return { mmsi, lines: silenceOf(track, context.service<EarthService>('earth'), areas, defaults) };
}

function gateViews({ gates }: EarthService): GateView[] {
  return gates.list.map(({ id, name, line }) => ({ id, name, line: line.map(([lon, lat]) => [lon, lat]) }));
}

const circleSteps = 96;

function areaView(spec: AreaSpec): AreaView {
  const { id, name } = spec;
  if (spec.kind === 'polygon')
    return { id, name, rings: spec.parts.flat().map((ring) => ring.map(([lon, lat]) => [lon, lat])) };
  const ring = Array.from({ length: circleSteps + 1 }, (_, i): [number, number] => {
    const [lon, lat] = destination(...spec.centre, (360 * i) / circleSteps, spec.radiusNm * 1852);
    return [lon, lat];
  });
  return { id, name, rings: [ring] };
}
