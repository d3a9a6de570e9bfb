import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { requirementContent, requirementMessage } from './requirement-message.js';

const ALPHA = 'ALPHA/HOUSE';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
  play.price(price());
});

const requirement = (account = ALPHA): string =>
  String(play.engine.requirement(account).totalMinor);

describe('the requirement of an account', () => {
  it('is 8 % of the value of a future that is margined by that scan range', () => {
    expect(requirement()).toBe('0');
    play.trade(trade({ quantity: '20' }));
    expect(requirement()).toBe('40000000');
    expect(requirement('BETA/HOUSE')).toBe('40000000');
  });

  it('follows the mark at once, up and down', () => {
    play.trade(trade({ quantity: '20' }));
    play.price(price({ price: '4500.00' }));
    expect(requirement()).toBe('36000000');
    play.price(price({ price: '5000.00' }));
    expect(requirement()).toBe('40000000');
  });

  it('counts lots that offset each other not at all', () => {
    play.trade(trade({ quantity: '20' }));
    play.trade(trade({ tradeId: 'T-2', quantity: '20', buyer: 'BETA/HOUSE', seller: ALPHA }));
    expect(requirement()).toBe('0');
  });

  it('uses the rate of a foreign currency as it stands', () => {
    play.price(price({ symbol: 'EURUSD', price: '1.25' }));
    play.trade(trade({ instrument: 'SPX-EUR', price: '1000.00', quantity: '10' }));
    // 10 % of 2000 ticks of 5.00 euros on 10 lots.
    expect(requirement()).toBe('1250000');
    play.price(price({ symbol: 'EURUSD', price: '1.50' }));
    expect(requirement()).toBe('1500000');
  });

  it('is asked for a trade without changing anything', () => {
    play.trade(trade({ quantity: '20' }));
    expect(play.engine.raisesRequirement(ALPHA, 'SPX-FUT', 1)).toBe(true);
    expect(play.engine.raisesRequirement(ALPHA, 'SPX-FUT', -1)).toBe(false);
    expect(play.engine.raisesRequirement(ALPHA, 'SPX-FUT', -40)).toBe(false);
    expect(play.engine.raisesRequirement(ALPHA, 'SPX-FUT', -41)).toBe(true);
    expect(play.engine.raisesRequirement(ALPHA, 'NO-SUCH', 1)).toBe(true);
    expect(requirement()).toBe('40000000');
  });
});

describe('an instrument', () => {
  it.each([
    ['SPX-FUT', undefined],
    ['NO-SUCH', 'it is not listed'],
    [
      'UNMARGINED',
      'NONE can be margined neither from history (NONE has no price history; import it) nor by scan',
    ],
    ['SPX-EUR', 'there is no rate for EUR; send a price of its currency pair'],
  ])('%s is open or says why not: %s', (instrument, obstacle) => {
    expect(play.engine.obstacleToMargining(instrument)).toBe(obstacle);
  });

  it('in a foreign currency opens with a rate', () => {
    play.price(price({ symbol: 'USDEUR', price: '0.80' }));
    expect(play.engine.obstacleToMargining('SPX-EUR')).toBeUndefined();
  });
});

describe('the message of a requirement', () => {
  it('compares the exposure, with losses that are not settled, with counted collateral', () => {
    play.collateral(deposit({ quantity: '500000.00' }));
    play.trade(trade({ quantity: '20' }));
    play.price(price({ price: '4900.00' }));
    const content = requirementContent(play.house, evaluateAccount(play.house, play.engine, ALPHA));
    expect(requirementMessage(play.house, content)).toMatchObject({
      account: ALPHA,
      marginMode: 'portfolio',
      currency: 'USD',
      requirement: '392000.00',
      unsettled: '-100000.00',
      exposure: '492000.00',
      collateral: { value: '500000.00', counted: '500000.00', debts: [] },
      excess: '8000.00',
      deficit: '0.00',
      utilisation: '0.9840',
      position: play.house.position,
      calculatedAt: '2026-11-20T14:00:00.000Z',
    });
  });

  it('never counts a gain that is not settled', () => {
    play.trade(trade({ quantity: '20' }));
    play.price(price({ price: '5100.00' }));
    const content = requirementContent(play.house, evaluateAccount(play.house, play.engine, ALPHA));
    expect(content).toMatchObject({
      unsettled: '0.00',
      exposure: '408000.00',
      deficit: '408000.00',
    });
  });

  it('nets gains and losses of one currency, and of no other', () => {
    play.price(price({ symbol: 'EURUSD', price: '1.25' }));
    play.trade(trade({ tradeId: 'A', quantity: '1' }));
    play.trade(trade({ tradeId: 'B', instrument: 'OIL-FUT', price: '50.00', quantity: '1' }));
    play.trade(trade({ tradeId: 'C', instrument: 'SPX-EUR', price: '1000.00', quantity: '10' }));
    play.price(price({ price: '4999.00' }));
    play.price(price({ symbol: 'OIL-FUT', price: '50.04' }));
    play.price(price({ symbol: 'SPX-EUR', price: '1001.00' }));
    const unsettled = (): unknown =>
      requirementContent(play.house, evaluateAccount(play.house, play.engine, ALPHA))['unsettled'];
    expect(unsettled()).toBe('-10.00');
    // 10 lots of 2 ticks of 5.00 euros at 1.25, with the haircut of 8 % on top.
    play.price(price({ symbol: 'SPX-EUR', price: '999.00' }));
    expect(unsettled()).toBe('-145.00');
  });

  it('has no utilisation where something is needed and nothing counts', () => {
    const content = () =>
      requirementContent(play.house, evaluateAccount(play.house, play.engine, ALPHA));
    expect(content()).toMatchObject({ utilisation: '0.0000' });
    play.trade(trade());
    expect(content()).toMatchObject({ utilisation: null });
  });

  it('names collateral that counts for nothing', () => {
    play.collateral(deposit({ asset: 'BTC', quantity: '1' }));
    expect(
      requirementContent(play.house, evaluateAccount(play.house, play.engine, ALPHA)),
    ).toMatchObject({ collateral: { notCounted: [{ asset: 'BTC', reason: 'NO_PRICE' }] } });
  });
});
