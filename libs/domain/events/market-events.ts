export interface ObservedPrice {
  readonly symbol: string;
  readonly price: string;
  readonly source: string;
  readonly observedAt: string;
}

/** Accepted price observations of one batch, the last of each symbol and source. */
export interface PricesObserved {
  readonly prices: readonly ObservedPrice[];
}

/** An official settlement or final price; it is an observation too. */
export interface SettlementPriceAccepted extends ObservedPrice {
  readonly type: 'SETTLEMENT' | 'FINAL';
  readonly businessDate: string;
}

export interface ObservedVolatility {
  readonly underlying: string;
  readonly source: string;
  readonly observedAt: string;
  readonly volatility?: string;
  readonly tenorDays?: number;
  readonly expiry?: string;
  readonly nodes?: readonly { readonly logMoneyness: string; readonly volatility: string }[];
}

/** Accepted implied volatilities of one batch. */
export interface VolatilitiesObserved {
  readonly volatilities: readonly ObservedVolatility[];
}

/** Closes of a risk factor; a date that is there already is replaced. */
export interface PriceHistoryImported {
  readonly symbol: string;
  readonly by: string;
  /** `[date, close]`, dates ascending, closes as decimals. */
  readonly closes: readonly (readonly [string, string])[];
}
