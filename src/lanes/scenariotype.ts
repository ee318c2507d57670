/** A computed scenario as an entry: the assumptions and the result together, so that it can be checked later. */
import { Type } from 'typebox';
import type { EntryType } from '../core/index.ts';
import { message } from '../core/index.ts';
import type { LaneScenarioBody } from './api.ts';
import { ScenarioSchema } from './scenario.ts';

/** The result is the room's own product and is held as it is; the envelope limits its size and depth. */
export const scenarioType: EntryType<LaneScenarioBody> = {
  type: 'lane-scenario',
  version: 1,
  schema: Type.Object(
    {
      schema: Type.Literal(1),
      name: Type.String({ maxLength: 200 }),
      scenario: ScenarioSchema,
      result: Type.Unknown(),
    },
    { additionalProperties: false },
  ),
  title: ({ body }) => message('lanes.scenario.title', { name: body.name }),
  searchTexts: ({ body }) => body.scenario.closures.flatMap(({ gates }) => gates),
  span: ({ scenario: { closures } }) =>
    closures.length === 0
      ? undefined
      : {
          startUtcMs: Math.min(...closures.map(({ from }) => Date.parse(from))),
          endUtcMs: Math.max(...closures.map(({ to }) => Date.parse(to))),
        },
};
