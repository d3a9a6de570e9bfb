import { element } from '#libs/domain/numerics/element.js';
import type { FactorMoves } from './factor-mix.js';
import type { ScenarioSet } from './scenario-set.js';

/**
 * Changes of a price in every scenario: F*(e^R - 1) for logarithmic returns, (F+a)*(e^R - 1) for
 * shifted ones, R for absolute ones (margin-model.md a.1). A hypothetical shock is a log move of the
 * price itself whatever the return kind, and of its size where that is negative: a fall is a fall.
 * In points, or in units of which `perPoint` make a point.
 */
export function priceChanges(
  price: number,
  factor: FactorMoves,
  set: ScenarioSet,
  perPoint = 1,
): Float64Array {
  const base = perPoint * (factor.returnKind === 'absolute' ? 1 : price + factor.shift);
  const shocked = perPoint * Math.abs(price);
  const changes = new Float64Array(set.length);
  const historical = set.length - set.hypothetical;
  const { moves } = factor;
  for (let s = 0; s < historical; s++) changes[s] = base * element(moves, s);
  for (let s = historical; s < set.length; s++) changes[s] = shocked * element(moves, s);
  return changes;
}

/** What a rate is multiplied with in every scenario; `turned` where the factor is the pair turned. */
export function rateFactors(factor: FactorMoves, turned: boolean): Float64Array {
  return factor.moves.map((move) => (turned ? 1 / (1 + move) : 1 + move));
}
