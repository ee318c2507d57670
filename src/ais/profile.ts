/**
 * Our own JSON: the names of the layouts, physical units, `null` for "not available"; a field that the payload does
 * not carry is absent. Written as bytes, because building objects and strings costs more than decoding.
 */
import { readInt, readText, readUint } from './bits.ts';
import { type ByteWriter, type PreparedText, utf8 } from './bytewriter.ts';
import { type Field, type Layout, layouts } from './layouts.ts';
import { fieldValue, hexBits, type MessageView, startOf, timeBasisNames, widthOf } from './message.ts';

type Step = (out: ByteWriter, view: MessageView) => void;

const scratch = new Uint8Array(2048);
const nullText = utf8('null');

/** One step a field; the first three fields of every message open the line instead. */
const stepsByLayout = new Map<Layout, readonly Step[]>(
  layouts.map((layout) => [
    layout,
    layout.fields
      .slice(3)
      .filter(({ kind }) => kind !== 'spare')
      .map(fieldStep),
  ]),
);

function fieldStep(field: Field): Step {
  const label = utf8(`,"${field.name}":`);
  switch (field.kind) {
    case 'text':
      return textStep(field, label);
    case 'data':
      return dataStep(field, label);
    case 'bool':
    case 'turn':
      return formStep(field);
    default:
      return numberStep(field, label);
  }
}

/** First bit of a field whose width is fixed, or −1 where the payload ends before it does. */
function placeOf(start: number, width: number, bitLength: number): number {
  const at = start < 0 ? bitLength + start : start;
  return at + width > bitLength ? -1 : at;
}

/** A number as its whole units of the last decimal, or null. */
function numberStep(field: Field, label: PreparedText): Step {
  const { start, width, notAvailable, per = 1, decimals = 0 } = field;
  const unitsPerRaw = 10 ** decimals / per;
  const missing = utf8(`,"${field.name}":null`);
  const isSigned = field.kind === 'int';
  return (out, view) => {
    const at = placeOf(start, width, view.bitLength);
    if (at < 0) return;
    const raw = isSigned ? readInt(view.bytes, at, width) : readUint(view.bytes, at, width);
    if (raw === notAvailable) return out.raw(missing);
    out.raw(label);
    if (per === 1) out.int(raw);
    else out.decimal(Math.round(raw * unitsPerRaw), decimals);
  };
}

/** Flags and rates of turn (to a tenth of a degree a minute) have few values, all of them prepared. */
function formStep(field: Field): Step {
  const { start, width } = field;
  const forms = Array.from({ length: 2 ** width }, (_, bits) => {
    const value = fieldValue(field, field.kind === 'turn' ? (bits << 24) >> 24 : bits);
    return utf8(`,"${field.name}":${typeof value === 'number' ? value.toFixed(1) : JSON.stringify(value)}`);
  });
  return (out, view) => {
    const at = placeOf(start, width, view.bitLength);
    if (at >= 0) out.raw(forms[readUint(view.bytes, at, width)]);
  };
}

function textStep(field: Field, label: PreparedText): Step {
  return (out, view) => {
    const bits = Math.min(widthOf(field, view.bitLength), view.bitLength - field.start);
    if (bits < 6) return;
    out.raw(label);
    out.byte(34);
    out.jsonText(scratch, 0, readText(view.bytes, field.start, Math.floor(bits / 6), scratch));
    out.byte(34);
  };
}

/** Bits without a meaning known here, as `"<count>:<hex>"`. */
function dataStep(field: Field, label: PreparedText): Step {
  return (out, view) => {
    if (!view.has(field)) return;
    out.raw(label);
    out.text(`"${hexBits(view.bytes, startOf(field, view.bitLength), widthOf(field, view.bitLength))}"`);
  };
}

const typeText = utf8('{"type":');
const repeatText = utf8(',"repeat":');
const mmsiText = utf8(',"mmsi":');
const timeText = utf8(',"timeUtc":');
const timeEnd = utf8('Z"');
const basisTexts = timeBasisNames.map((name) => utf8(`,"timeBasis":"${name}"`));
const receiverText = utf8(',"receiver":"');
const channelText = utf8(',"channel":"');
const ownShipText = utf8(',"ownShip":true');
const lineEnd = utf8('}\n');

/** Writes messages as lines of our own JSON. */
export interface JsonProfile {
  write(view: MessageView, out: ByteWriter): boolean;
}

const dayMs = 86_400_000;

/** Writes times as ISO 8601; it keeps the text of the last day, because nearly all messages are of the same one. */
function createTimeWriter(): (out: ByteWriter, timeUtcMs: number) => void {
  let day = NaN;
  let dayText = nullText;
  return (out, timeUtcMs) => {
    if (!(Math.abs(timeUtcMs) <= 8.64e15)) return out.raw(nullText);
    const wholeMs = Math.trunc(timeUtcMs);
    const nextDay = Math.floor(wholeMs / dayMs);
    if (nextDay !== day) {
      day = nextDay;
      dayText = utf8(`"${new Date(day * dayMs).toISOString().slice(0, -13)}`);
    }
    const ms = wholeMs - day * dayMs;
    const seconds = Math.trunc(ms / 1000);
    const minutes = Math.trunc(seconds / 60);
    out.raw(dayText);
    out.uint(Math.trunc(minutes / 60), 2);
    out.byte(58);
    out.uint(minutes % 60, 2);
    out.byte(58);
    out.uint(seconds % 60, 2);
    out.byte(46);
    out.uint(ms % 1000, 3);
    out.raw(timeEnd);
  };
}

/** A profile for one stream. */
export function createJsonProfile(): JsonProfile {
  const writeTime = createTimeWriter();
  const writeOrigin = (view: MessageView, out: ByteWriter): void => {
    out.raw(timeText);
    writeTime(out, view.timeUtcMs);
    out.raw(basisTexts[view.timeBasis]);
    if (view.receiverLength > 0) {
      out.raw(receiverText);
      out.jsonText(view.receiverBytes, 0, view.receiverLength);
      out.byte(34);
    }
    if (view.channel > 32 && view.channel < 127 && view.channel !== 34 && view.channel !== 92) {
      out.raw(channelText);
      out.byte(view.channel);
      out.byte(34);
    }
    if (view.ownShip) out.raw(ownShipText);
  };
  return {
    write(view, out) {
      out.reserve(4096);
      out.raw(typeText);
      out.uint(view.type);
      out.raw(repeatText);
      out.uint(view.repeat);
      out.raw(mmsiText);
      out.uint(view.mmsi);
      writeOrigin(view, out);
      const steps = stepsByLayout.get(view.layout) ?? [];
      for (let step = 0; step < steps.length; step += 1) steps[step](out, view);
      out.raw(lineEnd);
      return true;
    },
  };
}
