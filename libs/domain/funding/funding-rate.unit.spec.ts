import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fundingRate, rateText } from './funding-rate.js';

const TERMS = { intervalHours: 8, interestRate: '0.0001', damper: '0.0005', cap: '0.0075' };
const BP = 10n ** 8n;

describe('the funding rate (margin-model.md a.2)', () => {
  it.each([
    [8n, '0.000300000000'],
    [3n, '0.000100000000'],
    [0n, '0.000100000000'],
    [6n, '0.000100000000'],
    [-4n, '0.000100000000'],
    [-8n, '-0.000300000000'],
    [80n, '0.007500000000'],
    [-500n, '-0.007500000000'],
  ])('of a premium of %i basis points is %s', (premium, rate) => {
    expect(rateText(fundingRate(TERMS, premium * BP))).toBe(rate);
  });

  it('with more decimals in the terms is rounded half-even to the twelfth', () => {
    const finer = { ...TERMS, interestRate: '0.0000000000005' };
    expect(fundingRate(finer, 0n)).toBe(0n);
    expect(fundingRate({ ...finer, interestRate: '0.0000000000015' }, 0n)).toBe(2n);
  });

  it('never leaves the cap, grows with the premium, and is odd where no interest is paid', () => {
    const premium = fc.bigInt(-(10n ** 11n), 10n ** 11n);
    fc.assert(
      fc.property(premium, premium, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const [less, more] = [fundingRate(TERMS, low), fundingRate(TERMS, high)];
        expect(less <= more && more <= 75n * BP && less >= -75n * BP).toBe(true);
        const even = { ...TERMS, interestRate: '0' };
        expect(fundingRate(even, -a)).toBe(-fundingRate(even, a));
      }),
    );
  });
});
