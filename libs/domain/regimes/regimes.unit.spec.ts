import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { log } from '#libs/domain/numerics/log.js';
import { booksOf, fold, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade, volatility } from '#libs/domain/testing/inputs.js';
import type { DocumentChanges } from '#libs/domain/testing/reference-document.js';
import { emptyRegimes } from './regime-state.js';
import { regimeMultiplier, regimesVersion } from './regime-multiplier.js';

const DAY_MS = 86_400_000;
const PERIOD_MS = 300_000;
const START = '2026-11-20T12:00:00.000Z';
const RUNGS = [1, 1.25, 1.5, 2];

const model = (regimeLadder: object): DocumentChanges => ({
  model: { id: 'm-1', burnIn: 10, lookback: 60, longRunDays: 60, regimeLadder },
});
const ON = model({ enabled: true, rungs: ['1', '1.25', '1.5', '2'], band: '0.10', holdDays: 5 });
const OFF = model({ enabled: false });

const after = (ms: number): string => new Date(Date.parse(START) + ms).toISOString();
const onDay = (day: number): string => after(day * DAY_MS);

/** A level of SPX; the first of all is the one that others are compared with. */
const level = (text: string, observedAt: string, underlying = 'SPX'): PlayInput => ({
  kind: 'volatility',
  volatility: volatility({ underlying, volatility: text, observedAt }),
});

const rung = (play: HousePlay, underlying = 'SPX'): number =>
  regimeMultiplier(play.house, underlying, 0);

/** A ladder on which SPX stands on a rung since a day, by its implied volatility. */
function standing(text: string, day = 1): HousePlay {
  const play = HousePlay.open(ON);
  play.batch([level('0.2', onDay(0)), level(text, onDay(day))]);
  return play;
}

/** `periods` periods of SPX-FUT, 5000 and 5005 by turns, and the price that ends the last. */
const swings = (periods: number, symbol = 'SPX-FUT', from = 0): PlayInput[] =>
  Array.from({ length: periods + 1 }, (_, i) => ({
    kind: 'price',
    price: price({
      symbol,
      price: i % 2 === 0 ? '5000.00' : '5005.00',
      observedAt: after(from + i * PERIOD_MS),
    }),
  }));

const SWING = log(5005 / 5000) * Math.sqrt(288);

/** Daily closes that go up and down by a share, so that their volatility is that share. */
function history(play: HousePlay, share: number): void {
  const closes = Array.from({ length: 90 }, (_, i): [string, string] => [
    new Date(Date.parse('2026-08-01T00:00:00.000Z') + i * DAY_MS).toISOString().slice(0, 10),
    (i % 2 === 0 ? 5000 : 5000 * (1 + share)).toFixed(4),
  ]);
  play.command({ type: 'IMPORT_HISTORY', symbol: 'SPX', closes });
}

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
  instruments: ['SPX-FUT', 'SPX-MAR'].map((id, i) => ({
    id,
    type: 'future',
    underlying: 'SPX',
    currency: 'USD',
    tickSize: '0.25',
    tickValueMinor: 1250,
    expiry: ['2026-12-18T21:00:00.000Z', '2027-03-19T21:00:00.000Z'][i],
  })),
};

