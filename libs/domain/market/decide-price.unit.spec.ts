import { beforeEach, describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { referenceData } from '#libs/domain/testing/reference-document.js';
import { isFactorSymbol, isKnownSymbol } from './known-symbols.js';
import { markTicks } from './marks.js';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
});

const at = (time: string): string => `2026-11-20T${time}.000Z`;

describe('a price observation', () => {
  it('becomes the mark, in ticks; zero and negative prices too', () => {
    for (const [given, ticks] of [
      ['50.07', 5007],
      ['0.00', 0],
      ['-37.63', -3763],
    ] as const) {
      play.price(price({ symbol: 'OIL-FUT', price: given }));
      expect(markTicks(play.house, 'OIL-FUT')).toBe(ticks);
    }
  });

  it('older than the one held from the same source changes nothing and leaves no event', () => {
    play.price(price({ price: '5001.00', observedAt: at('14:00:01') }));
    expect(play.price(price({ price: '5000.00', observedAt: at('14:00:00') }))).toEqual([]);
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_004);
  });

  it('of the same time as the one held counts: the later message corrects', () => {
    play.price(price({ price: '5001.00' }));
    play.price(price({ price: '5002.00' }));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_008);
  });

  it('of another source counts, whatever its time', () => {
    play.price(price({ price: '5001.00', observedAt: at('14:00:01') }));
    play.price(price({ price: '5000.00', observedAt: at('14:00:00'), source: 'OTHER' }));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_000);
  });

  it('again and unchanged is recorded: it refreshes ages and moves the clock', () => {
    play.price(price());
    const [again] = play.price(price({ observedAt: at('14:05:00') }));
    expect(again?.type).toBe('PricesObserved');
    expect(play.house.ledgerTimeMs).toBe(Date.parse(at('14:05:00')));
  });

  it('of one batch is one event, the last of each symbol and source', () => {
    const prices = ['5000.00', '5001.00', '5002.00'].map((each) => price({ price: each }));
    const inputs = [...prices, price({ source: 'OTHER' }), price({ symbol: 'OIL-FUT' })];
    const events = play.batch(inputs.map((each) => ({ kind: 'price', price: each })));
    expect(events).toHaveLength(1);
    expect(play.of('PricesObserved')[0]?.prices.map((each) => each.price)).toEqual([
      '5002.00',
      '5000.00',
      '5000.00',
    ]);
  });

  it('of several sources in one batch leaves the mark that single batches leave', () => {
    const inputs = [
      price({ price: '5000.00' }),
      price({ price: '5001.00', source: 'OTHER' }),
      price({ price: '5002.00' }),
    ];
    play.batch(inputs.map((each) => ({ kind: 'price', price: each })));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_008);
  });

  it.each([
    ['NO-SUCH', '1', 'not a symbol'],
    ['SPX-FUT', '5000.10', 'not a multiple of its tick'],
    ['SPX-FUT', '99999999999999999999.00', 'not a multiple of its tick'],
  ])('%s at %s goes to quarantine', (symbol, given, reason) => {
    expect(play.price(price({ symbol, price: given }))).toEqual([]);
    expect(play.quarantined).toEqual([expect.stringContaining(reason)]);
  });
});

describe('a settlement price', () => {
  it('is an observation too', () => {
    play.price(settlementPrice('2026-11-20', { price: '5004.50' }));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_018);
  });

  it('counts as official also when a later observation is held', () => {
    play.price(price({ price: '5010.00', observedAt: at('18:00:00') }));
    play.price(settlementPrice('2026-11-20', { price: '5004.50', observedAt: at('17:00:00') }));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_040);
    expect(play.house.market.official.get('2026-11-20 SPX-FUT')?.price).toBe('5004.50');
  });

  it('is replaced by a further one until the end-of-day cycle of its date has run', () => {
    play.trade(trade());
    play.price(settlementPrice('2026-11-20', { price: '5004.50' }));
    play.price(settlementPrice('2026-11-20', { price: '5005.00' }));
    play.command({ type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' });
    expect(play.of('SettlementCycleCompleted')[0]?.prices).toEqual([
      { instrument: 'SPX-FUT', settlementPrice: '5005.00' },
    ]);
    expect(play.price(settlementPrice('2026-11-20', { price: '5005' }))).toEqual([]);
    expect(play.quarantined).toEqual([]);
    play.price(settlementPrice('2026-11-20', { price: '5006.00' }));
    expect(play.quarantined).toEqual([expect.stringContaining('end-of-day cycle of 2026-11-20')]);
  });

  it('of an instrument that nobody held is news after the end-of-day cycle too', () => {
    play.command({ type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' });
    play.price(settlementPrice('2026-11-20', { price: '5004.50' }));
    expect(play.quarantined).toEqual([]);
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_018);
    play.price(settlementPrice('2026-11-19', { price: '5004.50' }));
    expect(play.quarantined).toEqual([expect.stringContaining('end-of-day cycle of 2026-11-20')]);
  });

  it('for an underlying is a close of its history, also after the end of the day', () => {
    play.price(settlementPrice('2026-11-20', { symbol: 'SPX', price: '5004.13' }));
    expect(play.house.market.settled.get('SPX')).toEqual({
      dates: ['2026-11-20'],
      closes: [5004.13],
    });
    // It counts from the next date on; one of an earlier date counts at once.
    expect(play.house.market.historyVersion).toBe(0);
    play.price(settlementPrice('2026-11-19', { symbol: 'SPX', price: '5001.00' }));
    expect(play.house.market.historyVersion).toBe(1);
  });
});

describe('the mark of an instrument', () => {
  it('is the price of its last trade until there is an accepted price', () => {
    play.trade(trade({ price: '4990.00' }));
    play.trade(trade({ tradeId: 'T-2', price: '4991.00' }));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(19_964);
    play.price(price());
    play.trade(trade({ tradeId: 'T-3', price: '4992.00' }));
    expect(markTicks(play.house, 'SPX-FUT')).toBe(20_000);
  });
});

describe('a symbol is known', () => {
  const reference = indexReferenceData(referenceData());

  it.each([
    'SPX-FUT',
    'SPX',
    'SPX.VOL',
    'SPX.VOL@90',
    'SPX@90',
    'BTCUSD',
    'UST-2028',
    'EURUSD',
    'USDJPY',
  ])('%s', (symbol) => {
    expect(isKnownSymbol(reference, symbol)).toBe(true);
  });

  it.each([
    '',
    'NDX',
    'NDX.VOL',
    'EURGBP',
    'GBPUSD',
    'USDtoString',
    'USDconstructor',
    'USD__proto__',
  ])('or not: %s', (symbol) => {
    expect(isKnownSymbol(reference, symbol)).toBe(false);
  });

  it('as a factor where it names an underlying, its volatility or a bucket', () => {
    expect(isFactorSymbol(reference, 'SPX.VOL@90')).toBe(true);
    expect(isFactorSymbol(reference, 'SPX-FUT')).toBe(false);
  });
});
