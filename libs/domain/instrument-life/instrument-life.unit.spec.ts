import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandAnswered } from '#libs/domain/events/event-catalogue.js';
import type { OperatorCommand } from '#libs/domain/inputs/inputs.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { endOfLifeMs } from './end-of-life.js';
import { listInstruments } from './list-instruments.js';

const [ALPHA, BETA, GAMMA] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const NOT_OPEN = { code: 'INSTRUMENT_NOT_OPEN', field: 'instrument' };

let play: HousePlay;

beforeEach(() => {
  play = HousePlay.open();
  play.price(price());
  play.trade(trade({ quantity: '10' }));
});

/** What a command is answered with. */
function ask(body: OperatorCommand['body'], at?: string): Record<string, unknown> {
  play.command(body, at);
  const answer = play.of('CommandAnswered').at(-1) as CommandAnswered;
  return { outcome: answer.outcome, ...(answer.result as object) };
}

const halt = (): Record<string, unknown> =>
  ask({ type: 'HALT_INSTRUMENT', instrument: 'SPX-FUT', reason: 'news pending' });

function answer(given: object): unknown {
  return play.trade(trade({ tradeId: `T-${play.events.length}`, ...given }))[0]?.payload;
}

describe('a halt', () => {
  it('refuses every trade with its reason, and once resumed none', () => {
    expect(halt()).toMatchObject({ outcome: 'DONE', state: 'HALTED', repeated: false });
    expect(answer({ buyer: BETA, seller: ALPHA })).toMatchObject({
      ...NOT_OPEN,
      reason: expect.stringContaining(
        'halted since 2026-11-20T14:00:00.000Z (news pending)',
      ) as string,
    });
    ask({ type: 'RESUME_INSTRUMENT', instrument: 'SPX-FUT', reason: 'news is out' });
    expect(answer({ buyer: BETA, seller: ALPHA })).not.toHaveProperty('code');
  });

  it('is of one instrument, and prices, margin and settlement go on', () => {
    halt();
    expect(answer({ instrument: 'OIL-FUT', price: '20.00' })).not.toHaveProperty('code');
    play.price(price({ price: '5001.00' }));
    expect(play.house.market.prices.get('SPX-FUT')?.price).toBe('5001.00');
    expect(ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' })).toMatchObject({
      outcome: 'DONE',
    });
    expect(play.of('AccountSettled')).toMatchObject([{ amount: '500.00' }, { amount: '-500.00' }]);
  });

  it('made twice is one, and so is its end; each says since when', () => {
    const first = halt();
    expect(halt()).toMatchObject({ outcome: 'DONE', repeated: true, position: first['position'] });
    const resume = { type: 'RESUME_INSTRUMENT', instrument: 'SPX-FUT', reason: 'r' } as const;
    expect(ask(resume)).toMatchObject({ repeated: false });
    expect(ask(resume)).toMatchObject({ repeated: true });
    expect(play.of('InstrumentHalted')).toHaveLength(1);
    expect(play.of('InstrumentResumed')).toHaveLength(1);
  });

  it('is of what is listed', () => {
    expect(ask({ type: 'HALT_INSTRUMENT', instrument: 'NO-FUT', reason: 'r' })).toMatchObject({
      outcome: 'REFUSED',
      code: 'UNKNOWN_INSTRUMENT',
    });
  });
});

