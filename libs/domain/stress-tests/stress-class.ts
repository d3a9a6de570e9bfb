import type { StressFactor } from './stress-factor.js';

/** One class (all that is on one underlying) and the factors that its instruments hang on. */
export interface StressClass {
  readonly underlying: string;
  readonly liquidationGroup: string;
  /** Price of the underlying itself. */
  readonly price: StressFactor;
  /** Maturity buckets and perpetuals, without the price itself. */
  readonly prices: readonly StressFactor[];
  /** At-the-money volatilities; the one of 30 days is always among them where options are listed. */
  readonly volatilities: readonly StressFactor[];
  /**
   * The largest move over the horizon, in the return kind of the price: of its history, or where that
   * is short the range of its scan, whichever is larger. 0 where there is neither.
   */
  readonly largestMove: number;
}

/** The classes of one liquidation group and the currencies that they settle in. */
export interface StressGroup {
  readonly id: string;
  readonly classes: readonly StressClass[];
  readonly currencies: readonly StressFactor[];
}
