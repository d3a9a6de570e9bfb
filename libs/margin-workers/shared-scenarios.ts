import type { FactorScenarios, ScenarioSet } from '#libs/domain/margin-model/scenario-set.js';

const shared = new WeakMap<ScenarioSet, ScenarioSet>();

/**
 * A set of scenarios whose vectors lie in shared memory, so that every thread reads the same ones:
 * they are copied there once. The labels of the scenarios, which no row depends on, are left out.
 */
export function sharedScenarios(set: ScenarioSet): ScenarioSet {
  let found = shared.get(set);
  if (!found) {
    const factors = [...set.factors].map(([symbol, factor]) => [symbol, inShared(factor)] as const);
    found = {
      ...set,
      dates: [],
      historicalDates: [],
      stressedLabels: [],
      factors: new Map(factors),
    };
    shared.set(set, found);
  }
  return found;
}

function inShared(factor: FactorScenarios): FactorScenarios {
  return { ...factor, returns: copyOf(factor.returns), moves: copyOf(factor.moves) };
}

function copyOf(vector: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(vector.byteLength));
  copy.set(vector);
  return copy;
}
