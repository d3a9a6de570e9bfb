import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import {
  deal,
  endDay,
  EXPIRY,
  expiringHouse,
  final,
  official,
} from '#libs/domain/testing/expiring-house.js';
import { booksOf, fold, type HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice } from '#libs/domain/testing/inputs.js';
import { GROSS } from '#libs/domain/testing/omnibus-members.js';

const [ALPHA, BETA, GAMMA, SEG] = [
  'ALPHA/HOUSE',
  'BETA/HOUSE',
  'GAMMA/HOUSE',
  'ALPHA/SEG',
] as const;
const NEXT = '2026-12-21';

let play: HousePlay;
beforeEach(() => {
  play = expiringHouse();
});

const held = (account: string, instrument: string): number =>
  play.house.trading.holdings.get(account)?.get(instrument)?.lots ?? 0;
const completed = () => play.of('SettlementCycleCompleted').at(-1);
const evaluation = (account: string) => evaluateAccount(play.house, play.engine, account);
const lines = (account: string) =>
  play
    .of('AccountSettled')
    .filter((each) => each.account === account)
    .at(-1)?.lines ?? [];
const refused = (reason: RegExp): void => expect(play.quarantined.at(-1)).toMatch(reason);

describe('a future at its expiry', () => {
  beforeEach(() => deal(play, 'SPX-FUT', 10, { price: '5000.00' }));

  it('is settled to its final price, what was traded on the last day from its own price, and gone', () => {
    deal(play, 'SPX-FUT', 4, { price: '5010.00', buyer: BETA, seller: GAMMA });
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play)).toEqual({
      'ALPHA/HOUSE FINAL_SETTLEMENT SPX-FUT': '10000.00',
      'BETA/HOUSE FINAL_SETTLEMENT SPX-FUT': '-8000.00',
      'GAMMA/HOUSE FINAL_SETTLEMENT SPX-FUT': '-2000.00',
    });
    expect(lines(BETA)).toMatchObject([
      {
        openingPosition: '0',
        tradedQuantity: '-6',
        closingPosition: '0',
        settlementPrice: '5020.00',
      },
    ]);
    expect(completed()).toMatchObject({
      ended: [{ instrument: 'SPX-FUT', finalPrice: '5020.00' }],
      withoutFinalPrice: [],
    });
    expect([held(ALPHA, 'SPX-FUT'), play.house.trading.holders.has('SPX-FUT')]).toEqual([0, false]);
    expect(evaluation(ALPHA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: 0n });
    expect(endDay(play, NEXT)).toEqual({});
  });

  it('has no risk between its final price and the cycle: what it brings is unsettled', () => {
    expect(evaluation(BETA).requirementMinor).toBeGreaterThan(0n);
    final(play, 'SPX-FUT', '5020.00');
    expect(evaluation(BETA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: -1_000_000n });
    expect(evaluation(ALPHA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: 0n });
  });

  it('pays variation margin to its final price in an intraday cycle, and ends with the day', () => {
    final(play, 'SPX-FUT', '5020.00');
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: EXPIRY });
    expect(lines(ALPHA)).toMatchObject([{ kind: 'VARIATION_MARGIN', amount: '10000.00' }]);
    expect(held(ALPHA, 'SPX-FUT')).toBe(10);
    expect(endDay(play)).toMatchObject({ 'ALPHA/HOUSE FINAL_SETTLEMENT SPX-FUT': '0.00' });
    expect(held(ALPHA, 'SPX-FUT')).toBe(0);
  });

  it('stays and is margined without a final price, and every cycle says so', () => {
    play.price(price({ price: '5001.00', observedAt: `${EXPIRY}T21:30:00.000Z` }));
    deal(play, 'SPX-MAR', 1, { price: '5000.00', executedAt: `${EXPIRY}T21:31:00.000Z` });
    official(play, 'SPX-MAR', '5000.00');
    endDay(play);
    expect(completed()?.withoutFinalPrice).toEqual(['SPX-FUT']);
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: EXPIRY });
    expect(completed()?.withoutFinalPrice).toEqual(['SPX-FUT']);
    official(play, 'SPX-FUT', '5001.00', NEXT);
    official(play, 'SPX-MAR', '5000.00', NEXT);
    endDay(play, NEXT);
    // Settled at a price of that day meanwhile, and named for all that.
    expect(completed()).toMatchObject({ withoutFinalPrice: ['SPX-FUT'] });
    expect(held(ALPHA, 'SPX-FUT')).toBe(10);
    expect(evaluation(BETA).requirementMinor).toBeGreaterThan(0n);
  });

  it('takes the last final price before the cycle, and none after it', () => {
    final(play, 'SPX-FUT', '5020.00');
    final(play, 'SPX-FUT', '5021.00');
    expect(endDay(play)).toMatchObject({ 'ALPHA/HOUSE FINAL_SETTLEMENT SPX-FUT': '10500.00' });
    const events = play.events.length;
    final(play, 'SPX-FUT', '5021.00');
    expect([play.events.length, play.quarantined]).toEqual([events, []]);
    final(play, 'SPX-FUT', '5022.00');
    refused(/5022.00 of SPX-FUT .* after cycle 2026-12-18-EOD has settled SPX-FUT for good/);
    const order = {
      type: 'CORRECT_SETTLEMENT_PRICE',
      instrument: 'SPX-FUT',
      date: EXPIRY,
    } as const;
    play.command({ ...order, price: '5022.00', reason: 'late' });
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({ result: { code: 'ENDED' } });
  });

  it('is traded no more once its final price is there, nor after it was settled', () => {
    const again = (): void =>
      deal(play, 'SPX-FUT', 1, { price: '5020.00', executedAt: `${EXPIRY}T20:59:00.000Z` });
    final(play, 'SPX-FUT', '5020.00');
    expect(again).toThrow(/INSTRUMENT_NOT_OPEN/);
    endDay(play);
    expect(again).toThrow(/INSTRUMENT_NOT_OPEN/);
  });

  it('is not ended by a final price that is dated before its expiry', () => {
    final(play, 'SPX-FUT', '5002.00', '2026-12-17');
    endDay(play, '2026-12-17');
    expect(held(ALPHA, 'SPX-FUT')).toBe(10);
    expect(lines(ALPHA)).toMatchObject([{ kind: 'VARIATION_MARGIN', amount: '1000.00' }]);
  });
});

