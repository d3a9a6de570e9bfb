import { beforeEach, describe, expect, it } from 'vitest';
import { AuctionHouse } from '#libs/domain/testing/auction-house.js';

let house: AuctionHouse;

beforeEach(() => {
  house = new AuctionHouse();
});

/** A refusal with a sentence that says all of these. */
const refusal = (code: string, ...says: readonly string[]): object => ({
  outcome: 'REFUSED',
  result: { code, reason: expect.stringMatching(new RegExp(says.join('.*'))) as string },
});

describe('a lot', () => {
  it('of the wrong sign is refused with the right one', () => {
    expect(house.open(['L1: FUT 40'])).toMatchObject(
      refusal('INSUFFICIENT_HOLDING', 'A/HOUSE is 100 long', '"FUT -100"'),
    );
  });

  it('beyond what is held is refused, together with the lots before it', () => {
    expect(house.open(['L1: FUT -101'])).toMatchObject(
      refusal('INSUFFICIENT_HOLDING', '"FUT -100"'),
    );
    expect(house.open(['L1: FUT -60', 'L2: FUT -41'])).toMatchObject(
      refusal('INSUFFICIENT_HOLDING', 'L2: -41', 'A/HOUSE is 40 long'),
    );
    expect(house.open(['L1: FUT -60', 'L2: FUT -40'])).toMatchObject({ outcome: 'DONE' });
  });

  it.each([
    ['of no instrument', 'L1: NONE -1', 'UNKNOWN_INSTRUMENT'],
    ['of half a lot', 'L1: FUT -0.5', 'INVALID_FIELD'],
    ['of a client', 'L1: FUT -1 A/C1', 'UNKNOWN_ACCOUNT'],
    ['of another member', 'L1: FUT -1 B/HOUSE', 'UNKNOWN_ACCOUNT'],
  ])('%s is refused', (_, lot, code) => {
    expect(house.open([lot])).toMatchObject(refusal(code));
    expect(house.steps('AUCTION_OPENED')).toEqual([]);
  });

  it('has a name of its own, and a reserve in the base currency', () => {
    expect(house.open(['L1: FUT -1', 'L1: FUT -2'])).toMatchObject(
      refusal('INVALID_FIELD', 'two lots'),
    );
    expect(house.open(['L1: FUT -1'], '0.5')).toMatchObject(
      refusal('INVALID_FIELD', 'reserve 0.5'),
    );
  });
});

describe('an auction in its place', () => {
  it('is of a declared default, one at a time, before the loss', () => {
    expect(house.close()).toMatchObject(refusal('OUT_OF_ORDER', 'auction open'));
    house.open(['L1: FUT -100']);
    expect(house.open(['L1: FUT -100'])).toMatchObject(refusal('OUT_OF_ORDER', 'auction close'));
    const { defaultId } = house;
    expect(house.ask({ type: 'DETERMINE_LOSS', defaultId, tearUp: true })).toMatchObject(
      refusal('OUT_OF_ORDER', 'auction close'),
    );
    expect(house.closeOut(defaultId, '-10 FUT 99 B/HOUSE')).toMatchObject(
      refusal('OUT_OF_ORDER', 'lot L1', 'auction close'),
    );
    house.bid('B', 'B-1', '1');
    house.close();
    expect(house.bear(defaultId)).toMatchObject({ outcome: 'DONE' });
    expect(house.open(['L1: FUT -1'])).toMatchObject(refusal('OUT_OF_ORDER', 'was determined'));
  });

  it('ends after the present time of the ledger', () => {
    expect(house.open(['L1: FUT -100'], undefined, '2026-11-20T00:00:00.000Z')).toMatchObject(
      refusal('INVALID_FIELD', 'closesAt'),
    );
  });
});
