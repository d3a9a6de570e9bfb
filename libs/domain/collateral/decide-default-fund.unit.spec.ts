import { describe, expect, it } from 'vitest';
import { calledAccount } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const required = (defaultFund: string) => ({
  members: (referenceDocument()['members'] as { id: string }[]).map((member) =>
    member.id === 'ALPHA' ? { ...member, defaultFund } : member,
  ),
});

const FUND = { asset: 'USD', member: 'ALPHA' } as const;
const contribute = (play: HousePlay, quantity: string) =>
  instruct(play, { type: 'DEFAULT_FUND_DEPOSIT', ...FUND, quantity });
const takeOut = (quantity: string) =>
  ({ type: 'DEFAULT_FUND_WITHDRAWAL', ...FUND, quantity }) as const;

describe('a withdrawal from the default fund', () => {
  it('goes down to what is required of the member, to the cent', () => {
    const play = HousePlay.open(required('30000.00'));
    contribute(play, '40000.00');
    expect(judged(play, takeOut('10000.01'))).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '10000.00',
    });
    expect(instruct(play, takeOut('10000.00'))).toMatchObject({ type: 'DefaultFundWithdrawn' });
    expect(play.house.books.get('default-fund/ALPHA')?.get('USD')).toBe(3_000_000n);
    expect(play.house.books.get('external/BANK')?.get('USD')).toBe(-3_000_000n);
    expect(judged(play, takeOut('0.01'))).toMatchObject({ maximumQuantity: '0.00' });
  });

  it('takes no more than was contributed', () => {
    const play = HousePlay.open();
    contribute(play, '40.00');
    expect(judged(play, takeOut('40.01'))).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
      maximumQuantity: '40.00',
    });
    expect(judged(play, takeOut('40.00'))).not.toHaveProperty('code');
  });

  it('waits while a call of the member is open', () => {
    const play = calledAccount();
    contribute(play, '40.00');
    expect(judged(play, takeOut('1.00'))).toMatchObject({ code: 'OPEN_CALL', field: 'member' });
  });

  it('waits where contributions are sized by stress tests', () => {
    const play = HousePlay.open({ defaultFund: { sizing: 'cover-2' } });
    contribute(play, '40.00');
    expect(judged(play, takeOut('1.00'))).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '0.00',
    });
  });

  it.each([
    ['UNKNOWN_ASSET', { asset: 'EUR' }],
    ['UNKNOWN_ACCOUNT', { member: 'NOBODY' }],
    ['INVALID_QUANTITY', { quantity: '0' }],
  ])('is refused with %s', (code, given) => {
    expect(judged(HousePlay.open(), { ...takeOut('1.00'), ...given })).toMatchObject({ code });
  });
});
