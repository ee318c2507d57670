import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formKinds, formNumber, formNumbers, readFormNumber } from './forms.ts';

const serial = fc.integer({ min: 0, max: 999_999 });

describe('the number of a paper form', () => {
  it('reads back what was printed, however it is spaced', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formKinds), serial, (kind, n) => {
        const number = formNumber(kind, n);
        expect(readFormNumber(number)).toEqual({ kind, serial: n, number });
        expect(readFormNumber(number.toLowerCase().replaceAll('-', ' ')).number).toBe(number);
      }),
    );
  });

  it('is refused with one wrong digit, or two neighbours that changed places', () => {
    fc.assert(
      fc.property(serial, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 }), (n, at, by) => {
        const [letter, digits, check] = formNumber('request', n).split('-');
        const wrong = [...digits];
        wrong[at] = String((Number(wrong[at]) + by) % 10);
        expect(() => readFormNumber(`${letter}-${wrong.join('')}-${check}`)).toThrow(/check letters/);
        const swapped = [...digits];
        if (at < 5 && swapped[at] !== swapped[at + 1]) {
          [swapped[at], swapped[at + 1]] = [swapped[at + 1], swapped[at]];
          expect(() => readFormNumber(`${letter}-${swapped.join('')}-${check}`)).toThrow(/check letters/);
        }
      }),
    );
  });

  it('differs within a printing', () => {
    expect(new Set(formNumbers('count', 50, Date.UTC(2026, 0, 1))).size).toBe(50);
  });
});
