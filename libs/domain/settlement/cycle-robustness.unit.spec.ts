import { describe, expect, it } from 'vitest';
import { endDay, settleNow } from '#libs/domain/testing/charged-house.js';
import { HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const DAY = '2026-11-20';
const CALENDAR = {
  timezone: 'America/New_York',
  weekend: ['SAT', 'SUN'],
  holidays: [],
  endOfDay: '17:30',
  intraday: ['11:00'],
};
const at = (time: string, date: string = DAY): string => `${date}T${time}.000Z`;

/** Cycles that ran or wait, with the time that they were for. */
const cycles = (play: HousePlay): string[] =>
  play.events.flatMap(({ type, payload }) =>
    type === 'SettlementCycleCompleted'
      ? [`${payload.cycleId} for ${payload.scheduledFor ?? 'an operator'}`]
      : type === 'SettlementCycleBlocked'
        ? [`blocked ${payload.cycleId}`]
        : [],
  );

function opened(changes: Record<string, unknown>): HousePlay {
  const play = HousePlay.open(changes);
  play.price(price({ observedAt: at('12:00:00') }));
  play.trade(trade({ executedAt: at('12:00:00') }));
  return play;
}

describe('a cycle missed while the house was down', () => {
  it('runs at the start, before what came in during that time', () => {
    const play = opened({ calendar: CALENDAR, clock: 'wall' });
    play.wallClockMs = Date.parse(at('12:30:00'));
    play.price(price({ price: '5001.00', observedAt: at('12:29:00') }));
    play.trade(trade({ tradeId: 'BEFORE', quantity: '2', executedAt: at('12:29:00') }));
    // Down from 12:30 to 18:00; the cycle of 16:00 is missed, and a trade waits in the topic.
    play.wallClockMs = Date.parse(at('18:00:00'));
    play.trade(trade({ tradeId: 'WHILE-DOWN', quantity: '5', executedAt: at('15:00:00') }));
    expect(cycles(play)).toEqual([`2026-11-20-INTRADAY-1 for ${at('16:00:00')}`]);
    const [ofBuyer] = play.of('AccountSettled');
    expect(ofBuyer?.lines[0]).toMatchObject({ closingPosition: '3', settlementPrice: '5001.00' });
    expect(play.house.trading.holdings.get('ALPHA/HOUSE')?.get('SPX-FUT')?.lots).toBe(8);
  });
});

describe('a late trade', () => {
  it('that was made before a cycle and comes after it is settled by the next, from its price', () => {
    const play = opened({});
    settleNow(play, DAY, '5010.00');
    play.trade(trade({ tradeId: 'LATE', price: '4990.00', executedAt: at('12:00:01') }));
    endDay(play, DAY, '5020.00');
    const ofBuyer = play.of('AccountSettled').filter(({ account }) => account === 'ALPHA/HOUSE');
    // The old lot from 5010, the new one from 4990, at 50.00 a point.
    expect(ofBuyer.map(({ amount }) => amount)).toEqual(['500.00', '2000.00']);
    expect(ofBuyer[1]?.lines[0]).toMatchObject({ openingPosition: '1', tradedQuantity: '1' });
  });
});

describe('a calendar that changes', () => {
  const apply = (play: HousePlay, calendar: object, time: string) =>
    play.command(
      { type: 'APPLY_REFERENCE_DATA', document: referenceDocument({ calendar }) },
      at(time),
    );

  it('before an end of day that it moves earlier lets that day end at once', () => {
    const play = opened({ calendar: CALENDAR });
    play.price(settlementPrice(DAY, { observedAt: at('21:00:00') }));
    apply(play, { ...CALENDAR, endOfDay: '15:00' }, '21:30:00');
    play.price(price({ observedAt: at('21:30:01') }));
    expect(cycles(play)).toEqual([
      `2026-11-20-INTRADAY-1 for ${at('16:00:00')}`,
      `2026-11-20-EOD for ${at('20:00:00')}`,
    ]);
  });

  it('after the end of a day does not end it a second time', () => {
    const play = opened({ calendar: CALENDAR });
    play.price(settlementPrice(DAY, { observedAt: at('22:00:00') }));
    play.price(price({ observedAt: at('22:30:00') }));
    apply(play, { ...CALENDAR, endOfDay: '18:00' }, '22:40:00');
    play.price(price({ observedAt: at('23:30:00') }));
    expect(cycles(play).filter((each) => each.startsWith('2026-11-20-EOD'))).toEqual([
      `2026-11-20-EOD for ${at('22:30:00')}`,
    ]);
    expect(play.house.settlement.blocked.size).toBe(0);
  });

  it('into another time zone goes on after the last cycle, each date once', () => {
    const play = opened({ calendar: CALENDAR });
    play.price(settlementPrice(DAY, { observedAt: at('22:00:00') }));
    play.price(price({ observedAt: at('22:30:00') }));
    const tokyo = { ...CALENDAR, timezone: 'Asia/Tokyo', weekend: ['SUN'] };
    apply(play, tokyo, '22:31:00');
    const observedAt = at('08:00:00', '2026-11-21');
    play.price(settlementPrice('2026-11-21', { observedAt }));
    play.price(price({ observedAt: at('08:30:00', '2026-11-21') }));
    expect(cycles(play).slice(2)).toEqual([
      `2026-11-21-INTRADAY-1 for ${at('02:00:00', '2026-11-21')}`,
      `2026-11-21-EOD for ${at('08:30:00', '2026-11-21')}`,
    ]);
  });

  it('and makes a date a holiday lets nothing run on it', () => {
    const play = opened({ calendar: CALENDAR });
    apply(play, { ...CALENDAR, holidays: [DAY] }, '12:30:00');
    play.price(price({ observedAt: at('23:00:00') }));
    expect(cycles(play)).toEqual([]);
  });
});

describe('a thousand instruments', () => {
  it('with the price of one missing settle nothing, and say which one', () => {
    const terms = { type: 'future', underlying: 'SPX', currency: 'USD', tickSize: '0.25' };
    const instruments = Array.from({ length: 1000 }, (_, i) => ({
      id: `F-${i}`,
      ...terms,
      tickValueMinor: 1250,
      expiry: '2026-12-18T21:00:00.000Z',
    }));
    const play = HousePlay.open({ instruments });
    play.batch(
      instruments.map(({ id }): PlayInput => {
        return { kind: 'trade', trade: trade({ tradeId: id, instrument: id }) };
      }),
    );
    const official = ({ id }: { readonly id: string }): PlayInput => {
      return { kind: 'price', price: settlementPrice(DAY, { symbol: id, price: '5001.00' }) };
    };
    play.batch(instruments.filter(({ id }) => id !== 'F-617').map(official));
    play.command({ type: 'SETTLE', cycleType: 'EOD', date: DAY });
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({
      outcome: 'REFUSED',
      result: { code: 'MISSING_PRICES', missing: ['F-617'] },
    });
    expect(play.of('AccountSettled')).toEqual([]);
    play.batch([official({ id: 'F-617' })]);
    play.command({ type: 'SETTLE', cycleType: 'EOD', date: DAY });
    expect(play.of('AccountSettled').map(({ amount, lines }) => [amount, lines.length])).toEqual([
      ['50000.00', 1000],
      ['-50000.00', 1000],
    ]);
  });
});
