/** Every number of the model that is not a distance: value, range, source, as-of date, and what part it plays. */
import { CommonwatchError } from '../core/errors.ts';

/** `input`: taken from a source. `fitted`: chosen so that a published figure comes out. `assumed`: our working value. */
export type ParameterRole = 'input' | 'fitted' | 'assumed';

export interface Parameter {
  readonly id: ParameterId;
  readonly value: number;
  /** Ends of a triangular distribution around the value for the Monte Carlo draws. */
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly role: ParameterRole;
  readonly source: string;
  readonly asOf: string;
}

export const parameterIds = [
  'speedFactor',
  'fuelExponent',
  'bunkerUsdPerT',
  'charterFactor',
  'co2TPerTFuel',
  'etsUsdPerTCo2',
  'etsShare',
  'warRiskShare',
  'capitalRatePerYear',
  'freightElasticity',
  'fleetSpare',
  'portDaysRoundTrip',
  'panamaSlotsPerDay',
  'panamaUsedPerDay',
  'suezTransitsPerDay',
  'panamaShareOfSuezTraffic',
  'capeArrivalsPerDay',
  'crudeUsdPerBbl',
  'bblPerT',
  'lngUsdPerT',
  'hormuzBypassMbd',
  'containerFleetShareSuez',
  'choiceSpreadUsdPerT',
  'queueDrainFactor',
  'hormuzFlowMbd',
  'containerUsdPerT',
  'cancelLossShare',
  'suezShareOfTrade',
  'sumedSpareMbd',
  'suezOilMbd',
  'pipelineUsdPerT',
  'productsUsdPerT',
  'coalUsdPerT',
  'grainUsdPerT',
  'fertiliserUsdPerT',
  'oreUsdPerT',
  'rareEarthUsdPerT',
  'chipUsdPerT',
] as const;
export type ParameterId = (typeof parameterIds)[number];
export type Parameters = Readonly<Record<ParameterId, number>>;

const own = 'Commonwatch working value; edit it in the scenario';
const row = (
  id: ParameterId,
  value: number,
  low: number,
  high: number,
  unit: string,
  role: ParameterRole,
  source: string,
  asOf: string,
): Parameter => ({ id, value, low, high, unit, role, source, asOf });

