import { describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { judgeTime } from './clock.js';
import { emptyHouse } from './house-state.js';
import { evolve } from './evolve.js';

const ms = (text: string): number => Date.parse(text);
const NOON = '2026-11-20T12:00:00.000Z';

describe('an event clock (contract, "Clock")', () => {
  it('is unset until the first message with a time; reference data and deposits have none', () => {
    const play = HousePlay.open();
    play.collateral(deposit());
    expect(play.house.ledgerTimeMs).toBeUndefined();
    expect(play.events.every(({ ledgerTimeMs }) => ledgerTimeMs === undefined)).toBe(true);
    play.price(price({ observedAt: '2008-01-02T12:00:00.000Z' }));
    expect(play.house.ledgerTimeMs).toBe(ms('2008-01-02T12:00:00.000Z'));
  });

  it('is the latest time among accepted messages and never goes back', () => {
    const play = HousePlay.open();
    play.price(price({ observedAt: NOON }));
    play.trade(trade({ executedAt: '2026-11-20T11:00:00.000Z' }));
    expect(play.house.ledgerTimeMs).toBe(ms(NOON));
    expect(play.events.at(-1)?.ledgerTimeMs).toBe(ms(NOON));
    play.command(
      { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' },
      '2026-11-20T13:00:00.000Z',
    );
    expect(play.house.ledgerTimeMs).toBe(ms('2026-11-20T13:00:00.000Z'));
  });

  it('does not move with what is refused: trades, commands and prices in quarantine', () => {
    const play = HousePlay.open();
    play.price(price({ observedAt: NOON }));
    const later = '2026-11-20T18:00:00.000Z';
    play.trade(trade({ instrument: 'NO-SUCH', executedAt: later }));
    play.price(price({ symbol: 'NO-SUCH', observedAt: later }));
    play.command({ type: 'CANCEL_CALL', callId: 'main-000009', reason: 'x' }, later);
    expect(play.house.ledgerTimeMs).toBe(ms(NOON));
  });

  it('takes a leap of 40 days and not a millisecond more', () => {
    const play = HousePlay.open();
    play.price(price({ observedAt: NOON }));
    const leap = ms(NOON) + 40 * 86_400_000;
    expect(judgeTime(play.house, leap, play.house.ledgerTimeMs, 0)).toBe('fine');
    expect(judgeTime(play.house, leap + 1, play.house.ledgerTimeMs, 0)).toBe('too-great-a-leap');
  });

  it('counts leaps from the prices of the same batch', () => {
    const play = HousePlay.open();
    const days = [0, 30, 60].map((day) => new Date(ms(NOON) + day * 86_400_000).toISOString());
    play.batch(
      days.map((observedAt) => ({
        kind: 'price',
        price: price({ symbol: 'OIL-FUT', observedAt }),
      })),
    );
    expect(play.quarantined).toEqual([]);
    expect(play.house.ledgerTimeMs).toBe(ms(days[2] ?? ''));
  });

  it('takes any first time', () => {
    const { house } = HousePlay.open();
    expect(judgeTime(house, ms('1995-01-01T00:00:00.000Z'), undefined, 0)).toBe('fine');
    expect(judgeTime(house, ms('2090-01-01T00:00:00.000Z'), undefined, 0)).toBe('fine');
  });
});

describe('a wall clock', () => {
  const wall = (): HousePlay => HousePlay.open({ clock: 'wall' });

  it('is the time of the server, whatever the times of messages', () => {
    const play = wall();
    play.wallClockMs = ms(NOON) + 7;
    play.price(price({ observedAt: '2026-11-20T09:00:00.000Z' }));
    expect(play.house.ledgerTimeMs).toBe(ms(NOON) + 7);
  });

  it('refuses what comes from more than 5 s ahead', () => {
    const { house } = wall();
    expect(judgeTime(house, ms(NOON) + 5000, undefined, ms(NOON))).toBe('fine');
    expect(judgeTime(house, ms(NOON) + 5001, undefined, ms(NOON))).toBe('ahead-of-the-clock');
  });

  it('does not go back when the clock of the server does', () => {
    const play = wall();
    play.wallClockMs = ms(NOON) + 1000;
    play.price(price({ observedAt: NOON }));
    play.wallClockMs = ms(NOON);
    play.price(price({ observedAt: NOON, price: '5000.25' }));
    expect(play.house.ledgerTimeMs).toBe(ms(NOON) + 1000);
  });

  it('does not take the time of a command for its own', () => {
    const play = wall();
    play.command(
      { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' },
      '2026-11-20T09:00:00.000Z',
    );
    expect(play.house.ledgerTimeMs).toBe(play.wallClockMs);
  });
});

describe('the fold', () => {
  const event = (position: number, ledgerTimeMs?: number) =>
    ({
      position,
      ledgerTimeMs,
      streamId: 'ledger/main',
      type: 'LedgerOpened',
      schemaVersion: 1,
      recordedAtMs: 0,
      effectiveDate: undefined,
      causation: '',
      payload: { ledger: 'main', formatVersion: 1 },
    }) as const;

  it.each([0, 2, 5, -1])('throws where event %i is the first: the ledger has a gap', (position) => {
    expect(() => evolve(emptyHouse('main'), event(position))).toThrow('the ledger has a gap');
  });

  it('throws when an event comes twice', () => {
    const house = emptyHouse('main');
    evolve(house, event(1));
    expect(() => evolve(house, event(1))).toThrow('the ledger has a gap');
  });

  it('throws when the time of the ledger goes back', () => {
    const house = emptyHouse('main');
    evolve(house, event(1, 1000));
    evolve(house, event(2, 1000));
    expect(() => evolve(house, event(3, 999))).toThrow('goes back');
  });
});

describe('a wall clock that nothing but time moves', () => {
  // 20 lots need 400,000.00, of which the bitcoin of ALPHA/HOUSE covers 30 %, until 60 s after its price.
  const opened = (): HousePlay => {
    const play = HousePlay.open({ clock: 'wall' });
    play.wallClockMs = ms(NOON);
    play.price(price({ observedAt: NOON }));
    play.price(price({ symbol: 'BTCUSD', price: '60000', observedAt: NOON }));
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '50000000.00' }));
    play.collateral(deposit({ instructionId: 'D-2', asset: 'BTC', quantity: '10' }));
    return play;
  };
  const timePasses = (play: HousePlay, seconds: number): void => {
    play.wallClockMs = ms(NOON) + seconds * 1000;
    play.evaluate();
  };

  it('calls at a position that has the time at which the call was computed', () => {
    const play = opened();
    play.collateral(deposit({ instructionId: 'D-3', quantity: '280000.00' }));
    play.trade(trade({ quantity: '20', executedAt: NOON }));
    play.evaluate();
    timePasses(play, 61);
    const [call] = play.of('MarginCallIssued');
    expect(call).toMatchObject({ amount: '120000.00', collateralValue: '280000.00' });
    const before = fold(
      'main',
      play.events.filter(({ position }) => position <= (call?.position ?? 0)),
    );
    expect(before.ledgerTimeMs).toBe(Date.parse(call?.issuedAt ?? ''));
    const { collateral } = evaluateAccount(before, new MarginEngine(before), 'ALPHA/HOUSE');
    expect(collateral.countedMinor).toBe(28_000_000n);
  });

  it('says so once where it changes what somebody needs, and never else', () => {
    const play = opened();
    play.evaluate();
    for (const seconds of [30, 60, 61, 62, 300]) timePasses(play, seconds);
    expect(play.of('TimePassed')).toEqual([{ until: '2026-11-20T12:01:01.000Z' }]);
  });
});
