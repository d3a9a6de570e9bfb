import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareDecimals,
  DECIMAL_LENGTH_MAX,
  formatDecimal,
  formatUnits,
  isDecimal,
  parseDecimal,
  toNumber,
  toUnits,
} from './decimal.js';

const units = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const scale = fc.integer({ min: 0, max: 12 });

describe('a decimal', () => {
  it('is read back as it was written, whatever its scale', () => {
    fc.assert(
      fc.property(units, scale, (value, decimals) => {
        const text = formatUnits(value, decimals);
        expect(isDecimal(text)).toBe(true);
        expect(toUnits(parseDecimal(text), decimals)).toBe(value);
      }),
    );
  });

  it('loses trailing zeros and nothing else, so that equal values are equal structures', () => {
    fc.assert(
      fc.property(units, scale, scale, (value, decimals, more) => {
        const text = formatUnits(value, decimals);
        const longer = `${text}${text.includes('.') ? '' : '.'}${'0'.repeat(more + 1)}`;
        expect(parseDecimal(longer)).toEqual(parseDecimal(text));
      }),
    );
  });

  it.each([
    ['-0', 0n, 0],
    ['-0.00', 0n, 0],
    ['-0.05', -5n, 2],
    ['10.0', 10n, 0],
    ['5010.250', 501025n, 2],
    ['0.00000001', 1n, 8],
  ])('%s is %s units at scale %s', (text, expected, decimals) => {
    expect(parseDecimal(text)).toEqual({ units: expected, scale: decimals });
  });

  it.each([
    '',
    ' ',
    '1 ',
    ' 1',
    '1\n',
    '+1',
    '--1',
    '-',
    '.',
    '.5',
    '5.',
    '01',
    '-01.5',
    '00',
    '1e3',
    '1E3',
    '0x10',
    '1_000',
    '1,000',
    '1.2.3',
    'NaN',
    'Infinity',
    '-Infinity',
    'null',
    '__proto__',
    '１',
    '1'.repeat(DECIMAL_LENGTH_MAX + 1),
  ])('%j is none and is not read', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => parseDecimal(text)).toThrow(RangeError);
  });

  it.each([5, 5n, null, undefined, ['5'], { units: 5n, scale: 0 }])(
    'is a string, not %s',
    (value) => {
      expect(isDecimal(value)).toBe(false);
    },
  );

  it('does not become units of a coarser scale: nothing is rounded', () => {
    expect(toUnits(parseDecimal('1.005'), 2)).toBeUndefined();
    expect(toUnits(parseDecimal('1.500'), 1)).toBe(15n);
  });

  it('is written with at least the decimals asked for', () => {
    expect(formatDecimal(parseDecimal('5'), 2)).toBe('5.00');
    expect(formatDecimal(parseDecimal('-0.5'), 2)).toBe('-0.50');
    expect(formatDecimal(parseDecimal('5.125'), 2)).toBe('5.125');
  });

  it('compares by value across scales', () => {
    fc.assert(
      fc.property(units, scale, units, scale, (a, aScale, b, bScale) => {
        const left = a * 10n ** BigInt(bScale);
        const right = b * 10n ** BigInt(aScale);
        const expected = left < right ? -1 : left > right ? 1 : 0;
        const compared = compareDecimals(
          parseDecimal(formatUnits(a, aScale)),
          parseDecimal(formatUnits(b, bScale)),
        );
        expect(compared).toBe(expected);
      }),
    );
  });

  it('becomes the nearest double for analytics', () => {
    expect(toNumber(parseDecimal('0.1'))).toBe(0.1);
    expect(toNumber(parseDecimal('9007199254740993.5'))).toBe(9007199254740994);
  });
});