describe('a delisting', () => {
  const END = '2026-11-20T15:00:00.000Z';
  const delist = (lastTradingAt?: string): Record<string, unknown> =>
    ask({
      type: 'DELIST_INSTRUMENT',
      instrument: 'SPX-FUT',
      reason: 'little interest',
      ...(lastTradingAt === undefined ? {} : { lastTradingAt }),
    });

  it('lets trades only close until its end, both sides, and none from then on', () => {
    expect(delist(END)).toMatchObject({ state: 'DELISTED', lastTradingAt: END });
    expect(endOfLifeMs(play.house, 'SPX-FUT')).toBe(Date.parse(END));
    const back = { buyer: BETA, seller: ALPHA };
    expect(answer({ quantity: '1' })).toMatchObject(NOT_OPEN);
    expect(answer({ ...back, quantity: '11' })).toMatchObject(NOT_OPEN);
    expect(answer({ buyer: GAMMA, seller: ALPHA, quantity: '1' })).toMatchObject({
      reason: expect.stringContaining(`would open or turn one of ${GAMMA}`) as string,
    });
    expect(answer({ ...back, quantity: '4' })).not.toHaveProperty('code');
    expect(answer({ ...back, quantity: '4', executedAt: END })).toMatchObject({
      ...NOT_OPEN,
      reason: expect.stringContaining(`last traded at ${END} (little interest)`) as string,
    });
    expect(
      listInstruments(play.house).find(({ instrument }) => instrument === 'SPX-FUT'),
    ).toMatchObject({
      state: 'CLOSING',
      endsAt: END,
      openInterest: '6',
      reason: 'little interest',
    });
    play.price(price({ observedAt: END, price: '5001.00' }));
    expect(listInstruments(play.house, 'SPX')[0]).toMatchObject({ state: 'DELISTED' });
  });

  it('without an instant ends at the ledger’s time; the same again changes nothing', () => {
    const first = delist();
    expect(first).toMatchObject({ lastTradingAt: '2026-11-20T14:00:00.000Z', repeated: false });
    expect(delist()).toMatchObject({ repeated: true, position: first['position'] });
    expect(delist('2026-12-01T00:00:00.000Z')).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
  });

  it('may be put off while the end is to come, and never lies in the past', () => {
    delist(END);
    expect(delist('2026-11-20T16:00:00.000Z')).toMatchObject({ repeated: false });
    expect(endOfLifeMs(play.house, 'SPX-FUT')).toBe(Date.parse('2026-11-20T16:00:00.000Z'));
    expect(delist('2026-11-20T13:00:00.000Z')).toMatchObject({ code: 'INVALID_FIELD' });
    expect(delist('2028-11-20T13:00:00.000Z')).toMatchObject({ code: 'INVALID_FIELD' });
  });

  it('by a day ends with it; an expiry before it stays the end', () => {
    const body = { type: 'DELIST_INSTRUMENT', instrument: 'SPX-FUT', reason: 'r' } as const;
    expect(ask({ ...body, lastTradingDay: '2026-11-24' })).toMatchObject({
      lastTradingAt: '2026-11-25T00:00:00.000Z',
    });
    ask({ ...body, lastTradingDay: '2026-12-30' });
    expect(endOfLifeMs(play.house, 'SPX-FUT')).toBe(Date.parse('2026-12-18T21:00:00.000Z'));
  });

  it('of a perpetual ends its funding: no interval that ends later pays', () => {
    const document = referenceDocument() as { instruments: object[] };
    const perpetual = {
      id: 'SPX-PERP',
      type: 'perpetual',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.50',
      tickValueMinor: 50,
      index: 'SPX-INDEX',
      funding: { intervalHours: 1, interestRate: '0.0001', damper: '0.0005', cap: '0.0075' },
    };
    play = HousePlay.open({ ...document, instruments: [...document.instruments, perpetual] });
    const at = (time: string) => `2026-11-20T${time}:00.000Z`;
    play.price(price({ symbol: 'SPX-INDEX', price: '5000.00', observedAt: at('14:00') }));
    play.price(price({ symbol: 'SPX-PERP', price: '5000.00', observedAt: at('14:00') }));
    play.trade(trade({ tradeId: 'P', instrument: 'SPX-PERP', executedAt: at('14:05') }));
    const body = { type: 'DELIST_INSTRUMENT', instrument: 'SPX-PERP', reason: 'r' } as const;
    ask({ ...body, lastTradingAt: at('15:30') });
    play.price(price({ observedAt: at('17:10') }));
    play.price(price({ symbol: 'SPX-PERP', price: '5000.00', observedAt: at('17:20') }));
    play.price(price({ observedAt: at('19:10') }));
    expect(play.of('FundingAccrued').map(({ intervalEnd }) => intervalEnd)).toEqual([at('15:00')]);
  });
});

it('what operators did is in the events: folded from zero the state is the same', () => {
  halt();
  ask({
    type: 'DELIST_INSTRUMENT',
    instrument: 'OIL-FUT',
    reason: 'r',
    lastTradingDay: '2026-11-30',
  });
  const again = fold('main', play.events);
  expect(booksOf(again)).toEqual(booksOf(play.house));
});

it('a command sent twice under one id is decided once', () => {
  const order = play.order({ type: 'HALT_INSTRUMENT', instrument: 'SPX-FUT', reason: 'r' });
  play.batch([{ kind: 'command', command: order }]);
  const position = play.house.position;
  const again = play.of('CommandAnswered').at(-1);
  expect(again).toMatchObject({ commandId: order.commandId, outcome: 'DONE' });
  expect(play.house.instrumentLife.halts.get('SPX-FUT')?.position).toBe(position - 1);
});
