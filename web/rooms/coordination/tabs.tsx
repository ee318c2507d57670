import type { ComponentType } from 'react';
import { Board } from './Board.tsx';
import { Changes } from './Changes.tsx';
import { Consignments } from './Consignments.tsx';
import { Drift } from './drift/Drift.tsx';
import { Forms } from './Forms.tsx';
import { Offers } from './Offers.tsx';
import { Organisations } from './Organisations.tsx';
import { Places } from './Places.tsx';
import { Push } from './Push.tsx';
import { Reports } from './Reports.tsx';
import { Siting } from './siting/Siting.tsx';
import { Stock } from './Stock.tsx';
import { Tasks } from './Tasks.tsx';

export interface ReliefTab {
  readonly name:
    | 'board'
    | 'offers'
    | 'stock'
    | 'consignments'
    | 'tasks'
    | 'places'
    | 'reports'
    | 'changes'
    | 'forms'
    | 'organisations'
    | 'push'
    | 'siting'
    | 'drift';
  readonly Page: ComponentType;
  /** Only for accounts that may write. */
  readonly writes?: boolean;
}

export const tabs: readonly ReliefTab[] = [
  { name: 'board', Page: Board },
  { name: 'offers', Page: Offers },
  { name: 'stock', Page: Stock },
  { name: 'consignments', Page: Consignments },
  { name: 'tasks', Page: Tasks },
  { name: 'places', Page: Places },
  { name: 'reports', Page: Reports },
  { name: 'changes', Page: Changes },
  { name: 'organisations', Page: Organisations },
  { name: 'push', Page: Push },
  { name: 'siting', Page: Siting },
  { name: 'drift', Page: Drift },
  { name: 'forms', Page: Forms, writes: true },
];
