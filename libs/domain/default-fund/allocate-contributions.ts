import { largestRemainder } from '#libs/domain/kernel/rounding.js';

/** A member and what its share of the fund is measured by. */
export interface ContributionWeight {
  readonly member: string;
  /** Its average margin, or any multiple of it that all have in common; not negative. */
  readonly weight: bigint;
}

/**
 * Shares the default fund out (margin-model.md h.5): to each member max(floor, size * w); those at the
 * floor are fixed and the rest is shared again among the others, until nobody falls below it; largest
 * remainder, ties to the id that sorts first. Where nobody has any margin the rest is shared equally.
 * @returns contributions by member in the unit of `size`, in the order of the weights; they add up to
 *   the size, or to a floor for each where that is more
 * @throws RangeError where two members have the same id
 */
export function allocateContributions(
  size: bigint,
  floor: bigint,
  weights: readonly ContributionWeight[],
): Map<string, bigint> {
  if (weights.length === 0) return new Map();
  const floors = floor * BigInt(weights.length);
  let left = size > floors ? size : floors;
  let above = weights.map(({ member, weight }) => ({ id: member, numerator: weight }));
  // Each round fixes somebody at the floor, or ends.
  for (;;) {
    const total = above.reduce((sum, { numerator }) => sum + numerator, 0n);
    const whole = total === 0n ? BigInt(above.length) : total;
    if (total === 0n) above = above.map(({ id }) => ({ id, numerator: 1n }));
    const staying = above.filter(({ numerator }) => left * numerator >= floor * whole);
    if (staying.length === above.length) break;
    left -= floor * BigInt(above.length - staying.length);
    above = staying;
  }
  const shares = largestRemainder(left, above);
  return new Map(weights.map(({ member }) => [member, shares.get(member) ?? floor]));
}
