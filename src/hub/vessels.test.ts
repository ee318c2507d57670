import { describe, expect, it } from 'vitest';
import { createIngest } from '../ais/index.ts';
import { shipClasses } from '../sea/api.ts';
import { VesselTable } from './vessels.ts';

const mmsi = 431_000_001;
const atUtcMs = Date.UTC(2026, 0, 1);
const [coast, partner] = [0, 1];
const [tanker, cargo] = [80, 70];

/** One vessel of which both feeds bring a position. */
function tableOfTwoFeeds(table = new VesselTable(2)): VesselTable {
  for (const feed of [coast, partner]) {
    const ingest = createIngest({ onPositions: (batch) => table.put(feed, batch), onStatics: () => {} });
    const time = new Date(atUtcMs).toISOString();
    ingest.push(new TextEncoder().encode(`datetime,mmsi,lon,lat,sog,cog\n${time},${mmsi},140,25,5,90\n`));
    ingest.end();
  }
  return table;
}

/** The class in which a viewer of some feeds gets the only vessel; see `VesselColumns`. */
function classFor(table: VesselTable, feeds: readonly number[]): string {
  const bytes = table.encode(feeds, atUtcMs);
  expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(1);
  return shipClasses[bytes[16 + 7 * 8]];
}

describe('the table of newest positions', () => {
  it('tells what a vessel is only to who may see a feed that said it', () => {
    const table = tableOfTwoFeeds();
    table.setShipType(partner, mmsi, tanker, atUtcMs);
    expect(classFor(table, [coast])).toBe('other');
    expect(classFor(table, [partner])).toBe('tanker');
    expect(classFor(table, [coast, partner])).toBe('tanker');
  });

  it('takes the newest word among the feeds of a viewer', () => {
    const table = tableOfTwoFeeds();
    table.setShipType(partner, mmsi, tanker, atUtcMs);
    table.setShipType(coast, mmsi, cargo, atUtcMs - 1);
    expect(classFor(table, [coast, partner])).toBe('tanker');
    table.setShipType(coast, mmsi, cargo, atUtcMs + 1);
    expect(classFor(table, [coast, partner])).toBe('cargo');
    expect(classFor(table, [partner])).toBe('tanker');
  });

  it('keeps what each feed said over a restart', () => {
    const table = tableOfTwoFeeds();
    table.setShipType(partner, mmsi, tanker, atUtcMs);
    table.setShipType(coast, mmsi, cargo, atUtcMs - 1);
    const again = new VesselTable(2);
    again.restore(table.snapshot());
    for (const feeds of [[coast], [partner], [coast, partner]])
      expect(again.encode(feeds, atUtcMs)).toEqual(table.encode(feeds, atUtcMs));
  });

  it('knows a vessel that said what it is before it said where', () => {
    const table = new VesselTable(2);
    table.setShipType(coast, mmsi, cargo, atUtcMs);
    expect(new DataView(table.encode([coast, partner], atUtcMs).buffer).getUint32(4, true)).toBe(0);
    expect(table.latest(mmsi, [coast])).toBeUndefined();
    expect(classFor(tableOfTwoFeeds(table), [coast])).toBe('cargo');
  });
});
