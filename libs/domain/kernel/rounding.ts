/** Integer division that rounds toward minus infinity; `divisor` is positive. */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** Integer division that rounds toward plus infinity; `divisor` is positive. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return -floorDiv(-dividend, divisor);
}

/** The smallest multiple of `step` (positive) that is not below `amount`. */
export function roundUpTo(amount: bigint, step: bigint): bigint {
  return ceilDiv(amount, step) * step;
}

/** A part of a whole, as the numerator over a denominator that all parts share. */
export interface Share {
  readonly id: string;
  readonly numerator: bigint;
}

/**
 * Rounds the exact parts `numerator / denominator` to integers that add up to the same sum, which has
 * to be an integer, such as the zero of what accounts pay each other: each part is rounded down and
 * the units left over go to the largest remainders, ties by id ascending (margin-model.md f.2). No
 * part is moved by a whole unit, and the order of the parts means nothing.
 * @param denominator positive
 * @returns the rounded parts by id
 * @throws RangeError where the parts do not add up to an integer, or two have the same id
 */
export function roundToSameSum(parts: readonly Share[], denominator: bigint): Map<string, bigint> {
  if (denominator <= 0n) throw new RangeError('the denominator of parts is positive');
  if (new Set(parts.map(({ id }) => id)).size !== parts.length)
    throw new RangeError('two parts of a whole have the same id');
  const sum = parts.reduce((total, { numerator }) => total + numerator, 0n);
  if (sum % denominator !== 0n) throw new RangeError('the parts do not add up to an integer');
  const rounded = parts.map(({ id, numerator }) => {
    const below = floorDiv(numerator, denominator);
    return { id, units: below, remainder: numerator - below * denominator };
  });
  let left = sum / denominator - rounded.reduce((total, { units }) => total + units, 0n);
  const order = [...rounded].sort((a, b) =>
    a.remainder !== b.remainder ? (a.remainder > b.remainder ? -1 : 1) : a.id < b.id ? -1 : 1,
  );
  for (const part of order) {
    if (left === 0n) break;
    part.units += 1n;
    left -= 1n;
  }
  return new Map(rounded.map(({ id, units }) => [id, units]));
}

/**
 * Splits `total` units in proportion to `shares` so that the parts add up exactly, by the largest
 * remainder ({@link roundToSameSum}). Shares may be negative or zero as long as their sum is not zero.
 * @returns the parts by id
 */
export function largestRemainder(total: bigint, shares: readonly Share[]): Map<string, bigint> {
  const whole = shares.reduce((sum, share) => sum + share.numerator, 0n);
  if (whole === 0n) throw new RangeError('the shares of a split add up to zero');
  const sign = whole < 0n ? -1n : 1n;
  const parts = shares.map(({ id, numerator }) => ({ id, numerator: total * numerator * sign }));
  return roundToSameSum(parts, whole * sign);
}
