/**
 * Application messages (types 6 and 8) in the gpsd profile: those which gpsd 3.22 takes apart, by designated area
 * code and function identifier; all others appear as raw bits. Layouts: IMO SN/Circ.236 and SN.1/Circ.289 (DAC 1),
 * Inland AIS (DAC 200), GLA (DAC 235 and 250).
 */
import { readUint } from './bits.ts';
import { utf8 } from './bytewriter.ts';
import {
  chars,
  charsToEnd,
  coded,
  constant,
  flag,
  hexData,
  int,
  jsonQuote,
  key,
  list,
  lonLat,
  monthToMinute,
  scaledInt,
  scaledUint,
  type Step,
  type Steps,
  tenths,
  textOrCode,
  time,
  uint,
} from './gpsdsteps.ts';
import * as legends from './legends.ts';
import type { MessageView } from './message.ts';

/** An application message: when gpsd takes it apart, and how. */
interface Application {
  readonly accepts: (view: MessageView) => boolean;
  readonly steps: Steps;
}

const always = (): boolean => true;
const ofBits =
  (...lengths: number[]) =>
  (view: MessageView): boolean =>
    lengths.includes(view.bitLength);
const application = (steps: Steps, accepts: Application['accepts'] = always): Application => ({
  accepts,
  steps,
});

/** Positions of the IMO circulars: 1/1,000 minute. */
const milliLonLat = (lon: number, lat: number, prefix = ''): Steps => [
  scaledInt(`${prefix}lon`, lon, 25, 60_000, 4),
  scaledInt(`${prefix}lat`, lat, 24, 60_000, 4),
];

/** Volts of the GLA monitor in twentieths; a 0 stays a whole number. */
function volts(name: string, start: number): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readUint(view.bytes, start, 10);
    out.raw(label);
    if (scaled && raw !== 0) out.fixed(raw * 0.05, 2);
    else out.uint(raw);
  };
}

const aidMonitor = application(
  [
    flag('off_pos', 131),
    flag('alarm', 122),
    uint('stat_ext', 123, 8),
    volts('ana_int', 88),
    volts('ana_ext1', 98),
    volts('ana_ext2', 108),
    coded('racon', 118, 2, legends.raconStatusTexts, ''),
    coded('light', 120, 2, legends.lightStatusTexts, ''),
  ],
  ofBits(136),
);

/** How many elements of `size` bits begin at or before the end of the message, as gpsd counts them. */
const elements =
  (base: number, size: number, most: number) =>
  (view: MessageView): number =>
    Math.min(most, Math.max(0, Math.floor((view.bitLength - base) / size) + 1));

const tidalTimes = (a: number, speedBits: number): Steps => [
  uint('from_hour', a, 5),
  uint('from_min', a + 5, 6),
  uint('to_hour', a + 11, 5),
  uint('to_min', a + 16, 6),
  uint('cdir', a + 22, 9),
  tenths('cspeed', a + 31, speedBits),
];

const tidalWindow = (size: number, element: (a: number) => Steps): Application =>
  application([
    uint('month', 88, 4),
    uint('day', 92, 5),
    list('tidals', elements(97, size, 3), (index) => element(97 + size * index)),
  ]);

/** The services of a berth, two bits each from bit 139. */
const berthServices = [
  'agent',
  'fuel',
  'chandler',
  'stevedore',
  'electrical',
  'water',
  'customs',
  'cartage',
  'crane',
  'lift',
  'medical',
  'navrepair',
  'provisions',
  'shiprepair',
  'surveyor',
  'steam',
  'tugs',
  'solidwaste',
  'liquidwaste',
  'hazardouswaste',
  'ballast',
  'additional',
  'regional1',
  'regional2',
  'future1',
  'future2',
];

