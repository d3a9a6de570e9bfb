import type { JournalLine } from './journal.js';
import type { MarginCallStatus } from './margin-call-events.js';

/** What a pay-in paid of one call, which it leaves at `outstanding` and `status`. */
export interface CallPayment {
  readonly callId: string;
  /** Of the call; `amount` and `outstanding` are in it. */
  readonly currency: string;
  readonly amount: string;
  readonly outstanding: string;
  readonly status: MarginCallStatus;
}

/** What came in, and what it did. Ledgers of before it was written have neither field. */
export interface PayInEffect {
  /** The calls that it paid, debts' first, then oldest first; none: it paid no call. */
  readonly paid?: readonly CallPayment[];
  /** How much of it the account owed in its currency; left out where it owed nothing. */
  readonly toDebts?: string;
}

/** A confirmed deposit, posted at once. */
export interface CollateralDeposited extends PayInEffect {
  readonly instructionId: string;
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  readonly valueDate: string;
  /** The instrument of the bucket that it came into, of an isolated account. */
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
  /** The instrument of the bucket that it left. */
  readonly bucket?: string;
  readonly journal: readonly JournalLine[];
}

/** Collateral that the clearing house sent back of its own accord. */
export type CollateralRecalled = CollateralWithdrawn;

/** One asset came in and another went out, in one decision. */
export interface CollateralSubstituted extends PayInEffect {
  readonly instructionId: string;
  readonly account: string;
  readonly release: AssetAmount;
  readonly deliver: AssetAmount;
  readonly valueDate: string;
  readonly bucket?: string;
  readonly journal: readonly JournalLine[];
}

/** So much of an asset, as the instruction wrote it. */
export interface AssetAmount {
  readonly asset: string;
  readonly quantity: string;
}

/** Collateral that moved to another account of the same member, or to or from a bucket of it. */
export interface CollateralTransferred extends CollateralWithdrawn, PayInEffect {
  readonly toAccount: string;
  /** The instrument of the bucket of `toAccount` that it came into. */
  readonly toBucket?: string;
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
  readonly bucket?: string;
  readonly toBucket?: string;
  readonly asset?: string;
  readonly quantity?: string;
  readonly release?: AssetAmount;
  readonly deliver?: AssetAmount;
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
  readonly maximumQuantity?: string;
  /** The member whose own topic it came by. */
  readonly sentBy?: string;
}
