import type { HouseState } from '#libs/domain/house/house-state.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';

/** What limits in money count, in minor units of the base currency, added up over accounts. */
export interface HolderStanding {
  readonly requirementMinor: bigint;
  readonly exposureMinor: bigint;
  /** What one account has too much does not cover what another lacks. */
  readonly deficitMinor: bigint;
}

/** Where accounts stand together at the state as it is, or why nobody can say. */
export function standingOfHolder(
  house: HouseState,
  engine: MarginEngine,
  accounts: readonly string[],
): Result<HolderStanding, EvaluationFailure> {
  let [requirementMinor, exposureMinor, deficitMinor] = [0n, 0n, 0n];
  for (const account of accounts) {
    const evaluation = evaluateAccount(house, engine, account);
    if (evaluation.failure) return failed(evaluation.failure);
    requirementMinor += evaluation.requirementMinor;
    exposureMinor += evaluation.exposureMinor;
    deficitMinor += evaluation.deficitMinor;
  }
  return ok({ requirementMinor, exposureMinor, deficitMinor });
}
