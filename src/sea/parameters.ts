/** What can be set, with the published defaults. Every finding prints the ones it was made with. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../core/index.ts';

/** The detectors in the order in which they run; the first six run unless told otherwise. */
export const detectorNames = ['zone-entry', 'encounter', 'gap', 'loitering', 'passage'] as const;
export type DetectorName = (typeof detectorNames)[number];

const positive = (description: string, fallback: number, maximum: number) =>
  Type.Number({ description, default: fallback, exclusiveMinimum: 0, maximum });
const zeroOrMore = (description: string, fallback: number, maximum: number) =>
  Type.Number({ description, default: fallback, minimum: 0, maximum });

export const ParametersSchema = Type.Object(
  {
    detectors: Type.Array(Type.Union(detectorNames.map((name) => Type.Literal(name))), {
      default: [...detectorNames],
      description: 'Which detectors run.',
    }),
    latenessMin: Type.Integer({
      default: 15,
      minimum: 0,
      maximum: 720,
      description: 'Reports up to this much later than the newest are put back into order, minutes.',
    }),

    zoneMinFixes: Type.Integer({ default: 2, minimum: 1, maximum: 1000 }),
    zoneMinMinutes: zeroOrMore(
      'Time between fixes beyond the uncertainty that also makes an entry.',
      10,
      1440,
    ),
    zoneUncertaintyNm: zeroOrMore(
      'How far the edge of an area is taken to be off unless it says so.',
      0.05,
      10,
    ),
    /** Maritime identification digits of the flags to report; empty: all. */
    zoneFlags: Type.Array(Type.Integer({ minimum: 200, maximum: 799 }), { default: [], maxItems: 600 }),
    /** Ship types (M.1371-5 table 53) to report; empty: all. */
    zoneShipTypes: Type.Array(Type.Integer({ minimum: 0, maximum: 99 }), { default: [], maxItems: 100 }),

    encounterDistanceM: positive('Vessels at most this far apart.', 500, 5000),
    encounterMinutes: positive('For at least this long.', 120, 10_080),
    encounterGridMinutes: Type.Integer({ default: 10, minimum: 1, maximum: 60 }),
    encounterMedianKn: Type.Union([positive('Median speed below this.', 2, 50), Type.Null()]),
    encounterMergeHours: zeroOrMore('Meetings of the same two less than this apart are one.', 4, 168),
    portFilterKm: zeroOrMore(
      'Mean position at least this far from a port or anchorage; 0: no filter.',
      10,
      100,
    ),

    gapHours: positive('A silence longer than this is reported.', 6, 720),
    /** Welch et al. 2022: all four must hold before a silence is called a suspected disabling. */
    disablingHours: positive('Silence of at least this.', 12, 720),
    disablingOffshoreNm: zeroOrMore('Beginning at least this far offshore.', 50, 2000),
    disablingReceptionPerDay: zeroOrMore(
      'Where vessels are received more often a day than this.',
      10,
      100_000,
    ),
    disablingSatelliteFixes: Type.Integer({ default: 14, minimum: 0, maximum: 200 }),
    /** Also report silences that have not ended: the vessel was not heard again so far. */
    openGaps: Type.Boolean({ default: false }),

    loiteringKn: positive('Implied speed below this.', 2, 20),
    loiteringHours: positive('For at least this long.', 2, 720),
    loiteringOffshoreNm: zeroOrMore('Mean distance from the coast at least this.', 20, 2000),

    passageReturnMinutes: zeroOrMore(
      'A vessel that is back within this has turned back and not passed.',
      10,
      1440,
    ),

    maxFixGapHours: positive('Fixes farther apart than this are not joined by a line.', 1, 8),
  },
  { additionalProperties: false },
);
// A union made from a list has no static type of its own.
export type Parameters = Omit<Static<typeof ParametersSchema>, 'detectors'> & { detectors: DetectorName[] };

export const defaults: Parameters = {
  detectors: [...detectorNames],
  latenessMin: 15,
  zoneMinFixes: 2,
  zoneMinMinutes: 10,
  zoneUncertaintyNm: 0.05,
  zoneFlags: [],
  zoneShipTypes: [],
  encounterDistanceM: 500,
  encounterMinutes: 120,
  encounterGridMinutes: 10,
  encounterMedianKn: 2,
  encounterMergeHours: 4,
  portFilterKm: 10,
  gapHours: 6,
  disablingHours: 12,
  disablingOffshoreNm: 50,
  disablingReceptionPerDay: 10,
  disablingSatelliteFixes: 14,
  openGaps: false,
  loiteringKn: 2,
  loiteringHours: 2,
  loiteringOffshoreNm: 20,
  passageReturnMinutes: 10,
  maxFixGapHours: 1,
};

/** `gfw`: Global Fishing Watch's encounters (the default). `fast`: Skylight's rendezvous, 250 m for 30 min. */
export const presets = {
  gfw: {},
  fast: { encounterDistanceM: 250, encounterMinutes: 30, encounterGridMinutes: 5, encounterMedianKn: null },
} as const satisfies Record<string, Partial<Parameters>>;
export type PresetName = keyof typeof presets;

const check = Compile(ParametersSchema);

/** The defaults with changes. @throws `sea.parameters-invalid` naming the parameter */
export function resolveParameters(changes: Readonly<Record<string, unknown>>): Parameters {
  const parameters = { ...defaults, ...changes };
  if (check.Check(parameters)) return parameters as Parameters;
  const [first] = check.Errors(parameters);
  const path = first?.instancePath || `/${Object.keys(changes).find((name) => !(name in defaults)) ?? ''}`;
  throw new CommonwatchError('sea.parameters-invalid', (changes as Record<string, unknown>)[path.slice(1)], {
    path,
    detail: `Parameter ${path.slice(1)} ${first?.message ?? 'is unknown'}.`,
  });
}