export const parameterTable: readonly Parameter[] = [
  row('speedFactor', 1, 0.95, 1.08, 'share of service speed', 'assumed', own, '2026-01-01'),
  row(
    'fuelExponent',
    3.04,
    2.7,
    3.3,
    'exponent of speed',
    'input',
    'Notteboom and Cariou 2009: 225 t a day at 24 kn, 150 at 21 kn (8,000 TEU)',
    '2009-06-01',
  ),
  row('bunkerUsdPerT', 600, 450, 750, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('charterFactor', 1, 0.7, 1.6, 'share of the class figure', 'assumed', own, '2026-01-01'),
  row(
    'co2TPerTFuel',
    3.114,
    3.114,
    3.114,
    't CO₂ a tonne of heavy fuel oil',
    'input',
    'IMO, Fourth Greenhouse Gas Study 2020',
    '2020-08-04',
  ),
  row('etsUsdPerTCo2', 75, 55, 95, 'US$ a tonne CO₂', 'assumed', own, '2026-01-01'),
  row(
    'etsShare',
    0.5,
    0.5,
    0.5,
    'share of a voyage to or from the EU',
    'input',
    'Directive (EU) 2023/959',
    '2024-01-01',
  ),
  row(
    'warRiskShare',
    0.005,
    0.001,
    0.01,
    'share of hull value, a passage at risk',
    'assumed',
    own,
    '2026-01-01',
  ),
  row('capitalRatePerYear', 0.08, 0.05, 0.12, 'a year', 'assumed', own, '2026-01-01'),
  row(
    'freightElasticity',
    7.46,
    5.5,
    9.5,
    'exponent ε',
    'fitted',
    'Fitted: +133 % on the year, Shanghai–Rotterdam, Drewry 2024-01-11, at 12 % more container ton-miles (UNCTAD mid-2024)',
    '2024-07-01',
  ),
  row('fleetSpare', 0, 0, 0.03, 'share of the fleet', 'assumed', own, '2026-01-01'),
  row(
    'portDaysRoundTrip',
    28,
    21,
    35,
    'days in port, Far East–Europe round trip',
    'assumed',
    own,
    '2026-01-01',
  ),
  row(
    'panamaSlotsPerDay',
    36,
    32,
    38,
    'transits a day',
    'input',
    'Panama Canal Authority: 36 to 38 booking slots a day in normal times',
    '2024-09-01',
  ),
  row('panamaUsedPerDay', 34, 32, 36, 'transits a day', 'assumed', own, '2026-01-01'),
  row(
    'suezTransitsPerDay',
    71.1,
    66,
    76,
    'transits a day',
    'input',
    'IMF PortWatch, first week of 2023',
    '2023-01-07',
  ),
  row(
    'panamaShareOfSuezTraffic',
    0.1,
    0.05,
    0.2,
    'share of Suez traffic for which Panama is the shorter way round',
    'assumed',
    own,
    '2026-01-01',
  ),
  row(
    'capeArrivalsPerDay',
    55.9,
    48,
    64,
    'passages a day',
    'fitted',
    'Fitted: Suez −70 %, Cape arrivals +89 % (UNCTAD mid-2024) with 71.1 transits a day',
    '2024-07-01',
  ),
  row('crudeUsdPerBbl', 80, 65, 110, 'US$ a barrel', 'assumed', own, '2026-01-01'),
  row(
    'bblPerT',
    7.33,
    7.33,
    7.33,
    'barrels a tonne',
    'input',
    'Energy Institute, approximate conversion factors (world average crude)',
    '2024-06-01',
  ),
  row('lngUsdPerT', 600, 450, 900, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row(
    'hormuzBypassMbd',
    2.6,
    1.8,
    3.2,
    'million barrels a day',
    'input',
    'EIA 2025-06-16: pipeline capacity round Hormuz that is not used',
    '2025-06-16',
  ),
  row(
    'containerFleetShareSuez',
    0.164,
    0.13,
    0.3,
    'share of container fleet diverted',
    'input',
    'Linerlytica',
    '2024-01-07',
  ),
  row('choiceSpreadUsdPerT', 2, 1, 4, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row(
    'queueDrainFactor',
    1.3,
    1.1,
    1.6,
    'capacity over usual traffic after reopening',
    'assumed',
    `${own}; Suez passed the queue of 2021 within six days`,
    '2021-04-03',
  ),
  row(
    'hormuzFlowMbd',
    20,
    18.4,
    21.4,
    'million barrels a day',
    'input',
    'EIA 2025-06-16 (2024)',
    '2024-12-31',
  ),
  row('containerUsdPerT', 4000, 2500, 6000, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row(
    'cancelLossShare',
    0.5,
    0.3,
    0.8,
    'share of the value of cargo that is not carried',
    'assumed',
    own,
    '2026-01-01',
  ),
  row(
    'suezShareOfTrade',
    0.12,
    0.12,
    0.12,
    'share of world seaborne trade by volume',
    'input',
    'UNCTAD, Navigating troubled waters (2024): 12 to 15 % of global trade passed Suez in 2023',
    '2024-02-22',
  ),
  row(
    'sumedSpareMbd',
    1.5,
    1,
    2,
    'million barrels a day',
    'assumed',
    `${own}; EIA gives the Sumed pipeline 2.5 million barrels a day, of which a part is in use`,
    '2024-06-25',
  ),
  row(
    'suezOilMbd',
    8.8,
    7.3,
    8.8,
    'million barrels a day',
    'input',
    'EIA, 2024-06-25 (2023, Sumed included)',
    '2023-12-31',
  ),
  row('pipelineUsdPerT', 8, 4, 15, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('productsUsdPerT', 700, 550, 950, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('coalUsdPerT', 130, 100, 200, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('grainUsdPerT', 270, 220, 360, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('fertiliserUsdPerT', 400, 300, 600, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('oreUsdPerT', 105, 85, 130, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('rareEarthUsdPerT', 25_000, 12_000, 50_000, 'US$ a tonne', 'assumed', own, '2026-01-01'),
  row('chipUsdPerT', 2_000_000, 1_000_000, 4_000_000, 'US$ a tonne', 'assumed', own, '2026-01-01'),
];

/** Central values, with a scenario's own in their place. @throws `lanes.invalid-scenario` */
export function parametersWith(changes: Readonly<Record<string, number>> = {}): Parameters {
  const out = Object.fromEntries(parameterTable.map(({ id, value }) => [id, value])) as Record<
    ParameterId,
    number
  >;
  for (const [id, value] of Object.entries(changes)) {
    if (!parameterIds.includes(id as ParameterId) || !Number.isFinite(value) || value < 0)
      throw new CommonwatchError('lanes.invalid-scenario', value, { path: `/parameters/${id}` });
    out[id as ParameterId] = value;
  }
  return out;
}
