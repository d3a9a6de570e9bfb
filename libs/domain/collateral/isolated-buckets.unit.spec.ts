import { describe, expect, it } from 'vitest';
import { balanceOf } from '#libs/domain/books/books.js';
import { holderOf } from '#libs/domain/books/holder.js';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
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
import { collateralStatement } from './collateral-statement.js';

const OUT: Partial<CollateralInstruction> = { account: ISO, asset: 'USD' };
const ACROSS: Partial<CollateralInstruction> = { ...OUT, type: 'TRANSFER', toAccount: ISO };

/** Both positions covered by their buckets with the same to spare, and something in the account itself. */
const covered = (): HousePlay =>
  isolatedAccount([
    { quantity: '50000.00' },
    { bucket: SPX, quantity: '250000.00' },
    { bucket: MINI, quantity: '150000.00' },
  ]);

describe('a bucket in an instruction', () => {
  it('keeps what is deposited in books of its own', () => {
    const play = isolatedAccount([]);
    payIn(play, { bucket: SPX, quantity: '100.00' });
    payIn(play, { bucket: SPX, asset: 'UST-2028', quantity: '2000.00' });
    expect(cashOf(play, holderOf(ISO, SPX))).toBe(10_000n);
    const assets = `account/${ISO}/bucket/${SPX}/asset/UST-2028`;
    expect(balanceOf(play.house.books, assets, 'UST-2028')).toBe(200_000n);
    expect(cashOf(play, ISO)).toBe(0n);
  });

  it.each<[string, Partial<CollateralInstruction>, string]>([
    [
      'of an account in another mode',
      { account: 'ALPHA/HOUSE', bucket: SPX },
      'portfolio: leave it',
    ],
    ['that is no instrument', { bucket: 'NOTHING' }, 'NOTHING is not an instrument: correct it'],
  ])('is refused %s', (_, given, reason) => {
    const answer = payIn(isolatedAccount([]), given);
    expect(answer).toMatchObject({ code: 'INVALID_FIELD', field: 'bucket' });
    expect(answer.reason).toContain(reason);
  });

  it('is refused of the receiving account under its own name', () => {
    const to = { toAccount: 'GAMMA/HOUSE', toBucket: 'NOTHING', quantity: '1.00' };
    expect(judged(covered(), { ...ACROSS, ...to })).toMatchObject({
      code: 'INVALID_FIELD',
      field: 'toBucket',
    });
  });

  it('is part of what makes a repeat the same instruction', () => {
    const play = isolatedAccount([]);
    payIn(play, { instructionId: 'SAME', bucket: SPX, quantity: '1.00' });
    expect(payIn(play, { instructionId: 'SAME', bucket: SPX, quantity: '1.00' }).type).toBe(
      'AnswerRepeated',
    );
    expect(payIn(play, { instructionId: 'SAME', bucket: MINI, quantity: '1.00' }).code).toBe(
      'CONFLICTING_DUPLICATE',
    );
  });
});

describe('a withdrawal', () => {
  it('from a bucket leaves its own exposure and the buffer covered, whatever else there is', () => {
    // 200,000.00 and 2 % of it stay of 250,000.00.
    expect(judged(covered(), { ...OUT, bucket: SPX, quantity: '46000.01' })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '46000.00',
    });
    expect(judged(covered(), { ...OUT, bucket: SPX, quantity: '46000.00' }).type).toBe(
      'CollateralWithdrawn',
    );
  });

  it('from the account keeps what its buckets lack, with the buffer', () => {
    const play = isolatedAccount([
      { quantity: '50000.00' },
      { bucket: SPX, quantity: '170000.00' },
      { bucket: MINI, quantity: '150000.00' },
    ]);
    // The bucket has 170,000.00 of 204,000.00.
    expect(judged(play, { ...OUT, quantity: '16000.01' })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '16000.00',
    });
  });

  it('of more than a bucket has says what it has, though the account has more', () => {
    const refusal = judged(covered(), { ...OUT, bucket: MINI, quantity: '150000.01' });
    expect(refusal.code).toBe('INSUFFICIENT_HOLDING');
    expect(refusal.reason).toContain('bucket MINI-FUT of GAMMA/HOUSE has 150000.00 USD');
  });

  it('waits for a call of its own bucket or of the account, not for one of a neighbour', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '150000.00' },
      { bucket: MINI, quantity: '150000.00' },
    ]);
    play.evaluate();
    expect(judged(play, { ...OUT, bucket: SPX, quantity: '1.00' }).code).toBe('OPEN_CALL');
    expect(judged(play, { ...OUT, bucket: MINI, quantity: '1.00' }).type).toBe(
      'CollateralWithdrawn',
    );
    const called = isolatedAccount([{ bucket: SPX, quantity: '250000.00' }]);
    called.evaluate();
    expect(judged(called, { ...OUT, bucket: SPX, quantity: '1.00' }).code).toBe('OPEN_CALL');
  });

  it('cannot take what a bucket gained in a cycle that is not SETTLED', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '250000.00' },
      { quantity: '120000.00' },
    ]);
    const beta = { account: 'BETA/HOUSE', asset: 'USD', quantity: '49000000.00' };
    expect(instruct(play, beta).type).toBe('CollateralWithdrawn');
    marksAt(play, 1, '8000.00', '5000.00');
    settle(play);
    // BETA owes 500,000.00 of the 1,500,000.00 that the position gained.
    expect(judged(play, { ...OUT, bucket: SPX, quantity: '1000000.00' })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '0.00',
    });
    payIn(play, { account: 'BETA/HOUSE', quantity: '500000.00' });
    expect(judged(play, { ...OUT, bucket: SPX, quantity: '1000000.00' }).type).toBe(
      'CollateralWithdrawn',
    );
  });
});

