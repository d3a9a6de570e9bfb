import { beforeEach, describe, expect, it } from 'vitest';
import { booksOf, fold } from '#libs/domain/testing/house-play.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

/** What an account could withdraw of the base currency, nothing else going. */
function free(house: HouseOfFive, account: string): string | undefined {
  withdraw(house, account, '99999999');
  return house.play.of('CollateralInstructionRejected').at(-1)?.maximumQuantity;
}

let sent = 0;
function withdraw(house: HouseOfFive, account: string, quantity: string): string {
  sent += 1;
  const events = house.play.collateral({
    instructionId: `W-${sent}`,
    type: 'WITHDRAWAL',
    account,
    asset: 'JPY',
    quantity,
    valueDate: '2026-11-21',
  });
  return events[0]?.type ?? '';
}

const booked = (house: HouseOfFive): string[] => [...house.play.house.settlement.booked.keys()];
const outside = (house: HouseOfFive): bigint =>
  [...house.play.house.books]
    .filter(([book]) => book.startsWith('external/'))
    .reduce((sum, [, held]) => sum + (held.get('JPY') ?? 0n), 0n);

/** A loses 1,000 over everything but assessments of 115: the house has 885 for it. */
function assessed(): { house: HouseOfFive; id: string } {
  const house = new HouseOfFive({
    marginCalls: { minimumTransferAmount: '1000000', withdrawalBuffer: '0' },
  });
  const id = house.lose(1000);
  expect(house.bear(id)).toMatchObject({ outcome: 'DONE', result: { remaining: '0' } });
  return { house, id };
}

describe('gains that assessments pay for', () => {
  let house: HouseOfFive;
  let id: string;
  beforeEach(() => {
    ({ house, id } = assessed());
    house.settle('2026-11-21', { FUT: '100' });
    house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
  });

  it('count at once, and wait for the assessments to be paid in', () => {
    expect(house.steps('LAYER_APPLIED').at(-1)).toMatchObject({
      layer: 'ASSESSMENTS',
      used: '115',
    });
    expect(house.held('account/C/HOUSE/cash/JPY')).toBe(6000n);
    expect(booked(house)).toEqual(['2026-11-21-EOD']);
    expect(free(house, 'C/HOUSE')).toBe('4940');
  });

  it('are free with the last of them and not before', () => {
    const called = house.play
      .of('MarginCallIssued')
      .filter(({ reason }) => reason === 'ASSESSMENT');
    expect(called.map(({ member, amount }) => `${member} ${amount}`)).toEqual([
      'B 44',
      'C 36',
      'D 21',
      'E 14',
    ]);
    for (const { member, amount } of called) {
      expect(booked(house)).toEqual(['2026-11-21-EOD']);
      expect(free(house, 'C/HOUSE')).toBe('4940');
      house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
    }
    expect(booked(house)).toEqual([]);
    expect(house.play.house.settlement.sources.size).toBe(0);
    expect(free(house, 'C/HOUSE')).toBe('5940');
  });

  it('never make more go out than came in, whoever takes what it may', () => {
    for (const member of ['B', 'C', 'D', 'E']) {
      const account = `${member}/HOUSE`;
      const quantity = free(house, account) ?? '0';
      expect(withdraw(house, account, quantity)).toBe('CollateralWithdrawn');
      expect(outside(house)).toBeLessThanOrEqual(0n);
    }
    expect(free(house, 'C/HOUSE')).toBe('0');
  });

  it('hold up recoveries until they are paid in', () => {
    const recover = () =>
      house.ask({ type: 'RECOVER', defaultId: id, amount: '10', reason: 'dividend' });
    expect(recover().result.reason).toMatch(/B, C, D, E have not paid/);
    for (const [member, amount] of Object.entries({ B: '44', C: '36', D: '21', E: '14' }))
      house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
    expect(recover().outcome).toBe('DONE');
  });
});

