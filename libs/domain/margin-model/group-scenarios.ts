import type { LiquidationGroup, Underlying } from '#libs/domain/reference-data/model.js';
import {
  buildScenarioSet,
  type FactorRequest,
  type ScenarioSettings,
} from './build-scenario-set.js';
import type { ScenarioFailure } from './margin-failure.js';
import type { PriceHistory } from './price-history.js';
import type { ScenarioSet } from './scenario-set.js';

export interface GroupScenarios {
  /** Undefined when no underlying of the group has scenarios. */
  readonly set?: ScenarioSet;
  /** Why an underlying with the method fhs is not in the set. */
  readonly failures: ReadonlyMap<string, ScenarioFailure>;
}

/**
 * The scenarios of a group from the underlyings that have enough history. While there is too little
 * joint history, the factor with the fewest closes is left out and the rest is tried again: one new
 * product must not take the scenarios from all others.
 * @param regimes rung of the volatility ladder by underlying; 1 where there is none
 */
export function groupScenarios(
  group: LiquidationGroup,
  settings: ScenarioSettings,
  underlyings: readonly Underlying[],
  histories: ReadonlyMap<string, PriceHistory>,
  regimes: ReadonlyMap<string, number>,
): GroupScenarios {
  const failures = new Map<string, ScenarioFailure>();
  let factors: FactorRequest[] = [];
  for (const underlying of underlyings) {
    if (underlying.method !== 'fhs') continue;
    const history = histories.get(underlying.id);
    if (history) factors.push(factorRequest(underlying, history, regimes.get(underlying.id) ?? 1));
    else failures.set(underlying.id, { code: 'NO_HISTORY', factor: underlying.id });
  }
  while (factors.length > 0) {
    const built = buildScenarioSet(group, settings, factors);
    if (built.ok) return { set: built.value, failures };
    const { error } = built;
    failures.set(error.factor, error);
    factors = factors.filter(({ history }) => history.symbol !== error.factor);
  }
  return { failures };
}

function factorRequest(
  underlying: Underlying,
  history: PriceHistory,
  regime: number,
): FactorRequest {
  return {
    history: { ...history, symbol: underlying.id },
    returnKind: underlying.returns,
    shift: underlying.returns === 'shifted-log' ? Number(underlying.returnShift ?? '0') : 0,
    minimumHistory: underlying.minimumHistory,
    regime,
  };
}
