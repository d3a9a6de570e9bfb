import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';

/** Why a question about what would be cannot be answered. */
export interface WhatIfRefusal {
  readonly code: string;
  /** A sentence that says what to mend. */
  readonly reason: string;
}

/** The account cannot be evaluated, as it stands or as it would stand. */
export function notComputable(account: string, failure: EvaluationFailure): WhatIfRefusal {
  return {
    code: failure.code,
    reason: `the requirement of ${account} cannot be computed: ${describeMarginFailure(failure)}`,
  };
}
