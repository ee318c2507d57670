/**
 * Our own JSON: the names of the layouts, physical units, `null` for "not available"; a field that the payload does
 * not carry is absent. Written as bytes, because building objects and strings costs more than decoding.
 */
import { readInt, readText, readUint } from './bits.ts';
import { type ByteWriter, utf8 } from './bytewriter.ts';
import { type Field, type Layout, layouts } from './layouts.ts';
import { fieldValue, hexBits, type MessageView, startOf, timeBasisNames, widthOf } from './message.ts';

type Step = (out: ByteWriter, view: MessageView) => void;

const scratch = new Uint8Array(2048);
const nullText = utf8('null');
const trueText = utf8('true');
const falseText = utf8('false');

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
  if (field.kind === 'text') return textStep(field, label);
  if (field.kind === 'data') return dataStep(field, label);
  const writeRaw = rawStep(field);
  const { start, width } = field;
  const isSigned = field.kind === 'int' || field.kind === 'turn';
  return (out, view) => {
    const at = start < 0 ? view.bitLength + start : start;
    if (at + width > view.bitLength) return;
    out.raw(label);
    writeRaw(out, isSigned ? readInt(view.bytes, at, width) : readUint(view.bytes, at, width));
  };
}

function textStep(field: Field, label: Uint8Array): Step {
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
function dataStep(field: Field, label: Uint8Array): Step {
  return (out, view) => {
    if (!view.has(field)) return;
    out.raw(label);
    out.text(`"${hexBits(view.bytes, startOf(field, view.bitLength), widthOf(field, view.bitLength))}"`);
  };
}

/** How the raw bits of a number or flag are written. */
function rawStep(field: Field): (out: ByteWriter, raw: number) => void {
  if (field.kind === 'bool') return (out, raw) => out.raw(raw === 1 ? trueText : falseText);
  if (field.kind === 'turn') return turnStep(field);
  const { notAvailable, per = 1, decimals = 0 } = field;
  const unitsPerRaw = 10 ** decimals / per;
  if (per === 1) return (out, raw) => (raw === notAvailable ? out.raw(nullText) : out.int(raw));
  return (out, raw) =>
    raw === notAvailable ? out.raw(nullText) : out.decimal(Math.round(raw * unitsPerRaw), decimals);
}

/** All 256 rates of turn, to a tenth of a degree a minute. */
function turnStep(field: Field): (out: ByteWriter, raw: number) => void {
  const forms = Array.from({ length: 256 }, (_, byte) => {
    const value = fieldValue(field, (byte << 24) >> 24);
    return utf8(typeof value === 'number' ? value.toFixed(1) : JSON.stringify(value));
  });
  return (out, raw) => out.raw(forms[raw & 255]);
}

const typeText = utf8('{"type":');
const repeatText = utf8(',"repeat":');
const mmsiText = utf8(',"mmsi":');
const timeText = utf8(',"timeUtc":');
const basisTexts = timeBasisNames.map((name) => utf8(`,"timeBasis":"${name}"`));
const receiverText = utf8(',"receiver":"');
const channelText = utf8(',"channel":"');
const ownShipText = utf8(',"ownShip":true');
const lineEnd = utf8('}\n');

/** Writes messages as lines of our own JSON. */
export interface JsonProfile {
  write(view: MessageView, out: ByteWriter): boolean;
}

/** A profile for one stream; it remembers the last time, which the next message often shares. */
export function createJsonProfile(): JsonProfile {
  let timeUtcMs = NaN;
  let time = nullText;
  const writeOrigin = (view: MessageView, out: ByteWriter): void => {
    if (view.timeUtcMs !== timeUtcMs) {
      timeUtcMs = view.timeUtcMs;
      time = Math.abs(timeUtcMs) <= 8.64e15 ? utf8(`"${new Date(timeUtcMs).toISOString()}"`) : nullText;
    }
    out.raw(timeText);
    out.raw(time);
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
      for (const step of stepsByLayout.get(view.layout) ?? []) step(out, view);
      out.raw(lineEnd);
      return true;
    },
  };
}
