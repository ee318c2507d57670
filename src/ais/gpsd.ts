/**
 * The gpsd profile: the JSON that `gpsdecode` 3.22 prints for a message (gpsd_json(5), section AIS), so that scripts
 * written for gpsd go on to work. Field names, their order, scaling, sentinels and texts are gpsd's, and so are its
 * oddities (a rate of turn without a sign, `"status"` as text in type 27); docs/ais.md lists where we differ and why.
 *
 * Each message is a list of steps that write one field each. What gpsd reads behind the end of a short message is
 * zero, here as there.
 */
import { readInt, readText, readUint } from './bits.ts';
import { ByteWriter, utf8 } from './bytewriter.ts';
import { applicationSteps } from './gpsdbinary.ts';
import {
  areaDegrees,
  chars,
  charsToEnd,
  coded,
  constant,
  flag,
  hexData,
  key,
  jsonQuote,
  lonLat,
  monthToMinute,
  scaledInt,
  scratch,
  type Step,
  type Steps,
  tenths,
  textOrCode,
  time,
  uint,
} from './gpsdsteps.ts';
import { isAuxiliaryCraft } from './layouts.ts';
import * as legends from './legends.ts';
import type { MessageView } from './message.ts';

export interface GpsdOptions {
  /** Physical units (gpsdecode's default), or the raw numbers of the message (`gpsdecode -u`). */
  readonly scaled?: boolean;
  /** Both parts of a type 24 by themselves (`gpsdecode -s`) instead of joined ones only. */
  readonly splitParts?: boolean;
}

/** Writes messages of one stream in gpsd's manner; remembers parts A of type 24 until their part B comes. */
export interface GpsdProfile {
  /** Writes the message as a line of JSON; false if gpsd prints none for it. */
  write(view: MessageView, out: ByteWriter): boolean;
}

const ship = (start: number): Step => coded('shiptype', start, 8, legends.shipTypeTexts, 'INVALID SHIP TYPE');
const epfd = (start: number): Step =>
  coded('epfd', start, 4, legends.positionFixingDeviceTexts, 'INVALID EPFD');
const dimensions = (start: number): Steps => [
  uint('to_bow', start, 9),
  uint('to_stern', start + 9, 9),
  uint('to_port', start + 18, 6),
  uint('to_starboard', start + 24, 6),
];

/** gpsd squares raw / 4.733 and so loses the sign when scaled; we keep to it. */
const turnForms = Array.from({ length: 256 }, (_, byte) => {
  const raw = (byte << 24) >> 24;
  if (raw === -128) return utf8('"nan"');
  if (raw === -127) return utf8('"fastleft"');
  if (raw === 127) return utf8('"fastright"');
  const rate = raw / 4.733;
  return utf8(toWhole(rate * rate));
});

function toWhole(value: number): string {
  return String(Math.round(value));
}

const turnKey = key('turn');
const turn: Step = (out, view, scaled) => {
  out.raw(turnKey);
  if (scaled) out.raw(turnForms[readUint(view.bytes, 42, 8)]);
  else out.int(readInt(view.bytes, 42, 8));
};

/** A number of which the two highest codes are words when scaled. */
function limited(
  name: string,
  start: number,
  width: number,
  decimals: number,
  notAvailable: string,
  highest: string,
): Step {
  const label = key(name);
  const top = 2 ** width - 1;
  const words = [utf8(jsonQuote(highest)), utf8(jsonQuote(notAvailable))];
  return (out, view, scaled) => {
    const raw = readUint(view.bytes, start, width);
    out.raw(label);
    if (!scaled) out.uint(raw);
    else if (raw >= top - 1) out.raw(words[raw - top + 1]);
    else if (decimals > 0) out.decimal(raw, decimals);
    else out.uint(raw);
  };
}

/** A position report may end within its radio state: gpsd accepts it from 163 bits. */
const radioKey = key('radio');
const radio: Step = (out, view) => {
  out.raw(radioKey);
  out.uint(readUint(view.bytes, 149, Math.min(19, view.bitLength - 149)));
};

const classA: Steps = [
  coded('status', 38, 4, legends.navigationalStatusTexts, ''),
  turn,
  limited('speed', 50, 10, 1, 'nan', 'fast'),
  flag('accuracy', 60),
  ...lonLat(61, 89),
  tenths('course', 116, 12),
  uint('heading', 128, 9),
  uint('second', 137, 6),
  uint('maneuver', 143, 2),
  flag('raim', 148),
  radio,
];

const utcReport: Steps = [
  time(
    'timestamp',
    [38, 14, 4],
    '-',
    [52, 4, 2],
    '-',
    [56, 5, 2],
    'T',
    [61, 5, 2],
    ':',
    [66, 6, 2],
    ':',
    [72, 6, 2],
    'Z',
  ),
  flag('accuracy', 78),
  ...lonLat(79, 107),
  epfd(134),
  flag('raim', 148),
  uint('radio', 149, 19),
];

