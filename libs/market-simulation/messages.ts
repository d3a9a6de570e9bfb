/** What the simulated venues, vendors and banks send: the messages of the contract. */

/** A matched trade, on the topic of trades. */
export interface TradeToSend {
  readonly tradeId: string;
  readonly venue: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  readonly buyer: string;
  readonly seller: string;
  readonly executedAt: string;
}

/** An observation or, with a type and a date, an official price. */
export interface PriceToSend {
  readonly symbol: string;
  readonly price: string;
  readonly source: string;
  readonly observedAt: string;
  readonly type?: 'SETTLEMENT';
  readonly businessDate?: string;
}

/** Implied volatilities: a level at a tenor, or a smile of an expiry. */
export interface VolatilityToSend {
  readonly underlying: string;
  readonly source: string;
  readonly observedAt: string;
  readonly volatility?: string;
  readonly tenorDays?: number;
  readonly expiry?: string;
  readonly nodes?: readonly { readonly logMoneyness: string; readonly volatility: string }[];
}

/** A confirmed deposit of cash. */
export interface DepositToSend {
  readonly instructionId: string;
  readonly type: 'DEPOSIT';
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  readonly valueDate: string;
}

/** Signed lots by instrument. */
export type Lots = Map<string, number>;
