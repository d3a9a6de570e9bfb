import { log } from '#libs/domain/numerics/log.js';
import { log1p } from '#libs/domain/numerics/log1p.js';

/**
 * ln(forward/strike), both above 0. Within a factor of two the difference is exact (Sterbenz), so
 * that log1p of it keeps every digit next to the money; farther out the quotient does, where the
 * difference would lose them (margin-model.md a.3).
 */
export function logMoneyness(forward: number, strike: number): number {
  if (forward > 2 * strike || 2 * forward < strike) return log(forward / strike);
  return log1p((forward - strike) / strike);
}
