import type { Language, MessageRef } from './message.ts';
import type { PartyId } from './party.ts';
import type { BriefBlock, BriefSection } from './room.ts';
import type { Instant } from './time.ts';

/** One partner's morning, on one page: assembled by the hub from the rooms' sections, printed by print/. */
export interface Brief {
  /** Whom it is made for, and who alone may be given it. */
  party: PartyId;
  partyName: { en: string; ja: string };
  /** The party whose hub made it. */
  from: { en: string; ja: string };
  since: Instant;
  at: Instant;
  language: Language;
  exercise: boolean;
  /** What stands at the top and bottom of each page, such as `TLP:AMBER`: the strictest of what the brief holds. */
  marking: string;
  /** What stands above another document than a morning brief, and of what time it speaks. */
  heading?: { title: MessageRef; period: MessageRef };
  /** The page's opening, a few sentences. */
  lead: BriefBlock[];
  sections: BriefSection[];
  /** What may be passed on, to whom. */
  onward: { to: MessageRef; what: MessageRef; allowed: boolean }[];
}