const berth: Steps = [
  uint('linkage', 88, 10),
  uint('berth_length', 98, 9),
  coded('position', 115, 3, legends.berthPositionTexts, ''),
  monthToMinute('arrival', 118, 1, ''),
  uint('availability', 138, 1),
  ...berthServices.map((name, index) => uint(name, 139 + 2 * index, 2)),
  chars('berth_name', 191, 20),
  ...milliLonLat(311, 336, 'berth_'),
  tenths('berth_depth', 107, 8),
];

/** Route information; `start` is its first bit behind the application identifier. */
const route = (start: number): Steps => [
  uint('linkage', start, 10),
  uint('sender', start + 10, 3),
  coded('rtype', start + 13, 5, legends.routeTypeTexts, ''),
  monthToMinute('start', start + 18),
  uint('duration', start + 38, 18),
  list(
    'waypoints',
    (view) => Math.min(16, readUint(view.bytes, start + 56, 5)),
    (index) => lonLat(start + 61 + 55 * index, start + 89 + 55 * index),
  ),
];

/** Persons on board: SN.1/Circ.289 in messages of 224 bits, else where SN/Circ.236 has them. */
const personsKey = key('persons');
const persons: Step = (out, view) => {
  out.raw(personsKey);
  out.uint(readUint(view.bytes, view.bitLength === 224 ? 88 : 55, 13));
};

const lock: Steps = [
  chars('country', 88, 2),
  chars('locode', 100, 3),
  chars('section', 118, 5),
  chars('terminal', 148, 5),
  chars('hectometre', 178, 5),
  monthToMinute('eta', 208, 1, ''),
];

const addressed = new Map<number, Application>([
  [id(200, 21), application([...lock, uint('tugs', 228, 3), uint('airdraught', 231, 12)], ofBits(248))],
  [id(200, 22), application([...lock, coded('status', 228, 2, legends.lockStatusTexts, '')], ofBits(232))],
  [
    id(200, 55),
    application([uint('crew', 88, 8), uint('passengers', 96, 13), uint('personnel', 109, 8)], ofBits(168)),
  ],
  [id(235, 10), aidMonitor],
  [id(250, 10), aidMonitor],
  [
    id(1, 12),
    application([
      chars('lastport', 88, 5),
      monthToMinute('departure', 118),
      chars('nextport', 138, 5),
      monthToMinute('eta', 168),
      chars('dangerous', 188, 20),
      chars('imdcat', 308, 4),
      uint('unid', 332, 13),
      uint('amount', 345, 10),
      uint('unit', 355, 2),
    ]),
  ],
  [
    id(1, 14),
    tidalWindow(93, (a) => [
      scaledInt('lon', a + 27, 28, 60_000, 4),
      scaledInt('lat', a, 27, 60_000, 4),
      ...tidalTimes(a + 55, 7),
    ]),
  ],
  [id(1, 15), application([uint('airdraught', 56, 11)])],
  [id(1, 16), application([persons])],
  [
    id(1, 18),
    application([
      uint('linkage', 88, 10),
      monthToMinute('arrival', 98),
      chars('portname', 118, 20),
      chars('destination', 238, 5),
      ...milliLonLat(268, 293),
    ]),
  ],
  [id(1, 20), application(berth)],
  [
    id(1, 25),
    application([
      uint('unit', 88, 2),
      uint('amount', 90, 10),
      list(
        'cargos',
        (view) => Math.min(28, Math.ceil(Math.max(0, view.bitLength - 100) / 17)),
        (index) => [uint('code', 100 + 17 * index, 4), uint('subtype', 104 + 17 * index, 13)],
      ),
    ]),
  ],
  [id(1, 28), application(route(88))],
  [id(1, 30), application([uint('linkage', 88, 10), charsToEnd('text', 98)])],
  [id(1, 32), tidalWindow(88, (a) => [...milliLonLat(a, a + 25), ...tidalTimes(a + 49, 8)])],
]);

/** Scaled: raw − offset as a whole number. */
function shifted(name: string, start: number, width: number, offset: number): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readUint(view.bytes, start, width);
    out.raw(label);
    out.uint(scaled ? raw + offset : raw);
  };
}

