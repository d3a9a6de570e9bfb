import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceData } from '#libs/domain/testing/reference-document.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { fundedDocument } from '#libs/domain/testing/funded-house.js';
import { fundingAmounts, type FundedPosition } from './funding-amounts.js';

const entry = indexReferenceData(referenceData(fundedDocument())).instruments.get('BTC-PERP')!;
const THREE_BP = 300_000_000n;

const positions = fc
  .uniqueArray(
    fc.record({
      account: fc.stringMatching(/^[A-Z]{1,3}\/H$/),
      lots: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    }),
    { selector: ({ account }) => account, minLength: 1, maxLength: 12 },
  )
  .map((list): FundedPosition[] => {
    const sum = list.reduce((total, { lots }) => total + lots, 0);
    return [...list, { account: 'THE/REST', lots: -sum }];
  });

const index = fc
  .integer({ min: 1, max: 10_000_000_000 })
  .map((units) => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`);
const rate = fc.bigInt(-7_500_000_000n, 7_500_000_000n);

describe('what an interval brings each account (margin-model.md a.2, f.2)', () => {
  it('is -13, 6, 5 and 2 cents in worked example f', () => {
    const held = [
      { account: 'A', lots: 7 },
      { account: 'B', lots: -3 },
      { account: 'C', lots: -3 },
      { account: 'D', lots: -1 },
    ];
    const amounts = fundingAmounts(entry, '61234.57', THREE_BP, held);
    expect(Object.fromEntries(amounts)).toEqual({ A: -13n, B: 6n, C: 5n, D: 2n });
  });

  it('adds up to zero for any positions, and is less than a cent away from exact', () => {
    fc.assert(
      fc.property(positions, index, rate, (held, points, f) => {
        const amounts = fundingAmounts(entry, points, f, held);
        expect([...amounts.values()].reduce((sum, minor) => sum + minor, 0n)).toBe(0n);
        for (const { account, lots } of held) {
          // Exact cents, times 10^15: -n * 0.1 cent * index * f.
          const exact = -BigInt(lots) * BigInt(points.replace('.', '')) * f;
          const moved = (amounts.get(account) ?? 0n) * 10n ** 15n - exact;
          expect((moved < 0n ? -moved : moved) < 10n ** 15n).toBe(true);
        }
      }),
    );
  });

  it('is paid by long positions where the rate is positive, and by short ones where it is negative', () => {
    const held = [
      { account: 'LONG', lots: 1000 },
      { account: 'SHORT', lots: -1000 },
    ];
    expect(fundingAmounts(entry, '60000', THREE_BP, held).get('LONG')).toBe(-1800n);
    expect(fundingAmounts(entry, '60000', -THREE_BP, held).get('LONG')).toBe(1800n);
    expect(fundingAmounts(entry, '60000', 0n, held).get('LONG')).toBe(0n);
  });
});
