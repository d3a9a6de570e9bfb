import { largestRemainder } from '#libs/domain/kernel/rounding.js';

export interface Vessel {
  readonly id: string;
  /** What an amount is shared in proportion to; positive. */
  readonly weight: bigint;
  /** The most that it takes. */
  readonly cap: bigint;
}

/**
 * Shares an amount pro rata to weights under caps: whoever would take more than its cap takes its cap, and
 * the rest is shared among the others anew (margin-model.md h.2, "Assessments"). Integers by the largest
 * remainder, so the parts add up to the amount, or to all caps where it is more than they are.
 */
export function fillUnderCaps(amount: bigint, vessels: readonly Vessel[]): Map<string, bigint> {
  const parts = new Map<string, bigint>();
  let open = vessels.filter(({ weight, cap }) => weight > 0n && cap > 0n);
  let left = amount;
  while (left > 0n && open.length > 0) {
    const shares = largestRemainder(
      left,
      open.map(({ id, weight }) => ({ id, numerator: weight })),
    );
    const full = open.filter(({ id, cap }) => (shares.get(id) ?? 0n) >= cap);
    if (full.length === 0) {
      for (const [id, part] of shares) parts.set(id, part);
      return parts;
    }
    for (const { id, cap } of full) {
      parts.set(id, cap);
      left -= cap;
    }
    open = open.filter((vessel) => !full.includes(vessel));
  }
  return parts;
}
