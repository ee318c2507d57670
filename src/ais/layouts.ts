/**
 * The messages of ITU-R M.1371-5 (annex 8, section 3) as data: every field's name, first bit, width and meaning.
 * The plain decoder, the encoder, the JSON profile and the documentation are derived from this table; the
 * columnar path is written by hand for speed and is fuzzed against it.
 */

/** How the bits of a field are read. `text` is six-bit text; `data` is bits without a meaning known here. */
export type FieldKind = 'uint' | 'int' | 'bool' | 'text' | 'data' | 'spare' | 'turn';

/** One field of a message. */
export interface Field {
  /** Name in the manner of M.1371, with its unit where it has one. */
  readonly name: string;
  /** First bit; a negative start counts back from the end of the message. */
  readonly start: number;
  /** Bits; 0 means up to the end of the message, a negative width up to that many bits before it. */
  readonly width: number;
  readonly kind: FieldKind;
  /** Raw units in one unit of the name: the value is raw / `per`. */
  readonly per?: number;
  /** Raw value which says "not available". */
  readonly notAvailable?: number;
  /** Decimals that the resolution of the field carries. */
  readonly decimals?: number;
}

/** One message, or one form of a message whose form depends on a flag in it. */
export interface Layout {
  readonly type: number;
  /** Title in M.1371-5. */
  readonly title: string;
  /** Fewest bits that carry what the message is sent for; anything shorter is refused. */
  readonly minBits: number;
  /** Bits of the message as the standard has it, written by the encoder; more where the last field is open. */
  readonly bits: number;
  readonly fields: readonly Field[];
}

type Extra = Pick<Field, 'per' | 'notAvailable' | 'decimals'>;

const uint = (name: string, start: number, width: number, extra: Extra = {}): Field => ({
  name,
  start,
  width,
  kind: 'uint',
  ...extra,
});
const int = (name: string, start: number, width: number, extra: Extra = {}): Field => ({
  name,
  start,
  width,
  kind: 'int',
  ...extra,
});
const bool = (name: string, start: number): Field => ({ name, start, width: 1, kind: 'bool' });
const text = (name: string, start: number, width: number): Field => ({ name, start, width, kind: 'text' });
const data = (name: string, start: number, width = 0): Field => ({ name, start, width, kind: 'data' });
const spare = (start: number, width: number): Field => ({
  name: `spare${start}`,
  start,
  width,
  kind: 'spare',
});

// Groups of fields which several messages share.
const head = [uint('type', 0, 6), uint('repeat', 6, 2), uint('mmsi', 8, 30)];
const longitude = (start: number) =>
  int('longitudeDeg', start, 28, { per: 600_000, notAvailable: 108_600_000, decimals: 6 });
const latitude = (start: number) =>
  int('latitudeDeg', start, 27, { per: 600_000, notAvailable: 54_600_000, decimals: 6 });
const coarseLongitude = (name: string, start: number) =>
  int(name, start, 18, { per: 600, notAvailable: 108_600, decimals: 4 });
const coarseLatitude = (name: string, start: number) =>
  int(name, start, 17, { per: 600, notAvailable: 54_600, decimals: 4 });
const speed = (start: number) =>
  uint('speedOverGroundKn', start, 10, { per: 10, notAvailable: 1023, decimals: 1 });
const course = (start: number) =>
  uint('courseOverGroundDeg', start, 12, { per: 10, notAvailable: 3600, decimals: 1 });
const heading = (start: number) => uint('trueHeadingDeg', start, 9, { notAvailable: 511 });
const second = (start: number) => uint('timeStampSecond', start, 6, { notAvailable: 60 });
const dimensions = (start: number) => [
  uint('toBowM', start, 9),
  uint('toSternM', start + 9, 9),
  uint('toPortM', start + 18, 6),
  uint('toStarboardM', start + 24, 6),
];
const epfd = (start: number) => uint('positionFixingDevice', start, 4, { notAvailable: 0 });
const communicationState = (start: number) => [
  uint('communicationStateSelector', start, 1),
  uint('communicationState', start + 1, 19),
];

const classAPosition = (type: number, title: string): Layout => ({
  type,
  title,
  minBits: 149,
  bits: 168,
  fields: [
    ...head,
    uint('navigationalStatus', 38, 4, { notAvailable: 15 }),
    { name: 'rateOfTurnDegPerMin', start: 42, width: 8, kind: 'turn', notAvailable: -128, decimals: 1 },
    speed(50),
    bool('positionAccuracy', 60),
    longitude(61),
    latitude(89),
    course(116),
    heading(128),
    second(137),
    uint('specialManoeuvre', 143, 2, { notAvailable: 0 }),
    spare(145, 3),
    bool('raim', 148),
    uint('communicationState', 149, 19),
  ],
});

