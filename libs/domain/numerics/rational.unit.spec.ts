import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  divide,
  maximum,
  multiply,
  rational,
  rationalFromDecimal,
  roundToEven,
  roundUp,
  subtract,
  toDouble,
} from './rational.js';

const fraction = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 9n))
  .map(([numerator, denominator]) => rational(numerator, denominator));

describe('exact fractions', () => {
  it('add, subtract, multiply and divide without rounding', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(compare(subtract(add(a, b), b), a)).toBe(0);
        if (b.numerator !== 0n) expect(compare(divide(multiply(a, b), b), a)).toBe(0);
        expect(compare(maximum(a, b), a)).toBeGreaterThanOrEqual(0);
        expect(compare(maximum(a, b), b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [5n, 2n, 2n, 3n],
    [7n, 2n, 4n, 4n],
    [-5n, 2n, -2n, -2n],
    [-7n, 2n, -4n, -3n],
    [8n, 3n, 3n, 3n],
    [7n, 3n, 2n, 3n],
    [-7n, 3n, -2n, -2n],
    [6n, 3n, 2n, 2n],
  ])('%d/%d is rounded half-even to %d and up to %d', (n, d, even, up) => {
    expect(roundToEven(rational(n, d))).toBe(even);
    expect(roundUp(rational(n, d))).toBe(up);
  });

  it('come from decimal strings exactly', () => {
    expect(compare(rationalFromDecimal('-0.025'), rational(-1n, 40n))).toBe(0);
  });

  it('become doubles', () => {
    expect(toDouble(rational(1n, 3n))).toBe(1 / 3);
    expect(toDouble(rational(-(10n ** 30n), 10n ** 29n))).toBeCloseTo(-10, 13);
    expect(() => toDouble(rational(10n ** 400n, 10n ** 399n))).toThrow(RangeError);
  });

  it('refuse a denominator that is not positive, and division by zero', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
    expect(() => divide(rational(1n), rational(0n))).toThrow(RangeError);
  });
});
