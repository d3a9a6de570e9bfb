import { describe, expect, it } from 'vitest';
import { buildScenarioSet, type FactorRequest } from './build-scenario-set.js';
import { dailyReturns } from './daily-returns.js';
import { ewmaVolatility } from './ewma-volatility.js';
import { filterReturns } from './filtered-returns.js';
import { horizonReturns } from './horizon-returns.js';
import { jointCloses } from './joint-closes.js';
import { EQUITY, MODEL } from './margin-settings.fixture.js';
import type { PriceHistory } from './price-history.js';
import { scenarioLabel, type ScenarioSet } from './scenario-set.js';

/** The closes of worked example (b). */
const CLOSES = [100.0, 101.2, 100.5, 99.8, 101.9, 102.4, 100.1, 97.6, 98.9, 99.4, 95.2, 96.8, 97.5];
const dates = (count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10),
  );
const history = (symbol: string, closes: readonly number[]): PriceHistory => ({
  symbol,
  dates: dates(closes.length),
  closes,
});
const request = (given: Partial<FactorRequest> & { history: PriceHistory }): FactorRequest => ({
  underlying: given.history.symbol,
  isCurrency: false,
  shockedLike: [],
  returnKind: 'log',
  shift: 0,
  minimumHistory: 2,
  regime: 1,
  ...given,
});
const SMALL = { ...MODEL, burnIn: 5, stressPeriods: [], longRunDays: 2500 };

function setOf(
  factors: readonly FactorRequest[],
  settings: Partial<typeof MODEL> = {},
  group: Partial<typeof EQUITY> = {},
): ScenarioSet {
  const built = buildScenarioSet({ ...EQUITY, ...group }, { ...SMALL, ...settings }, factors);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  return built.value;
}

describe('worked example (b): filtered historical simulation', () => {
  const returns = dailyReturns(Float64Array.from(CLOSES), 'log', 0);
  const settings = {
    burnIn: 5,
    decayFast: 0.97,
    decaySlow: 0.99,
    scalingCap: 4,
    dailyVolatilityFloor: 0,
    regime: 1,
  };
  const { volatility, filtered } = filterReturns(returns, returns, settings);

  it('has the printed volatilities', () => {
    expect(ewmaVolatility(returns, 5, 0.97)[0]).toBe(0.011806015989922961);
    expect(volatility.fast).toBeCloseTo(0.014480770409905724, 17);
    expect(volatility.slow).toBeCloseTo(0.012819285429584588, 17);
    expect(volatility.current).toBe(volatility.fast);
  });

  it('has the printed filtered returns', () => {
    const printed = [
      -0.02785131666439245, -0.029824467212020866, 0.014895293455774918, 0.005671947092697746,
      -0.04918629177924252, 0.01655203224323119, 0.007122982828424463,
    ];
    expect(filtered).toHaveLength(printed.length);
    filtered.forEach((r, i) => expect(r).toBeCloseTo(printed[i]!, 16));
  });

  it('has the printed overlapping two-day returns, in the scenario set too', () => {
    const printed = [
      -0.05767578387641331, -0.014929173756245948, 0.020567240548472664, -0.04351434468654477,
      -0.03263425953601133, 0.023675015071655654,
    ];
    const set = setOf([request({ history: history('X', CLOSES) })]);
    expect(set.sizes).toEqual({ filtered: 6, longRun: 6, stressed: 0 });
    const block = set.factors.get('X')!.returns.subarray(0, 6);
    block.forEach((r, i) => expect(r).toBeCloseTo(printed[i]!, 16));
  });

  it('scales the square-root method by the root of the horizon, one scenario per return', () => {
    const rooted = horizonReturns(filtered, 5, 'sqrt');
    expect(rooted).toHaveLength(7);
    expect(rooted[0]).toBe(Math.sqrt(5) * filtered[0]!);
  });

  it('caps the scaling, floors the current volatility and multiplies it by the regime', () => {
    const capped = filterReturns(returns, returns, { ...settings, scalingCap: 1 });
    capped.filtered.forEach((r, i) => {
      expect(Math.abs(r)).toBeLessThanOrEqual(Math.abs(returns[i + 5]!));
    });
    const floored = filterReturns(returns, returns, { ...settings, dailyVolatilityFloor: 0.02 });
    expect(floored.volatility.current).toBe(0.02);
    const risen = filterReturns(returns, returns, { ...settings, regime: 1.5 });
    expect(risen.volatility.current).toBe(1.5 * volatility.current);
    expect(risen.longRun).toEqual(filterReturns(returns, returns, settings).longRun);
  });
});

