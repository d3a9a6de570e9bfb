import { describe, expect, it } from 'vitest';
import { holderOf } from '#libs/domain/books/holder.js';
import { bucketAlone } from '#libs/domain/collateral/bucket-alone.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { trade } from '#libs/domain/testing/inputs.js';
import { instruct } from '#libs/domain/testing/instructions.js';
import {
  cashOf,
  ISO,
  isolatedAccount,
  marksAt,
  MINI,
  payIn,
  settle,
  SPX,
} from '#libs/domain/testing/isolated-account.js';
import { evaluateAccount } from './account-evaluation.js';
import { openCalls } from './margin-call-state.js';

const standings = ({ house, engine }: HousePlay): string[] =>
  evaluateAccount(house, engine, ISO).standings.map(
    ({ bucket = 'account', requirementMinor, collateral, servedMinor, deficitMinor }) =>
      `${bucket}: ${requirementMinor} needed, ${collateral.countedMinor} own, ${servedMinor} served, ${deficitMinor} missing`,
  );

/** Open calls as `bucket reason outstanding status`. */
const calls = ({ house }: HousePlay): string[] =>
  openCalls(house.marginCalls, ISO).map(
    ({ bucket = 'account', reason, outstanding, status }) =>
      `${bucket} ${reason} ${outstanding} ${status}`,
  );

const answerTo = (play: HousePlay, instrument: string, seller: string, buyer: string): string => {
  const given = { tradeId: `T-${play.events.length}`, instrument, seller, buyer };
  const [event] = play.trade(trade(given));
  return event?.type === 'TradeRejected' ? event.payload.code : (event?.type ?? '');
};

describe('the collateral of an isolated account (margin-model.md c.5)', () => {
  it('in one sum is held against all positions, as long as no bucket has any', () => {
    const play = isolatedAccount([{ quantity: '250000.00' }]);
    expect(standings(play)).toEqual([
      'account: 30000000 needed, 25000000 own, 0 served, 5000000 missing',
    ]);
    play.evaluate();
    expect(calls(play)).toEqual(['account REQUIREMENT_ABOVE_COLLATERAL 50000.00 ISSUED']);
  });

  it('in a bucket covers its position alone, however much it is', () => {
    const play = isolatedAccount([{ bucket: SPX, quantity: '900000.00' }]);
    expect(standings(play)).toEqual([
      'account: 10000000 needed, 0 own, 0 served, 10000000 missing',
      'SPX-FUT: 20000000 needed, 90000000 own, 0 served, 0 missing',
    ]);
    const { deficitMinor, excessMinor } = evaluateAccount(play.house, play.engine, ISO);
    expect([deficitMinor, excessMinor]).toEqual([10_000_000n, 70_000_000n]);
  });

  it('of the account serves what has no bucket first, then buckets by instrument', () => {
    const general = isolatedAccount([
      { quantity: '120000.00' },
      { bucket: SPX, quantity: '150000.00' },
    ]);
    expect(standings(general)).toEqual([
      'account: 10000000 needed, 12000000 own, 0 served, 0 missing',
      'SPX-FUT: 20000000 needed, 15000000 own, 2000000 served, 3000000 missing',
    ]);
    const both = isolatedAccount([
      { quantity: '120000.00' },
      { bucket: SPX, quantity: '50000.00' },
      { bucket: MINI, quantity: '20000.00' },
    ]);
    expect(standings(both)).toEqual([
      'account: 0 needed, 12000000 own, 0 served, 0 missing',
      'MINI-FUT: 10000000 needed, 2000000 own, 8000000 served, 0 missing',
      'SPX-FUT: 20000000 needed, 5000000 own, 4000000 served, 11000000 missing',
    ]);
  });
});

