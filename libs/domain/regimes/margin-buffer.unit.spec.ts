import { describe, expect, it } from 'vitest';
import { DecisionSession } from '#libs/decider/decision-session.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import type { DocumentChanges } from '#libs/domain/testing/reference-document.js';
import { bufferFactor } from './buffer-factor.js';
import { decideMarginBuffers } from './decide-margin-buffers.js';
import { takeBuffer } from './take-regime.js';

const model = (buffer: object): DocumentChanges => ({
  model: { id: 'm-1', burnIn: 10, lookback: 60, regimeLadder: { enabled: false }, buffer },
});
const ON = model({ enabled: true, share: '0.25' });
const WITH_SCENARIOS: DocumentChanges = {
  ...ON,
  underlyings: [
    {
      id: 'SPX',
      liquidationGroup: 'EQUITY',
      returns: 'log',
      method: 'fhs',
      minimumHistory: 30,
      marginFloor: '0',
      shortOptionMinimum: '0',
    },
  ],
  instruments: [
    {
      id: 'SPX-FUT',
      type: 'future',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.25',
      tickValueMinor: 1250,
      expiry: '2026-12-18T21:00:00.000Z',
    },
  ],
};

const DAY_MS = 86_400_000;
const onDay = (day: number): string =>
  new Date(Date.parse('2026-11-20T12:00:00.000Z') + day * DAY_MS).toISOString();

/** A house in which the measure of SPX has been these numbers, one a day. */
function measured(measures: readonly number[], play = HousePlay.open(ON)): HousePlay {
  measures.forEach((measure, day) => {
    play.price(price({ observedAt: onDay(day) }));
    decide(play, measure);
  });
  return play;
}

function decide(play: HousePlay, measure: number | undefined): number {
  const { house, engine, wallClockMs } = play;
  const session = new DecisionSession({ house, engine, hash: 'before', wallClockMs });
  const events = decideMarginBuffers(house, ['SPX'], () => measure);
  session.emit(events, 'policy/margin-buffer');
  return events.length;
}

function withHistory(): HousePlay {
  const play = HousePlay.open(WITH_SCENARIOS);
  const closes = Array.from({ length: 90 }, (_, i): [string, string] => [
    onDay(i - 95).slice(0, 10),
    (5000 + 40 * ((i * i) % 13)).toFixed(2),
  ]);
  play.command({ type: 'IMPORT_HISTORY', symbol: 'SPX', closes });
  return play;
}

describe('the margin buffer as events (margin-model.md d.4a)', () => {
  it('worked example (d): is used up while the measure rises and builds up while it falls', () => {
    const play = HousePlay.open(ON);
    const margins = [100, 110, 120, 130, 126, 110, 90].map((measure, day) => {
      play.price(price({ observedAt: onDay(day) }));
      decide(play, measure);
      return play.house.regimes.buffers.get('SPX')?.buffered;
    });
    expect(margins).toEqual([125, 125, 125, 130, 130, 130, 112.5]);
    expect(bufferFactor(play.house, 'SPX')).toBe('1.25');
  });

  it('moves on once a business date', () => {
    const play = measured([100]);
    expect(decide(play, 120)).toBe(0);
    play.price(price({ observedAt: onDay(1) }));
    expect(decide(play, 120)).toBe(1);
  });

  it('gives a factor between 1 and 1 + share, 1 before anything is known', () => {
    const factor = (measures: readonly number[]): string =>
      bufferFactor(measured(measures).house, 'SPX');
    expect(factor([])).toBe('1');
    expect(factor([100])).toBe('1.25');
    expect(factor([100, 110])).toBe('1.13636364');
    expect(factor([100, 200])).toBe('1');
    expect(factor([0])).toBe('1');
  });

  it('waits for a measure that there is not', () => {
    const play = measured([100]);
    play.price(price({ observedAt: onDay(1) }));
    expect(decide(play, undefined)).toBe(0);
    expect(decide(play, 90)).toBe(1);
  });

  it('has a factor of 1 while it is off, and is full when it is switched on again', () => {
    const play = measured([100, 110]);
    const apply = (changes: DocumentChanges): void => {
      const document = HousePlay.open(changes).house.reference?.data;
      play.command({ type: 'APPLY_REFERENCE_DATA', document });
    };
    apply(model({ enabled: false }));
    expect(bufferFactor(play.house, 'SPX')).toBe('1');
    apply(ON);
    decide(play, 110);
    expect(bufferFactor(play.house, 'SPX')).toBe('1.25');
  });

  it('is off by default: no events', () => {
    const play = withHistory();
    const off = HousePlay.open({ ...WITH_SCENARIOS, model: { id: 'm-1', burnIn: 10 } });
    for (const event of play.of('PriceHistoryImported')) {
      const { symbol, closes } = event;
      off.command({ type: 'IMPORT_HISTORY', symbol, closes });
    }
    off.price(price());
    expect(off.of('MarginBufferUpdated')).toEqual([]);
    expect(off.house.regimes.buffers.size).toBe(0);
  });

  it('follows the measure of the model, from the first date with scenarios on', () => {
    const play = withHistory();
    play.price(price({ observedAt: onDay(0) }));
    play.price(price({ price: '5100.00', observedAt: onDay(0) }));
    const [updated, ...more] = play.of('MarginBufferUpdated');
    expect(more).toEqual([]);
    expect(Number(updated?.measure)).toBeCloseTo(play.engine.referenceMeasure('SPX') ?? NaN, 9);
    expect(Number(updated?.measure)).toBeGreaterThan(0.01);
    expect(bufferFactor(play.house, 'SPX')).toBe('1.25');
    expect(play.events.find(({ type }) => type === 'MarginBufferUpdated')).toMatchObject({
      streamId: 'buffer/SPX',
      causation: 'policy/margin-buffer',
      effectiveDate: '2026-11-20',
    });
    play.price(price({ symbol: 'EURUSD', price: '1.1', observedAt: onDay(1) }));
    expect(play.of('MarginBufferUpdated')).toHaveLength(2);
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });

  it('puts the holders of the underlying into attention', () => {
    const play = HousePlay.open(ON);
    play.trade(trade());
    play.evaluate();
    const level = { underlying: 'SPX', businessDate: '2026-11-20', measure: '1', buffered: '1.1' };
    takeBuffer(play.house, level);
    expect([...play.house.attention.accounts].toSorted()).toEqual(['ALPHA/HOUSE', 'BETA/HOUSE']);
  });
});
