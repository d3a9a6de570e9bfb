import {
  type AccountEvaluation,
  type HouseState,
  type MarginEngine,
  evaluateAccount,
  referenceOf,
} from '#libs/domain/house/index.js';
import { supplementOf } from '#libs/domain/default-fund/supplementary-margin.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import { collateralSteps } from './explain-collateral.js';
import { grossSteps, shownOf } from './explain-clients.js';
import { groupSteps } from './explain-groups.js';
import { rateSteps } from './explain-rates.js';
import { standingSteps } from './explain-standings.js';
import { unsettledSteps } from './explain-unsettled.js';
import type { AccountExplanation } from './explanation.js';

/** An account that has no explanation: there is none of the name, or it cannot be evaluated. */
export type Unexplained =
  | { readonly code: 'UNKNOWN_ACCOUNT' }
  | { readonly code: 'NOT_COMPUTABLE'; readonly failure: EvaluationFailure };

/**
 * Explains where an account stands, from the state alone: the same state gives the same numbers, whoever
 * asks, as the message of its requirement at that position has them.
 */
export function explainAccount(
  house: HouseState,
  engine: MarginEngine,
  account: string,
): Result<AccountExplanation, Unexplained> {
  if (!house.reference?.accounts.has(account)) return failed({ code: 'UNKNOWN_ACCOUNT' });
  const evaluation = evaluateAccount(house, engine, account);
  const { failure } = evaluation;
  if (failure) return failed({ code: 'NOT_COMPUTABLE', failure });
  return ok(accountExplanation(house, engine, evaluation));
}

/** The explanation of an evaluation that was just made of the same state. */
export function accountExplanation(
  house: HouseState,
  engine: MarginEngine,
  evaluation: AccountEvaluation,
): AccountExplanation {
  const { account, requirement } = evaluation;
  const { baseCurrency, baseScale, accounts } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const breakdown = requirement.kind === 'computed' ? requirement.breakdown : undefined;
  const gross = breakdown?.gross;
  const groups = gross ? [] : (breakdown?.groups ?? []);
  const rounding = gross ? 0n : evaluation.requirementMinor - shownOf(groups);
  const supplementMinor = supplementOf(house, account);
  const { ledgerTimeMs } = house;
  return {
    account,
    computedAt: {
      position: house.position,
      ledgerTime: ledgerTimeMs === undefined ? null : formatInstant(ledgerTimeMs),
    },
    marginMode: accounts.get(account)?.account.marginMode ?? '',
    currency: baseCurrency,
    rates: rateSteps(house, evaluation),
    groups: groupSteps(house, engine, { account }, groups),
    ...(gross ? { gross: grossSteps(house, engine, account, gross) } : {}),
    rounding: money(rounding),
    requirement: money(evaluation.requirementMinor),
    unsettled: unsettledSteps(house, evaluation),
    ...(supplementMinor === 0n ? {} : { supplement: money(supplementMinor) }),
    exposure: money(evaluation.exposureMinor),
    collateral: collateralSteps(house, engine, evaluation),
    ...standingSteps(house, engine, evaluation),
    deficit: money(evaluation.deficitMinor),
    excess: money(evaluation.excessMinor),
  };
}
