import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import {
  endDay,
  held,
  linesOfKind,
  settleNow,
  tradeOf,
} from '#libs/domain/testing/charged-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const DAY = '2026-11-20';
const FEES = [
  { accountType: 'house', perLot: '0.50' },
  { accountType: 'client-segregated', perLot: '0.75' },
];
const [A, B, CLIENT] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'ALPHA/C1'] as const;

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open({ fees: FEES });
  play.price(price());
});

const unsettled = (account: string) =>
  evaluateAccount(play.house, play.engine, account).unsettledMinor;

describe('clearing fees', () => {
  it('cost both sides, by the type of their account, for every lot', () => {
    tradeOf(play, A, CLIENT, '10');
    tradeOf(play, CLIENT, A, '4');
    settleNow(play, DAY);
    expect(linesOfKind(play, 'FEE')).toEqual([`${CLIENT} -10.50`, `${A} -7.00`]);
    expect(held(play, 'ccp/fees')).toBe(1750n);
    expect(held(play, 'ccp/settlement/USD')).toBe(0n);
  });

  it('of a trade that was refused cost nothing', () => {
    play.trade(trade({ quantity: '0' }));
    expect(play.house.charges.fees.size).toBe(0);
  });

  it('are unsettled from novation until the next cycle, netted with the rest', () => {
    tradeOf(play, A, B, '10');
    expect([unsettled(A), unsettled(B)]).toEqual([-500n, -500n]);
    play.price(price({ price: '5000.25', observedAt: '2026-11-20T14:00:01.000Z' }));
    // Ten lots gain 125.00, which covers the fee of 5.00.
    expect([unsettled(A), unsettled(B)]).toEqual([0n, -12_500n - 500n]);
    settleNow(play, DAY, '5000.25');
    expect([unsettled(A), unsettled(B)]).toEqual([0n, 0n]);
    settleNow(play, DAY, '5000.25');
    expect(linesOfKind(play, 'FEE')).toHaveLength(2);
  });

  it('are booked with variation margin as one amount, in one line of their own', () => {
    tradeOf(play, A, B, '10');
    settleNow(play, DAY, '5000.25');
    const ofA = play.of('AccountSettled').find(({ account }) => account === A);
    expect(ofA?.amount).toBe('120.00');
    expect(ofA?.lines.at(-1)).toEqual({ kind: 'FEE', amount: '-5.00' });
    expect(held(play, `account/${A}/cash/USD`)).toBe(12_000n);
  });

  it('are those in force when the trade was novated', () => {
    tradeOf(play, A, B, '10');
    const document = referenceDocument({ fees: [{ accountType: 'house', perLot: '9.00' }] });
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    tradeOf(play, A, B, '1');
    endDay(play, DAY);
    expect(linesOfKind(play, 'FEE')).toEqual([`${A} -14.00`, `${B} -14.00`]);
  });

  it('in the base currency stand beside lines of another currency', () => {
    play.price(price({ symbol: 'EURUSD', price: '1.25' }));
    const terms = { instrument: 'SPX-EUR', price: '1000.00', quantity: '2' };
    play.trade(trade({ tradeId: 'E', ...terms }));
    play.price(price({ symbol: 'SPX-EUR', price: '1000.00' }));
    settleNow(play, DAY);
    const parts = play.of('AccountSettled').map((part) => {
      return [part.account, part.currency, part.lines.map(({ kind }) => kind).join()];
    });
    expect(parts).toEqual([
      [A, 'EUR', 'VARIATION_MARGIN'],
      [A, 'USD', 'FEE'],
      [B, 'EUR', 'VARIATION_MARGIN'],
      [B, 'USD', 'FEE'],
    ]);
  });

  it('that an account cannot pay are a debt that the cycle waits for', () => {
    tradeOf(play, A, B, '10');
    settleNow(play, DAY);
    expect(held(play, `account/${A}/cash/USD`)).toBe(-500n);
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({ result: { status: 'BOOKED' } });
  });
});
