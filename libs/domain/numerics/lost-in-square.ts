/** 2^27 + 1: a product with it splits a double into halves whose products are exact (Veltkamp). */
const SPLITTER = 134217729;

/**
 * What rounding lost in `square`, the double nearest to x^2: x^2 is exactly `square + lost`. In an
 * exponent of several hundred the lost part is what would cost three digits of the result.
 * For |x| up to 1e150.
 */
export function lostInSquare(x: number, square: number): number {
  const shifted = SPLITTER * x;
  const high = shifted - (shifted - x);
  const low = x - high;
  return high * high - square + 2 * high * low + low * low;
}
