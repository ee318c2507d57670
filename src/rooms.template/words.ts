import type { Catalogue } from '../words/index.ts';

/** What the room says. In a real room this stands in `src/words/<room>.ts`. */
export const templateWords = {
  'template.sighting': { en: '{by} saw: {what}', ja: '{by} の目撃：{what}' },
  'template.section': { en: 'Sightings from the shore', ja: '陸上からの目撃' },
  'template.count': {
    en: '{count:int} sighting(s) since {since:time}.',
    ja: '{since:time}以降の目撃は{count:int}件。',
  },
  'template.source': { en: 'A sighting, as told', ja: '目撃者の申告' },
} as const satisfies Catalogue;
