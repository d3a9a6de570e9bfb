import { beforeEach, describe, expect, it } from 'vitest';
import type { ExerciseInstruction } from '#libs/domain/inputs/inputs.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import {
  DAY_BEFORE,
  deal,
  endDay,
  EXPIRY,
  expiringHouse,
  final,
  official,
} from '#libs/domain/testing/expiring-house.js';
import { booksOf, fold, type HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { GROSS } from '#libs/domain/testing/omnibus-members.js';

const [ALPHA, BETA, GAMMA] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;

let play: HousePlay;
beforeEach(() => {
  play = expiringHouse();
});

let sent = 0;

/** Sends an instruction of ALPHA, and returns what was said to it. */
function instruct(given: Partial<ExerciseInstruction> = {}): unknown {
  sent += 1;
  const [event] = play.member({
    type: 'EXERCISE',
    member: 'ALPHA',
    instructionId: `E-${sent}`,
    account: ALPHA,
    instrument: 'CALL',
    choice: 'ABANDON',
    quantity: '2',
    ...given,
  });
  return event && { type: event.type, ...event.payload };
}

describe('a contrary instruction', () => {
  beforeEach(() => deal(play, 'CALL', 5, { price: '0.00' }));

  it('gives up what would be exercised; who is short keeps what was paid for it', () => {
    deal(play, 'CALL', 5, { buyer: GAMMA, price: '0.00' });
    instruct();
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play)).toMatchObject({
      'ALPHA/HOUSE EXERCISE CALL': '3000.00',
      'GAMMA/HOUSE EXERCISE CALL': '5000.00',
      'BETA/HOUSE EXERCISE CALL': '-8000.00',
    });
    const [ended] = play.of('SettlementCycleCompleted').at(-1)?.ended ?? [];
    expect(ended).toMatchObject({ exercised: '8', seed: expect.stringMatching(/^main CALL/) });
  });

  it('has lots exercised that would lapse', () => {
    instruct({ choice: 'EXERCISE' });
    final(play, 'SPX-FUT', '4990.00');
    // Out of the money there is nothing to get in cash: it is done, and worth nothing.
    expect(endDay(play)).toMatchObject({ 'ALPHA/HOUSE EXERCISE CALL': '0.00' });
    expect(play.of('SettlementCycleCompleted').at(-1)?.ended).toMatchObject([{ exercised: '2' }]);
  });

  it('into a future at a loss where its holder wants the future', () => {
    deal(play, 'SERIAL', 3, { price: '0.00' });
    instruct({ instrument: 'SERIAL', choice: 'EXERCISE', quantity: '1' });
    final(play, 'SPX-FUT', '5000.00');
    official(play, 'SPX-MAR', '4990.00');
    expect(endDay(play)).toMatchObject({
      'ALPHA/HOUSE VARIATION_MARGIN SPX-MAR': '-500.00',
      'BETA/HOUSE VARIATION_MARGIN SPX-MAR': '500.00',
    });
    expect(play.house.trading.holdings.get(ALPHA)?.get('SPX-MAR')?.lots).toBe(1);
  });

  it('of a futures-style option gives back what its variation margin paid for those lots', () => {
    deal(play, 'STYLED', 5, { price: '0.00' });
    instruct({ instrument: 'STYLED' });
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play)).toMatchObject({
      'ALPHA/HOUSE FINAL_SETTLEMENT STYLED': '5000.00',
      'ALPHA/HOUSE EXERCISE STYLED': '-2000.00',
      'BETA/HOUSE EXERCISE STYLED': '2000.00',
    });
  });

  it('counts until another one comes, and for no more than is held at the end', () => {
    instruct({ quantity: '5' });
    instruct({ quantity: '4' });
    deal(play, 'CALL', 3, { buyer: BETA, seller: ALPHA, price: '0.00' });
    final(play, 'SPX-FUT', '5020.00');
    endDay(play);
    expect(play.of('SettlementCycleCompleted').at(-1)?.ended).toMatchObject([{ exercised: '0' }]);
    expect(play.house.exercises.size).toBe(0);
  });

  it('moves what is unsettled between the final price and the cycle', () => {
    deal(play, 'LATE', 5, { price: '0.00' });
    final(play, 'SPX', '5020.00');
    const unsettled = (account: string) =>
      evaluateAccount(play.house, play.engine, account).unsettledLines.find(
        ({ kind, instrument }) => kind === 'EXERCISE' && instrument === 'LATE',
      )?.amountMinor;
    expect([unsettled(ALPHA), unsettled(BETA)]).toEqual([500_000n, -500_000n]);
    instruct({ instrument: 'LATE', choice: 'ABANDON', quantity: '5' });
    // Who is short knows nothing of it before the cycle.
    expect([unsettled(ALPHA), unsettled(BETA)]).toEqual([0n, -500_000n]);
  });

  it('is taken until the cut-off on the ledger clock, its expiry unless the terms say later', () => {
    deal(play, 'LATE', 5, { price: '0.00' });
    play.price(price({ observedAt: `${EXPIRY}T20:59:59.000Z` }));
    expect(instruct()).toMatchObject({ type: 'ExerciseInstructed' });
    expect(instruct({ submittedAt: `${EXPIRY}T21:00:00.000Z` })).toMatchObject({
      code: 'INSTRUMENT_NOT_OPEN',
      reason: expect.stringContaining('until 2026-12-18T21:00:00.000Z') as string,
    });
    expect(instruct({ instrument: 'LATE' })).toMatchObject({ type: 'ExerciseInstructed' });
  });

  it('is refused after the cycle that exercised it', () => {
    final(play, 'SPX-FUT', '5020.00', EXPIRY);
    endDay(play);
    expect(instruct()).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
  });

  it.each([
    ['NOT_YOURS', 'account', { account: BETA }],
    ['UNKNOWN_INSTRUMENT', 'instrument', { instrument: 'NONE' }],
    ['INVALID_FIELD', 'instrument', { instrument: 'SPX-FUT' }],
    ['UNKNOWN_ACCOUNT', 'account', { account: 'ALPHA/NONE' }],
    ['MISSING_FIELD', 'client', { account: GROSS }],
    ['INVALID_FIELD', 'client', { client: 'F1' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '0' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '6' }],
  ])('is refused: %s of %s', (code, field, given) => {
    expect(instruct(given)).toMatchObject({ type: 'MemberMessageRejected', code, field });
    expect(play.house.exercises.size).toBe(0);
  });

  it('sent again gets its answer again; other content under its identity is a conflict', () => {
    instruct({ instructionId: 'SAME' });
    expect(instruct({ instructionId: 'SAME', quantity: '2.0' })).toMatchObject({
      type: 'AnswerRepeated',
    });
    expect(instruct({ instructionId: 'SAME', quantity: '3' })).toMatchObject({
      code: 'CONFLICTING_DUPLICATE',
    });
  });

  it('moves the clock where it says when it was sent, and no further than a message may', () => {
    instruct({ submittedAt: `${DAY_BEFORE}T16:00:00.000Z` });
    expect(play.house.ledgerTimeMs).toBe(Date.parse(`${DAY_BEFORE}T16:00:00.000Z`));
    instruct({ submittedAt: '2027-06-01T00:00:00.000Z' });
    expect(play.quarantined).toEqual([expect.stringContaining('40 days')]);
  });

  it('leaves a state that the ledger gives again', () => {
    instruct();
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });
});

