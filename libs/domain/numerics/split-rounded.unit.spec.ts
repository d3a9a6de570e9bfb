import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, rational, roundToEven, subtract, sum } from './rational.js';
import { splitRounded } from './split-rounded.js';

const third = rational(1n, 3n);

describe('parts that are rounded together', () => {
  it('add up to the rounded whole: three thirds are 0, 0 and 1', () => {
    expect(splitRounded([third, third, third])).toEqual([1n, 0n, 0n]);
    expect(splitRounded([rational(-7n, 2n), rational(9n, 2n)])).toEqual([-3n, 4n]);
    expect(splitRounded([])).toEqual([]);
  });

  it('are each within a unit of what they were, whatever they are', () => {
    const part = fc
      .tuple(fc.bigInt({ min: -10_000n, max: 10_000n }), fc.bigInt({ min: 1n, max: 50n }))
      .map(([numerator, denominator]) => rational(numerator, denominator));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const rounded = splitRounded(parts);
        expect(rounded.reduce((total, each) => total + each, 0n)).toBe(roundToEven(sum(parts)));
        rounded.forEach((each, i) => {
          const off = subtract(rational(each), parts[i]!);
          expect(compare(off, rational(1n))).toBe(-1);
          expect(compare(off, rational(-1n))).toBe(1);
        });
      }),
    );
  });
});
