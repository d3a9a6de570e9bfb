import { beforeEach, describe, expect, it } from 'vitest';
import { nextDeadlineMs } from '#libs/domain/house/due.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const CALENDAR = {
  timezone: 'America/New_York',
  weekend: ['SAT', 'SUN'],
  holidays: ['2026-11-26'],
  endOfDay: '17:30',
  intraday: ['11:00', '14:00'],
};

const at = (date: string, time: string): string => `${date}T${time}.000Z`;
const settle = (play: HousePlay, date: string) =>
  play.command({ type: 'SETTLE', cycleType: 'EOD', date });

/** Cycles that ran and that were blocked, in the order of the ledger. */
const cycles = (play: HousePlay): string[] =>
  play.events.flatMap((event) =>
    event.type === 'SettlementCycleCompleted'
      ? [event.payload.cycleId]
      : event.type === 'SettlementCycleBlocked'
        ? [`blocked ${event.payload.cycleId}: ${event.payload.missing.join()}`]
        : [],
  );

/** A house with a calendar, one trade on Friday at 12:00 UTC, and no official price. */
function fridayMorning(changes: Record<string, unknown> = {}): HousePlay {
  const play = HousePlay.open({ calendar: CALENDAR, ...changes });
  play.price(price({ observedAt: at('2026-11-20', '12:00:00') }));
  play.trade(trade({ executedAt: at('2026-11-20', '12:00:00') }));
  return play;
}

let play: HousePlay;
beforeEach(() => {
  play = fridayMorning();
});

