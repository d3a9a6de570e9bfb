/** Shares of the fund, in per cent, at which something follows (margin-model.md h.5). */
const WARNED_ABOVE_PERCENT = 40n;
const CHARGED_ABOVE_PERCENT = 45n;
/** Nobody is charged while the two largest groups use less of the fund than this. */
const FUND_USED_ABOVE_PERCENT = 90n;

/** The most that a group of affiliates loses beyond its margin, minor units of the base currency. */
export interface GroupPeak {
  readonly group: string;
  readonly lossMinor: bigint;
}

/** A group whose stress loss is a large part of the fund. */
export interface LargeGroup extends GroupPeak {
  readonly status: 'WARNED' | 'CHARGED';
  /** Supplementary margin that brings it down to 45 % of the fund; 0 of one that is only warned. */
  readonly supplementMinor: bigint;
}

/**
 * Groups that a fund of this size should not have to bear alone: above 40 % of it they are warned; above
 * 45 %, while the two largest groups together are above 90 %, they owe supplementary margin for what is
 * above 45 % (margin-model.md h.5). The largest first, ties by group.
 * @param cover2Minor the two largest groups of one scenario
 */
export function monitorFund(
  sizeMinor: bigint,
  cover2Minor: bigint,
  peaks: readonly GroupPeak[],
): LargeGroup[] {
  const isAbove = (loss: bigint, percent: bigint): boolean => loss * 100n > sizeMinor * percent;
  const isUsedUp = isAbove(cover2Minor, FUND_USED_ABOVE_PERCENT);
  const bearableMinor = (sizeMinor * CHARGED_ABOVE_PERCENT) / 100n;
  return peaks
    .filter(({ lossMinor }) => isAbove(lossMinor, WARNED_ABOVE_PERCENT))
    .map(({ group, lossMinor }): LargeGroup => {
      const isCharged = isUsedUp && isAbove(lossMinor, CHARGED_ABOVE_PERCENT);
      const supplementMinor = isCharged ? lossMinor - bearableMinor : 0n;
      return { group, lossMinor, status: isCharged ? 'CHARGED' : 'WARNED', supplementMinor };
    })
    .sort((a, b) =>
      a.lossMinor !== b.lossMinor
        ? a.lossMinor > b.lossMinor
          ? -1
          : 1
        : a.group < b.group
          ? -1
          : 1,
    );
}
