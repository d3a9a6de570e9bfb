import { beforeEach, describe, expect, it } from 'vitest';
import type { TradeCorrection } from '#libs/domain/inputs/inputs.js';
import { endDay, held, linesOfKind } from '#libs/domain/testing/charged-house.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { GROSS, omnibusMembers } from '#libs/domain/testing/omnibus-members.js';

const [ALPHA, BETA] = ['ALPHA/HOUSE', 'BETA/HOUSE'] as const;
const FEES = [{ accountType: 'house', perLot: '0.50' }];

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open({ fees: FEES });
  play.price(price());
});

let ids = 0;
/** What a bust of T-1 with some changes is answered with. */
function bust(given: Partial<TradeCorrection> = {}): Record<string, unknown> {
  ids += 1;
  const [event] = play.correction({
    type: 'BUST',
    tradeId: 'T-1',
    venue: 'XSIM',
    correctionId: `K-${ids}`,
    reason: 'an erroneous trade',
    requestedAt: '2026-11-20T15:00:00.000Z',
    ...given,
  });
  return { event: event?.type, ...(event?.payload as object | undefined) };
}
const correct = (given: Partial<TradeCorrection>): Record<string, unknown> =>
  bust({ type: 'CORRECT', reason: 'a wrong key', ...given });

const holding = (account: string) => play.house.trading.holdings.get(account)?.get('SPX-FUT');
const cash = (account: string): bigint => held(play, `account/${account}/cash/USD`);

