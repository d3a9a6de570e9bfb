import { log } from '#libs/domain/numerics/log.js';
import { log1p } from '#libs/domain/numerics/log1p.js';

/**
 * ln[(1-p)^misses * p^hits], with 0*ln(0) = 0 (margin-model.md i): the log-likelihood of independent
 * hits of probability p.
 */
export function logLikelihood(p: number, misses: number, hits: number): number {
  return (misses === 0 ? 0 : misses * log1p(-p)) + (hits === 0 ? 0 : hits * log(p));
}