describe('scenario sets', () => {
  it('use the dates on which every factor has a close, and never fill one forward', () => {
    const a = { symbol: 'A', dates: ['d1', 'd2', 'd3', 'd5'], closes: [1, 2, 3, 5] };
    const b = { symbol: 'B', dates: ['d0', 'd2', 'd3', 'd4', 'd5'], closes: [0, 20, 30, 40, 50] };
    const joint = jointCloses([a, b]);
    expect(joint.dates).toEqual(['d2', 'd3', 'd5']);
    expect(joint.closes.map((closes) => [...closes])).toEqual([
      [2, 3, 5],
      [20, 30, 50],
    ]);
  });

  it('take into block H every raw horizon return that ends inside a stress period, then shocks', () => {
    const set = setOf([request({ history: history('X', CLOSES) })], {
      stressPeriods: [{ from: '2020-01-02', to: '2020-01-04' }],
      hypotheticalShocks: [
        { name: 'crash', moves: { X: '-0.20' } },
        { name: 'other', moves: {} },
      ],
    });
    const { returns, moves } = set.factors.get('X')!;
    expect(set.stressedLabels).toEqual(['2020-01-03', '2020-01-04', 'crash', 'other']);
    expect(returns[12]).toBeCloseTo(Math.log(100.5 / 100), 15);
    expect(returns[13]).toBeCloseTo(Math.log(99.8 / 101.2), 15);
    expect([...returns.subarray(14)]).toEqual([-0.2, 0]);
    expect(moves[14]).toBeCloseTo(Math.exp(-0.2) - 1, 15);
    expect(scenarioLabel(set, 0)).toEqual({ block: 'filtered', label: '2020-01-08' });
    expect(scenarioLabel(set, 11)).toEqual({ block: 'longRun', label: '2020-01-13' });
    expect(scenarioLabel(set, 14)).toEqual({ block: 'stressed', label: 'crash' });
  });

  it('take filtered scenarios from the look-back alone, the long-run volatility from further back', () => {
    const wild = [100, 150, 100, 150, ...CLOSES];
    const set = setOf([request({ history: history('X', wild) })], { lookback: 6, burnIn: 5 });
    const plain = setOf([request({ history: history('X', CLOSES) })], { lookback: 6, burnIn: 5 });
    expect(set.sizes.filtered).toBe(5);
    expect(set.factors.get('X')!.returns.subarray(0, 5)).toEqual(
      plain.factors.get('X')!.returns.subarray(0, 5),
    );
    expect(set.factors.get('X')!.volatility.longRun).toBeGreaterThan(
      5 * plain.factors.get('X')!.volatility.longRun,
    );
  });

  it('leave block T out where the long-run floor is off', () => {
    const set = setOf([request({ history: history('X', CLOSES) })], { longRunFloor: false });
    expect(set.sizes).toEqual({ filtered: 6, longRun: 0, stressed: 0 });
  });

  it('take differences of prices that may be negative, and refuse logarithms of them', () => {
    const oil = [20, 18, 10, -36.98, 10, 12, 13, 12.5, 13, 14];
    const absolute = request({ history: history('OIL', oil), returnKind: 'absolute' });
    const set = setOf([absolute], { scalingCap: '1', burnIn: 1 });
    expect(set.factors.get('OIL')!.moves).toEqual(set.factors.get('OIL')!.returns);
    const refused = buildScenarioSet(EQUITY, SMALL, [request({ history: history('OIL', oil) })]);
    expect(refused).toEqual({
      ok: false,
      error: { code: 'CLOSE_NOT_POSITIVE', factor: 'OIL', date: '2020-01-04' },
    });
    const shifted = request({ history: history('OIL', oil), returnKind: 'shifted-log', shift: 50 });
    expect(setOf([shifted]).sizes.filtered).toBe(3);
  });

  it('say which factor has too little history', () => {
    const factors = [
      request({ history: history('LONG', CLOSES) }),
      request({ history: history('SHORT', CLOSES.slice(0, 6)) }),
    ];
    expect(buildScenarioSet(EQUITY, SMALL, factors)).toEqual({
      ok: false,
      error: { code: 'TOO_LITTLE_HISTORY', factor: 'SHORT', returns: 5, required: 7 },
    });
  });
});
