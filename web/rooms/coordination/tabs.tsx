import type { ComponentType } from 'react';
import { Board } from './Board.tsx';
import { Consignments } from './Consignments.tsx';
import { Offers } from './Offers.tsx';
import { Stock } from './Stock.tsx';

export interface ReliefTab {
  readonly name: 'board' | 'offers' | 'stock' | 'consignments';
  readonly Page: ComponentType;
  /** Only for accounts that may write. */
  readonly writes?: boolean;
}

export const tabs: readonly ReliefTab[] = [
  { name: 'board', Page: Board },
  { name: 'offers', Page: Offers },
  { name: 'stock', Page: Stock },
  { name: 'consignments', Page: Consignments },
];
