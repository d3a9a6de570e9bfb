import { beforeEach, describe, expect, it } from 'vitest';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { evaluateAccount, type AccountEvaluation } from './account-evaluation.js';

const ALPHA = 'ALPHA/HOUSE';
const HALF_PAST = '2026-11-20T14:30:00.000Z';

let play: HousePlay;

beforeEach(() => {
  play = HousePlay.open();
  play.price(price({ symbol: 'EURUSD', price: '1.25' }));
  play.price(price({ symbol: 'SPX-EUR', price: '1000.00' }));
});

const evaluation = (account = ALPHA): AccountEvaluation =>
  evaluateAccount(play.house, new MarginEngine(play.house), account);

/** ALPHA/HOUSE buys ten at 1000.00 and sells them at a price: 100.00 EUR a point and lot. */
function tradedFlat(soldAt: string): void {
  const bought = { instrument: 'SPX-EUR', quantity: '10', price: '1000.00' };
  play.trade(trade({ tradeId: 'IN', ...bought }));
  const sold = { ...bought, price: soldAt, buyer: 'BETA/HOUSE', seller: ALPHA };
  play.trade(trade({ tradeId: 'OUT', ...sold }));
}

/** As a ledger may hold it from before such a price was refused. */
function lose(symbol: string, odd: string): void {
  const observedAtMs = Date.parse(HALF_PAST);
  play.house.market.prices.set(symbol, { price: odd, source: 'XSIM', observedAtMs });
}

describe('the evaluation of an account with a loss that is not settled', () => {
  it('weighs it in the base currency, with the haircut of its currency', () => {
    tradedFlat('990.00');
    // 10 lots, 20 ticks of 5.00 EUR: 1,000.00 EUR, 1,250.00 USD, and 8 % of that.
    expect(evaluation()).toMatchObject({ failure: undefined, exposureMinor: 135_000n });
  });

  it('fails without a rate, although the requirement is nothing: a loss is not nothing', () => {
    tradedFlat('990.00');
    lose('EURUSD', '0');
    const { requirement, failure } = evaluation();
    expect(requirement).toMatchObject({ kind: 'computed', totalMinor: 0n });
    expect(failure).toEqual({ code: 'LOSS_WITHOUT_EXCHANGE_RATE', currency: 'EUR' });
    expect(failure && describeMarginFailure(failure)).toBe(
      'a loss in EUR cannot be weighed without a rate; send a price of its currency pair',
    );
  });

  it('fails without a mark too, which says what a position that is flat lost', () => {
    tradedFlat('990.00');
    lose('SPX-EUR', '1000.25');
    expect(evaluation().failure).toEqual({ code: 'NO_PRICE', instrument: 'SPX-EUR' });
  });

  it('does not fail without a rate where it is a gain, which never counts', () => {
    tradedFlat('990.00');
    lose('EURUSD', '0');
    expect(evaluation('BETA/HOUSE')).toMatchObject({ failure: undefined, exposureMinor: 0n });
  });

  it('leaves its calls as they are while it fails: none is issued, none is released', () => {
    play.collateral(deposit({ quantity: '1.00' }));
    play.evaluate();
    tradedFlat('900.00');
    lose('EURUSD', '0');
    expect(play.evaluate().events).toEqual([]);
    play.price(price({ symbol: 'EURUSD', price: '20.00', observedAt: HALF_PAST }));
    expect(play.evaluate().events.map(({ type }) => type)).toEqual(['MarginCallIssued']);
    lose('EURUSD', '0');
    play.price(price({ observedAt: '2026-11-20T16:00:00.000Z' }));
    play.evaluate();
    expect(play.of('MarginCallOverdue')).toHaveLength(1);
    expect(play.of('MarginCallCancelled')).toEqual([]);
  });
});
