import { erfc } from '#libs/domain/numerics/erfc.js';
import { exp } from '#libs/domain/numerics/exp.js';

/** A likelihood-ratio statistic and how probable one at least as large is where the model is right. */
export interface TestResult {
  readonly statistic: number;
  readonly pValue: number;
}

/** P(chi2 with 1 or 2 degrees of freedom >= statistic) (margin-model.md i). */
export function chiSquareTail(statistic: number, degrees: 1 | 2): number {
  return degrees === 1 ? erfc(Math.sqrt(0.5 * statistic)) : exp(-0.5 * statistic);
}

/**
 * A statistic with its p-value. A likelihood ratio is not negative; where rounding has made it so,
 * it is 0.
 */
export function chiSquareTest(likelihoodRatio: number, degrees: 1 | 2): TestResult {
  const statistic = Math.max(0, likelihoodRatio);
  return { statistic, pValue: chiSquareTail(statistic, degrees) };
}
