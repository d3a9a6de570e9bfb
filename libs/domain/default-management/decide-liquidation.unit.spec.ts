import { beforeEach, describe, expect, it } from 'vitest';
import { holderOf } from '#libs/domain/books/holder.js';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { booksOf, fold, type HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import {
  cashOf,
  ISO,
  isolatedAccount,
  MINI,
  settle,
  SPX,
} from '#libs/domain/testing/isolated-account.js';

let play: HousePlay;
beforeEach(() => {
  play = isolatedAccount([
    { bucket: SPX, quantity: '50000.00' },
    { bucket: MINI, quantity: '110000.00' },
  ]);
  play.evaluate();
});

type Order = Extract<CommandBody, { readonly type: 'LIQUIDATE_ACCOUNT' }>;

function liquidate(given: Partial<Order> = {}): { outcome: string; result: { code?: string } } {
  const body: Order = {
    type: 'LIQUIDATE_ACCOUNT',
    account: ISO,
    bucket: SPX,
    fills: [{ instrument: SPX, quantity: '-10', price: '4900.00', counterparty: 'ALPHA/HOUSE' }],
    fees: '100.00',
    ...given,
  };
  play.command(body);
  return play.of('CommandAnswered').at(-1) as never;
}

/** Time passes until the calls are overdue and escalated. */
function wait(): void {
  play.price(price({ symbol: SPX, price: '5000.00', observedAt: '2026-11-20T23:00:00.000Z' }));
  play.price(price({ symbol: MINI, price: '5000.00', observedAt: '2026-11-20T23:00:00.000Z' }));
}

const lots = (instrument: string): number =>
  play.house.trading.holdings.get(ISO)?.get(instrument)?.lots ?? 0;

describe('a bucket whose call stayed overdue (default-management.md, "Short of a default")', () => {
  it('is liquidated alone: its neighbours stay untouched, the loss is its own and then a debt', () => {
    wait();
    const [cashOfMini, lotsOfMini] = [cashOf(play, holderOf(ISO, MINI)), lots(MINI)];
    expect(liquidate()).toMatchObject({ outcome: 'DONE' });
    expect(play.of('AccountLiquidated')[0]).toMatchObject({
      defaultId: 'main-L1',
      account: ISO,
      bucket: SPX,
      trades: [{ quantity: '-10', price: '4900.00' }],
    });
    expect([lots(SPX), lots(MINI)]).toEqual([0, lotsOfMini]);
    settle(play);
    expect(cashOf(play, holderOf(ISO, SPX))).toBe(5_000_000n - 10_000n - 5_000_000n);
    expect(cashOf(play, holderOf(ISO, MINI))).toBe(cashOfMini);
    play.evaluate();
    // What is left is a debt, for which its call stays open until that is paid.
    expect(openCalls(play.house.marginCalls, ISO)).toMatchObject([
      { bucket: SPX, status: 'OVERDUE' },
    ]);
    expect(play.house.defaults.byMember.size).toBe(0);
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });

  it('is not liquidated before its call was escalated', () => {
    expect(liquidate()).toMatchObject({ outcome: 'REFUSED', result: { code: 'OUT_OF_ORDER' } });
  });

  it('takes nothing of its neighbours with it', () => {
    wait();
    const fills = [
      { instrument: MINI, quantity: '-1', price: '4900.00', counterparty: 'ALPHA/HOUSE' },
    ];
    expect(liquidate({ fills })).toMatchObject({ outcome: 'REFUSED' });
    expect(liquidate({ bucket: MINI, fills })).toMatchObject({ outcome: 'REFUSED' });
    expect(play.of('AccountLiquidated')).toEqual([]);
  });

  it('sells no more than it holds', () => {
    wait();
    const sales = [{ account: ISO, asset: 'UST-2028', quantity: '1.00', price: '99.00' }];
    expect(liquidate({ sales })).toMatchObject({
      outcome: 'REFUSED',
      result: { code: 'INSUFFICIENT_HOLDING' },
    });
  });
});
