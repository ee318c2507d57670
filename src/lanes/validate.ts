/** The model beside what others published: each row computed on the shipped network, never copied from the other column. */
import { shipClass } from './closures.ts';
import type { Lanes } from './lanes.ts';
import { parametersWith } from './parameters.ts';
import { extraVoyage } from './voyage.ts';

export interface Validation {
  readonly what: string;
  readonly unit: string;
  readonly computed: number;
  readonly published: string;
  /** The published range; a single figure "around x" is x ± 10 %, of few whole days x ± half a day. */
  readonly low: number;
  readonly high: number;
  /** `input`: the model was given it. `fitted`: a parameter was chosen to meet it. `predicted`: neither. */
  readonly role: 'input' | 'fitted' | 'predicted';
  readonly within: boolean;
  readonly source: string;
  readonly note?: string;
}

export function validate(lanes: Lanes): readonly Validation[] {
  const p = parametersWith();
  const nm = (from: string, to: string, ship: string, close: readonly string[] = []): number => {
    const route = lanes.router.route({
      from: { port: lanes.portAt(from) },
      to: { port: lanes.portAt(to) },
      shipClass: ship,
      close,
    });
    return route.severed ? Number.POSITIVE_INFINITY : route.distanceNm;
  };
  const extraNm = (from: string, to: string, ship: string, close: readonly string[]) =>
    nm(from, to, ship, close) - nm(from, to, ship);
  const days = (miles: number, ship: string) => miles / (24 * shipClass(ship).speedKn);
  const shaRtm = nm('shanghai', 'rotterdam', 'container-large');
  const shaRtmCape = nm('shanghai', 'rotterdam', 'container-large', ['suez']);
  const large = shipClass('container-large');
  const usualFuelT = large.fuelTPerDay * days(shaRtm, large.id);
  const extra = extraVoyage(
    large,
    {
      openNm: shaRtm,
      closedNm: shaRtmCape,
      valueUsdPerT: p.containerUsdPerT,
      savesSuez: true,
      takesPanama: false,
    },
    p,
  );
  const roundTrip = 2 * days(shaRtm, large.id) + p.portDaysRoundTrip;
  const roundTripCape = 2 * days(shaRtmCape, large.id) + p.portDaysRoundTrip;
  // Container ton-miles grow with the share of the fleet that goes the longer way.
  const tonMiles = p.containerFleetShareSuez * (shaRtmCape / shaRtm - 1);
  const capeBy = (suezLost: number) => (p.suezTransitsPerDay * suezLost) / p.capeArrivalsPerDay;
  const everGivenWait = (6 / 2) * (1 + 1 / p.queueDrainFactor);
  const row = (
    what: string,
    unit: string,
    computed: number,
    published: string,
    low: number,
    high: number,
    role: Validation['role'],
    source: string,
    note?: string,
  ): Validation => ({
    what,
    unit,
    computed,
    published,
    low,
    high,
    role,
    source,
    within: computed >= low - 1e-9 && computed <= high + 1e-9,
    ...(note === undefined ? {} : { note }),
  });
  const unctad = 'UNCTAD, mid-2024';
  return [
    row(
      'Ras Tanura–Rotterdam, Bab el-Mandeb closed, VLCC',
      'days more',
      days(extraNm('ras-tanura', 'rotterdam', 'vlcc', ['bab-el-mandeb']), 'vlcc'),
      'around 15',
      13.5,
      16.5,
      'predicted',
      'Press, 2024',
    ),
    row(
      'Shanghai–Rotterdam by the Cape',
      'days more',
      days(shaRtmCape - shaRtm, large.id),
      '7–10; 8–10',
      7,
      10,
      'predicted',
      'Carriers and press, 2024',
    ),
    row(
      'Singapore–Rotterdam by the Cape',
      'nm more',
      extraNm('singapore', 'rotterdam', 'container-large', ['suez']),
      'about 3,500',
      3150,
      3850,
      'predicted',
      'ICS, 2021',
    ),
    row(
      'Ras Tanura–Chiba, Malacca closed, VLCC',
      'nm more',
      extraNm('ras-tanura', 'chiba', 'vlcc', ['malacca']),
      'about 1,000',
      900,
      1100,
      'predicted',
      'Press, on tankers by Lombok',
    ),
    row(
      'Ras Tanura–Chiba, Malacca closed, VLCC',
      'days more',
      days(extraNm('ras-tanura', 'chiba', 'vlcc', ['malacca']), 'vlcc'),
      'about 3',
      2.5,
      3.5,
      'predicted',
      'Press, on tankers by Lombok',
    ),
    row(
      'Suez trade volume, January and February 2024',
      'share',
      -0.5,
      '−0.50',
      -0.5,
      -0.5,
      'input',
      'IMF Chart of the Week 2024-03-07',
    ),
    row(
      'Ton-miles of all trades, mid-2024',
      'share more',
      p.suezShareOfTrade * 0.7 * (shaRtmCape / shaRtm - 1),
      '+0.03',
      0.025,
      0.035,
      'predicted',
      unctad,
      'The share of trade that passed Suez, of which 70 % left, by the longer way of Shanghai–Rotterdam.',
    ),
    row('Suez tonnage, mid-2024', 'share', -0.7, '−0.70', -0.7, -0.7, 'input', unctad),
    row('Gulf of Aden tonnage, mid-2024', 'share', -0.76, '−0.76', -0.76, -0.76, 'input', unctad),
    row('Cape arrivals, mid-2024', 'share more', capeBy(0.7), '+0.89', 0.8, 0.98, 'fitted', unctad),
    row(
      'Cape, January and February 2024 (Suez −50 %)',
      'share more',
      capeBy(0.5),
      '+0.74',
      0.666,
      0.814,
      'predicted',
      'IMF Chart of the Week 2024-03-07',
      'No base of the Cape gives both figures: the IMF has 0.74 for 0.50 lost at Suez (1.48), UNCTAD 0.89 for 0.70 (1.27), to which ours is fitted. The IMF counts tonnes of cargo, and the large ships went round first.',
    ),
    row(
      'Container ton-miles, mid-2024',
      'share more',
      tonMiles,
      '+0.12',
      0.108,
      0.132,
      'predicted',
      unctad,
      'UNCTAD counts ton-miles of mid-2024, when nearly all had left Suez; ours has the share of the fleet of 7 January (16.4 %), when the diversion had hardly begun. A third of the fleet gives 0.11.',
    ),
    row(
      'Fuel a journey, Far East–Europe',
      'share more',
      extra.fuelT / usualFuelT,
      '+0.40',
      0.36,
      0.44,
      'predicted',
      'Maersk, May 2024, via thegrower.org',
      'The carrier counts longer ways and higher speed together and does not say which speed; ours is at the usual one (one knot more gives 0.49).',
    ),
    row(
      'Capacity Far East–Europe',
      'share less',
      1 - roundTrip / roundTripCape,
      '0.15–0.20',
      0.15,
      0.2,
      'predicted',
      'Maersk, May 2024, via thegrower.org',
    ),
    row(
      'Freight Shanghai–Rotterdam on the year',
      'share more',
      1.12 ** p.freightElasticity - 1,
      '+1.33',
      1.197,
      1.463,
      'fitted',
      'Drewry, 2024-01-11 (market rate)',
    ),
    row(
      'Freight Shanghai–Rotterdam in the week, 3,577 to 4,406 US$ an FEU',
      'share more',
      (1 + tonMiles) ** p.freightElasticity - 1,
      '+0.23',
      0.207,
      0.253,
      'predicted',
      'Drewry, 2024-01-04 and 2024-01-11',
      'Published is the rise between two quotations a week apart, after weeks of rises; ours is the level to which 16.4 % of the fleet on the longer way leads.',
    ),
    row(
      'Ever Given: cargo held, six days',
      'bn US$',
      9.6 * 6,
      '9.6 a day',
      57.6,
      57.6,
      'input',
      "Lloyd's List 2021: held, not lost",
    ),
    row(
      'Ever Given: capital cost of the cargo that waited',
      'bn US$',
      (9.6 * 6 * everGivenWait * p.capitalRatePerYear) / 365,
      'far below the cargo held',
      0,
      9.6,
      'predicted',
      "Lloyd's List 2021, in the sense of held, not lost",
    ),
    row(
      'Europe–Japan, Suez closed: by the Cape',
      'share',
      1 -
        Math.min(
          1,
          Math.max(0, p.panamaSlotsPerDay - p.panamaUsedPerDay) /
            (p.suezTransitsPerDay * p.panamaShareOfSuezTraffic),
        ),
      'the Cape, as Panama has no slots',
      0.5,
      1,
      'predicted',
      'Panama Canal Authority: slots are booked out in normal times',
    ),
  ];
}
