import { settlementBook } from '#libs/domain/books/books.js';
import type { VariationMarginLine } from './cycle-line.js';
import { heldInCycle } from './held-in-cycle.js';
import type { LineKind } from './line-kind.js';
import { paysPremium } from './pays-premium.js';
import { positionDetails } from './position-details.js';
import { pricesOfLine, variationOfHolding } from './variation-of-holding.js';

/** Variation margin of futures, perpetuals and futures-style options (margin-model.md f.1, f.4). */
export const VARIATION_MARGIN_LINES: LineKind<VariationMarginLine> = {
  accounts: ({ trading }) => trading.holdings.keys(),
  lines(house, account, basis) {
    const lines: VariationMarginLine[] = [];
    for (const [instrument, holding] of heldInCycle(house, account, basis)) {
      const entry = house.reference?.instruments.get(instrument);
      // What ends is settled by a line of its own kind.
      if (!entry || paysPremium(entry) || basis.endings?.settled.has(instrument)) continue;
      const priceTicks = basis.priceOf(instrument);
      if (priceTicks === undefined) continue;
      const line = variationOfHolding(house, account, entry, holding, priceTicks);
      lines.push({ kind: 'VARIATION_MARGIN', ...line });
    }
    return lines;
  },
  details: (house, line) => ({ ...positionDetails(line), ...pricesOfLine(house, line) }),
  bookOf: settlementBook,
};
