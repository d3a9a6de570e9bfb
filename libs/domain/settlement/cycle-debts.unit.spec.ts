import { beforeEach, describe, expect, it } from 'vitest';
import { afterSeconds } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { gainsNotPaidIn, settleCycle } from './cycle-debts.js';

const [A, B, C] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'ALPHA/C1'] as const;

let play: HousePlay;
let trades: number;
let seconds: number;
beforeEach(() => {
  // No margin is asked for, so that nothing but the gains of cycles stands in the way.
  play = HousePlay.open({
    marginCalls: { minimumTransferAmount: '1000000000.00', withdrawalBuffer: '0' },
  });
  trades = 0;
  seconds = 0;
  play.price(price());
});

/** `buyer` buys a lot from `seller` at 5000.00, it moves to a price, and a cycle books it. */
function cycle(cycleId: string, buyer: string, seller: string, to: string): void {
  const [open, close] = [
    { buyer, seller, price: '5000.00' },
    { buyer: seller, seller: buyer, price: to },
  ];
  for (const sides of [open, close]) {
    trades += 1;
    seconds += 1;
    play.price(price({ price: sides.price, observedAt: afterSeconds(seconds) }));
    const at = { tradeId: `T-${trades}`, executedAt: afterSeconds(seconds) };
    play.trade(trade({ ...sides, ...at }));
  }
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20', cycleId });
}

const pay = (account: string, quantity: string): void => {
  instruct(play, { type: 'DEPOSIT', account, asset: 'USD', quantity });
};

const settled = (): string[] => play.of('SettlementCycleSettled').map(({ cycleId }) => cycleId);
const lastResult = (): unknown => play.of('CommandAnswered').at(-1)?.result;
const free = (account: string): string | undefined =>
  judged(play, { account, asset: 'USD', quantity: '9000000.00' }).maximumQuantity;

describe('a cycle in which everybody pays out of cash that came in', () => {
  it('is SETTLED with it, and says so at once', () => {
    pay(B, '500.00');
    cycle('one', A, B, '5010.00');
    expect(settled()).toEqual(['one']);
    expect(lastResult()).toMatchObject({ cycleId: 'one', status: 'SETTLED' });
    expect(free(A)).toBe('500.00');
    expect(play.house.settlement.booked.size).toBe(0);
  });

  it('without a line is SETTLED too', () => {
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20', cycleId: 'none' });
    expect(settled()).toEqual(['none']);
  });
});

describe('a cycle that makes a debt', () => {
  beforeEach(() => {
    pay(B, '499.99');
    cycle('one', A, B, '5010.00');
  });

  it('cannot be said to be SETTLED', () => {
    expect(() => settleCycle(play.house.settlement, 'one')).toThrow('still waits for money');
  });

  it('is BOOKED until the last cent of it is paid in', () => {
    expect(lastResult()).toMatchObject({ cycleId: 'one', status: 'BOOKED' });
    expect(settled()).toEqual([]);
    expect(free(A)).toBe('0.00');
    pay(C, '100.00');
    expect(settled()).toEqual([]);
    pay(B, '0.01');
    expect(settled()).toEqual(['one']);
    expect(free(A)).toBe('500.00');
  });

  it('says how far it is when it is asked for again', () => {
    const again = { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' } as const;
    play.command({ ...again, cycleId: 'one' });
    expect(lastResult()).toMatchObject({ status: 'BOOKED', repeated: true });
    pay(B, '0.01');
    play.command({ ...again, cycleId: 'one' });
    expect(lastResult()).toMatchObject({ status: 'SETTLED', repeated: true });
  });

  it('lets what was not gained in it go', () => {
    pay(A, '70.00');
    expect(free(A)).toBe('70.00');
    const refused = judged(play, { asset: 'USD', quantity: '70.01' });
    expect(refused).toMatchObject({ code: 'WOULD_LEAVE_DEFICIT', maximumQuantity: '70.00' });
    expect(refused.reason).toContain('500.00 of it was gained in cycles');
  });

  it('counts its gains as collateral at once, and not for what is to go out', () => {
    play.price(price({ symbol: 'EURUSD', price: '1.25', observedAt: afterSeconds(50) }));
    instruct(play, { type: 'DEPOSIT', asset: 'EUR', quantity: '1000000.00' });
    const at = { tradeId: 'HOLD', executedAt: afterSeconds(60) };
    play.trade(trade({ ...at, price: '5010.00' }));
    const { evaluations } = play.evaluate();
    const ofA = evaluations.find(({ account }) => account === A);
    // 1,000,000 euros at 1.25 with 8 % off, and the 500 dollars that were gained.
    expect(ofA?.collateral.countedMinor).toBe(115_050_000n);
    // One lot at 5010.00 needs 20,040.00; the rest of the euros may go, but not those that the
    // gain would have to stand for: 20,040.00 / 1.15 rounded up stay.
    expect(judged(play, { asset: 'EUR', quantity: '1000000.00' })).toMatchObject({
      maximumQuantity: '982573.91',
    });
  });

  it('is paid by its debtor one cent after another, oldest cycle first', () => {
    cycle('two', A, B, '5002.00');
    expect(settled()).toEqual([]);
    pay(B, '0.01');
    expect(settled()).toEqual(['one']);
    expect(gainsNotPaidIn(play.house.settlement, A, 'USD')).toBe(10_000n);
    expect(free(A)).toBe('500.00');
    pay(B, '100.00');
    expect(settled()).toEqual(['one', 'two']);
  });
});

describe('money that has not come in', () => {
  it('settles nothing by being lost again: who gains it has to wait as well', () => {
    cycle('one', A, B, '5010.00');
    // ALPHA/HOUSE loses to ALPHA/C1 what BETA/HOUSE still owes it.
    cycle('two', C, A, '5010.00');
    expect(settled()).toEqual([]);
    expect(free(C)).toBe('0.00');
    pay(B, '500.00');
    expect(settled()).toEqual(['one', 'two']);
    expect(free(C)).toBe('500.00');
    expect(free(A)).toBe('0.00');
  });

  it('pays no debt: the older cycle waits for the one that its debtor gained in', () => {
    cycle('one', A, B, '5010.00');
    // BETA/HOUSE gains from ALPHA/C1, which has nothing either.
    cycle('two', B, C, '5010.00');
    expect(settled()).toEqual([]);
    expect(free(A)).toBe('0.00');
    pay(C, '500.00');
    expect(settled()).toEqual(['one', 'two']);
    expect(free(A)).toBe('500.00');
  });

  it('that goes round and comes back leaves nothing to wait for', () => {
    cycle('one', A, B, '5010.00');
    cycle('two', B, A, '5010.00');
    expect(settled()).toEqual(['one', 'two']);
    expect(play.house.settlement.booked.size).toBe(0);
  });

  it('does not hold up what was lost out of cash that is free', () => {
    pay(A, '100.00');
    cycle('one', A, B, '5010.00');
    cycle('two', C, A, '5002.00');
    expect(settled()).toEqual(['two']);
    expect(free(C)).toBe('100.00');
    expect(free(A)).toBe('0.00');
    pay(B, '500.00');
    expect(free(A)).toBe('500.00');
  });
});