it('of a client of a gross omnibus account is for its own lots', () => {
  const client = (buyerClient: string) => ({
    buyer: GROSS,
    buyerClient,
    buyerEffect: 'OPEN' as const,
    price: '0.00',
  });
  deal(play, 'CALL', 5, client('F1'));
  deal(play, 'CALL', 4, client('F2'));
  expect(instruct({ account: GROSS, client: 'F3', quantity: '1' })).toMatchObject({
    code: 'INVALID_QUANTITY',
  });
  instruct({ account: GROSS, client: 'F2', quantity: '4' });
  final(play, 'SPX-FUT', '5020.00');
  endDay(play);
  const line = play
    .of('AccountSettled')
    .at(-2)
    ?.lines.find(({ kind }) => kind === 'EXERCISE');
  expect(line?.clients).toEqual([
    { client: 'F1', long: '5', short: '0', exercised: '5', assigned: '0' },
    { client: 'F2', long: '4', short: '0', exercised: '0', assigned: '0' },
  ]);
});

/**
 * Exercise by exception as the Options Clearing Corporation publishes it (Rule 805): options in the money by
 * 0.01 or more are exercised without an instruction, others are not, and a contrary exercise advice is
 * done. Strikes and a closing price of a share in dollars, 100 shares a contract.
 */
describe('a published case: exercise by exception', () => {
  const series = (id: string, right: string, strike: string) => ({
    id,
    type: 'option',
    underlying: 'SPX',
    currency: 'USD',
    tickSize: '0.01',
    tickValueMinor: 100,
    expiry: `${EXPIRY}T21:00:00.000Z`,
    right,
    strike,
    premiumStyle: 'premium',
  });
  const instruments = [
    series('C50', 'call', '50'),
    series('C49', 'call', '49.99'),
    series('P50', 'put', '50'),
    series('P51', 'put', '51'),
  ];

  it.each([
    ['50.00', { C50: '0', C49: '10', P50: '0', P51: '10' }],
    ['50.01', { C50: '10', C49: '10', P50: '0', P51: '10' }],
    ['49.99', { C50: '0', C49: '0', P50: '10', P51: '10' }],
    ['52.00', { C50: '10', C49: '10', P50: '0', P51: '0' }],
  ])('at a closing price of %s', (closing, exercised) => {
    play = expiringHouse({ instruments });
    for (const { id } of instruments) deal(play, id, 10, { price: '1.00' });
    final(play, 'SPX', closing);
    endDay(play);
    const ended = play.of('SettlementCycleCompleted').at(-1)?.ended ?? [];
    expect(Object.fromEntries(ended.map((each) => [each.instrument, each.exercised]))).toEqual(
      exercised,
    );
  });

  it('and contrary advice: 4 of 10 in the money are given up, 3 of 10 out of it exercised', () => {
    play = expiringHouse({ instruments });
    for (const { id } of instruments) deal(play, id, 10, { price: '0.00' });
    instruct({ instrument: 'C50', choice: 'ABANDON', quantity: '4' });
    instruct({ instrument: 'P50', choice: 'EXERCISE', quantity: '3' });
    final(play, 'SPX', '50.40');
    // 6 contracts of 0.40 on 100 shares.
    expect(endDay(play)).toMatchObject({
      'ALPHA/HOUSE EXERCISE C50': '240.00',
      'BETA/HOUSE EXERCISE C50': '-240.00',
      'ALPHA/HOUSE EXERCISE P50': '0.00',
    });
    expect(play.of('SettlementCycleCompleted').at(-1)?.ended).toMatchObject([
      { instrument: 'C49', exercised: '10' },
      { instrument: 'C50', exercised: '6' },
      { instrument: 'P50', exercised: '3' },
      { instrument: 'P51', exercised: '10' },
    ]);
  });
});
