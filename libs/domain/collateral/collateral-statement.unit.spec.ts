import { describe, expect, it } from 'vitest';
import { calledAccount, pay } from '#libs/domain/testing/called-account.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { judged } from '#libs/domain/testing/instructions.js';
import { workedExampleG } from '#libs/domain/testing/worked-example-g.js';
import { collateralStatement } from './collateral-statement.js';

describe('the statement of collateral', () => {
  it('shows worked example g: what it is worth, what counts, and what could go', () => {
    const play = workedExampleG();
    play.price(price());
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '90000000.00' }),
    );
    play.trade(trade({ quantity: '275' }));
    const statement = collateralStatement(play.house, play.engine, 'ALPHA/HOUSE');
    expect(statement).toMatchObject({
      account: 'ALPHA/HOUSE',
      position: play.house.position,
      value: '6307720.60',
      counted: '6120683.50',
      exposure: '5500000.00',
      kept: '5610000.00',
      debts: [],
    });
    expect(statement?.items.at(-1)).toEqual({
      asset: 'BTC',
      quantity: '40.00000000',
      price: '61234.57',
      value: '1837037.10',
      counted: '1650000.00',
      notCounted: null,
      notPaidIn: '0.00000000',
      withdrawable: '15.19230286',
      withheld: null,
    });
    for (const { asset, withdrawable } of statement?.items ?? [])
      expect(judged(play, { asset, quantity: withdrawable })).not.toHaveProperty('code');
  });

  it('says why nothing may go', () => {
    const play = calledAccount();
    pay(play, '1000.00');
    const [item] = collateralStatement(play.house, play.engine, 'ALPHA/HOUSE')?.items ?? [];
    expect(item).toMatchObject({ withdrawable: '0.00', withheld: { code: 'OPEN_CALL' } });
  });

  it('there is none of an account that does not exist', () => {
    const { house, engine } = calledAccount();
    expect(collateralStatement(house, engine, 'ALPHA/NOBODY')).toBeUndefined();
  });
});
