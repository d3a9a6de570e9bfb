import type { SettlementLine } from '#libs/domain/events/settlement-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import type { Endings } from '../expiry/endings.js';
import type { CycleLine } from './cycle-line.js';

/** What a cycle goes by. */
export interface LineBasis {
  /**
   * Price of an instrument in ticks: what the cycle settles at, or the mark if it ran now. Asked for
   * only where a line needs it; without one there is no line.
   */
  readonly priceOf: MarkSource;
  /** The business date that it ends, or that now is of if it ran now; undefined in an intraday cycle. */
  readonly endOfDay: string | undefined;
  /** What ends with the day; absent from an intraday cycle, with which nothing does. */
  readonly endings?: Endings;
  /** Whether it is what a cycle would bring, and none runs: then what will end is taken as far as it is known. */
  readonly isProspective?: true;
}

/** What is recorded of a line beside its kind, instrument and amount. */
export type LineDetails = Omit<SettlementLine, 'kind' | 'instrument' | 'amount'>;

/** All that a settlement cycle knows of one kind of line. A further kind is one of these. */
export interface LineKind<L extends CycleLine> {
  /** Whether intraday cycles leave these lines to the end of the day. */
  readonly endOfDayOnly?: true;
  /** Accounts that may have such a line. */
  accounts(house: HouseState): Iterable<string>;
  /** The lines of an account that a cycle run now books, one an instrument at most. */
  lines(house: HouseState, account: string, basis: LineBasis): L[];
  details(house: HouseState, line: L, account: string): LineDetails;
  /**
   * The book that the lines in a currency are paid through. Through that of settlement accounts pay
   * each other, so that the lines of an instrument add up to zero.
   */
  bookOf(currency: string): string;
}
