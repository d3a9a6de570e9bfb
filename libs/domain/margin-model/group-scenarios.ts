import type { LiquidationGroup, Underlying } from '#libs/domain/reference-data/model.js';
import {
  buildScenarioSet,
  type FactorRequest,
  type ScenarioSettings,
} from './build-scenario-set.js';
import { factorRequests, withoutUnusedCurrencies, type FactorsInUse } from './factor-requests.js';
import type { ScenarioFailure } from './margin-failure.js';
import type { PriceHistory } from './price-history.js';
import type { ScenarioSet } from './scenario-set.js';

export interface GroupScenarios {
  /** Undefined when no underlying of the group has scenarios. */
  readonly set?: ScenarioSet;
  /** Why a factor is not in the set: one of an underlying itself leaves the class without one. */
  readonly failures: ReadonlyMap<string, ScenarioFailure>;
}

/**
 * The scenarios of a group from the factors that have enough history. While there is too little
 * joint history, the factor with the fewest closes is left out and the rest is tried again: one new
 * product must not take the scenarios from all others. Where it is the underlying's own factor, the
 * others of the underlying are left out with it.
 * @param regimes rung of the volatility ladder by underlying; 1 where there is none
 */
export function groupScenarios(
  group: LiquidationGroup,
  settings: ScenarioSettings,
  underlyings: readonly Underlying[],
  inUse: FactorsInUse,
  histories: ReadonlyMap<string, PriceHistory>,
  regimes: ReadonlyMap<string, number>,
): GroupScenarios {
  const failures = new Map<string, ScenarioFailure>();
  for (const { id, method } of underlyings) {
    if (method === 'fhs' && !histories.has(id))
      failures.set(id, { code: 'NO_HISTORY', factor: id });
  }
  let factors = factorRequests(underlyings, inUse, histories, regimes);
  while (factors.some(({ isCurrency }) => !isCurrency)) {
    const built = buildScenarioSet(group, settings, factors);
    if (built.ok) return { set: built.value, failures };
    const { error } = built;
    failures.set(error.factor, error);
    factors = withoutFactor(factors, error.factor);
  }
  return { failures };
}

function withoutFactor(factors: readonly FactorRequest[], symbol: string): FactorRequest[] {
  // A pair of currencies may be called like an underlying, and a currency too.
  const isOf = ({ history, underlying, isCurrency }: FactorRequest): boolean =>
    !isCurrency && (history.symbol === symbol || underlying === symbol);
  const left = factors.some(isOf)
    ? factors.filter((factor) => !isOf(factor))
    : factors.filter(({ history }) => history.symbol !== symbol);
  return withoutUnusedCurrencies(left);
}
