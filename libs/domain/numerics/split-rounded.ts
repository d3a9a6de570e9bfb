import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { roundToEven, sum, type Rational } from './rational.js';

/**
 * Rounds fractions to integers that add up to the rounded sum (half-even): each is rounded down and the
 * units left over go to the largest remainders, the earlier of equals first (margin-model.md f.2). No
 * part is moved by a whole unit or more.
 */
export function splitRounded(parts: readonly Rational[]): bigint[] {
  const exact = parts.map(({ numerator, denominator }, at) => {
    const below = floorDiv(numerator, denominator);
    return { at, below, remainder: numerator - below * denominator, denominator };
  });
  const total = roundToEven(sum(parts));
  let left = exact.reduce((rest, { below }) => rest - below, total);
  const rounded = exact.map(({ below }) => below);
  const order = [...exact].sort((a, b) => {
    const difference = b.remainder * a.denominator - a.remainder * b.denominator;
    return difference === 0n ? a.at - b.at : difference > 0n ? 1 : -1;
  });
  for (const { at, below } of order) {
    if (left === 0n) break;
    rounded[at] = below + 1n;
    left -= 1n;
  }
  return rounded;
}
