import type { TradeRefusalCode } from '#libs/domain/trading/refusal.js';

/** Codes with which a bust or a correction is refused. */
export type CorrectionRefusalCode =
  | TradeRefusalCode
  | 'UNKNOWN_TRADE'
  | 'ALREADY_BUSTED'
  | 'TRADE_ALLOCATED'
  | 'INSTRUMENT_ADJUSTED'
  | 'BEYOND_TIME_LIMIT';

export interface CorrectionRefusal {
  readonly code: CorrectionRefusalCode;
  readonly field?: string;
  /** A sentence that says what is wrong and what to mend. */
  readonly reason: string;
}
