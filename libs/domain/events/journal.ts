/**
 * One line of a double entry: `amount` units of `asset` are added to `book` (negative: taken out).
 * Money is in minor units of its currency, securities in units of their scale. The lines of an
 * event add up to zero per asset (settlement-and-collateral.md, "Books").
 */
export interface JournalLine {
  readonly book: string;
  readonly asset: string;
  /** Integer, as a decimal string. */
  readonly amount: string;
}