/** gpsd subtracts the datum of FI 31 without a sign, so that levels below it become 42,949,… m when scaled. */
const waterLevel31Key = key('waterlevel');
const waterLevel31: Step = (out, view, scaled) => {
  const raw = readUint(view.bytes, 201, 12);
  out.raw(waterLevel31Key);
  if (scaled) out.fixed(((raw - 1000) >>> 0) / 100, 1);
  else out.uint(raw);
};

/** Currents, waves and swell: the same in both circulars, but for where they begin. */
const seaState = (start: number): Steps => [
  tenths('cspeed', start, 8),
  uint('cdir', start + 8, 9),
  tenths('cspeed2', start + 17, 8),
  uint('cdir2', start + 25, 9),
  uint('cdepth2', start + 34, 5),
  tenths('cspeed3', start + 39, 8),
  uint('cdir3', start + 47, 9),
  uint('cdepth3', start + 56, 5),
  tenths('waveheight', start + 61, 8),
  uint('waveperiod', start + 69, 6),
  uint('wavedir', start + 75, 9),
  tenths('swellheight', start + 84, 8),
  uint('swellperiod', start + 92, 6),
  uint('swelldir', start + 98, 9),
  uint('seastate', start + 107, 4),
];

const wind = (start: number): Steps => [
  time('timestamp', [start, 5, 2], 'T', [start + 5, 5, 2], ':', [start + 10, 6, 2], 'Z'),
  uint('wspeed', start + 16, 7),
  uint('wgust', start + 23, 7),
  uint('wdir', start + 30, 9),
  uint('wgustdir', start + 39, 9),
];

const weather236: Steps = [
  scaledInt('lat', 56, 24, 60_000, 4),
  scaledInt('lon', 80, 25, 60_000, 4),
  ...wind(105),
  uint('humidity', 164, 7),
  scaledUint('airtemp', 153, 11, 600, 10, 1),
  scaledUint('dewpoint', 171, 10, 200, 10, 1),
  shifted('pressure', 181, 9, 800),
  textOrCode('pressuretend', 190, 2, legends.trendTexts),
  tenths('visibility', 192, 8),
  scaledUint('waterlevel', 200, 9, 100, 10, 1),
  textOrCode('leveltrend', 209, 2, legends.trendTexts),
  ...seaState(211),
  scaledUint('watertemp', 322, 10, 100, 10, 1),
  coded('preciptype', 332, 3, legends.precipitationTexts, ''),
  tenths('salinity', 335, 9),
  coded('ice', 344, 2, legends.iceTexts, ''),
];

const weather289: Steps = [
  scaledInt('lat', 81, 24, 60_000, 4),
  scaledInt('lon', 56, 25, 60_000, 4),
  flag('accuracy', 105),
  ...wind(106),
  uint('humidity', 165, 7),
  scaledInt('airtemp', 154, 11, 10, 1),
  scaledInt('dewpoint', 172, 10, 10, 1),
  shifted('pressure', 182, 9, 799),
  textOrCode('pressuretend', 191, 2, legends.trendTexts),
  flag('visgreater', 193),
  tenths('visibility', 194, 7),
  waterLevel31,
  textOrCode('leveltrend', 213, 2, legends.trendTexts),
  ...seaState(215),
  scaledInt('watertemp', 326, 10, 10, 1),
  textOrCode('preciptype', 336, 3, legends.precipitationTexts),
  tenths('salinity', 339, 9),
  textOrCode('ice', 348, 2, legends.iceTexts),
];

/** Day, month, hour and minute as IMO SN/Circ.236 orders them. */
const closure = (name: string, start: number): Step =>
  time(name, [start + 5, 4, 2], '-', [start, 5, 2], 'T', [start + 9, 5, 2], ':', [start + 14, 6, 2]);

