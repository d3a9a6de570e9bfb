import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type ShortLots } from './assign.js';

const shorts = fc
  .array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 1, maxLength: 30 })
  .map((lots) => lots.map((each, i): ShortLots => ({ holder: `H${i}`, lots: each })));
const METHODS = ['lottery', 'pro-rata'] as const;

describe.each(METHODS)('assignment by %s', (method) => {
  it('is exact: as many lots as were exercised, and nobody more than it is short of', () => {
    fc.assert(
      fc.property(
        shorts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.string(),
        (held, share, seed) => {
          const total = held.reduce((sum, { lots }) => sum + lots, 0);
          const exercised = Math.floor(total * share);
          const assigned = assign(BigInt(exercised), held, method, seed);
          expect(assigned.reduce((sum, lots) => sum + lots, 0)).toBe(exercised);
          held.forEach(({ lots }, i) => {
            expect(assigned[i]).toBeGreaterThanOrEqual(0);
            expect(assigned[i]).toBeLessThanOrEqual(lots);
            // Its share, rounded down or up.
            const exact = (BigInt(lots) * BigInt(exercised)) / BigInt(total);
            expect([exact, exact + 1n]).toContain(BigInt(assigned[i] ?? -1));
          });
        },
      ),
    );
  });

  it('follows from the seed alone, in whatever order the shorts are handed in', () => {
    fc.assert(
      fc.property(shorts, fc.string(), (held, seed) => {
        const exercised = BigInt(Math.floor(held.reduce((sum, { lots }) => sum + lots, 0) / 3));
        const there = assign(exercised, held, method, seed);
        const back = assign(exercised, held.toReversed(), method, seed);
        expect(back.toReversed()).toEqual(there);
      }),
    );
  });

  it('refuses to assign more than everybody is short of', () => {
    expect(() => assign(3n, [{ holder: 'A', lots: 2 }], method, 's')).toThrow(/short/);
  });
});

/** The sum of (found - expected)^2 / expected. */
const chiSquare = (found: readonly number[], expected: readonly number[]): number =>
  found.reduce((sum, count, i) => sum + (count - (expected[i] ?? 0)) ** 2 / (expected[i] ?? 1), 0);

const EXPIRIES = 4_000;

describe('the lottery over many expiries', () => {
  it('gives every short of one lot the same chance (chi-square, 9 degrees of freedom)', () => {
    const held = Array.from({ length: 10 }, (_, i) => ({ holder: `H${i}`, lots: 1 }));
    const found = held.map(() => 0);
    for (let n = 0; n < EXPIRIES; n++)
      assign(3n, held, 'lottery', `main CALL ${n}`).forEach((lots, i) => (found[i]! += lots));
    const expected = held.map(() => (EXPIRIES * 3) / 10);
    // 27.88 is the 99.9 % point; what is drawn without replacement lies below what that allows for.
    expect(chiSquare(found, expected)).toBeLessThan(27.88);
    // Chance it is: nobody is served in turn.
    expect(new Set(found).size).toBeGreaterThan(1);
  });

  it('gives every lot the same chance, of whoever it is', () => {
    const held = [1, 2, 7, 40].map((lots, i) => ({ holder: `H${i}`, lots }));
    const found = held.map(() => 0);
    for (let n = 0; n < EXPIRIES; n++)
      assign(7n, held, 'lottery', `main PUT ${n}`).forEach((lots, i) => (found[i]! += lots));
    const expected = held.map(({ lots }) => (EXPIRIES * 7 * lots) / 50);
    // 3 degrees of freedom: 16.27 at 99.9 %.
    expect(chiSquare(found, expected)).toBeLessThan(16.27);
  });

  it('draws pairs as often as chance would (chi-square over who is drawn together)', () => {
    const held = Array.from({ length: 4 }, (_, i) => ({ holder: `H${i}`, lots: 1 }));
    const pairs = new Map<string, number>();
    for (let n = 0; n < EXPIRIES; n++) {
      const key = assign(2n, held, 'lottery', `main PAIR ${n}`).join('');
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }
    const expected = Array.from({ length: 6 }, () => EXPIRIES / 6);
    // 5 degrees of freedom: 20.52 at 99.9 %.
    expect(pairs.size).toBe(6);
    expect(chiSquare([...pairs.values()], expected)).toBeLessThan(20.52);
  });
});

it('pro rata gives the largest remainders what is left', () => {
  const held = [
    { holder: 'A', lots: 50 },
    { holder: 'B', lots: 30 },
    { holder: 'C', lots: 20 },
  ];
  // 3.5, 2.1 and 1.4 lots.
  expect(assign(7n, held, 'pro-rata', 'any')).toEqual([4, 2, 1]);
});
