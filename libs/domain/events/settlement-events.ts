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
  /** Instruments whose premiums it settled; absent where there are none. */
  readonly premiums?: readonly string[];
  /** Perpetuals whose accrued funding it settled; absent where there are none. */
  readonly funding?: readonly string[];
  /** Expired instruments that keep their last price since no final price has come. */
  readonly withoutFinalPrice: readonly string[];
  /** Instruments that end in it: nobody holds them any more. Absent where there are none. */
  readonly ended?: readonly InstrumentEnded[];
  /** How many `AccountSettled` events follow. */
  readonly accounts: number;
  /** What was paid and received per currency: equal by construction, in major units. */
  readonly turnover: readonly { readonly currency: string; readonly amount: string }[];
  /** What the clearing house's bank pays in for the interest of accounts; absent where there is none. */
  readonly journal?: readonly JournalLine[];
  /** What defaults got out of it: what their layers had paid in, and what was cut from gains for them. */
  readonly defaults?: readonly CycleOfDefault[];
  /** The end-of-day cycle whose price it corrects: it settles the positions that closed that day. */
  readonly corrects?: { readonly cycleId: string; readonly by: string; readonly reason: string };
  /** The calendar time that it ran for; absent when an operator asked for it. */
  readonly scheduledFor?: string;
}

/** An instrument whose positions end in a cycle. */
export interface InstrumentEnded {
  readonly instrument: string;
  /** Its own, or of an option that of what the option is on. */
  readonly finalPrice: string;
  /** Of an option: lots exercised, as many as are assigned; absent from others. */
  readonly exercised?: string;
  /** The future that was delivered at the strike; absent where exercise was paid in cash. */
  readonly delivered?: string;
  /** What it was drawn from who is assigned; absent where everybody is or nobody. */
  readonly seed?: string;
}

/** What the accounts of one defaulter got out of a cycle, in major units of the currency. */
export interface CycleOfDefault {
  readonly defaultId: string;
  readonly currency: string;
  /** What its layers had paid in for this cycle. */
  readonly carried: string;
  /** What each account's gain was cut by: a claim on what is recovered later. */
  readonly cuts: readonly { readonly account: string; readonly amount: string }[];
}

/** What a line of a cycle may be for. */
export const SETTLEMENT_LINE_KINDS = [
  'VARIATION_MARGIN',
  'PREMIUM',
  'FINAL_SETTLEMENT',
  'EXERCISE',
  'FUNDING',
  'PRICE_ALIGNMENT',
  'FEE',
  'INTEREST',
  'GAINS_HAIRCUT',
] as const;
export type SettlementLineKind = (typeof SETTLEMENT_LINE_KINDS)[number];

/**
 * What a cycle brings an account for one instrument, or for itself. Variation margin and final settlement have
 * prices and positions, a premium the positions, exercise the lots exercised, funding the instrument and the
 * amount; price alignment, fees and interest the amount alone.
 */
export interface SettlementLine {
  readonly kind: SettlementLineKind;
  readonly instrument?: string;
  readonly previousSettlementPrice?: string;
  /** Absent from a premium, which was agreed when it was traded; of exercise that of what the option is on. */
  readonly settlementPrice?: string;
  readonly openingPosition?: string;
  readonly tradedQuantity?: string;
  /** Where final settlement or exercise says "0", the position is gone with that line. */
  readonly closingPosition?: string;
  /** Of exercise: lots exercised less lots assigned. */
  readonly exercisedQuantity?: string;
  /** Of exercise: the position that it became. */
  readonly delivered?: DeliveredPosition;
  /** Of final settlement and exercise in a gross omnibus account: whose lots they were. */
  readonly clients?: readonly EndedOfClient[];
  /** Positive when the account receives, in major units. */
  readonly amount: string;
}

/** A position in a future, opened at the strike of the option that was exercised into it. */
export interface DeliveredPosition {
  readonly instrument: string;
  /** Signed lots. */
  readonly quantity: string;
  readonly price: string;
  /** Of a gross omnibus account: lots added to the long and to the short side of each client. */
  readonly clients?: readonly {
    readonly client: string;
    readonly long: string;
    readonly short: string;
  }[];
}

/** Lots of one client of a gross omnibus account that ended. */
export interface EndedOfClient {
  readonly client: string;
  readonly long: string;
  readonly short: string;
  /** Of an option: of its long lots. */
  readonly exercised?: string;
  /** Of an option: of its short lots. */
  readonly assigned?: string;
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

/** The debts of a cycle are paid in: what was gained in it can be withdrawn from here on. */
export interface SettlementCycleSettled {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  /** Ledger position of the cycle's `SettlementCycleCompleted`. */
  readonly cyclePosition: number;
}
