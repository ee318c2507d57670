import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { parseDecimal, parseTime } from './csvfields.ts';
import {
  createCsvDecoder,
  createIngest,
  detectFormat,
  encodeSentences,
  mmsiIdentity,
  mmsiKind,
  type PositionBatch,
  type StaticBatch,
  stationClass,
} from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(input: string | Uint8Array, cuts: number[] = []) {
  const positions: PositionBatch[] = [];
  const statics: StaticBatch[] = [];
  const decoder = createCsvDecoder({
    onPositions: (batch) => positions.push(batch),
    onStatics: (batch) => statics.push(batch),
  });
  const whole = typeof input === 'string' ? bytes(input) : input;
  let at = 0;
  for (const cut of cuts.map((c) => c % (whole.length + 1)).sort((a, b) => a - b)) {
    decoder.push(whole.slice(at, cut));
    at = cut;
  }
  decoder.push(whole.slice(at));
  decoder.end();
  const { stats } = decoder;
  expect(stats.rows).toBe(stats.decoded + stats.refused.total);
  const reasons = Object.fromEntries(
    [...stats.refused.byReason].map(([reason, { count }]) => [reason, count]),
  );
  return { positions: positions[0], statics: statics[0], stats, reasons };
}

const noaa =
  'MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass';
const danish =
  '# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,ETA,Data source type,A,B,C,D';

