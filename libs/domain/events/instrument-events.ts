import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { ReferenceDataChange } from '#libs/domain/reference-data/reference-data-changes.js';
import type { JournalLine } from './journal.js';

/** An operator halted trading in an instrument: from here on every trade in it is refused. */
export interface InstrumentHalted {
  readonly instrument: string;
  readonly by: string;
  readonly reason: string;
}

/** Trading in a halted instrument goes on. */
export interface InstrumentResumed {
  readonly instrument: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * An instrument's life ends at an instant, whatever its terms say: from here on trades in it may only
 * close, and from `lastTradingAt` on there are none.
 */
export interface InstrumentDelisted {
  readonly instrument: string;
  readonly by: string;
  readonly reason: string;
  readonly lastTradingAt: string;
}

/** A number or price before and after an adjustment. */
export interface BeforeAfter {
  readonly before: string;
  readonly after: string;
}

/** What an adjustment made of one instrument; a price that there was none of is left out. */
export interface AdjustedInstrument {
  readonly instrument: string;
  readonly tickSize: BeforeAfter;
  /** Value of one tick of one lot, in minor units of the instrument's currency. */
  readonly tickValueMinor: { readonly before: number; readonly after: number };
  readonly strike?: BeforeAfter;
  /** What positions are settled on from. */
  readonly settlementPrice?: BeforeAfter;
  /** The last accepted price: rounded to the tick where it does not fall on one; nothing is booked by it. */
  readonly mark?: BeforeAfter;
  /** The price of the last trade, where it is the mark; rounded likewise. */
  readonly lastTradePrice?: BeforeAfter;
  /** Official prices that a cycle may still need. */
  readonly officialPrices: readonly (BeforeAfter & {
    readonly businessDate: string;
    readonly type: 'SETTLEMENT' | 'FINAL';
  })[];
}

/** What an adjustment made of a position: lots of each side, at least 0. */
export interface AdjustedPosition {
  readonly account: string;
  readonly instrument: string;
  /** Whose it is, in a gross omnibus account. */
  readonly client?: string;
  readonly long: BeforeAfter;
  readonly short: BeforeAfter;
  /** Cash for the part of a lot that the rounding took, or gave where it is negative. */
  readonly cash?: { readonly currency: string; readonly amount: string };
}

/**
 * The contracts on an underlying were adjusted for a corporate action such as a split: `to` new lots for
 * `from` old ones, prices and strikes the other way, values kept. What was decided before stays as it was
 * said; from here on the new terms count.
 */
export interface ContractsAdjusted {
  readonly adjustmentId: string;
  readonly underlying: string;
  /** `to:from` in lowest terms. */
  readonly ratio: string;
  readonly by: string;
  readonly reason: string;
  readonly instruments: readonly AdjustedInstrument[];
  readonly positions: readonly AdjustedPosition[];
  /** The last accepted price of the underlying itself. */
  readonly spot?: BeforeAfter;
  /** Official prices of the underlying itself, by date. */
  readonly officialSpots: readonly (BeforeAfter & { readonly businessDate: string })[];
  /** Symbols whose closes are all multiplied with `from/to`. */
  readonly histories: readonly string[];
  /** Cash in place of parts of lots; it adds up to zero. */
  readonly journal: readonly JournalLine[];
  /** The reference data that counts from here on, and how it differs from the one before. */
  readonly changes: readonly ReferenceDataChange[];
  readonly document: ReferenceData;
}
