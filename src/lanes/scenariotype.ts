/** What the room keeps: a computed scenario with its assumptions, so that it can be checked later; imported tables. */
import { Type } from 'typebox';
import type { EntryType } from '../core/index.ts';
import { message } from '../core/index.ts';
import type { LaneFlowsBody, LaneScenarioBody, LaneTransitsBody } from './api.ts';
import { dateUtcMs, FlowSchema, ScenarioSchema } from './schema.ts';

const name = Type.String({ minLength: 1, maxLength: 200 });
const source = Type.String({ maxLength: 500 });

/** The result is the room's own product and is held as it is; the envelope limits its size and depth. */
export const scenarioType: EntryType<LaneScenarioBody> = {
  type: 'lane-scenario',
  version: 1,
  schema: Type.Object(
    { schema: Type.Literal(1), name, scenario: ScenarioSchema, result: Type.Unknown() },
    { additionalProperties: false },
  ),
  title: ({ body }) => message('lanes.scenario.title', { name: body.name }),
  searchTexts: ({ body }) =>
    body.scenario.closures.flatMap(({ gates = [], areas = [] }) => [...gates, ...areas]),
  span: ({ scenario: { closures, production = [] } }) => {
    const spans = [...closures, ...production];
    if (spans.length === 0) return undefined;
    return {
      startUtcMs: Math.min(...spans.map(({ from }) => dateUtcMs(from))),
      endUtcMs: Math.max(...spans.map(({ to }) => dateUtcMs(to))),
    };
  },
};

export const flowsType: EntryType<LaneFlowsBody> = {
  type: 'lane-flows',
  version: 1,
  schema: Type.Object(
    {
      schema: Type.Literal(1),
      name,
      source,
      format: Type.String({ maxLength: 20 }),
      report: Type.Unknown(),
      flows: Type.Array(FlowSchema, { maxItems: 20_000 }),
    },
    { additionalProperties: false },
  ),
  title: ({ body }) => message('lanes.flows.title', { name: body.name, count: body.flows.length }),
};

const TransitSchema = Type.Object(
  {
    gate: Type.String({ maxLength: 60 }),
    date: Type.String({ maxLength: 10 }),
    transits: Type.Number({ minimum: 0 }),
    capacityT: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
  },
  { additionalProperties: false },
);

export const transitsType: EntryType<LaneTransitsBody> = {
  type: 'lane-transits',
  version: 1,
  schema: Type.Object(
    {
      schema: Type.Literal(1),
      name,
      source,
      report: Type.Unknown(),
      days: Type.Array(TransitSchema, { maxItems: 100_000 }),
    },
    { additionalProperties: false },
  ),
  title: ({ body }) => message('lanes.transits.title', { name: body.name, count: body.days.length }),
  span: ({ days }) => {
    const times = days.map(({ date }) => dateUtcMs(date)).sort((a, b) => a - b);
    return times.length === 0 ? undefined : { startUtcMs: times[0], endUtcMs: times[times.length - 1] };
  },
};
