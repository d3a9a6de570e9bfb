import { settlementBook } from '#libs/domain/books/books.js';
import { lotsOfClients } from '#libs/domain/trading/client-positions.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import type { FinalSettlementLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';
import { positionDetails } from './position-details.js';
import { pricesOfLine, variationOfHolding } from './variation-of-holding.js';

/**
 * The last variation margin of what ends: futures and delisted perpetuals to their final price, futures-style
 * options to what they are worth. The position is gone after it.
 */
export const FINAL_SETTLEMENT_LINES: LineKind<FinalSettlementLine> = {
  accounts: ({ trading }) => trading.holdings.keys(),
  lines(house, account, { endings }) {
    const lines: FinalSettlementLine[] = [];
    if (!endings || endings.settled.size === 0) return lines;
    for (const [instrument, holding] of holdingsOf(house.trading, account)) {
      const priceTicks = endings.settled.get(instrument);
      const entry = house.reference?.instruments.get(instrument);
      if (priceTicks === undefined || !entry) continue;
      const line = variationOfHolding(house, account, entry, holding, priceTicks);
      lines.push({ kind: 'FINAL_SETTLEMENT', ...line });
    }
    return lines;
  },
  details(house, line, account) {
    const clients = lotsOfClients(house.trading.clients, account, line.instrument);
    return {
      ...positionDetails(line),
      closingPosition: '0',
      ...pricesOfLine(house, line),
      ...(clients.length === 0 ? {} : { clients }),
    };
  },
  bookOf: settlementBook,
};
