/** What a person in a shelter needs, each row with its source. Starting points that a plan may overrule. */
export interface Norm {
  readonly item: string;
  readonly perPersonDay?: number;
  /** Once, whatever the days. */
  readonly perPerson?: number;
  readonly unit: string;
  readonly unitsPerPallet?: number;
  readonly source: string;
}

export const norms: readonly Norm[] = [
  {
    item: 'meals',
    perPersonDay: 3,
    unit: 'meal',
    unitsPerPallet: 1000,
    source: 'Three meals a day; a pallet of packed rice or bread holds about a thousand (planning figure)',
  },
  {
    item: 'drinking-water',
    perPersonDay: 3,
    unit: 'L',
    unitsPerPallet: 720,
    source:
      'Cabinet Office of Japan, guidance on household stocks: 3 L a person and day; 60 cartons of 6 × 2 L a pallet',
  },
  {
    item: 'water-all-uses',
    perPersonDay: 15,
    unit: 'L',
    source: 'The Sphere Handbook, 4th edition (2018), water supply standard 2.1',
  },
  {
    item: 'blankets',
    perPerson: 2,
    unit: 'piece',
    unitsPerPallet: 200,
    source: 'Planning figure: one to lie on and one for cover',
  },
  {
    item: 'portable-toilet-bags',
    perPersonDay: 5,
    unit: 'piece',
    unitsPerPallet: 6000,
    source: 'Cabinet Office of Japan, guideline on toilets in shelters (2016): five uses a person and day',
  },
  {
    item: 'toilets',
    perPerson: 0.02,
    unit: 'piece',
    source:
      'Cabinet Office of Japan, guideline on toilets in shelters (2016): one for 50 people at first, one for 20 later',
  },
];
