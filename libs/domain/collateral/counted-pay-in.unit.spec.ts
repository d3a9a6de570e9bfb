import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { calledAccount, callLines, pay } from '#libs/domain/testing/called-account.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';

/** The called account, with 30 % of its requirement of 400,000.00 as the limit of crypto. */
const priced = (changes = {}): HousePlay => {
  const play = calledAccount(changes);
  play.price(price({ symbol: 'BTCUSD', price: '40000' }));
  play.price(price({ symbol: 'EURUSD', price: '1.25' }));
  return play;
};

describe('a pay-in beyond a concentration limit', () => {
  it('pays calls at what it adds to counted collateral, and not at its value', () => {
    const play = priced();
    // 10 BTC are worth 300,000.00 after the haircut; 120,000.00 of it count.
    pay(play, '10', 'BTC');
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 280000.00']);
    pay(play, '10', 'BTC');
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 280000.00']);
    pay(play, '280000.00');
    expect(callLines(play)).toEqual(['MET 400000.00 0.00']);
  });

  it('that comes in parts pays as much as in one, to the cent', () => {
    const [parts, whole] = [priced(), priced()];
    for (const quantity of ['3.33333333', '0.00000001', '0.66666666']) pay(parts, quantity, 'BTC');
    pay(whole, '4.00000000', 'BTC');
    expect(callLines(parts)).toEqual(callLines(whole));
    expect(callLines(whole)).toEqual(['PARTIALLY_MET 400000.00 280000.00']);
  });
});

describe('a pay-in', () => {
  it('leaves calls asking for no less than what is missing, and never for more than before', () => {
    const payIn = fc.record({
      asset: fc.constantFrom('USD', 'EUR', 'BTC'),
      units: fc.integer({ min: 1, max: 40_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(payIn, { minLength: 1, maxLength: 6 }), (given) => {
        const play = priced();
        const left = (): bigint =>
          [...play.house.marginCalls.open.values()].reduce(
            (sum, { outstanding }) => sum + BigInt(outstanding.replace('.', '')),
            0n,
          );
        for (const { asset, units } of given) {
          const before = left();
          pay(play, (units / 100).toFixed(2), asset);
          expect(left() <= before).toBe(true);
          const { deficitMinor } = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE');
          expect(left()).toBe(deficitMinor);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('into an account that cannot be evaluated counts within the limits of what was called', () => {
    const play = priced();
    play.house.market.prices.delete('SPX-FUT');
    play.house.trading.lastTradeTicks.clear();
    expect(evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE').failure).toBeDefined();
    pay(play, '10', 'BTC');
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 280000.00']);
  });
});
