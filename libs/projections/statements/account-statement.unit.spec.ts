import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endDay, payIn, tradeOf } from '#libs/domain/testing/charged-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { instruct } from '#libs/domain/testing/instructions.js';
import {
  ISO,
  isolatedAccount,
  marksAt,
  MINI,
  settle,
  SPX,
} from '#libs/domain/testing/isolated-account.js';
import {
  bucketSteps,
  cycleSteps,
  depositSteps,
  type MarketStep,
  OPENING,
  priceSteps,
  RANDOM_ACCOUNTS,
  tradeSteps,
} from '#libs/domain/testing/random-market.js';
import { BookTally, journalOf } from '../balances/book-changes.js';
import { AccountStatement } from './account-statement.js';

const A = 'ALPHA/HOUSE';
const FEES = [{ accountType: 'house', perLot: '0.50' }];

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: tradeSteps },
    { weight: 4, arbitrary: priceSteps },
    { weight: 3, arbitrary: depositSteps() },
    { weight: 2, arbitrary: bucketSteps },
    { weight: 2, arbitrary: cycleSteps },
  ),
  { maxLength: 40 },
);

function played(given: readonly MarketStep[]): HousePlay {
  const play = HousePlay.open({ fees: FEES });
  play.batch(OPENING);
  given.forEach((step, i) => play.batch([step(i + 1)]));
  return play;
}

function statementOf(play: HousePlay, account: string, after: number, max = 1_000) {
  const statement = new AccountStatement(account, after, max);
  for (const event of play.events) statement.take(event);
  return statement;
}

const withoutZeros = (amounts: ReadonlyMap<string, bigint>): Map<string, bigint> =>
  new Map([...amounts].filter(([, amount]) => amount !== 0n));

describe('the trial balance', () => {
  it('adds up to zero per asset at every ledger position of any history', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const tally = new BookTally();
        for (const event of played(given).events) {
          journalOf(event).forEach((line) => tally.add(line));
          const sums = new Map<string, bigint>();
          for (const { asset, amount } of tally.amounts())
            sums.set(asset, (sums.get(asset) ?? 0n) + amount);
          expect([...sums.values()].filter((sum) => sum !== 0n)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the statement of an account', () => {
  it('leads from what it held to what the books say, whatever period is asked for', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const play = played(given);
        const after = Math.floor(play.events.length * share);
        for (const account of RANDOM_ACCOUNTS) {
          const statement = statementOf(play, account, after);
          const sums = new Map(statement.opening);
          for (const { asset, amount, balance } of statement.entries) {
            sums.set(asset, (sums.get(asset) ?? 0n) + amount);
            expect(balance).toBe(sums.get(asset));
          }
          expect(withoutZeros(sums)).toEqual(withoutZeros(statement.closing));
          const earlier = new AccountStatement(account, 0, 0);
          for (const event of play.events.slice(0, after)) earlier.take(event);
          expect(withoutZeros(statement.opening)).toEqual(withoutZeros(earlier.closing));
          const books = new Map<string, bigint>();
          for (const [book, held] of play.house.books)
            if (book.startsWith(`account/${account}/`))
              for (const [asset, units] of held) books.set(asset, (books.get(asset) ?? 0n) + units);
          expect(withoutZeros(statement.closing)).toEqual(withoutZeros(books));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('shows a deposit, and of a cycle every line', () => {
    const play = HousePlay.open({ fees: FEES });
    play.price(price({ observedAt: '2026-11-20T12:00:00.000Z' }));
    payIn(play, A, '1000.00');
    tradeOf(play, A, 'BETA/HOUSE', '2');
    endDay(play, '2026-11-20', '5001.00');
    const { entries } = statementOf(play, A, 0);
    const shown = entries.map(({ event, kind, instrument, amount, balance }) => {
      return [event, kind, instrument, amount, balance];
    });
    expect(shown).toEqual([
      ['CollateralDeposited', undefined, undefined, 100_000n, 100_000n],
      ['AccountSettled', 'VARIATION_MARGIN', 'SPX-FUT', 10_000n, 110_000n],
      ['AccountSettled', 'FEE', undefined, -100n, 109_900n],
    ]);
    expect(entries.at(-1)).toMatchObject({
      reference: '2026-11-20-EOD',
      effectiveDate: '2026-11-20',
      asset: 'USD',
    });
  });

  it('names the bucket that a line changed', () => {
    const play = isolatedAccount([
      { bucket: SPX, quantity: '250000.00' },
      { quantity: '200000.00' },
    ]);
    const moved = { type: 'TRANSFER', account: ISO, toAccount: ISO, asset: 'USD' } as const;
    instruct(play, { ...moved, bucket: SPX, quantity: '1000.00' });
    marksAt(play, 1, '4999.00', '5001.00');
    settle(play);
    const { entries } = statementOf(play, ISO, 0);
    expect(
      entries.map(({ bucket, instrument, amount, balance }) => [
        bucket,
        instrument,
        amount,
        balance,
      ]),
    ).toEqual([
      [SPX, undefined, 25_000_000n, 25_000_000n],
      [undefined, undefined, 20_000_000n, 45_000_000n],
      [SPX, undefined, -100_000n, 44_900_000n],
      [undefined, undefined, 100_000n, 45_000_000n],
      [undefined, MINI, 25_000n, 45_025_000n],
      [SPX, SPX, -50_000n, 44_975_000n],
    ]);
  });

  it('says that it is too long instead of leaving lines out', () => {
    const play = HousePlay.open();
    for (let i = 0; i < 4; i++) payIn(play, A, '1.00');
    expect(statementOf(play, A, 0, 4).isTooLong).toBe(false);
    expect(statementOf(play, A, 0, 3).isTooLong).toBe(true);
    expect(statementOf(play, A, 3, 3).isTooLong).toBe(false);
  });
});
