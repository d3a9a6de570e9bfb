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

/** A share of a whole that is to be split without losing a unit: `numerator / denominator` of one. */
export interface Share {
  readonly id: string;
  readonly numerator: bigint;
}

/**
 * Splits `total` units in proportion to `shares` so that the parts add up exactly: each part is
 * rounded down and the units left over go to the largest remainders, ties by id ascending
 * (margin-model.md f.2). Shares may be negative or zero as long as their sum is not zero.
 * @returns the parts by id
 */
export function largestRemainder(total: bigint, shares: readonly Share[]): Map<string, bigint> {
  const whole = shares.reduce((sum, share) => sum + share.numerator, 0n);
  if (whole === 0n) throw new RangeError('the shares of a split add up to zero');
  if (new Set(shares.map(({ id }) => id)).size !== shares.length)
    throw new RangeError('two shares of a split have the same id');
  const sign = whole < 0n ? -1n : 1n;
  const exact = shares.map(({ id, numerator }) => {
    const scaled = total * numerator * sign;
    const part = floorDiv(scaled, whole * sign);
    return { id, part, remainder: scaled - part * whole * sign };
  });
  let left = total - exact.reduce((sum, { part }) => sum + part, 0n);
  const order = [...exact].sort((a, b) =>
    a.remainder !== b.remainder ? (a.remainder > b.remainder ? -1 : 1) : a.id < b.id ? -1 : 1,
  );
  for (const entry of order) {
    if (left === 0n) break;
    entry.part += 1n;
    left -= 1n;
  }
  return new Map(exact.map(({ id, part }) => [id, part]));
}