/** gpsd reads the terminal flag only from 423 bits on. */
const dteKey = key('dte');
const dte: Step = (out, view) => {
  out.raw(dteKey);
  out.uint(view.bitLength >= 423 ? readUint(view.bytes, 422, 1) : 0);
};

const acknowledge: Steps = [1, 2, 3, 4].map((n) => {
  const label = key(`mmsi${n}`);
  return (out: ByteWriter, view: MessageView) => {
    out.raw(label);
    out.uint(view.bitLength > 8 + 32 * n ? readUint(view.bytes, 8 + 32 * n, 30) : 0);
  };
});

/** A field that counts only in messages longer than `bits`. */
function longerThan(bits: number, name: string, start: number, width: number): Step {
  const label = key(name);
  return (out, view) => {
    out.raw(label);
    out.uint(view.bitLength > bits ? readUint(view.bytes, start, width) : 0);
  };
}

const aidNameKey = key('name');
const aidName: Step = (out, view) => {
  out.raw(aidNameKey);
  // The extension counts if the 20 characters hold no `@`; trailing spaces go only at the very end.
  let length = untrimmedText(view.bytes, 43, 20, 0);
  if (length === 20 && view.bitLength > 272)
    length += readText(view.bytes, 272, Math.floor((view.bitLength - 272) / 6), scratch.subarray(20));
  while (length > 0 && scratch[length - 1] === 32) length -= 1;
  out.byte(34);
  out.jsonText(scratch, 0, length);
  out.byte(34);
};

/** Text up to the first `@`, spaces kept. */
function untrimmedText(bytes: Uint8Array, start: number, count: number, at: number): number {
  for (let i = 0; i < count; i += 1) {
    const sixBits = readUint(bytes, start + 6 * i, 6);
    if (sixBits === 0) return i;
    scratch[at + i] = sixBits < 32 ? sixBits + 64 : sixBits;
  }
  return count;
}

const channelsBefore: Steps = [
  uint('channel_a', 40, 12),
  uint('channel_b', 52, 12),
  uint('txrx', 64, 4),
  flag('power', 68),
];
const channelsAfter: Steps = [
  flag('addressed', 139),
  flag('band_a', 140),
  flag('band_b', 141),
  uint('zonesize', 142, 3),
];
const channelsArea: Steps = [
  ...channelsBefore,
  areaDegrees('ne_lon', 69, 18),
  areaDegrees('ne_lat', 87, 17),
  areaDegrees('sw_lon', 104, 18),
  areaDegrees('sw_lat', 122, 17),
  ...channelsAfter,
];
const channelsAddressed: Steps = [
  ...channelsBefore,
  uint('dest1', 69, 30),
  uint('dest2', 104, 30),
  ...channelsAfter,
];

/** Types 25 and 26: what the two flags announce shifts the data. */
const binaryForms = (closing: Steps, tailBits: number): readonly Steps[] =>
  [0, 1, 2, 3].map((form) => {
    const addressed = form >> 1;
    const structured = form & 1;
    const application = 40 + 30 * addressed;
    return [
      flag('addressed', 38),
      flag('structured', 39),
      addressed ? uint('dest_mmsi', 40, 30) : constant(',"dest_mmsi":0'),
      structured ? uint('app_id', application, 16) : constant(',"app_id":0'),
      hexData(application + 16 * structured, { tailBits, copiedFrom: 40 + 16 * structured }),
      ...closing,
    ];
  });
const singleSlot = binaryForms([], 0);
const multipleSlot = binaryForms([constant(',"radio":0')], 20);

