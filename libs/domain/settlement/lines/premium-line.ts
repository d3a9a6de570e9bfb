import { settlementBook } from '#libs/domain/books/books.js';
import { holdingsOf, isTraded } from '#libs/domain/trading/trading-state.js';
import type { PremiumLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';
import { paysPremium } from './pays-premium.js';
import { positionDetails } from './position-details.js';

/**
 * Premium of premium-style options for what an account traded since its last settlement cycle, exact:
 * `-SUM q * p * tv`, so that a buyer pays and a seller receives (margin-model.md f.4).
 */
export const PREMIUM_LINES: LineKind<PremiumLine> = {
  accounts: ({ trading }) => trading.holdings.keys(),
  lines(house, account) {
    const lines: PremiumLine[] = [];
    for (const [instrument, holding] of holdingsOf(house.trading, account)) {
      const entry = house.reference?.instruments.get(instrument);
      if (!entry || !paysPremium(entry) || !isTraded(holding)) continue;
      const { currency, tickValueMinor } = entry;
      const { lots, openingLots, tradedLots, tradedTicks } = holding;
      const amountMinor = -tradedTicks * BigInt(tickValueMinor);
      const position = { lots, openingLots, tradedLots, tradedTicks };
      lines.push({ kind: 'PREMIUM', instrument, currency, amountMinor, ...position });
    }
    return lines;
  },
  details: (_house, line) => positionDetails(line),
  bookOf: settlementBook,
};
