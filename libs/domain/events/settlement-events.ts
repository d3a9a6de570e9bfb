import type { JournalLine } from './journal.js';

export type CycleType = 'EOD' | 'INTRADAY';

export interface CyclePrice {
  readonly instrument: string;
  /** Absent in the first cycle that the instrument is in. */
  readonly previousSettlementPrice?: string;
  readonly settlementPrice: string;
}

/**
 * A settlement cycle: one decision. It is followed, in the same transaction, by one
 * `AccountSettled` for each account and currency that has a line.
 */
export interface SettlementCycleCompleted {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  readonly prices: readonly CyclePrice[];
  /** Expired instruments that keep their last price since no final price has come. */
  readonly withoutFinalPrice: readonly string[];
  /** How many `AccountSettled` events follow. */
  readonly accounts: number;
  /** What was paid and received per currency: equal by construction, in major units. */
  readonly turnover: readonly { readonly currency: string; readonly amount: string }[];
  /** The calendar time that it ran for; absent when an operator asked for it. */
  readonly scheduledFor?: string;
}

export interface SettlementLine {
  readonly kind: 'VARIATION_MARGIN';
  readonly instrument: string;
  readonly previousSettlementPrice?: string;
  readonly settlementPrice: string;
  readonly openingPosition: string;
  readonly tradedQuantity: string;
  readonly closingPosition: string;
  /** Positive when the account receives, in major units. */
  readonly amount: string;
}

/** What a cycle brings one account in one currency. */
export interface AccountSettled {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  /** Ledger position of the cycle's `SettlementCycleCompleted`. */
  readonly cyclePosition: number;
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
  readonly lines: readonly SettlementLine[];
  readonly journal: readonly JournalLine[];
}

/** A cycle of the calendar that could not run: it is tried again when prices come. */
export interface SettlementCycleBlocked {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  readonly scheduledFor: string;
  /** Instruments without the price that the cycle needs. */
  readonly missing: readonly string[];
}
