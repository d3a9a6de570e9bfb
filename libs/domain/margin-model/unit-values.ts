import type { Rational } from '#libs/domain/numerics/rational.js';
import type { PremiumStyle } from '#libs/domain/reference-data/model.js';

/** Deltas are whole billionths, so that sums of them over a book are exact. */
export const DELTA_UNITS = 1_000_000_000;

/** One long lot of an instrument at one set of marks: what messages and charges know of it. */
export interface UnitValues {
  readonly instrument: string;
  readonly underlying: string;
  /** Price points; of an option its model value. */
  readonly price: number;
  /** Value of one lot of what it is on, m*F with its sign, in minor units of the base currency. */
  readonly notionalMinor: Rational;
  /** Delta-equivalent lots in units of 1/{@link DELTA_UNITS}: one lot of a future is one. */
  readonly delta: number;
  /** P&L in each extended move of the class, in quanta; empty where the class has none. */
  readonly extendedPnl: Float64Array;
  /** There for options alone. */
  readonly option?: OptionUnit;
}

/** What is an option's alone; per long lot. */
export interface OptionUnit {
  readonly premiumStyle: PremiumStyle;
  /** Model value in quanta; counts as net option value where the premium was paid (c.4). */
  readonly valueQuanta: number;
  /** Change of the value per 1.00 of volatility, in minor units of the base currency. */
  readonly vegaMinor: number;
  readonly yearsToExpiry: number;
  /** The volatility of the surface at today's forward. */
  readonly volatility: number;
  /** The forward that it is priced on, in points. */
  readonly forward: number;
}
