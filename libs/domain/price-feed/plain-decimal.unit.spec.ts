import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { plainDecimal } from './plain-decimal.js';

describe('a double as a plain decimal', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [100.5, '100.5'],
    [1e21, '1000000000000000000000'],
    [-1.25e22, '-12500000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.5e-9, '-0.0000000015'],
  ])('%d is %s', (value, text) => {
    expect(plainDecimal(value)).toBe(text);
  });

  it('is a decimal of the contract and reads back as the same double', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        const text = plainDecimal(value);
        expect(isDecimal(text)).toBe(true);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
