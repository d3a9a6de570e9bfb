import type { GroupBreakdown } from '#libs/domain/margin-model/requirement-breakdown.js';

/** What stands against the stress loss of one liquidation group of an account, in minor units. */
export interface StressCredit {
  /** Margin without add-ons that is lodged, of use for every group of the account. */
  readonly marginMinor: bigint;
  /** Value of paid options that is lost first, of use for its own group alone. */
  readonly optionValueMinor: bigint;
}

/**
 * The margin that a stress test counts (margin-model.md h.5: no add-on credit): the core of the
 * requirement with its floors. Options that are paid for cover their own losses up to their value, and as
 * far as they stand for margin (c.4) nothing else was lodged.
 */
export function stressCredit(group: GroupBreakdown): StressCredit {
  const { marketRiskMinor, extendedMovesMinor, shortOptionMinimumMinor, floorMinor } = group;
  const { netOptionValueMinor, requirementMinor } = group;
  const core = [marketRiskMinor, extendedMovesMinor, shortOptionMinimumMinor, floorMinor].reduce(
    (a, b) => (a > b ? a : b),
  );
  if (netOptionValueMinor <= 0n) return { marginMinor: core, optionValueMinor: 0n };
  const left = core - netOptionValueMinor;
  const lodged = left < requirementMinor ? left : requirementMinor;
  return { marginMinor: lodged > 0n ? lodged : 0n, optionValueMinor: netOptionValueMinor };
}