describe('a bust before the next cycle', () => {
  it('leaves positions, money and fees as if the trade had never been', () => {
    play.trade(trade({ quantity: '10', price: '5001.25' }));
    expect(play.house.charges.fees.get(ALPHA)).toBe(500n);
    expect(bust()).toMatchObject({
      event: 'TradeBusted',
      novation: 4,
      novatedAt: '2026-11-20T14:00:00.000Z',
      quantity: '10',
      price: '5001.25',
      legs: [
        { side: 'BUY', account: ALPHA, quantity: '10' },
        { side: 'SELL', account: BETA, quantity: '10' },
      ],
      bookings: [
        { account: ALPHA, quantity: '-10', ticks: '-200050' },
        { account: BETA, quantity: '10', ticks: '200050' },
      ],
      fees: [
        { account: ALPHA, amount: '5.00' },
        { account: BETA, amount: '5.00' },
      ],
    });
    expect([holding(ALPHA), holding(BETA)]).toEqual([undefined, undefined]);
    expect(play.house.charges.fees.size).toBe(0);
    endDay(play, '2026-11-20', '5010.00');
    expect([cash(ALPHA), cash(BETA)]).toEqual([0n, 0n]);
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });

  it('may be of a trade in the same batch, and the trade is found', () => {
    const request = {
      type: 'BUST',
      tradeId: 'T-1',
      venue: 'XSIM',
      correctionId: 'K',
      reason: 'at once',
      requestedAt: '2026-11-20T14:00:00.000Z',
    } as const;
    const events = play.batch([
      { kind: 'trade', trade: trade() },
      { kind: 'correction', correction: request },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['TradeNovated', 'TradeBusted']);
  });
});

describe('a bust after a cycle', () => {
  it('pays back in the next one what the trade had brought, and the fees', () => {
    play.trade(trade({ quantity: '10', price: '5001.25' }));
    endDay(play, '2026-11-20', '5010.00');
    // 10 lots * 8.75 points * 50 USD, and fees of 5.00.
    expect([cash(ALPHA), cash(BETA)]).toEqual([437_000n, -438_000n]);
    expect(bust({ requestedAt: '2026-11-21T10:00:00.000Z' })['event']).toBe('TradeBusted');
    endDay(play, '2026-11-23', '4800.00');
    expect([cash(ALPHA), cash(BETA)]).toEqual([0n, 0n]);
    expect(linesOfKind(play, 'FEE').slice(-2)).toEqual([`${ALPHA} 5.00`, `${BETA} 5.00`]);
    expect(linesOfKind(play, 'VARIATION_MARGIN').slice(-2)).toEqual([
      `${ALPHA} -4375.00`,
      `${BETA} 4375.00`,
    ]);
  });

  it('is right where the position was closed meanwhile and nobody holds the instrument', () => {
    play.trade(trade({ quantity: '4', price: '5000.00' }));
    const closing = { tradeId: 'T-2', buyer: BETA, seller: ALPHA, quantity: '4' };
    play.trade(trade({ ...closing, price: '5002.00' }));
    endDay(play, '2026-11-20', '5010.00');
    expect(holding(ALPHA)).toBeUndefined();
    bust({ requestedAt: '2026-11-21T10:00:00.000Z' });
    expect(holding(ALPHA)?.lots).toBe(-4);
    endDay(play, '2026-11-23', '5012.00');
    // As if ALPHA had only sold 4 lots at 5002: 4 * -10 points * 50 USD, and 2.00 of fees.
    expect(cash(ALPHA)).toBe(-200_200n);
  });
});

describe('a correction', () => {
  it('keeps the identity and books the trade anew at one position', () => {
    play.trade(trade({ quantity: '10', price: '5001.25' }));
    expect(correct({ quantity: '8', price: '5000.00' })).toMatchObject({
      event: 'TradeCorrected',
      previous: { quantity: '10', price: '5001.25' },
      quantity: '8',
      price: '5000.00',
      fees: [
        { account: ALPHA, amount: '1.00' },
        { account: BETA, amount: '1.00' },
      ],
    });
    expect(holding(ALPHA)).toMatchObject({ lots: 8, tradedLots: 8, tradedTicks: 160_000n });
    expect(play.house.charges.fees.get(ALPHA)).toBe(400n);
    // A second one goes from what the first one made of it, and a bust takes away what is left.
    expect(correct({ price: '4999.00' })).toMatchObject({
      previous: { quantity: '8', price: '5000.00' },
    });
    expect(bust()).toMatchObject({ event: 'TradeBusted', quantity: '8', price: '4999.00' });
    expect(holding(ALPHA)).toBeUndefined();
    expect(play.house.charges.fees.size).toBe(0);
  });

  it.each([
    [{ price: '5000.10' }, 'PRICE_OFF_TICK', 'price'],
    [{ quantity: '1.5' }, 'INVALID_QUANTITY', 'quantity'],
    [{ quantity: '0', price: '5000.10' }, 'INVALID_QUANTITY', 'quantity'],
    [{ price: '5001.25' }, 'INVALID_FIELD', 'price'],
    [{ quantity: '10' }, 'INVALID_FIELD', 'quantity'],
    [{}, 'INVALID_FIELD', 'quantity'],
  ])('of %j is refused with %s', (given, code, field) => {
    play.trade(trade({ quantity: '10', price: '5001.25' }));
    expect(correct(given)).toMatchObject({ event: 'TradeCorrectionRejected', code, field });
    expect(holding(ALPHA)?.lots).toBe(10);
  });

  it('to more lots keeps to the limits of the accounts, to a price of then is free of the band', () => {
    play.trade(trade({ quantity: '30', seller: 'BETA/SMALL' }));
    expect(correct({ quantity: '71' })).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(correct({ price: '9000.00' })['event']).toBe('TradeCorrected');
  });
});

describe('a request that cannot be done', () => {
  it('names a trade that is not there', () => {
    play.trade(trade({ quantity: '0' }));
    expect(bust()).toMatchObject({ code: 'UNKNOWN_TRADE', field: 'tradeId', type: 'BUST' });
    expect(bust({ tradeId: 'T-9' })).toMatchObject({ code: 'UNKNOWN_TRADE' });
    expect(bust({ venue: 'DEFAULT' })).toMatchObject({ code: 'INVALID_FIELD', field: 'venue' });
  });

  it('comes twice: a bust is final, and the trade itself is answered as ever', () => {
    play.trade(trade());
    bust();
    expect(bust()).toMatchObject({
      code: 'ALREADY_BUSTED',
      reason: expect.stringContaining('was busted at position 5') as string,
    });
    expect(correct({ price: '5001.00' })).toMatchObject({ code: 'ALREADY_BUSTED' });
    const [again] = play.trade(trade());
    expect(again).toMatchObject({ type: 'AnswerRepeated', payload: { position: 4 } });
    expect(holding(ALPHA)).toBeUndefined();
  });

  it('repeats another: the first answer, or a conflict', () => {
    play.trade(trade({ quantity: '10' }));
    const given = { correctionId: 'K', quantity: '9', price: '5000.50' };
    expect(correct(given)['event']).toBe('TradeCorrected');
    expect(correct({ ...given, quantity: '9.0', price: '5000.5' })).toMatchObject({
      event: 'AnswerRepeated',
      identity: 'correction/XSIM/K',
      position: 5,
    });
    expect(correct({ ...given, quantity: '8' })).toMatchObject({ code: 'CONFLICTING_DUPLICATE' });
    expect(bust({ correctionId: 'K' })).toMatchObject({ code: 'CONFLICTING_DUPLICATE' });
    expect(holding(ALPHA)?.lots).toBe(9);
  });

  it('comes too late, by the setting', () => {
    play = HousePlay.open({ tradeCorrections: { maxAgeHours: 2 } });
    play.price(price());
    play.trade(trade());
    expect(bust({ requestedAt: '2026-11-20T16:00:00.001Z' })).toMatchObject({
      code: 'BEYOND_TIME_LIMIT',
    });
    expect(bust({ requestedAt: '2026-11-20T16:00:00.000Z' })['event']).toBe('TradeBusted');
  });

  it('would have a day where nothing is set, and what was amended is forgotten after a month', () => {
    play.trade(trade());
    const late = bust({ requestedAt: '2026-11-21T14:00:00.001Z' });
    expect(late).toMatchObject({ code: 'BEYOND_TIME_LIMIT' });
    expect(bust({ requestedAt: '2026-11-21T14:00:00.000Z' })['event']).toBe('TradeBusted');
    expect(play.house.amendedTrades.size).toBe(1);
    endDay(play, '2026-12-19');
    expect(play.house.amendedTrades.size).toBe(1);
    endDay(play, '2026-12-20');
    expect(play.house.amendedTrades.size).toBe(0);
    const at = '2026-12-20T22:00:00.000Z';
    expect(bust({ requestedAt: at })).toMatchObject({ code: 'BEYOND_TIME_LIMIT' });
  });

  it('is of an instrument that has expired', () => {
    play = HousePlay.open({ tradeCorrections: { maxAgeHours: 720 } });
    const { instruments } = play.house.reference!.data;
    const dated = instruments.find(({ id }) => id === 'SPX-FUT');
    expect(dated).toHaveProperty('expiry');
    const expiry = (dated as { expiry: string }).expiry;
    const dayBefore = new Date(Date.parse(expiry) - 86_400_000).toISOString();
    play.price(price({ observedAt: dayBefore }));
    play.trade(trade({ executedAt: dayBefore }));
    expect(bust({ requestedAt: expiry })).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
  });

  it('leaves everything where it was', () => {
    play.trade(trade());
    const before = structuredClone({ ...booksOf(play.house), reference: undefined });
    bust({ tradeId: 'T-9', requestedAt: '2026-11-20T23:00:00.000Z' });
    const after = { ...booksOf(play.house), reference: undefined };
    expect(after).toEqual({ ...before, position: before.position + 1 });
  });
});

describe('a bust in a gross omnibus account', () => {
  beforeEach(() => {
    play = HousePlay.open(omnibusMembers());
    play.price(price());
  });

  const client = () => play.house.trading.clients.get(GROSS)?.get('F1')?.get('SPX-FUT');
  const opens = { buyer: GROSS, buyerClient: 'F1', buyerEffect: 'OPEN', quantity: '10' } as const;

  it('takes from the side that the trade opened', () => {
    play.trade(trade(opens));
    play.trade(
      trade({
        tradeId: 'T-2',
        buyer: BETA,
        seller: GROSS,
        sellerClient: 'F1',
        sellerEffect: 'OPEN',
      }),
    );
    bust();
    expect(client()).toEqual({ long: 0, short: 1, lots: -1 });
  });

  it('gives back what the trade closed', () => {
    play.trade(trade({ ...opens, tradeId: 'T-0' }));
    const closes = {
      buyer: BETA,
      seller: GROSS,
      sellerClient: 'F1',
      sellerEffect: 'CLOSE',
    } as const;
    play.trade(trade({ ...closes, quantity: '4' }));
    expect(client()?.long).toBe(6);
    bust();
    expect(client()).toEqual({ long: 10, short: 0, lots: 10 });
  });

  it('of lots that were closed since leaves the client short of them', () => {
    play.trade(trade(opens));
    const closes = {
      buyer: BETA,
      seller: GROSS,
      sellerClient: 'F1',
      sellerEffect: 'CLOSE',
    } as const;
    play.trade(trade({ ...closes, tradeId: 'T-2', quantity: '7' }));
    bust();
    expect(client()).toEqual({ long: 0, short: 7, lots: -7 });
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });

  it('is corrected by closing no more than is held', () => {
    play.trade(trade({ ...opens, tradeId: 'T-0' }));
    const closes = {
      buyer: BETA,
      seller: GROSS,
      sellerClient: 'F1',
      sellerEffect: 'CLOSE',
    } as const;
    play.trade(trade({ ...closes, quantity: '4' }));
    expect(correct({ quantity: '11' })).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(correct({ quantity: '10' })['event']).toBe('TradeCorrected');
    expect(client()).toBeUndefined();
  });
});

describe('a member in default', () => {
  it('keeps its trades as they are', () => {
    play.trade(trade());
    play.price(settlementPrice('2026-11-20'));
    play.command({ type: 'DECLARE_DEFAULT', member: 'ALPHA', reason: 'insolvent' });
    const [proposed] = play.of('DefaultProposed');
    const confirm = { type: 'CONFIRM_DEFAULT', defaultId: proposed?.defaultId ?? '' } as const;
    play.batch([{ kind: 'command', command: play.order(confirm, undefined, 'op2') }]);
    expect(bust()).toMatchObject({ code: 'MEMBER_IN_DEFAULT' });
  });
});