describe('the volatility ladder as events (margin-model.md d.3)', () => {
  it('worked example (d): one ratio a day', () => {
    const play = HousePlay.open(ON);
    play.volatility(volatility({ volatility: '0.2', observedAt: onDay(0) }));
    const levels = ['0.21', '0.26', '0.34', '0.24', ...Array(5).fill('0.22'), '0.18', '0.18'];
    const rungs = levels.map((text: string, i) => {
      play.batch([level(text, onDay(i + 1))]);
      return rung(play);
    });
    expect(rungs).toEqual([1, 1.25, 2, 2, 2, 2, 2, 2, 1.5, 1.5, 1.5]);
    expect(play.of('VolatilityRegimeChanged').map(({ from, to }) => [from, to])).toEqual([
      ['1', '1.25'],
      ['1.25', '2'],
      ['2', '1.5'],
    ]);
  });

  it('says what the ratio was made of, and when', () => {
    const play = standing('0.26');
    expect(play.of('VolatilityRegimeChanged')).toEqual([
      {
        underlying: 'SPX',
        from: '1',
        to: '1.25',
        ratio: '1.3',
        inputs: { implied: { now: '0.26', reference: '0.2' } },
        businessDate: '2026-11-21',
      },
    ]);
    expect(play.events.at(-1)).toMatchObject({
      streamId: 'regime/SPX',
      causation: 'policy/regime-ladder',
      effectiveDate: '2026-11-21',
    });
  });

  it('comes down with the date alone, before what brings the date takes effect', () => {
    const play = standing('0.34');
    play.batch([level('0.2', onDay(2))]);
    play.batch([level('0.2', '2026-11-26T23:59:59.999Z')]);
    expect(rung(play)).toBe(2);
    const events = play.trade(trade({ executedAt: '2026-11-27T00:00:00.000Z' }));
    expect(events.map(({ type }) => type)).toEqual(['VolatilityRegimeChanged', 'TradeNovated']);
    expect(events[0]).toMatchObject({ ledgerTimeMs: Date.parse('2026-11-27T00:00:00.000Z') });
    expect(rung(play)).toBe(1.5);
  });

  it('goes by the dates of the calendar', () => {
    const calendar = { timezone: 'America/New_York', weekend: ['SAT', 'SUN'], endOfDay: '17:00' };
    const play = HousePlay.open({ ...ON, calendar: { ...calendar, holidays: [], intraday: [] } });
    play.batch([level('0.2', onDay(0)), level('0.34', '2026-11-21T03:00:00.000Z')]);
    expect(play.of('VolatilityRegimeChanged')[0]?.businessDate).toBe('2026-11-20');
    play.batch([level('0.2', '2026-11-22T00:00:00.000Z')]);
    play.price(price({ observedAt: '2026-11-26T04:59:59.999Z' }));
    expect(rung(play)).toBe(2);
    play.price(price({ observedAt: '2026-11-26T05:00:00.000Z' }));
    expect(rung(play)).toBe(1.5);
  });

  it('puts everybody into attention who holds an instrument of the underlying, and nobody else', () => {
    const play = HousePlay.open(ON);
    play.batch([level('0.2', START), level('0.2', START, 'OIL')]);
    play.trade(trade({ executedAt: START }));
    const oil = { tradeId: 'T-2', instrument: 'OIL-FUT', price: '60.00', executedAt: START };
    play.trade(trade({ ...oil, buyer: 'GAMMA/HOUSE', seller: 'ALPHA/C1' }));
    play.evaluate();
    play.batch([level('0.5', START)]);
    expect([...play.house.attention.accounts].toSorted()).toEqual(['ALPHA/HOUSE', 'BETA/HOUSE']);
    expect(play.house.attention.everyone).toBe(false);
  });

  it('is 1 and leaves no event while it is off', () => {
    const play = HousePlay.open({ ...WITH_SCENARIOS, ...OFF });
    history(play, 0.002);
    play.batch([level('0.2', START), ...swings(30), level('4', onDay(1))]);
    expect(play.of('VolatilityRegimeChanged')).toEqual([]);
    expect(play.house.regimes).toEqual(emptyRegimes());
    expect(regimeMultiplier(play.house, 'SPX', 1)).toBe(1);
  });

  it('forgets its rungs when it is switched off and starts from calm when it is on again', () => {
    const play = standing('0.5');
    const version = regimesVersion(play.house);
    play.command({ type: 'APPLY_REFERENCE_DATA', document: documentOf(OFF) });
    expect(rung(play)).toBe(1);
    expect(regimesVersion(play.house)).toBeGreaterThan(version);
    play.command({ type: 'APPLY_REFERENCE_DATA', document: documentOf(ON) });
    expect(rung(play)).toBe(1);
    play.batch([level('0.55', onDay(2)), level('0.7', onDay(3))]);
    expect(play.of('VolatilityRegimeChanged').map(({ to }) => to)).toEqual(['2', '1.25']);
  });

  it('takes the next higher rung when its rungs change', () => {
    const play = standing('0.26');
    const ladder = { enabled: true, rungs: ['1', '1.4'], band: '0.10', holdDays: 5 };
    play.command({ type: 'APPLY_REFERENCE_DATA', document: documentOf(model(ladder)) });
    expect(play.of('VolatilityRegimeChanged').at(-1)).toMatchObject({ from: '1.25', to: '1.4' });
  });

  it('lends the rung above to doubtful prices, up to the top one', () => {
    expect(regimeMultiplier(HousePlay.open(ON).house, 'SPX', 1)).toBe(1.25);
    expect(regimeMultiplier(standing('0.26').house, 'SPX', 1)).toBe(1.5);
    expect(regimeMultiplier(standing('0.8').house, 'SPX', 1)).toBe(2);
  });

  it('counts every change of a rung', () => {
    const play = HousePlay.open(ON);
    expect(regimesVersion(play.house)).toBe(0);
    expect(regimesVersion(standing('0.26').house)).toBe(1);
  });
});

