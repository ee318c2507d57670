/**
 * The plain decoder: a payload as a string of zeros and ones, each field cut out of it. Slow, and so simple that one
 * can see that it is right; the fast paths are tested against it.
 */
import { armourValue } from './bits.ts';
import { type Field, isAuxiliaryCraft, type Layout, layoutsByType } from './layouts.ts';
import type { FieldValue } from './message.ts';

/** Armour characters as zeros and ones, without the fill bits. */
export function plainBits(armoured: string, fillBits: number): string {
  const bits = [...armoured]
    .map((character) => armourValue[character.charCodeAt(0)].toString(2).padStart(6, '0'))
    .join('');
  return bits.slice(0, Math.max(0, bits.length - fillBits));
}

/** The fields of a message by name, or undefined if it is none. */
export function plainDecode(bits: string): Record<string, FieldValue> | undefined {
  const layout = plainLayout(bits);
  if (layout === undefined || bits.length < layout.minBits) return undefined;
  const entries = layout.fields
    .filter(({ kind }) => kind !== 'spare')
    .map((field) => [field.name, plainValue(field, bits)] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function plainLayout(bits: string): Layout | undefined {
  if (bits.length < 40) return undefined;
  const number = (start: number, width: number): number =>
    Number.parseInt(bits.slice(start, start + width) || '0', 2);
  const type = number(0, 6);
  const forms = layoutsByType[type];
  if (type === 22) return forms[number(139, 1)];
  if (type === 24)
    return number(38, 2) === 1 && isAuxiliaryCraft(number(8, 30))
      ? forms[2]
      : forms[number(38, 2) < 2 ? number(38, 2) : 9];
  return type === 25 || type === 26 ? forms[number(38, 2)] : forms[0];
}

function plainValue(field: Field, bits: string): FieldValue {
  const start = field.start < 0 ? bits.length + field.start : field.start;
  const end = field.width > 0 ? start + field.width : bits.length + field.width;
  const own = bits.slice(start, end);
  if (field.kind === 'text') return plainText(own);
  if (own === '' || end > bits.length) return undefined;
  if (field.kind === 'data') return plainHex(own);
  const unsigned = Number.parseInt(own, 2);
  const isNegative = (field.kind === 'int' || field.kind === 'turn') && own[0] === '1';
  const raw = isNegative ? unsigned - 2 ** own.length : unsigned;
  if (field.kind === 'bool') return raw === 1;
  if (raw === field.notAvailable) return null;
  if (field.kind !== 'turn') return raw / (field.per ?? 1);
  return raw === 127 ? 'right' : raw === -127 ? 'left' : Math.sign(raw) * (raw / 4.733) ** 2;
}

function plainText(own: string): string | undefined {
  const characters = own.match(/.{6}/g);
  if (characters === null) return undefined;
  const text = characters
    .map(
      (six) => '@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ !"#$%&\'()*+,-./0123456789:;<=>?'[Number.parseInt(six, 2)],
    )
    .join('');
  return text.split('@')[0].replace(/ +$/, '');
}

function plainHex(own: string): string {
  const bytes = own.match(/.{1,8}/g) ?? [];
  return `${own.length}:${bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2).toString(16).padStart(2, '0')).join('')}`;
}
