import type { FactorScenarios, ScenarioSet } from './scenario-set.js';

/**
 * Whether rows and measures of a class come out the same bits of either set: it has the same scenarios,
 * and the factors that the class hangs on move the same way in them. A rung of the ladder scales the
 * factors of one underlying (margin-model.md d.3), and the rows of the others need not be built again.
 * @param keys of every factor that the class may hang on
 */
export function isSameForClass(
  before: ScenarioSet,
  after: ScenarioSet,
  keys: readonly string[],
): boolean {
  const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((each, i) => each === b[i]);
  return (
    before.sizes.filtered === after.sizes.filtered &&
    before.sizes.longRun === after.sizes.longRun &&
    before.sizes.stressed === after.sizes.stressed &&
    before.hypothetical === after.hypothetical &&
    isSameList(before.historicalDates, after.historicalDates) &&
    isSameList(before.stressedLabels, after.stressedLabels) &&
    keys.every((key) => isSameFactor(before.factors.get(key), after.factors.get(key)))
  );
}

function isSameFactor(a: FactorScenarios | undefined, b: FactorScenarios | undefined): boolean {
  if (!a || !b) return a === b;
  const [old, now] = [a.volatility, b.volatility];
  return (
    a.returnKind === b.returnKind &&
    a.shift === b.shift &&
    old.current === now.current &&
    old.fast === now.fast &&
    old.slow === now.slow &&
    old.longRun === now.longRun &&
    old.regime === now.regime &&
    a.returns.every((r, s) => r === b.returns[s])
  );
}
