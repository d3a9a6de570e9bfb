import { exp } from './exp.js';
import { lostInSquare } from './lost-in-square.js';

/** Beyond it e^(-x^2/2) is zero in binary64. */
const VANISHES_BEYOND = 39;

/** `e^(-x^2/2)` to about one unit in the last place, far out too, the same bits on every machine. */
export function gaussian(x: number): number {
  if (x > VANISHES_BEYOND || x < -VANISHES_BEYOND) return 0;
  const square = x * x;
  // The lost part is below 1e-13, so 1 - lost/2 is its exponential to the last bit.
  return exp(-0.5 * square) * (1 - 0.5 * lostInSquare(x, square));
}