const documentOf = (changes: DocumentChanges): unknown =>
  HousePlay.open(changes).house.reference?.data;

describe('implied volatility against the one at the last scenario build', () => {
  const closes: (readonly [string, string])[] = [['2026-11-18', '5000.00']];

  it('is its own reference at first', () => {
    const play = HousePlay.open(ON);
    play.batch([level('3', START)]);
    expect(rung(play)).toBe(1);
  });

  it('starts from 1 again when scenarios are built anew', () => {
    const play = standing('0.26');
    play.command({ type: 'IMPORT_HISTORY', symbol: 'SPX', closes });
    expect(play.of('VolatilityRegimeChanged')).toHaveLength(1);
    play.batch([level('0.28', onDay(2))]);
    expect(rung(play)).toBe(1.25);
    play.batch([level('0.40', onDay(3))]);
    expect(play.of('VolatilityRegimeChanged').at(-1)).toMatchObject({
      to: '1.5',
      inputs: { implied: { now: '0.4', reference: '0.26' } },
    });
  });

  it('starts from 1 again on the date on which a settled close comes to count', () => {
    const play = standing('0.26');
    const settled = { symbol: 'SPX', observedAt: onDay(1) };
    play.price(settlementPrice('2026-11-21', settled));
    play.batch([level('0.27', '2026-11-21T23:00:00.000Z')]);
    // A close that does not count yet builds no scenarios, and must not end a storm that goes on.
    expect(play.house.regimes.implied.get('SPX')?.reference).toBe(0.2);
    play.batch([level('0.28', '2026-11-22T01:00:00.000Z')]);
    expect(play.house.regimes.implied.get('SPX')?.reference).toBe(0.27);
  });
});