it('a perpetual ends with the day of its final price, whenever that is', () => {
  deal(play, 'PERP', 8, { price: '5000.00', tradeId: 'PERP-1' });
  final(play, 'PERP', '5004.00', '2026-12-17');
  expect(() => deal(play, 'PERP', 1, { price: '5004.00' })).toThrow(/INSTRUMENT_NOT_OPEN/);
  expect(endDay(play, '2026-12-17')).toMatchObject({
    'ALPHA/HOUSE FINAL_SETTLEMENT PERP': '32.00',
    'BETA/HOUSE FINAL_SETTLEMENT PERP': '-32.00',
  });
  expect(play.house.trading.holders.has('PERP')).toBe(false);
  // What was traded in it can be busted no more, as if it had never ended.
  const bust = {
    correctionId: 'B-1',
    type: 'BUST',
    venue: 'XSIM',
    tradeId: 'PERP-1',
    reason: 'error',
    requestedAt: '2026-12-17T21:30:00.000Z',
  } as const;
  expect(play.correction(bust)).toMatchObject([
    {
      payload: {
        code: 'INSTRUMENT_NOT_OPEN',
        reason: expect.stringContaining('for good') as string,
      },
    },
  ]);
});

describe('an option at its expiry', () => {
  it('is exercised in the money and lapses out of it, with its premium in the same cycle', () => {
    deal(play, 'CALL', 5, { price: '12.00' });
    deal(play, 'PUT', 3, { price: '10.00' });
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play)).toEqual({
      'ALPHA/HOUSE PREMIUM CALL': '-3000.00',
      'ALPHA/HOUSE PREMIUM PUT': '-1500.00',
      'ALPHA/HOUSE EXERCISE CALL': '5000.00',
      'ALPHA/HOUSE EXERCISE PUT': '0.00',
      'BETA/HOUSE PREMIUM CALL': '3000.00',
      'BETA/HOUSE PREMIUM PUT': '1500.00',
      'BETA/HOUSE EXERCISE CALL': '-5000.00',
      'BETA/HOUSE EXERCISE PUT': '0.00',
    });
    expect(lines(BETA).find(({ kind }) => kind === 'EXERCISE')).toMatchObject({
      instrument: 'CALL',
      settlementPrice: '5020.00',
      exercisedQuantity: '-5',
      closingPosition: '0',
    });
    expect(completed()?.ended).toEqual([
      { instrument: 'CALL', finalPrice: '5020.00', exercised: '5' },
      { instrument: 'PUT', finalPrice: '5020.00', exercised: '0' },
    ]);
    expect([held(ALPHA, 'CALL'), held(BETA, 'PUT')]).toEqual([0, 0]);
  });

  it('has no risk once its final price is there: who is short owes what it is worth', () => {
    deal(play, 'CALL', 5, { price: '0.00' });
    expect(evaluation(BETA).requirementMinor).toBeGreaterThan(0n);
    final(play, 'SPX-FUT', '5020.00');
    expect(evaluation(BETA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: -500_000n });
    expect(evaluation(ALPHA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: 0n });
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: EXPIRY });
    expect(evaluation(BETA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: -500_000n });
    endDay(play);
    expect(evaluation(BETA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: 0n });
  });

  it.each([
    ['5000.00', '0'],
    ['4999.75', '0'],
    ['5000.25', '5'],
  ])('at %s, a threshold of 0.01, %s lots are exercised', (at, exercised) => {
    deal(play, 'CALL', 5);
    final(play, 'SPX-FUT', at);
    endDay(play);
    expect(completed()?.ended).toMatchObject([{ instrument: 'CALL', exercised }]);
  });

  it('within the threshold it lapses, and an option of the index is worth whole ticks', () => {
    const instruments = (expiringHouse().house.reference?.data.instruments ?? []).map((each) =>
      each.id === 'INDEX' ? { ...each, exerciseThreshold: '3.14' } : each,
    );
    play = expiringHouse({ instruments });
    deal(play, 'INDEX', 2);
    final(play, 'SPX', '4996.87');
    endDay(play);
    expect(completed()?.ended).toMatchObject([{ instrument: 'INDEX', exercised: '0' }]);
    play = expiringHouse({ instruments });
    deal(play, 'INDEX', 2);
    final(play, 'SPX', '4996.86');
    // 3.14 points are 62.8 ticks of 0.05: 63 of them, at 2.50 dollars.
    expect(endDay(play)).toMatchObject({ 'ALPHA/HOUSE EXERCISE INDEX': '315.00' });
  });

  it('in another currency pays in that', () => {
    deal(play, 'EURO', 2, { price: '0.00' });
    final(play, 'SPX', '5001.00');
    expect(endDay(play)).toMatchObject({ 'BETA/HOUSE EXERCISE EURO': '-40.00' });
    expect(play.of('AccountSettled').at(-1)).toMatchObject({ currency: 'EUR' });
  });

  it('in futures style is paid to its value by its last variation margin', () => {
    deal(play, 'STYLED', 5, { price: '12.00' });
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play)).toEqual({
      'ALPHA/HOUSE FINAL_SETTLEMENT STYLED': '2000.00',
      'ALPHA/HOUSE EXERCISE STYLED': '0.00',
      'BETA/HOUSE FINAL_SETTLEMENT STYLED': '-2000.00',
      'BETA/HOUSE EXERCISE STYLED': '0.00',
    });
    expect(completed()?.prices).toMatchObject([{ instrument: 'STYLED', settlementPrice: '20.00' }]);
    expect(held(ALPHA, 'STYLED')).toBe(0);
  });

  it('stays and is named while what it is on has no final price', () => {
    deal(play, 'CALL', 5);
    play.price(price({ observedAt: `${EXPIRY}T21:30:00.000Z` }));
    official(play, 'SPX-FUT', '5020.00');
    endDay(play);
    expect(completed()?.withoutFinalPrice).toEqual(['CALL']);
    expect(held(ALPHA, 'CALL')).toBe(5);
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play, NEXT)).toMatchObject({ 'ALPHA/HOUSE EXERCISE CALL': '5000.00' });
  });

  it('whose cut-off is on a later day waits for it', () => {
    deal(play, 'LATE', 5);
    final(play, 'SPX', '5020.00');
    endDay(play);
    expect([held(ALPHA, 'LATE'), completed()?.withoutFinalPrice]).toEqual([5, []]);
    expect(evaluation(BETA)).toMatchObject({ requirementMinor: 0n, unsettledMinor: -500_000n });
    expect(endDay(play, NEXT)).toMatchObject({ 'BETA/HOUSE EXERCISE LATE': '-5000.00' });
  });

  it('takes no final price of its own, and says where to send it', () => {
    final(play, 'CALL', '20.00');
    expect(play.house.market.finals.size).toBe(0);
    refused(/send it for SPX-FUT with the business date 2026-12-18/);
    final(play, 'INDEX', '20.00');
    refused(/send it for SPX with/);
  });
});

