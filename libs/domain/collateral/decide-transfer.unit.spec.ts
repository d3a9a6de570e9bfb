import { beforeEach, describe, expect, it } from 'vitest';
import { callLines } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';

const account = (id: string, type: string, client?: string) => ({
  id,
  type,
  marginMode: 'portfolio',
  ...(client === undefined ? {} : { client }),
});

const MEMBERS = [
  {
    id: 'ALPHA',
    name: 'Alpha',
    accounts: [
      account('HOUSE', 'house'),
      account('HEDGE', 'house'),
      account('F1-A', 'client-segregated', 'Fund One'),
      account('F1-B', 'client-segregated', 'Fund One'),
      account('F2', 'client-segregated', 'Fund Two'),
      account('OMNI', 'client-omnibus-net'),
      account('OMNI-2', 'client-omnibus-net'),
    ],
  },
  { id: 'BETA', name: 'Beta', accounts: [account('HOUSE', 'house')] },
];

const USD = { type: 'TRANSFER', asset: 'USD', quantity: '1000.00' } as const;

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open({ members: MEMBERS });
  play.price(price());
  for (const id of ['HOUSE', 'F1-A', 'OMNI'])
    play.collateral(deposit({ instructionId: id, account: `ALPHA/${id}` }));
});

const held = (of: string) => play.house.books.get(`account/ALPHA/${of}/cash/USD`)?.get('USD');

describe('a transfer', () => {
  it.each([
    ['HOUSE', 'F2'],
    ['HOUSE', 'OMNI-2'],
    ['HOUSE', 'HEDGE'],
    ['F1-A', 'F1-B'],
  ])('moves from %s to %s, and nothing leaves the clearing house', (from, to) => {
    const outside = play.house.books.get('external/BANK')?.get('USD');
    expect(
      instruct(play, { ...USD, account: `ALPHA/${from}`, toAccount: `ALPHA/${to}` }),
    ).toMatchObject({ type: 'CollateralTransferred', toAccount: `ALPHA/${to}` });
    expect(held(from)).toBe(99_900_000n);
    expect(held(to)).toBe(100_000n);
    expect(play.house.books.get('external/BANK')?.get('USD')).toBe(outside);
  });

  it.each([
    ['F1-A', 'ALPHA/HOUSE', 'NOT_YOURS'],
    ['F1-A', 'ALPHA/F2', 'NOT_YOURS'],
    ['F1-A', 'ALPHA/OMNI', 'NOT_YOURS'],
    ['OMNI', 'ALPHA/OMNI-2', 'NOT_YOURS'],
    ['HOUSE', 'BETA/HOUSE', 'NOT_YOURS'],
    ['HOUSE', 'ALPHA/NOBODY', 'UNKNOWN_ACCOUNT'],
    ['HOUSE', 'ALPHA/HOUSE', 'INVALID_FIELD'],
  ])('from %s to %s is refused with %s', (from, toAccount, code) => {
    expect(instruct(play, { ...USD, account: `ALPHA/${from}`, toAccount })).toMatchObject({
      code,
      field: 'toAccount',
    });
  });

  it('is judged as a withdrawal where it comes from', () => {
    play.trade(trade({ quantity: '40', seller: 'ALPHA/OMNI' }));
    const sent = { ...USD, account: 'ALPHA/HOUSE', toAccount: 'ALPHA/HEDGE' };
    // 800,000.00 and 2 % more have to stay.
    expect(judged(play, { ...sent, quantity: '184000.01' })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '184000.00',
    });
    expect(judged(play, { ...sent, quantity: '184000.00' })).not.toHaveProperty('code');
  });

  it('from the house pays the call of a client, and serves no other meanwhile', () => {
    play.trade(trade({ quantity: '20', buyer: 'ALPHA/F2', seller: 'BETA/HOUSE' }));
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '9000000.00' }));
    play.evaluate();
    const sent = { ...USD, account: 'ALPHA/HOUSE' };
    expect(judged(play, { ...sent, toAccount: 'ALPHA/OMNI' })).toMatchObject({ code: 'OPEN_CALL' });
    expect(instruct(play, { ...sent, toAccount: 'ALPHA/F2', quantity: '400000.00' })).toMatchObject(
      {
        type: 'CollateralTransferred',
      },
    );
    expect(play.of('MarginCallPaid').at(-1)).toMatchObject({
      account: 'ALPHA/F2',
      status: 'MET',
      paid: '400000.00',
    });
    expect(callLines(play)).toEqual([]);
    expect(judged(play, { ...sent, toAccount: 'ALPHA/OMNI' })).not.toHaveProperty('code');
  });
});