const utcReport = (type: number, title: string): Layout => ({
  type,
  title,
  minBits: 149,
  bits: 168,
  fields: [
    ...head,
    uint('utcYear', 38, 14, { notAvailable: 0 }),
    uint('utcMonth', 52, 4, { notAvailable: 0 }),
    uint('utcDay', 56, 5, { notAvailable: 0 }),
    uint('utcHour', 61, 5, { notAvailable: 24 }),
    uint('utcMinute', 66, 6, { notAvailable: 60 }),
    uint('utcSecond', 72, 6, { notAvailable: 60 }),
    bool('positionAccuracy', 78),
    longitude(79),
    latitude(107),
    epfd(134),
    bool('longRangeTransmissionControl', 138),
    spare(139, 9),
    bool('raim', 148),
    uint('communicationState', 149, 19),
  ],
});

const acknowledge = (type: number, title: string): Layout => ({
  type,
  title,
  minBits: 72,
  bits: 72,
  fields: [
    ...head,
    spare(38, 2),
    ...[1, 2, 3, 4].flatMap((n) => [
      uint(`destinationMmsi${n}`, 8 + 32 * n, 30),
      uint(`sequenceNumber${n}`, 38 + 32 * n, 2),
    ]),
  ],
});

const channelManagement = (title: string, target: readonly Field[]): Layout => ({
  type: 22,
  title,
  minBits: 145,
  bits: 168,
  fields: [
    ...head,
    spare(38, 2),
    uint('channelA', 40, 12),
    uint('channelB', 52, 12),
    uint('transmitReceiveMode', 64, 4),
    bool('lowPower', 68),
    ...target,
    bool('addressed', 139),
    bool('channelABandwidth', 140),
    bool('channelBBandwidth', 141),
    uint('transitionalZoneNm', 142, 3),
    spare(145, 23),
  ],
});

const staticPartB = (title: string, craft: readonly Field[]): Layout => ({
  type: 24,
  title,
  minBits: 132,
  bits: 168,
  fields: [
    ...head,
    uint('partNumber', 38, 2),
    uint('shipType', 40, 8, { notAvailable: 0 }),
    text('vendorId', 48, 18),
    uint('unitModel', 66, 4),
    uint('unitSerial', 70, 20),
    text('callSign', 90, 42),
    ...craft,
    epfd(162),
    spare(166, 2),
  ],
});

/** Types 25 and 26: four forms by the flags "addressed" and "structured"; 26 ends with 20 bits of radio state. */
function binaryForms(type: 25 | 26, title: string): Layout[] {
  const tail = type === 26 ? 20 : 0;
  const closing =
    type === 26 ? [uint('communicationStateSelector', -20, 1), uint('communicationState', -19, 19)] : [];
  return [0, 1, 2, 3].map((form) => {
    const addressed = form >> 1;
    const structured = form & 1;
    const application = 40 + 30 * addressed;
    const start = application + 16 * structured;
    return {
      type,
      title,
      minBits: start + tail,
      bits: start + tail,
      fields: [
        ...head,
        bool('addressed', 38),
        bool('structured', 39),
        ...(addressed ? [uint('destinationMmsi', 40, 30)] : []),
        ...(structured
          ? [uint('designatedAreaCode', application, 10), uint('functionIdentifier', application + 10, 6)]
          : []),
        data('data', start, -tail),
        ...closing,
      ],
    };
  });
}

