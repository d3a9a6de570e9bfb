import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { endDay, held, settleNow, tradeOf } from '#libs/domain/testing/charged-house.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice } from '#libs/domain/testing/inputs.js';

const [A, B, C] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const [DAY, NEXT] = ['2026-11-20', '2026-11-23'] as const;

const correct = (play: HousePlay, right: string, given: object = {}) =>
  play.command({
    type: 'CORRECT_SETTLEMENT_PRICE',
    instrument: 'SPX-FUT',
    date: DAY,
    price: right,
    reason: 'exchange notice 17',
    ...given,
  });

const lastAnswer = (play: HousePlay) => play.of('CommandAnswered').at(-1);
const cash = (play: HousePlay, account: string) => held(play, `account/${account}/cash/USD`);

/** A is long 10 against B and C, settled at 5001.00 at the end of the day. */
function settledDay(): HousePlay {
  const play = HousePlay.open({ fees: [{ accountType: 'house', perLot: '1.00' }] });
  play.price(price({ observedAt: `${DAY}T12:00:00.000Z` }));
  tradeOf(play, A, B, '4');
  tradeOf(play, A, C, '6');
  endDay(play, DAY, '5001.00');
  return play;
}

let play: HousePlay;
beforeEach(() => {
  play = settledDay();
});

describe('a corrected settlement price', () => {
  it('books the difference on the positions that closed that day, in a cycle of its own', () => {
    tradeOf(play, C, A, '10', '5003.00');
    correct(play, '5001.50');
    expect(lastAnswer(play)).toMatchObject({
      outcome: 'DONE',
      result: { cycleId: `${DAY}-EOD-CORRECTION-1`, type: 'INTRADAY', businessDate: DAY },
    });
    expect(play.of('SettlementCycleCompleted').at(-1)).toMatchObject({
      prices: [
        { instrument: 'SPX-FUT', previousSettlementPrice: '5001.00', settlementPrice: '5001.50' },
      ],
      corrects: { cycleId: `${DAY}-EOD`, by: 'op', reason: 'exchange notice 17' },
    });
    const parts = play.of('AccountSettled').slice(-3);
    expect(parts.map(({ account, amount }) => [account, amount])).toEqual([
      [A, '250.00'],
      [B, '-100.00'],
      [C, '-150.00'],
    ]);
    expect(parts[0]?.lines).toEqual([
      {
        kind: 'VARIATION_MARGIN',
        instrument: 'SPX-FUT',
        openingPosition: '10',
        tradedQuantity: '0',
        closingPosition: '10',
        previousSettlementPrice: '5001.00',
        settlementPrice: '5001.50',
        amount: '250.00',
      },
    ]);
    expect(held(play, 'ccp/settlement/USD')).toBe(0n);
  });

  it('is where the next variation margin continues from', () => {
    correct(play, '5001.50');
    settleNow(play, NEXT, '5002.00');
    expect(play.of('SettlementCycleCompleted').at(-1)?.prices).toEqual([
      { instrument: 'SPX-FUT', previousSettlementPrice: '5001.50', settlementPrice: '5002.00' },
    ]);
    // 10 lots from 5000 to 5002 at 50.00 a point, less fees of 10.00.
    expect(cash(play, A)).toBe(99_000n);
  });

  it('leaves fees, and what was traded since, to the next cycle', () => {
    tradeOf(play, A, B, '2', '5001.00');
    const before = play.house.charges.fees.get(A);
    correct(play, '5001.50');
    expect(play.house.charges.fees.get(A)).toBe(before);
    expect(play.house.trading.holdings.get(A)?.get('SPX-FUT')).toMatchObject({
      lots: 12,
      openingLots: 10,
      tradedLots: 2,
    });
  });

  it('moves what is unsettled by as much as it pays', () => {
    play.price(price({ price: '5000.00', observedAt: `${DAY}T22:00:00.000Z` }));
    const unsettled = () => evaluateAccount(play.house, play.engine, A).unsettledMinor;
    const before = unsettled();
    const cashBefore = cash(play, A);
    correct(play, '5000.50');
    expect(unsettled() - before).toBe(25_000n);
    expect(cash(play, A) - cashBefore).toBe(-25_000n);
  });

  it('can be corrected again, and is the official price of that day from then on', () => {
    correct(play, '5001.50');
    correct(play, '5000.75');
    expect(lastAnswer(play)).toMatchObject({ result: { cycleId: `${DAY}-EOD-CORRECTION-2` } });
    expect(play.house.market.official.get(`${DAY} SPX-FUT`)?.price).toBe('5000.75');
    expect(cash(play, A)).toBe(10n * 75n * 50n - 1000n);
  });

  it('folds to the same state from the ledger', () => {
    correct(play, '5001.50');
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });

  it('changes nothing in total, at whatever price, once a later cycle has run', () => {
    const quarter = fc.integer({ min: -400, max: 400 }).map((n) => (5001 + n / 4).toFixed(2));
    fc.assert(
      fc.property(quarter, quarter, (right, later) => {
        const [corrected, other] = [settledDay(), settledDay()];
        correct(corrected, right);
        for (const each of [corrected, other]) endDay(each, NEXT, later);
        for (const account of [A, B, C])
          expect(cash(corrected, account)).toBe(cash(other, account));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a correction is refused', () => {
  const refusal = () => lastAnswer(play)?.result;

  it.each([
    ['SAME_PRICE', '5001.00', {}],
    ['PRICE_OFF_TICK', '5001.10', {}],
    ['UNKNOWN_INSTRUMENT', '1', { instrument: 'NO-SUCH' }],
    ['NO_CYCLE', '5001.50', { date: NEXT }],
    ['NO_CYCLE', '20.00', { instrument: 'OIL-FUT' }],
  ])('with %s', (code, right, given) => {
    correct(play, right, given);
    expect(lastAnswer(play)).toMatchObject({ outcome: 'REFUSED', result: { code } });
  });

  it('for a day before the last, since later cycles have settled on from it', () => {
    endDay(play, NEXT, '5002.00');
    correct(play, '5001.50');
    expect(refusal()).toMatchObject({ code: 'DATE_IN_THE_PAST' });
  });

  it('after an intraday cycle, which has made up for the price', () => {
    settleNow(play, NEXT, '5002.00');
    correct(play, '5001.50');
    expect(refusal()).toMatchObject({
      code: 'SETTLED_SINCE',
      reason: expect.stringContaining(`${NEXT}-INTRADAY-1`),
    });
  });

  it('where the instrument has its final price', () => {
    const observedAt = '2026-12-18T21:30:00.000Z';
    play.price(settlementPrice('2026-12-18', { type: 'FINAL', price: '5001.25', observedAt }));
    correct(play, '5001.50');
    expect(refusal()).toMatchObject({ code: 'FINAL_PRICE' });
  });
});

it('another price on the topic stays in quarantine, and says how to correct it', () => {
  play.price(settlementPrice(DAY, { price: '5001.50', observedAt: `${DAY}T22:00:00.000Z` }));
  expect(play.quarantined).toEqual([expect.stringContaining('ccp settle --correct')]);
});
