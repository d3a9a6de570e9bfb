import { parseInstant } from '#libs/domain/kernel/instant.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInstantText } from './instant-text.js';

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

/** Instants of which every part may be out of its range, sometimes with a character changed. */
const nearlyInstant = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 4, 100, 400, 1900, 2000, 2024, 9999), fc.nat(9999)),
    fc.nat(13),
    fc.nat(32),
    fc.nat(25),
    fc.nat(61),
    fc.nat(61),
    fc.nat(999),
  )
  .map(
    ([year, month, day, hour, minute, second, ms]) =>
      `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T` +
      `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}.${padded(ms, 3)}Z`,
  );

const changed = fc
  .tuple(
    nearlyInstant,
    fc.nat(24),
    fc.constantFrom('', '0', '9', '-', ':', 'T', 'z', ' ', '٣', '\n'),
  )
  .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1));

describe('isInstantText', () => {
  it('agrees with the parser of instants on all that looks like one', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyInstant, changed, fc.string()), (text) => {
        expect(isInstantText(text)).toBe(parseInstant(text) !== undefined);
      }),
      { numRuns: 20_000 },
    );
  });

  it('agrees with the parser on every day of a common, a leap and two centennial years', () => {
    for (const year of ['2023', '2024', '1900', '2000', '0000']) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${padded(month, 2)}-${padded(day, 2)}T23:59:59.999Z`;
          expect(isInstantText(text)).toBe(parseInstant(text) !== undefined);
        }
      }
    }
  });

  it('takes no other type', () => {
    for (const value of [undefined, null, 0, {}, ['2026-11-20T14:03:22.123Z'], new Date(0)]) {
      expect(isInstantText(value)).toBe(false);
    }
  });
});
