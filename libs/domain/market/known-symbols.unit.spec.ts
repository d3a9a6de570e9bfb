import { describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { settlementPrice } from '#libs/domain/testing/inputs.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { growsHistory } from './known-symbols.js';
import { closesOf } from './market-state.js';

describe('settlement prices as closes of a history', () => {
  it('are those of underlyings, pairs, collateral and its price symbols, not of futures', () => {
    const reference = referenceOf(HousePlay.open().house);
    for (const symbol of ['SPX', 'EURUSD', 'UST-2028', 'BTC', 'BTCUSD'])
      expect(growsHistory(reference, symbol)).toBe(true);
    expect(growsHistory(reference, 'SPX-FUT')).toBe(false);
  });

  it('of a price symbol count from the next business date on', () => {
    const play = HousePlay.open();
    play.price(settlementPrice('2026-11-20', { symbol: 'BTCUSD', price: '61000' }));
    const { market } = play.house;
    expect(closesOf(market, 'BTCUSD', '2026-11-20').dates).toEqual([]);
    expect(closesOf(market, 'BTCUSD', '2026-11-21')).toEqual({
      dates: ['2026-11-20'],
      closes: [61_000],
    });
  });
});
