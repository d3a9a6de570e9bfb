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

/** Collateral that left the clearing house because its owner asked for it. */
export interface CollateralWithdrawn {
  readonly instructionId: string;
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  readonly valueDate: string;
  readonly journal: readonly JournalLine[];
}

/** Collateral that the clearing house sent back of its own accord. */
export type CollateralRecalled = CollateralWithdrawn;

/** One asset came in and another went out, in one decision. */
export interface CollateralSubstituted {
  readonly instructionId: string;
  readonly account: string;
  readonly release: AssetAmount;
  readonly deliver: AssetAmount;
  readonly valueDate: string;
  readonly journal: readonly JournalLine[];
}

/** So much of an asset, as the instruction wrote it. */
export interface AssetAmount {
  readonly asset: string;
  readonly quantity: string;
}

/** Collateral that moved to another account of the same member. */
export interface CollateralTransferred extends CollateralWithdrawn {
  readonly toAccount: string;
}

/** A part of a contribution to the default fund that went back. */
export type DefaultFundWithdrawn = DefaultFundDeposited;

/** A collateral instruction that was refused; sent again it is judged anew. */
export interface CollateralInstructionRejected {
  readonly instructionId: string;
  readonly account?: string;
  readonly toAccount?: string;
  readonly member?: string;
  readonly type?: string;
  readonly asset?: string;
  readonly quantity?: string;
  readonly release?: AssetAmount;
  readonly deliver?: AssetAmount;
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
  readonly maximumQuantity?: string;
}