describe('realised volatility of the day', () => {
  function storm(inputs: readonly PlayInput[], daily = 0.012): HousePlay {
    const play = HousePlay.open(WITH_SCENARIOS);
    history(play, daily);
    play.batch(inputs);
    return play;
  }

  it('is compared with what the scenarios are scaled to, before any rung', () => {
    const play = storm(swings(13));
    const [first] = play.of('VolatilityRegimeChanged');
    expect(first?.to).toBe('1.5');
    expect(Number(first?.inputs.intraday?.now)).toBeCloseTo(SWING, 9);
    const scenarios = play.engine.scenarioVolatility('SPX') ?? NaN;
    expect(scenarios).toBeCloseTo(log(1.012), 4);
    expect(Number(first?.inputs.intraday?.scenarios)).toBeCloseTo(scenarios, 9);
    expect(Number(first?.ratio)).toBeCloseTo(SWING / scenarios, 8);
    play.batch(swings(20, 'SPX-FUT', 14 * PERIOD_MS));
    expect(play.of('VolatilityRegimeChanged')).toHaveLength(1);
  });

  it('counts for nothing before its warm-up, or where there are no scenarios', () => {
    expect(rung(storm(swings(12)))).toBe(1);
    const scan = HousePlay.open(ON);
    scan.batch(swings(30));
    expect(rung(scan)).toBe(1);
    expect(scan.house.regimes.intraday.get('SPX-FUT')?.periods).toBe(12);
  });

  it('is that of the symbol of the underlying, else of the first future', () => {
    const now = (inputs: readonly PlayInput[]): number =>
      Number(storm(inputs, 0.002).of('VolatilityRegimeChanged').at(-1)?.inputs.intraday?.now);
    const calm = swings(13).map((input, i): PlayInput => {
      const observedAt = after(i * PERIOD_MS);
      return input.kind === 'price'
        ? {
            kind: 'price',
            price: { ...input.price, symbol: 'SPX', price: `${5000 + i}.00`, observedAt },
          }
        : input;
    });
    expect(now(swings(13, 'SPX-MAR'))).toBeCloseTo(SWING, 9);
    const both = storm([...calm, ...swings(13, 'SPX-MAR', 14 * PERIOD_MS)], 0.001);
    expect(Number(both.of('VolatilityRegimeChanged')[0]?.inputs.intraday?.now)).toBeLessThan(0.004);
  });

  it('passes to the next future after the date on which the first one expires', () => {
    const start = Date.parse('2026-12-18T18:00:00.000Z') - Date.parse(START);
    const next = swings(20, 'SPX-MAR', start).map((input): PlayInput =>
      input.kind === 'price'
        ? { kind: 'price', price: { ...input.price, price: '5000.00' } }
        : input,
    );
    const play = storm([...swings(20, 'SPX-FUT', start), ...next]);
    expect(rung(play)).toBe(1.5);
    const looked = (at: string): string | undefined => {
      play.batch([level('0.2', at), level('0.9', at)]);
      return play.of('VolatilityRegimeChanged').at(-1)?.inputs.intraday?.now;
    };
    expect(Number(looked('2026-12-19T00:00:00.000Z'))).toBe(0);
  });

  it('is over five days after its last return, and the rung with it', () => {
    const play = storm(swings(13));
    for (const day of [1, 5, 6, 7]) {
      play.price(price({ symbol: 'EURUSD', price: '1.1', observedAt: onDay(day) }));
      expect([day, rung(play)]).toEqual([day, day < 6 ? 1.5 : 1.25]);
    }
    expect(play.of('VolatilityRegimeChanged').at(-1)).toMatchObject({ ratio: '0', inputs: {} });
  });

  it('is not there in a history of daily prices', () => {
    const days = Array.from({ length: 60 }, (_, i): PlayInput => ({
      kind: 'price',
      price: price({ price: i % 2 ? '5000.00' : '4000.00', observedAt: onDay(i / 2) }),
    }));
    const play = storm(days);
    expect(play.of('VolatilityRegimeChanged')).toEqual([]);
  });

  it('does not depend on the batches in which prices come', () => {
    const sources = swings(30).flatMap((input, i): PlayInput[] => {
      if (input.kind !== 'price') return [];
      const second = new Date(Date.parse(input.price.observedAt) + 100_000).toISOString();
      const late = after(Math.max(0, i - 4) * PERIOD_MS);
      const other = { ...input.price, source: 'OTHER', price: `${5000 + (i % 5)}.00` };
      return [
        input,
        { kind: 'price', price: { ...other, observedAt: second } },
        { kind: 'price', price: { ...other, source: 'LATE', observedAt: late, price: '9000.00' } },
        { kind: 'price', price: { ...input.price, symbol: 'SPX-MAR' } },
      ];
    });
    const whole = storm(sources, 0.0005);
    const alone = storm([], 0.0005);
    for (const input of sources) alone.batch([input]);
    expect(whole.house.regimes).toEqual(alone.house.regimes);
    expect(whole.of('VolatilityRegimeChanged')).toEqual(alone.of('VolatilityRegimeChanged'));
    expect(whole.of('VolatilityRegimeChanged').length).toBeGreaterThan(0);
    expect(whole.of('PricesObserved').length).toBeLessThan(alone.of('PricesObserved').length / 2);
  });
});

