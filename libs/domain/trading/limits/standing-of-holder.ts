import type { HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import {
  evaluateAccount,
  type AccountEvaluation,
} from '#libs/domain/margin-calls/account-evaluation.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { exposureBounds, type StandingBound } from './exposure-bounds.js';

/** What limits in money count, in minor units of the base currency, added up over accounts. */
export interface HolderStanding extends StandingBound {
  readonly requirementMinor: bigint;
}

/**
 * Where accounts stand together at the state as it is, or why nobody can say. What one account has too
 * much does not cover what another lacks.
 */
export function standingOfHolder(
  house: HouseState,
  engine: MarginEngine,
  accounts: readonly string[],
): Result<HolderStanding, EvaluationFailure> {
  let [requirementMinor, exposureMinor, deficitMinor] = [0n, 0n, 0n];
  for (const account of accounts) {
    const evaluation = evaluated(house, engine, account);
    if (evaluation.failure) return failed(evaluation.failure);
    requirementMinor += evaluation.requirementMinor;
    exposureMinor += evaluation.exposureMinor;
    deficitMinor += evaluation.deficitMinor;
  }
  return ok({ requirementMinor, exposureMinor, deficitMinor });
}

/** Where they stand at most: accounts of which no bound is known are evaluated. */
export function boundOfHolder(
  house: HouseState,
  engine: MarginEngine,
  accounts: readonly string[],
): StandingBound | undefined {
  const bounds = exposureBounds(house, engine);
  let [exposureMinor, deficitMinor] = [0n, 0n];
  for (const account of accounts) {
    let bound = bounds.of(account);
    if (!bound) {
      const evaluation = evaluated(house, engine, account);
      if (evaluation.failure) return undefined;
      bound = evaluation;
    }
    exposureMinor += bound.exposureMinor;
    deficitMinor += bound.deficitMinor;
  }
  return { exposureMinor, deficitMinor };
}

function evaluated(house: HouseState, engine: MarginEngine, account: string): AccountEvaluation {
  const evaluation = evaluateAccount(house, engine, account);
  exposureBounds(house, engine).keep(account, evaluation);
  return evaluation;
}
