import { describe, expect, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { calledAccount, DUE } from '#libs/domain/testing/called-account.js';
import { eventOfCopyLine } from '#libs/domain/testing/event-of-copy-line.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { DecisionSession } from './decision-session.js';

const NIGHT = {
  timezone: 'UTC',
  weekend: [],
  holidays: [],
  endOfDay: '22:00',
  intraday: [],
};

function sessionOf(play: HousePlay): DecisionSession {
  const { house, engine, wallClockMs } = play;
  return new DecisionSession({ house, engine, hash: 'before', wallClockMs });
}

const eventsOf = (session: DecisionSession) =>
  session.events.map(({ copyLine }) => eventOfCopyLine(copyLine));

const NOTHING: NewEvent = {
  type: 'LedgerOpened',
  streamId: 'ledger/main',
  payload: { ledger: 'main', formatVersion: 1 },
};

describe('a session', () => {
  it('numbers events without a gap and chains their hashes', () => {
    const play = HousePlay.open();
    const before = play.house.position;
    const session = sessionOf(play);
    session.emit([NOTHING, NOTHING], 'test/1');
    session.observe(price(), 'test/2');
    session.finish();
    const positions = session.events.map(({ position }) => position - before);
    expect(positions).toEqual([1, 2, 3]);
    expect(new Set(session.events.map(({ hash }) => hash)).size).toBe(3);
    expect(session.hash).toBe(session.events.at(-1)?.hash);
    expect(play.house.position).toBe(before + 3);
  });

  it('records why, when by the server, and at what time of the ledger', () => {
    const play = HousePlay.open();
    play.wallClockMs = 1_800_000_000_000;
    const session = sessionOf(play);
    session.observe(price({ observedAt: '2026-11-20T14:00:00.000Z' }), 'ccp.prices/0/17');
    session.observe(price({ observedAt: '2026-11-20T14:00:05.000Z' }), 'ccp.prices/0/18');
    session.finish();
    expect(eventsOf(session)).toEqual([
      expect.objectContaining({
        causation: 'ccp.prices/0/17',
        recordedAtMs: 1_800_000_000_000,
        ledgerTimeMs: Date.parse('2026-11-20T14:00:05.000Z'),
      }),
    ]);
  });

  it('records prices before whatever is decided after them', () => {
    const play = HousePlay.open();
    const session = sessionOf(play);
    session.observe(price({ price: '4990.00' }), 'a');
    let seen: string | undefined;
    let position = 0;
    session.decide(() => {
      seen = play.house.market.prices.get('SPX-FUT')?.price;
      position = play.house.position + 1;
      return [NOTHING];
    }, 'b');
    expect(seen).toBe('4990.00');
    expect(eventsOf(session).map(({ type }) => type)).toEqual(['PricesObserved', 'LedgerOpened']);
    expect(session.events.at(-1)?.position).toBe(position);
  });

  it('decides what time makes due before what comes at that time, and asks again then', () => {
    const play = HousePlay.open({ calendar: NIGHT });
    play.trade(trade());
    play.price(settlementPrice('2026-11-20'));
    const session = sessionOf(play);
    const asked: number[] = [];
    const at = Date.parse('2026-11-20T22:00:00.000Z');
    session.decide(() => {
      asked.push(play.house.position);
      return [{ ...NOTHING, movesClockToMs: at }];
    }, 'late');
    const types = eventsOf(session).map(({ type }) => type);
    expect(types).toEqual([
      'SettlementCycleCompleted',
      'AccountSettled',
      'AccountSettled',
      'SettlementCycleSettled',
      'LedgerOpened',
    ]);
    const first = session.events[0]?.position ?? 0;
    expect(asked).toEqual([first - 1, first + 3]);
    expect(eventsOf(session).every(({ ledgerTimeMs }) => ledgerTimeMs === at)).toBe(true);
  });

  it('lets a decision that moves no clock leave time alone', () => {
    const play = calledAccount();
    const session = sessionOf(play);
    session.decide(() => [NOTHING], 'x');
    expect(eventsOf(session).map(({ type }) => type)).toEqual(['LedgerOpened']);
  });

  it('puts a message aside at the position of its event, prices before it', () => {
    const play = HousePlay.open();
    const session = sessionOf(play);
    session.observe(price(), 'a');
    const message = { offset: '12', key: null, value: new Uint8Array([255]), headers: {} };
    session.quarantine({ topic: 'ccp.trades', partition: 3, message, decoded: undefined }, 'bytes');
    const [, event] = eventsOf(session);
    expect(event).toMatchObject({
      type: 'MessageQuarantined',
      causation: 'ccp.trades/3/12',
      payload: { topic: 'ccp.trades', partition: 3, offset: '12', reason: 'bytes' },
    });
    expect(session.quarantined).toEqual([
      expect.objectContaining({ position: event?.position, offset: '12', value: message.value }),
    ]);
    expect(play.house.quarantined.get(event?.position ?? 0)).toBe('ccp.trades');
  });

  it('is void once an event could not be folded: nothing more is recorded', () => {
    const play = HousePlay.open();
    const session = sessionOf(play);
    const broken: NewEvent = {
      type: 'CollateralDeposited',
      streamId: 'account/ALPHA/HOUSE',
      payload: {
        instructionId: 'X',
        account: 'ALPHA/HOUSE',
        asset: 'USD',
        quantity: '1.00',
        valueDate: '2026-11-20',
        journal: [{ book: 'account/ALPHA/HOUSE/cash/USD', asset: 'USD', amount: '100' }],
      },
    };
    expect(() => session.emit([broken], 'x')).toThrow('adds up to 100 USD');
    expect(() => session.emit([NOTHING], 'x')).toThrow('none of it may be written');
    expect(() => session.decide(() => [NOTHING], 'x')).toThrow('none of it may be written');
  });

  it('looks at every account when the business date changes, also where a due time moved the clock', () => {
    const play = calledAccount({ marginCalls: { dueMinutes: 900 } });
    play.evaluate();
    expect(play.house.attention.everyone).toBe(false);
    play.price(price({ observedAt: '2026-11-21T05:00:00.000Z' }));
    expect(play.events.some(({ type }) => type === 'MarginCallOverdue')).toBe(true);
    expect(play.house.attention.everyone).toBe(true);
  });

  it('passes time on a wall clock, and only where something is due', () => {
    const play = HousePlay.open({ clock: 'wall', calendar: NIGHT });
    play.price(price());
    const session = sessionOf(play);
    session.passTime();
    expect(session.events).toEqual([]);
    play.wallClockMs = Date.parse('2026-11-20T22:00:00.000Z');
    const later = sessionOf(play);
    later.passTime();
    expect(eventsOf(later)).toEqual([
      expect.objectContaining({
        type: 'SettlementCycleCompleted',
        causation: 'policy/calendar',
        ledgerTimeMs: play.wallClockMs,
      }),
      expect.objectContaining({ type: 'SettlementCycleSettled' }),
    ]);
  });

  it('decides a due call before the price of its due time', () => {
    const play = calledAccount();
    const events = play.price(price({ price: '5300.00', observedAt: DUE }));
    expect(events.map(({ type }) => type)).toEqual([
      'MarginCallReminded',
      'MarginCallOverdue',
      'PricesObserved',
    ]);
  });
});
