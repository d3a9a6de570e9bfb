import { failed, type Result } from '#libs/domain/kernel/result.js';
import type { CorrectionRefusalCode } from '#libs/domain/trade-corrections/correction-refusal.js';

/** Codes with which a member's request about lots is refused. */
export type TransferRefusalCode =
  | CorrectionRefusalCode
  | 'NOT_YOURS'
  | 'UNKNOWN_OFFER'
  | 'UNKNOWN_MEMBER'
  | 'INSUFFICIENT_HOLDING'
  | 'NO_SETTLEMENT_PRICE';

export interface TransferRefusal {
  /** One of those, or of the codes with which collateral is kept back. */
  readonly code: string;
  readonly field?: string;
  /** A sentence that says what is wrong and what to mend. */
  readonly reason: string;
}

export type Judged<T> = Result<T, TransferRefusal>;

export const refuse = (code: TransferRefusalCode, field: string, reason: string): Judged<never> =>
  failed({ code, field, reason });
