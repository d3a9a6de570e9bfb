import type { LimitFigures } from '#libs/domain/events/trade-events.js';

/** Codes with which a trade is refused by the trading rules (contract, "Topics in"). */
export type TradeRefusalCode =
  | 'UNKNOWN_INSTRUMENT'
  | 'INSTRUMENT_NOT_OPEN'
  | 'UNKNOWN_ACCOUNT'
  | 'SAME_ACCOUNT'
  | 'ACCOUNT_RESTRICTED'
  | 'MEMBER_SUSPENDED'
  | 'MEMBER_IN_DEFAULT'
  | 'INVALID_QUANTITY'
  | 'LIMIT_EXCEEDED'
  | 'PRICE_OFF_TICK'
  | 'PRICE_OUT_OF_BAND'
  | 'CONFLICTING_DUPLICATE'
  | 'MISSING_FIELD'
  | 'INVALID_FIELD';

export interface TradeRefusal {
  readonly code: TradeRefusalCode;
  readonly field?: string;
  /** A sentence that says what is wrong and what to mend. */
  readonly reason: string;
  /** For whose limit it is alone: the reason, which both sides may read, says none of them. */
  readonly limit?: LimitFigures;
}
