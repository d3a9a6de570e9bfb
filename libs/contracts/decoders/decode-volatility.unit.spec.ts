import { describe, expect, it } from 'vitest';
import { bytesOf, VALID_MESSAGES } from '../testing/valid-messages.js';
import { decodeVolatility } from './decode-volatility.js';

const [LEVEL, SMILE] = VALID_MESSAGES.volatilities;

describe('a volatility', () => {
  it('with null for the fields of the other form is a level', () => {
    expect(decodeVolatility(bytesOf({ ...LEVEL, expiry: null, nodes: null }))).toEqual({
      kind: 'message',
      message: LEVEL,
    });
  });

  it('keeps of its nodes what is known', () => {
    const nodes = [{ logMoneyness: '0', volatility: '0.2', delta: '0.5' }];
    expect(decodeVolatility(bytesOf({ ...SMILE, nodes, extra: 1 }))).toEqual({
      kind: 'message',
      message: { ...SMILE, nodes: [{ logMoneyness: '0', volatility: '0.2' }] },
    });
  });

  it.each([
    ['a number', { ...LEVEL, volatility: 0.183 }, /volatility is the JSON number 0\.183/],
    ['no tenor', { ...LEVEL, tenorDays: undefined }, /tenorDays is missing/],
    [
      'a tenor in quotes',
      { ...LEVEL, tenorDays: '30' },
      /tenorDays is "30"; it must be a whole number/,
    ],
    ['a tenor of half a day', { ...LEVEL, tenorDays: 0.5 }, /tenorDays is 0\.5/],
    ['a tenor of no days', { ...LEVEL, tenorDays: 0 }, /tenorDays is 0/],
    [
      'both forms',
      { ...LEVEL, ...SMILE },
      /volatility is "0\.183"; it must be left out of a smile/,
    ],
    ['an expiry without nodes', { ...SMILE, nodes: undefined }, /nodes is missing/],
    ['nodes without an expiry', { ...SMILE, expiry: undefined }, /expiry is missing/],
    [
      'no nodes',
      { ...SMILE, nodes: [] },
      /nodes is a list; it must be a list of 1 to 1000 objects/,
    ],
    ['a null node', { ...SMILE, nodes: [null] }, /nodes is a list/],
    [
      'a node that is not complete',
      { ...SMILE, nodes: [{ logMoneyness: '0' }] },
      /nodes\[0\]\.volatility is missing/,
    ],
    [
      'a number in the second node',
      {
        ...SMILE,
        nodes: [
          { logMoneyness: '0', volatility: '1' },
          { logMoneyness: 0.1, volatility: '1' },
        ],
      },
      /nodes\[1\]\.logMoneyness is the JSON number 0\.1/,
    ],
  ])('with a fault goes to quarantine with the reason: %s', (_what, message, reason) => {
    const decoded = decodeVolatility(bytesOf(message));
    expect(decoded).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });
});
