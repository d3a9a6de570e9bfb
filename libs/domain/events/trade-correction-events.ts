import type { PositionEffect } from '#libs/domain/inputs/inputs.js';
import type { LotsBooked } from './lots-booked.js';

export const TRADE_CORRECTION_TYPES = ['BUST', 'CORRECT'] as const;
export type TradeCorrectionType = (typeof TRADE_CORRECTION_TYPES)[number];

/** Clearing fees that an account gets back with the next cycle, or owes beside; positive is received. */
export interface FeeChange {
  readonly account: string;
  /** Base currency. */
  readonly amount: string;
}

/** Lots of one side of a trade, and whose they are: one side has several once it was allocated. */
export interface TradeLeg {
  readonly side: 'BUY' | 'SELL';
  readonly account: string;
  /** Whole lots, positive. */
  readonly quantity: string;
  readonly client?: string;
  readonly effect?: PositionEffect;
}

/** What both corrections of a novated trade say. */
interface CorrectedTrade {
  readonly tradeId: string;
  readonly venue: string;
  readonly correctionId: string;
  readonly reason: string;
  readonly requestedAt: string;
  /** Ledger position of the trade's novation, which stays where it is. */
  readonly novation: number;
  readonly novatedAt: string;
  readonly instrument: string;
  /** What is booked so that positions and money become what they are to be, with the next cycle. */
  readonly bookings: readonly LotsBooked[];
  readonly fees: readonly FeeChange[];
}

/** A venue took a trade back: both legs are reversed at the price of the trade. */
export interface TradeBusted extends CorrectedTrade {
  /** As it stood: whole lots, positive. */
  readonly quantity: string;
  readonly price: string;
  /** Who had it. */
  readonly legs: readonly TradeLeg[];
}

/** A venue corrected a trade: both legs are reversed and booked anew, at one ledger position. */
export interface TradeCorrected extends CorrectedTrade {
  /** As it stood before. */
  readonly previous: { readonly quantity: string; readonly price: string };
  /** What the venue named, in its own digits. */
  readonly asked: { readonly quantity?: string; readonly price?: string };
  readonly quantity: string;
  readonly price: string;
  /** Who has it now. */
  readonly legs: readonly TradeLeg[];
}

/** A bust or a correction that was refused; sent again it is judged anew. */
export interface TradeCorrectionRejected {
  readonly tradeId: string;
  readonly venue: string;
  readonly type: TradeCorrectionType;
  /** Absent where it could not be read. */
  readonly correctionId?: string;
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
}
