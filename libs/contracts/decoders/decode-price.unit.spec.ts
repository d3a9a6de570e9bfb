import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/valid-messages.js';
import { decodePrice } from './decode-price.js';

const OBSERVATION = {
  symbol: 'SPX-FUT-2026-12',
  price: '5011.50',
  source: 'XSIM',
  observedAt: '2026-11-20T14:03:22.500Z',
};
const OFFICIAL = { ...OBSERVATION, type: 'SETTLEMENT', businessDate: '2026-11-20' };

describe('a price', () => {
  it('without a type is an observation; a business date is then an unknown field', () => {
    const expected = { kind: 'message', message: OBSERVATION };
    expect(decodePrice(bytesOf(OBSERVATION))).toEqual(expected);
    expect(decodePrice(bytesOf({ ...OFFICIAL, type: null }))).toEqual(expected);
  });

  it.each(['0', '-0.25', '-37.63'])('of %s is a price', (price) => {
    expect(decodePrice(bytesOf({ ...OBSERVATION, price }))).toMatchObject({ message: { price } });
  });

  it.each([
    ['price as a number', { ...OBSERVATION, price: 5011.5 }, /price is the JSON number 5011\.5/],
    ['exponent', { ...OBSERVATION, price: '5e3' }, /price is "5e3"/],
    ['no symbol', { ...OBSERVATION, symbol: undefined }, /symbol is missing/],
    ['no time', { ...OBSERVATION, observedAt: undefined }, /observedAt is missing/],
    [
      'time without milliseconds',
      { ...OBSERVATION, observedAt: '2026-11-20T14:03:22Z' },
      /observedAt/,
    ],
    [
      'unknown type',
      { ...OFFICIAL, type: 'CLOSE' },
      /type is "CLOSE"; it must be one of SETTLEMENT, FINAL/,
    ],
    ['type of a prototype', { ...OFFICIAL, type: 'constructor' }, /type is "constructor"/],
    ['official without a date', { ...OFFICIAL, businessDate: null }, /businessDate is missing/],
    [
      'impossible date',
      { ...OFFICIAL, businessDate: '2026-02-30' },
      /businessDate is "2026-02-30"/,
    ],
  ])('with a fault goes to quarantine with the reason: %s', (_what, message, reason) => {
    const decoded = decodePrice(bytesOf(message));
    expect(decoded).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });
});
