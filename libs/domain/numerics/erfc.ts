import { exp } from './exp.js';
import { lostInSquare } from './lost-in-square.js';
import { scaledErfc } from './scaled-erfc.js';

/** Beyond it erfc is zero in binary64, and beyond its negative 2. */
const VANISHES_BEYOND = 27.3;

/**
 * The complementary error function, 2/sqrt(pi) times the integral of e^(-u^2) from z on, to a few
 * units in the last place over the whole line, the same bits on every machine (margin-model.md a.3).
 */
export function erfc(z: number): number {
  if (Number.isNaN(z)) return z;
  if (z > VANISHES_BEYOND) return 0;
  if (z < -VANISHES_BEYOND) return 2;
  const square = z * z;
  const tail = exp(-square) * (1 - lostInSquare(z, square)) * scaledErfc(Math.abs(z));
  return z < 0 ? 2 - tail : tail;
}
