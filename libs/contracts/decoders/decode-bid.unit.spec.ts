import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/valid-messages.js';
import { decodeBid } from './decode-bid.js';

const BID = {
  bidId: 'B-1',
  defaultId: 'main-D1',
  lot: 'L1',
  account: 'BETA/SECRET',
  price: '-987654.00',
  submittedAt: '2026-11-20T15:00:00.000Z',
};

describe('a bid', () => {
  it('is of the member whose topic it came by, whatever else it says', () => {
    expect(decodeBid(bytesOf({ ...BID, bidder: 'ALPHA' }), 'BETA')).toEqual({
      kind: 'message',
      message: { ...BID, bidder: 'BETA' },
    });
  });

  it('by the topic of no member, without an id, or that is no JSON is unreadable', () => {
    expect(decodeBid(bytesOf(BID), undefined)).toMatchObject({ kind: 'unreadable' });
    expect(decodeBid(bytesOf({ ...BID, bidId: undefined }), 'BETA')).toMatchObject({
      kind: 'unreadable',
    });
    expect(decodeBid(Buffer.from('{"price":"-987654.00"'), 'BETA')).toMatchObject({
      kind: 'unreadable',
    });
  });

  it.each([
    ['a number for a price', { price: -987654.5 }, 'DECIMAL_AS_NUMBER', 'price'],
    ['a price with an exponent', { price: '-987654e2' }, 'INVALID_FIELD', 'price'],
    ['an account with a blank', { account: 'BETA SECRET' }, 'INVALID_FIELD', 'account'],
    ['no lot', { lot: undefined }, 'MISSING_FIELD', 'lot'],
    [
      'a lot that is a secret; it must be SECRET',
      { lot: '; it must be SECRET' },
      'INVALID_FIELD',
      'lot',
    ],
    ['an id that tells the price', { bidId: '-987654', lot: null }, undefined, undefined],
  ])('with %s is refused without a word of what it says', (_, changes, code, field) => {
    const { kind, ...told } = decodeBid(bytesOf({ ...BID, ...changes }), 'BETA') as {
      readonly kind: string;
      readonly refusal?: { readonly reason: string };
      readonly reason?: string;
    };
    if (code !== undefined) expect(told.refusal).toMatchObject({ code, field });
    else expect(kind).toBe('unreadable');
    expect(told.refusal?.reason ?? told.reason).not.toMatch(/987654|SECRET/);
  });
});