describe('calls of buckets', () => {
  const short = (): HousePlay => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '150000.00' },
      { bucket: MINI, quantity: '60000.00' },
    ]);
    play.evaluate();
    return play;
  };

  it('name the bucket, what it needs and what it has', () => {
    const play = short();
    expect(play.of('MarginCallIssued')).toMatchObject([
      {
        account: ISO,
        bucket: MINI,
        amount: '40000.00',
        requirement: '100000.00',
        collateralValue: '60000.00',
      },
      {
        account: ISO,
        bucket: SPX,
        amount: '50000.00',
        requirement: '200000.00',
        collateralValue: '150000.00',
      },
    ]);
    expect(play.evaluate().events).toEqual([]);
  });

  it('are paid by what comes into the bucket, and by nothing that comes into another', () => {
    const play = short();
    payIn(play, { bucket: SPX, quantity: '500000.00' });
    expect(calls(play)).toEqual(['MINI-FUT REQUIREMENT_ABOVE_COLLATERAL 40000.00 ISSUED']);
    payIn(play, { bucket: MINI, quantity: '40000.00' });
    expect(calls(play)).toEqual([]);
  });

  it('are paid by what comes into the account too, the oldest first, since it serves them', () => {
    const play = short();
    const answer = payIn(play, { quantity: '60000.00' });
    expect(answer).toMatchObject({
      paid: [
        { amount: '40000.00', status: 'MET' },
        { amount: '20000.00', outstanding: '30000.00', status: 'PARTIALLY_MET' },
      ],
    });
    expect(play.evaluate().events).toEqual([]);
  });

  it('do not repeat what a call of the account asks for already when a bucket is opened', () => {
    const play = isolatedAccount([{ quantity: '250000.00' }]);
    play.evaluate();
    payIn(play, { bucket: MINI, quantity: '10000.00' });
    play.evaluate();
    // The call stays, so that nobody gains time by a cent in a bucket, and nothing is added to it.
    expect(calls(play)).toEqual(['account REQUIREMENT_ABOVE_COLLATERAL 50000.00 ISSUED']);
    marksAt(play, 3600, '5000.00');
    expect(calls(play)).toEqual(['account REQUIREMENT_ABOVE_COLLATERAL 50000.00 OVERDUE']);
  });

  it('are no longer required when collateral of the account serves the bucket after all', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '150000.00' },
      { quantity: '100000.00' },
    ]);
    play.evaluate();
    expect(calls(play)).toEqual(['SPX-FUT REQUIREMENT_ABOVE_COLLATERAL 50000.00 ISSUED']);
    const closing = { instrument: MINI, quantity: '10', buyer: 'BETA/HOUSE', seller: ISO };
    play.trade(trade({ tradeId: 'CLOSE', ...closing }));
    marksAt(play, 3600, '5000.00');
    expect(calls(play)).toEqual([]);
  });

  it('overdue make their bucket reduce-only, and leave its neighbours alone', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '150000.00' },
      { bucket: MINI, quantity: '600000.00' },
    ]);
    play.evaluate();
    marksAt(play, 3600, '5000.00');
    expect(calls(play)).toEqual(['SPX-FUT REQUIREMENT_ABOVE_COLLATERAL 50000.00 OVERDUE']);
    expect(answerTo(play, SPX, 'BETA/HOUSE', ISO)).toBe('ACCOUNT_RESTRICTED');
    expect(answerTo(play, SPX, ISO, 'BETA/HOUSE')).toBe('TradeNovated');
    expect(answerTo(play, MINI, 'BETA/HOUSE', ISO)).toBe('TradeNovated');
    const out = { account: ISO, asset: 'USD', quantity: '1.00' };
    expect(instruct(play, { ...out, bucket: SPX }).code).toBe('ACCOUNT_RESTRICTED');
    expect(instruct(play, { ...out, bucket: MINI }).type).toBe('CollateralWithdrawn');
  });

  it('of the account itself that are overdue make all of its positions reduce-only', () => {
    const play = isolatedAccount([{ bucket: SPX, quantity: '500000.00' }]);
    play.evaluate();
    marksAt(play, 3600, '5000.00');
    expect(calls(play)).toEqual(['account REQUIREMENT_ABOVE_COLLATERAL 100000.00 OVERDUE']);
    expect(answerTo(play, SPX, 'BETA/HOUSE', ISO)).toBe('ACCOUNT_RESTRICTED');
  });

  it('wait for each other within the coalescing time, each bucket for itself', () => {
    const marginCalls = { minimumTransferAmount: '0.00', rounding: '0.01', coalesceSeconds: 300 };
    const play = isolatedAccount(
      [
        { bucket: SPX, quantity: '150000.00' },
        { bucket: MINI, quantity: '100000.00' },
      ],
      { marginCalls },
    );
    play.evaluate();
    marksAt(play, 10, '5000.00', '4700.00');
    play.evaluate();
    marksAt(play, 20, '4700.00', '4700.00');
    play.evaluate();
    const issued = () => play.of('MarginCallIssued').map(({ bucket }) => bucket);
    expect(issued()).toEqual([SPX, MINI]);
    marksAt(play, 305, '4700.00', '4700.00');
    play.evaluate();
    expect(issued()).toEqual([SPX, MINI, SPX]);
  });
});