describe('a transfer within an account', () => {
  it('goes from the account to a bucket, between buckets and back', () => {
    const play = covered();
    for (const given of [
      { toBucket: SPX, quantity: '50000.00' },
      { bucket: SPX, toBucket: MINI, quantity: '96000.00' },
      { bucket: MINI, quantity: '144000.00' },
    ])
      expect(instruct(play, { ...ACROSS, ...given }).type).toBe('CollateralTransferred');
    expect(cashOf(play, ISO)).toBe(14_400_000n);
    expect(cashOf(play, holderOf(ISO, SPX))).toBe(20_400_000n);
    expect(cashOf(play, holderOf(ISO, MINI))).toBe(10_200_000n);
  });

  it('from a bucket to itself is refused', () => {
    const given = { bucket: SPX, toBucket: SPX, quantity: '1.00' };
    expect(judged(covered(), { ...ACROSS, ...given })).toMatchObject({
      code: 'INVALID_FIELD',
      field: 'toAccount',
    });
  });

  it('to the bucket that the account serves changes nothing and is allowed to the last cent', () => {
    const play = isolatedAccount([
      { quantity: '130000.00' },
      { bucket: SPX, quantity: '170000.00' },
    ]);
    expect(judged(play, { ...ACROSS, toBucket: SPX, quantity: '30000.00' }).type).toBe(
      'CollateralTransferred',
    );
    // More than that would be missing where positions have no bucket.
    expect(judged(play, { ...ACROSS, toBucket: SPX, quantity: '30000.01' })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '30000.00',
    });
  });

  it('brings a bucket what it was called for', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '150000.00' },
      { bucket: MINI, quantity: '250000.00' },
    ]);
    play.evaluate();
    const given = { bucket: MINI, toBucket: SPX, quantity: '50000.00' };
    expect(instruct(play, { ...ACROSS, ...given })).toMatchObject({
      paid: [{ amount: '50000.00', status: 'MET' }],
    });
  });
});

describe('the statement of collateral', () => {
  it('shows what each bucket holds apart, and what could be taken of it', () => {
    const { house, engine } = covered();
    expect(collateralStatement(house, engine, ISO)).toMatchObject({
      counted: '450000.00',
      exposure: '300000.00',
      items: [{ asset: 'USD', quantity: '50000.00', withdrawable: '50000.00' }],
      buckets: [
        {
          bucket: MINI,
          exposure: '100000.00',
          counted: '150000.00',
          served: '0.00',
          kept: '102000.00',
          items: [{ asset: 'USD', quantity: '150000.00', withdrawable: '48000.00' }],
        },
        { bucket: SPX, items: [{ withdrawable: '46000.00' }] },
      ],
    });
  });

  it('has no buckets where nothing ever came into one', () => {
    const { house, engine } = isolatedAccount([{ quantity: '1.00' }]);
    expect(collateralStatement(house, engine, ISO)).not.toHaveProperty('buckets');
  });
});

describe('limits on what counts (margin-model.md g.3)', () => {
  it('of a bucket are shares of its own requirement, of the account of what it serves', () => {
    const play = isolatedAccount([], { marginCalls: { minimumTransferAmount: '1000000.00' } });
    play.price(price({ symbol: 'BTCUSD', price: '40000.00' }));
    payIn(play, { bucket: SPX, asset: 'BTC', quantity: '10.00000000' });
    payIn(play, { asset: 'BTC', quantity: '10.00000000' });
    const statement = collateralStatement(play.house, play.engine, ISO);
    // 30 % of 200,000.00; and of 100,000.00 that have no bucket and the 140,000.00 that it lacks.
    expect(statement?.buckets).toMatchObject([{ counted: '60000.00', served: '0.00' }]);
    expect(statement?.items).toMatchObject([{ asset: 'BTC', counted: '72000.00' }]);
  });
});
