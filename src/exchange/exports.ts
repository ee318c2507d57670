import type { Export } from '../core/index.ts';
import { cisePush } from './cise.ts';
import { csv } from './csv.ts';
import { featureCollection } from './geojson.ts';
import { kml } from './kml.ts';
import { mispEvents } from './misp.ts';
import { nvg } from './nvg.ts';
import { stixBundle } from './stix.ts';
import type { ExchangeOptions } from './writer.ts';

/** A hub's ways out as files; each is bound to the viewer that it is written for. */
export function exportsFor(options: ExchangeOptions): readonly Export[] {
  return [
    {
      name: 'findings.geojson',
      mediaType: 'application/geo+json',
      extension: 'geojson',
      write: (entries, viewer, language) =>
        `${JSON.stringify(featureCollection(entries, viewer, language, options))}\n`,
    },
    {
      name: 'findings.stix.json',
      mediaType: 'application/stix+json;version=2.1',
      extension: 'json',
      write: (entries, viewer, language) =>
        `${JSON.stringify(stixBundle(entries, viewer, language, options))}\n`,
    },
    {
      name: 'findings.csv',
      mediaType: 'text/csv; charset=utf-8; header=present',
      extension: 'csv',
      write: (entries, viewer, language) => csv(entries, viewer, language, options),
    },
    {
      name: 'findings.kml',
      mediaType: 'application/vnd.google-earth.kml+xml',
      extension: 'kml',
      write: (entries, viewer, language) => kml(entries, viewer, language, options),
    },
    {
      name: 'findings.nvg',
      mediaType: 'application/vnd.nato.nvg+xml',
      extension: 'nvg',
      write: (entries, viewer, language) => nvg(entries, viewer, language, options),
    },
    {
      name: 'findings.cise.xml',
      mediaType: 'application/xml',
      extension: 'xml',
      write: (entries, viewer, language) => cisePush(entries, viewer, language, options),
    },
    {
      name: 'findings.misp.json',
      mediaType: 'application/json',
      extension: 'json',
      write: (entries, viewer, language) =>
        `${JSON.stringify({ response: mispEvents(entries, viewer, language, options) })}\n`,
    },
  ];
}
