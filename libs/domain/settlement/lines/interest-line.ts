import { FEES_BOOK } from '#libs/domain/books/books.js';
import { cashInterestOf } from '#libs/domain/charges/cash-interest.js';
import type { InterestLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';

/** Interest on cash collateral since the last end of a day; only the end of a day books it. */
export const INTEREST_LINES: LineKind<InterestLine> = {
  endOfDayOnly: true,
  *accounts({ charges }) {
    for (const ofCurrency of charges.closing?.cash.values() ?? []) yield* ofCurrency.keys();
  },
  lines: (house, account, { endOfDay }) =>
    cashInterestOf(house, account, endOfDay).map(({ currency, minor }): InterestLine => ({
      kind: 'INTEREST',
      currency,
      amountMinor: minor,
    })),
  details: () => ({}),
  bookOf: () => FEES_BOOK,
};
