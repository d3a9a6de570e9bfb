import { describe, expect, it } from 'vitest';
import { describeLedgerEvent } from './ledger-news.js';

const feed = (to: string, given: object = {}): string | undefined =>
  describeLedgerEvent({
    type: 'PriceFeedStateChanged',
    payload: {
      symbol: 'GOLD-FUT',
      underlying: 'GOLD',
      from: 'LIVE',
      to,
      quality: 'NORMAL',
      ...given,
    },
  });

describe('what is told of the ledger', () => {
  it('is a change of rung, with what it was decided upon', () => {
    const payload = {
      underlying: 'SPX',
      from: '1',
      to: '1.25',
      inputs: { implied: { now: '0.2131', reference: '0.1894' } },
    };
    expect(describeLedgerEvent({ type: 'VolatilityRegimeChanged', payload })).toBe(
      'volatility ladder: SPX goes from 1 to 1.25 (implied volatility 21.3 %, was 18.9 % when the scenarios were built)',
    );
    const intraday = { now: '0.3023', scenarios: '0.0157' };
    const calm = { now: '0.18', reference: '0.19' };
    const moving = { ...payload, to: '2', inputs: { intraday, implied: calm } };
    expect(describeLedgerEvent({ type: 'VolatilityRegimeChanged', payload: moving })).toBe(
      'volatility ladder: SPX goes from 1 to 2 (prices move 30.2 % a day, the scenarios 1.6 %)',
    );
  });

  it('is a change of the state of an instrument, and not that of its underlying as well', () => {
    expect(feed('DEGRADED')).toBe('prices of GOLD-FUT are DEGRADED: a source is silent');
    expect(feed('DEGRADED', { quality: 'SINGLE_SOURCE' })).toContain('one source is left');
    expect(feed('LIVE', { from: 'HALTED' })).toBe('prices of GOLD-FUT are LIVE again');
    expect(feed('LIVE')).toBeUndefined();
    expect(feed('HALTED', { symbol: 'GOLD' })).toBeUndefined();
    expect(feed('LIVE', { from: undefined })).toBeUndefined();
  });

  it('is funding, from who owes it', () => {
    const funding = (given: object): string | undefined =>
      describeLedgerEvent({
        type: 'FundingAccrued',
        payload: { instrument: 'BTC-PERP', ...given },
      });
    expect(funding({ rate: '0.000042' })).toContain('long positions owe short ones 0.0042 %');
    expect(funding({ rate: '-0.0001' })).toContain('short positions owe long ones 0.0100 %');
    expect(funding({ missing: ['BTCUSD'] })).toContain('there was no BTCUSD');
  });

  it('is nothing of all the rest', () => {
    expect(describeLedgerEvent({ type: 'PricesObserved', payload: { prices: [] } })).toBe(
      undefined,
    );
  });
});
