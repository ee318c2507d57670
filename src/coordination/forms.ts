/**
 * Paper forms for when nothing else works: each printed form has a number with two check letters. Keyed back under the
 * same number it is one entry, however many people key it, because the number is the entry's key.
 */
import { CommonwatchError } from '../core/index.ts';

export const formKinds = ['request', 'count', 'receipt'] as const;
export type FormKind = (typeof formKinds)[number];

const letters: Record<FormKind, string> = { request: 'R', count: 'C', receipt: 'G' };
/** Without letters that are taken for digits or for each other. */
const alphabet = 'ABCDEFHJKLMNPRTUVWXY';

/** Check letters that catch one wrong digit and two that changed places. */
function checkOf(kind: FormKind, serial: number): string {
  const digits = String(serial).padStart(6, '0');
  let [plain, weighted] = [letters[kind].charCodeAt(0), letters[kind].charCodeAt(0)];
  for (const [i, digit] of [...digits].entries()) {
    plain += Number(digit) * 3;
    weighted += Number(digit) * (2 * i + 1);
  }
  return `${alphabet[plain % alphabet.length]}${alphabet[weighted % alphabet.length]}`;
}

/** Such as `R-000123-KD`. */
export function formNumber(kind: FormKind, serial: number): string {
  return `${letters[kind]}-${String(serial).padStart(6, '0')}-${checkOf(kind, serial)}`;
}

/** Numbers for a printing at a time: those of another printing differ, without anybody keeping a list. */
export function formNumbers(kind: FormKind, count: number, nowUtcMs: number): string[] {
  const first = Math.floor(nowUtcMs / 1000) * 53;
  return Array.from({ length: count }, (_, i) => formNumber(kind, (first + i) % 1_000_000));
}

/** The form that a number names. @throws `coordination.form-invalid` */
export function readFormNumber(text: string): { kind: FormKind; serial: number; number: string } {
  const match = /^([A-Z])[-\s]?(\d{6})[-\s]?([A-Z]{2})$/.exec(text.trim().toUpperCase());
  const kind = formKinds.find((each) => letters[each] === match?.[1]);
  if (match === null || kind === undefined) throw new CommonwatchError('coordination.form-invalid', text);
  const serial = Number(match[2]);
  if (checkOf(kind, serial) !== match[3]) throw new CommonwatchError('coordination.form-invalid', text);
  return { kind, serial, number: formNumber(kind, serial) };
}

/** The key under which a keyed-back form is entered. */
export function keyOfForm(text: string): string {
  return `form-${readFormNumber(text).number}`;
}
