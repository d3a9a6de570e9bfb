/**
 * What the holders of a perpetual owe each other for one interval (margin-model.md a.2). It is owed
 * from here on, counts as unsettled, and is paid by the next settlement cycle.
 */
export interface FundingAccrued {
  readonly instrument: string;
  readonly intervalStart: string;
  /** Not part of the interval. */
  readonly intervalEnd: string;
  readonly currency: string;
  /**
   * P: the time-weighted average of (mark - index) / index over the part of the interval in which both
   * had a price, with 12 decimals, half-even. Absent, as rate and index are, where nothing is paid.
   */
  readonly premium?: string;
  /** f, with 12 decimals, half-even: long positions pay where it is positive. */
  readonly rate?: string;
  /** The index just before the end of the interval. */
  readonly index?: string;
  /** Symbols that had no price during the whole interval; with any, nothing is paid. */
  readonly missing?: readonly string[];
  /** In major units, positive when the account receives; they add up to zero. Zeros are left out. */
  readonly amounts: readonly { readonly account: string; readonly amount: string }[];
}