describe('an option on a future that lives on', () => {
  it('is exercised against the settlement price of its last day, into the future at the strike', () => {
    deal(play, 'SERIAL', 5, { price: '0.00' });
    deal(play, 'SPX-MAR', 2, { price: '5000.00' });
    official(play, 'SPX-MAR', '5020.00');
    expect(endDay(play)).toEqual({
      // Two lots bought at 5000, five got at the strike of 5000: twenty points each.
      'ALPHA/HOUSE VARIATION_MARGIN SPX-MAR': '7000.00',
      'ALPHA/HOUSE PREMIUM SERIAL': '0.00',
      'ALPHA/HOUSE EXERCISE SERIAL': '0.00',
      'BETA/HOUSE VARIATION_MARGIN SPX-MAR': '-7000.00',
      'BETA/HOUSE PREMIUM SERIAL': '0.00',
      'BETA/HOUSE EXERCISE SERIAL': '0.00',
    });
    expect(completed()?.ended).toEqual([
      { instrument: 'SERIAL', finalPrice: '5020.00', exercised: '5', delivered: 'SPX-MAR' },
    ]);
    expect([held(ALPHA, 'SPX-MAR'), held(BETA, 'SPX-MAR'), held(ALPHA, 'SERIAL')]).toEqual([
      7, -7, 0,
    ]);
    official(play, 'SPX-MAR', '5021.00', NEXT);
    expect(endDay(play, NEXT)).toMatchObject({ 'ALPHA/HOUSE VARIATION_MARGIN SPX-MAR': '350.00' });
  });

  it('a put brings a short position to who exercises it, a flat account one of its own', () => {
    deal(play, 'SERIAL-PUT', 3, { buyer: GAMMA, seller: SEG, price: '0.00' });
    official(play, 'SPX-MAR', '4990.00');
    expect(endDay(play)).toMatchObject({
      'GAMMA/HOUSE VARIATION_MARGIN SPX-MAR': '1500.00',
      'ALPHA/SEG VARIATION_MARGIN SPX-MAR': '-1500.00',
    });
    expect([held(GAMMA, 'SPX-MAR'), held(SEG, 'SPX-MAR')]).toEqual([-3, 3]);
  });

  it('closes what is held the other way round, and leaves no trace where it is flat then', () => {
    deal(play, 'SERIAL', 5, { price: '0.00' });
    deal(play, 'SPX-MAR', 5, { price: '5010.00', buyer: BETA, seller: ALPHA });
    official(play, 'SPX-MAR', '5020.00');
    expect(endDay(play)).toMatchObject({ 'ALPHA/HOUSE VARIATION_MARGIN SPX-MAR': '2500.00' });
    expect(play.house.trading.holders.get('SPX-MAR')?.size).toBe(0);
  });

  it('in futures style gives back what its variation margin paid, less the future it brings', () => {
    deal(play, 'SERIAL-STYLED', 2, { price: '12.00' });
    official(play, 'SPX-MAR', '5020.00');
    expect(endDay(play)).toMatchObject({
      'ALPHA/HOUSE FINAL_SETTLEMENT SERIAL-STYLED': '-1200.00',
      'ALPHA/HOUSE VARIATION_MARGIN SPX-MAR': '2000.00',
    });
  });

  it('prefers a final price of that date, which does not end the future', () => {
    deal(play, 'SERIAL', 1, { price: '0.00' });
    final(play, 'SPX-MAR', '5030.00');
    expect(endDay(play)).toMatchObject({ 'ALPHA/HOUSE VARIATION_MARGIN SPX-MAR': '1500.00' });
    expect(held(ALPHA, 'SPX-MAR')).toBe(1);
    deal(play, 'SPX-MAR', 1, { price: '5030.00', executedAt: `${EXPIRY}T22:00:00.000Z` });
  });

  it('fixes the price that it was exercised against: no other is taken, nor a correction', () => {
    deal(play, 'SERIAL', 1);
    official(play, 'SPX-MAR', '5030.00');
    endDay(play);
    final(play, 'SPX-MAR', '5031.00');
    refused(/has exercised options against another, SERIAL among them/);
    play.price(
      settlementPrice(EXPIRY, {
        symbol: 'SPX-MAR',
        price: '5030.00',
        observedAt: `${EXPIRY}T22:00:00.000Z`,
      }),
    );
    expect(play.quarantined).toHaveLength(1);
    play.command({
      type: 'CORRECT_SETTLEMENT_PRICE',
      instrument: 'SPX-MAR',
      date: EXPIRY,
      price: '5031.00',
      reason: 'late',
    });
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({
      result: { code: 'OPTIONS_EXERCISED' },
    });
  });
});

