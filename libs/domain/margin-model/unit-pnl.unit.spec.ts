import { describe, expect, it } from 'vitest';
import type { FutureTerms, ReturnKind } from '#libs/domain/reference-data/model.js';
import { rational } from '#libs/domain/numerics/rational.js';
import { linearContract } from './linear-contract.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';
import { linearUnitPnl } from './unit-pnl.js';

const TERMS: FutureTerms = {
  id: 'X-FUT',
  type: 'future',
  underlying: 'X',
  currency: 'USD',
  tickSize: '0.25',
  tickValueMinor: 1250,
  expiry: '2026-12-18T21:00:00.000Z',
};

/** Unit P&L in USD of the future at `priceTicks`: two scenarios of history and one shock. */
function pnlOf(
  priceTicks: number,
  returnKind: ReturnKind,
  shift: number,
  moves: readonly number[],
): number[] {
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
    stressedLabels: ['shock'],
    factors: new Map([['X', factor]]),
  };
  const contract = linearContract(TERMS, priceTicks, rational(1n), rational(1n, 100n));
  return [...linearUnitPnl(contract, set, factor)].map((quanta) => quanta / 10_000);
}

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

describe('a linear contract', () => {
  it('has the price of its ticks and an exact notional in minor units', () => {
    const contract = linearContract(TERMS, 15_853, rational(1n), rational(1n, 100n));
    expect(contract.price).toBe(3963.25);
    expect(contract.quantaPerPoint).toBe(500_000);
    expect(contract.notionalMinor).toEqual({ numerator: 19_816_250n, denominator: 1n });
  });
});
