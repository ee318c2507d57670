/** Files of positions: AIS sentences, and CSV by its header. */
import type { AisFormat, IngestStats, PositionBatch, StaticBatch } from '../ais/index.ts';
import { createIngest, detectFormat } from '../ais/index.ts';
import type { Importer, ImportReport } from '../core/index.ts';
import { message } from '../core/index.ts';

type Batch = PositionBatch | StaticBatch;

export const importers: readonly Importer<Batch>[] = [
  importer('ais-sentences', (format) => format === 'nmea'),
  importer('ais-csv', (format) => format.startsWith('csv')),
];

function importer(name: string, takes: (format: AisFormat) => boolean): Importer<Batch> {
  return {
    name,
    label: message(`sea.importer.${name}`),
    detect: (_fileName, head) => takes(detectFormat(head)),
    open: (sink) => {
      const ingest = createIngest({
        onPositions: (batch) => sink.batch('positions', batch),
        onStatics: (batch) => sink.batch('statics', batch),
      });
      return {
        push: (bytes) => ingest.push(bytes),
        end: () => {
          ingest.end();
          return reportOf(ingest.stats());
        },
        report: () => reportOf(ingest.stats()),
      };
    },
  };
}

function reportOf({ records, decoded, refusedByReason, positions, statics }: IngestStats): ImportReport {
  return {
    read: records,
    taken: decoded,
    refused: Object.entries(refusedByReason).flatMap(([reason, cases]) =>
      cases === undefined
        ? []
        : [{ reason, count: cases.count, samples: cases.samples.map(({ text }) => text) }],
    ),
    notes: [message('sea.importer.note', { positions, statics })],
  };
}