describe('what a default pays to the outside', () => {
  it('waits for its assessments where there is no other money left, and is paid with them', () => {
    const house = new HouseOfFive({
      marginCalls: { minimumTransferAmount: '1000000', withdrawalBuffer: '0' },
    });
    for (const account of ['B/HOUSE', 'C/HOUSE', 'D/HOUSE', 'E/HOUSE'])
      withdraw(house, account, free(house, account) ?? '0');
    const id = house.declare();
    const fills = [{ instrument: 'FUT', quantity: '-100', price: '100', counterparty: 'D/HOUSE' }];
    house.ask({ type: 'CLOSE_OUT_DEFAULT', defaultId: id, fills, fees: '1200' });
    expect(house.bear(id)).toMatchObject({ outcome: 'DONE', result: { remaining: '0' } });
    expect(house.steps('LOSS_PAID')).toEqual([]);
    const again = house.ask({ type: 'APPLY_LAYERS', defaultId: id });
    expect(again.result.reason).toMatch(/assessments of it have not come in/);
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: id }).outcome).toBe('REFUSED');
    for (const member of ['B', 'C', 'D', 'E'])
      house.deposit(member, '1000', 'DEFAULT_FUND_DEPOSIT');
    expect(house.ask({ type: 'APPLY_LAYERS', defaultId: id }).outcome).toBe('DONE');
    expect(house.steps('LOSS_PAID')[0]?.payments).toEqual([
      { to: 'COSTS', currency: 'JPY', amount: '1200' },
    ]);
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: id }).outcome).toBe('DONE');
  });
});

describe('a cycle that waited for the defaulter', () => {
  it('is SETTLED when the default pays its debt, and waits for assessments where those pay it', () => {
    const house = new HouseOfFive();
    const id = house.declare();
    house.closeOut(id, '-100 FUT 90 C/HOUSE');
    // The cycle takes the loss of 1000 from A, which has 300.
    house.settle('2026-11-21', { FUT: '100' });
    expect(booked(house)).toEqual(['2026-11-21-EOD']);
    expect(house.bear(id)).toMatchObject({ result: { remaining: '0' } });
    expect(house.steps('LOSS_PAID')[0]?.payments).toEqual([
      { to: 'DEBT', account: 'A/HOUSE', currency: 'JPY', amount: '700' },
    ]);
    expect(booked(house)).toEqual(['2026-11-21-EOD']);
    for (const member of ['B', 'C', 'D', 'E'])
      house.deposit(member, '1000', 'DEFAULT_FUND_DEPOSIT');
    expect(booked(house)).toEqual([]);
  });
});

describe('a survivor that fails while it owes an assessment', () => {
  let house: HouseOfFive;
  let [first, second] = ['', ''];
  beforeEach(() => {
    ({ house, id: first } = assessed());
    house.settle('2026-11-21', { FUT: '100' });
    second = house.declare('B');
    house.closeOut(second, '20 FUT 100 D/HOUSE');
  });

  it('is not called any more: what it owes is the loss of its own default', () => {
    const cancelled = house.play
      .of('MarginCallCancelled')
      .map(({ member, reason, outstanding }) => {
        return [member, reason, outstanding];
      });
    expect(cancelled).toContainEqual(['B', 'MEMBER_DEFAULTED', '44']);
    expect(house.bear(second)).toMatchObject({ result: { remaining: '0' } });
    expect(house.steps('LOSS_DETERMINED').at(-1)).toMatchObject({
      member: 'B',
      parts: { unpaidAssessments: '44' },
    });
    expect(house.steps('LOSS_PAID').at(-1)?.payments).toContainEqual({
      to: 'ASSESSMENT',
      currency: 'JPY',
      amount: '44',
    });
    expect(house.held('assessment/B')).toBe(0n);
  });

  it('leaves the other default whole: its cycle is SETTLED when the others have paid', () => {
    house.bear(second);
    for (const [member, amount] of Object.entries({ C: '36', D: '21', E: '14' }))
      house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
    expect(booked(house)).toEqual([]);
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: first }).outcome).toBe('DONE');
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: second }).outcome).toBe('DONE');
    expect(booksOf(fold('main', house.play.events))).toEqual(booksOf(house.play.house));
  });
});
