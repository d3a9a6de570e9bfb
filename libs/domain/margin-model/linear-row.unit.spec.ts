import { describe, expect, it } from 'vitest';
import type { FutureTerms, ReturnKind } from '#libs/domain/reference-data/model.js';
import { rational } from '#libs/domain/numerics/rational.js';
import type { HistoricalModel } from './class-model.js';
import { measureTerms } from './core-measure.js';
import { linearRow } from './linear-row.js';
import { EQUITY, underlying } from './margin-settings.fixture.js';
import { lotValue, priceOfTicks } from './row-terms.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';
import type { UnitRow } from './unit-row.js';

const TERMS: FutureTerms = {
  id: 'X-FUT',
  type: 'future',
  underlying: 'X',
  currency: 'USD',
  tickSize: '0.25',
  tickValueMinor: 1250,
  expiry: '2026-12-18T21:00:00.000Z',
};

/** The row of the future at `priceTicks`: two scenarios of history and one shock. */
function rowOf(
  priceTicks: number,
  returnKind: ReturnKind,
  shift: number,
  moves: readonly number[],
  rateFactors?: Float64Array,
): UnitRow {
  const factor: FactorScenarios = {
    symbol: 'X',
    returnKind,
    shift,
    volatility: { current: 0, fast: 0, slow: 0, longRun: 0, regime: 1 },
    returns: Float64Array.from(moves),
    moves: Float64Array.from(moves),
  };
  const set: ScenarioSet = {
    liquidationGroup: 'G',
    length: 3,
    sizes: { filtered: 2, longRun: 0, stressed: 1 },
    hypothetical: 1,
    historicalDates: ['d1', 'd2'],
    dates: [],
    stressedLabels: ['shock'],
    factors: new Map([['X', factor]]),
  };
  const terms = measureTerms(set.sizes, 9900, rational(0n), rational(1n, 100n));
  const model: HistoricalModel = { method: 'fhs', set, factor, terms, hasMaturities: false };
  const lot = lotValue(TERMS, rational(1n), rational(1n, 100n));
  const inputs = { underlying: underlying('X'), group: EQUITY, nowMs: undefined, rateFactors };
  return linearRow(TERMS, priceOfTicks(TERMS, priceTicks), lot, model, inputs);
}

/** Its unit P&L in USD. */
const pnlOf = (...given: Parameters<typeof rowOf>): number[] =>
  [...rowOf(...given).pnl].map((quanta) => quanta / 10_000);

describe('unit P&L of one lot, 50 USD a point', () => {
  it('is the multiplier times the price times e^R - 1 for log returns', () => {
    expect(pnlOf(16_000, 'log', 0, [0.01, -0.02, -0.2])).toEqual([2000, -4000, -40_000]);
  });

  it('has the shift in the base of shifted-log returns, but not of a shock', () => {
    expect(pnlOf(400, 'shifted-log', 50, [0.01, -0.02, -0.2])).toEqual([75, -150, -1000]);
  });

  it('is the multiplier times R for absolute returns, at negative prices too', () => {
    expect(pnlOf(-160, 'absolute', 0, [1.5, -2, -0.2])).toEqual([75, -100, -400]);
  });

  it('is rounded half-even to quanta of a hundredth of a cent', () => {
    expect(pnlOf(4, 'log', 0, [0.000001, 0.000003, 0.000005])).toEqual([0, 0.0002, 0.0002]);
  });
});

describe('a row of a linear instrument', () => {
  it('has the price of its ticks, an exact notional in minor units and a delta of one', () => {
    const { values } = rowOf(15_853, 'log', 0, [0, 0, 0]);
    expect(values.price).toBe(3963.25);
    expect(values.notionalMinor).toEqual({ numerator: 19_816_250n, denominator: 1n });
    expect(values.delta).toBe(1_000_000_000);
    expect(values.option).toBeUndefined();
  });

  it('pays its variation at the exchange rate of the scenario', () => {
    const rates = Float64Array.of(1.1, 0.9, 2);
    expect(pnlOf(16_000, 'log', 0, [0.01, -0.02, -0.2], rates)).toEqual([2200, -3600, -80_000]);
  });
});
