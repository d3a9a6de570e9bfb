import { describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { exchangeRate } from './exchange-rate.js';
import { closesOf, emptyMarket, takeCloses, takeOfficialPrice } from './market-state.js';

const settled = (businessDate: string, close: string) => ({
  symbol: 'SPX',
  type: 'SETTLEMENT' as const,
  businessDate,
  price: close,
  source: 'X',
  observedAt: `${businessDate}T22:00:00.000Z`,
});

describe('the history of a factor', () => {
  it('keeps dates ascending and the last import of a date', () => {
    const market = emptyMarket();
    takeCloses(market, 'SPX', [
      ['2026-11-19', '2'],
      ['2026-11-18', '1'],
    ]);
    takeCloses(market, 'SPX', [['2026-11-19', '2.5']]);
    expect(closesOf(market, 'SPX', '2026-11-20')).toEqual({
      dates: ['2026-11-18', '2026-11-19'],
      closes: [1, 2.5],
    });
    expect(market.historyVersion).toBe(2);
  });

  it('grows by settlement prices of the factor itself, which count from the next date on', () => {
    const market = emptyMarket();
    takeCloses(market, 'SPX', [['2026-11-18', '1']]);
    takeOfficialPrice(market, settled('2026-11-19', '2'), {
      position: 1,
      isFactor: true,
      ends: false,
    });
    takeOfficialPrice(market, settled('2026-11-20', '3'), {
      position: 2,
      isFactor: true,
      ends: false,
    });
    expect(closesOf(market, 'SPX', '2026-11-20').dates).toEqual(['2026-11-18', '2026-11-19']);
    expect(closesOf(market, 'SPX', '2026-11-21').closes).toEqual([1, 2, 3]);
  });

  it('is empty for a factor that never had any', () => {
    expect(closesOf(emptyMarket(), 'SPX', '2026-11-20')).toEqual({ dates: [], closes: [] });
  });
});

describe('an exchange rate', () => {
  it('is the price of the pair, exactly, or that of the pair turned round', () => {
    const play = HousePlay.open();
    expect(exchangeRate(play.house, 'EUR', 'USD')).toBeUndefined();
    play.price(price({ symbol: 'EURUSD', price: '1.0842' }));
    expect(exchangeRate(play.house, 'EUR', 'USD')).toEqual({
      numerator: 10_842n,
      denominator: 10_000n,
    });
    expect(exchangeRate(play.house, 'USD', 'EUR')).toEqual({
      numerator: 10_000n,
      denominator: 10_842n,
    });
    expect(exchangeRate(play.house, 'USD', 'USD')).toEqual({ numerator: 1n, denominator: 1n });
  });

  it.each(['0', '-1.05'])('is none at a price of %s', (given) => {
    const play = HousePlay.open();
    play.price(price({ symbol: 'EURUSD', price: given }));
    expect(exchangeRate(play.house, 'EUR', 'USD')).toBeUndefined();
    expect(exchangeRate(play.house, 'USD', 'EUR')).toBeUndefined();
  });
});
