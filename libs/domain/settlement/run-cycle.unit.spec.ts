import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { booksOf, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';

const DAY = '2026-11-20';
const settle = (play: HousePlay, cycleType: 'EOD' | 'INTRADAY', date: string, cycleId?: string) =>
  play.command({ type: 'SETTLE', cycleType, date, ...(cycleId === undefined ? {} : { cycleId }) });

const lastAnswer = (play: HousePlay): unknown => play.of('CommandAnswered').at(-1);

function tradeAt(id: string, buyer: string, seller: string, quantity: string, at: string) {
  return trade({ tradeId: id, buyer, seller, quantity, price: at });
}

const [A, B, C, D] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE', 'ALPHA/C1'] as const;

/** The day of worked example f: positions A +10, B -4, C -6 settled at 20000 ticks, then two trades. */
function workedExample(): HousePlay {
  const play = HousePlay.open();
  play.trade(tradeAt('O-1', A, B, '4', '5000.00'));
  play.trade(tradeAt('O-2', A, C, '6', '5000.00'));
  play.price(settlementPrice('2026-11-19', { price: '5000.00' }));
  settle(play, 'EOD', '2026-11-19');
  play.trade(tradeAt('T-1', D, A, '3', '5002.50'));
  play.trade(tradeAt('T-2', B, C, '4', '4999.00'));
  return play;
}

describe('worked example f', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = workedExample();
    play.price(settlementPrice(DAY, { price: '5004.50' }));
    settle(play, 'EOD', DAY);
  });

  it('pays A +1950.00, B +200.00, C -2450.00, D +300.00', () => {
    const settled = play.of('AccountSettled').filter(({ businessDate }) => businessDate === DAY);
    expect(settled.map(({ account, amount }) => [account, amount])).toEqual([
      [D, '300.00'],
      [A, '1950.00'],
      [B, '200.00'],
      [C, '-2450.00'],
    ]);
  });

  it('shows the numbers of each line', () => {
    const ofA = play
      .of('AccountSettled')
      .find((each) => each.account === A && each.amount !== '0.00');
    expect(ofA).toMatchObject({
      cycleId: '2026-11-20-EOD',
      currency: 'USD',
      lines: [
        {
          kind: 'VARIATION_MARGIN',
          instrument: 'SPX-FUT',
          previousSettlementPrice: '5000.00',
          settlementPrice: '5004.50',
          openingPosition: '10',
          tradedQuantity: '-3',
          closingPosition: '7',
          amount: '1950.00',
        },
      ],
    });
  });

  it('leaves 7, 0, -10 and 3 lots, of which the flat one is gone', () => {
    const { holdings } = play.house.trading;
    expect([A, B, C, D].map((account) => holdings.get(account)?.get('SPX-FUT')?.lots)).toEqual([
      7,
      undefined,
      -10,
      3,
    ]);
  });

  it('passes everything through the settlement book, which is empty after it', () => {
    const balances = (book: string) => play.house.books.get(book)?.get('USD');
    expect(balances('ccp/settlement/USD')).toBe(0n);
    expect(balances(`account/${A}/cash/USD`)).toBe(195_000n);
    expect(balances(`account/${C}/cash/USD`)).toBe(-245_000n);
    expect(play.of('SettlementCycleCompleted').at(-1)).toMatchObject({
      accounts: 4,
      turnover: [{ currency: 'USD', amount: '2450.00' }],
    });
  });

  it('names the position of its cycle on every account', () => {
    const cycle = play.events.filter(({ type }) => type === 'SettlementCycleCompleted').at(-1);
    for (const each of play.of('AccountSettled').filter(({ businessDate }) => businessDate === DAY))
      expect(each.cyclePosition).toBe(cycle?.position);
  });
});