/** Every layout, in the order of message types; several for a type whose form depends on a flag. */
export const layouts: readonly Layout[] = [
  classAPosition(1, 'Position report, scheduled'),
  classAPosition(2, 'Position report, assigned'),
  classAPosition(3, 'Position report, interrogated'),
  utcReport(4, 'Base station report'),
  {
    type: 5,
    title: 'Static and voyage related data',
    minBits: 420,
    bits: 424,
    fields: [
      ...head,
      uint('aisVersion', 38, 2),
      uint('imoNumber', 40, 30, { notAvailable: 0 }),
      text('callSign', 70, 42),
      text('name', 112, 120),
      uint('shipType', 232, 8, { notAvailable: 0 }),
      ...dimensions(240),
      epfd(270),
      uint('etaMonth', 274, 4, { notAvailable: 0 }),
      uint('etaDay', 278, 5, { notAvailable: 0 }),
      uint('etaHour', 283, 5, { notAvailable: 24 }),
      uint('etaMinute', 288, 6, { notAvailable: 60 }),
      uint('draughtM', 294, 8, { per: 10, notAvailable: 0, decimals: 1 }),
      text('destination', 302, 120),
      bool('dataTerminalNotReady', 422),
      spare(423, 1),
    ],
  },
  {
    type: 6,
    title: 'Binary addressed message',
    minBits: 88,
    bits: 88,
    fields: [
      ...head,
      uint('sequenceNumber', 38, 2),
      uint('destinationMmsi', 40, 30),
      bool('retransmit', 70),
      spare(71, 1),
      uint('designatedAreaCode', 72, 10),
      uint('functionIdentifier', 82, 6),
      data('data', 88),
    ],
  },
  acknowledge(7, 'Binary acknowledgement'),
  {
    type: 8,
    title: 'Binary broadcast message',
    minBits: 56,
    bits: 56,
    fields: [
      ...head,
      spare(38, 2),
      uint('designatedAreaCode', 40, 10),
      uint('functionIdentifier', 50, 6),
      data('data', 56),
    ],
  },
  {
    type: 9,
    title: 'Standard search and rescue aircraft position report',
    minBits: 148,
    bits: 168,
    fields: [
      ...head,
      uint('altitudeM', 38, 12, { notAvailable: 4095 }),
      uint('speedOverGroundKn', 50, 10, { notAvailable: 1023 }),
      bool('positionAccuracy', 60),
      longitude(61),
      latitude(89),
      course(116),
      second(128),
      bool('barometricAltitude', 134),
      spare(135, 7),
      bool('dataTerminalNotReady', 142),
      spare(143, 3),
      bool('assignedMode', 146),
      bool('raim', 147),
      ...communicationState(148),
    ],
  },
  {
    type: 10,
    title: 'UTC and date inquiry',
    minBits: 70,
    bits: 72,
    fields: [...head, spare(38, 2), uint('destinationMmsi', 40, 30), spare(70, 2)],
  },
  utcReport(11, 'UTC and date response'),
  {
    type: 12,
    title: 'Addressed safety related message',
    minBits: 72,
    bits: 72,
    fields: [
      ...head,
      uint('sequenceNumber', 38, 2),
      uint('destinationMmsi', 40, 30),
      bool('retransmit', 70),
      spare(71, 1),
      text('text', 72, 0),
    ],
  },
  acknowledge(13, 'Safety related acknowledgement'),
  {
    type: 14,
    title: 'Safety related broadcast message',
    minBits: 40,
    bits: 40,
    fields: [...head, spare(38, 2), text('text', 40, 0)],
  },
  {
    type: 15,
    title: 'Interrogation',
    minBits: 88,
    bits: 88,
    fields: [
      ...head,
      spare(38, 2),
      uint('destinationMmsi1', 40, 30),
      uint('messageType1_1', 70, 6),
      uint('slotOffset1_1', 76, 12),
      spare(88, 2),
      uint('messageType1_2', 90, 6),
      uint('slotOffset1_2', 96, 12),
      spare(108, 2),
      uint('destinationMmsi2', 110, 30),
      uint('messageType2_1', 140, 6),
      uint('slotOffset2_1', 146, 12),
      spare(158, 2),
    ],
  },
  {
    type: 16,
    title: 'Assigned mode command',
    minBits: 92,
    bits: 96,
    fields: [
      ...head,
      spare(38, 2),
      uint('destinationMmsi1', 40, 30),
      uint('slotOffset1', 70, 12),
      uint('increment1', 82, 10),
      uint('destinationMmsi2', 92, 30),
      uint('slotOffset2', 122, 12),
      uint('increment2', 134, 10),
    ],
  },
  {
    type: 17,
    title: 'GNSS broadcast binary message',
    minBits: 80,
    bits: 80,
    fields: [
      ...head,
      spare(38, 2),
      coarseLongitude('longitudeDeg', 40),
      coarseLatitude('latitudeDeg', 58),
      spare(75, 5),
      data('data', 80),
    ],
  },
  {
    type: 18,
    title: 'Standard class B position report',
    minBits: 148,
    bits: 168,
    fields: [
      ...head,
      spare(38, 8),
      speed(46),
      bool('positionAccuracy', 56),
      longitude(57),
      latitude(85),
      course(112),
      heading(124),
      second(133),
      spare(139, 2),
      bool('carrierSense', 141),
      bool('display', 142),
      bool('dsc', 143),
      bool('wholeBand', 144),
      bool('acceptsMessage22', 145),
      bool('assignedMode', 146),
      bool('raim', 147),
      ...communicationState(148),
    ],
  },
  {
    type: 19,
    title: 'Extended class B position report',
    minBits: 301,
    bits: 312,
    fields: [
      ...head,
      spare(38, 8),
      speed(46),
      bool('positionAccuracy', 56),
      longitude(57),
      latitude(85),
      course(112),
      heading(124),
      second(133),
      spare(139, 4),
      text('name', 143, 120),
      uint('shipType', 263, 8, { notAvailable: 0 }),
      ...dimensions(271),
      epfd(301),
      bool('raim', 305),
      bool('dataTerminalNotReady', 306),
      bool('assignedMode', 307),
      spare(308, 4),
    ],
  },
  {
    type: 20,
    title: 'Data link management message',
    minBits: 70,
    bits: 72,
    fields: [
      ...head,
      spare(38, 2),
      ...[1, 2, 3, 4].flatMap((n) => [
        uint(`slotOffset${n}`, 10 + 30 * n, 12),
        uint(`slots${n}`, 22 + 30 * n, 4),
        uint(`timeoutMin${n}`, 26 + 30 * n, 3),
        uint(`increment${n}`, 29 + 30 * n, 11),
      ]),
    ],
  },
  {
    type: 21,
    title: 'Aid to navigation report',
    minBits: 268,
    bits: 272,
    fields: [
      ...head,
      uint('aidType', 38, 5, { notAvailable: 0 }),
      text('name', 43, 120),
      bool('positionAccuracy', 163),
      longitude(164),
      latitude(192),
      ...dimensions(219),
      epfd(249),
      second(253),
      bool('offPosition', 259),
      uint('aidStatus', 260, 8),
      bool('raim', 268),
      bool('virtualAid', 269),
      bool('assignedMode', 270),
      spare(271, 1),
      text('nameExtension', 272, 0),
    ],
  },
  channelManagement('Channel management, area', [
    coarseLongitude('northEastLongitudeDeg', 69),
    coarseLatitude('northEastLatitudeDeg', 87),
    coarseLongitude('southWestLongitudeDeg', 104),
    coarseLatitude('southWestLatitudeDeg', 122),
  ]),
  channelManagement('Channel management, addressed', [
    uint('destinationMmsi1', 69, 30),
    spare(99, 5),
    uint('destinationMmsi2', 104, 30),
    spare(134, 5),
  ]),
  {
    type: 23,
    title: 'Group assignment command',
    minBits: 154,
    bits: 160,
    fields: [
      ...head,
      spare(38, 2),
      coarseLongitude('northEastLongitudeDeg', 40),
      coarseLatitude('northEastLatitudeDeg', 58),
      coarseLongitude('southWestLongitudeDeg', 75),
      coarseLatitude('southWestLatitudeDeg', 93),
      uint('stationType', 110, 4),
      uint('shipType', 114, 8, { notAvailable: 0 }),
      spare(122, 22),
      uint('transmitReceiveMode', 144, 2),
      uint('reportingInterval', 146, 4),
      uint('quietTimeMin', 150, 4),
      spare(154, 6),
    ],
  },
  {
    type: 24,
    title: 'Static data report, part A',
    minBits: 158,
    bits: 160,
    fields: [...head, uint('partNumber', 38, 2), text('name', 40, 120)],
  },
  staticPartB('Static data report, part B', dimensions(132)),
  staticPartB('Static data report, part B of an auxiliary craft', [uint('mothershipMmsi', 132, 30)]),
  ...binaryForms(25, 'Single slot binary message'),
  ...binaryForms(26, 'Multiple slot binary message'),
  {
    type: 27,
    title: 'Long range position report',
    minBits: 94,
    bits: 96,
    fields: [
      ...head,
      bool('positionAccuracy', 38),
      bool('raim', 39),
      uint('navigationalStatus', 40, 4, { notAvailable: 15 }),
      coarseLongitude('longitudeDeg', 44),
      coarseLatitude('latitudeDeg', 62),
      uint('speedOverGroundKn', 79, 6, { notAvailable: 63 }),
      uint('courseOverGroundDeg', 85, 9, { notAvailable: 511 }),
      bool('positionOlderThan5S', 94),
      spare(95, 1),
    ],
  },
];

/** The forms of each message type, by type; empty for a type that M.1371-5 does not know. */
export const layoutsByType: readonly (readonly Layout[])[] = Array.from({ length: 64 }, (_, type) =>
  layouts.filter((layout) => layout.type === type),
);

/** Craft associated with a parent ship carry 98MIDXXXX (ITU-R M.585-9, annex 1, section 5). */
export function isAuxiliaryCraft(mmsi: number): boolean {
  return Math.floor(mmsi / 10_000_000) === 98;
}