describe('CSV of positions', () => {
  it('is read from MarineCadastre, old and new', () => {
    const { positions, statics, stats } = read(
      `${noaa}\n338148873,2022-01-03T00:00:01,33.6,-117.9,0.1,-204.8,511,"CAZADOR","IMO1234567","W1",37,NA,14,4,NA,NA,"B"\n`,
    );
    expect(stats.format).toBe('csv-marinecadastre');
    expect([
      positions.timeUtcMs[0],
      positions.lonDeg[0],
      positions.latDeg[0],
      positions.stationClass[0],
    ]).toEqual([Date.UTC(2022, 0, 3, 0, 0, 1), -117.9, 33.6, stationClass.b]);
    expect([positions.cogDeg[0], positions.headingDeg[0], positions.status[0]]).toEqual([
      Math.fround(204.8),
      NaN,
      15,
    ]);
    expect([
      statics.imo[0],
      statics.shipType[0],
      statics.toBowM[0],
      statics.toSternM[0],
      statics.strings[statics.name[0]],
    ]).toEqual([1234567, 37, 0, 14, 'CAZADOR']);
    expect(
      read('mmsi,base_date_time,longitude,latitude,sog\n1,2025-01-03 00:00:00,5,6,1\n').stats.format,
    ).toBe('csv-marinecadastre');
  });

  it('is read from the Danish Maritime Authority', () => {
    const { positions, statics } = read(
      `${danish}\n03/01/2022 00:00:02,Class A,219000001,55.5,12.5,Engaged in fishing,,7.1,90,89,Unknown,OX1,NAVN,Fishing,,5,20,GPS,3.5,HAVN,,AIS,12,8,2,3\n`,
    );
    expect([positions.timeUtcMs[0], positions.status[0], positions.stationClass[0]]).toEqual([
      Date.UTC(2022, 0, 3, 0, 0, 2),
      7,
      stationClass.a,
    ]);
    expect([
      statics.shipType[0],
      statics.toBowM[0],
      statics.toSternM[0],
      statics.draughtM[0],
      statics.imo[0],
    ]).toEqual([30, 12, 8, 3.5, 0]);
  });

  it('is read from AISHub in both of its units', () => {
    const header =
      'MMSI,TIME,LONGITUDE,LATITUDE,COG,SOG,HEADING,NAVSTAT,IMO,NAME,CALLSIGN,TYPE,A,B,C,D,DRAUGHT,DEST';
    const raw = read(`${header}\n1,1302600027,84600000,21150000,905,123,90,0,0,N,C,70,1,2,3,4,55,D\n`);
    const plain = read(
      `${header}\n1,2011-04-12 09:20:27 GMT,141,35.25,90.5,12.3,90,0,0,N,C,70,1,2,3,4,5.5,D\n`,
    );
    for (const { positions, statics } of [raw, plain]) {
      expect([positions.timeUtcMs[0], positions.lonDeg[0], positions.latDeg[0]]).toEqual([
        1_302_600_027_000, 141, 35.25,
      ]);
      expect([positions.sogKn[0], positions.cogDeg[0], statics.draughtM[0], statics.shipType[0]]).toEqual([
        Math.fround(12.3),
        90.5,
        5.5,
        70,
      ]);
    }
  });

  it('is read by its header, with semicolons, decimal commas, quotes and a byte order mark', () => {
    const { positions, statics } = read(
      '\uFEFF"DateTime";"MMSI";"Lon";"Lat";"Name"\r\n1664000000;7;"12,5";55,25;"A ""B"";\nC"\r\n',
    );
    expect([positions.lonDeg[0], positions.latDeg[0], positions.timeUtcMs[0]]).toEqual([
      12.5, 55.25, 1_664_000_000_000,
    ]);
    expect(statics.strings[statics.name[0]]).toContain('A ""B"";\nC');
  });

  it('refuses rows by reason and goes on', () => {
    const { reasons, stats } = read(
      `time,mmsi,lon,lat,name\nx,1,1,1,\n2022-01-01 00:00:00,x,1,1,\n2022-01-01 00:00:00,1,200,1,\n2022-01-01 00:00:00,1,,,\n2022-01-01 00:00:00,1,,,SHIP\n2022-01-01\n\n02/03/2022 00:00:00,1,1,1,\n2022-01-01 00:00:00,1,"1,1,\n2022-01-01 00:00:00,1,1,1,\n`,
    );
    expect(reasons).toEqual({
      'time-invalid': 2,
      'mmsi-invalid': 1,
      'position-invalid': 1,
      'position-missing': 1,
      'row-fields': 2,
    });
    expect([stats.decoded, stats.positionsNotAvailable]).toEqual([2, 1]);
  });

  it('loses one row to an endless one, not the file', () => {
    const { reasons, stats } = read(
      `time,mmsi,lon,lat\n${'x'.repeat(70_000)}\n1664000000,1,1,1\n`,
      [5, 30_000, 69_000],
    );
    expect(reasons).toEqual({ 'row-too-long': 1 });
    expect(stats.positions).toBe(1);
  });

  it('throws when a column is missing that it needs', () => {
    expect(() => read('time,mmsi,lon\n')).toThrow(expect.objectContaining({ code: 'ais.csv-columns' }));
  });

  it('gives the same rows however it is cut into chunks', () => {
    const text = `${noaa}\n1,2022-01-03T00:00:01,33.6,-117.9,0.1,1,511,"A ""x""\nB",,,37,0,14,4,NA,NA,B\nbad\n2,2022-01-03T00:00:02,33.6,-117.9,0.1,1,511,,,,37,0,14,4,NA,NA,A`;
    const whole = JSON.stringify(read(text));
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
        expect(JSON.stringify(read(text, cuts))).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });

  const files = [
    'marinecadastre/ais_2022-01-03_first99999.csv',
    'aisanalyze/ais.csv',
    'atlantes/noaa_test_track.csv',
  ];
  for (const file of files) {
    const path = sharedData(`sea/${file}`);
    it.skipIf(path === undefined)(
      `reads ${file} to its last row (needs the data beside the checkout)`,
      () => {
        const { stats } = read(readFileSync(path as string));
        const lines =
          readFileSync(path as string, 'latin1')
            .trimEnd()
            .split('\n').length - 1;
        expect(stats.rows).toBe(lines);
        expect(stats.decoded).toBe(lines - (file.startsWith('marine') ? stats.refused.total : 0));
      },
    );
  }
});

