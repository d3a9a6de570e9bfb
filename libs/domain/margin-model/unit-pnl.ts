import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { LinearContract } from './linear-contract.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';

/**
 * P&L of one long lot in every scenario, in integer quanta of the base currency (margin-model.md
 * e.1): +m*(F*e^R - F) for logarithmic returns, m*((F+a)*e^R - (F+a)) for shifted ones and m*R for
 * absolute ones. A hypothetical shock is a log move of the price itself whatever the return kind,
 * and of the size of the price where that is negative: a fall is a fall.
 */
export function linearUnitPnl(
  contract: LinearContract,
  set: ScenarioSet,
  factor: FactorScenarios,
): Float64Array {
  const { price, quantaPerPoint } = contract;
  const base = factor.returnKind === 'absolute' ? 1 : price + factor.shift;
  const quanta = new Float64Array(set.length);
  const historical = set.length - set.hypothetical;
  scale(factor.moves, quantaPerPoint * base, quanta, 0, historical);
  scale(factor.moves, quantaPerPoint * Math.abs(price), quanta, historical, set.length);
  return quanta;
}

function scale(
  moves: Float64Array,
  by: number,
  target: Float64Array,
  from: number,
  to: number,
): void {
  for (let s = from; s < to; s++) target[s] = roundHalfEven(by * moves[s]!);
}
