import { describe, expect, it } from 'vitest';
import type { PayInEffect } from '#libs/domain/events/collateral-events.js';
import {
  afterSeconds,
  calledAccount,
  callLines,
  DUE,
  priceAt,
} from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { instruct } from '#libs/domain/testing/instructions.js';

/** Pays in for ALPHA/HOUSE; returns what the answer says that it did. */
function answered(play: HousePlay, given: Partial<Parameters<typeof deposit>[0]>): PayInEffect {
  const answer: object = instruct(play, { type: 'DEPOSIT', asset: 'USD', ...given });
  const { paid, toDebts } = answer as PayInEffect;
  return {
    ...(paid === undefined ? {} : { paid }),
    ...(toDebts === undefined ? {} : { toDebts }),
  };
}

const payment = (amount: string, outstanding: string, status: string, callId = 'main-000001') => ({
  callId,
  currency: 'USD',
  amount,
  outstanding,
  status,
});

describe('the answer to a pay-in says what it did', () => {
  it('when it came in time: which call it paid, wholly or in part', () => {
    const play = calledAccount();
    const paid = [payment('100000.00', '300000.00', 'PARTIALLY_MET')];
    expect(answered(play, { quantity: '100000.00' })).toEqual({ paid });
    expect(answered(play, { quantity: '900000.00' })).toEqual({
      paid: [payment('300000.00', '0.00', 'MET')],
    });
  });

  it('when it came late: an overdue call stays so until nothing is left', () => {
    const play = calledAccount();
    priceAt(play, DUE);
    const paid = [payment('100000.00', '300000.00', 'OVERDUE')];
    expect(answered(play, { quantity: '100000.00' })).toEqual({ paid });
    expect(answered(play, { quantity: '300000.00' })).toEqual({
      paid: [payment('300000.00', '0.00', 'MET')],
    });
  });

  it('when it came early: it paid no call, counts, and less is called later', () => {
    const play = HousePlay.open();
    expect(answered(play, { quantity: '150000.00' })).toEqual({ paid: [] });
    play.price(price());
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '50000000.00' }));
    play.trade(trade({ quantity: '20' }));
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 250000.00 250000.00']);
  });

  it('when it came after the call was met: it paid no call', () => {
    const play = calledAccount();
    answered(play, { quantity: '400000.00' });
    expect(answered(play, { quantity: '400000.00' })).toEqual({ paid: [] });
  });

  it('when it came twice: the first answer again, which is of the first event, and nothing more', () => {
    const play = calledAccount();
    const instruction = deposit({ instructionId: 'TWICE', quantity: '100000.00' });
    const [first] = play.collateral(instruction);
    const again = play.collateral(instruction);
    expect(again.map(({ type, payload }) => ({ type, payload }))).toEqual([
      {
        type: 'AnswerRepeated',
        payload: expect.objectContaining({ position: first?.position }) as unknown,
      },
    ]);
    expect(first?.payload).toMatchObject({
      paid: [payment('100000.00', '300000.00', 'PARTIALLY_MET')],
    });
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 300000.00']);
    const [other] = play.collateral({ ...instruction, quantity: '200000.00' });
    expect(other?.payload).toMatchObject({ code: 'CONFLICTING_DUPLICATE' });
    expect(other?.payload).not.toHaveProperty('paid');
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 300000.00']);
  });

  it('when it came in another currency: what it counts for is in that of the call', () => {
    const play = calledAccount();
    // Nobody knows what it is worth.
    expect(answered(play, { asset: 'EUR', quantity: '1.00' })).toEqual({ paid: [] });
    play.price(settlementPrice('2026-11-20', { symbol: 'EURUSD', price: '1.25' }));
    expect(answered(play, { asset: 'EUR', quantity: '100000.00' })).toEqual({
      paid: [payment('115000.00', '285000.00', 'PARTIALLY_MET')],
    });
  });

  it('when it came for another account: it paid no call of this one', () => {
    const play = calledAccount();
    expect(answered(play, { account: 'ALPHA/C1', quantity: '400000.00' })).toEqual({ paid: [] });
  });

  it('over several calls: each with what it got, the oldest first', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(600), '4880.00');
    play.evaluate();
    expect(answered(play, { quantity: '450000.00' })).toEqual({
      paid: [
        payment('400000.00', '0.00', 'MET'),
        payment('50000.00', '70000.00', 'PARTIALLY_MET', 'main-000002'),
      ],
    });
  });
});

describe('the answer to a pay-in of an account that owes', () => {
  /** ALPHA/HOUSE owes 100,000.00, for which it has a call only where it was evaluated. */
  function indebted(): HousePlay {
    const play = calledAccount({ marginCalls: { minimumTransferAmount: '90000000.00' } });
    priceAt(play, afterSeconds(600), '4900.00');
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    return play;
  }

  it('says how much of it the account owed, also before that was called', () => {
    const play = indebted();
    expect(answered(play, { quantity: '30000.00' })).toEqual({ paid: [], toDebts: '30000.00' });
    play.evaluate();
    expect(answered(play, { quantity: '90000.00' })).toEqual({
      paid: [payment('70000.00', '0.00', 'MET')],
      toDebts: '70000.00',
    });
    expect(answered(play, { quantity: '1.00' })).toEqual({ paid: [] });
  });

  it('in another currency: the debt and its call stay', () => {
    const play = indebted();
    play.price(settlementPrice('2026-11-20', { symbol: 'EURUSD', price: '1.25' }));
    play.evaluate();
    expect(answered(play, { asset: 'EUR', quantity: '90000.00' })).toEqual({ paid: [] });
    expect(callLines(play)).toEqual(['ISSUED 100000.00 100000.00']);
  });
});

describe('what a pay-in did is also said of', () => {
  it('a substitution, and a transfer from another account', () => {
    const play = calledAccount();
    play.price(price({ symbol: 'UST-2028', price: '99.4375' }));
    const delivered = { asset: 'USD', quantity: '408000.00' };
    answered(play, { asset: 'UST-2028', quantity: '1000.00' });
    const substituted = instruct(play, {
      type: 'SUBSTITUTION',
      release: { asset: 'UST-2028', quantity: '1000.00' },
      deliver: delivered,
    });
    expect(substituted).toMatchObject({
      type: 'CollateralSubstituted',
      paid: [{ callId: 'main-000001', status: 'MET' }],
    });
    play.trade(trade({ tradeId: 'C', quantity: '20', buyer: 'ALPHA/C1' }));
    play.evaluate();
    answered(play, { quantity: '100000.00' });
    const transferred = instruct(play, {
      type: 'TRANSFER',
      toAccount: 'ALPHA/C1',
      asset: 'USD',
      quantity: '10000.00',
    });
    expect(transferred).toMatchObject({
      type: 'CollateralTransferred',
      paid: [payment('10000.00', '390000.00', 'PARTIALLY_MET', 'main-000002')],
    });
  });
});
