/**
 * The closes of one risk factor, oldest first, each date once (contract, "Price history"). Closes
 * are analytics, hence doubles: in the factor's own unit, never booked.
 */
export interface PriceHistory {
  /** An underlying (`SPX`), a maturity bucket (`SPX@90`), a volatility (`SPX.VOL`) and so on. */
  readonly symbol: string;
  /** YYYY-MM-DD, strictly ascending. */
  readonly dates: readonly string[];
  readonly closes: ArrayLike<number>;
}