describe('times and numbers of a CSV', () => {
  const time = (text: string, slashes: 'day-first' | 'unknown' = 'unknown') =>
    parseTime(bytes(text), 0, text.length, slashes);

  it.each([
    ['2022-11-01 09:35:36', Date.UTC(2022, 10, 1, 9, 35, 36)],
    ['2014-08-01T00:08:14.125000Z', Date.UTC(2014, 7, 1, 0, 8, 14, 125)],
    ['2022-11-01T18:35:36+09:00', Date.UTC(2022, 10, 1, 9, 35, 36)],
    ['2011-04-12 10:40:27 GMT', Date.UTC(2011, 3, 12, 10, 40, 27)],
    ['20220103T010203Z', Date.UTC(2022, 0, 3, 1, 2, 3)],
    ['2022-01-03', Date.UTC(2022, 0, 3)],
    ['1664000000', 1_664_000_000_000],
    ['1664000000.5', 1_664_000_000_500],
    ['1664000000123', 1_664_000_000_123],
    ['13/01/2022 00:00:00', Date.UTC(2022, 0, 13)],
    ['01/13/2022 00:00:00', Date.UTC(2022, 0, 13)],
    ['02/03/2022 00:00:00', NaN],
    ['2022-02-30 00:00:00', NaN],
    ['2022-01-01 25:00:00', NaN],
    ['soon', NaN],
  ])('%s', (text, expected) => {
    expect(time(text)).toBe(expected);
  });

  it('reads 02/03 as the second of March where days come first', () => {
    expect(time('02/03/2022 00:00:00', 'day-first')).toBe(Date.UTC(2022, 2, 2));
  });

  it('reads any decimal number as the nearest double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseDecimal(bytes(String(value)), 0, String(value).length)).toBe(
          value === 0 ? parseDecimal(bytes(String(value)), 0, 1) : value,
        );
      }),
    );
    for (const text of ['', 'NA', '-', '.', '1.2.3', '0x10'])
      expect(parseDecimal(bytes(text), 0, text.length)).toBeNaN();
  });
});

describe('what a stream is', () => {
  const [sentence] = encodeSentences({ type: 1, mmsi: 1, longitudeDeg: 1, latitudeDeg: 2 });

  it('is told by its first bytes', () => {
    expect(detectFormat(bytes(`# comment\n${sentence}`))).toBe('nmea');
    expect(detectFormat(bytes(`\\s:x*00\\${sentence}`))).toBe('nmea');
    expect(detectFormat(bytes(`${noaa}\n`))).toBe('csv-marinecadastre');
    expect(detectFormat(bytes(`${danish}\n`))).toBe('csv-danish');
    expect(detectFormat(bytes('datetime,mmsi,lon,lat\n'))).toBe('csv-header');
    expect(detectFormat(bytes('hello'))).toBe('unknown');
  });

  it('decides which decoder takes it', () => {
    const count = (text: string) => {
      const ingest = createIngest();
      for (const byte of bytes(text)) ingest.push(Uint8Array.of(byte));
      ingest.end();
      return [ingest.stats().format, ingest.stats().positions];
    };
    expect(count(`${sentence}\n`)).toEqual(['nmea', 1]);
    expect(count('datetime,mmsi,lon,lat\n1664000000,1,1,1')).toEqual(['csv-header', 1]);
    expect(() => count('hello')).toThrow(expect.objectContaining({ code: 'ais.unknown-format' }));
    expect(count('')).toEqual(['unknown', 0]);
  });
});

describe('an MMSI', () => {
  it.each([
    [431_000_123, 'ship', 431],
    [4_310_506, 'coast-station', 431],
    [43_100_001, 'ship-group', 431],
    [111_431_501, 'sar-aircraft', 431],
    [994_310_001, 'aid-to-navigation', 431],
    [984_310_001, 'auxiliary-craft', 431],
    [843_112_345, 'handheld', 431],
    [970_010_001, 'ais-sart', undefined],
    [972_010_001, 'man-overboard', undefined],
    [974_010_001, 'epirb', undefined],
    [0, 'junk', undefined],
    [123_456_789, 'junk', undefined],
    [699_000_001, 'junk', undefined],
    [333_333_333, 'junk', undefined],
    [1_072_211_352, 'junk', undefined],
  ])('%i is of kind %s', (mmsi, kind, mid) => {
    expect(mmsiIdentity(mmsi)).toEqual({ kind, mid });
    expect(mmsiKind(mmsi)).toBe(kind);
  });
});
