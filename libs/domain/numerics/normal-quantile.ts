import { gaussian } from './gaussian.js';
import { log } from './log.js';
import { normalCdf } from './normal-cdf.js';

const SQRT_TWO_PI = 2.5066282746310002;
/** Each step cubes the error of 3e-3 that the start has: two would do, the third is for rounding. */
const STEPS = 3;

/**
 * The x with N(x) = p, to 1e-14 of the larger of 1 and |x|: Newton with the curvature of N (Halley),
 * from the rational start of Abramowitz and Stegun 26.2.22. 0 gives -Infinity, 1 Infinity, what is
 * no probability NaN. N^-1(1-p) = -N^-1(p) bit for bit where 1-p is exact.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  return p > 0.5 ? 0 - lowerQuantile(1 - p) : lowerQuantile(p);
}

function lowerQuantile(p: number): number {
  if (p === 0.5) return 0;
  const t = Math.sqrt(-2 * log(p));
  let x = (2.30753 + 0.27061 * t) / (1 + (0.99229 + 0.04481 * t) * t) - t;
  for (let step = 0; step < STEPS; step++) {
    const density = gaussian(x);
    if (density === 0) return x;
    const newton = ((normalCdf(x) - p) * SQRT_TWO_PI) / density;
    x -= newton / (1 + 0.5 * x * newton);
  }
  return x;
}
