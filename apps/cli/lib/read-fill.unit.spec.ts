import { describe, expect, it } from 'vitest';
import { readFill, readSale } from './read-fill.js';

describe('a trade of a default as a person writes it', () => {
  it('is signed lots, instrument, price and counterparty', () => {
    expect(readFill('-67 SPX-FUT-2026-12 4985.00 BETA/HOUSE')).toEqual({
      quantity: '-67',
      instrument: 'SPX-FUT-2026-12',
      price: '4985.00',
      counterparty: 'BETA/HOUSE',
    });
    expect(readFill(' +5  FUT  -0.5 B/C1 ')).toMatchObject({ quantity: '5', price: '-0.5' });
  });

  it('names the account, and clients of gross omnibus accounts behind a colon', () => {
    expect(readFill('5 FUT 93 B/OMNI:F2:OPEN A/OMNI:F1')).toEqual({
      quantity: '5',
      instrument: 'FUT',
      price: '93',
      counterparty: 'B/OMNI',
      counterpartyClient: 'F2',
      counterpartyEffect: 'OPEN',
      account: 'A/OMNI',
      client: 'F1',
    });
  });

  it.each([
    '',
    '67 FUT 93',
    '0 FUT 93 B/HOUSE',
    '-07 FUT 93 B/HOUSE',
    '1.5 FUT 93 B/HOUSE',
    '5 FUT 1e3 B/HOUSE',
    '5 FUT 93 B',
    '5 FUT 93 B/HOUSE A',
    '5 FUT 93 B/HOUSE A/HOUSE more',
    '5 FUT 93 B/OMNI:F2:SELL',
    '5 FUT 93 B/OMNI:: A/HOUSE',
  ])('%j is none', (text) => expect(() => readFill(text)).toThrow(/--fill: .* is no trade; write/));
});

describe('a sale of collateral as a person writes it', () => {
  it('is account, asset, quantity and price', () => {
    const sale = { account: 'ALPHA/HOUSE', asset: 'BTC', quantity: '1.5', price: '68000.00' };
    expect(readSale('ALPHA/HOUSE BTC 1.5 68000.00')).toEqual(sale);
  });

  it.each(['', 'ALPHA BTC 1 2', 'A/H BTC 1', 'A/H BTC 1 2 3', 'A/H BTC x 2'])(
    '%j is none',
    (text) => expect(() => readSale(text)).toThrow(/--sale: .* is no sale; write/),
  );
});
