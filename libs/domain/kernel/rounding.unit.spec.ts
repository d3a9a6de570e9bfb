import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ceilDiv,
  floorDiv,
  largestRemainder,
  roundToSameSum,
  roundUpTo,
  type Share,
} from './rounding.js';

const thirds: Share[] = ['C', 'A', 'B'].map((id) => ({ id, numerator: 1n }));

const shares = fc
  .uniqueArray(
    fc.record({ id: fc.string({ maxLength: 4 }), numerator: fc.bigInt(-(10n ** 9n), 10n ** 9n) }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
  )
  .filter((list) => list.reduce((sum, { numerator }) => sum + numerator, 0n) !== 0n);

describe('integer division', () => {
  it('rounds down below and up above the exact value, also below zero', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (dividend, divisor) => {
        const down = floorDiv(dividend, divisor);
        expect(down * divisor <= dividend && dividend < (down + 1n) * divisor).toBe(true);
        const up = ceilDiv(dividend, divisor);
        expect((up - 1n) * divisor < dividend && dividend <= up * divisor).toBe(true);
      }),
    );
  });

  it('rounds up to a step: 692,279.40 by 10,000.00 is 700,000.00', () => {
    expect(roundUpTo(69_227_940n, 1_000_000n)).toBe(70_000_000n);
    expect(roundUpTo(70_000_000n, 1_000_000n)).toBe(70_000_000n);
    expect(roundUpTo(0n, 1_000_000n)).toBe(0n);
  });
});

describe('a split by the largest remainder (margin-model.md f.2)', () => {
  it('splits 10 into three thirds as 4, 3, 3, the tie by id', () => {
    expect(largestRemainder(10n, thirds)).toEqual(
      new Map([
        ['C', 3n],
        ['A', 4n],
        ['B', 3n],
      ]),
    );
  });

  it('takes 10 from three as 3, 3, 4: the largest remainders are rounded up', () => {
    expect(Object.fromEntries(largestRemainder(-10n, thirds))).toEqual({ A: -3n, B: -3n, C: -4n });
  });

  it('loses no unit, stays within one of the exact part, and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), shares, (total, list) => {
        const whole = list.reduce((sum, { numerator }) => sum + numerator, 0n);
        const parts = largestRemainder(total, list);
        expect([...parts.values()].reduce((sum, part) => sum + part, 0n)).toBe(total);
        const magnitude = whole < 0n ? -whole : whole;
        for (const { id, numerator } of list) {
          const distance = (parts.get(id) ?? 0n) * whole - total * numerator;
          expect((distance < 0n ? -distance : distance) < magnitude).toBe(true);
        }
        expect(largestRemainder(total, [...list].reverse())).toEqual(parts);
      }),
    );
  });

  it('needs shares that add up to something, each with an id of its own', () => {
    const share = (id: string, numerator: bigint): Share => ({ id, numerator });
    expect(() => largestRemainder(5n, [share('A', 1n), share('B', -1n)])).toThrow(RangeError);
    expect(() => largestRemainder(5n, [])).toThrow(RangeError);
    expect(() => largestRemainder(5n, [share('A', 1n), share('A', 1n)])).toThrow(RangeError);
  });
});

describe('exact parts rounded to the same sum (margin-model.md f.2)', () => {
  it('are the cents of the worked example: -12.86, 5.51, 5.51, 1.84 as -13, 6, 5, 2', () => {
    const exact = Object.entries({ A: -1286n, B: 551n, C: 551n, D: 184n });
    const parts = exact.map(([id, numerator]) => ({ id, numerator }));
    expect(Object.fromEntries(roundToSameSum(parts, 100n))).toEqual({
      A: -13n,
      B: 6n,
      C: 5n,
      D: 2n,
    });
  });

  it('lose no unit, are moved by less than one, and do not depend on the order', () => {
    const whole = fc
      .record({ list: shares, denominator: fc.bigInt(1n, 10n ** 6n) })
      .map(({ list, denominator }) => {
        const sum = list.reduce((total, { numerator }) => total + numerator, 0n);
        return { parts: [...list, { id: 'the rest of it', numerator: -sum }], denominator };
      });
    fc.assert(
      fc.property(whole, ({ parts, denominator }) => {
        const rounded = roundToSameSum(parts, denominator);
        expect([...rounded.values()].reduce((sum, units) => sum + units, 0n)).toBe(0n);
        for (const { id, numerator } of parts) {
          const moved = (rounded.get(id) ?? 0n) * denominator - numerator;
          expect((moved < 0n ? -moved : moved) < denominator).toBe(true);
        }
        expect(roundToSameSum([...parts].reverse(), denominator)).toEqual(rounded);
      }),
    );
  });

  it('need a whole sum, a positive denominator and ids of their own', () => {
    const half = { id: 'A', numerator: 1n };
    expect(() => roundToSameSum([half], 2n)).toThrow(RangeError);
    expect(() => roundToSameSum([half], 0n)).toThrow(RangeError);
    expect(() => roundToSameSum([half, half], 2n)).toThrow(RangeError);
    expect(roundToSameSum([], 1n).size).toBe(0);
  });
});
