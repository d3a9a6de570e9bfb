import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { settlementPrice } from '#libs/domain/testing/inputs.js';
import {
  A,
  at,
  B,
  C,
  D,
  exampleTrades,
  fundedHouse,
  indexInput,
  markInput,
  tradeInput,
} from '#libs/domain/testing/funded-house.js';

const DAY = '2026-11-20';
const settle = (play: HousePlay, time: string) =>
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: DAY }, at(time));

/** Worked example f after its interval, marks unchanged since the trades. */
function exampleDay(changes = {}): HousePlay {
  const play = fundedHouse(changes, { cap: '0.0003' });
  play.batch([indexInput('61234.57', '08:00:00'), markInput('61300', '08:00:00')]);
  play.batch(exampleTrades('09:00:00'));
  play.batch([markInput('61300', '16:00:00')]);
  return play;
}

const evaluation = ({ house, engine }: HousePlay, account: string) =>
  evaluateAccount(house, engine, account);

const cash = ({ house }: HousePlay, account: string): bigint =>
  house.books.get(`account/${account}/cash/USD`)?.get('USD') ?? 0n;

describe('funding that has accrued', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = exampleDay();
  });

  it('is part of what is unsettled, netted with the rest: only losses count', () => {
    // Bought at 61280, marked at 61300: 7 lots gain 14 cents, 13 of which are owed as funding.
    expect(evaluation(play, A)).toMatchObject({
      unsettledMinor: 0n,
      unsettledLines: [
        { kind: 'VARIATION_MARGIN', amountMinor: 14n },
        { kind: 'FUNDING', instrument: 'BTC-PERP', currency: 'USD', amountMinor: -13n },
      ],
    });
    play.batch([markInput('61270', '17:00:00')]);
    expect(evaluation(play, A).unsettledMinor).toBe(-7n - 13n);
    expect(evaluation(play, B).unsettledMinor).toBe(0n);
    const before = evaluation(play, D);
    expect([before.unsettledMinor, before.exposureMinor]).toEqual([0n, before.requirementMinor]);
  });

  it('is booked by the next cycle beside the variation margin, and is owed no longer', () => {
    settle(play, '17:00:00');
    const ofA = play.of('AccountSettled').find(({ account }) => account === A);
    expect(ofA).toMatchObject({
      currency: 'USD',
      amount: '0.01',
      lines: [
        {
          kind: 'VARIATION_MARGIN',
          instrument: 'BTC-PERP',
          settlementPrice: '61300',
          openingPosition: '0',
          tradedQuantity: '7',
          closingPosition: '7',
          amount: '0.14',
        },
        { kind: 'FUNDING', instrument: 'BTC-PERP', amount: '-0.13' },
      ],
    });
    expect(ofA?.lines[1]).toEqual({ kind: 'FUNDING', instrument: 'BTC-PERP', amount: '-0.13' });
    expect(play.of('SettlementCycleCompleted')[0]).toMatchObject({ funding: ['BTC-PERP'] });
    expect([A, B, C, D].map((account) => cash(play, account))).toEqual([1n, 0n, -1n, 0n]);
    expect(play.house.funding.accrued.size).toBe(0);
    settle(play, '18:00:00');
    expect(
      play
        .of('AccountSettled')
        .at(-1)
        ?.lines.map(({ kind }) => kind),
    ).toEqual(['VARIATION_MARGIN']);
    expect(play.of('SettlementCycleCompleted')[1]).not.toHaveProperty('funding');
  });

  it('adds up over the intervals since the last cycle', () => {
    play.batch([markInput('61300', '32:00:00')]);
    settle(play, '33:00:00');
    const funding = play
      .of('AccountSettled')
      .map(({ account, lines }) => [account, lines.find(({ kind }) => kind === 'FUNDING')?.amount]);
    expect(Object.fromEntries(funding)).toEqual({
      [A]: '-0.39',
      [B]: '0.18',
      [C]: '0.15',
      [D]: '0.06',
    });
  });

  it('is paid at the end of the day too, by who has closed since as well', () => {
    play.batch([tradeInput(D, A, 7, '16:30:00')]);
    play.price(
      settlementPrice(DAY, { symbol: 'BTC-PERP', price: '61300', observedAt: at('17:00:00') }),
    );
    play.command({ type: 'SETTLE', cycleType: 'EOD', date: DAY });
    const ofA = play.of('AccountSettled').find(({ account }) => account === A);
    expect(ofA?.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      // Bought and sold at 61280.
      ['VARIATION_MARGIN', '0.00'],
      ['FUNDING', '-0.13'],
    ]);
    expect(cash(play, A)).toBe(-13n);
  });

  it('waits with the rest where the cycle lacks a price', () => {
    play.command({ type: 'SETTLE', cycleType: 'EOD', date: DAY });
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({
      result: { code: 'MISSING_PRICES', missing: ['BTC-PERP'] },
    });
    expect(play.house.funding.accrued.get(A)?.get('BTC-PERP')).toBe(-13n);
  });
});

describe('funding and the cycles of a calendar', () => {
  const CALENDAR = {
    timezone: 'UTC',
    weekend: ['SAT', 'SUN'],
    holidays: [],
    endOfDay: '23:00',
    intraday: ['16:00', '20:00'],
  };

  const inOrder = (play: HousePlay): string[] =>
    play.events.flatMap((event) => {
      if (event.type === 'FundingAccrued') return [`funding until ${event.payload.intervalEnd}`];
      if (event.type === 'SettlementCycleCompleted') return [event.payload.cycleId];
      return event.type === 'SettlementCycleBlocked' ? [`blocked ${event.payload.cycleId}`] : [];
    });

  it('an interval that ends with a cycle is paid by it', () => {
    const play = exampleDay({ calendar: CALENDAR });
    expect(inOrder(play)).toEqual([`funding until ${at('16:00:00')}`, '2026-11-20-INTRADAY-1']);
    expect(play.of('SettlementCycleCompleted')[0]).toMatchObject({ funding: ['BTC-PERP'] });
  });

  it('what was missed is decided in the order of its times', () => {
    const play = exampleDay({ calendar: { ...CALENDAR, intraday: ['12:00'] } });
    play.batch([markInput('61300', '41:00:00')]);
    expect(inOrder(play)).toEqual([
      '2026-11-20-INTRADAY-1',
      `funding until ${at('16:00:00')}`,
      'blocked 2026-11-20-EOD',
      `funding until ${at('24:00:00')}`,
      `funding until ${at('32:00:00')}`,
      `funding until ${at('40:00:00')}`,
    ]);
  });
});
