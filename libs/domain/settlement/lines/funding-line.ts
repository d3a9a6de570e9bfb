import { settlementBook } from '#libs/domain/books/books.js';
import { accruedFor } from '#libs/domain/funding/funding-state.js';
import type { FundingLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';

/**
 * Funding of perpetuals that has accrued since the last cycle (margin-model.md a.2). It was fixed when
 * its interval ended: it needs no price, nor that the account still has a position.
 */
export const FUNDING_LINES: LineKind<FundingLine> = {
  accounts: ({ funding }) => funding.accrued.keys(),
  lines(house, account) {
    const lines: FundingLine[] = [];
    for (const [instrument, amountMinor] of accruedFor(house.funding, account)) {
      const entry = house.reference?.instruments.get(instrument);
      if (!entry) continue;
      lines.push({ kind: 'FUNDING', instrument, currency: entry.currency, amountMinor });
    }
    return lines;
  },
  details: () => ({}),
  bookOf: settlementBook,
};
