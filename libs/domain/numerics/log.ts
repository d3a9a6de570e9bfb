import { exponentOf, mantissaOf } from './double-bits.js';
import { LN2_HIGH, LN2_LOW, SQRT2 } from './ln2.js';
import { logarithmRemainder } from './logarithm-series.js';

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_TO_54 = 18014398509481984;

/**
 * The natural logarithm, to less than one unit in the last place, the same bits on every machine
 * (margin-model.md a.3, "Determinism"). Zero gives -Infinity, a negative number NaN.
 */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  const subnormal = x < SMALLEST_NORMAL;
  const value = subnormal ? x * TWO_TO_54 : x;
  let power = exponentOf(value) - (subnormal ? 54 : 0);
  let mantissa = mantissaOf(value);
  if (mantissa > SQRT2) {
    mantissa /= 2;
    power += 1;
  }
  return logarithmOf(mantissa - 1, power, 0);
}

/**
 * ln(1+f) + power*ln(2) + correction for 1+f between the square roots of 1/2 and 2. The identity
 * 2s = f - f^2/2 + s*f^2/2 with s = f/(2+f) leaves f, which is exact, as the leading term.
 */
export function logarithmOf(f: number, power: number, correction: number): number {
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const small = s * (half + logarithmRemainder(s));
  if (power === 0) return f - (half - (small + correction));
  return power * LN2_HIGH + (f - (half - (small + (power * LN2_LOW + correction))));
}
