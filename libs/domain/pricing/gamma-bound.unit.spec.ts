import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { europeanOption } from './european-option.js';
import { gammaBound } from './gamma-bound.js';
import { optionGreeks } from './option-greeks.js';

const terms = { right: 'call', strike: 100, riskFreeRate: 0.02, premiumStyle: 'premium' } as const;

describe('gamma bound (margin-model.md e.3)', () => {
  it('is the largest gamma of the interval', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        (low, width, share, volatility) => {
          const option = europeanOption({ ...terms, years: 0.1 });
          const bound = gammaBound(option, low, low + width, volatility);
          const inside = optionGreeks(option, low + share * width, volatility).gamma;
          expect(inside).toBeLessThanOrEqual(bound * (1 + 1e-12));
        },
      ),
    );
  });

  it('is met at the peak K*e^(-1.5*s^2)', () => {
    const option = europeanOption({ ...terms, years: 0.25 });
    const peak = 100 * Math.exp(-1.5 * 0.4 * 0.4 * 0.25);
    const { gamma } = optionGreeks(option, peak, 0.4);
    expect(gammaBound(option, 50, 150, 0.4)).toBeCloseTo(gamma, 12);
  });

  it('is infinite where delta jumps inside, zero where an expired option has none', () => {
    const expired = europeanOption({ ...terms, years: 0 });
    expect(gammaBound(expired, 99, 101, 0.3)).toBe(Infinity);
    expect(gammaBound(expired, 101, 102, 0.3)).toBe(0);
    expect(gammaBound(expired, -1, 102, 0.3)).toBe(Infinity);
  });
});
