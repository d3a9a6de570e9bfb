import { gaussian } from './gaussian.js';
import { SQRT_HALF } from './ln2.js';
import { scaledErfc } from './scaled-erfc.js';

/**
 * The standard normal distribution function N(x) = erfc(-x/sqrt(2))/2, to a few units in the last
 * place also far in the lower tail, because the exponent is -x^2/2 itself and not the square of a
 * rounded x/sqrt(2). The same bits on every machine (margin-model.md a.3). N(x) + N(-x) is 1 up to
 * one rounding.
 */
export function normalCdf(x: number): number {
  if (x === 0) return 0.5;
  const tail = 0.5 * gaussian(x) * scaledErfc(Math.abs(x) * SQRT_HALF);
  return x < 0 ? tail : 1 - tail;
}
