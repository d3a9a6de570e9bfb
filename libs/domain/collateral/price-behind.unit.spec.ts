import { beforeEach, describe, expect, it } from 'vitest';
import { afterSeconds, callLines } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { valueCollateral } from './collateral-value.js';

const ALPHA = 'ALPHA/HOUSE';

describe('the passing of time alone', () => {
  let play: HousePlay;

  // 20 lots need 400,000.00; of the bitcoin 30 % of that counts, until 60 s after its price.
  beforeEach(() => {
    play = HousePlay.open();
    play.price(price());
    play.price(price({ symbol: 'BTCUSD', price: '60000' }));
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '50000000.00' }));
    play.collateral(deposit({ instructionId: 'D-2', quantity: '280000.00' }));
    play.collateral(deposit({ instructionId: 'D-3', asset: 'BTC', quantity: '10' }));
    play.trade(trade({ quantity: '20' }));
    play.evaluate();
  });

  const timeGoesOn = (at: string): void => {
    play.price(price({ symbol: 'OIL-FUT', price: '60.00', observedAt: at }));
  };

  it('calls for what a price that grew too old leaves missing', () => {
    timeGoesOn(afterSeconds(60.001));
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 120000.00 120000.00']);
  });

  it('concerns everyone once, when the price outlives its limit, and nobody before', () => {
    timeGoesOn(afterSeconds(60));
    expect(play.house.attention.everyone).toBe(false);
    timeGoesOn(afterSeconds(61));
    expect(play.house.attention.everyone).toBe(true);
    play.evaluate();
    timeGoesOn(afterSeconds(62));
    expect(play.house.attention.everyone).toBe(false);
  });

  it('concerns nobody where a new price came in time', () => {
    play.price(price({ symbol: 'BTCUSD', price: '60000', observedAt: afterSeconds(30) }));
    play.evaluate();
    timeGoesOn(afterSeconds(61));
    expect(play.house.attention.everyone).toBe(false);
  });
});

describe('cash in another currency with a limit of age', () => {
  const euro = {
    asset: 'EUR',
    type: 'cash',
    currency: 'EUR',
    currencyHaircut: '0.08',
    maxAgeSeconds: 60,
  };
  const line = (play: HousePlay) => valueCollateral(play.house, ALPHA, 0n).lines[0];

  it.each([
    ['EURUSD', '1.25', 11_500n],
    ['USDEUR', '0.8', 11_500n],
  ])('counts while the price of %s is no older, then for nothing', (symbol, rate, valueMinor) => {
    const play = HousePlay.open({ collateral: [euro], collateralLimits: [] });
    play.price(price({ symbol, price: rate }));
    play.collateral(deposit({ asset: 'EUR', quantity: '100.00' }));
    play.price(price({ observedAt: afterSeconds(60) }));
    expect(line(play)).toMatchObject({ valueMinor });
    play.price(price({ observedAt: afterSeconds(60.001) }));
    expect(line(play)).toMatchObject({ valueMinor: 0n, unvalued: 'STALE_PRICE' });
  });
});
