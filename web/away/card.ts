import type { Language, Names, Session } from '../../src/hub/api.ts';

/**
 * Who sits here and for which contingency they write: what a page needs that is loaded while the hub cannot be reached.
 * It lies in the tab's own storage, names nobody but its reader, and goes with the session.
 */
export interface AwayCard {
  readonly account: string;
  readonly accountName: string;
  readonly party: string;
  readonly partyName: Names;
  readonly language: Language;
  readonly theme: Session['theme'];
  readonly exercise: boolean;
  readonly contingency: string;
  readonly level: string;
  /** The hub's clock, as it was at a time of this browser's. */
  readonly clock: { readonly utcMs: number; readonly atMs: number; readonly rate: number };
}

const name = 'commonwatch.away';
/** Set where somebody signed out while the hub could not be told. */
const leavingName = 'commonwatch.leaving';

export function readCard(): AwayCard | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(name) ?? 'null') as AwayCard | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeCard(card: AwayCard): void {
  sessionStorage.setItem(name, JSON.stringify(card));
}

/** What the hub's clock shows, as far as this browser can tell. */
export function clockOf({ clock }: AwayCard): number {
  return clock.utcMs + (Date.now() - clock.atMs) * clock.rate;
}

export function dropCard(): void {
  sessionStorage.removeItem(name);
}

export const leaving = {
  is: () => localStorage.getItem(leavingName) !== null,
  begin: () => localStorage.setItem(leavingName, '1'),
  end: () => localStorage.removeItem(leavingName),
};
