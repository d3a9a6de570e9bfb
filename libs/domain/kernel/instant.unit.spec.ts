import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, isDate, parseInstant, utcDate } from './instant.js';

describe('an instant', () => {
  it('is read back as it was written', () => {
    const years0To9999 = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(years0To9999, (ms) => {
        expect(parseInstant(formatInstant(ms))).toBe(ms);
        expect(isDate(utcDate(ms))).toBe(true);
      }),
    );
  });

  it.each([
    '2026-02-29T00:00:00.000Z',
    '2026-11-31T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-10T00:00:00.000Z',
    '2026-11-20T24:00:00.000Z',
    '2026-11-20T23:60:00.000Z',
    '2026-11-20T23:59:60.000Z',
    '2026-11-20T14:03:22Z',
    '2026-11-20T14:03:22.12Z',
    '2026-11-20T14:03:22.1234Z',
    '2026-11-20T14:03:22.123',
    '2026-11-20T14:03:22.123+00:00',
    '2026-11-20 14:03:22.123Z',
    '2026-11-20t14:03:22.123z',
    '+002026-11-20T14:03:22.123Z',
    '2026-11-20T14:03:22.123Z\n',
    '2026-11-20',
    '',
    1_795_183_402_123,
    null,
  ])('%j is none: the form is fixed and the date exists', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('a date', () => {
  it('exists in the calendar: 29 February only in leap years', () => {
    expect(isDate('2028-02-29')).toBe(true);
    expect(isDate('2000-02-29')).toBe(true);
    expect(isDate('1900-02-29')).toBe(false);
    expect(isDate('2026-02-29')).toBe(false);
    expect(isDate('2026-04-31')).toBe(false);
  });

  it.each(['2026-1-1', '20261120', '2026-11-20T00:00:00.000Z', '2026-11-20 ', '', null, 20261120])(
    '%j is none',
    (text) => {
      expect(isDate(text)).toBe(false);
    },
  );
});
