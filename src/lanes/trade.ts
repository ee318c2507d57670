/** Commodities of the model by the codes of the Harmonized System, and how each is shipped. */

export interface Commodity {
  readonly id: string;
  readonly class: string;
  readonly mode: 'sea' | 'air';
  /** HS headings that begin so; the longest beginning wins. */
  readonly hs: readonly string[];
}

/** HS 2022, headings; the classes are the usual ones of each trade. */
export const commodities: readonly Commodity[] = [
  { id: 'crude', class: 'vlcc', mode: 'sea', hs: ['2709'] },
  { id: 'oil products', class: 'aframax', mode: 'sea', hs: ['2710'] },
  { id: 'lng', class: 'lng', mode: 'sea', hs: ['271111'] },
  { id: 'coal', class: 'capesize', mode: 'sea', hs: ['2701', '2702', '2704'] },
  { id: 'iron ore', class: 'capesize', mode: 'sea', hs: ['2601'] },
  {
    id: 'grain',
    class: 'panamax',
    mode: 'sea',
    hs: ['1001', '1003', '1004', '1005', '1006', '1007', '1201'],
  },
  { id: 'fertiliser', class: 'handysize', mode: 'sea', hs: ['31', '2510'] },
  { id: 'rare earths', class: 'container', mode: 'sea', hs: ['280530', '2846'] },
  { id: 'semiconductors', class: 'container', mode: 'air', hs: ['8541', '8542'] },
];

/** All other goods travel in boxes. */
export const otherGoods: Commodity = { id: 'containers', class: 'container-large', mode: 'sea', hs: [] };

/** @param code two to six digits of the Harmonized System */
export function commodityOf(code: string): Commodity {
  let best = otherGoods;
  let length = 0;
  for (const commodity of commodities)
    for (const beginning of commodity.hs)
      if (beginning.length > length && code.startsWith(beginning))
        [best, length] = [commodity, beginning.length];
  return best;
}
