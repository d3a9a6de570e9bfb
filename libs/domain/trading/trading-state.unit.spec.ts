import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { bookLots, emptyTrading, legsOf, openAnew } from './trading-state.js';

describe('novation', () => {
  it('makes two legs of a trade, one each with the clearing house, whose own book stays flat', () => {
    const legs = legsOf(trade({ quantity: '10' }));
    expect(legs).toEqual([
      { account: 'ALPHA/HOUSE', lots: 10 },
      { account: 'BETA/HOUSE', lots: -10 },
    ]);
  });

  it('leaves positions that add up to zero per instrument, whoever trades with whom', () => {
    const account = fc.constantFrom('ALPHA/HOUSE', 'ALPHA/C1', 'BETA/HOUSE', 'GAMMA/HOUSE');
    const submissions = fc.array(
      fc.record({
        buyer: account,
        seller: account,
        quantity: fc.integer({ min: 1, max: 100_000 }).map(String),
        instrument: fc.constantFrom('SPX-FUT', 'OIL-FUT', 'SPX-EUR'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(submissions, (given) => {
        const play = HousePlay.open();
        play.price(price({ symbol: 'EURUSD', price: '1.0842' }));
        given.forEach((each, i) => play.trade(trade({ tradeId: `T-${i}`, ...each })));
        const sums = new Map<string, number>();
        for (const holdings of play.house.trading.holdings.values())
          for (const [instrument, { lots }] of holdings)
            sums.set(instrument, (sums.get(instrument) ?? 0) + lots);
        expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
        const between = given.filter(({ buyer, seller }) => buyer !== seller);
        expect(play.of('TradeNovated')).toHaveLength(between.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a position', () => {
  it('keeps what it opened with, what was traded since and what that cost', () => {
    const state = emptyTrading();
    bookLots(state, 'A/B', 'X', 10, 100);
    openAnew(state, 'X');
    bookLots(state, 'A/B', 'X', -3, 110);
    bookLots(state, 'A/B', 'X', 1, -5);
    expect(state.holdings.get('A/B')?.get('X')).toEqual({
      lots: 8,
      openingLots: 10,
      tradedLots: -2,
      tradedTicks: -335n,
    });
  });

  it('that was closed stays until the next cycle has settled it, then it is gone', () => {
    const state = emptyTrading();
    bookLots(state, 'A/B', 'X', 10, 100);
    bookLots(state, 'A/B', 'X', -10, 110);
    expect(state.holders.get('X')).toEqual(new Set(['A/B']));
    openAnew(state, 'X');
    expect(state.holdings.get('A/B')?.size).toBe(0);
    expect(state.holders.get('X')?.size).toBe(0);
  });

  it('beyond exact integers is a bug that throws', () => {
    const state = emptyTrading();
    bookLots(state, 'A/B', 'X', Number.MAX_SAFE_INTEGER, 1);
    expect(() => bookLots(state, 'A/B', 'X', 1, 1)).toThrow('beyond exact integers');
  });
});
