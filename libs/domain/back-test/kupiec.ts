import { chiSquareTest, type TestResult } from './chi-square.js';
import { logLikelihood } from './log-likelihood.js';

/**
 * Kupiec's proportion of failures (margin-model.md i): whether `hits` of `observations` (at least 1)
 * agree with the probability `p`. Two-sided: too few hits are a finding as well.
 */
export function proportionOfFailures(observations: number, hits: number, p: number): TestResult {
  const misses = observations - hits;
  const observed = logLikelihood(hits / observations, misses, hits);
  return chiSquareTest(-2 * (logLikelihood(p, misses, hits) - observed), 1);
}
