import { scaleByPowerOfTwo } from './double-bits.js';
import { exponentialRemainder } from './exponential-series.js';
import { LN2_HIGH, LN2_INVERSE, LN2_LOW } from './ln2.js';

/** Above the first e^x is infinite in binary64, below the second it is zero. */
const OVERFLOW_ABOVE = 709.782712893384;
const UNDERFLOW_BELOW = -745.1332191019412;

/**
 * e^x to less than one unit in the last place, the same bits on every machine: only + - * / are
 * used, which ECMAScript defines exactly while it leaves `Math.exp` to the engine (margin-model.md
 * a.3, "Determinism").
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > OVERFLOW_ABOVE) return Infinity;
  if (x < UNDERFLOW_BELOW) return 0;
  const power = Math.floor(x * LN2_INVERSE + 0.5);
  const high = x - power * LN2_HIGH;
  const low = power * LN2_LOW;
  const r = high - low;
  const rest = high - r - low;
  // 1 + r is rounded; what it lost is added back with the small terms.
  const sum = 1 + r;
  const lost = r - (sum - 1) + rest * sum;
  return scaleByPowerOfTwo(sum + (exponentialRemainder(r) + lost), power);
}
