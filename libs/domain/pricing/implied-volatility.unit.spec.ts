import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { europeanOption, intrinsicValue } from './european-option.js';
import { impliedVolatility } from './implied-volatility.js';
import { optionGreeks } from './option-greeks.js';
import { optionValue } from './option-value.js';

const terms = { riskFreeRate: 0.03, premiumStyle: 'premium' } as const;
const call = europeanOption({ ...terms, right: 'call', strike: 100, years: 0.25 });

describe('implied volatility (margin-model.md a.3)', () => {
  it('gives back the volatility that made the price, as far as the price determines it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('call', 'put'),
        fc.double({ min: -0.7, max: 0.7, noNaN: true }),
        fc.double({ min: 0.003, max: 3, noNaN: true }),
        fc.double({ min: 0.02, max: 5, noNaN: true }),
        (right, moneyness, years, volatility) => {
          const forward = 100 * (1 + moneyness);
          const option = europeanOption({ ...terms, right, strike: 100, years });
          const { value, vega } = optionGreeks(option, forward, volatility);
          // Nothing to be found where the price has no digits left beyond intrinsic.
          fc.pre(vega > 1e-3);
          const implied = impliedVolatility(option, forward, value);
          if (!implied.ok) throw new Error(implied.error);
          const resolution = (4e-16 * Math.max(forward, 100, value)) / vega;
          expect(Math.abs(implied.value - volatility)).toBeLessThanOrEqual(
            20 * resolution + 1e-14 * volatility,
          );
        },
      ),
    );
  });

  it('finds the very price again, also from a start far from the answer', () => {
    for (const volatility of [0.0101, 0.05, 0.3, 2.5, 9]) {
      for (const forward of [100, 99.5, 101]) {
        const price = optionValue(call, forward, volatility);
        const implied = impliedVolatility(call, forward, price);
        if (!implied.ok) {
          expect(price).toBeLessThanOrEqual(call.discount * intrinsicValue(call, forward));
          continue;
        }
        const again = optionValue(call, forward, implied.value);
        expect(Math.abs(again - price)).toBeLessThanOrEqual(1e-13);
      }
    }
  });

  it.each([
    ['at intrinsic', call, 110, call.discount * 10, 'AT_OR_BELOW_INTRINSIC'],
    ['below intrinsic', call, 110, 9, 'AT_OR_BELOW_INTRINSIC'],
    ['of zero', call, 90, 0, 'AT_OR_BELOW_INTRINSIC'],
    ['that is no number', call, 90, NaN, 'AT_OR_BELOW_INTRINSIC'],
    ['at the forward', call, 90, call.discount * 90, 'AT_OR_ABOVE_BOUND'],
    ['that needs more than 1000 %', call, 90, call.discount * 89.9999, 'OUT_OF_BRACKET'],
    ['of an option on a negative forward', call, -1, 3, 'NOT_BLACK'],
    [
      'of an expired option',
      europeanOption({ ...terms, right: 'put', strike: 100, years: 0 }),
      90,
      10.5,
      'NOT_BLACK',
    ],
    [
      'at the strike of a put',
      europeanOption({ ...terms, right: 'put', strike: 100, years: 0.25 }),
      90,
      100,
      'AT_OR_ABOVE_BOUND',
    ],
  ] as const)('there is none for a price %s', (_, option, forward, price, error) => {
    expect(impliedVolatility(option, forward, price)).toEqual({ ok: false, error });
  });
});
