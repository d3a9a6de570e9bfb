import { FEES_BOOK } from '#libs/domain/books/books.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import type { FeeLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';

/** Clearing fees of what was novated since the last cycle; the clearing house receives them. */
export const FEE_LINES: LineKind<FeeLine> = {
  accounts: ({ charges }) => charges.fees.keys(),
  lines(house, account) {
    const owed = house.charges.fees.get(account);
    if (owed === undefined) return [];
    return [{ kind: 'FEE', currency: referenceOf(house).baseCurrency, amountMinor: -owed }];
  },
  details: () => ({}),
  bookOf: () => FEES_BOOK,
};