describe('a gross omnibus account', () => {
  const client = (buyerClient: string) =>
    ({ buyer: GROSS, buyerClient, buyerEffect: 'OPEN' }) as const;
  const sells = (sellerClient: string) =>
    ({ buyer: BETA, seller: GROSS, sellerClient, sellerEffect: 'OPEN' }) as const;

  it('has the long and the short lots of each client exercised and assigned apart', () => {
    deal(play, 'CALL', 5, { ...client('F1'), price: '0.00' });
    deal(play, 'CALL', 3, { ...sells('F2'), price: '0.00' });
    deal(play, 'CALL', 1, { ...sells('F1'), price: '0.00' });
    final(play, 'SPX-FUT', '5020.00');
    expect(endDay(play)).toMatchObject({
      'ALPHA/GROSS EXERCISE CALL': '1000.00',
      'BETA/HOUSE EXERCISE CALL': '-1000.00',
    });
    expect(lines(GROSS).at(-1)).toMatchObject({
      exercisedQuantity: '1',
      clients: [
        { client: 'F1', long: '5', short: '1', exercised: '5', assigned: '1' },
        { client: 'F2', long: '0', short: '3', exercised: '0', assigned: '3' },
      ],
    });
    expect(play.house.trading.clients.size).toBe(0);
    expect(play.house.trading.holders.has('CALL')).toBe(false);
  });

  it('has futures delivered to each client', () => {
    deal(play, 'SERIAL', 5, { ...client('F1'), price: '0.00' });
    deal(play, 'SERIAL', 5, { ...sells('F2'), price: '0.00' });
    official(play, 'SPX-MAR', '5020.00');
    endDay(play);
    const lots = (name: string) => play.house.trading.clients.get(GROSS)?.get(name)?.get('SPX-MAR');
    expect([lots('F1'), lots('F2')]).toMatchObject([
      { long: 5, short: 0 },
      { long: 0, short: 5 },
    ]);
    expect(held(GROSS, 'SPX-MAR')).toBe(0);
    expect(fold('main', play.events).trading).toEqual(play.house.trading);
  });
});

it('a state folded from the ledger is the same', () => {
  for (const id of ['CALL', 'PUT', 'STYLED', 'SERIAL', 'LATE']) deal(play, id, 4);
  deal(play, 'SPX-FUT', 4, { price: '5000.00' });
  final(play, 'SPX-FUT', '5020.00');
  final(play, 'SPX', '5020.00');
  official(play, 'SPX-MAR', '5020.00');
  endDay(play);
  expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
});
