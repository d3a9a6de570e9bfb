import { describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice } from '#libs/domain/testing/inputs.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { referenceData } from '#libs/domain/testing/reference-document.js';
import { refuseRange, refuseVolatility } from './price-range.js';

const reference = indexReferenceData(referenceData());

describe('what can be a price or a close (margin-model.md b.1)', () => {
  it.each([
    ['EURUSD', '0', 'an exchange rate must be above zero'],
    ['EURUSD', '-1.10', 'an exchange rate must be above zero'],
    ['EURUSD', '1.10', undefined],
    ['SPX', '0', 'SPX has returns log, so it must be above zero'],
    ['SPX@90', '-5', 'SPX has returns log, so it must be above zero'],
    ['SPX', '0.01', undefined],
    ['SPX.VOL', '0.183', undefined],
    ['SPX.VOL@90', '18.3', 'a volatility lies from 0.01 to 5, where 0.2 is 20 %'],
    ['BTCUSD', '0', undefined],
  ])('%s at %s: %s', (symbol, value, reason) => {
    expect(refuseRange(reference, symbol, value)).toBe(reason);
  });

  it('no value beyond what a double holds', () => {
    expect(refuseRange(reference, 'OIL', '9'.repeat(400))).toBe('it is too large');
  });

  it('a volatility is taken from 1 % to 500 % (margin-model.md a.4)', () => {
    for (const taken of ['0.01', '0.183', '5']) expect(refuseVolatility(taken)).toBeUndefined();
    for (const refused of ['0', '-0.2', '0.009', '5.01', '18.3'])
      expect(refuseVolatility(refused)).toContain('0.01 to 5');
  });
});

describe('a value that the model could not use', () => {
  it('is quarantined as a price and changes nothing', () => {
    const play = HousePlay.open();
    play.price(price({ symbol: 'EURUSD', price: '1.10' }));
    play.price(price({ symbol: 'EURUSD', price: '0' }));
    play.price(settlementPrice('2026-11-20', { symbol: 'SPX', price: '-5' }));
    expect(play.quarantined).toEqual([
      'price 0 of EURUSD cannot be used: an exchange rate must be above zero',
      'price -5 of SPX cannot be used: SPX has returns log, so it must be above zero',
    ]);
    expect(play.house.market.prices.get('EURUSD')?.price).toBe('1.10');
    expect(play.house.market.settled.has('SPX')).toBe(false);
  });

  it('refuses the import of a history', () => {
    const play = HousePlay.open();
    play.command({
      type: 'IMPORT_HISTORY',
      symbol: 'SPX',
      closes: [
        ['2026-11-18', '5000'],
        ['2026-11-19', '0'],
      ],
    });
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({
      outcome: 'REFUSED',
      result: { reason: expect.stringContaining('close 0 of SPX on 2026-11-19 cannot be used') },
    });
    expect(play.of('PriceHistoryImported')).toEqual([]);
  });
});
