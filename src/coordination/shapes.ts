/** How the room's entries look in the formats of exchange/: places as GeoJSON, directives as CAP 1.2 alerts. */
import { message } from '../core/index.ts';
import type { CapContent, Entry, Shape } from '../core/index.ts';
import type { DirectiveBody, SiteBody } from './bodies.ts';
import { typeOfKind } from './types.ts';

const severities: Record<DirectiveBody['severity'], CapContent['severity']> = {
  extreme: 'Extreme',
  severe: 'Severe',
  moderate: 'Moderate',
  minor: 'Minor',
  unknown: 'Unknown',
};
const responses: Record<DirectiveBody['kind'], CapContent['responseType']> = {
  warning: 'Prepare',
  evacuation: 'Evacuate',
  instruction: 'Execute',
};

export const coordinationShapes: readonly Shape[] = [
  {
    type: typeOfKind('site'),
    geojson: (entry: Entry) => {
      const { name, kind, place, people } = entry.body as unknown as SiteBody;
      return {
        type: 'Feature',
        id: entry.id,
        geometry: place === undefined ? null : { type: 'Point', coordinates: [place.lonDeg, place.latDeg] },
        properties: { name: name.en, name_ja: name.ja, kind, ...(people === undefined ? {} : { people }) },
      };
    },
  },
  {
    type: typeOfKind('directive'),
    cap: (entry: Entry): CapContent => {
      const { kind, text, severity, areas, atUtcMs, expiresUtcMs } = entry.body as unknown as DirectiveBody;
      return {
        category: 'Safety',
        event: message(`coordination.directive.${kind}`),
        headline: message('coordination.title.directive', {
          kind: message(`coordination.directive.${kind}`),
          text,
        }),
        description: [message('coordination.text', { text })],
        responseType: responses[kind],
        urgency: kind === 'warning' ? 'Expected' : 'Immediate',
        severity: severities[severity],
        certainty: 'Likely',
        onsetUtcMs: atUtcMs,
        ...(expiresUtcMs === undefined ? {} : { expiresUtcMs }),
        area: { description: message('coordination.list', { list: areas }) },
      };
    },
  },
];
