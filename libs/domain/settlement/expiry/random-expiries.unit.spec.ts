import fc from 'fast-check';
import { expect, it } from 'vitest';
import { balanceOf } from '#libs/domain/books/books.js';
import {
  deal,
  EXPIRY,
  expiringHouse,
  final,
  official,
} from '#libs/domain/testing/expiring-house.js';
import { booksOf, fold, type HousePlay } from '#libs/domain/testing/house-play.js';

const ACCOUNTS = ['ALPHA/HOUSE', 'ALPHA/SEG', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const OPTIONS = [
  'CALL',
  'PUT',
  'RATED',
  'STYLED',
  'INDEX',
  'SERIAL',
  'SERIAL-PUT',
  'SERIAL-STYLED',
  'EURO',
];
const FUTURES = ['SPX-FUT', 'SPX-MAR'];

const trades = fc.array(
  fc.record({
    instrument: fc.constantFrom(...OPTIONS, ...FUTURES),
    buyer: fc.nat(3),
    further: fc.integer({ min: 1, max: 3 }),
    lots: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 30 },
);
const instructions = fc.array(
  fc.record({
    instrument: fc.constantFrom(...OPTIONS),
    account: fc.constantFrom(...ACCOUNTS),
    choice: fc.constantFrom('EXERCISE', 'ABANDON'),
    lots: fc.integer({ min: 1, max: 20 }),
  }),
  { maxLength: 8 },
);
/** Quarters of a point around the strike. */
const at = fc.integer({ min: -60, max: 60 }).map((steps) => (5_000 + steps / 4).toFixed(2));

/** Every cent of an account's cash and what it would still get, at one price for everything. */
function sumOfBooks({ house }: HousePlay, currency: string): bigint {
  let sum = 0n;
  for (const book of house.books.keys()) sum += balanceOf(house.books, book, currency);
  return sum;
}

const settle = (play: HousePlay, cycleType: 'EOD' | 'INTRADAY', date: string): void => {
  play.command({ type: 'SETTLE', cycleType, date });
  expect(play.of('CommandAnswered').at(-1)?.outcome).toBe('DONE');
};

it('positions and money add up to zero through any expiry, however it is reached', () => {
  fc.assert(
    fc.property(
      trades,
      instructions,
      fc.tuple(at, at, at),
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
      (dealt, said, [ofFuture, ofIndex, ofMarch], [cycleBefore, cycleBetween, indexIsLate]) => {
        const play = expiringHouse();
        for (const { instrument, buyer, further, lots } of dealt) {
          const isFuture = FUTURES.includes(instrument);
          deal(play, instrument, lots, {
            buyer: ACCOUNTS[buyer] ?? '',
            seller: ACCOUNTS[(buyer + further) % 4] ?? '',
            price: isFuture ? '5000.00' : '3.00',
          });
        }
        said.forEach(({ account, lots, ...each }, i) => {
          const member = account.split('/')[0] ?? '';
          const ids = { type: 'EXERCISE', instructionId: `E-${i}`, member } as const;
          play.member({ ...ids, ...each, account, quantity: String(lots) });
        });
        if (cycleBefore) settle(play, 'INTRADAY', '2026-12-17');
        final(play, 'SPX-FUT', ofFuture);
        if (!indexIsLate) final(play, 'SPX', ofIndex);
        official(play, 'SPX-MAR', ofMarch);
        if (cycleBetween) settle(play, 'INTRADAY', EXPIRY);
        settle(play, 'EOD', EXPIRY);
        if (indexIsLate) final(play, 'SPX', ofIndex);
        official(play, 'SPX-MAR', ofMarch, '2026-12-21');
        settle(play, 'EOD', '2026-12-21');

        const left = [...play.house.trading.holders].filter(([, held]) => held.size > 0);
        expect(left.map(([id]) => id).filter((id) => id !== 'SPX-MAR')).toEqual([]);
        for (const [id, holders] of left) {
          const lots = [...holders].map(
            (account) => play.house.trading.holdings.get(account)?.get(id)?.lots ?? 0,
          );
          expect(lots.reduce((sum, each) => sum + each, 0)).toBe(0);
        }
        for (const currency of ['USD', 'EUR']) {
          expect(sumOfBooks(play, currency)).toBe(0n);
          expect(balanceOf(play.house.books, `ccp/settlement/${currency}`, currency)).toBe(0n);
        }
        for (const { ended = [] } of play.of('SettlementCycleCompleted'))
          for (const { instrument, exercised } of ended)
            if (exercised !== undefined)
              expect(exercisedIn(play, instrument)).toEqual([exercised, exercised]);
        expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
      },
    ),
    { numRuns: 60 },
  );
});

/** Lots exercised by longs, and lots assigned to shorts, over all accounts' lines. */
function exercisedIn(play: HousePlay, instrument: string): [string, string] {
  let [exercised, assigned] = [0n, 0n];
  for (const { lines } of play.of('AccountSettled'))
    for (const line of lines) {
      if (line.kind !== 'EXERCISE' || line.instrument !== instrument) continue;
      const net = BigInt(line.exercisedQuantity ?? '0');
      if (net > 0n) exercised += net;
      else assigned -= net;
    }
  return [String(exercised), String(assigned)];
}