/** Messages whose steps do not depend on what they say. */
const fixedSteps: Readonly<Record<number, Steps>> = {
  1: classA,
  2: classA,
  3: classA,
  4: utcReport,
  5: [
    uint('imo', 40, 30),
    uint('ais_version', 38, 2),
    chars('callsign', 70, 7),
    chars('shipname', 112, 20),
    ship(232),
    ...dimensions(240),
    epfd(270),
    monthToMinute('eta', 274),
    tenths('draught', 294, 8),
    chars('destination', 302, 20),
    dte,
  ],
  7: acknowledge,
  9: [
    limited('alt', 38, 12, 0, 'nan', 'high'),
    limited('speed', 50, 10, 0, 'nan', 'fast'),
    flag('accuracy', 60),
    ...lonLat(61, 89),
    tenths('course', 116, 12),
    uint('second', 128, 6),
    uint('regional', 134, 8),
    uint('dte', 142, 1),
    flag('raim', 147),
    uint('radio', 148, 20),
  ],
  10: [uint('dest_mmsi', 40, 30)],
  11: utcReport,
  12: [uint('seqno', 38, 2), uint('dest_mmsi', 40, 30), flag('retransmit', 70), charsToEnd('text', 72)],
  13: acknowledge,
  14: [charsToEnd('text', 40)],
  15: [
    uint('mmsi1', 40, 30),
    uint('type1_1', 70, 6),
    uint('offset1_1', 76, 12),
    longerThan(90, 'type1_2', 90, 6),
    longerThan(90, 'offset1_2', 96, 12),
    longerThan(110, 'mmsi2', 110, 30),
    longerThan(110, 'type2_1', 140, 6),
    longerThan(110, 'offset2_1', 146, 12),
  ],
  16: [
    uint('mmsi1', 40, 30),
    uint('offset1', 70, 12),
    uint('increment1', 82, 10),
    longerThan(143, 'mmsi2', 92, 30),
    longerThan(143, 'offset2', 122, 12),
    longerThan(143, 'increment2', 134, 10),
  ],
  17: [scaledInt('lon', 40, 18, 600, 1), scaledInt('lat', 58, 17, 600, 1), hexData(80)],
  18: [
    uint('reserved', 38, 8),
    tenths('speed', 46, 10),
    flag('accuracy', 56),
    ...lonLat(57, 85),
    tenths('course', 112, 12),
    uint('heading', 124, 9),
    uint('second', 133, 6),
    uint('regional', 139, 2),
    flag('cs', 141),
    flag('display', 142),
    flag('dsc', 143),
    flag('band', 144),
    flag('msg22', 145),
    flag('raim', 147),
    uint('radio', 148, 20),
  ],
  19: [
    uint('reserved', 38, 8),
    tenths('speed', 46, 10),
    flag('accuracy', 56),
    ...lonLat(57, 85),
    tenths('course', 112, 12),
    uint('heading', 124, 9),
    uint('second', 133, 6),
    uint('regional', 139, 4),
    chars('shipname', 143, 20),
    ship(263),
    ...dimensions(271),
    epfd(301),
    flag('raim', 305),
    uint('dte', 306, 1),
    flag('assigned', 307),
  ],
  20: [1, 2, 3, 4].flatMap((n) => [
    uint(`offset${n}`, 10 + 30 * n, 12),
    uint(`number${n}`, 22 + 30 * n, 4),
    uint(`timeout${n}`, 26 + 30 * n, 3),
    uint(`increment${n}`, 29 + 30 * n, 11),
  ]),
  23: [
    areaDegrees('ne_lon', 40, 18),
    areaDegrees('ne_lat', 58, 17),
    areaDegrees('sw_lon', 75, 18),
    areaDegrees('sw_lat', 93, 17),
    coded('stationtype', 110, 4, legends.stationTypeTexts, 'INVALID STATION TYPE'),
    coded('shiptype', 114, 8, legends.shipTypeTexts, 'INVALID SHIP TYPE'),
    uint('interval', 146, 4),
    uint('quiet', 150, 4),
  ],
  27: [
    textOrCode('status', 40, 4, legends.navigationalStatusTexts),
    flag('accuracy', 38),
    scaledInt('lon', 44, 18, 600, 1),
    scaledInt('lat', 62, 17, 600, 1),
    uint('speed', 79, 6),
    uint('course', 85, 9),
    flag('raim', 39),
    flag('gnss', 94),
  ],
};

/** Type 21: scaled and unscaled differ in where `accuracy` stands. */
const aidAccuracy = flag('accuracy', 163);
const aidStart: Steps = [coded('aid_type', 38, 5, legends.aidTypeTexts, ''), aidName];
const aidEnd: Steps = [
  ...dimensions(219),
  epfd(249),
  uint('second', 253, 6),
  uint('regional', 260, 8),
  flag('off_position', 259),
  flag('raim', 268),
  flag('virtual_aid', 269),
];
const aidScaled: Steps = [...aidStart, ...lonLat(164, 192), aidAccuracy, ...aidEnd];
const aidUnscaled: Steps = [...aidStart, aidAccuracy, ...lonLat(164, 192), ...aidEnd];

/** Lengths in bits that gpsd accepts, by type: from, to. Without a second number anything longer passes. */
const acceptedBits: Readonly<Record<number, readonly [number, number?]>> = {
  1: [163],
  2: [163],
  3: [163],
  4: [168],
  5: [420],
  6: [88, 1008],
  7: [72, 168],
  8: [56, 1008],
  9: [168],
  10: [72],
  11: [168],
  12: [72, 1008],
  13: [72, 168],
  14: [40, 1008],
  15: [88, 168],
  16: [96, 168],
  17: [80, 816],
  18: [168],
  19: [312],
  20: [72, 186],
  21: [272, 368],
  22: [168],
  23: [160],
  24: [160],
  25: [40, 168],
  26: [60, 1004],
  27: [96, 168],
};

