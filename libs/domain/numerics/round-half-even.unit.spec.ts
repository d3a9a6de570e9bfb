import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundHalfEven } from './round-half-even.js';

describe('rounding to an integer', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [2.4999999999999996, 2],
    [-0.3, 0],
    [4503599627370495.5, 4503599627370496],
    [-4503599627370494.5, -4503599627370494],
    [2251799813685248.5, 2251799813685248],
    [-2251799813685249.5, -2251799813685250],
    [2251799813685246.5, 2251799813685246],
    [9007199254740994, 9007199254740994],
    [-9007199254740994, -9007199254740994],
  ])('takes %d to %d, halves to even and never to -0', (value, expected) => {
    expect(roundHalfEven(value)).toBe(expected);
  });

  it('is at most a half away from what it rounds, and an integer', () => {
    fc.assert(
      fc.property(fc.double({ min: -(2 ** 53), max: 2 ** 53, noNaN: true }), (value) => {
        const rounded = roundHalfEven(value);
        expect(Number.isInteger(rounded)).toBe(true);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});
