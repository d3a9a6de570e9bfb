import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_MEMBERS } from '#libs/domain/stress-tests/worked-example-h.fixture.js';
import { allocateContributions } from './allocate-contributions.js';

const weights = fc
  .array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((weight, i) => ({ member: `M${i}`, weight: BigInt(weight) })));
const amount = fc.nat(10_000_000).map(BigInt);
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

describe('contributions to the default fund (margin-model.md h.5)', () => {
  it('are those of worked example h', () => {
    const shares = EXAMPLE_MEMBERS.map(({ member, margin }) => ({
      member,
      weight: BigInt(margin),
    }));
    expect(Object.fromEntries(allocateContributions(550n, 0n, shares))).toEqual({
      A: 174n,
      B: 145n,
      C: 116n,
      D: 69n,
      E: 46n,
    });
  });

  it('fix who is at the floor and share the rest again, until nobody falls below it', () => {
    // B is below 20 at once; without what it takes beyond its share C falls below 20 too.
    const shares = [
      { member: 'A', weight: 78n },
      { member: 'B', weight: 1n },
      { member: 'C', weight: 21n },
    ];
    expect([...allocateContributions(100n, 20n, shares).values()]).toEqual([60n, 20n, 20n]);
  });

  it('are equal where nobody has any margin', () => {
    const shares = ['A', 'B', 'C'].map((member) => ({ member, weight: 0n }));
    expect([...allocateContributions(100n, 10n, shares).values()]).toEqual([34n, 33n, 33n]);
  });

  it('add up exactly to the size, or to a floor for each where that is more', () => {
    fc.assert(
      fc.property(weights, amount, fc.nat(100_000).map(BigInt), (shares, size, floor) => {
        const floors = floor * BigInt(shares.length);
        const total = sum(allocateContributions(size, floor, shares).values());
        expect(total).toBe(size > floors ? size : floors);
      }),
    );
  });

  it('are nobody’s below the floor', () => {
    fc.assert(
      fc.property(weights, amount, fc.nat(2_000_000).map(BigInt), (shares, size, floor) => {
        for (const share of allocateContributions(size, floor, shares).values())
          expect(share >= floor).toBe(true);
      }),
    );
  });

  it('give nobody less for a larger average margin than another’s', () => {
    fc.assert(
      fc.property(weights, amount, fc.nat(500_000).map(BigInt), (shares, size, floor) => {
        const given = allocateContributions(size, floor, shares);
        const sorted = shares.toSorted((a, b) => (a.weight < b.weight ? -1 : 1));
        for (const [i, { member, weight }] of sorted.entries()) {
          const next = sorted[i + 1];
          if (!next || next.weight === weight) continue;
          // A unit left over may go to the smaller of two that round to the same.
          expect(given.get(next.member)! + 1n >= given.get(member)!).toBe(true);
        }
      }),
    );
  });
});