describe('a cycle of several currencies', () => {
  it('nets the lines per account and currency, and sums to zero in each', () => {
    const play = HousePlay.open();
    play.price(price({ symbol: 'EURUSD', price: '1.0842' }));
    for (const [i, instrument] of ['SPX-FUT', 'OIL-FUT', 'SPX-EUR'].entries()) {
      play.trade(trade({ tradeId: `T-${i}`, instrument, quantity: '10', price: '50.00' }));
      play.price(price({ symbol: instrument, price: '49.50' }));
    }
    settle(play, 'INTRADAY', DAY);
    const settled = play.of('AccountSettled');
    expect(settled.map((each) => [each.account, each.currency, each.amount])).toEqual([
      [A, 'USD', '-5250.00'],
      [A, 'EUR', '-50.00'],
      [B, 'USD', '5250.00'],
      [B, 'EUR', '50.00'],
    ]);
    expect(settled.map(({ lines }) => lines.length)).toEqual([2, 1, 2, 1]);
  });
});

describe('random books', () => {
  it('settle to zero at zero and negative prices, and are exact over any cycles of the day', () => {
    const account = fc.constantFrom(A, B, C, D);
    const move = fc.oneof(
      fc.record({
        buyer: account,
        seller: account,
        lots: fc.integer({ min: 1, max: 5000 }),
        cents: fc.integer({ min: -9000, max: 9000 }),
      }),
      fc.record({ cycleCents: fc.integer({ min: -9000, max: 9000 }) }),
    );
    const cents = (n: number): string => (n / 100).toFixed(2);
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), (moves) => {
        const play = HousePlay.open();
        const expected = new Map<string, bigint>();
        moves.forEach((each, i) => {
          if ('cycleCents' in each) {
            play.price(price({ symbol: 'OIL-FUT', price: cents(each.cycleCents) }));
            settle(play, 'INTRADAY', DAY);
            return;
          }
          const { buyer, seller, lots } = each;
          if (buyer === seller) return;
          const given = { instrument: 'OIL-FUT', price: cents(each.cents), quantity: String(lots) };
          play.trade(trade({ tradeId: `T-${i}`, buyer, seller, ...given }));
          const worth = BigInt(lots) * BigInt(-700 - each.cents) * 1000n;
          expected.set(buyer, (expected.get(buyer) ?? 0n) + worth);
          expected.set(seller, (expected.get(seller) ?? 0n) - worth);
        });
        play.price(settlementPrice(DAY, { symbol: 'OIL-FUT', price: '-7.00' }));
        settle(play, 'EOD', DAY);
        expect(lastAnswer(play)).toMatchObject({ outcome: 'DONE' });
        for (const name of [A, B, C, D])
          expect(play.house.books.get(`account/${name}/cash/USD`)?.get('USD') ?? 0n).toBe(
            expected.get(name) ?? 0n,
          );
        expect(play.house.books.get('ccp/settlement/USD')?.get('USD') ?? 0n).toBe(0n);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a settlement price that is missing', () => {
  it('stops the cycle: nothing is booked, and all that are missing are named', () => {
    const play = workedExample();
    play.trade(trade({ tradeId: 'O-9', instrument: 'OIL-FUT', price: '50.00' }));
    play.price(price({ price: '5004.50' }));
    const before = booksOf(play.house);
    const { trading, books, settlement } = structuredClone(before);
    const events = settle(play, 'EOD', DAY);
    expect(events.map(({ type }) => type)).toEqual(['CommandAnswered']);
    expect(lastAnswer(play)).toMatchObject({
      outcome: 'REFUSED',
      result: {
        code: 'MISSING_PRICES',
        missing: ['OIL-FUT', 'SPX-FUT'],
        reason: expect.stringContaining('OIL-FUT, SPX-FUT') as string,
      },
    });
    expect(booksOf(play.house)).toMatchObject({ trading, books, settlement });
  });

  it('of another date does not do', () => {
    const play = workedExample();
    play.price(settlementPrice('2026-11-21', { price: '5004.50' }));
    settle(play, 'EOD', DAY);
    expect(lastAnswer(play)).toMatchObject({ result: { missing: ['SPX-FUT'] } });
  });

  it('is not needed for an instrument that nobody holds or traded since the last cycle', () => {
    const play = HousePlay.open();
    play.trade(tradeAt('T-1', A, B, '1', '5000.00'));
    play.trade(tradeAt('T-2', B, A, '1', '5000.00'));
    play.price(settlementPrice(DAY));
    settle(play, 'EOD', DAY);
    settle(play, 'EOD', '2026-11-23');
    expect(lastAnswer(play)).toMatchObject({ outcome: 'DONE' });
    expect(play.of('SettlementCycleCompleted').map(({ prices }) => prices.length)).toEqual([1, 0]);
  });
});

describe('a cycle runs once', () => {
  it('its id again gets the first result and books nothing', () => {
    const play = workedExample();
    play.price(settlementPrice(DAY, { price: '5004.50' }));
    settle(play, 'EOD', DAY);
    const { result } = lastAnswer(play) as { result: { position: number; lastPosition: number } };
    const booked = play.events.filter(({ type }) => type === 'AccountSettled');
    expect(result.lastPosition).toBe(booked.at(-1)?.position);
    play.price(price({ price: '5100.00', observedAt: '2026-11-20T18:00:00.000Z' }));
    const events = settle(play, 'EOD', DAY);
    expect(events.map(({ type }) => type)).toEqual(['CommandAnswered']);
    expect(lastAnswer(play)).toMatchObject({
      outcome: 'DONE',
      result: { ...result, repeated: true },
    });
  });

  it('its id for another cycle is a conflict', () => {
    const play = HousePlay.open();
    settle(play, 'INTRADAY', DAY, 'NOON');
    settle(play, 'INTRADAY', '2026-11-21', 'NOON');
    expect(lastAnswer(play)).toMatchObject({ result: { code: 'CONFLICTING_CYCLE' } });
  });

  it('a date has one end of day, under whatever id, and none before the last', () => {
    const play = HousePlay.open();
    settle(play, 'EOD', DAY, 'CLOSE');
    settle(play, 'EOD', DAY);
    expect(lastAnswer(play)).toMatchObject({ result: { code: 'DATE_HAS_CYCLE' } });
    settle(play, 'EOD', '2026-11-19');
    expect(lastAnswer(play)).toMatchObject({ result: { code: 'DATE_IN_THE_PAST' } });
    settle(play, 'EOD', '2026-11-21');
    expect(lastAnswer(play)).toMatchObject({ outcome: 'DONE' });
  });

  it('an end of day is refused for a date that is far ahead of the clock', () => {
    const play = HousePlay.open();
    play.price(price());
    settle(play, 'EOD', '2027-11-20');
    expect(lastAnswer(play)).toMatchObject({ result: { code: 'DATE_IN_THE_FUTURE' } });
    settle(play, 'EOD', '2026-12-30');
    expect(lastAnswer(play)).toMatchObject({ outcome: 'DONE' });
  });

  it('the id of an end of day names no other cycle', () => {
    const play = HousePlay.open();
    settle(play, 'INTRADAY', DAY, '2026-11-20-EOD');
    expect(lastAnswer(play)).toMatchObject({ result: { code: 'CONFLICTING_CYCLE' } });
    settle(play, 'EOD', DAY, '2026-11-21-EOD');
    expect(lastAnswer(play)).toMatchObject({ result: { code: 'CONFLICTING_CYCLE' } });
    settle(play, 'EOD', DAY, '2026-11-20-EOD');
    expect(lastAnswer(play)).toMatchObject({ outcome: 'DONE' });
  });

  it('intraday cycles of a date are numbered, around ids that are taken', () => {
    const play = HousePlay.open();
    settle(play, 'INTRADAY', DAY);
    settle(play, 'INTRADAY', DAY, '2026-11-20-INTRADAY-3');
    settle(play, 'INTRADAY', DAY);
    expect(play.of('SettlementCycleCompleted').map(({ cycleId }) => cycleId)).toEqual([
      '2026-11-20-INTRADAY-1',
      '2026-11-20-INTRADAY-3',
      '2026-11-20-INTRADAY-4',
    ]);
  });

  it('a second cycle at the same prices books nothing', () => {
    const play = workedExample();
    play.price(price({ price: '5004.50' }));
    settle(play, 'INTRADAY', DAY);
    const books = structuredClone(play.house.books);
    settle(play, 'INTRADAY', DAY);
    expect(play.house.books).toEqual(books);
  });
});

describe('an expired instrument without its final price', () => {
  const AFTER = '2026-12-18T22:00:00.000Z';
  let play: HousePlay;
  beforeEach(() => {
    play = workedExample();
    play.trade(trade({ tradeId: 'O-9', instrument: 'OIL-FUT', price: '50.00' }));
    play.price(
      settlementPrice('2026-12-18', { symbol: 'OIL-FUT', price: '51.00', observedAt: AFTER }),
    );
  });

  it('does not stop the end of day: it keeps its price and is named in the answer', () => {
    settle(play, 'EOD', '2026-12-18');
    expect(lastAnswer(play)).toMatchObject({
      outcome: 'DONE',
      result: { withoutFinalPrice: ['SPX-FUT'] },
    });
    expect(play.of('SettlementCycleCompleted').at(-1)).toMatchObject({
      withoutFinalPrice: ['SPX-FUT'],
      prices: [{ instrument: 'OIL-FUT', settlementPrice: '51.00' }],
    });
    expect(play.house.settlement.lastSettledTicks.get('SPX-FUT')).toBe(20_000);
    expect(play.house.trading.holdings.get(D)?.get('SPX-FUT')?.tradedLots).toBe(3);
  });

  it('is named when the id is asked for again', () => {
    settle(play, 'EOD', '2026-12-18');
    settle(play, 'EOD', '2026-12-18');
    expect(lastAnswer(play)).toMatchObject({
      result: { repeated: true, withoutFinalPrice: ['SPX-FUT'] },
    });
  });

  it('is named by an intraday cycle too, which settles it at its last mark', () => {
    settle(play, 'INTRADAY', '2026-12-18');
    expect(lastAnswer(play)).toMatchObject({ result: { withoutFinalPrice: ['SPX-FUT'] } });
    expect(play.house.settlement.lastSettledTicks.get('SPX-FUT')).toBe(20_000);
  });

  it('is settled at its final price once that has come, trades since included', () => {
    settle(play, 'EOD', '2026-12-18');
    play.price(
      price({ type: 'FINAL', businessDate: '2026-12-18', price: '5004.50', observedAt: AFTER }),
    );
    play.price(
      settlementPrice('2026-12-21', { symbol: 'OIL-FUT', price: '51.00', observedAt: AFTER }),
    );
    settle(play, 'EOD', '2026-12-21');
    expect(lastAnswer(play)).toMatchObject({ outcome: 'DONE', result: { withoutFinalPrice: [] } });
    const ofC = play.of('AccountSettled').findLast(({ account }) => account === C);
    expect(ofC?.amount).toBe('-2450.00');
  });

  it('counts as expired at the time that the order names', () => {
    const early = workedExample();
    early.command(
      { type: 'SETTLE', cycleType: 'EOD', date: '2026-12-18' },
      '2026-12-18T20:00:00.000Z',
    );
    expect(lastAnswer(early)).toMatchObject({
      outcome: 'REFUSED',
      result: { missing: ['SPX-FUT'] },
    });
    early.command({ type: 'SETTLE', cycleType: 'EOD', date: '2026-12-18' }, AFTER);
    expect(lastAnswer(early)).toMatchObject({
      outcome: 'DONE',
      result: { withoutFinalPrice: ['SPX-FUT'] },
    });
    expect(early.house.ledgerTimeMs).toBe(Date.parse(AFTER));
  });
});

describe('an order to settle in the batch of prices that came before it', () => {
  it('settles at those prices and names the position of its cycle', () => {
    const play = workedExample();
    const inputs: PlayInput[] = [
      { kind: 'price', price: price({ price: '5004.50' }) },
      {
        kind: 'command',
        command: play.order({ type: 'SETTLE', cycleType: 'INTRADAY', date: DAY }),
      },
    ];
    const events = play.batch(inputs);
    const cycle = events.find(({ type }) => type === 'SettlementCycleCompleted');
    expect(cycle?.payload).toMatchObject({ prices: [{ settlementPrice: '5004.50' }] });
    expect(play.of('AccountSettled').at(-1)?.cyclePosition).toBe(cycle?.position);
    expect(lastAnswer(play)).toMatchObject({ result: { position: cycle?.position } });
  });
});
