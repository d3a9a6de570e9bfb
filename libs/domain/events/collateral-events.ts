import type { JournalLine } from './journal.js';

/** A confirmed deposit, posted at once. */
export interface CollateralDeposited {
  readonly instructionId: string;
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  readonly valueDate: string;
  readonly bucket?: string;
  readonly journal: readonly JournalLine[];
}

/** A confirmed contribution to the default fund. */
export interface DefaultFundDeposited {
  readonly instructionId: string;
  readonly member: string;
  readonly asset: string;
  readonly quantity: string;
  readonly valueDate: string;
  readonly journal: readonly JournalLine[];
}

/** A collateral instruction that was refused; sent again it is judged anew. */
export interface CollateralInstructionRejected {
  readonly instructionId: string;
  readonly account?: string;
  readonly member?: string;
  readonly type?: string;
  readonly asset?: string;
  readonly quantity?: string;
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
  readonly maximumQuantity?: string;
}
