import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactTally } from './exact-tally.js';

const safe = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, 2 ** 27),
);

describe('an exact tally', () => {
  it('is the sum of the products, whatever their size and order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(safe, safe), { maxLength: 30 }), (pairs) => {
        const tally = new ExactTally();
        for (const [a, b] of pairs) tally.add(a, b);
        const expected = pairs.reduce((sum, [a, b]) => sum + BigInt(a) * BigInt(b), 0n);
        expect(tally.total).toBe(expected);
      }),
    );
  });
});
