import { settlementBook } from '#libs/domain/books/books.js';
import { priceAlignmentUntil } from '#libs/domain/charges/price-alignment.js';
import type { PriceAlignmentLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';

/** Price alignment since the last end of a day; only the end of a day books it. */
export const PRICE_ALIGNMENT_LINES: LineKind<PriceAlignmentLine> = {
  endOfDayOnly: true,
  *accounts({ charges }) {
    for (const ofCurrency of charges.closing?.cumulative.values() ?? []) yield* ofCurrency.keys();
  },
  lines(house, account, { endOfDay }) {
    const lines: PriceAlignmentLine[] = [];
    for (const [currency, amounts] of priceAlignmentUntil(house, endOfDay)) {
      const amountMinor = amounts.get(account) ?? 0n;
      if (amountMinor !== 0n) lines.push({ kind: 'PRICE_ALIGNMENT', currency, amountMinor });
    }
    return lines;
  },
  details: () => ({}),
  bookOf: settlementBook,
};