/** A target of a shore station, identified by MMSI, IMO number, call sign or something else. */
function target(a: number): Steps {
  const forms: Steps = [
    number42('mmsi', a + 2),
    number42('imo', a + 2),
    chars('callsign', a + 2, 7),
    chars('other', a + 2, 7),
  ];
  return [
    coded('idtype', a, 2, legends.targetIdTexts, ''),
    (out, view, scaled) => forms[readUint(view.bytes, a, 2)](out, view, scaled),
    scaledInt('lat', a + 48, 24, 60_000, 4),
    scaledInt('lon', a + 72, 25, 60_000, 4),
    uint('course', a + 97, 9),
    uint('second', a + 106, 6),
    uint('speed', a + 112, 10),
  ];
}

/** A quoted number of 42 bits, of which gpsd keeps the low 32. */
function number42(name: string, start: number): Step {
  const label = utf8(`,"${name}":"`);
  return (out, view) => {
    out.raw(label);
    out.uint(readUint(view.bytes, start + 10, 32));
    out.byte(34);
  };
}

const trafficSignal: Steps = [
  uint('linkage', 56, 10),
  chars('station', 66, 20),
  always60000('lon', 186, 25),
  always60000('lat', 211, 24),
  uint('status', 235, 2),
  coded('signal', 237, 5, legends.trafficSignalTexts, 'INVALID SIGNAL TYPE'),
  uint('hour', 242, 5),
  uint('minute', 247, 6),
  coded('nextsignal', 253, 5, legends.trafficSignalTexts, 'INVALID SIGNAL TYPE'),
];

/** gpsd scales the position of a traffic signal even when it is asked not to. */
function always60000(name: string, start: number, width: number): Step {
  const step = scaledInt(name, start, width, 60_000, 4);
  return (out, view) => step(out, view, true);
}

const inlandShipKey = key('shiptype');
const inlandShip: Step = (out, view) => {
  const code = readUint(view.bytes, 127, 14);
  const found = inlandShipByCode.get(code) ?? 'Illegal ship type value.';
  out.raw(inlandShipKey);
  out.uint(code);
  out.text(`,"shiptype_text":${jsonQuote(found)}`);
};

/** The first row whose ERI code or AIS ship type is the code sent. */
const inlandShipByCode = new Map<number, string>();
for (const [eri, ais, text] of legends.inlandShipTypes)
  for (const code of [eri, ais]) if (!inlandShipByCode.has(code)) inlandShipByCode.set(code, text);

/** A date since 2000 and a time in the order in which gpsd prints them. */
function warningTime(name: string, year: number, ...rest: readonly (readonly [number, number])[]): Step {
  const label = utf8(`,"${name}":"`);
  const between = new TextEncoder().encode('--T:');
  return (out, view) => {
    out.raw(label);
    out.uint(readUint(view.bytes, year, 8) + 2000);
    rest.forEach(([start, width], index) => {
      out.byte(between[index]);
      out.uint(readUint(view.bytes, start, width), 2);
    });
    out.byte(34);
  };
}

const warning: Steps = [
  // gpsd 3.22 has the day of the start behind its minute.
  warningTime('start', 56, [64, 4], [90, 5], [95, 6], [68, 5]),
  warningTime('end', 73, [81, 4], [85, 5], [101, 5], [106, 6]),
  ...lonLat(112, 140, 'start_'),
  ...lonLat(167, 195, 'end_'),
  coded('type', 222, 4, legends.warningTypeTexts, 'INVALID EMMA TYPE'),
  int('min', 226, 9),
  int('max', 235, 9),
  coded('class', 244, 2, legends.warningClassTexts, 'INVALID EMMA TYPE'),
  coded('wind', 246, 4, legends.windDirectionTexts, 'INVALID EMMA WIND DIRECTION'),
];

