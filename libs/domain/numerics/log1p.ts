import { exponentOf, mantissaOf } from './double-bits.js';
import { SQRT2, SQRT_HALF } from './ln2.js';
import { logarithmOf } from './log.js';

/**
 * ln(1+x) without the rounding of 1+x near zero, to about one unit in the last place, the same bits
 * on every machine (margin-model.md a.3). At x = -1 it is -Infinity, below it NaN.
 */
export function log1p(x: number): number {
  if (Number.isNaN(x) || x < -1) return NaN;
  if (x === -1) return -Infinity;
  if (x === Infinity || x === 0) return x;
  if (x > SQRT_HALF - 1 && x < SQRT2 - 1) return logarithmOf(x, 0, 0);
  const sum = 1 + x;
  // What rounding 1+x lost, relative to the sum: the larger part is subtracted first, exactly.
  const lost = (x > 1 ? 1 - (sum - x) : x - (sum - 1)) / sum;
  let power = exponentOf(sum);
  let mantissa = mantissaOf(sum);
  if (mantissa > SQRT2) {
    mantissa /= 2;
    power += 1;
  }
  return logarithmOf(mantissa - 1, power, lost);
}
