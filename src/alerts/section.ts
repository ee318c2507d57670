/** The room's part of a brief: what was alerted since, in its senders' words. */
import { message } from '../core/index.ts';
import type { Section } from '../core/index.ts';
import { alertType, isAlert } from './alert.ts';

/** One page has room for so many. */
const sentences = 6;
const gravest = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'];

export const alertSection: Section = {
  name: 'alerts',
  order: 35,
  build: ({ entries, viewer }) => {
    const alerts = entries.for(viewer).filter(isAlert);
    if (alerts.length === 0) return undefined;
    const rank = (entry: (typeof alerts)[number]) =>
      gravest.indexOf(entry.body.infos[0]?.severity ?? 'Unknown');
    const ranked = [...alerts].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
    return {
      title: message('alerts.section.title', { count: alerts.length }),
      blocks: ranked.slice(0, sentences).map((entry) => ({
        kind: 'sentence' as const,
        text: alertType.title(entry),
        sources: [
          {
            entry: entry.id,
            text: message('alerts.section.source', {
              sender: entry.body.sender,
              severity: entry.body.infos[0]?.severity ?? 'Unknown',
            }),
            asOf: entry.modified,
          },
        ],
      })),
    };
  },
};