describe('a cycle of the calendar', () => {
  it('runs when the clock of the ledger passes its time, on prices from before it', () => {
    play.price(price({ price: '5010.00', observedAt: at('2026-11-20', '16:00:01') }));
    expect(cycles(play)).toEqual(['2026-11-20-INTRADAY-1']);
    expect(play.of('SettlementCycleCompleted')[0]).toMatchObject({
      type: 'INTRADAY',
      scheduledFor: at('2026-11-20', '16:00:00'),
      prices: [{ settlementPrice: '5000.00' }],
    });
  });

  it('runs at its very time', () => {
    play.price(price({ observedAt: at('2026-11-20', '15:59:59') }));
    expect(cycles(play)).toEqual([]);
    play.price(price({ observedAt: at('2026-11-20', '16:00:00') }));
    expect(cycles(play)).toEqual(['2026-11-20-INTRADAY-1']);
  });

  it.each(['one batch', 'batches of their own'])(
    'does not take a trade from after its time, in %s',
    (how) => {
      const inputs = [
        {
          kind: 'price',
          price: price({ price: '5001.00', observedAt: at('2026-11-20', '15:00:00') }),
        },
        {
          kind: 'trade',
          trade: trade({ tradeId: 'LATE', executedAt: at('2026-11-20', '16:00:01') }),
        },
      ] as const;
      if (how === 'one batch') play.batch(inputs);
      else for (const input of inputs) play.batch([input]);
      const types = play.events.slice(-5).map(({ type }) => type);
      expect(types).toEqual([
        'PricesObserved',
        'SettlementCycleCompleted',
        'AccountSettled',
        'AccountSettled',
        'TradeNovated',
      ]);
      expect(play.of('AccountSettled')[0]?.lines[0]).toMatchObject({ closingPosition: '1' });
    },
  );

  it('is passed over when a later one follows before now: the later settles the same', () => {
    play.price(price({ observedAt: at('2026-11-20', '20:00:00') }));
    expect(cycles(play)).toEqual(['2026-11-20-INTRADAY-1']);
    expect(play.of('SettlementCycleCompleted')[0]?.scheduledFor).toBe(at('2026-11-20', '19:00:00'));
  });

  it('at the end of the day waits for the official price and runs when it comes', () => {
    play.price(price({ observedAt: at('2026-11-20', '22:31:00') }));
    expect(cycles(play)).toEqual(['blocked 2026-11-20-EOD: SPX-FUT']);
    play.price(settlementPrice('2026-11-20', { observedAt: at('2026-11-20', '22:40:00') }));
    expect(cycles(play).at(-1)).toBe('2026-11-20-EOD');
    expect(play.house.settlement.blocked.size).toBe(0);
    expect(play.of('SettlementCycleCompleted')[0]?.scheduledFor).toBe(at('2026-11-20', '22:30:00'));
  });

  it('runs at its time when its official price came before', () => {
    play.price(settlementPrice('2026-11-20', { observedAt: at('2026-11-20', '22:00:00') }));
    play.price(price({ observedAt: at('2026-11-20', '22:30:00') }));
    expect(cycles(play)).toEqual(['2026-11-20-INTRADAY-1', '2026-11-20-EOD']);
  });

  it('ends each day that passed while nothing came, in the order of the dates', () => {
    play.price(price({ observedAt: at('2026-11-24', '23:00:00') }));
    expect(cycles(play)).toEqual([
      'blocked 2026-11-20-EOD: SPX-FUT',
      'blocked 2026-11-23-EOD: SPX-FUT',
      'blocked 2026-11-24-EOD: SPX-FUT',
    ]);
    play.price(settlementPrice('2026-11-23', { observedAt: at('2026-11-24', '23:00:01') }));
    expect(play.of('SettlementCycleCompleted')).toEqual([]);
    play.price(settlementPrice('2026-11-20', { observedAt: at('2026-11-24', '23:00:02') }));
    expect(cycles(play).slice(3)).toEqual(['2026-11-20-EOD', '2026-11-23-EOD']);
    expect([...play.house.settlement.blocked.keys()]).toEqual(['2026-11-24-EOD']);
  });

  it('that an operator ran before its time does not run again', () => {
    play.price(settlementPrice('2026-11-20', { observedAt: at('2026-11-20', '15:00:00') }));
    settle(play, '2026-11-20');
    play.price(price({ observedAt: at('2026-11-20', '23:00:00') }));
    expect(cycles(play)).toEqual(['2026-11-20-EOD', 'blocked 2026-11-20-EOD: ']);
    expect(play.house.settlement.blocked.size).toBe(0);
  });

  it('that waits is done when an operator runs it, and older ones with it', () => {
    play.price(price({ observedAt: at('2026-11-23', '23:00:00') }));
    expect(play.house.settlement.blocked.size).toBe(2);
    const prices = settlementPrice('2026-11-23', { observedAt: at('2026-11-23', '23:00:01') });
    play.price(prices);
    settle(play, '2026-11-23');
    expect(play.house.settlement.blocked.size).toBe(0);
    play.price(settlementPrice('2026-11-20', { observedAt: at('2026-11-23', '23:00:02') }));
    expect(cycles(play).filter((each) => !each.startsWith('blocked'))).toEqual(['2026-11-23-EOD']);
  });
});

describe('the schedule', () => {
  it('starts with the first time of the ledger: nothing before it is due', () => {
    expect(play.house.settlement.scheduledThroughMs).toBe(Date.parse(at('2026-11-20', '12:00:00')));
    expect(nextDeadlineMs(play.house)).toBe(Date.parse(at('2026-11-20', '16:00:00')));
  });

  it('of a calendar that comes later starts then', () => {
    const late = HousePlay.open();
    late.price(price({ observedAt: at('2026-11-02', '12:00:00') }));
    late.price(price({ observedAt: at('2026-11-20', '12:00:00') }));
    const document = referenceDocument({ calendar: CALENDAR });
    late.command({ type: 'APPLY_REFERENCE_DATA', document });
    expect(nextDeadlineMs(late.house)).toBe(Date.parse(at('2026-11-20', '16:00:00')));
    expect(cycles(late)).toEqual([]);
  });

  it('follows the wall clock by itself, without any message', () => {
    const wall = HousePlay.open({ calendar: CALENDAR, clock: 'wall' });
    wall.collateral(deposit());
    wall.wallClockMs = Date.parse(at('2026-11-20', '15:59:59'));
    expect(wall.batch([])).toEqual([]);
    wall.wallClockMs = Date.parse(at('2026-11-20', '16:00:00'));
    wall.batch([]);
    expect(cycles(wall)).toEqual(['2026-11-20-INTRADAY-1']);
  });
});