const signalKey = key('status');
const signalStatus: Step = (out, view) => {
  const code = readUint(view.bytes, 127, 30);
  out.raw(signalKey);
  out.uint(code);
  out.text(`,"status_text":${jsonQuote(legends.signalStatusTexts[code] ?? 'INVALID STATUS')}`);
};

const broadcast = new Map<number, Application>([
  [id(1, 11), application(weather236)],
  [
    id(1, 13),
    application([
      chars('reason', 56, 20),
      chars('closefrom', 176, 20),
      chars('closeto', 296, 20),
      uint('radius', 416, 10),
      uint('extunit', 426, 2),
      closure('from', 428),
      closure('to', 448),
    ]),
  ],
  [id(1, 15), application([uint('airdraught', 56, 11)])],
  // gpsd 3.22 reads the number of persons and prints another field, which is 0.
  [id(1, 16), application([constant(',"persons":0')], ofBits(192, 128))],
  [id(1, 17), application([list('targets', elements(56, 122, 4), (index) => target(56 + 122 * index))])],
  [id(1, 19), application(trafficSignal)],
  [id(1, 27), application(route(56))],
  [id(1, 29), application([uint('linkage', 56, 10), charsToEnd('text', 66)])],
  [id(1, 31), application(weather289)],
  [
    id(200, 10),
    application(
      [
        chars('vin', 56, 8),
        uint('length', 104, 13),
        uint('beam', 117, 10),
        inlandShip,
        coded('hazard', 141, 3, legends.hazardTexts, 'INVALID HAZARD TYPE'),
        uint('draught', 144, 11),
        coded('loaded', 155, 2, legends.loadStatusTexts, 'INVALID LOAD STATUS'),
        flag('speed_q', 157),
        flag('course_q', 158),
        flag('heading_q', 159),
      ],
      (view) => view.bitLength === 168 && readUint(view.bytes, 141, 3) <= 5,
    ),
  ],
  [id(200, 23), application(warning, ofBits(256))],
  [
    id(200, 24),
    application(
      [
        chars('country', 56, 2),
        list(
          'gauges',
          () => 4,
          (index) => [uint('id', 68 + 25 * index, 11), int('level', 79 + 25 * index, 14)],
        ),
      ],
      ofBits(168),
    ),
  ],
  [
    id(200, 40),
    application(
      [
        ...lonLat(56, 84),
        uint('form', 111, 4),
        uint('facing', 115, 9),
        coded('direction', 124, 3, legends.signalDirectionTexts, 'INVALID DIRECTION'),
        signalStatus,
      ],
      ofBits(168),
    ),
  ],
]);

/** Designated area code and function identifier as one number. */
function id(areaCode: number, functionIdentifier: number): number {
  return areaCode * 64 + functionIdentifier;
}

const addressedHead: Steps = [
  uint('seqno', 38, 2),
  uint('dest_mmsi', 40, 30),
  flag('retransmit', 70),
  uint('dac', 72, 10),
  uint('fid', 82, 6),
];
const broadcastHead: Steps = [uint('dac', 40, 10), uint('fid', 50, 6)];
const addressedRaw: Steps = [...addressedHead, hexData(88)];
const broadcastRaw: Steps = [...broadcastHead, hexData(56, { masked: true })];
const known = {
  addressed: prepare(addressed, addressedHead),
  broadcast: prepare(broadcast, broadcastHead),
};

function prepare(applications: Map<number, Application>, head: Steps): Map<number, Application> {
  return new Map(
    [...applications].map(([code, { accepts, steps }]) => [code, { accepts, steps: [...head, ...steps] }]),
  );
}

/** How a type 6 or 8 is written. */
export function applicationSteps(view: MessageView): Steps {
  const isAddressed = view.type === 6;
  const applications = isAddressed ? known.addressed : known.broadcast;
  const found = applications.get(readUint(view.bytes, isAddressed ? 72 : 40, 16));
  if (found?.accepts(view)) return found.steps;
  return isAddressed ? addressedRaw : broadcastRaw;
}
