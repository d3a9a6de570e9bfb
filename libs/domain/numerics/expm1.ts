import { powerOfTwo, scaleByPowerOfTwo } from './double-bits.js';
import { exponentialRemainder } from './exponential-series.js';
import { LN2_HIGH, LN2_INVERSE, LN2_LOW } from './ln2.js';

const OVERFLOW_ABOVE = 709.782712893384;
/** Below it e^x - 1 is -1 to the last bit, above it the 1 is below half a unit of e^x. */
const MINUS_ONE_BELOW = -38;
const SERIES_UP_TO = 0.34657359027997264;
const POWER_WITH_ONE_MAX = 60;

/**
 * e^x - 1 without the cancellation of `exp(x) - 1` near zero, to about one unit in the last place,
 * the same bits on every machine (margin-model.md a.3, "Determinism").
 */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  if (Math.abs(x) <= SERIES_UP_TO) return x + exponentialRemainder(x);
  if (x > OVERFLOW_ABOVE) return Infinity;
  if (x < MINUS_ONE_BELOW) return -1;
  const power = Math.floor(x * LN2_INVERSE + 0.5);
  const high = x - power * LN2_HIGH;
  const low = power * LN2_LOW;
  const r = high - low;
  const rest = high - r - low;
  // e^x - 1 = 2^p * ((1 - 2^-p) + (e^r - 1)); the first sum is rounded, and its error is added back.
  const start = power > POWER_WITH_ONE_MAX ? 1 : 1 - powerOfTwo(-power);
  const sum = start + r;
  const added = sum - start;
  const error = start - (sum - added) + (r - added);
  const tail = exponentialRemainder(r) + (rest * (1 + r) + error);
  return scaleByPowerOfTwo(sum + tail, power);
}
