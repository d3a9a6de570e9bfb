import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { requirementContent } from '#libs/domain/risk/requirement-message.js';

/** Where an account stands, in minor units and as the message of its requirement says it. */
export interface Standing {
  readonly requirementMinor: bigint;
  readonly exposureMinor: bigint;
  readonly deficitMinor: bigint;
  /** As on `ccp.margin-requirements`, without position and time. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** Evaluates an account in a house that is or would be. */
export function standingOf(
  house: HouseState,
  engine: MarginEngine,
  account: string,
): Result<Standing, EvaluationFailure> {
  const evaluation = evaluateAccount(house, engine, account);
  if (evaluation.failure) return failed(evaluation.failure);
  const { requirementMinor, exposureMinor, deficitMinor } = evaluation;
  const content = requirementContent(house, evaluation);
  return ok({ requirementMinor, exposureMinor, deficitMinor, content });
}

/** The three amounts that an answer about what would be begins with, in the base currency. */
export interface StandingAmounts {
  readonly requirement: string;
  readonly exposure: string;
  readonly deficit: string;
}

export function amountsOf(house: HouseState, standing: Standing): StandingAmounts {
  const { baseScale } = referenceOf(house);
  return {
    requirement: formatUnits(standing.requirementMinor, baseScale),
    exposure: formatUnits(standing.exposureMinor, baseScale),
    deficit: formatUnits(standing.deficitMinor, baseScale),
  };
}