function accepts(view: MessageView): boolean {
  const [low, high = Infinity] = acceptedBits[view.type];
  const bits = view.bitLength;
  if (bits < low || bits > high) return false;
  if (view.type === 27) return bits === 96 || bits === 168;
  if (view.type !== 24) return true;
  return readUint(view.bytes, 38, 2) === 0 ? bits <= 168 : bits >= 168;
}

/** What a message is written with. Type 24 is for the profile, which knows the other part. */
function stepsOf(view: MessageView, scaled: boolean): Steps {
  switch (view.type) {
    case 6:
    case 8:
      return applicationSteps(view);
    case 21:
      return scaled ? aidScaled : aidUnscaled;
    case 22:
      return readUint(view.bytes, 139, 1) === 1 ? channelsAddressed : channelsArea;
    case 25:
      return singleSlot[readUint(view.bytes, 38, 2)];
    case 26:
      return multipleSlot[readUint(view.bytes, 38, 2)];
    default:
      return fixedSteps[view.type];
  }
}

const partB: Steps = [
  ship(40),
  chars('vendorid', 48, 7),
  uint('model', 66, 4),
  uint('serial', 70, 20),
  chars('callsign', 90, 7),
];
const partBShip: Steps = [...partB, ...dimensions(132)];
const partBCraft: Steps = [...partB, uint('mothership_mmsi', 132, 30)];
const partAOnly: Steps = [constant(',"part":"A"'), chars('shipname', 40, 20)];
const partBMark = constant(',"part":"B"');

const classText = utf8('{"class":"AIS","type":');
const repeatText = utf8(',"repeat":');
const mmsiText = utf8(',"mmsi":');
const scaledText = utf8(',"scaled":true');
const unscaledText = utf8(',"scaled":false');
const shipnameKey = key('shipname');
const lineEnd = utf8('}\r\n');

/** gpsd keeps the last eight names of parts A for each channel. */
class PartNames {
  private readonly mmsis = new Float64Array(8);
  private readonly names: Uint8Array[] = [];
  private next = 0;

  remember(view: MessageView): void {
    this.mmsis[this.next] = view.mmsi;
    this.names[this.next] = scratch.slice(0, readText(view.bytes, 40, 20, scratch));
    this.next = (this.next + 1) % this.mmsis.length;
  }

  /** The name that waits for this part B; it is handed out once. */
  claim(mmsi: number): Uint8Array | undefined {
    const at = this.mmsis.indexOf(mmsi);
    if (at < 0) return undefined;
    this.mmsis[at] = 0;
    return this.names[at] ?? new Uint8Array(0);
  }
}

/** A profile for one stream. */
export function createGpsdProfile(options: GpsdOptions = {}): GpsdProfile {
  const { scaled = true, splitParts = false } = options;
  const channels = [new PartNames(), new PartNames()];

  const begin = (view: MessageView, out: ByteWriter): void => {
    out.reserve(4096);
    out.raw(classText);
    out.uint(view.type);
    out.raw(repeatText);
    out.uint(view.repeat);
    out.raw(mmsiText);
    out.uint(view.mmsi);
    out.raw(scaled ? scaledText : unscaledText);
  };

  const writeSteps = (steps: Steps, view: MessageView, out: ByteWriter): boolean => {
    begin(view, out);
    for (let step = 0; step < steps.length; step += 1) steps[step](out, view, scaled);
    out.raw(lineEnd);
    return true;
  };

  const writeStaticPart = (view: MessageView, out: ByteWriter): boolean => {
    const names = channels[view.channel === 66 || view.channel === 50 ? 1 : 0];
    if (readUint(view.bytes, 38, 2) === 0) {
      names.remember(view);
      return splitParts && writeSteps(partAOnly, view, out);
    }
    const steps = isAuxiliaryCraft(view.mmsi) ? partBCraft : partBShip;
    const name = names.claim(view.mmsi);
    if (name === undefined) return splitParts && writeSteps([partBMark, ...steps], view, out);
    begin(view, out);
    out.raw(shipnameKey);
    out.byte(34);
    out.jsonText(name, 0, name.length);
    out.byte(34);
    for (let step = 0; step < steps.length; step += 1) steps[step](out, view, scaled);
    out.raw(lineEnd);
    return true;
  };

  return {
    write(view, out) {
      if (!accepts(view)) return false;
      return view.type === 24 ? writeStaticPart(view, out) : writeSteps(stepsOf(view, scaled), view, out);
    },
  };
}

/** One message as gpsd's JSON, without the line end; undefined if gpsd prints none. For a stream, keep a profile. */
export function decodeToGpsd(view: MessageView, options: GpsdOptions = {}): string | undefined {
  const out = new ByteWriter(4096);
  if (!createGpsdProfile({ splitParts: true, ...options }).write(view, out)) return undefined;
  return new TextDecoder().decode(out.take()).trimEnd();
}