describe('a cycle', () => {
  it('books what a position loses in its own bucket, and what it owes is called from the bucket', () => {
    const play = isolatedAccount([
      { quantity: '400000.00' },
      { bucket: SPX, quantity: '20000.00' },
    ]);
    marksAt(play, 1, '4900.00', '5000.00');
    settle(play);
    play.evaluate();
    // 10 lots lose 100 points of 50.00 each.
    expect(cashOf(play, holderOf(ISO, SPX))).toBe(-3_000_000n);
    expect(cashOf(play, ISO)).toBe(40_000_000n);
    expect(calls(play)).toEqual(['SPX-FUT CASH_DEBIT 30000.00 ISSUED']);
    const moved = { type: 'TRANSFER', account: ISO, toAccount: ISO, asset: 'USD' } as const;
    instruct(play, { ...moved, toBucket: SPX, quantity: '30000.00' });
    expect(calls(play)).toEqual([]);
    expect(cashOf(play, holderOf(ISO, SPX))).toBe(0n);
    expect(play.of('SettlementCycleSettled')).toHaveLength(1);
  });

  it('does not net what one bucket gains with what another loses', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '200000.00' },
      { bucket: MINI, quantity: '100000.00' },
    ]);
    marksAt(play, 1, '5100.00', '4900.00');
    const [, mini, spx] = evaluateAccount(play.house, play.engine, ISO).standings;
    expect([mini?.unsettledMinor, spx?.unsettledMinor]).toEqual([-2_500_000n, 0n]);
    settle(play);
    expect(cashOf(play, holderOf(ISO, SPX))).toBe(25_000_000n);
    expect(cashOf(play, holderOf(ISO, MINI))).toBe(7_500_000n);
    expect(cashOf(play, ISO)).toBe(0n);
  });
});

describe('the bucket alone', () => {
  it('is its position, what it holds and its calls, and nothing of its neighbours', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '150000.00' },
      { bucket: MINI, quantity: '90000.00' },
    ]);
    play.evaluate();
    const alone = bucketAlone(play.house, play.engine, ISO, SPX);
    expect(alone).toMatchObject({ account: ISO, bucket: SPX, lots: 10, failure: undefined });
    expect(alone?.holdings.get('USD')).toBe(15_000_000n);
    expect(alone?.calls).toMatchObject([{ bucket: SPX, outstanding: '50000.00' }]);
    expect(alone?.standing.deficitMinor).toBe(5_000_000n);
  });

  it('is nothing where nothing ever came into it', () => {
    const play = isolatedAccount([{ quantity: '150000.00' }]);
    expect(bucketAlone(play.house, play.engine, ISO, SPX)).toBeUndefined();
  });
});
