import type { TradeSide } from './client-side.js';
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
  /** Whose fault it is, where it is one side's and `field` does not say so; nobody outside is told. */
  readonly side?: TradeSide;
  /** A sentence that says what is wrong and what to mend. */
  readonly reason: string;
  /** For whose limit it is alone: the reason, which both sides may read, says none of them. */
  readonly limit?: LimitFigures;
}

/** Whose account the refusal is about; undefined where it is about the trade itself. */
export const sideAtFault = ({ side, field }: TradeRefusal): TradeSide | undefined =>
  side ?? (field === 'buyer' || field === 'seller' ? field : undefined);