describe('the ladder in any market', () => {
  /** Prices and volatilities of two underlyings, minutes to days apart. */
  const step = fc.record({
    underlying: fc.constantFrom('SPX', 'OIL'),
    kind: fc.constantFrom('price', 'volatility', 'volatility'),
    minutes: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(1440), fc.constant(4320)),
    units: fc.integer({ min: 10, max: 60 }),
  });
  const market = fc.array(step, { minLength: 10, maxLength: 80 }).map((steps) => {
    let minutes = 0;
    return steps.map(({ underlying, kind, minutes: ahead, units }): PlayInput => {
      minutes += ahead;
      const observedAt = after(minutes * 60_000);
      if (kind === 'volatility') return level((units / 100).toFixed(2), observedAt, underlying);
      const given = { symbol: `${underlying}-FUT`, price: `${5000 + units}.00`, observedAt };
      return { kind: 'price', price: price(given) };
    });
  });

  const played = (inputs: readonly PlayInput[]): HousePlay => {
    const play = HousePlay.open(ON);
    for (const input of inputs) play.batch([input]);
    return play;
  };
  const restored = (house: HouseState): HouseState => deserialize(serialize(house)) as HouseState;

  it('is folded from its events alone', () => {
    fc.assert(
      fc.property(market, (inputs) => {
        const play = played(inputs);
        expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
      }),
      { numRuns: 40 },
    );
  });

  it('goes on after a restart as if it had never stopped, whoever is looked at again', () => {
    fc.assert(
      fc.property(market, fc.nat(), (inputs, cut) => {
        const at = cut % inputs.length;
        const play = played(inputs.slice(0, at));
        const house = restored(play.house);
        house.attention.everyUnderlying = true;
        play.restart(house);
        for (const input of inputs.slice(at)) play.batch([input]);
        expect(play.lines).toEqual(played(inputs).lines);
      }),
      { numRuns: 40 },
    );
  });

  it('is decided for each underlying by itself', () => {
    const ofOne = (play: HousePlay, underlying: string) =>
      play.of('VolatilityRegimeChanged').filter((changed) => changed.underlying === underlying);
    const isOf = (input: PlayInput, underlying: string): boolean =>
      (input.kind === 'volatility' && input.volatility.underlying === underlying) ||
      (input.kind === 'price' && input.price.symbol === `${underlying}-FUT`);
    fc.assert(
      fc.property(market, (inputs) => {
        const together = played(inputs);
        const end: PlayInput = {
          kind: 'price',
          price: price({ symbol: 'EURUSD', price: '1.1', observedAt: onDay(400) }),
        };
        for (const underlying of ['SPX', 'OIL']) {
          const others = inputs.map((input): PlayInput => {
            if (isOf(input, underlying)) return input;
            const observedAt =
              input.kind === 'price'
                ? input.price.observedAt
                : input.kind === 'volatility'
                  ? input.volatility.observedAt
                  : START;
            const given = { symbol: 'EURUSD', price: '1.1', observedAt };
            return { kind: 'price', price: price(given) };
          });
          const alone = played(others);
          expect(ofOne(alone, underlying)).toEqual(ofOne(together, underlying));
          alone.batch([end]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not move while the ratio stays within the dead band of a rung', () => {
    const rungOf = fc.constantFrom(0, 1, 2, 3);
    const within = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20 });
    fc.assert(
      fc.property(rungOf, within, (at, shares) => {
        const inForce = RUNGS[at] ?? 1;
        const play = standing((0.2 * inForce).toFixed(3));
        expect(rung(play)).toBe(inForce);
        // Above where the rung below would be taken, below where the next one would be needed.
        const [low, high] = [0.9 * (RUNGS[at - 1] ?? 0.5), 1.1 * inForce];
        shares.forEach((share, i) => {
          const ratio = low + 0.001 + share * (high - low - 0.002);
          play.batch([level((0.2 * ratio).toFixed(6), onDay(2 + i))]);
          expect(rung(play)).toBe(inForce);
        });
        expect(play.of('VolatilityRegimeChanged')).toHaveLength(at === 0 ? 0 : 1);
      }),
      { numRuns: 30 },
    );
  });
});
