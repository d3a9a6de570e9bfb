import { beforeEach, describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import type { Holding } from '#libs/domain/trading/trading-state.js';
import { heedPriceOf, heedValuationStep } from './heed.js';

const [ALPHA, BETA, GAMMA] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;

interface Document {
  readonly underlyings: readonly object[];
  readonly instruments: readonly object[];
  readonly collateral: readonly object[];
}

const future = (id: string, underlying: string): object => ({
  id,
  type: 'future',
  underlying,
  currency: 'USD',
  tickSize: '0.01',
  tickValueMinor: 100,
  expiry: '2027-01-20T21:00:00.000Z',
});

const scanned = (id: string): object => ({
  id,
  liquidationGroup: 'EQUITY',
  method: 'scan',
  scan: { priceRange: '0.10', volatilityRange: '0.04' },
});

/**
 * The house of the tests with symbols that mean more than one thing: EURUSD is an underlying and the
 * rate of the euro, GOLD-PERP an instrument, an underlying and what gold as collateral is priced by.
 */
function opened(): HousePlay {
  const document = referenceDocument() as Record<string, unknown> & Document;
  const gold = { asset: 'GOLD', type: 'security', currency: 'USD', scale: 2, haircut: '0.10' };
  const option = {
    ...future('SPX-CALL', 'SPX'),
    type: 'option',
    right: 'call',
    strike: '5000',
  };
  return HousePlay.open({
    underlyings: [...document.underlyings, scanned('EURUSD'), scanned('GOLD-PERP')],
    instruments: [
      ...document.instruments,
      option,
      future('EURUSD-FUT', 'EURUSD'),
      { ...future('GOLD-CALL', 'GOLD-PERP'), type: 'option', right: 'call', strike: '2000' },
      perpetual('GOLD-PERP'),
    ],
    collateral: [...document.collateral, { ...gold, priceSymbol: 'GOLD-PERP' }],
  });
}

function perpetual(id: string): object {
  const { expiry: _, ...terms } = future(id, id) as { expiry: string };
  return { ...terms, type: 'perpetual' };
}

let play: HousePlay;

/** Whom a price of a symbol concerns. */
function concerned(symbol: string): 'everyone' | string[] {
  const { attention } = play.house;
  attention.everyone = false;
  attention.accounts.clear();
  heedPriceOf(play.house, symbol);
  return attention.everyone ? 'everyone' : [...attention.accounts].sort();
}

/** Puts a position on the books, whatever its margin. */
function hold(instrument: string, account: string): void {
  const holdings = play.house.trading.holdings.get(account) ?? new Map<string, Holding>();
  holdings.set(instrument, { lots: 1, openingLots: 0, tradedLots: 1, tradedTicks: 1n });
  play.house.trading.holdings.set(account, holdings);
  const holders = play.house.trading.holders.get(instrument) ?? new Set<string>();
  play.house.trading.holders.set(instrument, holders.add(account));
}

beforeEach(() => {
  play = opened();
});

describe('a price concerns whoever it changes something for', () => {
  it('of a future: its holders and those of options on it, nobody else', () => {
    play.price(price());
    play.trade(trade());
    hold('OIL-FUT', GAMMA);
    expect(concerned('SPX-FUT')).toEqual([ALPHA, BETA]);
  });

  it('of an underlying: who holds options on it at its spot price', () => {
    hold('SPX-FUT', ALPHA);
    hold('SPX-CALL', BETA);
    expect(concerned('SPX')).toEqual([BETA]);
  });

  it.each(['EURUSD', 'USDEUR'])(
    '%s, a rate, everyone, though it may be an underlying too',
    (pair) => {
      hold('EURUSD-FUT', ALPHA);
      expect(concerned(pair)).toBe('everyone');
    },
  );

  it('of an instrument that prices collateral: everyone', () => {
    hold('GOLD-CALL', ALPHA);
    expect(concerned('GOLD-PERP')).toBe('everyone');
  });

  it('of the index of a perpetual: nobody, however often it comes', () => {
    const document = referenceDocument() as Record<string, unknown> & Document;
    const indexed = { ...perpetual('SILVER-PERP'), underlying: 'SPX', index: 'SILVER-INDEX' };
    play = HousePlay.open({ instruments: [...document.instruments, indexed] });
    hold('SILVER-PERP', ALPHA);
    expect(concerned('SILVER-INDEX')).toEqual([]);
    expect(concerned('SILVER-PERP')).toEqual([ALPHA]);
  });

  it('of a symbol that is instrument and underlying: holders of options on its spot price', () => {
    const document = referenceDocument() as Record<string, unknown> & Document;
    const silver = { ...future('SILVER-CALL', 'SILVER'), type: 'option', right: 'call' };
    play = HousePlay.open({
      underlyings: [...document.underlyings, scanned('SILVER')],
      instruments: [...document.instruments, { ...silver, strike: '20' }, perpetual('SILVER')],
    });
    hold('SILVER-CALL', ALPHA);
    hold('SILVER', GAMMA);
    expect(concerned('SILVER')).toEqual([ALPHA, GAMMA]);
  });
});

describe('a step of the valuation instant', () => {
  /** Whom it concerns. */
  function aged(): string[] {
    const { attention } = play.house;
    attention.accounts.clear();
    heedValuationStep(play.house);
    return [...attention.accounts].sort();
  }

  it('concerns who holds options, and futures where maturities have factors of their own', () => {
    hold('SPX-FUT', ALPHA);
    hold('SPX-CALL', BETA);
    hold('OIL-FUT', GAMMA);
    expect(aged()).toEqual([BETA]);
    play.command({
      type: 'IMPORT_HISTORY',
      symbol: 'SPX@90',
      closes: [['2026-11-19', '5000']],
    });
    expect(aged()).toEqual([ALPHA, BETA]);
  });
});
