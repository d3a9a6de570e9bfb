/** The two volatilities of a kind, as decimals of the same unit. */
export interface IntradayComparison {
  /** Of the 5-minute returns now, per day. */
  readonly now: string;
  /** That the scenarios are scaled to, before any rung, per day. */
  readonly scenarios: string;
}

/** At the money and 30 days, per root year. */
export interface ImpliedComparison {
  readonly now: string;
  /** At the last scenario build. */
  readonly reference: string;
}

/** The rung of the volatility ladder of an underlying changed (margin-model.md d.3). */
export interface VolatilityRegimeChanged {
  readonly underlying: string;
  /** The multipliers before and after, as the ladder writes them. */
  readonly from: string;
  readonly to: string;
  /** The larger of the two comparisons; 0 when neither could be made. */
  readonly ratio: string;
  /** What the ratio was made of; what is not known is left out. */
  readonly inputs: {
    readonly intraday?: IntradayComparison;
    readonly implied?: ImpliedComparison;
  };
  /** On which the rung was entered. */
  readonly businessDate: string;
}

/** The margin buffer of a product moved on by a business date (margin-model.md d.4a). */
export interface MarginBufferUpdated {
  readonly underlying: string;
  readonly businessDate: string;
  /** What the reference position needs of itself: a share of its price, or price points. */
  readonly measure: string;
  /** The same with the buffer: from the measure to (1+share) times it. */
  readonly buffered: string;
}
